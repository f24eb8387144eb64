package ingest

import (
	"bytes"
	"iter"
	"math"
	"slices"
	"strconv"
)

// A savedSheet is what an .xls or .xlsb itself says of the formulas of a sheet.
// LibreOffice works them out anew while it makes a workbook of the file: those
// that use the clock always, others as it sees fit.
type savedSheet struct {
	name    string
	results []savedResult // by row and column

	// uncomputed says that no formula of the file has a result that a program
	// would not write which cannot calculate: a text of no length, or a doubt.
	uncomputed bool

	// unknown says that the results could not be read, so that those of
	// LibreOffice stand.
	unknown bool
}

// A savedResult is what a formula gave when the file was saved.
type savedResult struct {
	at     place32
	kind   Kind   // Empty for a text of no length
	none   bool   // there is no result
	doubt  bool   // it is 0, and to be worked out when the file is opened
	text   string // or the error
	number float64
}

// savedSize is about how many bytes a result takes, beside its text.
const savedSize = 40

// A place32 is a Ref in half its size: there may be millions of them.
type place32 struct{ row, col int32 }

func (p place32) before(ref Ref) bool {
	return int(p.row) < ref.Row || int(p.row) == ref.Row && int(p.col) < ref.Col
}

func (p place32) ref() Ref { return Ref{int(p.row), int(p.col)} }

// numberResult is a result that is a number; none where it is no number.
func numberResult(n float64) savedResult {
	return savedResult{kind: Number, number: n, none: math.IsNaN(n) || math.IsInf(n, 0)}
}

func textResult(s string) savedResult {
	if s == "" {
		return savedResult{}
	}
	return savedResult{kind: Text, text: s}
}

func boolResult(b byte) savedResult {
	return savedResult{kind: Bool, number: float64(isSet(b != 0))}
}

// errorResult is an error by its number, as both formats have it.
func errorResult(code byte) savedResult {
	text, ok := map[byte]string{0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?",
		0x24: "#NUM!", 0x2A: "#N/A", 0x2B: "#GETTING_DATA"}[code]
	if !ok {
		text = "#UNKNOWN!"
	}
	return savedResult{kind: Error, text: text}
}

// cell returns the result as a cell of a style.
func (r *savedResult) cell(b *workbook, style int) Cell {
	var c Cell
	switch {
	case r.none:
	case r.kind == Number:
		c = b.numberCell(style, strconv.FormatFloat(r.number, 'g', -1, 64), r.number)
	case r.kind == Text:
		if c = textCell(r.text); c.Kind == Empty {
			return c
		}
	case r.kind == Empty:
		return c
	default:
		c = Cell{Kind: r.kind, Raw: r.text, Number: r.number}
		if r.kind == Bool {
			c.Raw = plain(r.number)
		}
	}
	c.Flags |= Formula
	return c
}

// sortResults puts the results of the sheets in order, and says of each whether
// anything was computed.
func sortResults(sheets []savedSheet) []savedSheet {
	uncomputed := true
	for _, s := range sheets {
		slices.SortStableFunc(s.results, func(a, b savedResult) int {
			if a.at.row != b.at.row {
				return int(a.at.row - b.at.row)
			}
			return int(a.at.col - b.at.col)
		})
		for _, r := range s.results {
			uncomputed = uncomputed && (r.none || r.doubt || r.kind == Empty)
		}
	}
	for i := range sheets {
		sheets[i].uncomputed = uncomputed
	}
	return sheets
}

// convertedSheets yields the sheets of the workbook that LibreOffice made of a
// file, with the results that the file has of its formulas; nil where they
// could not be read.
func convertedSheets(book []byte, saved []savedSheet) iter.Seq2[Sheet, error] {
	return bookSheets(bytes.NewReader(book), int64(len(book)), func(b *workbook) {
		found := func(name string) int {
			return slices.IndexFunc(saved, func(s savedSheet) bool { return s.name == name })
		}
		renamed := slices.ContainsFunc(b.sheets, func(s sheetPart) bool { return found(s.name) < 0 })
		for i := range b.sheets {
			from := found(b.sheets[i].name)
			if renamed && len(saved) == len(b.sheets) {
				from = i
			}
			b.sheets[i].saved = &savedSheet{unknown: true}
			if from >= 0 {
				b.sheets[i].saved = &saved[from]
			}
		}
	})
}

// asSaved returns a cell of a workbook that LibreOffice made as it stood in the
// file. What is a formula only in that workbook, as TRUE becomes one, is none.
func (in *sheetReader) asSaved(cell Cell, style int, ref Ref) Cell {
	if in.saved.unknown {
		if cell.Flags&Formula != 0 {
			cell.Flags |= Recomputed
		}
		return cell
	}
	in.addLost(ref)
	if len(in.results) == 0 || in.results[0].at.ref() != ref {
		cell.Flags &^= Formula
		return cell
	}
	r := in.nextResult()
	if in.saved.uncomputed && (r.doubt || cell.Kind != Empty) {
		return Cell{Flags: Formula}
	}
	return r.cell(in.book, style)
}

// hasResults reports whether cells of the row at hand have results still to come.
func (in *sheetReader) hasResults() bool {
	return len(in.results) > 0 && int(in.results[0].at.row) <= in.row.Line
}

// nextResult takes the next result. Of two for one place the later one counts.
func (in *sheetReader) nextResult() savedResult {
	r := in.results[0]
	for len(in.results) > 0 && in.results[0].at == r.at {
		r, in.results = in.results[0], in.results[1:]
	}
	return r
}

// addLost adds the results of formulas of the row at hand that stand before a
// place and that the workbook which LibreOffice made has not.
func (in *sheetReader) addLost(before Ref) {
	for len(in.results) > 0 && in.results[0].at.before(before) {
		r := in.nextResult()
		in.add(r.cell(in.book, -1), r.at.ref())
	}
}

// lostRow reports whether rows above a line are lost that hold formulas, and
// makes the first of them the row at hand.
func (in *sheetReader) lostRow(line int) bool {
	if len(in.results) == 0 || int(in.results[0].at.row) >= line {
		return false
	}
	in.startRow(int(in.results[0].at.row), false)
	in.endRow()
	return true
}
