package ingest

import (
	"context"
	"io"
	"iter"
	"math"
	"slices"
	"strconv"
	"strings"

	"academy/queries"
)

// mostFormulas is how many formulas of a table are worked out again; the rest
// are counted as not checked. mostSaved is of how many in the workbook it is
// asked whether they give the same each time. largestChecked is how large a
// workbook may be for it, since excelize holds it whole.
const (
	mostFormulas   = 2000
	mostSaved      = 100_000
	largestChecked = 8 << 20
)

// A FormulaCell is a cell that holds a formula, with the result that was saved.
type FormulaCell struct {
	Sheet string
	Cell  Cell

	Line   int    // of its row, as faults have it; 0 of one that no table reads
	Column string // of the source; "" where its value is not kept
}

// checkFormulas works the formulas of the tables of a workbook out again and
// notes in their receipts whose saved result is another. What cannot be worked
// out is counted as not checked: a function that excelize does not know, the
// clock or chance, another workbook, a file that is too large, or one that takes
// too long. What refers to the clock is worked out from what was saved of it. in
// is what excelize can open of the file; sheets are those of the file as they
// were read. The error is that of ctx, or of reading.
func checkFormulas(ctx context.Context, in io.ReaderAt, size int64, sheets iter.Seq2[Sheet, error], receipts []*Receipt) error {
	ask := calculation{}
	for _, r := range receipts {
		r.Stale, r.stale, r.NotChecked = Count{}, nil, r.Formulas.N
		ask.Asked = append(ask.Asked, r.formulas...)
	}
	if len(ask.Asked) == 0 || size > largestChecked {
		return nil
	}
	ask.Book = make([]byte, size)
	if n, err := in.ReadAt(ask.Book, 0); int64(n) < size {
		return err
	}
	ask.Saved = formulasOf(sheets)
	results, err := calculate(ctx, calculateTime, ask)
	if err != nil {
		return err
	}
	for _, r := range receipts {
		n := min(len(r.formulas), len(results))
		for i, fresh := range results[:n] {
			c := r.formulas[i]
			if !fresh.OK {
				continue
			}
			r.NotChecked--
			if !sameResult(c.Cell, fresh.Result) {
				r.Stale.add(place(c.Sheet, c.Cell.Ref, ""))
				r.stale = append(r.stale, c)
			}
		}
		results = results[n:]
	}
	return nil
}

// askStale asks about each value that a formula saved and does not give. Where
// something is wrong with the value already, that is said alone.
func (j *Judgement) askStale() {
	for _, c := range j.Table.Receipt.stale {
		if c.Column == "" || slices.ContainsFunc(j.Faults, func(f queries.Fault) bool {
			return f.Line == c.Line && (f.Column == c.Column || f.Severity == queries.LeaveOutRow)
		}) {
			continue
		}
		j.Faults = append(j.Faults, queries.Fault{
			Line: c.Line, Column: c.Column, Place: place(c.Sheet, c.Cell.Ref, ""), Severity: queries.Ask, Code: "stale-formula",
			Says: "the result of this formula that was saved is not what it gives; we use what was saved",
			Fix:  "open the file in Excel, press F9, look at the number, save the file and send it again",
		})
	}
}

// formulasOf lists the formulas of a workbook, up to mostSaved.
func formulasOf(sheets iter.Seq2[Sheet, error]) (all []FormulaCell) {
	for sheet, err := range sheets {
		if err != nil {
			return all
		}
		for row, err := range sheet.Rows {
			if err != nil || len(all) > mostSaved {
				return all
			}
			for _, c := range row.Cells {
				if c.Flags&Formula != 0 {
					all = append(all, FormulaCell{Sheet: sheet.Name, Cell: c})
				}
			}
		}
	}
	return all
}

// sameResult compares a saved result with a fresh one, numbers to the twelve
// digits that two programs agree on.
func sameResult(saved Cell, fresh string) bool {
	switch saved.Kind {
	case Number, Date:
		n, err := strconv.ParseFloat(fresh, 64)
		was, errRaw := strconv.ParseFloat(saved.Raw, 64)
		if errRaw != nil {
			was = saved.Number
		}
		return err == nil && math.Abs(n-was) <= 1e-9*math.Max(1, math.Abs(was))
	case Bool:
		return strings.EqualFold(fresh, saved.text()) || fresh == saved.Raw
	case Empty:
		return fresh == ""
	}
	return fresh == saved.Raw
}
