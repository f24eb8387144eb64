package ingest

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"iter"
	"math"
	"strings"
	"testing"
	"unicode/utf16"
)

// packedValues are values in the order of their bytes; texts as they are.
func packedValues(values ...any) []byte {
	var b []byte
	for _, v := range values {
		if s, ok := v.(string); ok {
			v = []byte(s)
		}
		b, _ = binary.Append(b, binary.LittleEndian, v) // all are of a fixed size
	}
	return b
}

// biffRecord is a record of an .xls.
func biffRecord(kind uint16, values ...any) string {
	body := packedValues(values...)
	return string(packedValues(kind, uint16(len(body)), body)) //nolint:gosec // it is short
}

// Formulas as they are written in an .xls.
const (
	formulaToday = "\x19\x01\x00\x00\x41\xDD\x00" // =TODAY()
	formulaTwo   = "\x1E\x01\x00\x1E\x01\x00\x03" // =1+1
)

// formulaIn is a formula in column A of a row, with a result.
func formulaIn(row uint16, tokens string, result ...any) string {
	return biffRecord(0x0006, row-1, uint16(0), uint16(0), packedValues(result...), uint16(0), uint32(0), uint16(len(tokens)), tokens) //nolint:gosec // it is short
}

// today is the formula =TODAY() in column A of a row, with a result.
func today(row uint16, result ...any) string { return formulaIn(row, formulaToday, result...) }

// label is a text in a cell.
func label(row, col uint16, text string) string {
	return biffRecord(0x0204, row-1, col-1, uint16(0), uint16(len(text)), byte(0), text) //nolint:gosec // it is short
}

// ofKind is a result that is no number, or a text to come.
func ofKind(kind, value byte) []byte { return []byte{kind, 0, value, 0, 0, 0, 0xFF, 0xFF} }

const (
	startBook  = "\x09\x08\x10\x00\x00\x06\x05\x00\xBB\x0D\xCC\x07\x00\x00\x00\x00\x06\x00\x00\x00"
	startSheet = "\x09\x08\x10\x00\x00\x06\x10\x00\xBB\x0D\xCC\x07\x00\x00\x00\x00\x06\x00\x00\x00"
	dimensions = "\x00\x02\x0E\x00\x00\x00\x00\x00\xFF\x00\x00\x00\x00\x00\xFF\x00\x00\x00"
	endOfPart  = "\x0A\x00\x00\x00"
)

// oldStream is the stream of an .xls of Excel 97 with one sheet, and records
// that stand before its name.
func oldStream(before, sheet string) string {
	const name = "Return"
	list := func(at int) string {
		return startBook + before + biffRecord(0x0085, uint32(at), uint16(0), byte(len(name)), byte(0), name) + endOfPart //nolint:gosec // it is short
	}
	return list(len(list(0))) + startSheet + dimensions + sheet + endOfPart
}

// compoundOf makes a compound file with the stream of a workbook.
func compoundOf(stream string) []byte {
	const sector, free, end = 512, 0xFFFFFFFF, 0xFFFFFFFE
	sectors := max(8, (len(stream)+sector-1)/sector) // a stream of fewer is kept in smaller sectors
	header := make([]byte, sector)
	copy(header, packedValues(compoundMagic, [16]byte{}, uint16(0x3E), uint16(3), uint16(0xFFFE), uint16(9), uint16(6), [6]byte{},
		uint32(0), uint32(1), uint32(1), uint32(0), uint32(4096), uint32(end), uint32(0), uint32(end), uint32(0), uint32(0)))
	table := []uint32{0xFFFFFFFD, end}
	for i := range sectors {
		table = append(table, uint32(i)+3) //nolint:gosec // it is small
	}
	table[len(table)-1] = end
	for len(header)+4*len(table) < 2*sector {
		table = append(table, free)
	}
	for at := 80; at < sector; at += 4 {
		binary.LittleEndian.PutUint32(header[at:], free)
	}
	entry := func(name string, kind byte, child, first, size uint32) []byte {
		wide := make([]byte, 64)
		copy(wide, packedValues(utf16.Encode([]rune(name))))
		return packedValues(wide, uint16(2*len(name)+2), kind, byte(1), uint32(free), uint32(free), child, [36]byte{}, first, size, uint32(0)) //nolint:gosec // it is short
	}
	all := packedValues(header, table, entry("Root Entry", 5, 1, end, 0), entry("Workbook", 2, free, 2, uint32(sectors*sector)), [256]byte{}, stream) //nolint:gosec // it is small
	return append(all, make([]byte, (3+sectors)*sector-len(all))...)
}

