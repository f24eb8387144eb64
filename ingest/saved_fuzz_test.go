package ingest

import (
	"bytes"
	"testing"
)

// soundResults holds what the reader of sheets expects of saved results: that they
// are in order, on places that sheets have, and not more than were there.
func soundResults(t *testing.T, sheets []savedSheet, size int) {
	t.Helper()
	count := 0
	for _, s := range sheets {
		count += len(s.results)
		last := place32{1, 1}
		for _, r := range s.results {
			if r.at.before(last.ref()) || r.at.row > maxRows || r.at.col > maxColumns {
				t.Errorf("a result at %v after %v", r.at, last)
			}
			last = r.at
			if c := r.cell(&workbook{}, 0); c.Kind == Text && c.Raw == "" || c.Kind == Empty && c.Flags&Formula == 0 && r.none {
				t.Errorf("%+v gives %+v", r, c)
			}
		}
	}
	if count > size/17 { // the shortest record of a formula
		t.Errorf("%d results in %d bytes", count, size)
	}
}

// FuzzSavedRecords reads what stands in the records of an .xls.
func FuzzSavedRecords(f *testing.F) {
	f.Add([]byte(oldStream("", today(1, 39120.5)+today(2, ofKind(0, 0))+textOfCell("past")+label(1, 2, "next"))))
	f.Add([]byte(oldStream("", today(2, ofKind(0, 0))+biffRecord(recordString, uint16(9), byte(9), uint16(1), "a\x00")+biffRecord(recordContinue, byte(0), "bcdefghi"))))
	f.Add([]byte(oldStream(biffRecord(recordCodePage, uint16(10000)), startSheet+today(1, ofKind(1, 1))+endOfPart+today(1, ofKind(2, 7)))))
	for _, e := range encryptions() {
		f.Add([]byte(encrypted(oldStream(biffRecord(recordFilePass, e.pass), today(1, ofKind(0, 0))+textOfCell("past")), e.encrypt)))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		if sheets, err := savedRecords(in); err == nil {
			soundResults(t, sheets, len(in))
		}
	})
}

// FuzzSavedOld reads whole compound files.
func FuzzSavedOld(f *testing.F) {
	f.Add(compoundOf(oldStream("", today(1, 39120.5)+today(2, ofKind(0, 0))+textOfCell("past"))))
	f.Fuzz(func(t *testing.T, in []byte) {
		isCutShort(bytes.NewReader(in), int64(len(in)))
		if sheets, err := savedOld(bytes.NewReader(in), int64(len(in))); err == nil {
			soundResults(t, sheets, len(in))
		}
	})
}

// FuzzSavedBinary reads what stands in the two parts of an .xlsb that tell of
// its sheets, and of one of them.
func FuzzSavedBinary(f *testing.F) {
	parts := map[string]string{}
	for _, p := range partsOf(f, binaryBook(f, [][]any{{binaryFormula{9, []any{39120.5}}, binaryFormula{8, []any{"past"}}}, {binaryFormula{10, []any{byte(1)}}, 1.0}})) {
		parts[p[0]] = p[1]
	}
	const book, sheet = "xl/workbook.bin", "xl/worksheets/sheet1.bin"
	f.Add([]byte(parts[book]), []byte(parts[sheet]))
	f.Fuzz(func(t *testing.T, list, rows []byte) {
		parts[book], parts[sheet] = string(list), string(rows)
		data := zipParts(t, parts)
		if sheets, err := savedBinary(bytes.NewReader(data), int64(len(data))); err == nil {
			soundResults(t, sheets, len(list)+len(rows))
		}
	})
}
