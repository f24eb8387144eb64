package reports

import (
	"bytes"
	"fmt"
	"regexp"

	"github.com/xuri/excelize/v2"

	"academy/queries"
)

// The tags round the table of a form stand in a hidden column after its last
// one: the first in the row of the headings, the other in the row after the
// last box. They are text in cells, since every program keeps those, and they
// move with the rows round them: the table is found again when rows or columns
// are put in, and whatever its sheet is called. They are not printed.
func startTag(source string) string { return "academy:" + source + ":start" }
func endTag(source string) string   { return "academy:" + source + ":end" }

// tags draws the hidden column with the tag that starts the table. The one that
// ends it comes with the rows.
func (d *drawing) tags(src queries.Source) {
	column := d.lead + len(src.Columns) + 1
	name, err := excelize.ColumnNumberToName(column)
	d.do(err)
	if d.err != nil {
		return
	}
	d.put(src.Sheet, column, formHeadings, d.plainStyle(), startTag(src.Name))
	d.do(d.SetColVisible(src.Sheet, name, false))
}

// endRow is the row of the tag that ends a table with so many rows filled.
func endRow(rows int) int { return formHeadings + max(formRows, rows) + 1 }

// endTag is the row of the sheet with the tag that ends the table.
func (f *form) endTag(rows int) string {
	return fmt.Sprintf(`<row r="%[1]d"><c r="%[2]s%[1]d" t="inlineStr"><is><t>%[3]s</t></is></c></row>`,
		endRow(rows), f.tag, endTag(f.source.Name))
}

var printArea = regexp.MustCompile(`(_xlnm\.Print_Area"[^>]*>[^<]*\$)[0-9]+<`)

// printing returns the workbook with an area to print that has room for so many
// rows: not for all there are boxes for, which would be a dozen blank pages.
func (f *form) printing(rows int) packed {
	if rows+formSpare <= formPrinted {
		return f.usual
	}
	p := f.book
	p.data = printArea.ReplaceAll(bytes.Clone(p.data), fmt.Appendf(nil, "${1}%d<", formHeadings+rows+formSpare))
	return pack(p)
}
