package ingest

import (
	"encoding/binary"
	"errors"
	"io"
	"math"
)

// A rowStore keeps the rows of a large sheet as they were read, in a fraction
// of their XML, until it is known which of their cells are covered by merges.
//
// A row is how many lines after the one before it, whether it is hidden, the
// values of its cells as they are written, one after the other with their length
// in front, and then its cells: for each what it is, how many columns after the
// one before it, and what tells its value. Numbers are varints.
type rowStore struct {
	blocks [][]byte // rows, none in two of them
	room   int      // bytes that may still be kept
	full   bool     // there was no room: nothing is kept

	line  int    // of the row kept last
	raw   []byte // of the row at hand: what its values are written as
	cells []byte // and its cells
	col   int
}

// What a cell of a rowStore is.
const (
	rowEnd       byte = iota
	storedNumber      // its style; its value as it is written
	storedText        // which of the texts that cells point to
	storedCell        // kind, flags, digits and number; its value as it is written
)

// over reports whether the row at hand is more than there is room for. Then
// nothing is kept.
func (s *rowStore) over() bool {
	if !s.full && len(s.raw)+len(s.cells) > s.room {
		s.full, s.blocks, s.raw, s.cells = true, nil, nil, nil
	}
	return s.full
}

// number keeps a number as it is written.
func (s *rowStore) number(col, style int, value []byte) {
	if s.over() {
		return
	}
	s.place(storedNumber, col)
	s.cells = binary.AppendUvarint(s.cells, uint64(style+1))
	s.raw = append(append(s.raw, byte(len(value))), value...) // quickNumber reads no long ones
}

// text keeps a text that the cell points to.
func (s *rowStore) text(col, index int) {
	if s.over() {
		return
	}
	s.place(storedText, col)
	s.cells = binary.AppendUvarint(s.cells, uint64(index))
}

// cell keeps any other cell.
func (s *rowStore) cell(col int, c Cell) {
	if s.over() {
		return
	}
	s.place(storedCell, col)
	s.cells = append(s.cells, byte(c.Kind), byte(c.Flags), c.Digits)
	s.cells = binary.LittleEndian.AppendUint64(s.cells, math.Float64bits(c.Number))
	s.cells = binary.AppendUvarint(s.cells, uint64(len(c.Raw)))
	s.raw = append(s.raw, c.Raw...)
}

// place begins a cell. Most stand beside the one before them.
func (s *rowStore) place(what byte, col int) {
	if col == s.col+1 {
		s.cells = append(s.cells, what)
	} else {
		s.cells = binary.AppendUvarint(append(s.cells, what|placed), uint64(col))
	}
	s.col = col
}

// placed says that the column of a cell follows.
const placed byte = 1 << 7

// end ends the row at hand. One without cells is not kept.
func (s *rowStore) end(line int, hidden bool) {
	if len(s.cells) > 0 && !s.full {
		var head [3*binary.MaxVarintLen64 + 1]byte
		h := binary.AppendUvarint(head[:0], uint64(line-s.line))
		h = append(h, isSet(hidden))
		h = binary.AppendUvarint(h, uint64(len(s.raw)))
		s.add(h)
		s.line = line
	}
	s.raw, s.cells, s.col = s.raw[:0], s.cells[:0], 0
}

func isSet(b bool) byte {
	if b {
		return 1
	}
	return 0
}

func (s *rowStore) add(head []byte) {
	size := len(head) + len(s.raw) + len(s.cells) + 1
	if s.room -= size; s.room < 0 {
		s.full, s.blocks = true, nil
		return
	}
	last := len(s.blocks) - 1
	if last < 0 || len(s.blocks[last])+size > cap(s.blocks[last]) {
		s.blocks = append(s.blocks, make([]byte, 0, max(size, keptBlock)))
		last++
	}
	b := append(append(append(s.blocks[last], head...), s.raw...), s.cells...)
	s.blocks[last] = append(b, rowEnd)
}

// A storedReader gives the rows of a rowStore back.
type storedReader struct {
	covering
	book   *workbook
	blocks [][]byte
	rest   []byte // of the block at hand
	failed error  // what stands after the rows; io.EOF where nothing does
	row    RowOfCells
}

