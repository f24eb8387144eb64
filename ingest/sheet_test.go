package ingest

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// rawBook makes a workbook of one sheet whose rows, and what follows them, are
// XML; parts are put in the place of the usual ones.
func rawBook(t testing.TB, sheetData, after string, parts map[string]string) []byte {
	t.Helper()
	const main = `http://schemas.openxmlformats.org/spreadsheetml/2006/main`
	const rel = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`
	all := map[string]string{
		"[Content_Types].xml": `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
		"_rels/.rels":         `<Relationships><Relationship Id="r" Type="` + rel + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":     `<workbook xmlns="` + main + `" xmlns:r="` + rel + `"><sheets><sheet name="Return" sheetId="1" r:id="s"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="s" Type="` + rel + `/worksheet" Target="worksheets/sheet1.xml"/>` +
			`<Relationship Id="t" Type="` + rel + `/sharedStrings" Target="/xl/sharedStrings.xml"/>` +
			`<Relationship Id="y" Type="` + rel + `/styles" Target="styles.xml"/></Relationships>`,
		"xl/styles.xml":            `<styleSheet><numFmts><numFmt numFmtId="170" formatCode="yyyy"/><numFmt numFmtId="171" formatCode="0.0&quot;d&quot;%"/><numFmt numFmtId="172" formatCode="[Red][mm]:ss"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="9"/><xf numFmtId="171"/><xf numFmtId="46"/><xf numFmtId="172"/></cellXfs></styleSheet>`,
		"xl/sharedStrings.xml":     `<sst><si><t>plain</t></si><si><r><t>in </t></r><r><t xml:space="preserve">runs </t></r><rPh><t>aid</t></rPh></si><si><t>a_x000A_b</t></si></sst>`,
		"xl/worksheets/sheet1.xml": `<worksheet xmlns="` + main + `">` + sheetData + after + `</worksheet>`,
	}
	for name, text := range parts {
		all[name] = text
	}
	return zipParts(t, all)
}

// zipParts makes a zip of parts by their names. An empty one is left out.
func zipParts(t testing.TB, all map[string]string) []byte {
	t.Helper()
	names := make([]string, 0, len(all))
	for name := range all {
		names = append(names, name)
	}
	slices.Sort(names)
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range names {
		if all[name] == "" { // the part is missing
			continue
		}
		w, err := z.Create(name)
		must(t, err)
		_, err = io.WriteString(w, all[name])
		must(t, err)
	}
	must(t, z.Close())
	return b.Bytes()
}

// cellsOf lists the cells of the first sheet, one a line.
func cellsOf(t testing.TB, data []byte) string {
	t.Helper()
	var b strings.Builder
	for sheet, err := range workbookSheets(bytes.NewReader(data), int64(len(data))) {
		if err != nil {
			return b.String() + refusalText(t, err)
		}
		for row, err := range sheet.Rows {
			if err != nil {
				return b.String() + refusalText(t, err)
			}
			for _, c := range row.Cells {
				fmt.Fprintf(&b, "%s %s %q", c.Ref, c.Kind, c.text())
				for i, name := range []string{"hidden", "", "ghost", "formula", "", "percent", "foreign"} {
					if name != "" && c.Flags&(1<<i) != 0 {
						b.WriteString(" " + name)
					}
				}
				b.WriteString("\n")
			}
		}
		break
	}
	return b.String()
}

