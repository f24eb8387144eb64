package ingest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

// A record is one row of a text file. Values are good until the next one is
// read; the strings in it stay good.
type record struct {
	line   int // of the file, where it starts
	values []string
	torn   bool // a quotation mark opens and never closes: only the first line, split as if it were none
	open   bool // nothing ends the line: it is the last of the file, which may have been cut short there
}

// records splits a text into records as RFC 4180 has it, and forgives what
// people's programs write: a quotation mark inside a value is itself, text
// after a closing one belongs to the value, and one that never closes costs
// its line and not the rest of the file. (encoding/csv ends at the first.)
type records struct {
	in        io.Reader
	separator byte
	marks     marker
	buf       []byte
	pos, end  int  // what of buf is still to be read
	eof       bool // buf[pos:end] is all there is
	line      int  // of buf[pos]
	width     int  // values of the last record that had several
	rec       record
	bounds    []bound // of the values of a record that quick has found
	text      []byte  // all values of a record that split has found
	ends      []int   // where each value ends in text
	over      bool    // a value runs over a line end
	doubtful  bool    // and text follows its closing quotation mark
	joints    []joint // where a second file may begin in a record that split has found
	cut       int     // rows that the line at hand had before, each of which ends where one does
}

// A bound is where a value starts and ends in its record.
type bound struct{ start, end int }

// newRecords splits what in gives, which is about so many bytes.
func newRecords(in io.Reader, separator byte, size int64) *records {
	return &records{in: in, separator: separator, marks: newMarker(separator), line: 1,
		buf: make([]byte, max(min(size, 256<<10), 512))}
}

// recordsOf splits the text at hand.
func recordsOf(text []byte, separator byte) *records {
	return &records{separator: separator, marks: newMarker(separator), line: 1,
		buf: text, end: len(text) - endMark(text), eof: true}
}

// endMark returns how many bytes of the end of a file say that it is one: the
// Ctrl-Z of CP/M and of MS-DOS.
func endMark(text []byte) int {
	if bytes.HasSuffix(text, []byte{0x1A}) {
		return 1
	}
	return 0
}

// isOpen reports whether no line end stands where the text was read up to.
func (r *records) isOpen() bool { return r.pos > 0 && r.buf[r.pos-1] != '\n' && r.buf[r.pos-1] != '\r' }

// atEnd reports whether there is nothing after the record last read.
func (r *records) atEnd() bool { return r.eof && r.pos == r.end }

// next returns the next record, and io.EOF after the last.
func (r *records) next() (record, error) {
	for {
		data := r.buf[r.pos:r.end]
		if len(data) == 0 && r.eof {
			return record{}, io.EOF
		}
		if bytes.HasPrefix(data, bom) {
			r.pos += len(bom) // a second file was put behind the first
			continue
		}
		if n, ok := r.quick(data); ok && !bytes.Contains(data[:n], bom) {
			return r.takeQuick(n)
		}
		if n, lines, ok := r.split(data, true); ok {
			torn := r.doubtful || r.over && r.swallows()
			if torn {
				n, lines, _ = r.split(data, false)
			}
			return r.take(n, lines, torn)
		}
		if r.eof || len(data) >= maxRecord {
			n, lines, ok := r.split(data, false)
			if !ok {
				return record{}, refuseTooLarge(fmt.Sprintf("line %d has more than a million characters", r.line))
			}
			return r.take(n, lines, true)
		}
		if err := r.fill(); err != nil {
			return record{}, err
		}
	}
}

// takeQuick makes the record that quick has found.
func (r *records) takeQuick(n int) (record, error) {
	if err := r.tooLarge(len(r.bounds)); err != nil {
		return record{}, err
	}
	text := string(r.buf[r.pos : r.pos+n])
	r.rec = record{line: r.line, values: r.rec.values[:0]}
	r.cut = 0
	for _, b := range r.bounds {
		r.rec.values = append(r.rec.values, text[b.start:b.end])
	}
	r.pos += n
	r.line++
	r.rec.open = r.isOpen()
	r.noteWidth()
	return r.rec, nil
}

func (r *records) noteWidth() {
	if n := len(r.rec.values); n > 1 && !r.rec.torn {
		r.width = n
	}
}

func (r *records) tooLarge(values int) error {
	if values > maxColumns {
		return refuseTooLarge(fmt.Sprintf("line %d has more than 16,384 values", r.line))
	}
	if r.line > maxLines {
		return refuseTooLarge("it has more than 20 million lines")
	}
	return nil
}

