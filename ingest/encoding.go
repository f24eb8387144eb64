package ingest

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// An encodingOfText says how the bytes of a text file become characters.
type encodingOfText struct {
	skip    int64             // bytes of the byte order mark
	decoder encoding.Encoding // nil for UTF-8 and for Windows-1252
	narrow  bool              // Windows-1252
	mixed   bool              // Windows-1252 among UTF-8
	lines   Count             // of them those in Windows-1252, where it is mixed
}

// reader returns the text as UTF-8.
func (e encodingOfText) reader(s *io.SectionReader) io.Reader {
	r := io.NewSectionReader(s, e.skip, s.Size()-e.skip)
	switch {
	case e.decoder != nil:
		return noNUL{e.decoder.NewDecoder().Reader(r)}
	case e.narrow:
		return &narrowReader{in: r, mixed: e.mixed}
	}
	return r
}

// bom is the byte order mark as UTF-8 has it. Some programs write it twice.
var bom = []byte("\xEF\xBB\xBF")

// encodingOf chooses once for the whole file: what its byte order mark says;
// without one UTF-16 if every other byte at its start is NUL, UTF-8 if every
// byte of it is, and Windows-1252 otherwise, which is what Excel in Britain
// saves as CSV. A file that was put together of both is read as both. It
// refuses a file with NUL bytes.
func encodingOf(r io.ReaderAt, size int64) (encodingOfText, error) {
	head := make([]byte, min(size, 4096))
	n, _ := r.ReadAt(head, 0)
	head = head[:n]
	mark, wide := int64(2), byte(0)
	switch {
	case bytes.HasPrefix(head, []byte("\xFF\xFE")):
		wide = 'L'
	case bytes.HasPrefix(head, []byte("\xFE\xFF")):
		wide = 'B'
	default:
		mark, wide = 0, wideOf(head)
	}
	if wide != 0 {
		order := unicode.LittleEndian
		if wide == 'B' {
			order = unicode.BigEndian
		}
		if size%2 != 0 {
			return encodingOfText{}, refuseTorn("it is UTF-16 text and ends within a character")
		}
		return encodingOfText{skip: mark, decoder: unicode.UTF16(order, unicode.IgnoreBOM)}, nil
	}
	e := encodingOfText{}
	for bytes.HasPrefix(head[e.skip:], bom) {
		e.skip += int64(len(bom))
	}
	valid, err := isUTF8(io.NewSectionReader(r, e.skip, size-e.skip))
	if err != nil {
		return e, err
	}
	if !valid {
		e.narrow = true
		err = e.mix(io.NewSectionReader(r, e.skip, size-e.skip))
	}
	return e, err
}

// wideOf tells UTF-16 that has no mark: of the bytes at its start those on one
// side of each pair are mostly NUL, and none of the others. It returns 'L'
// where the low byte stands first, 'B' where the high one does, and else 0.
func wideOf(head []byte) byte {
	var nul [2]int
	for i, c := range head {
		if c == 0 {
			nul[i%2]++
		}
	}
	mostly := max(len(head)/3, 1) // of len/2 pairs
	switch {
	case len(head) < 4:
	case nul[0] == 0 && nul[1] >= mostly:
		return 'L'
	case nul[1] == 0 && nul[0] >= mostly:
		return 'B'
	}
	return 0
}

// isUTF8 reads the whole of a text. It refuses one with NUL bytes.
func isUTF8(in *io.SectionReader) (bool, error) {
	buf := make([]byte, max(min(in.Size(), 256<<10), utf8.UTFMax))
	valid, kept := true, 0
	for {
		n, err := io.ReadFull(in, buf[kept:])
		chunk := buf[:kept+n]
		if bytes.IndexByte(chunk[kept:], 0) >= 0 {
			return false, refuseNUL()
		}
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return valid && utf8.Valid(chunk), nil
		}
		if err != nil {
			return false, err
		}
		whole := wholeRunes(chunk)
		valid = valid && utf8.Valid(chunk[:whole])
		kept = copy(buf, chunk[whole:])
	}
}

// mix finds out whether a text that is not all UTF-8 is so for the most part: it
// has the mark of it, in front or where a second file was put behind the first,
// or more of its characters than bytes that belong to none. In Windows-1252 alone
// two letters seldom look like a character of UTF-8.
func (e *encodingOfText) mix(in io.Reader) error {
	buf, kept := make([]byte, 256<<10), 0
	seen := mixture{line: 1}
	for {
		n, err := io.ReadFull(in, buf[kept:])
		chunk := buf[:kept+n]
		end := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
		if err != nil && !end {
			return err
		}
		whole := len(chunk)
		if !end {
			whole = wholeRunes(chunk)
		}
		seen.add(chunk[:whole])
		if end {
			break
		}
		kept = copy(buf, chunk[whole:])
	}
	if e.mixed = e.skip > 0 || seen.marked || seen.more > 0; e.mixed {
		e.lines = seen.lines
	}
	return nil
}