// formulaCells lists the cells of a file, and what its formulas are flagged with.
func formulaCells(t *testing.T, sheets iter.Seq2[Sheet, error]) string {
	t.Helper()
	var b strings.Builder
	for sheet, err := range sheets {
		must(t, err)
		for row, err := range sheet.Rows {
			must(t, err)
			for _, c := range row.Cells {
				text := c.text()
				if c.Kind == Error {
					text = c.Raw
				}
				fmt.Fprintf(&b, "%s %s %s", c.Ref, c.Kind, text)
				if c.Flags&Percent != 0 {
					b.WriteString(" per cent")
				}
				switch {
				case c.Flags&Recomputed != 0:
					b.WriteString(" recomputed")
				case c.Flags&Formula != 0:
					b.WriteString(" formula")
				case c.Flags&Ghost != 0:
					b.WriteString(" ghost")
				}
				b.WriteString("\n")
			}
		}
	}
	return strings.TrimSpace(b.String())
}

// textOfCell is the record with the text that a formula gave.
func textOfCell(s string) string { return biffRecord(recordString, uint16(len(s)), byte(0), s) } //nolint:gosec // it is short

// TestSavedResults holds that formulas of an .xls give what they gave when it
// was saved, whatever they give in the workbook that LibreOffice makes of it.
func TestSavedResults(t *testing.T) {
	nought := biffRecord(0x0006, [6]byte{}, 0.0, uint16(2), uint32(0), uint16(len(formulaToday)), formulaToday) // to be worked out when opened
	formula := func(ref, value string) string {
		return `<c r="` + ref + `" s="0"><f>TODAY()</f><v>` + value + `</v></c>`
	}
	a1 := `<row r="1">` + formula("A1", "46266") + `</row>`
	both := a1 + `<row r="2">` + formula("A2", "46266") + `</row>`
	tests := []struct{ name, records, rows, after, want string }{
		{"a number", today(1, 39120.5), a1, "", "A1 number 39120.5 formula"},
		{"a date, by its style", today(1, 39120.0), strings.ReplaceAll(a1, `s="0"`, `s="1"`), "", "A1 date 2007-02-07 formula"},
		{"a per cent, by its style", today(1, 0.5), strings.ReplaceAll(a1, `s="0"`, `s="3" t="e"`), "", "A1 number 0.5 per cent formula"},
		{"a text", today(1, ofKind(0, 0)) + textOfCell("past"), a1, "", "A1 text past formula"},
		{"a text behind the formula of a range", today(1, ofKind(0, 0)) + biffRecord(0x04BC, "123456") + textOfCell("past"), a1, "", "A1 text past formula"},
		{"a text in three records", today(1, ofKind(0, 0)) + biffRecord(recordString, uint16(6), byte(0), "\xA31") +
			biffRecord(recordContinue, byte(1), "2\x003\x00") + biffRecord(recordContinue, byte(0), "45"), a1, "", "A1 text £12345 formula"},
		{"a text with several fonts", today(1, ofKind(0, 0)) + biffRecord(recordString, uint16(4), byte(8), uint16(1), "past", uint32(0)), a1, "", "A1 text past formula"},
		{"a text that XML would write otherwise", today(1, ofKind(0, 0)) + textOfCell("_x0041_ & <b>"), a1, "", "A1 text _x0041_ & <b> formula"},
		{"a text of spaces", today(1, ofKind(0, 0)) + textOfCell("  "), a1, "", ""},
		{"true and false", today(1, ofKind(1, 1)) + today(2, ofKind(1, 0)), both, "", "A1 bool TRUE formula\nA2 bool FALSE formula"},
		{"an error, and one of a later Excel", today(1, ofKind(2, 0x2A)) + today(2, ofKind(2, 0x99)), both, "", "A1 error #N/A formula\nA2 error #UNKNOWN! formula"},
		{"a text of no length", today(1, ofKind(3, 0)) + today(2, 4.0), both, "", "A2 number 4 formula"},
		{"a text whose record is missing", today(1, ofKind(0, 0)) + label(1, 2, "next") + textOfCell("lost"), a1, "", "A1 empty  formula"},
		{"a result of no kind there is", today(1, ofKind(9, 0)), a1, "", "A1 empty  formula"},
		{"no number", today(1, math.Inf(1)), a1, "", "A1 empty  formula"},
		{"only texts of no length, as programs write that cannot calculate", today(1, ofKind(3, 0)), a1, "", "A1 empty  formula"},
		{"only texts of no length, and LibreOffice has them too", today(1, ofKind(3, 0)), strings.ReplaceAll(a1, "46266", ""), "", ""},
		{"only noughts to be worked out, as other such programs write", nought, a1, "", "A1 empty  formula"},
		{"a nought to be worked out beside a number", nought + today(2, 4.0), both, "", "A1 number 0 formula\nA2 number 4 formula"},
		{"two formulas in a cell, of which the later one counts", today(1, 1.0) + today(1, 2.0), a1, "", "A1 number 2 formula"},
		{"formulas from below upwards", today(2, 2.0) + today(1, 1.0), both, "", "A1 number 1 formula\nA2 number 2 formula"},
		{"a chart within the sheet", startSheet + today(2, 1.0) + endOfPart + today(1, 2.0), a1, "", "A1 number 2 formula"},
		{"a formula only where LibreOffice makes one of TRUE", today(2, 4.0), `<row r="1"><c r="A1" t="b"><f>TRUE()</f><v>1</v></c></row>` + both[len(a1):], "", "A1 bool TRUE\nA2 number 4 formula"},
		{"no formula where LibreOffice has only the value, as of one for a range", today(1, 2.0), `<row r="1"><c r="A1"><v>3</v></c><c r="B1"><v>4</v></c></row>`, "", "A1 number 2 formula\nB1 number 4"},
		{"formulas that LibreOffice leaves out", today(1, 1.0) + today(2, 2.0) + today(4, 4.0) + today(6, 6.0), `<row r="2"><c r="B2"><v>5</v></c></row><row r="4"/><row r="5"><c r="B5"><v>5</v></c></row>`, "",
			"A1 number 1 formula\nA2 number 2 formula\nB2 number 5\nA4 number 4 formula\nB5 number 5\nA6 number 6 formula"},
		{"formulas under a merge", today(1, 1.0) + today(2, 2.0) + today(3, 3.0), both, `<mergeCells><mergeCell ref="A1:A3"/></mergeCells>`, "A1 number 1 formula\nA2 empty  ghost\nA3 empty  ghost"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			data := compoundOf(oldStream("", tt.records))
			saved, err := savedOld(bytes.NewReader(data), int64(len(data)))
			must(t, err)
			book := rawBook(t, "<sheetData>"+tt.rows+"</sheetData>", tt.after, nil)
			same(t, formulaCells(t, convertedSheets(book, saved)), tt.want)
			large := rawBook(t, "<sheetData>"+tt.rows+strings.Repeat(" ", keptPlain)+"</sheetData>", tt.after, nil) // its rows are kept
			same(t, formulaCells(t, convertedSheets(large, saved)), tt.want)
		})
	}
}

