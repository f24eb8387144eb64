package reports

import (
	"archive/zip"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"academy/queries"
)

// trapBook is a workbook with what is hard to mark: two sheets selected, a name
// that belongs to the second, a note, a merge, a hidden sheet, a protected one,
// a quote in a name and a table of pale headings.
func trapBook(t testing.TB) []byte {
	t.Helper()
	d := &drawing{File: excelize.NewFile()}
	defer d.Close()
	d.do(d.SetSheetName("Sheet1", "Plain"))
	for _, name := range []string{"Jo's sheet", "Hidden"} {
		_, err := d.NewSheet(name)
		d.do(err)
	}
	for _, sheet := range d.GetSheetList() {
		d.do(d.SetSheetRow(sheet, "A1", &[]any{"Title"}))
		d.do(d.SetSheetRow(sheet, "A2", &[]any{"Name", "Number", "Sum"}))
		for r := 3; r < 8; r++ {
			d.do(d.SetSheetRow(sheet, fmt.Sprintf("A%d", r), &[]any{"somebody", r, r * 2}))
		}
		d.do(d.SetCellFormula(sheet, "C7", "B7*2"))
		d.do(d.MergeCell(sheet, "A4", "B5"))
	}
	d.do(d.AddComment("Plain", excelize.Comment{Cell: "B3", Author: "Jo", Text: "my own note"}))
	d.do(d.SetDefinedName(&excelize.DefinedName{Name: "mine", RefersTo: "'Jo''s sheet'!$A$1", Scope: "Jo's sheet"}))
	d.do(d.ProtectSheet("Jo's sheet", &excelize.SheetProtectionOptions{Password: "x"}))
	d.do(d.SetSheetVisible("Hidden", false))
	d.SetActiveSheet(1)
	d.do(d.GroupSheets([]string{"Plain", "Jo's sheet"}))
	var out bytes.Buffer
	d.do(d.Write(&out))
	if d.err != nil {
		t.Fatal(d.err)
	}
	return out.Bytes()
}

func finding(sheet, cell, says string) Finding {
	return Finding{Fault: queries.Fault{Place: quoteSheet(sheet) + "!" + cell, Severity: queries.Ask, Code: "odd", Says: says}, Sheet: sheet, Cell: cell}
}