func TestCells(t *testing.T) {
	tests := []struct {
		name, rows, after, want string
	}{
		{"texts that cells share", `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c></row>`, "",
			"A1 text \"plain\"\nB1 text \"in runs\"\nC1 text \"a\\nb\""},
		{"a text of its own", `<row r="1"><c r="A1" t="inlineStr"><is><r><t>in</t></r><r><t>line</t></r></is></c></row>`, "", `A1 text "inline"`},
		{"numbers, and dates by their style", `<row r="1"><c r="A1"><v>1.20E1</v></c><c r="B1" s="1"><v>46266</v></c><c r="C1" s="2"><v>46266.5</v></c></row>`, "",
			"A1 number \"12\"\nB1 date \"2026-09-01\"\nC1 date \"2026-09-01\""},
		{"a date written out", `<row r="1"><c r="A1" t="d"><v>2026-09-01T00:00:00Z</v></c></row>`, "", `A1 date "2026-09-01"`},
		{"the first days of 1900, when Excel counts a day too many", `<row r="1"><c r="A1" s="1"><v>59</v></c><c r="B1" s="1"><v>61</v></c></row>`, "",
			"A1 date \"1900-02-28\"\nB1 date \"1900-03-01\""},
		{"lengths of time are no days", `<row r="1"><c r="A1" s="5"><v>1.5625</v></c><c r="B1" s="6"><v>0.5</v></c></row>`, "",
			"A1 date \"1.5625\"\nB1 date \"0.5\""},
		{"a control on the last row says where it is", `<row r="1048576"><c r="A1048576"><v>1</v></c></row>`,
			`<controls><control><controlPr><anchor><from><xdr:col>1</xdr:col><xdr:row>2</xdr:row></from></anchor></controlPr></control></controls>`,
			`A1048576 number "1"`},
		{"neither row nor cell says where it is", `<row><c><v>1</v></c><c/><c><v>3</v></c></row><row/><row><c><v>4</v></c></row>`, "",
			"A1 number \"1\"\nC1 number \"3\"\nA3 number \"4\""},
		{"a formula with a result and one without", `<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>1+1</f></c><c r="C1" t="str"><f>"a"</f><v>a</v></c></row>`, "",
			"A1 number \"2\" formula\nB1 empty \"\" formula\nC1 text \"a\" formula"},
		{"a formula whose result is a text of no length", `<row r="1"><c r="A1" t="str"><f>IF(B1="","",B1)</f><v></v></c><c r="B1" t="str"><f>""</f></c><c r="C1"><f>1+1</f><v/></c></row>`, "",
			"B1 empty \"\" formula\nC1 empty \"\" formula"},
		{"a per cent", `<row r="1"><c r="A1" s="3"><v>1</v></c><c r="B1" s="4"><v>0.5</v></c></row>`, "", "A1 number \"1\" percent\nB1 number \"0.5\" percent"},
		{"a time of day written out", `<row r="1"><c r="A1" t="d"><v>10:30:00</v></c></row>`, "", `A1 text "10:30:00"`},
		{"a merge with spaces in its tag", `<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>`, `<mergeCells><mergeCell ref = "A1:B1"/></mergeCells>`,
			"A1 number \"1\"\nB1 empty \"\" ghost"},
		{"an error and a bool", `<row r="1"><c r="A1" t="e"><v>#N/A</v></c><c r="B1" t="b"><v>1</v></c></row>`, "", "A1 error \"\"\nB1 bool \"TRUE\""},
		{"what a merge covers holds nothing", `<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row><row r="2"><c r="A2"><v>3</v></c><c r="C2"><v>4</v></c></row>`,
			`<mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells>`, "A1 number \"1\"\nB1 empty \"\" ghost\nA2 empty \"\" ghost\nC2 number \"4\""},
		{"two merges side by side, with a prefix", `<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c><c r="C1"><v>3</v></c><c r="D1"><v>4</v></c></row>`,
			`<x:mergeCells xmlns:x="m"><x:mergeCell  ref='$C$1:$D$1' /><x:mergeCell ref="A1:B1"/></x:mergeCells>`,
			"A1 number \"1\"\nB1 empty \"\" ghost\nC1 number \"3\"\nD1 empty \"\" ghost"},
		{"a merge that goes on where another ends",
			`<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c><c r="C2"><v>3</v></c></row><row r="3"><c r="A3"><v>4</v></c><c r="C3"><v>5</v></c></row>`,
			`<mergeCells><mergeCell ref="A1:A2"/><mergeCell ref="C1:C3"/></mergeCells>`,
			"A1 number \"1\"\nA2 empty \"\" ghost\nC2 empty \"\" ghost\nA3 number \"4\"\nC3 empty \"\" ghost"},
		{"rows and columns of no size", `<cols><col min="2" max="2" width="0.0"/><col min="3" max="3" width="0.5"/></cols><row r="1" ht="15"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c><c r="C1"><v>4</v></c></row><row r="2" ht="0" customHeight="1"><c r="A2"><v>3</v></c></row>`, "",
			"A1 number \"1\"\nB1 number \"2\" hidden\nC1 number \"4\"\nA2 number \"3\" hidden"},
		{"hidden rows and columns", `<cols><col min="2" max="2" hidden="1"/></cols><row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row><row r="2" hidden="true"><c r="A2"><v>3</v></c></row>`, "",
			"A1 number \"1\"\nB1 number \"2\" hidden\nA2 number \"3\" hidden"},
		{"a cell with two values", `<row r="1"><c r="A1"><v>1</v><v>2</v></c></row>`, "", "refused: torn"},
		{"a cell of no kind", `<row r="1"><c r="A1" t="inlinestr"><is><t>a</t></is></c></row>`, "", "refused: torn"},
		{"an attribute whose name no XML has", `<row r="1"><c r="A1" |="s"><v>0</v></c></row>`, "", "refused: torn"},
		{"an element whose name no XML has", `<row r="1"><c r="A1"><v>1</v><4/></c></row>`, "", "refused: torn"},
		{"an attribute twice", `<row r="11"><c r="A1" r="B1"><v>1</v></c></row>`, "", "refused: torn"},
		{"a style twice", `<row r="1"><c s="1" s="2"><v>1</v></c></row>`, "", "refused: torn"},
		{"a cell of which the end and the next one's start are lost", `<row r="1"><c r="A1" t="s"> r="B1"><v>0</v></c></row>`, "", "refused: torn"},
		{"a kind twice", `<row r="1"><c t="n" t="s"><v>0</v></c></row>`, "", "refused: torn"},
		{"text between cells", `<row r="1"><c r="A1"><v>1</v></c>c r="B1"&gt;</row>`, "", "refused: torn"},
		{"a bool that is neither", `<row r="1"><c r="A1" t="b"><v>2</v></c></row>`, "", "refused: torn"},
		{"bools in words", `<row r="1"><c r="A1" t="b"><v>true</v></c><c r="B1" t="b"><v>FALSE</v></c></row>`, "", "A1 bool \"TRUE\"\nB1 bool \"FALSE\""},
		{"a cell that points to no text", `<row r="1"><c r="A1" t="s"><v>9</v></c></row>`, "", "refused: torn"},
		{"rows out of order", `<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>`, "", "A2 number \"1\"\nrefused: torn"},
		{"a cell of another row", `<row r="2"><c r="A3"><v>1</v></c></row>`, "", "refused: torn"},
		{"a row beyond the last", `<row r="1048577"><c><v>1</v></c></row>`, "", "refused: too-large"},
		{"a column beyond the last", `<row r="1"><c r="XFE1"><v>1</v></c></row>`, "", "refused: too-large"},
		{"one far beyond it, by its place", `<row r="1"><c r="XFD1"><v>1</v></c><c><v>2</v></c></row>`, "", "refused: too-large"},
		{"a place that is none", `<row r="1"><c r="A0"><v>1</v></c></row>`, "", "refused: torn"},
		{"a number that is none", `<row r="1"><c r="A1"><v>NaN</v></c></row>`, "", `A1 error ""`},
		{"a number that is a word", `<row r="1"><c r="A1"><v>nine</v></c></row>`, "", "refused: torn"},
		{"a style that the list does not have", `<row r="1"><c r="A1" s="7"><v>46266</v></c></row>`, "", `A1 number "46266"`},
		{"a style that is no number", `<row r="1"><c r="A1" s="one"><v>46266</v></c></row>`, "", `A1 number "46266"`},
		{"a text with such a style", `<row r="1"><c r="A1" s="7" t="s"><v>0</v></c><c r="B1" s="7"/></row>`, "", `A1 text "plain"`},
		{"a number as source code has it", `<row r="1"><c r="A1"><v>1_000</v></c></row>`, "", "refused: torn"},
		{"another", `<row r="1"><c r="A1"><v>0x1p4</v></c></row>`, "", "refused: torn"},
		{"an entity that is not defined", `<row r="1"><c r="A1" t="str"><v>&boom;</v></c></row>`, "", "refused: torn"},
		{"a sheet cut at a tag", `<row r="1"><c r="A1"><v>1</v></c></row>`, `<open>`, "A1 number \"1\"\nrefused: torn"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			cols, rows, found := strings.Cut(tt.rows, "</cols>")
			if found {
				cols += "</cols>"
			} else {
				cols, rows = "", tt.rows
			}
			same(t, cellsOf(t, rawBook(t, cols+"<sheetData>"+rows+"</sheetData>", tt.after, nil)), tt.want)
		})
	}
}

