package ingest

import (
	"bytes"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/unicode"
)

// A tokenKind says what a scanner has found.
type tokenKind uint8

const (
	startTag tokenKind = iota
	endTag             // also of an element that closes itself
	charData
)

// A scanner reads the XML of a part tag by tag, in bounded memory and without
// a string for each: what it hands out is good until the next token. It accepts
// nothing that is not well-formed, no document type, and one encoding more than
// it must: UTF-16.
type scanner struct {
	in       io.Reader
	buf      []byte
	pos, end int // what of buf is still to be read
	eof      bool

	name    []byte // of the tag, without its prefix
	attrs   []byte // the text of a start tag after its name
	text    []byte // of character data, as it is written
	literal bool   // the text is CDATA: nothing in it is an entity

	selfClosed bool // the end of the element just started is still to come
	open       []byte
	starts     []int // where in open the name of each open element starts
	began      bool
}

// windowSize is how much a scanner looks at once: more than any tag or text
// that a spreadsheet program writes, but for the longest of texts.
const windowSize = 128 << 10

// newScanner reads XML in UTF-8, or in UTF-16 where it starts with its mark.
func newScanner(in io.Reader) *scanner {
	s := &scanner{in: in, buf: make([]byte, windowSize)}
	for s.end < 3 && !s.eof {
		if s.more() != nil {
			s.eof = true // next says so
		}
	}
	switch head := s.buf[:s.end]; {
	case bytes.HasPrefix(head, []byte("\xEF\xBB\xBF")):
		s.pos = 3
	case bytes.HasPrefix(head, []byte("\xFF\xFE")), bytes.HasPrefix(head, []byte("\xFE\xFF")):
		all := io.MultiReader(bytes.NewReader(bytes.Clone(head)), s.in)
		s.in = unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().Reader(all)
		s.end, s.eof = 0, false
	}
	return s
}

// scanBytes reads XML that is in memory, whole, without copying it.
func scanBytes(data []byte) *scanner {
	if bytes.HasPrefix(data, []byte("\xFF\xFE")) || bytes.HasPrefix(data, []byte("\xFE\xFF")) {
		return newScanner(bytes.NewReader(data))
	}
	data = bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF"))
	return &scanner{buf: data, end: len(data), eof: true}
}

// more reads on, behind what is still to be read. It makes room where a token
// needs more than there is, up to a limit.
func (s *scanner) more() error {
	if s.eof {
		return errXML
	}
	if s.pos > 0 {
		s.end = copy(s.buf, s.buf[s.pos:s.end])
		s.pos = 0
	}
	if s.end == len(s.buf) {
		if len(s.buf) > maxToken {
			return errLong
		}
		s.buf = append(s.buf, make([]byte, len(s.buf))...)
	}
	n, err := io.ReadAtLeast(s.in, s.buf[s.end:], 1)
	s.end += n
	if err == io.EOF { //nolint:errorlint // as io.ReadAtLeast has it
		s.eof = true
		return nil
	}
	return err
}

// next returns the next token, and io.EOF after the end of a part that is
// whole.
func (s *scanner) next() (tokenKind, error) {
	if s.selfClosed {
		s.selfClosed = false
		return endTag, s.leave(s.open[s.starts[len(s.starts)-1]:])
	}
	for {
		i := bytes.IndexByte(s.buf[s.pos:s.end], '<')
		switch {
		case i > 0:
			s.text, s.literal = s.buf[s.pos:s.pos+i], false
			s.pos += i
			if len(s.starts) > 0 {
				return charData, nil
			}
			if len(bytes.TrimLeft(s.text, xmlSpace)) > 0 {
				return 0, errXML
			}
		case i < 0 && s.eof:
			if len(bytes.TrimLeft(s.buf[s.pos:s.end], xmlSpace)) > 0 || len(s.starts) > 0 || !s.began {
				return 0, errXML
			}
			return 0, io.EOF
		case i < 0:
			if err := s.more(); err != nil {
				return 0, err
			}
		default:
			kind, found, err := s.markup()
			if err != nil || found {
				return kind, err
			}
		}
	}
}