func TestMarkMindsTheTraps(t *testing.T) {
	fb := someFeedback([]Finding{
		finding("Plain", "B3", "it has a note"), finding("Jo's sheet", "B5", "it is merged"),
		finding("Jo's sheet", "C90", "it is not there"), finding("Hidden", "C7", "it is hidden"),
		finding("Plain", "C6", strings.Repeat("long ", 9000)),
	})
	out, report := marked(t, trapBook(t), fb)
	if want := (MarkReport{Marked: 5, Notes: 5}); report != want {
		t.Fatalf("the report is %+v, want %+v", report, want)
	}
	x, err := excelize.OpenReader(bytes.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	for _, want := range []struct{ name, sheet, cell, text string }{
		{"a note that was there is kept and added to", "Plain", "B3", "my own note"},
		{"our words stand behind it", "Plain", "B3", "[Northshire Care Academy] It has a note."},
		{"a merge is marked at its first cell", "Jo's sheet", "A4", "It is merged."},
		{"a cell that is not there is marked at its heading", "Jo's sheet", "C2", "C90: It is not there."},
		{"a hidden sheet is marked too", "Hidden", "C7", "It is hidden."},
		{"a long text is cut", "Plain", "C6", "…"},
	} {
		comments, err := x.GetComments(want.sheet)
		if err != nil {
			t.Fatal(err)
		}
		text := ""
		for _, c := range comments {
			if c.Cell == want.cell {
				text = c.Text
				for _, run := range c.Paragraph {
					text += run.Text
				}
			}
		}
		if !strings.Contains(text, want.text) || len([]rune(text)) > maxCell {
			t.Errorf("%s: the note at %s!%s is %.80q", want.name, want.sheet, want.cell, text)
		}
	}
	wantBook(t, parts(t, out))
}

// TestListTellsOfHiddenCells marks a cell in a hidden row, one in a hidden column and
// one that can be seen: a link to what is hidden seems to lead nowhere.
func TestListTellsOfHiddenCells(t *testing.T) {
	d := &drawing{File: excelize.NewFile()}
	defer d.Close()
	for r := 1; r < 8; r++ {
		d.do(d.SetSheetRow("Sheet1", fmt.Sprintf("A%d", r), &[]any{"a", "b", "c", "d"}))
	}
	d.do(d.SetRowVisible("Sheet1", 4, false))
	d.do(d.SetColVisible("Sheet1", "C", false))
	var book bytes.Buffer
	d.do(d.Write(&book))
	if d.err != nil {
		t.Fatal(d.err)
	}
	out, _ := marked(t, book.Bytes(), someFeedback([]Finding{
		finding("Sheet1", "A4", "it is in a row"), finding("Sheet1", "C6", "it is in a column"), finding("Sheet1", "A6", "it is seen"), finding("Sheet1", "B4", "it is seen"),
	}))
	f, err := excelize.OpenReader(bytes.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows(fixSheet)
	if err != nil {
		t.Fatal(err)
	}
	text := fmt.Sprint(rows)
	for _, want := range []string{
		"This row is hidden: show it to see the cell.", "This column is hidden: show it to see the cell.",
		"[Sheet1, cell A6 It is seen.", "The same in 1 more place: B4 (hidden).",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the list does not say %q; it is\n%s", want, text)
		}
	}
}

// wantBook holds the marked workbook of traps to what its parts should say.
func wantBook(t *testing.T, got map[string][]byte) {
	t.Helper()
	list := ""
	selected := 0
	for name, data := range got {
		if bytes.Contains(data, []byte("In short")) {
			list = string(data)
		}
		if strings.Contains(name, "worksheets/") {
			selected += bytes.Count(data, []byte(`tabSelected="1"`)) + bytes.Count(data, []byte(`tabSelected="true"`))
		}
	}
	book := string(got["xl/workbook.xml"])
	for _, want := range []struct{ name, in, text string }{
		{"a name moves with its sheet", book, `localSheetId="2"`},
		{"the first sheet is shown", book, `activeTab="0"`},
		{"the headings are printed on every page", book, `&#39;What to fix&#39;!$1:$2`},
		{"a quote in a link is doubled", list, `location="&#39;Jo&#39;&#39;s sheet&#39;!B5"`},
		{"a link to a hidden sheet says so", list, "This sheet is hidden"},
		{"a protected sheet is named", list, "This sheet is protected"},
		{"what begins like a formula stays text", list, "inlineStr"},
	} {
		if !strings.Contains(want.in, want.text) {
			t.Errorf("%s: there is no %s", want.name, want.text)
		}
	}
	if selected != 1 {
		t.Errorf("%d sheets are selected, want the list alone", selected)
	}
	if strings.Contains(list, "<f>") || strings.Contains(list, "mergeCell") {
		t.Error("the list holds a formula or merged cells")
	}
}

func TestMarkPutsTheListLastWhereThereAreMacros(t *testing.T) {
	module, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/xuri/excelize/v2").Output()
	if err != nil {
		t.Fatal(err)
	}
	macros, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(module)), "test", "vbaProject.bin"))
	if err != nil {
		t.Fatal(err)
	}
	x := excelize.NewFile()
	defer x.Close()
	d := &drawing{File: x}
	d.do(x.SetSheetRow("Sheet1", "A1", &[]any{"a", "b"}))
	d.do(x.AddVBAProject(macros))
	var data bytes.Buffer
	d.do(x.Write(&data))
	if d.err != nil {
		t.Fatal(d.err)
	}
	out, report := marked(t, data.Bytes(), someFeedback([]Finding{finding("Sheet1", "A1", "odd")}))
	if report.Marked != 1 {
		t.Errorf("the report is %+v", report)
	}
	wantList(t, out, 1)
	if book := string(parts(t, out)["xl/workbook.xml"]); !strings.Contains(book, `activeTab="1"`) {
		t.Error("the list is not the sheet that is shown")
	}
}

// Excel deals the numbers of shapes in blocks of 1,024.
func TestMarkNumbersManyShapes(t *testing.T) {
	x := excelize.NewFile()
	defer x.Close()
	var all []Finding
	for r := 1; r <= 2100; r++ {
		cell := fmt.Sprintf("A%d", r)
		if err := x.SetCellStr("Sheet1", cell, "x"); err != nil {
			t.Fatal(err)
		}
		all = append(all, finding("Sheet1", cell, "odd"))
	}
	var data bytes.Buffer
	if err := x.Write(&data); err != nil {
		t.Fatal(err)
	}
	out, report := marked(t, data.Bytes(), someFeedback(all))
	if report.Notes != 2100 {
		t.Fatalf("the report is %+v", report)
	}
	drawing := parts(t, out)["xl/drawings/vmlDrawing1.vml"]
	seen := map[string]bool{}
	for _, id := range regexp.MustCompile(`id="_x0000_s(\d+)"`).FindAllSubmatch(drawing, -1) {
		seen[string(id[1])] = true
	}
	if len(seen) != 2100 || !bytes.Contains(drawing, []byte(`data="1,2,3"`)) {
		t.Errorf("%d shapes have a number of their own", len(seen))
	}
}