// TestDates1904 holds that a workbook that counts from 1904 gives the same day.
func TestDates1904(t *testing.T) {
	tests := []struct{ name, properties, cells, want string }{
		{"a day", `<workbookPr date1904="true"/>`, `<c r="A1" s="1"><v>44804</v></c>`, `A1 date "2026-09-01"`},
		{"an extension has properties too", `<workbookPr date1904="1"/><extLst><ext><x15:workbookPr chartTrackingRefBase="1"/></ext></extLst>`,
			`<c r="A1" s="1"><v>44804</v></c>`, `A1 date "2026-09-01"`},
		{"a time of day", `<workbookPr date1904="1"/>`, `<c r="A1" s="1"><v>0.25</v></c>`, `A1 date "0.25"`},
		{"a length of time", `<workbookPr date1904="1"/>`, `<c r="A1" s="5"><v>1.5625</v></c>`, `A1 date "1.5625"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			book := rawBook(t, `<sheetData><row r="1">`+tt.cells+`</row></sheetData>`, "", map[string]string{
				"xl/workbook.xml": `<workbook xmlns:r="x">` + tt.properties + `<sheets><sheet name="A" r:id="s"/></sheets></workbook>`,
			})
			same(t, cellsOf(t, book), tt.want)
		})
	}
}

// TestPartsAmiss holds that a workbook of which a part is missing, or stands in
// the place of another, is refused and never read as one without cells.
func TestPartsAmiss(t *testing.T) {
	const cell = `<sheetData><row r="1"><c r="A1" s="1"><v>46266</v></c></row></sheetData>`
	tests := []struct {
		name  string
		parts map[string]string
		want  string
	}{
		{"a sheet that the list does not name is none, as in Excel", map[string]string{
			"xl/worksheets/sheet2.xml": `<worksheet><sheetData><row r="1"><c r="A1"><v>7</v></c></row></sheetData></worksheet>`,
			"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="s" Type="x/worksheet" Target="worksheets/sheet1.xml"/>` +
				`<Relationship Id="u" Type="x/worksheet" Target="worksheets/sheet2.xml"/><Relationship Id="v" Type="x/worksheet" Target="worksheets/gone.xml"/></Relationships>`}, `A1 date "2026-09-01"`},
		{"nothing says where one of two sheets is", map[string]string{
			"xl/workbook.xml": `<workbook><sheets><sheet name="Return" id="s"/><sheet name="More" id="u"/></sheets></workbook>`}, "refused: torn"},
		{"one of two sheets is gone", map[string]string{
			"xl/workbook.xml": `<workbook><sheets><sheet name="More" id="u"/><sheet name="Return" id="s"/></sheets></workbook>`,
			"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="s" Type="x/worksheet" Target="worksheets/sheet1.xml"/>` +
				`<Relationship Id="u" Type="x/worksheet" Target="worksheets/gone.xml"/></Relationships>`}, "refused: torn"},
		{"nothing says where the sheets are", map[string]string{"xl/_rels/workbook.xml.rels": ""}, "refused: torn"},
		{"one sheet is on the list and nowhere else", map[string]string{
			"xl/workbook.xml": `<workbook xmlns:r="x"><sheets><sheet name="A" r:id="s"/><sheet name="B" r:id="none"/></sheets></workbook>`}, "refused: torn"},
		{"one that is on the list is a module of macros, without a part", map[string]string{
			"xl/workbook.xml": `<workbook xmlns:r="x"><sheets><sheet name="A" r:id="s"/><sheet name="Module" r:id=""/></sheets></workbook>`}, `A1 date "2026-09-01"`},
		{"one on the list says not at all where it is", map[string]string{
			"xl/workbook.xml": `<workbook xmlns:r="x"><sheets><sheet name="A" r:id="s"/><sheet name="B"/></sheets></workbook>`}, "refused: torn"},
		{"a sheet has no name", map[string]string{
			"xl/workbook.xml": `<workbook xmlns:r="x"><sheets><sheet nAme="A" r:id="s"/></sheets></workbook>`}, "refused: torn"},
		{"the list of sheets is empty", map[string]string{"xl/workbook.xml": `<workbook><sheets></sheets></workbook>`}, "refused: not-a-workbook"},
		{"there is only a chart", map[string]string{
			"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="s" Type="x/chartsheet" Target="c.xml"/></Relationships>`}, "refused: not-a-workbook"},
		{"a sheet is of no kind there is", map[string]string{
			"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="s" Type="x/orksheet" Target="worksheets/sheet1.xml"/></Relationships>`}, "refused: torn"},
		{"the styles are missing, which say what is a date", map[string]string{"xl/styles.xml": ""}, "refused: torn"},
		{"styles in the place of the sheet", map[string]string{"xl/worksheets/sheet1.xml": `<styleSheet/>`}, "refused: torn"},
		{"texts in the place of the styles", map[string]string{"xl/styles.xml": `<sst/>`}, "refused: torn"},
		{"styles within styles", map[string]string{"xl/styles.xml": `<styleSheet><fonts><styleSheet><cellXfs><xf numFmtId="0"/></cellXfs></styleSheet></fonts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`}, "refused: torn"},
		{"a cell that names no style has the first", map[string]string{"xl/styles.xml": `<styleSheet><cellXfs><xf numFmtId="14"/><xf numFmtId="0"/></cellXfs></styleSheet>`,
			"xl/worksheets/sheet1.xml": `<worksheet><sheetData><row r="1"><c r="A1"><v>46266</v></c><c r="B1" s="1"><v>46266</v></c></row></sheetData></worksheet>`},
			"A1 date \"2026-09-01\"\nB1 number \"46266\""},
		{"styles twice", map[string]string{"xl/styles.xml": `<styleSheet><cellXfs><xf numFmtId="0"/></cellXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`}, "refused: torn"},
		{"styles in the place of the texts", map[string]string{"xl/sharedStrings.xml": `<styleSheet/>`}, "refused: torn"},
		{"a sheet in the place of the list", map[string]string{"xl/workbook.xml": `<worksheet/>`}, "refused: torn"},
		{"nothing says where the styles are", map[string]string{
			"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="s" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`}, `A1 date "2026-09-01"`},
		{"no texts, and none is needed", map[string]string{"xl/sharedStrings.xml": ""}, `A1 date "2026-09-01"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			same(t, cellsOf(t, rawBook(t, cell, "", tt.parts)), tt.want)
		})
	}
}

// TestStylesWithinStyles holds that only what stands in the list of formats itself is
// counted.
func TestStylesWithinStyles(t *testing.T) {
	book := rawBook(t, `<sheetData><row r="1"><c r="A1" s="1"><v>46266</v></c></row></sheetData>`, "", map[string]string{
		"xl/styles.xml": `<styleSheet><cellXfs><xf numFmtId="0"><extLst><xf numFmtId="9"/></extLst></xf><xf numFmtId="14"/></cellXfs></styleSheet>`})
	same(t, cellsOf(t, book), `A1 date "2026-09-01"`)
}

func TestDateFormats(t *testing.T) {
	dates := []string{"dd/mm/yyyy", "[$-809]d mmmm yyyy;@", "h:mm", "[h]:mm", "[Red]mmm-yy", `"on "d`, `\d d`}
	numbers := []string{"General", "0.00", `0 "days"`, `\d0`, `[Red]0`, `#,##0;[h]`, `0_d`, `"unclosed d`, "[unclosed d", "GENERAL"}
	for _, code := range dates {
		if !isDateFormat(code) {
			t.Errorf("%s is not taken for a date", code)
		}
	}
	for _, code := range numbers {
		if isDateFormat(code) {
			t.Errorf("%s is taken for a date", code)
		}
	}
}

func TestForeignMoneyFormats(t *testing.T) {
	for code, want := range map[string]bool{
		`$#,##0`: true, `"$"#,##0.00`: true, `[$€-2] #,##0`: true, `[$$-409]#,##0.00`: true, `#,##0 "€"`: true,
		`£#,##0.00`: false, `[$£-809]#,##0.00`: false, `[$-809]d mmmm yyyy;@`: false, `#,##0.00;[Red]-#,##0.00`: false, "General": false,
	} {
		if got := isForeignMoney(code); got != want {
			t.Errorf("%s: %t, want %t", code, got, want)
		}
	}
}

// TestAgainstExcelize holds that we see the raw value that excelize sees in
// every cell of a workbook that it wrote.
func TestAgainstExcelize(t *testing.T) {
	rows := [][]any{{"a", 1, 2.5, true, nil, "7 "}, {}, {nil, "<&>\"'", "two\nlines", "é\u00a0", -0.1, 1e21}}
	for i := range 300 {
		rows = append(rows, []any{i, fmt.Sprint("text ", i%7), float64(i) / 3})
	}
	data := bookOf(t, rows, nil)
	f, err := excelize.OpenReader(bytes.NewReader(data))
	must(t, err)
	defer f.Close()
	want, err := f.GetRows("Return", excelize.Options{RawCellValue: true})
	must(t, err)
	for sheet, err := range workbookSheets(bytes.NewReader(data), int64(len(data))) {
		must(t, err)
		for row, err := range sheet.Rows {
			must(t, err)
			for _, c := range row.Cells {
				if got := want[row.Line-1][c.Ref.Col-1]; got != c.Raw && (c.Kind != Bool || got != "TRUE") {
					t.Errorf("%s: %q, but excelize has %q", c.Ref, c.Raw, got)
				}
				want[row.Line-1][c.Ref.Col-1] = ""
			}
		}
	}
	for i, row := range want {
		for j, left := range row {
			if left != "" {
				t.Errorf("%s was not read", Ref{i + 1, j + 1})
			}
		}
	}
}

// TestStylesOfNewerPrograms holds that a style that is there twice, once for
// programs that know more, takes one place in the list.
func TestStylesOfNewerPrograms(t *testing.T) {
	book := rawBook(t, `<sheetData><row r="1"><c r="A1" s="1"><v>45000</v></c><c r="B1" s="2"><v>45000</v></c></row></sheetData>`, "", map[string]string{
		"xl/styles.xml": `<styleSheet><cellXfs><mc:AlternateContent><mc:Choice Requires="hs"><xf numFmtId="14"><hs:x/></xf></mc:Choice>` +
			`<mc:Fallback><xf numFmtId="0"/></mc:Fallback></mc:AlternateContent><xf numFmtId="14"/><xf numFmtId="0"/></cellXfs></styleSheet>`})
	same(t, cellsOf(t, book), "A1 date \"2023-03-15\"\nB1 number \"45000\"")
	book = rawBook(t, `<sheetData><row r="1"><c r="A1" s="1"><v>45000</v></c><c r="B1" s="2"><v>45000</v></c></row></sheetData>`, "", map[string]string{
		"xl/styles.xml": `<styleSheet><cellXfs><xf numFmtId="0"/><mc:AlternateContent><mc:Choice Requires="hs"><xf numFmtId="14"/></mc:Choice></mc:AlternateContent><xf numFmtId="0"/></cellXfs></styleSheet>`})
	same(t, cellsOf(t, book), "A1 date \"2023-03-15\"\nB1 number \"45000\"")
}