// markup reads what starts at the "<" of pos. It reports false for what is
// passed over: comments and instructions.
func (s *scanner) markup() (kind tokenKind, found bool, err error) {
	for s.end-s.pos < len("<![CDATA[") && !s.eof {
		if err := s.more(); err != nil {
			return 0, false, err
		}
	}
	b := s.buf[s.pos:s.end]
	switch {
	case bytes.HasPrefix(b, []byte("<?")):
		inside, err := s.until("<?", "?>")
		if err == nil && bytes.HasPrefix(inside, []byte("xml ")) {
			err = checkEncoding(inside)
		}
		return 0, false, err
	case bytes.HasPrefix(b, []byte("<!--")):
		_, err := s.until("<!--", "-->")
		return 0, false, err
	case bytes.HasPrefix(b, []byte("<![CDATA[")):
		if s.text, err = s.until("<![CDATA[", "]]>"); err == nil && len(s.starts) == 0 {
			err = errXML
		}
		s.literal = true
		return charData, true, err
	case len(b) < 2 || b[1] == '!': // a document type, which may declare entities
		return 0, false, errXML
	case b[1] == '/':
		kind, err = endTag, s.endTag()
	default:
		kind, err = startTag, s.startTag()
	}
	return kind, true, err
}

// until returns what stands between two marks, of which the first is at pos,
// and moves on behind the second.
func (s *scanner) until(first, last string) ([]byte, error) {
	for {
		if i := bytes.Index(s.buf[s.pos+len(first):s.end], []byte(last)); i >= 0 {
			inside := s.buf[s.pos+len(first) : s.pos+len(first)+i]
			s.pos += len(first) + i + len(last)
			return inside, nil
		}
		if err := s.more(); err != nil {
			return nil, err
		}
	}
}

// checkEncoding refuses XML that says it is written in something that we do
// not read. UTF-16 says so by its mark, and was decoded.
func checkEncoding(declaration []byte) error {
	switch strings.ReplaceAll(strings.ToLower(attribute(declaration, "encoding")), "-", "") {
	case "", "utf8", "utf16", "usascii":
		return nil
	}
	return errXML
}

// startTag reads the start tag at pos.
func (s *scanner) startTag() error {
	for {
		n, self, ok, err := tagClose(s.buf[s.pos+1 : s.end])
		if err != nil {
			return err
		}
		if !ok {
			if err := s.more(); err != nil {
				return err
			}
			continue
		}
		tag := s.buf[s.pos+1 : s.pos+1+n]
		s.pos += n + 2
		if self {
			s.pos++
		}
		whole := tag[:nameEnd(tag)]
		if !isName(whole) || len(s.starts) == 0 && s.began {
			return errXML
		}
		if len(s.starts) >= maxDepth {
			return errTooLarge
		}
		s.began, s.selfClosed = true, self
		s.starts = append(s.starts, len(s.open))
		s.open = append(s.open, whole...)
		s.name, s.attrs = local(whole), tag[len(whole):]
		return nil
	}
}

// endTag reads the end tag at pos.
func (s *scanner) endTag() error {
	for {
		i := bytes.IndexByte(s.buf[s.pos:s.end], '>')
		if i < 0 {
			if err := s.more(); err != nil {
				return err
			}
			continue
		}
		whole := bytes.TrimRight(s.buf[s.pos+2:s.pos+i], xmlSpace)
		s.pos += i + 1
		return s.leave(whole)
	}
}

// leave closes the element that was opened last.
func (s *scanner) leave(whole []byte) error {
	last := len(s.starts) - 1
	if last < 0 || !bytes.Equal(s.open[s.starts[last]:], whole) {
		return errXML
	}
	s.name = local(whole)
	s.open = s.open[:s.starts[last]]
	s.starts = s.starts[:last]
	return nil
}

