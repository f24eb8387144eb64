package reports

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/xuri/excelize/v2"

	"academy/metrics"
	"academy/queries"
	"academy/testdata"
)

// The whole of a tiny pack, for one who sees everything and for one who does
// not. Read the goldens as a reader of the pack would.
func TestPack(t *testing.T) {
	for _, id := range []string{"lead", "steering"} {
		t.Run(id, func(t *testing.T) {
			p := tinyPack(t, id)
			files, err := p.Files()
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range files {
				name, data := f.Name, f.Data
				if name == "pack.xlsx" {
					name, data = "pack.xlsx.txt", []byte(workbookText(t, data))
				}
				testdata.Golden(t, "testdata/"+id+"/"+name, data)
			}
			text, err := Manifest(p, []Hash{{"query", "queries/metrics/craft.sql", "cc"}}, []File{{"figures.csv", []byte("a\n")}})
			if err != nil {
				t.Fatal(err)
			}
			testdata.Golden(t, "testdata/"+id+"/manifest.json", text)
		})
	}
}

// workbookText is a workbook as text, a line a cell.
func workbookText(t *testing.T, data []byte) string {
	t.Helper()
	x := open(t, data)
	var b strings.Builder
	for _, name := range x.GetSheetList() {
		tables, err := x.GetTables(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, table := range tables {
			fmt.Fprintf(&b, "%s  table  %s  %s\n", name, table.Name, table.Range)
		}
		rows, err := x.GetRows(name, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			for j, raw := range row {
				if raw == "" {
					continue
				}
				cell, _ := excelize.CoordinatesToCellName(j+1, i+1)
				fmt.Fprintf(&b, "%s!%s  %s\n", name, cell, cellText(t, x, name, cell, raw))
			}
		}
	}
	return b.String()
}

func cellText(t *testing.T, x *excelize.File, sheet, cell, raw string) string {
	t.Helper()
	kind, err := x.GetCellType(sheet, cell)
	if err != nil {
		t.Fatal(err)
	}
	if kind == excelize.CellTypeSharedString || kind == excelize.CellTypeInlineString {
		return fmt.Sprintf("text  %q", raw)
	}
	shown, err := x.GetCellValue(sheet, cell)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("number  %s  %q", raw, shown)
}

func TestPackBytesAreTheSame(t *testing.T) {
	first, again := tinyFiles(t, "lead"), tinyFiles(t, "lead")
	for name, data := range first {
		if !bytes.Equal(data, again[name]) {
			t.Errorf("%s: the same pack gave different bytes", name)
		}
	}
	z, err := zip.NewReader(bytes.NewReader(first["pack.xlsx"]), int64(len(first["pack.xlsx"])))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		if !f.Modified.Equal(zipEpoch) {
			t.Errorf("pack.xlsx: %s was made at %s, want the first day a zip knows", f.Name, f.Modified)
		}
	}
}

// The contents of a pack of many months are a line each: what is thought to need
// two and does not leaves a gap.
func TestContentsAreALineEach(t *testing.T) {
	files, err := regionPack(t, invented(12, 26), metrics.Audience{ID: "lead", Title: "Strategic lead"}).Files()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if f.Name != "pack.xlsx" {
			continue
		}
		x := open(t, f.Data)
		rows, err := x.GetRows(contentsSheet)
		if err != nil || len(rows) < 10 {
			t.Fatalf("there are %d rows (%v)", len(rows), err)
		}
		for i := 3; i < len(rows); i++ {
			if high, err := x.GetRowHeight(contentsSheet, i+1); err != nil || high > rowHeight([]string{"one"}, []float64{9}) {
				t.Errorf("row %d, %q, is %g points high (%v)", i+1, rows[i], high, err)
			}
		}
	}
}

// everything is all that a pack holds, workbook parts unpacked.
func everything(t *testing.T, files map[string][]byte) string {
	t.Helper()
	var b strings.Builder
	for _, name := range sortedKeys(files) {
		if name != "pack.xlsx" {
			b.Write(files[name])
			continue
		}
		parts, err := unzip(files[name])
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range parts {
			b.Write(p.data)
		}
	}
	return b.String()
}

