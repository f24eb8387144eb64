package ingest

import (
	"bytes"
	"unicode/utf8"
)

// isName reports whether XML allows a name, as far as it is ASCII.
func isName(b []byte) bool {
	for i, c := range b {
		switch {
		case c|0x20 >= 'a' && c|0x20 <= 'z', c == '_', c == ':', c >= utf8.RuneSelf:
		case i > 0 && (c >= '0' && c <= '9' || c == '-' || c == '.'):
		default:
			return false
		}
	}
	return len(b) > 0
}

func nameEnd(tag []byte) int {
	for i, c := range tag {
		if c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '/' || c == '>' {
			return i
		}
	}
	return len(tag)
}

// checkAttrs refuses a tag whose attributes are not written as XML has them, or
// of which one stands there twice. It tells the first few apart.
func checkAttrs(tag []byte) error {
	rest := tag[nameEnd(tag):]
	var seen [12][]byte
	for n := 0; ; n++ {
		key, value, after, ok := nextAttr(rest)
		if !ok {
			if len(bytes.Trim(rest, xmlSpace)) > 0 {
				return errXML
			}
			return nil
		}
		if !isName(key) || bytes.IndexByte(value, '<') >= 0 {
			return errXML
		}
		for _, other := range seen[:min(n, len(seen))] {
			if bytes.Equal(other, key) {
				return errXML
			}
		}
		if n < len(seen) {
			seen[n] = key
		}
		rest = after
	}
}

// nextAttr cuts the next attribute off the text of a tag. It reports false
// where there is none.
func nextAttr(b []byte) (key, value, rest []byte, ok bool) {
	i := 0
	for i < len(b) && isXMLSpace(b[i]) {
		i++
	}
	start := i
	for i < len(b) && b[i] != '=' && !isXMLSpace(b[i]) {
		i++
	}
	key = b[start:i]
	for i < len(b) && isXMLSpace(b[i]) {
		i++
	}
	if start == 0 || len(key) == 0 || i >= len(b) || b[i] != '=' {
		return nil, nil, nil, false
	}
	for i++; i < len(b) && isXMLSpace(b[i]); i++ {
	}
	if i >= len(b) || b[i] != '"' && b[i] != '\'' {
		return nil, nil, nil, false
	}
	k := bytes.IndexByte(b[i+1:], b[i])
	if k < 0 {
		return nil, nil, nil, false
	}
	return key, b[i+1 : i+1+k], b[i+2+k:], true
}

func isXMLSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }
