package ingest

import (
	"bytes"
	"errors"
	"io"
	"iter"
)

// knownText reports whether the file starts as text does: with a mark of its
// encoding, or without control characters.
func knownText(r io.ReaderAt, size int64) bool {
	head := make([]byte, min(size, 4096))
	n, _ := r.ReadAt(head, 0)
	head = head[:n]
	if bytes.HasPrefix(head, []byte("\xFF\xFE")) || bytes.HasPrefix(head, []byte("\xFE\xFF")) {
		return true
	}
	for _, c := range head {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1A {
			return false
		}
	}
	return len(head) > 0
}

// textSheets yields the one sheet of a text file: values separated by commas,
// semicolons or tabs, whichever its first rows fit best.
func textSheets(r io.ReaderAt, size int64) iter.Seq2[Sheet, error] {
	return func(yield func(Sheet, error) bool) {
		enc, err := encodingOf(r, size)
		if err != nil {
			yield(Sheet{}, err)
			return
		}
		open := func() io.Reader { return enc.reader(io.NewSectionReader(r, 0, size)) }
		head := make([]byte, 64<<10)
		n, err := io.ReadFull(open(), head)
		if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
			yield(Sheet{}, err)
			return
		}
		separator := separatorOf(head[:n], err != nil)
		yield(Sheet{Rows: textRows(open, separator)}, nil)
	}
}

func textRows(open func() io.Reader, separator byte) iter.Seq2[RowOfCells, error] {
	return func(yield func(RowOfCells, error) bool) {
		in := newRecords(open(), separator)
		var row RowOfCells
		blank := 0
		for {
			rec, err := in.next()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				yield(RowOfCells{}, err)
				return
			}
			row = RowOfCells{Line: rec.line, Width: len(rec.values), Torn: rec.torn, Cells: row.Cells[:0]}
			for i, value := range rec.values {
				if trim(value) != "" {
					row.Cells = append(row.Cells, Cell{Ref: Ref{rec.line, i + 1}, Kind: Text, Raw: value})
				}
			}
			if len(row.Cells) == 0 {
				blank++
				continue
			}
			row.Blank, blank = blank, 0
			if !yield(row, nil) {
				return
			}
		}
	}
}

// separatorOf returns what separates the values of a text file: of comma, tab
// and semicolon the one by which most of the first rows have the same number
// of values. Width counts only up to a point, so that one long list of
// semicolons inside a value does not win.
func separatorOf(head []byte, whole bool) byte {
	const rows, enough = 40, 8
	best, most := byte(','), 0
	for _, separator := range []byte{',', '\t', ';'} {
		in := newRecords(bytes.NewReader(head), separator)
		times := make(map[int]int)
		for range rows {
			rec, err := in.next()
			if err != nil || !whole && in.atEnd() { // the last one may be cut
				break
			}
			times[len(rec.values)]++
		}
		score := 0
		for width, n := range times {
			score = max(score, n*min(width-1, enough))
		}
		if score > most {
			best, most = separator, score
		}
	}
	return best
}
