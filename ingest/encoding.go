package ingest

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// An encodingOfText says how the bytes of a text file become characters.
type encodingOfText struct {
	name    string
	skip    int64             // bytes of the byte order mark
	decoder encoding.Encoding // nil for UTF-8
}

// reader returns the text as UTF-8.
func (e encodingOfText) reader(s *io.SectionReader) io.Reader {
	r := io.NewSectionReader(s, e.skip, s.Size()-e.skip)
	if e.decoder == nil {
		return r
	}
	return e.decoder.NewDecoder().Reader(r)
}

// encodingOf chooses once for the whole file: what its byte order mark says;
// without one UTF-8 if every byte of it is, and Windows-1252 otherwise, which
// is what Excel in Britain saves as CSV. It refuses a file with NUL bytes.
func encodingOf(r io.ReaderAt, size int64) (encodingOfText, error) {
	head := make([]byte, 3)
	n, _ := r.ReadAt(head, 0)
	head = head[:n]
	switch {
	case bytes.HasPrefix(head, []byte("\xFF\xFE")):
		return encodingOfText{"UTF-16", 2, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)}, nil
	case bytes.HasPrefix(head, []byte("\xFE\xFF")):
		return encodingOfText{"UTF-16", 2, unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)}, nil
	}
	e := encodingOfText{name: "UTF-8"}
	if bytes.HasPrefix(head, []byte("\xEF\xBB\xBF")) {
		e.skip = 3
	}
	in := bufio.NewReaderSize(io.NewSectionReader(r, e.skip, size-e.skip), 256<<10)
	valid := true
	for {
		chunk, err := in.Peek(256 << 10)
		if err != nil && !errors.Is(err, io.EOF) {
			return e, err
		}
		if bytes.IndexByte(chunk, 0) >= 0 {
			return e, refuseUnknownKind()
		}
		if errors.Is(err, io.EOF) {
			valid = valid && utf8.Valid(chunk)
			break
		}
		whole := wholeRunes(chunk)
		valid = valid && utf8.Valid(chunk[:whole])
		_, _ = in.Discard(whole) // peeked, so it is there
	}
	if !valid {
		e.name, e.decoder = "Windows-1252", charmap.Windows1252
	}
	return e, nil
}

// wholeRunes returns how many bytes of b are certain not to end within a
// character.
func wholeRunes(b []byte) int {
	for i := len(b) - 1; i >= 0 && i >= len(b)-utf8.UTFMax; i-- {
		if utf8.RuneStart(b[i]) {
			return i
		}
	}
	return len(b)
}