// A mixture is what a text has of characters of UTF-8, and of bytes that are
// none.
type mixture struct {
	more   int   // characters above bytes, ASCII aside
	marked bool  // the byte order mark of UTF-8 is among them
	lines  Count // those with such bytes
	line   int   // at hand
	told   int   // the last line that was counted
	after  bool  // a carriage return, at the end of what was read
}

// add counts what a piece of the text has. What may be either counts for none.
func (m *mixture) add(text []byte) {
	if m.after && bytes.HasPrefix(text, []byte("\n")) {
		m.line-- // it ended with the carriage return
	}
	m.after = bytes.HasSuffix(text, []byte("\r"))
	for {
		n := ascii(text)
		m.line += lineEnds(text[:n])
		if text = text[n:]; len(text) == 0 {
			return
		}
		_, size := utf8.DecodeRune(text)
		switch {
		case size == 1:
			if utf8.FullRune(text) { // one that the end of the text cuts may be either
				m.more--
			}
			if m.told != m.line {
				m.lines.found(func() string { return place("", Ref{m.line, 1}, "") })
				m.told = m.line
			}
		case bytes.HasPrefix(text, bom):
			m.marked = true
		case !isLetterAndMark(text[:size]):
			m.more++
		}
		text = text[size:]
	}
}

// isLetterAndMark reports whether the bytes of a character of UTF-8 are as well a
// letter of Windows-1252 and what follows a letter there: quotation marks and
// dashes (0x91 to 0x97), an ellipsis or a space that does not break. With a first
// byte of 0xC3 to 0xC5 they are not: those are the letters of names in UTF-8 (Ö,
// Ñ, ė, œ), and Ã, Ä and Å in Windows-1252, which end no word that is written
// here.
func isLetterAndMark(char []byte) bool {
	if char[0] >= 0xC3 && char[0] <= 0xC5 {
		return false
	}
	for _, c := range char[1:] {
		if c != 0x85 && c != 0xA0 && (c < 0x91 || c > 0x97) {
			return false
		}
	}
	return true
}

// wholeRunes returns how many bytes of b are certain not to end within a
// character.
func wholeRunes(b []byte) int {
	for i := len(b) - 1; i > 0 && i >= len(b)-utf8.UTFMax; i-- {
		if utf8.RuneStart(b[i]) {
			return i
		}
	}
	return len(b)
}

// noNUL refuses a text that holds NUL characters once it is decoded.
type noNUL struct{ in io.Reader }

func (r noNUL) Read(p []byte) (int, error) {
	n, err := r.in.Read(p)
	if bytes.IndexByte(p[:n], 0) >= 0 {
		return 0, refuseNUL()
	}
	return n, err
}

// A narrowReader makes UTF-8 of Windows-1252. Text that is nearly all ASCII,
// as tables are, is copied in long runs. What is UTF-8 already stays in a mixed
// text.
type narrowReader struct {
	in    io.Reader
	mixed bool
	buf   [32 << 10]byte
	kept  int    // bytes at the start of buf that may be the start of a character
	wide  []byte // what became of buf
	left  []byte // of wide, still to be given
}

func (r *narrowReader) Read(p []byte) (int, error) {
	for len(r.left) == 0 {
		n, err := r.in.Read(r.buf[r.kept:])
		chunk := r.buf[:r.kept+n]
		whole := len(chunk)
		if r.mixed && err == nil {
			whole = wholeRunes(chunk)
		}
		r.wide = appendWide(r.wide[:0], chunk[:whole], r.mixed)
		r.kept = copy(r.buf[:], chunk[whole:])
		if r.left = r.wide; len(r.left) == 0 && err != nil {
			return 0, err
		}
	}
	n := copy(p, r.left)
	r.left = r.left[n:]
	return n, nil
}

// appendWide adds a text of Windows-1252 to one of UTF-8.
func appendWide(to, text []byte, mixed bool) []byte {
	for len(text) > 0 {
		n := ascii(text)
		to = append(to, text[:n]...)
		for text = text[n:]; len(text) > 0 && text[0] >= utf8.RuneSelf; {
			size := 1
			if mixed {
				_, size = utf8.DecodeRune(text)
			}
			if size > 1 {
				to = append(to, text[:size]...)
			} else {
				to = utf8.AppendRune(to, charmap.Windows1252.DecodeByte(text[0]))
			}
			text = text[size:]
		}
	}
	return to
}

// ascii returns how many bytes at the start of b are ASCII.
func ascii(b []byte) int {
	i := 0
	for ; i+8 <= len(b); i += 8 {
		if binary.LittleEndian.Uint64(b[i:])&eachHigh != 0 {
			break
		}
	}
	for i < len(b) && b[i] < utf8.RuneSelf {
		i++
	}
	return i
}