// rezip changes the parts of a workbook.
func rezip(t testing.TB, data []byte, change func([]part) []part) []byte {
	t.Helper()
	all, err := unzip(data)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := zipParts(&out, change(all)); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestMarkKeepsADoubledName holds that a workbook with a name that stands there
// twice already, as LibreOffice has written filters, is marked.
func TestMarkKeepsADoubledName(t *testing.T) {
	const filter = `<definedName name="_xlnm._FilterDatabase" localSheetId="0">A1</definedName>`
	book := rezip(t, trapBook(t), func(all []part) []part {
		for i, p := range all {
			if p.name == "xl/workbook.xml" {
				all[i].data = bytes.Replace(p.data, []byte("</definedNames>"), []byte(filter+filter+"</definedNames>"), 1)
			}
		}
		return all
	})
	out, report := marked(t, book, someFeedback([]Finding{finding("Plain", "B3", "odd")}))
	if report.Fallback != "" || report.Marked != 1 {
		t.Fatalf("the report is %+v", report)
	}
	wantUntouched(t, book, out)
}

// TestMarkCountsModules holds that a workbook which lists a module of macros before
// its sheets, without a part, is marked, and that what counts sheets counts it. The
// module, Plain, Jo's sheet and Hidden are 0 to 3.
func TestMarkCountsModules(t *testing.T) {
	const bookPart, module = "xl/workbook.xml", `name="Module1" sheetId="90" state="veryHidden" r:id=""`
	book := altered(t, trapBook(t), bookPart, "<sheets>", "<sheets><sheet "+module+"/>")
	book = altered(t, book, bookPart, `activeTab="1"`, `activeTab="2"`)
	book = altered(t, book, bookPart, `localSheetId="1" name="mine"`, `localSheetId="3" name="mine"`)
	tests := []struct {
		name string
		data []byte
		want []string // in the list of sheets and names
	}{
		{"the list stands first, so all move by one", book,
			[]string{`activeTab="0"`, `localSheetId="4" name="mine"`, `name="_xlnm.Print_Titles" localSheetId="0"`}},
		{"the list stands last, behind four", altered(t, book, typesPart, typeSheetML+"sheet.main+xml", "application/vnd.ms-excel.sheet.macroEnabled.main+xml"),
			[]string{`activeTab="4"`, `localSheetId="3" name="mine"`, `name="_xlnm.Print_Titles" localSheetId="4"`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out, report := marked(t, tt.data, someFeedback([]Finding{finding("Plain", "B3", "odd")}))
			if report.Fallback != "" || report.Marked != 1 {
				t.Fatalf("the report is %+v", report)
			}
			got := string(parts(t, out)[bookPart])
			for _, want := range append(tt.want, module) {
				if !strings.Contains(got, want) {
					t.Errorf("there is no %s", want)
				}
			}
			wantUntouched(t, tt.data, out)
		})
	}
}

// TestMarkFormatsOfNewerPrograms holds that a cell is marked whose format is there
// twice, for newer programs and for others.
func TestMarkFormatsOfNewerPrograms(t *testing.T) {
	const twice = `<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="hs"><xf numFmtId="14"/></mc:Choice>` +
		`<mc:Fallback><xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0"/></mc:Fallback></mc:AlternateContent>`
	book := rezip(t, trapBook(t), func(all []part) []part {
		for i, p := range all {
			switch p.name {
			case "xl/styles.xml":
				before, rest, _ := bytes.Cut(p.data, []byte("<cellXfs"))
				_, after, _ := bytes.Cut(rest, []byte("</cellXfs>"))
				all[i].data = slices.Concat(before, []byte(`<cellXfs count="1">`+twice+`</cellXfs>`), after)
			case "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/worksheets/sheet3.xml":
				all[i].data = regexp.MustCompile(` s="[0-9]+"`).ReplaceAll(p.data, nil)
			}
		}
		return all
	})
	out, report := marked(t, book, someFeedback([]Finding{finding("Plain", "B3", "odd")}))
	if report.Fallback != "" {
		t.Fatal(report.Fallback)
	}
	styles := string(parts(t, out)["xl/styles.xml"])
	if !strings.Contains(styles, twice) || !regexp.MustCompile(`<xf applyFill="1" numFmtId="14" fontId="0" fillId="[1-9][0-9]*" borderId="0" xfId="0"/>`).MatchString(styles) {
		t.Errorf("the format of a marked cell is none of those in %s", styles)
	}
}

func TestMarkRefuses(t *testing.T) {
	book := trapBook(t)
	with := func(name, text string) []byte {
		return rezip(t, book, func(all []part) []part { return append(all, part{name, []byte(text)}) })
	}
	replaced := func(name, old, new string) []byte {
		return rezip(t, book, func(all []part) []part {
			for i, p := range all {
				if p.name == name {
					all[i].data = bytes.Replace(p.data, []byte(old), []byte(new), 1)
				}
			}
			return all
		})
	}
	const sheet = "xl/worksheets/sheet1.xml"
	tests := []struct {
		name string
		data []byte
		why  string
	}{
		{"a signed workbook", with("_xmlsignatures/origin.sigs", ""), "signed"},
		{"a shared workbook", with("xl/revisions/revisionHeaders.xml", "<headers/>"), "shared"},
		{"two parts of one name", with("XL/Workbook.xml", "<workbook/>"), "two parts"},
		{"an OpenDocument spreadsheet", with("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), "OpenDocument"},
		{"an old workbook", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and so on"), "old .xls"},
		{"no workbook", []byte("Dear academy"), "not a workbook"},
		{"nothing", nil, "not a workbook"},
		{"a sheet in UTF-16", replaced(sheet, "<", "\xff\xfe<"), "UTF-8"},
		{"a sheet that declares a document type", replaced(sheet, "<worksheet", `<!DOCTYPE x [<!ENTITY a "b">]><worksheet`), "document type"},
		{"a sheet that breaks off", replaced(sheet, "</sheetData>", ""), "broken"},
		{"a sheet with an unknown entity", replaced(sheet, "<v>", "<v>&nope;"), "broken"},
		{"too many cell formats", replaced("xl/styles.xml", "</cellXfs>", strings.Repeat(`<xf fontId="0"/>`, maxFormats)+"</cellXfs>"), "cell formats"},
		{"a cell with a format that is not there", replaced(sheet, `<c r="B3"`, `<c s="900" r="B3"`), "format"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out, report := marked(t, tt.data, someFeedback([]Finding{finding("Plain", "B3", "odd")}))
			if !strings.Contains(report.Fallback, tt.why) || report.Unmarked != 1 {
				t.Errorf("the report is %+v, want why: %s", report, tt.why)
			}
			wantList(t, out, 0)
			if got := string(parts(t, out)["xl/worksheets/sheet1.xml"]); !strings.Contains(got, tt.why) || !strings.Contains(got, "Plain, cell B3") {
				t.Error("the list does not say why, or where")
			}
		})
	}
}

// The check after writing sees a byte that nobody meant to change.
func TestMarkChecksWhatItWrote(t *testing.T) {
	data := trapBook(t)
	b, err := openBundle(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	m := &marker{bundle: b, fb: someFeedback([]Finding{finding("Plain", "B3", "odd")})}
	var out bytes.Buffer
	if err := m.patch(); err != nil {
		t.Fatal(err)
	}
	if err := m.write(&out); err != nil {
		t.Fatal(err)
	}
	if err := m.check(out.Bytes()); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]struct{ part, old, new string }{
		"a value of an unmarked sheet": {"xl/worksheets/sheet2.xml", "<v>3</v>", "<v>4</v>"},
		"a value of a marked sheet":    {"xl/worksheets/sheet1.xml", "<v>4</v>", "<v>5</v>"},
		"the sheet that is shown":      {"xl/workbook.xml", `activeTab="0"`, `activeTab="9"`},
	} {
		if err := m.check(altered(t, out.Bytes(), change.part, change.old, change.new)); err == nil {
			t.Errorf("%s has changed, and the check is content", name)
		}
	}
}

// altered changes one part, with all parts in their order.
func altered(t *testing.T, data []byte, name, old, new string) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var all []part
	for _, f := range z.File {
		text, err := inflate(f)
		if err != nil {
			t.Fatal(err)
		}
		if f.Name == name {
			if !bytes.Contains(text, []byte(old)) {
				t.Fatalf("%s has no %s", name, old)
			}
			text = bytes.Replace(text, []byte(old), []byte(new), 1)
		}
		all = append(all, part{f.Name, text})
	}
	var out bytes.Buffer
	if err := zipParts(&out, all); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
