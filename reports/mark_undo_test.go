package reports

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// An inEffect is what a person sees of a workbook: of each cell its value and its
// style, whatever that is numbered, and of each note its text.
type inEffect struct{ cells, notes map[string]string }

func seen(t *testing.T, data []byte) inEffect {
	t.Helper()
	x, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	all := inEffect{map[string]string{}, map[string]string{}}
	for _, sheet := range x.GetSheetList() {
		rows, err := x.GetRows(sheet, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		for r, row := range rows {
			for c := range max(len(row), 6) {
				cell := spot{r + 1, c + 1}.String()
				h := cellOf(x, sheet, cell)
				style, err := x.GetStyle(h.style)
				if err != nil {
					t.Fatal(err)
				}
				look, err := json.Marshal(style)
				if err != nil {
					t.Fatal(err)
				}
				all.cells[sheet+"!"+cell] = fmt.Sprintf("%s|%s|%v|%s", h.value, h.formula, h.kind, look)
			}
		}
		comments, err := x.GetComments(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range comments {
			text := c.Text
			for _, run := range c.Paragraph {
				text += run.Text
			}
			all.notes[sheet+"!"+c.Cell] = text
		}
	}
	return all
}

// resaved is a workbook as another program would save it: excelize numbers
// nothing anew, but writes every part again.
func resaved(t *testing.T, data []byte, change func(x *excelize.File) error) []byte {
	t.Helper()
	x, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	if err := change(x); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := x.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// colourful is the workbook of traps with fills and fonts of the sender's own.
func colourful(t *testing.T) []byte {
	return resaved(t, trapBook(t), func(x *excelize.File) error {
		d := &drawing{File: x}
		for cell, style := range map[string]*excelize.Style{
			"B3": {Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"00FF00"}}},
			"C3": {Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"0000FF"}}},
			"B6": {Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"1F3864"}}, Font: &excelize.Font{Color: "FFFFFF", Family: "Arial", Size: 11}},
			"C6": {NumFmt: 2},
		} {
			id, err := x.NewStyle(style)
			d.do(err)
			d.do(x.SetCellStyle("Plain", cell, cell, id))
		}
		return d.err
	})
}

func wantSame(t *testing.T, what string, got, want map[string]string) {
	t.Helper()
	for _, at := range slices.Sorted(maps.Keys(want)) {
		if got[at] != want[at] {
			t.Errorf("%s: %s is\n%s\nwant\n%s", what, at, got[at], want[at])
		}
	}
	for at := range got {
		if _, ok := want[at]; !ok && got[at] != "" {
			t.Errorf("%s: %s is %s, want none", what, at, got[at])
		}
	}
}

