package ingest

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/encoding/unicode"
)

// rawODS makes an OpenDocument sheet of the XML of its content; parts are put
// in the place of the usual ones.
func rawODS(t testing.TB, content string, parts map[string]string) []byte {
	t.Helper()
	all := map[string]string{"mimetype": odsKind, "META-INF/manifest.xml": "<manifest/>", "content.xml": content}
	for name, text := range parts {
		all[name] = text
	}
	var list [][2]string
	for _, name := range []string{"mimetype", "META-INF/manifest.xml", "content.xml"} {
		list = append(list, [2]string{name, all[name]})
	}
	return zipOf(t, list)
}

// odsTable wraps what stands in the element of one sheet.
func odsTable(inside string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><office:document-content><office:body><office:spreadsheet>` +
		`<table:table table:name="Return">` + inside + `</table:table></office:spreadsheet></office:body></office:document-content>`
}

// odsCells lists the cells of all sheets, one a line.
func odsCells(t testing.TB, data []byte) string {
	t.Helper()
	var b strings.Builder
	sheets, err := Sheets(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return refusalText(t, err)
	}
	for sheet, err := range sheets {
		if err != nil {
			return b.String() + refusalText(t, err)
		}
		if sheet.Name != "Return" || sheet.Hidden {
			fmt.Fprintf(&b, "%s hidden=%v\n", sheet.Name, sheet.Hidden)
		}
		for row, err := range sheet.Rows {
			if err != nil {
				return b.String() + refusalText(t, err)
			}
			if row.Hidden || row.Filter {
				fmt.Fprintf(&b, "row %d hidden=%v filter=%v\n", row.Line, row.Hidden, row.Filter)
			}
			for _, c := range row.Cells {
				fmt.Fprintf(&b, "%s %s %q", c.Ref, c.Kind, c.text())
				for i, name := range []string{"hidden", "", "ghost", "formula", "as-text", "percent", "foreign"} {
					if name != "" && c.Flags&(1<<i) != 0 {
						b.WriteString(" " + name)
					}
				}
				b.WriteString("\n")
			}
		}
	}
	return strings.TrimSpace(b.String())
}

func TestODS(t *testing.T) {
	row := func(cells string) string { return "<table:table-row>" + cells + "</table:table-row>" }
	text := func(inside string) string {
		return row(`<table:table-cell office:value-type="string">` + inside + `</table:table-cell>`)
	}
	tests := []struct{ name, table, want string }{
		{"a number is its value, not what is shown", row(`<table:table-cell office:value-type="float" office:value="12.345"><text:p>12.3</text:p></table:table-cell>`), `A1 number "12.345"`},
		{"a per cent", row(`<table:table-cell office:value-type="percentage" office:value="0.25"><text:p>25%</text:p></table:table-cell>`), `A1 number "0.25" percent`},
		{"money of another country", row(`<table:table-cell office:value-type="currency" office:value="9.5" office:currency="EUR"><text:p>9,50 €</text:p></table:table-cell>`), `A1 number "9.5" foreign`},
		{"money", row(`<table:table-cell office:value-type="currency" office:value="9.5" office:currency="GBP"><text:p>£9.50</text:p></table:table-cell>`), `A1 number "9.5"`},
		{"a date", row(`<table:table-cell office:value-type="date" office:date-value="2024-03-01"><text:p>1 Mar</text:p></table:table-cell>`), `A1 date "2024-03-01"`},
		{"a date with a time", row(`<table:table-cell office:value-type="date" office:date-value="2024-03-01T23:59:59.5"/>`), `A1 date "2024-03-01"`},
		{"a date far away", row(`<table:table-cell office:value-type="date" office:date-value="9999-12-31"/>`), `A1 date "9999-12-31"`},
		{"a date that is none is text", row(`<table:table-cell office:value-type="date" office:date-value="soon"/>`), `A1 text "soon"`},
		{"a time of day is a part of a day", row(`<table:table-cell office:value-type="time" office:time-value="PT06H00M00S"/>`), `A1 date "0.25"`},
		{"a length of time", row(`<table:table-cell office:value-type="time" office:time-value="P1DT12H"/>`), `A1 date "1.5"`},
		{"true and false", row(`<table:table-cell office:value-type="boolean" office:boolean-value="true"/><table:table-cell office:value-type="boolean" office:boolean-value="false"/>`), "A1 bool \"TRUE\"\nB1 bool \"FALSE\""},
		{"a text", text("<text:p>Care &amp; support</text:p>"), `A1 text "Care & support"`},
		{"a text of an attribute", row(`<table:table-cell office:value-type="string" office:string-value="whole"><text:p>wh</text:p></table:table-cell>`), `A1 text "whole"`},
		{"a number that is text", text("<text:p>007</text:p>"), `A1 text "007" as-text`},
		{"paragraphs are lines", text("<text:p>a</text:p><text:p>b</text:p>"), `A1 text "a\nb"`},
		{"spaces, tabs and line breaks", text(`<text:p>a<text:s text:c="3"/>b<text:tab/>c<text:line-break/>d</text:p>`), `A1 text "a   b\tc\nd"`},
		{"spaces that LibreOffice leaves as they are", text("<text:p>a  b</text:p>"), `A1 text "a  b"`},
		{"white space is one space", text("<text:p>\n a \n  b<text:span> c</text:span></text:p>"), `A1 text "a b c"`},
		{"a comment is no text", text("<office:annotation><text:p>ask Ann</text:p></office:annotation><text:p>a</text:p>"), `A1 text "a"`},
		{"columns repeated", row(`<table:table-cell/><table:table-cell table:number-columns-repeated="2" office:value-type="float" office:value="1"/><table:table-cell table:number-columns-repeated="16000"/>`), "B1 number \"1\"\nC1 number \"1\""},
		{"rows repeated", `<table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="float" office:value="1"/></table:table-row>` + text("<text:p>x</text:p>"), "A1 number \"1\"\nA2 number \"1\"\nA3 text \"x\""},
		{"blank rows repeated to the end", text("<text:p>x</text:p>") + `<table:table-row table:number-rows-repeated="99999999999999999999"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>`, `A1 text "x"`},
		{"a value repeated beyond the last row", `<table:table-row table:number-rows-repeated="1048577"><table:table-cell office:value-type="float" office:value="1"/></table:table-row>`, "refused: too-large"},
		{"a value repeated beyond the last column", row(`<table:table-cell table:number-columns-repeated="16385" office:value-type="float" office:value="1"/>`), "refused: too-large"},
		{"a whole sheet repeated", `<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/></table:table-row>`, "refused: too-large"},
		{"a merge", row(`<table:table-cell table:number-columns-spanned="3" office:value-type="float" office:value="1"/><table:covered-table-cell/><table:covered-table-cell office:value-type="float" office:value="2"/>`), "A1 number \"1\"\nC1 empty \"\" ghost"},
		{"a hidden row", `<table:table-row table:visibility="collapse"><table:table-cell office:value-type="float" office:value="1"/></table:table-row>`, "row 1 hidden=true filter=false\nA1 number \"1\" hidden"},
		{"a filtered row", `<table:table-row table:visibility="filter"><table:table-cell office:value-type="float" office:value="1"/></table:table-row>`, "row 1 hidden=true filter=true\nA1 number \"1\" hidden"},
		{"a hidden column", `<table:table-column/><table:table-column table:visibility="collapse" table:number-columns-repeated="2"/>` + row(`<table:table-cell table:number-columns-repeated="4" office:value-type="float" office:value="1"/>`), "A1 number \"1\"\nB1 number \"1\" hidden\nC1 number \"1\" hidden\nD1 number \"1\""},
		{"rows in groups", "<table:table-header-rows>" + text("<text:p>h</text:p>") + "</table:table-header-rows><table:table-row-group>" + text("<text:p>x</text:p>") + "</table:table-row-group>", "A1 text \"h\"\nA2 text \"x\""},
		{"a formula", row(`<table:table-cell table:formula="of:=1+1" office:value-type="float" office:value="2"/>`), `A1 number "2" formula`},
		{"a formula that was never computed", row(`<table:table-cell table:formula="of:=1+1"/>`), `A1 empty "" formula`},
		{"a formula that gives no text", row(`<table:table-cell table:formula="of:=&quot;&quot;" office:value-type="string" office:string-value=""/>`), ``},
		{"a TRUE of Excel", row(`<table:table-cell table:formula="of:=TRUE()" office:value-type="float" office:value="1"/>`), `A1 bool "TRUE"`},
		{"an error", row(`<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>`), `A1 error "" formula`},
		{"an error of an old program", row(`<table:table-cell table:formula="of:=1/0" office:value-type="float" office:value="0"><text:p>Err:502</text:p></table:table-cell>`), `A1 error "" formula`},
		{"a kind without its value shows what it shows", row(`<table:table-cell office:value-type="float"><text:p>5</text:p></table:table-cell><table:table-cell office:value-type="date" office:value="1"><text:p>1 May</text:p></table:table-cell>`), "A1 text \"5\" as-text\nB1 text \"1 May\""},
		{"a kind that is none shows what it shows", row(`<table:table-cell office:value-type="striNg" office:string-value="a"><text:p>a</text:p></table:table-cell>`), `A1 text "a"`},
		{"a number shown as true or false", row(`<table:table-cell office:value-type="boolean" office:boolean-value="8"/>`), "A1 number \"8\""},
		{"a bool that is neither", row(`<table:table-cell office:value-type="boolean" office:boolean-value="maybe"/>`), "refused: torn"},
		{"a number that is none", row(`<table:table-cell office:value-type="float" office:value="many"/>`), "refused: torn"},
		{"a number as source code has it", row(`<table:table-cell office:value-type="float" office:value="1_000"/>`), "refused: torn"},
		{"texts that are no numbers", text("<text:p>1_000</text:p>") + text("<text:p>-inf</text:p>") + text("<text:p>0x1p4</text:p>"), "A1 text \"1_000\"\nA2 text \"-inf\"\nA3 text \"0x1p4\""},
		{"shapes are passed over", "<table:shapes><draw:frame><text:p>x</text:p></draw:frame></table:shapes>" + text("<text:p>a</text:p>"), `A1 text "a"`},
		{"XML that ends too early", "<table:table-row>", "refused: torn"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			same(t, odsCells(t, rawODS(t, odsTable(tt.table), nil)), tt.want)
		})
	}
}

// TestODSSheets holds that each sheet is read from its own start, the hidden
// ones are told, and copies of other files are passed over.
func TestODSSheets(t *testing.T) {
	const cell = `<table:table-row><table:table-cell office:value-type="float" office:value="%d"/></table:table-row>`
	const head = `<?xml version="1.0"?><office:document-content><office:automatic-styles><style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style></office:automatic-styles><office:body><office:spreadsheet>`
	content := head + `<table:table table:name="Über">` + fmt.Sprintf(cell, 1) + `</table:table>` +
		`<table:table table:name="Blank"/>` +
		`<table:table table:name="Lists" table:style-name="ta2">` + fmt.Sprintf(cell, 2) + `</table:table >` +
		`<table:table table:name="'file:///x.ods'#$A" table:style-name="ta_extref">` + fmt.Sprintf(cell, 3) + `</table:table>` +
		`</office:spreadsheet></office:body></office:document-content>`
	const want = "Über hidden=false\nA1 number \"1\"\nBlank hidden=false\nLists hidden=true\nA1 number \"2\""
	same(t, odsCells(t, rawODS(t, content, nil)), want)
	large := strings.Replace(content, "<office:body>", "<office:body><!--"+strings.Repeat(strings.Repeat("x", 1000)+"--><!--", maxKept/1000)+"-->", 1)
	same(t, odsCells(t, rawODS(t, large, nil)), want)
}

// TestODSInUTF16 holds that a sheet is read in UTF-16 too, which XML may be in.
func TestODSInUTF16(t *testing.T) {
	content := strings.Replace(odsTable(`<table:table-row><table:table-cell office:value-type="string"><text:p>Zoë</text:p></table:table-cell></table:table-row>`), "UTF-8", "UTF-16", 1)
	for _, order := range []unicode.Endianness{unicode.LittleEndian, unicode.BigEndian} {
		wide, err := unicode.UTF16(order, unicode.UseBOM).NewEncoder().String(content)
		must(t, err)
		same(t, odsCells(t, rawODS(t, wide, nil)), `A1 text "Zoë"`)
		same(t, odsCells(t, rawODS(t, wide[:len(wide)-3], nil)), "refused: torn")
	}
}
