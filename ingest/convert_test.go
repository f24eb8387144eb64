package ingest

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"
)

// needOffice returns the path of LibreOffice, or skips the test by name.
func needOffice(t *testing.T) string {
	t.Helper()
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("LibreOffice is not installed")
	}
	return office
}

// TestOldWorkbook holds that an .xls gives the cells that the workbook it was
// made of has, that the receipt says who opened it, and what becomes of one
// that is cut short or has a password.
func TestOldWorkbook(t *testing.T) {
	program := needOffice(t)
	dir := t.TempDir()
	original := bookOf(t, [][]any{headings, {"W0001", "Sep-26", 3, 4}}, nil)
	must(t, os.WriteFile(filepath.Join(dir, "cells.xlsx"), officeBook(t), 0o600))
	must(t, os.WriteFile(filepath.Join(dir, "return.xlsx"), original, 0o600))
	officeConvert(t, program, dir, "xls", "cells.xlsx", "return.xlsx")

	want, got := officeCells(t, filepath.Join(dir, "cells.xlsx")), officeCells(t, filepath.Join(dir, "cells.xls"))
	if len(want) < 3000 {
		t.Fatalf("only %d cells", len(want))
	}
	for place, is := range map[string]string{
		"Sheet1!C1": `date "45001" flags=0`, "Sheet1!H7": `text "00007" flags=16`, "Sheet1!M20": `number "40" flags=9`,
		"Sheet1!O1": `error "#DIV/0!" flags=8`, "Sheet1!G1": `bool "FALSE" flags=0`, "Sheet1!G2": `bool "TRUE" flags=0`, "O'Brien & Co!A1": `text "merged" flags=0`, "Lists": "hidden=true",
	} {
		same(t, got[place], is)
	}
	for _, cells := range []map[string]string{want, got} { // what excelize writes of formulas was never computed
		delete(cells, "Sheet1!O1")
		delete(cells, "Sheet1!O2")
		for row := 1; row <= 400; row++ {
			delete(cells, fmt.Sprintf("Sheet1!M%d", row))
		}
	}
	sameCells(t, "the workbook", want, "the .xls", got)

	data, err := os.ReadFile(filepath.Join(dir, "return.xls"))
	must(t, err)
	rows, receipt := read(t, "return.xls", data, all)
	wantRows, _ := read(t, "return.xlsx", original, all)
	same(t, rows, wantRows)
	if !strings.Contains(receipt.String(), "opened by LibreOffice") {
		t.Errorf("the receipt does not say who opened it:\n%s", receipt)
	}
	for _, end := range []int{len(data) - 600, len(data) / 2} {
		_, err = Read("x.xls", bytes.NewReader(data[:end]), int64(end), all, key)
		same(t, refusalText(t, err), "refused: torn")
	}
	at := bytes.Index(data, []byte("\x09\x08\x10\x00\x00\x06\x05\x00"))
	copy(data[at+20:], "\x2F\x00\x36\x00") // the next record is FilePass
	_, err = Read("x.xls", bytes.NewReader(data), int64(len(data)), all, key)
	same(t, refusalText(t, err), "refused: protected")
}

// TestBinaryWorkbook holds that an .xlsb is read where LibreOffice is.
func TestBinaryWorkbook(t *testing.T) {
	needOffice(t)
	data := binaryBook(t, [][]any{{"Workplace", "Month", "Care: permanent"}, {"W0001", "2026-09", 3.5}, {"007", "", 12.0}})
	sheets, err := Sheets(bytes.NewReader(data), int64(len(data)))
	must(t, err)
	var got []string
	for sheet, err := range sheets {
		must(t, err)
		for row, err := range sheet.Rows {
			must(t, err)
			for _, c := range row.Cells {
				got = append(got, fmt.Sprintf("%s!%s %s %s", sheet.Name, c.Ref, c.Kind, c.Raw))
			}
		}
	}
	same(t, strings.Join(got, "\n"), strings.Join([]string{
		"Staff!A1 text Workplace", "Staff!B1 text Month", "Staff!C1 text Care: permanent",
		"Staff!A2 text W0001", "Staff!B2 text 2026-09", "Staff!C2 number 3.5", "Staff!A3 text 007", "Staff!C3 number 12",
	}, "\n"))
}

// TestDamagedBinaryWorkbooks holds that what LibreOffice cannot open is refused
// in words.
func TestDamagedBinaryWorkbooks(t *testing.T) {
	needOffice(t)
	book := rawBook(t, "<sheetData/>", "", map[string]string{"xl/workbook.bin": "no records"})
	_, err := Read("x.xlsb", bytes.NewReader(book), int64(len(book)), all, key)
	same(t, refusalText(t, err), "refused: torn")
	if !strings.Contains(err.Error(), ".xlsb") || !strings.Contains(err.Error(), ".xlsx") {
		t.Errorf("it does not say what it is and what to send: %v", err)
	}
}