// wantNoMarks holds that no cell but those of the list has our stripes, and no note
// our words.
func wantNoMarks(t *testing.T, name string, data []byte) {
	t.Helper()
	b, err := openBundle(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	m := &marker{bundle: b}
	if err := m.readBook(); err != nil {
		t.Fatal(err)
	}
	styles, err := m.scan(m.target("styles"))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range m.sheets {
		_, formats, err := m.cellsOf(s.part)
		if err != nil {
			t.Fatal(err)
		}
		for at, format := range formats {
			fill, err := strconv.Atoi(styles.kid("cellXfs").kids[format].text("fillId"))
			if ours, _ := ourStripes(styles.kid("fills").kids[fill]); err != nil || ours && s.name != fixSheet {
				t.Errorf("%s: %s!%s is striped (%v)", name, s.name, at, err)
			}
		}
	}
	for at, text := range seen(t, data).notes {
		if strings.Contains(text, "[Northshire") {
			t.Errorf("%s: %s has the note %q", name, at, text)
		}
	}
}

// wantShapes holds that there is a shape for each note and no other, and one
// author of ours.
func wantShapes(t *testing.T, data []byte, notes int) {
	t.Helper()
	shapes := 0
	for name, text := range parts(t, data) {
		if strings.HasSuffix(name, ".vml") {
			shapes += bytes.Count(text, []byte(`ObjectType="Note"`))
		}
	}
	if shapes != notes {
		t.Errorf("there are %d shapes for %d notes", shapes, notes)
	}
	for name, text := range parts(t, data) {
		if strings.HasPrefix(name, "xl/comments") && bytes.Count(text, []byte("<author>Northshire")) > 1 {
			t.Errorf("%s has us as an author twice", name)
		}
	}
}

// TestMarkAgain marks the copy that we sent, as it comes back: what was put right
// looks as it did before we marked it, and the rest as if it were marked for the
// first time.
func TestMarkAgain(t *testing.T) {
	book := colourful(t)
	all := []Finding{
		finding("Plain", "B3", "it has a fill"), finding("Plain", "B3", "it has a note too"), finding("Plain", "C3", "it has a fill"), finding("Plain", "B6", "it is pale"),
		finding("Plain", "C6", "it has a format"), finding("Jo's sheet", "B5", "it is merged"), finding("Jo's sheet", "C90", "it is not there"),
	}
	first, _ := marked(t, book, someFeedback(all))
	for name, left := range map[string][]Finding{
		"nothing is put right": all, "one cell is put right": all[2:], "two are left": all[4:6], "all is well": nil,
	} {
		want, wantReport := marked(t, book, someFeedback(left))
		data := first
		for round := 2; round <= 4; round++ {
			for _, came := range map[string][]byte{"as we sent it": data, "saved again": resaved(t, data, func(*excelize.File) error { return nil })} {
				got, report := marked(t, came, someFeedback(left))
				if report != wantReport {
					t.Fatalf("%s: the report is %+v, want %+v", name, report, wantReport)
				}
				what := fmt.Sprintf("%s, round %d", name, round)
				one, other := seen(t, got), seen(t, want)
				wantSame(t, what, one.cells, other.cells)
				wantSame(t, what, one.notes, other.notes)
				wantList(t, got, 0)
				wantShapes(t, got, len(other.notes))
				wantSound(t, came, got)
				wantUntouched(t, came, got)
				data = got
			}
		}
	}
}

// TestMarkAgainKeepsWhatAPersonDid holds that what a person did to a marked
// workbook stays, and that what we cannot take off is told of.
func TestMarkAgainKeepsWhatAPersonDid(t *testing.T) {
	first, _ := marked(t, colourful(t), someFeedback([]Finding{finding("Plain", "B3", "it has a note"), finding("Plain", "C3", "it has a fill"), finding("Plain", "C6", "odd")}))
	again := func(change func(x *excelize.File) error) (inEffect, string) {
		out, report := marked(t, resaved(t, first, change), someFeedback([]Finding{finding("Plain", "C6", "odd")}))
		if report.Fallback != "" {
			t.Fatalf("it is not marked: %s", report.Fallback)
		}
		got, list := seen(t, out), ""
		for at, cell := range got.cells {
			if strings.HasPrefix(at, fixSheet) {
				list += at + " " + cell + "\n"
			}
		}
		return got, list
	}
	note := func(cell, text string) func(x *excelize.File) error {
		return func(x *excelize.File) error {
			if err := x.DeleteComment("Plain", cell); err != nil {
				return err
			}
			return x.AddComment("Plain", excelize.Comment{Cell: cell, Author: "Jo", Text: text})
		}
	}
	const ours = "[Northshire Care Academy] It has a fill."

	got, list := again(note("C3", ours+" I have asked Ann."))
	if got.notes["Plain!C3"] != " I have asked Ann." || strings.Contains(list, "Older marks") {
		t.Errorf("words behind ours: the note is %q", got.notes["Plain!C3"])
	}
	got, list = again(note("C3", "[Northshire Care Academy] It has (so I think) a fill."))
	if !strings.Contains(got.notes["Plain!C3"], "(so I think)") || !strings.Contains(list, "Older marks") {
		t.Errorf("words within ours: the note is %q", got.notes["Plain!C3"])
	}
	got, _ = again(func(x *excelize.File) error { return x.SetCellValue(fixSheet, "D5", "done") })
	if !strings.HasPrefix(got.cells[fixSheet+"!D5"], "done|") || got.cells[fixSheet+" (2)!A1"] == "" {
		t.Error("a list that a person has written on is not there beside the new one")
	}
	if strings.Contains(got.cells["Plain!C3"], "FFF2CC") || got.notes["Plain!C3"] != "" {
		t.Error("its record is not used")
	}
	hidden := func(x *excelize.File) error {
		x.SetActiveSheet(1)
		return x.SetSheetVisible(fixSheet, false)
	}
	out, _ := marked(t, resaved(t, first, hidden), someFeedback(nil))
	if book := string(parts(t, out)["xl/workbook.xml"]); strings.Count(book, `state="hidden"`) != 1 {
		t.Error("a list that a person has hidden is not shown again, or another sheet is")
	}
	got, list = again(func(x *excelize.File) error { return x.DeleteSheet(fixSheet) })
	if got.notes["Plain!C3"] != ours || !strings.Contains(list, "Older marks") {
		t.Errorf("without the old list: the note is %q", got.notes["Plain!C3"])
	}
	if text := got.notes["Plain!C6"]; strings.Count(text, "Odd.") != 1 {
		t.Errorf("without the old list: what is still wrong is said as %q", text)
	}
}

// TestMarkAgainAfterAnotherFormat holds that a cell to which Excel has given
// another format since, as it does where a date is typed, keeps that and loses our
// stripes alone.
func TestMarkAgainAfterAnotherFormat(t *testing.T) {
	book := colourful(t)
	first, _ := marked(t, book, someFeedback([]Finding{finding("Plain", "B6", "it is pale")}))
	cell := regexp.MustCompile(`<c r="B6" s="(\d+)"`)
	typed := rezip(t, first, func(all []part) []part {
		at := func(name string) *part {
			return &all[slices.IndexFunc(all, func(p part) bool { return p.name == name })]
		}
		sheet, styles := at("xl/worksheets/sheet1.xml"), at("xl/styles.xml")
		root, err := scan(styles.data, nil)
		if err != nil {
			t.Fatal(err)
		}
		xfs := root.kid("cellXfs")
		id, err := strconv.Atoi(string(cell.FindSubmatch(sheet.data)[1]))
		if err != nil {
			t.Fatal(err)
		}
		var own, e edits
		dated := xfs.kids[id].alone()
		own.set(dated, "numFmtId", "14")
		text, err := own.apply(dated.doc)
		if err != nil {
			t.Fatal(err)
		}
		e.set(xfs, "count", strconv.Itoa(len(xfs.kids)+1))
		e.add(xfs, false, string(text))
		if styles.data, err = e.apply(styles.data); err != nil {
			t.Fatal(err)
		}
		sheet.data = cell.ReplaceAll(sheet.data, fmt.Appendf(nil, `<c r="B6" s="%d"`, len(xfs.kids)))
		return all
	})
	out, _ := marked(t, typed, someFeedback(nil))
	got := seen(t, out).cells["Plain!B6"]
	want := strings.Replace(seen(t, book).cells["Plain!B6"], `"NumFmt":0`, `"NumFmt":14`, 1)
	if got != want {
		t.Errorf("it is\n%s\nwant\n%s", got, want)
	}
}

// TestMarkAgainLeavesDiscussions holds that a note of ours which its reader made a
// discussion of stays as it is, in a workbook with macros too, whose list stays
// the last sheet.
func TestMarkAgainLeavesDiscussions(t *testing.T) {
	book := rezip(t, trapBook(t), func(all []part) []part {
		for i, p := range all {
			if p.name == typesPart {
				all[i].data = bytes.Replace(p.data, []byte("spreadsheetml.sheet.main+xml"), []byte("ms-excel.sheet.macroEnabled.main+xml"), 1)
				all[i].data = bytes.Replace(all[i].data, []byte("vnd.openxmlformats-officedocument.ms-excel"), []byte("vnd.ms-excel"), 1)
			}
		}
		return all
	})
	fb := someFeedback([]Finding{finding("Plain", "C3", "odd"), finding("Plain", "C6", "odd")})
	first, report := marked(t, book, fb)
	if !report.Macros || report.Marked != 2 {
		t.Fatalf("the report is %+v", report)
	}
	discussed := rezip(t, first, func(all []part) []part {
		for i, p := range all {
			if strings.HasPrefix(p.name, "xl/comments") {
				// The author of one note becomes the mark of a discussion.
				all[i].data = bytes.Replace(p.data, []byte("<author>Northshire Care Academy</author>"), []byte("<author>Northshire Care Academy</author><author>tc={8D0E0E8A-0B5C-4B5B-9C2E-1A2B3C4D5E6F}</author>"), 1)
				all[i].data = regexp.MustCompile(`(<comment ref="C3" authorId=")\d+`).ReplaceAll(all[i].data, []byte("${1}2"))
			}
		}
		return all
	})
	for round, data := 2, discussed; round < 4; round++ {
		out, report := marked(t, data, fb)
		if report.Fallback != "" || report.Threads != 1 || report.Notes != 1 || report.Marked != 2 {
			t.Fatalf("the report is %+v", report)
		}
		wantList(t, out, 3)
		one, other := seen(t, out), seen(t, first)
		delete(one.notes, "Plain!C3")
		delete(other.notes, "Plain!C3")
		wantSame(t, "the notes", one.notes, other.notes)
		for name, p := range parts(t, out) {
			if strings.HasPrefix(name, "xl/comments") && bytes.Count(p, []byte(`<comment ref="C3" authorId="2">`)) != 1 {
				t.Error("the discussion is not as it was")
			}
		}
		data = out
	}
}

// TestOurWordsAreBlanked holds that the words of our notes are taken, with the line
// ends before them, and nothing else.
func TestOurWordsAreBlanked(t *testing.T) {
	for _, tt := range []struct{ words, want string }{
		{"[A] odd", ""},
		{"mine\n[A] odd", "mine"},
		{"[A] odd\n[A] odd\nmine", "\nmine"},
		{"[A] od", "[A] od"},
	} {
		left := blankOut(tt.words, "[A] odd")
		if got := strings.ReplaceAll(left, "\x00", ""); got != tt.want || len(left) != len(tt.words) {
			t.Errorf("%q leaves %q in %d bytes, want %q in %d", tt.words, got, len(left), tt.want, len(tt.words))
		}
	}
}