// What an audience may not see is nowhere in its pack: not in the page, its
// pictures, the workbook's parts or the list of figures.
func TestHiddenFiguresAreNowhere(t *testing.T) {
	forms := []string{fmt.Sprint(secret), number(secret, 0), "E-SECRET", "W-SECRET", "the kiln fell in", "kilns of"}
	steering := everything(t, tinyFiles(t, "steering"))
	lead := everything(t, tinyFiles(t, "lead"))
	for _, form := range forms {
		if strings.Contains(steering, form) {
			t.Errorf("the steering group's pack holds %q", form)
		}
	}
	for _, form := range append(forms[:1:1], "the kiln fell in", "kilns of") {
		if !strings.Contains(lead, form) {
			t.Errorf("the lead's pack does not hold %q, so this test would find nothing", form)
		}
	}
	for _, id := range []string{"E-SECRET-2", "W-SECRET"} {
		if strings.Contains(lead, id) {
			t.Errorf("without an agreement the lead's pack holds %q", id)
		}
	}
	if !strings.Contains(steering, "[c]") {
		t.Error("nothing is hidden from the steering group, so this test would find nothing")
	}
}

// A row of a file may be a person: only the lead learns how many there are.
func TestRowsOfInputsAreOnlyForTheLead(t *testing.T) {
	r := rowsOfFiles
	totals := append(slices.Clone(r), r[0]+r[1], r[3]+r[4]+r[5], r[0]+r[1]+r[2]+r[3]+r[4]+r[5])
	for _, id := range []string{"steering", "funder-msif", "provider-E-SECRET-1"} {
		p := tinyPack(t, "steering")
		p.Audience.ID = id
		files, err := p.Files()
		if err != nil {
			t.Fatal(err)
		}
		byName := map[string][]byte{}
		for _, f := range files {
			byName[f.Name] = f.Data
		}
		pack := everything(t, byName)
		for _, n := range totals {
			for _, form := range []string{fmt.Sprint(n), number(float64(n), 0)} {
				if strings.Contains(pack, form) {
					t.Errorf("%s: the pack holds %s, the rows of a file", id, form)
				}
			}
		}
	}
	lead := everything(t, tinyFiles(t, "lead"))
	for _, n := range r {
		if !strings.Contains(lead, number(float64(n), 0)) {
			t.Errorf("the lead's pack does not hold %d, so this test would find nothing", n)
		}
	}
}