// A binaryFormula is =TODAY() in an .xlsb, with a result.
type binaryFormula struct {
	kind   uint16
	result []any
}

// binaryBook makes an .xlsb of one sheet, without styles.
func binaryBook(t testing.TB, rows [][]any) []byte {
	t.Helper()
	var sheet, book bytes.Buffer
	put := func(b *bytes.Buffer, kind uint16, values ...any) {
		var body bytes.Buffer
		for _, v := range values {
			if s, ok := v.(string); ok {
				wide := utf16.Encode([]rune(s))
				must(t, binary.Write(&body, binary.LittleEndian, uint32(len(wide)))) //nolint:gosec // it is short
				v = wide
			}
			must(t, binary.Write(&body, binary.LittleEndian, v))
		}
		if kind < 0x80 {
			b.WriteByte(byte(kind))
		} else {
			b.Write([]byte{byte(kind&0x7F | 0x80), byte(kind >> 7)})
		}
		b.WriteByte(byte(body.Len())) // all are below 128
		b.Write(body.Bytes())
	}
	put(&book, 131)                                        // BrtBeginBook
	put(&book, 143)                                        // BrtBeginBundleShs
	put(&book, 156, uint32(0), uint32(1), "rId1", "Staff") // BrtBundleSh
	put(&book, 144)                                        // BrtEndBundleShs
	put(&book, 132)                                        // BrtEndBook
	put(&sheet, 129)                                       // BrtBeginSheet
	put(&sheet, 145)                                       // BrtBeginSheetData
	for r, row := range rows {
		put(&sheet, 0, uint32(r), uint32(0), uint16(300), [3]byte{}, uint32(1), uint32(0), uint32(len(row)-1)) //nolint:gosec // BrtRowHdr
		for c, v := range row {
			at := [2]uint32{uint32(c), 0} //nolint:gosec // it is small
			switch v := v.(type) {
			case binaryFormula:
				put(&sheet, v.kind, append(append([]any{at}, v.result...), uint16(0), uint32(len(formulaToday)), []byte(formulaToday), uint32(0))...) //nolint:gosec // it is short
			case float64:
				put(&sheet, 5, at, math.Float64bits(v)) // BrtCellReal
			case string:
				if v != "" {
					put(&sheet, 6, at, v) // BrtCellSt
				}
			}
		}
	}
	put(&sheet, 146) // BrtEndSheetData
	put(&sheet, 130) // BrtEndSheet
	const office, pkg = "http://schemas.openxmlformats.org/officeDocument/2006/relationships", "http://schemas.openxmlformats.org/package/2006"
	relation := func(id, kind, target string) string {
		return fmt.Sprintf(`<Relationships xmlns="%s/relationships"><Relationship Id="%s" Type="%s/%s" Target="%s"/></Relationships>`, pkg, id, office, kind, target)
	}
	return zipParts(t, map[string]string{
		"[Content_Types].xml": `<Types xmlns="` + pkg + `/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
			`<Override PartName="/xl/workbook.bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>` +
			`<Override PartName="/xl/worksheets/sheet1.bin" ContentType="application/vnd.ms-excel.worksheet"/></Types>`,
		"_rels/.rels":                relation("rId1", "officeDocument", "xl/workbook.bin"),
		"xl/workbook.bin":            book.String(),
		"xl/_rels/workbook.bin.rels": relation("rId1", "worksheet", "worksheets/sheet1.bin"),
		"xl/worksheets/sheet1.bin":   sheet.String(),
	})
}

// TestOldWorkbookTriedAgain holds that an .xls which was refused for want of
// LibreOffice is tried again once it is installed, and not before.
func TestOldWorkbookTriedAgain(t *testing.T) {
	program := needOffice(t)
	l, dir := loaderOf(t)
	made := t.TempDir()
	must(t, os.WriteFile(filepath.Join(made, "return.xlsx"), bookOf(t, returnRows("W0001", "September 2026"), nil), 0o600))
	officeConvert(t, program, made, "xls", "return.xlsx")
	old, err := os.ReadFile(filepath.Join(made, "return.xls"))
	must(t, err)
	fileOf(t, filepath.Join(dir, "inbox", "return.xls"), string(old))
	path := os.Getenv("PATH")
	t.Setenv("PATH", "")
	same(t, verdicts(t, l), "return.xls: refused, old-workbook\n")
	same(t, verdicts(t, l), "")
	t.Setenv("PATH", path)
	same(t, verdicts(t, l), "return.xls: accepted\n")
	same(t, verdicts(t, l), "")
}
