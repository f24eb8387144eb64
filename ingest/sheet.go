package ingest

import (
	"errors"
	"io"
	"iter"
	"math"
	"strconv"
	"strings"
)

// rows yields the rows of one sheet as they stand in its XML.
func (b *workbook) rows(s sheetPart) iter.Seq2[RowOfCells, error] {
	var k *kept
	return func(yield func(RowOfCells, error) bool) {
		if k == nil {
			var err error
			if k, err = b.keep(s); err != nil {
				yield(RowOfCells{}, sheetRefusal(s.name, err))
				return
			}
		}
		next, done, err := b.reader(s, k)
		if err != nil {
			yield(RowOfCells{}, sheetRefusal(s.name, err))
			return
		}
		defer done() //nolint:errcheck // it was read, and nothing is written
		for last := 0; ; {
			row, err := next()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				yield(RowOfCells{}, sheetRefusal(s.name, err))
				return
			}
			if len(row.Cells) == 0 {
				continue
			}
			row.Blank, last = row.Line-last-1, row.Line
			if !yield(row, nil) {
				return
			}
		}
	}
}

// reader returns what gives the rows of a sheet, one a call.
func (b *workbook) reader(s sheetPart, k *kept) (next func() (RowOfCells, error), done func() error, err error) {
	over := covering{merges: merges{spans: k.spans}, filter: k.filter}
	if k.rows != nil {
		over.hidden = k.hidden
		in := &storedReader{covering: over, book: b, blocks: k.rows.blocks, failed: k.failed}
		return in.next, func() error { return nil }, nil
	}
	xml, done, err := b.open(s.part, k)
	if err != nil {
		return nil, nil, err
	}
	in := b.sheetReader(s, xml)
	in.covering = over
	return in.next, done, nil
}

func (b *workbook) sheetReader(s sheetPart, xml *scanner) *sheetReader {
	in := &sheetReader{book: b, xml: xml, saved: s.saved}
	if s.saved != nil {
		in.results = s.saved.results
	}
	return in
}

// A sheetReader reads the XML of a sheet from the top.
type sheetReader struct {
	covering
	book  *workbook
	xml   *scanner
	long  int       // bytes of the texts of the row at hand
	store *rowStore // where the cells go; nil where they stand in the row
	cols  int       // descriptions of columns seen
	row   RowOfCells
	raw   []byte // the numbers of the row as they are written
	ends  []int  // of each cell of the row, where its number ends in raw; 0 if it has none there
	text  []byte // scratch

	saved   *savedSheet   // nil unless LibreOffice made the workbook
	results []savedResult // of saved, those of the cells still to come
	again   bool          // the start tag at hand is of a row that was put off
}

// rowDepth is how deep a row stands: in the rows of the sheet. So does what is
// said of a column.
const rowDepth = 3

// next returns the next row, and io.EOF after the last. Reading on to the end
// of the XML is what shows that the sheet is whole.
func (in *sheetReader) next() (RowOfCells, error) {
	if in.again {
		in.again = false
		return in.readRow()
	}
	for {
		kind, err := in.xml.next()
		if errors.Is(err, io.EOF) && in.lostRow(maxRows+1) {
			return in.row, nil
		}
		if err != nil { // io.EOF too: the scanner has checked that all is closed
			return RowOfCells{}, err
		}
		if kind != startTag {
			continue
		}
		switch {
		case !in.xml.within("worksheet"):
			return RowOfCells{}, errMixedUp
		case len(in.xml.starts) > rowDepth: // a control says by rows and columns where it is
			continue
		case in.xml.is("col") && in.row.Line == 0: // after a row it describes none
			if err := in.hide(); err != nil {
				return RowOfCells{}, err
			}
		case in.xml.is("row"):
			return in.readRow()
		}
	}
}

func (in *sheetReader) readRow() (RowOfCells, error) {
	line := in.row.Line + 1 // a row need not say which it is
	if r := in.xml.attr("r"); r != "" {
		n, err := strconv.Atoi(r)
		switch {
		case err != nil || n < line:
			return RowOfCells{}, refuseTorn("the rows of a sheet are out of order")
		case n > maxRows:
			return RowOfCells{}, errBeyond
		}
		line = n
	}
	if line > maxRows {
		return RowOfCells{}, errBeyond
	}
	if in.lostRow(line) {
		in.again = true
		return in.row, nil
	}
	in.startRow(line, isTrue(in.xml.attr("hidden")) || isZero(in.xml.attr("ht")))
	if err := in.readCells(); err != nil {
		return RowOfCells{}, err
	}
	in.endRow()
	return in.row, nil
}

func (in *sheetReader) startRow(line int, hidden bool) {
	in.row = RowOfCells{Line: line, Hidden: hidden, Filter: hidden && in.filter.holds(line), Cells: in.row.Cells[:0]}
	in.raw, in.ends, in.long = in.raw[:0], in.ends[:0], 0
	in.merges.at(line)
	in.row.Merges = in.merges.live
}

func (in *sheetReader) endRow() {
	in.addLost(Ref{in.row.Line + 1, 0})
	if in.store != nil {
		in.store.end(in.row.Line, in.row.Hidden)
		return
	}
	in.keepNumbers()
}