func TestInputsAreCounted(t *testing.T) {
	many := tinyPack(t, "lead")
	for i := range mostFiles {
		many.Inputs = append(many.Inputs, Input{Kind: "Book of the guild", Name: fmt.Sprint(i), Received: tinyMonth(2), Rows: 1})
	}
	tests := []struct {
		name string
		pack Pack
		want []string
	}{
		{"others learn of three files or more, and of reference data", tinyPack(t, "steering"), []string{
			"Kind; Files; Last received", "Book of the guild; 3; 1 October 2026", "Clays; 1; 1 August 2026", "Count of kilns; fewer than 3; 1 October 2026"}},
		{"the lead learns of all, and of the rows", many, []string{
			"Kind; Files; Rows; Last received", "Book of the guild; 303; 252,965; 1 October 2026", "Clays; 1; 61,333; 1 August 2026",
			"Count of kilns; 2; 100,333; 1 October 2026"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			table := (&document{Pack: tt.pack}).inputs().Table
			var heading, got []string
			for _, c := range table.Columns {
				heading = append(heading, c.Title)
			}
			got = append(got, strings.Join(heading, "; "))
			for _, row := range table.Rows {
				var line []string
				for _, c := range row {
					line = append(line, c.Text)
				}
				got = append(got, strings.Join(line, "; "))
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("it is\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(tt.want, "\n"))
			}
		})
	}
}

// What a workspace changed is named in every pack and manifest, pages too.
func TestOwnPagesAreNamed(t *testing.T) {
	p := tinyPack(t, "steering")
	p.Pages[0].Overridden = true
	p.Pages = append(p.Pages, Page{Name: "clays", For: []string{"lead"}, Overridden: true}, Page{Name: "ours", For: []string{"lead"}})
	want := []string{"queries/metrics/craft.sql", "pages/clays.yaml", "pages/kilns.yaml"}
	said := "This academy uses its own version of: " + strings.Join(want, ", ") + "."
	if got := (&document{Pack: p}).overrides(); !slices.Equal(got, []string{said}) {
		t.Errorf("the pack says %q, want %q", got, said)
	}
	text, err := Manifest(p, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	var m manifest
	if err := json.Unmarshal(text, &m); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(m.Changed, want) {
		t.Errorf("the manifest says %q, want %q", m.Changed, want)
	}
}

// Texts that a spreadsheet would take for formulas stay texts.
func TestNothingBecomesAFormula(t *testing.T) {
	p := tinyPack(t, "lead")
	frame := tinyFrame()
	m := tinyMetrics[1]
	var sums []queries.Sum
	for i, area := range []string{"=1+1", "+1+1", "-1+1", "@SUM(A1)"} {
		frame.Parent[area] = "Clayshire"
		sums = append(sums, queries.Sum{Period: tinyMonth(2), Area: area, Employer: fmt.Sprint(i), Workplace: fmt.Sprint(i),
			Members: []string{"=cmd|' /C calc'!A0"}, Source: "count", Numerator: 1000, Denominator: 2000})
	}
	cells, err := metrics.Compute(m, func(yield func(queries.Sum, error) bool) {
		for _, s := range sums {
			if !yield(s, nil) {
				return
			}
		}
	}, frame)
	if err != nil {
		t.Fatal(err)
	}
	p.Figures[m.Name] = cells.Figures(p.Audience)
	p.Commentary, p.Academy = "=HYPERLINK(\"x\")", "=1+1"
	files, err := p.Files()
	if err != nil {
		t.Fatal(err)
	}
	parts, err := unzip(files[1].Data)
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range parts {
		if regexp.MustCompile(`<f[ >]`).Match(part.data) {
			t.Errorf("%s holds a formula", part.name)
		}
	}
	if !strings.Contains(everything(t, map[string][]byte{"pack.xlsx": files[1].Data}), "@SUM(A1)") {
		t.Error("the workbook does not hold the areas, so this test would find nothing")
	}
	if found := regexp.MustCompile(`(?m)(^|,)"?[=+@-][^,\n]*`).Find(files[2].Data); found != nil {
		t.Errorf("figures.csv holds %q", found)
	}
}

// The page stands alone, and is built as those who cannot see it need it.
func TestPageIsAccessible(t *testing.T) {
	page := string(tinyFiles(t, "lead")["pack.html"])
	for _, never := range []string{"<script", "http:", "https:", "javascript:", " onclick", "<img", "@import", `url("`, "url(h"} {
		if strings.Contains(strings.ReplaceAll(page, `xmlns="http://www.w3.org/2000/svg"`, ""), never) {
			t.Errorf("the page holds %q", never)
		}
	}
	count := func(s string) int { return strings.Count(page, s) }
	for _, same := range [][2]string{{"<table", "<caption"}, {"<svg", "<title id="}, {"<svg", "<desc id="}, {"<svg", `role="img"`}} {
		if count(same[0]) != count(same[1]) || count(same[0]) == 0 {
			t.Errorf("%d of %q, %d of %q", count(same[0]), same[0], count(same[1]), same[1])
		}
	}
	var ids []string
	for _, match := range regexp.MustCompile(` id="([^"]*)"`).FindAllStringSubmatch(page, -1) {
		if slices.Contains(ids, match[1]) {
			t.Errorf("the id %q appears twice", match[1])
		}
		ids = append(ids, match[1])
	}
	for _, match := range regexp.MustCompile(`(?:href="|url\()#([^")]*)`).FindAllStringSubmatch(page, -1) {
		if !slices.Contains(ids, match[1]) {
			t.Errorf("a link goes to %q, which is not there", match[1])
		}
	}
}

func TestAMissingBundleSaysWhatToDo(t *testing.T) {
	_, err := compile(fstest.MapFS{"echarts/dist/README": {}})
	if err == nil || !strings.Contains(err.Error(), "make assets") {
		t.Errorf("the message is %v, want the way out", err)
	}
}

func TestManifestNamesFilesOnlyToTheLead(t *testing.T) {
	for id, want := range map[string]bool{"lead": true, "steering": false} {
		text, err := Manifest(tinyPack(t, id), nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		if !json.Valid(text) {
			t.Errorf("%s: it is no JSON", id)
		}
		if got := bytes.Contains(text, []byte("kilns.xlsx")); got != want {
			t.Errorf("%s: the manifest names files: %t, want %t", id, got, want)
		}
	}
}