// TestUnknownResults holds that formulas whose saved result cannot be read keep
// what LibreOffice gives, and are told of with their place.
func TestUnknownResults(t *testing.T) {
	sheet := today(1, 39120.5)
	whole := oldStream("", sheet)
	for _, tt := range []struct{ name, stream string }{
		{"no end", strings.TrimSuffix(whole, endOfPart)},
		{"a record longer than the file", whole[:len(whole)-2] + "\xFF\xFF"},
		{"encrypted", oldStream(biffRecord(recordFilePass, [6]byte{}), sheet)},
		{"another Excel", strings.Replace(whole, "\x00\x06", "\x00\x04", 1)},
		{"no sheet where one should start", oldStream(biffRecord(recordSheet, uint32(0xFFFFFFFF), uint16(0), byte(0), byte(0)), sheet)},
		{"a formula far to the right", oldStream("", biffRecord(0x0006, uint16(0), uint16(1<<15), [16]byte{}))},
		{"a formula cut short", oldStream("", biffRecord(0x0006, [12]byte{}))},
		{"a text cut short", oldStream("", today(1, ofKind(0, 0))+biffRecord(recordString, uint16(9), byte(0), "past"))},
		{"sheets that are all the same one", oldStream(strings.Repeat(biffRecord(recordSheet, uint32(0), uint16(0), byte(0), byte(0)), 8), sheet)},
		{"nothing", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if saved, err := savedRecords([]byte(tt.stream)); err == nil {
				t.Errorf("%d sheets and no error", len(saved))
			}
		})
	}
	rows := `<sheetData><row r="1"><c r="A1"><f>TODAY()</f><v>46266</v></c><c r="B1"><v>2</v></c></row></sheetData>`
	same(t, formulaCells(t, convertedSheets(rawBook(t, rows, "", nil), nil)), "A1 number 46266 recomputed\nB1 number 2")
}

