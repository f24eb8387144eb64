package ingest

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"
)

// rows yields the rows of one sheet as they stand in its XML.
func (b *workbook) rows(s sheetPart) iter.Seq2[RowOfCells, error] {
	var spans []span
	looked := false
	return func(yield func(RowOfCells, error) bool) {
		if !looked {
			var err error
			if spans, err = b.pack.readMerges(s.part); err != nil {
				yield(RowOfCells{}, bookRefusal(err))
				return
			}
			looked = true
		}
		rc, err := b.pack.open(s.part, maxInflated)
		if err != nil {
			yield(RowOfCells{}, bookRefusal(err))
			return
		}
		defer rc.Close()
		in := &sheetReader{book: b, xml: newXMLReader(rc), merges: merges{spans: spans}}
		for last := 0; ; {
			row, err := in.next()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				yield(RowOfCells{}, bookRefusal(err))
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

// A sheetReader reads the XML of a sheet from the top.
type sheetReader struct {
	book   *workbook
	xml    *xmlReader
	merges merges
	hidden []bool // by column
	cols   int    // descriptions of columns seen
	row    RowOfCells
}

// next returns the next row, and io.EOF after the last. Reading on to the end
// of the XML is what shows that the sheet is whole.
func (in *sheetReader) next() (RowOfCells, error) {
	for {
		token, err := in.xml.Token()
		if errors.Is(err, io.EOF) { // the decoder has checked that all is closed
			return RowOfCells{}, io.EOF
		}
		if err != nil {
			return RowOfCells{}, fmt.Errorf("%w: %w", errXML, err)
		}
		e, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		switch e.Name.Local {
		case "col":
			if err := in.hide(e); err != nil {
				return RowOfCells{}, err
			}
		case "row":
			return in.readRow(e)
		}
	}
}

func (in *sheetReader) readRow(e xml.StartElement) (RowOfCells, error) {
	line := in.row.Line + 1 // a row need not say which it is
	if r := attr(e, "r"); r != "" {
		n, err := strconv.Atoi(r)
		if err != nil || n < line || n > maxRows {
			return RowOfCells{}, refuseTorn("the rows of a sheet are out of order")
		}
		line = n
	}
	if line > maxRows {
		return RowOfCells{}, errTooLarge
	}
	in.row = RowOfCells{Line: line, Hidden: isTrue(attr(e, "hidden")), Cells: in.row.Cells[:0]}
	in.merges.at(line)
	col := 0
	for {
		token, err := in.xml.Token()
		if err != nil {
			return RowOfCells{}, fmt.Errorf("%w: %w", errXML, err) // even io.EOF: the row is not closed
		}
		switch e := token.(type) {
		case xml.EndElement:
			if e.Name.Local == "row" {
				return in.row, nil
			}
		case xml.StartElement:
			if e.Name.Local != "c" {
				continue
			}
			ref := Ref{line, col + 1}
			if r := attr(e, "r"); r != "" {
				at, ok := parseRef(r)
				if !ok || at.Row != line || at.Col <= col {
					return RowOfCells{}, refuseTorn("the cells of a row are out of order")
				}
				ref = at
			}
			if col = ref.Col; col > maxColumns {
				return RowOfCells{}, errTooLarge
			}
			if err := in.readCell(e, ref); err != nil {
				return RowOfCells{}, err
			}
		}
	}
}

// readCell reads one cell and adds it to the row, unless it holds nothing.
func (in *sheetReader) readCell(e xml.StartElement, ref Ref) error {
	var value, inline string
	hasValue := false
	var flags Flags
	for depth := 1; depth > 0; {
		token, err := in.xml.Token()
		if err != nil {
			return fmt.Errorf("%w: %w", errXML, err)
		}
		switch t := token.(type) {
		case xml.EndElement:
			depth--
		case xml.StartElement:
			switch t.Name.Local {
			case "v":
				value, err = plainText(in.xml)
				hasValue = true
			case "is":
				inline, err = richText(in.xml)
			case "f":
				flags |= Formula
				err = in.xml.skip()
			default:
				err = in.xml.skip()
			}
			if err != nil {
				return fmt.Errorf("%w: %w", errXML, err)
			}
		}
	}
	if hasValue && value == "" && attr(e, "t") == "str" { // the result is a text of no length
		flags &^= Formula
	}
	cell, err := in.book.cell(attr(e, "t"), attr(e, "s"), value, inline)
	if err != nil {
		return err
	}
	cell.Ref = ref
	cell.Flags |= flags
	if in.row.Hidden || in.hides(ref.Col) {
		cell.Flags |= Hidden
	}
	if in.merges.cover(ref) {
		flags := cell.Flags&Hidden | Merged
		if cell.Kind != Empty {
			flags |= Ghost
		}
		cell = Cell{Ref: ref, Flags: flags}
	}
	if cell.Kind != Empty || cell.Flags&(Formula|Ghost) != 0 {
		in.row.Cells = append(in.row.Cells, cell)
	}
	return nil
}

// hide notes the columns that a col element hides.
func (in *sheetReader) hide(e xml.StartElement) error {
	if in.cols++; in.cols > maxColumns {
		return errTooLarge
	}
	if !isTrue(attr(e, "hidden")) {
		return nil
	}
	first, _ := strconv.Atoi(attr(e, "min")) // what cannot be read hides nothing
	last, _ := strconv.Atoi(attr(e, "max"))
	if in.hidden == nil {
		in.hidden = make([]bool, maxColumns+1)
	}
	for col := max(first, 1); col <= min(last, maxColumns); col++ {
		in.hidden[col] = true
	}
	return nil
}

func (in *sheetReader) hides(col int) bool { return in.hidden != nil && in.hidden[col] }

// plainText reads the text of the element that d has just entered.
func plainText(d *xmlReader) (string, error) {
	var b strings.Builder
	for {
		token, err := d.Token()
		if err != nil {
			return "", err
		}
		switch t := token.(type) {
		case xml.CharData:
			b.Write(t)
		case xml.StartElement:
			if err := d.skip(); err != nil {
				return "", err
			}
		case xml.EndElement:
			return b.String(), nil
		}
	}
}

// attr returns the value of an attribute without a name space, or "".
func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Space == "" && a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