// isSpace reports whether the character data at hand is only space.
func (s *scanner) isSpace() bool { return len(bytes.TrimLeft(s.text, xmlSpace)) == 0 }

// skip reads on to the end of the element just started.
func (s *scanner) skip() error {
	for depth := len(s.starts) - 1; len(s.starts) > depth; {
		if _, err := s.next(); err != nil {
			return noEnd(err)
		}
	}
	return nil
}

// noEnd makes an error of an end that comes too early.
func noEnd(err error) error {
	if err == io.EOF { //nolint:errorlint // as next returns it
		return errXML
	}
	return err
}

// is reports whether the tag has a name.
func (s *scanner) is(name string) bool { return string(s.name) == name }

// attr returns the value of an attribute of the start tag, whatever its
// prefix, with entities resolved; "" if there is none.
func (s *scanner) attr(name string) string {
	text, _ := s.given(name)
	return text
}

// given is attr, and whether the tag has the attribute at all.
func (s *scanner) given(name string) (text string, ok bool) {
	for rest := s.attrs; ; {
		key, value, after, ok := nextAttr(rest)
		if !ok {
			return "", false
		}
		if string(local(key)) == name {
			text, err := appendText(nil, value, true)
			if err != nil {
				return "", false
			}
			return string(text), true
		}
		rest = after
	}
}

// within reports whether the outermost element has a name. It is asked at a
// start tag, and looks only at the first.
func (s *scanner) within(root string) bool { return len(s.starts) > 1 || s.is(root) }

// local is a name without its prefix.
func local(name []byte) []byte {
	if i := bytes.IndexByte(name, ':'); i >= 0 {
		return name[i+1:]
	}
	return name
}

// tagClose finds the end of a start tag after its "<": how many bytes before its
// ">" or "/>", which it tells apart. It reports false if there is none yet.
func tagClose(b []byte) (n int, self, ok bool, err error) {
	for i := 0; i < len(b); i++ {
		switch b[i] {
		case '>':
			if i > 0 && b[i-1] == '/' {
				return i - 1, true, true, checkAttrs(b[:i-1])
			}
			return i, false, true, checkAttrs(b[:i])
		case '"', '\'':
			k := bytes.IndexByte(b[i+1:], b[i])
			if k < 0 {
				return 0, false, false, nil
			}
			i += k + 1
		case '<':
			return 0, false, false, errXML
		}
	}
	return 0, false, false, nil
}

// textOf adds the text of the element just started to dst, with entities
// resolved, and reads on to its end. Elements within are passed over.
func (s *scanner) textOf(dst []byte) ([]byte, error) {
	for {
		kind, err := s.next()
		if err != nil {
			return dst, noEnd(err)
		}
		switch kind {
		case charData:
			if dst, err = appendText(dst, s.text, !s.literal); err != nil {
				return dst, err
			}
			if len(dst) > maxToken {
				return dst, errLong
			}
		case startTag:
			if err := s.skip(); err != nil {
				return dst, err
			}
		case endTag:
			return dst, nil
		}
	}
}

// appendText adds text as it is written to dst as it is meant: entities
// resolved, line ends as one. It refuses what no XML holds.
func appendText(dst, text []byte, entities bool) ([]byte, error) {
	start := len(dst)
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '&' && entities:
			end := bytes.IndexByte(text[i:min(len(text), i+12)], ';')
			if end < 0 {
				return dst, errXML
			}
			r, ok := entity(string(text[i+1 : i+end]))
			if !ok {
				return dst, errXML
			}
			dst = utf8.AppendRune(dst, r)
			i += end
		case c == '\r':
			if i+1 == len(text) || text[i+1] != '\n' {
				dst = append(dst, '\n')
			}
		case c < ' ' && c != '\t' && c != '\n':
			return dst, errXML
		default:
			dst = append(dst, c)
		}
	}
	if !isASCIIBytes(dst[start:]) && !utf8.Valid(dst[start:]) {
		return dst, errXML
	}
	return dst, nil
}

func isASCIIBytes(b []byte) bool {
	for _, c := range b {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
