package queries

import (
	"fmt"
	"strings"
)

// Header is the metadata at the top of a .sql file, in file order.
type Header []Field

// Field is one "-- key: value" line with its continuation lines joined.
type Field struct {
	Key, Value string
	Line       int
}

// Get returns the value of key, or "" if the header has no such key.
func (h Header) Get(key string) string {
	for _, f := range h {
		if f.Key == key {
			return f.Value
		}
	}
	return ""
}

// Line returns the line of key, or 1 if the header has no such key.
func (h Header) Line(key string) int {
	for _, f := range h {
		if f.Key == key {
			return f.Line
		}
	}
	return 1
}

// ParseHeader reads the leading comment of a .sql file.
//
//	-- unit:              per cent
//	-- numerator counts:  posts
//	-- definition:        Permanent and temporary only. Bank and agency
//	--                    staff are in no denominator.
//
// A line indented past its marker continues the line before it. A comment
// whose first line has no "key:" is prose, and the file has no header.
// The header ends at the first line that is not a comment.
func ParseHeader(name, text string) (Header, error) {
	var h Header
	line := 0
	for s := range strings.Lines(text) {
		line++
		body, ok := strings.CutPrefix(strings.TrimRight(s, "\r\n"), "--")
		if !ok {
			break
		}
		if strings.HasPrefix(body, "   ") && len(h) > 0 {
			h[len(h)-1].Value += " " + strings.TrimSpace(body)
			continue
		}
		key, value, ok := strings.Cut(strings.TrimSpace(body), ":")
		if !ok || !isKey(key) {
			if len(h) == 0 {
				return nil, nil
			}
			return nil, fmt.Errorf("%s:%d: header line is neither \"key: value\" nor indented to continue %q",
				name, line, h[len(h)-1].Key)
		}
		for _, f := range h {
			if f.Key == key {
				return nil, fmt.Errorf("%s:%d: header key %q appears twice", name, line, key)
			}
		}
		h = append(h, Field{Key: key, Value: strings.TrimSpace(value), Line: line})
	}
	return h, nil
}

// isKey reports whether s can be a key: one or two words in lower case.
func isKey(s string) bool {
	return s != "" && strings.ToLower(s) == s && len(strings.Fields(s)) <= 2 && !strings.ContainsAny(s, "\t.,()")
}