// TestSavedSheetNames holds that sheets are known by their names, or by their
// order where LibreOffice has changed one.
func TestSavedSheetNames(t *testing.T) {
	saved := func(names ...string) (all []savedSheet) {
		for i, name := range names {
			r := numberResult(float64(i))
			r.at = place32{1, 1}
			all = append(all, savedSheet{name: name, results: []savedResult{r}})
		}
		return all
	}
	book := rawBook(t, `<sheetData><row r="1"><c r="A1"><f>TODAY()</f><v>46266</v></c></row></sheetData>`, "", nil)
	for _, tt := range []struct {
		name  string
		saved []savedSheet
		want  string
	}{
		{"by name", saved("Macros", "Return"), "A1 number 1 formula"},
		{"by order", saved("Return of a very long name"), "A1 number 0 formula"},
		{"neither", saved("Macros", "Other"), "A1 number 46266 recomputed"},
	} {
		t.Run(tt.name, func(t *testing.T) { same(t, formulaCells(t, convertedSheets(book, tt.saved)), tt.want) })
	}
}

// TestOldBookOfExcel95 holds that texts of before Excel 97 are read by their
// code page.
func TestOldBookOfExcel95(t *testing.T) {
	start := func(kind uint16) string { return biffRecord(recordBOF, uint16(0x0500), kind, uint32(0)) }
	list := func(at int) string {
		return start(5) + biffRecord(recordCodePage, uint16(10000)) + biffRecord(recordSheet, uint32(at), uint16(0), byte(4), "Caf\x8E") + endOfPart //nolint:gosec // it is short
	}
	saved, err := savedRecords([]byte(list(len(list(0))) + start(16) + today(1, ofKind(0, 0)) + biffRecord(recordString, uint16(4), "th\x8E ") + endOfPart))
	must(t, err)
	same(t, fmt.Sprintf("%s %s", saved[0].name, saved[0].results[0].text), "Café thé ")
}

// TestBinaryText holds that a text which is not there, as the relation of a module
// of macros is not, is told from one that does not end.
func TestBinaryText(t *testing.T) {
	const none = "\xFF\xFF\xFF\xFF"
	text, rest, ok := binaryText([]byte(none + "\x01\x00\x00\x00a\x00"))
	name, _, okName := binaryText(rest)
	if text != "" || !ok || name != "a" || !okName {
		t.Errorf("no text gives %q, %t, and what follows it %q, %t", text, ok, name, okName)
	}
	if _, _, ok := binaryText([]byte("\x02\x00\x00\x00a\x00")); ok {
		t.Error("a text is read that does not end")
	}
}

// TestCompoundListThatIsNone holds that a header is believed which names a sector
// and says that there is none.
func TestCompoundListThatIsNone(t *testing.T) {
	data := compoundOf(oldStream("", today(1, 4.0)))
	binary.LittleEndian.PutUint32(data[68:], 0)
	saved, err := savedOld(bytes.NewReader(data), int64(len(data)))
	must(t, err)
	same(t, fmt.Sprint(saved[0].results[0].number), "4")
}