// errLooseText is what a row gives whose tags are broken: they are text then.
var errLooseText = refuseTorn("text stands between the cells of a sheet")

// holds reports whether a row is one that a filter may hide: its first row has
// the headings.
func (s span) holds(line int) bool { return line > s.top && line <= s.bottom }

// readCells reads the cells of a row, up to its end.
func (in *sheetReader) readCells() error {
	if in.xml.selfClosed {
		_, err := in.xml.next()
		return err
	}
	col := 0
	for {
		var err error
		if !in.hasResults() {
			if col, err = in.quickCells(col); err != nil {
				return err
			}
		}
		kind, err := in.xml.next()
		switch {
		case err != nil:
			return noEnd(err)
		case kind == endTag && in.xml.is("row"):
			return nil
		case kind == charData && !in.xml.isSpace():
			return errLooseText
		case kind != startTag:
			continue
		case !in.xml.is("c"):
			if err := in.xml.skip(); err != nil {
				return err
			}
			continue
		}
		if col, err = in.readCell(col); err != nil {
			return err
		}
	}
}

// place returns the place of a cell that says it is at r, or of the one after
// col if it says nothing.
func (in *sheetReader) place(r string, col int) (Ref, error) {
	ref := Ref{in.row.Line, col + 1}
	if r != "" {
		at, ok := parseRef(r)
		switch {
		case !ok && isFar(r):
			return ref, errBeyond
		case !ok || at.Row != in.row.Line || at.Col <= col:
			return ref, refuseTorn("the cells of a row are out of order")
		}
		ref = at
	}
	if ref.Col > maxColumns {
		return ref, errBeyond
	}
	return ref, nil
}

// readCell reads one cell whose start tag is at hand. It returns its column.
func (in *sheetReader) readCell(col int) (int, error) {
	x := in.xml
	kind, style := x.attr("t"), styleOf(x.attr("s"))
	ref, err := in.place(x.attr("r"), col)
	if err != nil {
		return 0, err
	}
	var value, inline string
	hasValue := false
	var flags Flags
	for outside := len(x.starts) - 1; ; {
		token, err := x.next()
		switch {
		case err != nil:
			return 0, noEnd(err)
		case token == endTag && len(x.starts) == outside:
			if hasValue && value == "" && kind == "str" { // the result is a text of no length
				flags &^= Formula
			}
			cell, err := in.book.cell(kind, style, value, inline)
			if err != nil {
				return 0, err
			}
			if in.long += len(inline); in.long > maxRowText {
				return 0, errTooLarge
			}
			cell.Flags |= flags
			if in.saved != nil {
				cell = in.asSaved(cell, style, ref)
			}
			in.add(cell, ref)
			return ref.Col, nil
		case token == charData && !x.isSpace():
			return 0, errLooseText
		case token != startTag:
			continue
		case x.is("v") && hasValue:
			err = refuseTorn("a cell has two values")
		case x.is("v"):
			in.text, err = x.textOf(in.text[:0])
			value, hasValue = string(in.text), true
		case x.is("is"):
			inline, in.text, err = x.inlineText(in.text)
		case x.is("f"):
			flags |= Formula
			err = x.skip()
		default:
			err = x.skip()
		}
		if err != nil {
			return 0, err
		}
	}
}

// styleOf reads the number of a style: -1 if there is none, and one that no list has
// if it cannot be read.
func styleOf(s string) int {
	if s == "" {
		return -1
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		return math.MaxInt
	}
	return n
}

// add adds a cell to the row, unless it holds nothing.
func (in *sheetReader) add(cell Cell, ref Ref) {
	if in.store != nil {
		if cell.Kind != Empty || cell.Flags&Formula != 0 {
			in.store.cell(ref.Col, cell)
		}
		return
	}
	if cell, ok := in.counted(cell, ref, in.row.Hidden); ok {
		in.row.Cells = append(in.row.Cells, cell)
		in.ends = append(in.ends, 0)
	}
}

// keepNumbers gives the numbers of the row the text they were read from: one
// string for them all.
func (in *sheetReader) keepNumbers() {
	if len(in.raw) == 0 {
		return
	}
	all, start := string(in.raw), 0
	for i, end := range in.ends {
		if end > 0 {
			in.row.Cells[i].Raw = all[start:end]
			start = end
		}
	}
}

// isZero reports whether a row is so high, or a column so wide, that nobody sees it.
func isZero(size string) bool { return size != "" && size[0] == '0' && strings.Trim(size, "0.") == "" }

// hide notes the columns that a col element hides.
func (in *sheetReader) hide() error {
	if in.cols++; in.cols > maxColumns {
		return errTooLarge
	}
	if !isTrue(in.xml.attr("hidden")) && !isZero(in.xml.attr("width")) {
		return nil
	}
	first, _ := strconv.Atoi(in.xml.attr("min")) // what cannot be read hides nothing
	last, _ := strconv.Atoi(in.xml.attr("max"))
	if in.hidden == nil {
		in.hidden = make([]bool, maxColumns+1)
	}
	for col := max(first, 1); col <= min(last, maxColumns); col++ {
		in.hidden[col] = true
	}
	return nil
}
