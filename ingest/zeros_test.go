package ingest

import (
	"bytes"
	"testing"

	"github.com/xuri/excelize/v2"
)

// TestLeadingZeros holds that zeros which only the format of a number shows are
// part of it where it is a text, and of no other number.
func TestLeadingZeros(t *testing.T) {
	f := excelize.NewFile()
	for i, c := range []struct {
		format string
		value  any
	}{
		{"00000", 123}, {"0000;-0000;@", 7}, {"0", 7}, {"0000", 12345}, {"000", 1.5}, {"000", -7}, {`000"x"`, 7}, {"0,000", 7}, {"00/00", 7},
	} {
		style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &c.format})
		must(t, err)
		at := Ref{1, i + 1}.String()
		must(t, f.SetCellValue("Sheet1", at, c.value))
		must(t, f.SetCellStyle("Sheet1", at, at, style))
	}
	var b bytes.Buffer
	must(t, f.Write(&b))
	same(t, cellsOf(t, b.Bytes()), `A1 number "00123"
B1 number "0007"
C1 number "7"
D1 number "12345"
E1 number "1.5"
F1 number "-7"
G1 number "7"
H1 number "7"
I1 number "7"`)

	cell := func(value, shown string) string {
		return `<table:table-cell office:value-type="float" office:value="` + value + `"><text:p>` + shown + `</text:p></table:table-cell>`
	}
	same(t, odsCells(t, rawODS(t, odsTable(`<table:table-row>`+cell("123", "00123")+cell("7", "7")+cell("0.5", "00.5")+cell("7", "08")+cell("0", "000")+`</table:table-row>`), nil)),
		`A1 number "00123"
B1 number "7"
C1 number "0.5"
D1 number "7"
E1 number "000"`)
}
