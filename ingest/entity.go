package ingest

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// entity returns the character that an entity stands for. Only the five of XML
// itself and numbers are known: a workbook declares none of its own.
func entity(name string) (rune, bool) {
	switch name {
	case "amp":
		return '&', true
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	digits, ok := strings.CutPrefix(name, "#")
	if !ok {
		return 0, false
	}
	base := 10
	if hex, ok := strings.CutPrefix(digits, "x"); ok {
		digits, base = hex, 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if err != nil || n > utf8.MaxRune || !utf8.ValidRune(rune(n)) || n < ' ' && n != '\t' && n != '\n' && n != '\r' {
		return 0, false
	}
	return rune(n), true
}

// unescape resolves the escapes _xHHHH_ by which a workbook writes characters
// that XML does not allow. Source: ECMA-376 part 1, 22.9.2.19.
func unescape(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var b strings.Builder
	for {
		i := strings.Index(s, "_x")
		if i < 0 || i+7 > len(s) {
			return b.String() + s
		}
		b.WriteString(s[:i])
		code, err := strconv.ParseUint(s[i+2:i+6], 16, 16)
		if err != nil || s[i+6] != '_' || !utf8.ValidRune(rune(code)) {
			b.WriteString("_x")
			s = s[i+2:]
			continue
		}
		b.WriteRune(rune(code))
		s = s[i+7:]
	}
}
