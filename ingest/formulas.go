package ingest

import (
	"bytes"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// mostFormulas is how many formulas of a file are worked out again; the rest
// are counted as not checked. largestChecked is how large a workbook may be for
// it, since excelize holds it whole.
const (
	mostFormulas   = 2000
	largestChecked = 8 << 20
)

// A FormulaCell is a cell that holds a formula, with the result that was saved.
type FormulaCell struct {
	Sheet string
	Cell  Cell
}

// CheckFormulas works the formulas of a workbook out again and notes in the
// receipt whose saved result is another. What cannot be worked out is counted
// as not checked: a function that excelize does not know, the clock or chance,
// another workbook, or a file that is too large.
func (r *Receipt) CheckFormulas(in io.ReaderAt, size int64) {
	r.Stale, r.NotChecked = Count{}, r.Formulas.N
	if len(r.formulas) == 0 || size > largestChecked {
		return
	}
	data := make([]byte, size)
	if n, err := in.ReadAt(data, 0); int64(n) < size && err != nil {
		return
	}
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxPart})
	if err != nil {
		return
	}
	defer f.Close()
	for _, c := range r.formulas {
		fresh, ok := workOut(f, c)
		if !ok {
			continue
		}
		r.NotChecked--
		if !sameResult(c.Cell, fresh) {
			r.Stale.add(place(c.Sheet, c.Cell.Ref, ""))
		}
	}
}

// workOut gives the result of a formula. It reports false where there is none
// to trust. A calculator that fails on a torn file must not take us with it.
func workOut(f *excelize.File, c FormulaCell) (result string, ok bool) {
	defer func() {
		if recover() != nil {
			ok = false
		}
	}()
	formula, err := f.GetCellFormula(c.Sheet, c.Cell.Ref.String())
	if err != nil || formula == "" || isUnsteady(formula) {
		return "", false
	}
	result, err = f.CalcCellValue(c.Sheet, c.Cell.Ref.String(), excelize.Options{RawCellValue: true})
	return result, err == nil
}

// isUnsteady reports whether a formula gives something else each time, or reads
// another file.
func isUnsteady(formula string) bool {
	upper := strings.ToUpper(formula)
	for _, word := range []string{"NOW(", "TODAY(", "RAND(", "RANDBETWEEN(", "RANDARRAY(", "OFFSET(", "INDIRECT(", "CELL(", "INFO(", "[", "#REF!"} {
		if strings.Contains(upper, word) {
			return true
		}
	}
	return false
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
