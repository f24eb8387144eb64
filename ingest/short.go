package ingest

import (
	"math"
	"slices"
	"strings"
)

// A short row of a text file has fewer values than there are headings. Either
// only blanks are missing at its end, which Excel leaves off for many rows in
// turn, or a line break stands within a value, and the row goes on in the next
// line. What comes next tells: the two lines of a broken row have, together, no
// more values than there are headings.
type short struct {
	row    RowOfCells
	held   bool
	joined int // values of the lines just before that are one broken row; 0 if there is none
	whole  int // values of the row just before, if only blanks were missing there; 0 if it was another
}

// next reads a row, once it is known whether the one before it is whole.
func (r *rowReader) next(row RowOfCells, give func() error) error {
	if err := r.release(row.Width, give); err != nil {
		return err
	}
	if r.isShort(row) {
		r.hold(row)
		return nil
	}
	r.short.joined, r.short.whole = 0, 0
	if err := r.read(row); err != nil {
		return err
	}
	return give()
}

func (r *rowReader) isShort(row RowOfCells) bool {
	p := r.part
	return row.Width > 0 && row.Width < min(p.last, p.width) && !row.Torn && row.Behind == 0 &&
		p.tag == "" && p.left <= 1 && p.right == math.MaxInt
}

// hold keeps a row until the next one is there.
func (r *rowReader) hold(row RowOfCells) {
	cells := append(r.short.row.Cells[:0], row.Cells...)
	for i := range cells {
		cells[i].Raw = strings.Clone(cells[i].Raw)
	}
	row.Cells = cells
	r.short.row, r.short.held = row, true
}

// release reads the row that is held. next is how many values the row after it
// has, or 0 if there is none. The last row of a file that was cut short has no line
// end.
func (r *rowReader) release(next int, give func() error) error {
	s := &r.short
	if !s.held {
		return nil
	}
	s.held = false
	row, width := s.row, s.row.Width
	switch full := max(r.part.last, r.part.width); {
	case s.joined > 0 && s.joined+width-1 <= full:
		s.joined += width - 1
		s.whole = 0
	case r.lacks(width) || next == 0 && (row.Open || s.joined > 0) && s.whole != width || next > 0 && next < r.part.last && width+next-1 <= full:
		s.joined, s.whole = width, 0
	default:
		s.joined, s.whole = 0, width
		row.Width = r.part.last // blanks at its end
	}
	if err := r.read(row); err != nil {
		return err
	}
	return give()
}

// lacks reports whether a row of so many values has none for a column that every
// row must have.
func (r *rowReader) lacks(width int) bool {
	return slices.ContainsFunc(r.part.headings, func(h spelt) bool {
		return h.column >= 0 && h.ref.Col > width && r.columns[h.column].Filled
	})
}
