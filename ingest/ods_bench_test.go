package ingest

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// BenchmarkODS reads a sheet as large as the largest we know, the directory of
// the regulator, with every second cell a number.
func BenchmarkODS(b *testing.B) {
	const rows, columns = 56_000, 40
	var xml strings.Builder
	for row := range rows {
		xml.WriteString("<table:table-row table:style-name=\"ro1\">")
		for col := range columns / 2 {
			fmt.Fprintf(&xml, `<table:table-cell table:style-name="ce1" office:value-type="float" office:value="%d" calcext:value-type="float"><text:p>%d</text:p></table:table-cell>`+
				`<table:table-cell office:value-type="string" calcext:value-type="string"><text:p>Home %d of %d</text:p></table:table-cell>`, row*col, row*col, row, col)
		}
		xml.WriteString("</table:table-row>")
	}
	data := rawODS(b, odsTable(xml.String()), nil)
	b.SetBytes(int64(xml.Len()))
	b.ReportAllocs()
	for b.Loop() {
		cells := 0
		for sheet, err := range odsSheets(bytes.NewReader(data), int64(len(data))) {
			must(b, err)
			for row, err := range sheet.Rows {
				must(b, err)
				cells += len(row.Cells)
			}
		}
		if cells != rows*columns {
			b.Fatalf("%d cells", cells)
		}
	}
}
