package ingest

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"academy/queries"
)

// TestOldFormulas holds that a return as .xls gives what its formulas gave when
// it was saved, although LibreOffice works them out anew, and that the receipt
// tells which are not what they give now. Where the results cannot be read, it
// says so.
func TestOldFormulas(t *testing.T) {
	needOffice(t)
	sheet := ""
	for i, heading := range []string{"Care: permanent", "Workplace", "Month", "Joined: new to care"} {
		sheet += label(1, uint16(i)+1, heading)
	}
	for i, formula := range []string{
		today(2, 3.0),
		today(3, ofKind(0, 0)) + textOfCell("7"),
		today(4, ofKind(2, 0x2A)),
		today(5, ofKind(0, 0)), // its text is missing
		today(6, ofKind(3, 0)),
		formulaIn(7, formulaTwo, 3.0),
		formulaIn(8, formulaTwo, 2.0),
	} {
		row := uint16(i) + 2
		sheet += formula + label(row, 2, "W0001") + label(row, 3, "Sep-26") + label(row, 4, "1")
	}
	stream := oldStream("", sheet)
	data := compoundOf(stream)
	rows, receipt := read(t, "return.xls", data, all)
	same(t, rows, strings.Join([]string{
		"2: W0001|2026-09-01||3|1",
		"3: W0001|2026-09-01||7|1",
		"4: W0001|2026-09-01|||1",
		"Return!A4: error-value, leave out the value",
		"5: W0001|2026-09-01|||1",
		"Return!A5: no-result, leave out the value",
		"6: W0001|2026-09-01|||1",
		"7: W0001|2026-09-01||3|1",
		"8: W0001|2026-09-01||2|1",
	}, "\n"))
	holds(t, receipt.String(), "5 formulas, read by the result that was saved (first: Return!A2)")

	path := filepath.Join(t.TempDir(), "return.xls")
	must(t, os.WriteFile(path, data, 0o600))
	checked := Judgement{Table: &Table{Receipt: receipt}}
	must(t, checkAll(t.Context(), path, []Judgement{checked}))
	holds(t, checked.Table.Receipt.String(), "1 formula whose saved result is not what it gives now", "(first: Return!A7)", "3 formulas not worked out again")

	_, receipt = read(t, "return.xls", compoundOf(strings.TrimSuffix(stream, endOfPart)), all)
	holds(t, receipt.String(), "7 formulas, read as LibreOffice works them out", "(first: Return!A2)")
}

// TestOldStaleFormulasAreAsked holds that whoever sends an .xls with a result that its
// formula does not give is asked about it when the file is loaded.
func TestOldStaleFormulasAreAsked(t *testing.T) {
	needOffice(t)
	sheet := formulaIn(2, formulaTwo, 3.0) // Care perm, which stands first here
	rows := returnRows("W0001", "Sep-26")
	for i := range rows[0] {
		column := uint16(i) + 1
		if i == 2 {
			column = 1
		} else if i < 2 {
			column++
		}
		sheet = label(1, column, fmt.Sprint(rows[0][i])) + sheet
		if i != 2 {
			sheet += label(2, column, fmt.Sprint(rows[1][i]))
		}
	}
	l, dir := loaderOf(t)
	fileOf(t, filepath.Join(dir, "inbox", "2026-10-02", "return.xls"), string(compoundOf(oldStream("", sheet))))
	days, err := Inbox(l.Inbox, l.Today)
	must(t, err)
	outcomes, err := l.Load(t.Context(), days)
	must(t, err)
	last := outcomes[len(outcomes)-1]
	if !slices.ContainsFunc(last.Faults, func(f queries.Fault) bool { return f.Code == "stale-formula" }) {
		t.Errorf("it is %s, and of the formula nothing is asked: %v", last.Verdict, last.Faults)
	}
}

// TestBinaryFormulas holds the same of an .xlsb.
func TestBinaryFormulas(t *testing.T) {
	needOffice(t)
	data := binaryBook(t, [][]any{
		{binaryFormula{9, []any{math.Float64bits(39120.5)}}},
		{binaryFormula{8, []any{"£ past"}}},
		{binaryFormula{8, []any{""}}},
		{binaryFormula{10, []any{byte(1)}}},
		{binaryFormula{11, []any{byte(0x07)}}},
		{1.0, binaryFormula{9, []any{math.Float64bits(-2)}}},
	})
	sheets, err := Sheets(bytes.NewReader(data), int64(len(data)))
	must(t, err)
	same(t, formulaCells(t, sheets), strings.Join([]string{
		"A1 number 39120.5 formula", "A2 text £ past formula", "A4 bool TRUE formula", "A5 error #DIV/0! formula", "A6 number 1", "B6 number -2 formula",
	}, "\n"))
}

// holds reports what a text lacks.
func holds(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("it does not say %q:\n%s", part, text)
		}
	}
}