// take makes the record that split has found.
func (r *records) take(n, lines int, torn bool) (record, error) {
	if err := r.tooLarge(len(r.ends)); err != nil {
		return record{}, err
	}
	if j, ok := r.joint(); ok {
		r.cut++
		n, lines, r.ends = j.at, j.lines, append(r.ends[:j.values-1], j.text)
	} else {
		r.cut = 0
	}
	text, start := string(r.text), 0
	r.rec = record{line: r.line, values: r.rec.values[:0], torn: torn}
	for _, end := range r.ends {
		r.rec.values = append(r.rec.values, text[start:end])
		start = end
	}
	r.pos += n
	r.line += lines
	r.rec.open = r.isOpen()
	r.noteWidth()
	return r.rec, nil
}

// fill reads more, behind what is still to be read.
func (r *records) fill() error {
	r.end = copy(r.buf, r.buf[r.pos:r.end])
	r.pos = 0
	if r.end == len(r.buf) {
		r.buf = append(r.buf, make([]byte, len(r.buf))...)
	}
	n, err := io.ReadFull(r.in, r.buf[r.end:])
	r.end += n
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		r.eof = true
		r.end -= endMark(r.buf[:r.end])
	case err != nil:
		return fmt.Errorf("line %d: %w", r.line, err)
	}
	return nil
}

// split finds the first record of data: how many bytes and line ends it has.
// It reports false if data ends before the record does. Without quotes, a
// quotation mark is a character like any other.
func (r *records) split(data []byte, quotes bool) (n, lines int, ok bool) {
	r.text, r.ends, r.over, r.doubtful, r.joints = r.text[:0], r.ends[:0], false, false, r.joints[:0]
	for i := 0; ; {
		if quotes && i < len(data) && data[i] == '"' {
			stop, broken, closed := r.quoted(data, i+1)
			if !closed {
				return 0, 0, false
			}
			i, lines = stop, lines+broken
			follows := r.follows(data[i:])
			r.over, r.doubtful = r.over || broken > 0, r.doubtful || broken > 0 && follows
		}
		stop := i
		for stop < len(data) && data[stop] != r.separator && data[stop] != '\n' && data[stop] != '\r' {
			stop++
		}
		if k := bytes.Index(data[i:stop], bom); k >= 0 {
			r.joints = append(r.joints, joint{at: i + k, lines: lines, values: len(r.ends) + 1, text: len(r.text) + k})
		}
		r.text = append(r.text, data[i:stop]...)
		r.ends = append(r.ends, len(r.text))
		switch {
		case stop == len(data):
			return stop, lines, r.eof
		case data[stop] == r.separator:
			i = stop + 1
		case data[stop] == '\n':
			return stop + 1, lines + 1, true
		case stop+1 < len(data) && data[stop+1] == '\n':
			return stop + 2, lines + 1, true
		default: // a lone carriage return, or the end of data
			return stop + 1, lines + 1, stop+1 < len(data) || r.eof
		}
	}
}

// follows reports whether text follows a closing quotation mark. Spaces before
// the next separator are none, nor is the mark of a second file.
func (r *records) follows(data []byte) bool {
	data = bytes.TrimLeft(data, " ")
	return len(data) > 0 && !bytes.HasPrefix(data, bom) && data[0] != r.separator && data[0] != '\n' && data[0] != '\r'
}

// lineEnds counts the ends of lines in text, of all three kinds.
func lineEnds(text []byte) int {
	n := bytes.Count(text, []byte("\n"))
	if returns := bytes.Count(text, []byte("\r")); returns > 0 {
		n += returns - bytes.Count(text, []byte("\r\n"))
	}
	return n
}

// quoted adds the value that opened just before data[i], and returns where it
// closed and how many line ends it holds.
func (r *records) quoted(data []byte, i int) (stop, lines int, closed bool) {
	for {
		k := bytes.IndexByte(data[i:], '"')
		if k < 0 {
			return 0, 0, false
		}
		r.text = append(r.text, data[i:i+k]...)
		lines += lineEnds(data[i : i+k])
		i += k + 1
		switch {
		case i == len(data) && !r.eof: // what follows may double it
			return 0, 0, false
		case i < len(data) && data[i] == '"':
			r.text = append(r.text, '"')
			i++
		default:
			return i, lines, true
		}
	}
}
