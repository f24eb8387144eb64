package ingest

import "math"

// quickCells reads cells as nearly every program writes them,
//
//	<c r="B7" s="3" t="s"><v>12</v></c>
//
// straight from the window, where most of the time of a large sheet goes. At
// the first that is anything else it stops, and leaves it to readCell, which
// knows all of XML. It returns the column of the last cell it read.
func (in *sheetReader) quickCells(col int) (int, error) {
	x := in.xml
	for {
		b := x.buf[x.pos:x.end]
		q := quick{in: in}
		n := q.parse(b)
		if n == 0 {
			return col, nil
		}
		if q.col == 0 {
			q.col = col + 1
		}
		if q.col <= col || q.row != 0 && q.row != in.row.Line || q.col > maxColumns {
			return col, nil // readCell says what is wrong
		}
		cell, ok := q.cell(b)
		if !ok {
			return col, nil
		}
		x.pos += n
		col = q.col
		if in.store != nil {
			q.keep(in.store, b, cell)
			continue
		}
		kept := len(in.row.Cells)
		in.add(cell, Ref{in.row.Line, col})
		if len(in.row.Cells) > kept && q.number {
			if last := &in.row.Cells[kept]; last.Kind == Number || last.Kind == Date {
				in.raw = append(in.raw, b[q.from:q.to]...)
				in.ends[kept] = len(in.raw)
			}
		}
	}
}

// A quick is one cell as it was found in the window.
type quick struct {
	in       *sheetReader
	row, col int // 0 where it does not say
	style    int
	kind     byte // 0 for a number, s, b or e
	typed    bool // its tag says of which kind it is
	from, to int  // its value
	number   bool
	index    int // of the text it points to
}

// parse finds the cell at the start of b, and how many bytes it has: 0 if it
// is not of the usual kind, or not all there.
func (q *quick) parse(b []byte) int {
	if len(b) < 4 || b[0] != '<' || b[1] != 'c' {
		return 0
	}
	q.style = -1
	i := 2
	for i < len(b) && b[i] == ' ' {
		n := q.attr(b[i+1:])
		if n == 0 {
			return 0
		}
		i += 1 + n
	}
	if i+2 > len(b) {
		return 0
	}
	if b[i] == '/' && b[i+1] == '>' {
		q.from, q.to = i, i
		return i + 2
	}
	if i+4 > len(b) || string(b[i:i+4]) != "><v>" {
		return 0
	}
	i += 4
	q.from = i
	for i < len(b) && b[i] != '<' && b[i] != '&' && b[i] >= ' ' {
		i++
	}
	q.to = i
	if i+8 > len(b) || string(b[i:i+8]) != "</v></c>" {
		return 0
	}
	return i + 8
}

// attr reads an attribute that a cell usually has, and returns how many bytes
// it takes; 0 for any other.
func (q *quick) attr(b []byte) int {
	if len(b) < 5 || b[1] != '=' || b[2] != '"' {
		return 0
	}
	i := 3
	switch b[0] {
	case 'r':
		if q.col != 0 { // it is there twice, which readCell refuses
			return 0
		}
		for ; i < len(b) && b[i] >= 'A' && b[i] <= 'Z' && i < 7; i++ {
			q.col = q.col*26 + int(b[i]-'A') + 1
		}
		for ; i < len(b) && b[i] >= '0' && b[i] <= '9' && i < 16; i++ {
			q.row = q.row*10 + int(b[i]-'0')
		}
		if q.col == 0 || q.row == 0 {
			return 0
		}
	case 's':
		if q.style >= 0 {
			return 0
		}
		q.style = 0
		for ; i < len(b) && b[i] >= '0' && b[i] <= '9' && i < 10; i++ {
			q.style = q.style*10 + int(b[i]-'0')
		}
	case 't':
		if q.typed {
			return 0
		}
		q.typed = true
		switch b[3] {
		case 's', 'b', 'e', 'n':
			q.kind = b[3]
			if q.kind == 'n' {
				q.kind = 0
			}
			i++
		}
	default:
		return 0
	}
	if i == 3 || i >= len(b) || b[i] != '"' {
		return 0
	}
	return i + 1
}

// cell makes the cell. It reports false for one that is better left to the
// slow way.
func (q *quick) cell(b []byte) (Cell, bool) {
	value := b[q.from:q.to]
	if len(value) == 0 {
		return Cell{}, q.kind != 'e'
	}
	switch q.kind {
	case 0:
		n, ok := quickNumber(value)
		q.number = true
		return q.in.book.numberCell(q.style, "", n), ok
	case 's':
		i, ok := quickIndex(value)
		if !ok {
			return Cell{}, false
		}
		q.index = i
		return q.in.book.strings.cell(i)
	}
	return Cell{}, false
}

// keep hands the cell to a store.
func (q *quick) keep(s *rowStore, b []byte, cell Cell) {
	switch {
	case cell.Kind == Empty:
	case q.number:
		s.number(q.col, q.style, b[q.from:q.to])
	default:
		s.text(q.col, q.index)
	}
}

func quickIndex(b []byte) (n int, ok bool) {
	if len(b) > 9 {
		return 0, false
	}
	for _, c := range b {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, true
}

// powers are those of ten that a float64 holds exactly.
var powers = func() (p [23]float64) {
	for i := range p {
		p[i] = math.Pow10(i)
	}
	return p
}()

// quickNumber reads digits with or without a decimal point and a sign, where
// the result is exact: both the digits as a whole number and the power of ten
// that divides them are float64s, and the division rounds once. Source: W.
// Clinger, How to read floating point numbers accurately, 1990. It reports
// false for all others.
func quickNumber(b []byte) (float64, bool) {
	i, negative := 0, false
	if b[0] == '-' {
		negative, i = true, 1
	}
	var digits uint64
	n, fraction, point := 0, 0, false
	for ; i < len(b); i++ {
		switch c := b[i]; {
		case c >= '0' && c <= '9':
			digits = digits*10 + uint64(c-'0')
			n++
			if point {
				fraction++
			}
		case c == '.' && !point:
			point = true
		default:
			return 0, false
		}
	}
	if n == 0 || n > 18 || digits > 1<<53 || fraction >= len(powers) || point && fraction == 0 || b[len(b)-1] == '.' {
		return 0, false
	}
	f := float64(digits) / powers[fraction]
	if negative {
		f = -f
	}
	return f, true
}
