package ingest

import (
	"bytes"
	"errors"
	"io"
	"iter"
	"strings"
	"unicode/utf8"
)

// knownText reports whether the file starts as text does: with a mark of its
// encoding, or with hardly a control character. NUL bytes among text, as a disk
// that failed leaves them, do not make it another kind of file.
func knownText(r io.ReaderAt, size int64) bool {
	head := make([]byte, min(size, 4096))
	n, _ := r.ReadAt(head, 0)
	head = head[:n]
	if bytes.HasPrefix(head, []byte("\xFF\xFE")) || bytes.HasPrefix(head, []byte("\xFE\xFF")) {
		return true
	}
	if wideOf(head) != 0 {
		return true
	}
	odd, nul := 0, bytes.Count(head, []byte{0})
	for _, c := range head {
		if c != 0 && c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1A {
			odd++
		}
	}
	return len(head) > 0 && nul <= len(head)/2 && odd <= (len(head)-nul)/64
}

// textSheets yields the one sheet of a text file: values separated by commas,
// tabs, semicolons or bars, whichever its first rows fit best or its first
// line says, as in "sep=;".
func textSheets(r io.ReaderAt, size int64) iter.Seq2[Sheet, error] {
	return func(yield func(Sheet, error) bool) {
		enc, err := encodingOf(r, size)
		if err != nil {
			yield(Sheet{}, err)
			return
		}
		open := func() io.Reader { return enc.reader(io.NewSectionReader(r, 0, size)) }
		head := make([]byte, min(size*3+1, 64<<10)) // one byte may become three
		n, err := io.ReadFull(open(), head)
		if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
			yield(Sheet{}, err)
			return
		}
		head, whole := head[:n], err != nil
		separator, declared := declaredSeparator(head)
		if !declared {
			separator = separatorOf(head, whole)
		}
		start := func() *records {
			if whole {
				return recordsOf(head, separator)
			}
			return newRecords(open(), separator, size)
		}
		yield(Sheet{Rows: textRows(start, declared), Narrow: enc.lines}, nil)
	}
}

// declaredSeparator returns what the first line says separates the values, as
// Excel writes and reads it: sep=; and nothing else.
func declaredSeparator(head []byte) (byte, bool) {
	line := head
	if i := bytes.IndexAny(head, "\r\n"); i >= 0 {
		line = head[:i]
	}
	line = bytes.Trim(line, `"`)
	if len(line) == 5 && bytes.EqualFold(line[:4], []byte("sep=")) && strings.IndexByte(",\t;|", line[4]) >= 0 {
		return line[4], true
	}
	return 0, false
}

// textRows yields the rows of a text, from its second line on if the first
// only says what the separator is.
func textRows(start func() *records, declared bool) iter.Seq2[RowOfCells, error] {
	return func(yield func(RowOfCells, error) bool) {
		in := start()
		if declared {
			_, _ = in.next() // it was read before
		}
		var row RowOfCells
		line, behind, blank := 0, 0, 0
		for {
			rec, err := in.next()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				yield(RowOfCells{}, err)
				return
			}
			row = RowOfCells{Line: rec.line, Width: len(rec.values), Torn: rec.torn, Open: rec.open, Cells: row.Cells[:0]}
			for i, value := range rec.values {
				if value = unguarded(value); !isBlank(value) {
					row.Cells = append(row.Cells, Cell{Ref: Ref{rec.line, i + 1}, Kind: Text, Raw: value})
				}
			}
			if len(row.Cells) == 0 {
				blank++
				continue
			}
			if behind++; rec.line != line {
				line, behind = rec.line, 0
			}
			row.Blank, row.Behind, blank = blank, behind, 0
			if !yield(row, nil) {
				return
			}
		}
	}
}

// unguarded returns what stands in ="007", as some programs write a text so that
// Excel keeps its zeros.
func unguarded(s string) string {
	if len(s) > 2 && s[0] == '=' && s[1] == '"' && s[len(s)-1] == '"' && strings.IndexByte(s[2:len(s)-1], '"') < 0 {
		return s[2 : len(s)-1]
	}
	return s
}

// isBlank reports whether a text holds nothing that can be seen.
func isBlank(s string) bool {
	if s == "" {
		return true
	}
	if s[0] > ' ' && s[0] < utf8.RuneSelf {
		return false
	}
	return trim(s) == ""
}

// separators are what may separate values, the likeliest first.
const separators = ",\t;|"

// separatorOf returns what separates the values of a text file. A separator
// is likely by which at least half of the first rows have the same number of
// values; of those that are, the one that fits from the highest row on, since
// one that is also inside values (a decimal comma, a list) leaves the headings
// whole; and of those the one that gives most values.
func separatorOf(head []byte, whole bool) byte {
	best, found := guess{separator: ','}, false
	for i := range len(separators) {
		g := guessAt(head, separators[i], whole)
		if g.score > 0 && (!found || g.better(best)) {
			best, found = g, true
		}
	}
	return best.separator
}

// A guess is how well a separator fits.
type guess struct {
	separator byte
	likely    bool
	score     int // rows of the width that most have, times the width
	from      int // the first of these rows
}

func (g guess) better(than guess) bool {
	switch {
	case g.likely != than.likely:
		return g.likely
	case g.likely && g.from != than.from:
		return g.from < than.from
	}
	return g.score > than.score
}

// guessAt looks at the first rows. Width counts only up to a point, so that
// one long list inside a value does not win.
func guessAt(head []byte, separator byte, whole bool) guess {
	const most, enough = 40, 8
	in := recordsOf(head, separator)
	times, from := make(map[int]int), make(map[int]int)
	rows := 0
	for rows < most {
		rec, err := in.next()
		if err != nil || !whole && in.atEnd() { // the last one may be cut
			break
		}
		width := len(rec.values)
		if width == 1 && isBlank(rec.values[0]) {
			continue
		}
		if times[width] == 0 {
			from[width] = rows
		}
		times[width]++
		rows++
	}
	g := guess{separator: separator}
	for width, n := range times {
		score := n * min(width-1, enough)
		if score > g.score || score == g.score && score > 0 && from[width] < g.from {
			g.score, g.from, g.likely = score, from[width], 2*n >= rows
		}
	}
	return g
}