// errStored cannot come: what is read was written here.
var errStored = errors.New("a kept row is not as it was kept")

// next returns the next row, and io.EOF after the last.
func (r *storedReader) next() (RowOfCells, error) {
	for len(r.rest) == 0 {
		if len(r.blocks) == 0 {
			return RowOfCells{}, r.failed
		}
		r.rest, r.blocks = r.blocks[0], r.blocks[1:]
	}
	ahead := r.varint()
	hidden := r.byte() == 1
	line := r.row.Line + ahead
	r.row = RowOfCells{Line: line, Hidden: hidden, Filter: hidden && r.filter.holds(line), Cells: r.row.Cells[:0]}
	r.merges.at(line)
	r.row.Merges = r.merges.live
	n := r.varint()
	values := r.rest[:n]
	raw := string(values) // one string for the row
	r.rest = r.rest[n:]
	shown := !hidden && r.hidden == nil && len(r.merges.live) == 0 // every cell counts as it is
	for col, at := 0, 0; ; {
		what := r.byte()
		if what == rowEnd {
			return r.row, nil
		}
		if col++; what&placed != 0 {
			col = r.varint()
		}
		var cell Cell
		switch what &^ placed {
		case storedNumber:
			style, start := r.varint()-1, at+1
			at = start + int(values[at])
			f, _ := quickNumber(values[start:at])
			cell = r.book.numberCell(style, raw[start:at], f)
		case storedText:
			cell, _ = r.book.strings.cell(r.varint())
		case storedCell:
			cell, at = r.cell(raw, at)
		default:
			return RowOfCells{}, errStored
		}
		if cell.Ref = (Ref{line, col}); !shown {
			var ok bool
			if cell, ok = r.counted(cell, cell.Ref, hidden); !ok {
				continue
			}
		}
		r.row.Cells = append(r.row.Cells, cell)
	}
}

// cell reads a cell that is kept whole, whose value starts at a byte of raw. It
// returns where that ends.
func (r *storedReader) cell(raw string, at int) (Cell, int) {
	c := Cell{Kind: Kind(r.rest[0]), Flags: Flags(r.rest[1]), Digits: r.rest[2], Number: math.Float64frombits(binary.LittleEndian.Uint64(r.rest[3:]))}
	r.rest = r.rest[11:]
	end := at + r.varint()
	c.Raw = raw[at:end]
	return c, end
}

func (r *storedReader) byte() byte {
	b := r.rest[0]
	r.rest = r.rest[1:]
	return b
}

func (r *storedReader) varint() int {
	if b := r.rest[0]; b < 0x80 {
		r.rest = r.rest[1:]
		return int(b)
	}
	v, n := binary.Uvarint(r.rest)
	r.rest = r.rest[n:]
	return int(v)
}

// A covering says how the cells of a sheet count: which are hidden, and which
// are covered by merges.
type covering struct {
	merges merges
	filter span
	hidden []bool // by column
}

// counted returns a cell as it counts at a place. It reports false for one that
// holds nothing.
func (c *covering) counted(cell Cell, ref Ref, hidden bool) (Cell, bool) {
	cell.Ref = ref
	if hidden || c.hides(ref.Col) {
		cell.Flags |= Hidden
	}
	if len(c.merges.live) > 0 && covers(c.merges.live, ref) {
		flags := cell.Flags&Hidden | Merged
		if cell.Kind != Empty {
			flags |= Ghost
		}
		cell = Cell{Ref: ref, Flags: flags}
	}
	return cell, cell.Kind != Empty || cell.Flags&(Formula|Ghost) != 0
}

func (c *covering) hides(col int) bool { return c.hidden != nil && c.hidden[col] }

// scan reads the rows of a large sheet into a store, up to where they cannot be
// read or there is no more room.
func (b *workbook) scan(s sheetPart, in io.Reader, k *kept) {
	store := &rowStore{room: b.spare}
	reader := b.sheetReader(s, newScanner(in))
	reader.store = store
	for k.failed == nil && !store.full {
		_, k.failed = reader.next()
	}
	if !store.full {
		k.rows, k.hidden = store, reader.hidden
	}
	b.spare = store.room
}
