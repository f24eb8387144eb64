package reports

import (
	"bytes"
	"testing"

	"github.com/xuri/excelize/v2"

	"academy/queries"
)

// BenchmarkMarkLarge marks one cell of a workbook of 100,000 rows and 20 columns.
func BenchmarkMarkLarge(b *testing.B) {
	x := excelize.NewFile()
	defer x.Close()
	w, err := x.NewStreamWriter("Sheet1")
	if err != nil {
		b.Fatal(err)
	}
	row := make([]any, 20)
	for i := range 100_000 {
		for j := range row {
			row[j] = i % (j + 3)
		}
		if err := w.SetRow(spot{i + 1, 1}.String(), row); err != nil {
			b.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	var book bytes.Buffer
	if err := x.Write(&book); err != nil {
		b.Fatal(err)
	}
	fb := Feedback{Findings: []Finding{{Fault: queries.Fault{Severity: queries.Ask, Says: "it is odd", Fix: "look"}, Sheet: "Sheet1", Cell: "C50000"}}}
	for b.Loop() {
		var out bytes.Buffer
		report, err := Mark(bytes.NewReader(book.Bytes()), int64(book.Len()), fb, &out)
		if err != nil || report.Marked != 1 || report.Fallback != "" {
			b.Fatalf("%+v, %v", report, err)
		}
	}
}