// TestLongCompoundList holds that the list of a table's sectors is followed where
// the header has no room for it, whatever that says of how many hold the rest.
func TestLongCompoundList(t *testing.T) {
	const sector, inHeader, end = 512, 109, 0xFFFFFFFE
	const far = inHeader * sector / 4 // the first sector that only the rest of the list leads to
	const unused, rest, table = 100, 101, 102
	le := binary.LittleEndian
	small := compoundOf(oldStream("", strings.Repeat(label(1, 1, "many of them"), 200)+today(1, 4.0)))
	last := len(small)/sector - 2 // the last sector of the stream goes far away
	data := append(small, bytes.Repeat([]byte{0xFF}, (far+2)*sector-len(small))...)
	at := func(n int) []byte { return data[(n+1)*sector:][:sector] }
	copy(at(far), at(last))
	clear(at(last))
	le.PutUint32(at(0)[4*(last-1):], far)
	for i := 1; i < inHeader; i++ {
		le.PutUint32(data[76+4*i:], unused)
	}
	le.PutUint32(data[68:], rest)
	le.PutUint32(at(rest), table)
	le.PutUint32(at(rest)[sector-4:], end)
	le.PutUint32(at(table), end)
	for said := range uint32(3) {
		le.PutUint32(data[72:], said)
		saved, err := savedOld(bytes.NewReader(data), int64(len(data)))
		must(t, err)
		same(t, fmt.Sprint(saved[0].results[0].number), "4")
	}
}

// TestCompoundNames holds that a compound file is known by the names at its root,
// in whatever letters, and not by those of what is embedded in it.
func TestCompoundNames(t *testing.T) {
	t.Setenv("PATH", "") // without LibreOffice
	entry := func(data []byte, n int, name string) {
		e := data[1024+128*n:][:128]
		clear(e[:64])
		copy(e, packedValues(utf16.Encode([]rune(name))))
		e[64], e[66] = byte(2*len(name)+2), 2
	}
	for name, want := range map[string]string{"WORKBOOK": "(.xls)", "BOOK": "(.xls)", "WordDocument": "a Word document", "__properties_version1.0": "an e-mail"} {
		data := compoundOf(oldStream("", today(1, 4.0)))
		entry(data, 1, name)
		entry(data, 2, "Workbook") // no other entry leads there from the root
		_, err := Read("file", bytes.NewReader(data), int64(len(data)), all, key)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("a file with %q at its root is %v, want one that says %q", name, err, want)
		}
	}
}

// TestSmallCompoundFile holds that a stream is found which is kept in the small
// sectors of its file, and only at the root.
func TestSmallCompoundFile(t *testing.T) {
	stream := oldStream("", today(1, 4.0))
	data := compoundOf(stream)
	le := binary.LittleEndian
	le.PutUint32(data[60:], 11)                            // the table of small sectors, behind the stream
	le.PutUint32(data[512+4*11:], 0xFFFFFFFE)              // which is one sector
	le.PutUint32(data[1024+116:], 2)                       // the stream of the root
	le.PutUint32(data[1024+120:], 4096)                    // is what was that of the workbook
	le.PutUint32(data[1024+128+116:], 0)                   // which starts in the first small sector
	le.PutUint32(data[1024+128+120:], uint32(len(stream))) //nolint:gosec // it is short
	data = append(data[:512*12], make([]byte, 512)...)
	for i := range (len(stream) + 63) / 64 {
		le.PutUint32(data[512*12+4*i:], uint32(i)+1) //nolint:gosec // it is small
	}
	saved, err := savedOld(bytes.NewReader(data), int64(len(data)))
	must(t, err)
	same(t, fmt.Sprint(saved[0].results[0].number), "4")
	le.PutUint32(data[1024+76:], 0xFFFFFFFF) // nothing is at the root
	if _, err := savedOld(bytes.NewReader(data), int64(len(data))); err == nil {
		t.Error("a stream was found that is not at the root")
	}
}
