package ingest

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
)

// A span is a merged range: corners included, from 1.
type span struct{ top, left, bottom, right int }

// merges are the merged ranges of a sheet, for rows that are asked about from
// the top.
type merges struct {
	spans []span // by top row; those that no row has reached yet
	live  []span // by left column; those that reach the row last asked about
	ends  int    // the first row below one of live
}

// at makes the merges ready for a row. Rows must come in order.
func (m *merges) at(row int) {
	if len(m.live) > 0 && row >= m.ends {
		m.live = slices.DeleteFunc(m.live, func(s span) bool { return s.bottom < row })
		m.ends = maxRows + 1
		for _, s := range m.live {
			m.ends = min(m.ends, s.bottom+1)
		}
	}
	for len(m.spans) > 0 && m.spans[0].top <= row {
		s := m.spans[0]
		m.spans = m.spans[1:]
		if s.bottom < row {
			continue
		}
		if len(m.live) == 0 {
			m.ends = s.bottom + 1
		}
		m.ends = min(m.ends, s.bottom+1)
		i, _ := slices.BinarySearchFunc(m.live, s.left, func(l span, left int) int { return l.left - left })
		m.live = slices.Insert(m.live, i, s)
	}
}

// covers reports whether a cell is covered by one of the merges that reach its
// row, by left column. The first cell of a merge is not: it shows the value.
// Merges of one sheet do not overlap, so only the nearest to the left can.
func covers(live []span, ref Ref) bool {
	i, _ := slices.BinarySearchFunc(live, ref.Col+1, func(l span, left int) int { return l.left - left })
	if i == 0 {
		return false
	}
	s := live[i-1]
	return ref.Col <= s.right && (ref.Row != s.top || ref.Col != s.left)
}

// mostCovered is how many covered cells of a table are remembered. Of further ones
// it is told that they are blank.
const mostCovered = 1 << 20

// coveredKey tells a cell by the key of its line and the column of the source.
func (t *Table) coveredKey(line, i int) int { return line*len(t.columns) + i }

// Covered reports whether a merge covers the cell of a column, so that nothing
// can be in it. It is complete once Each has come to the end.
func (t *Table) Covered(line int, column string) bool {
	i := slices.IndexFunc(t.columns, func(c reading) bool { return c.Name == column })
	_, found := slices.BinarySearch(t.covered, t.coveredKey(line, i))
	return i >= 0 && found
}

// isCovered is Covered for the row at hand.
func (r *rowReader) isCovered(line, i int) bool {
	if len(r.merges) == 0 {
		return false
	}
	h, ok := r.part.places[r.columns[i].Name]
	return ok && covers(r.merges, Ref{line, r.part.headings[h].ref.Col})
}

// noteCovered notes the cells of the row at hand that a merge covers.
func (r *rowReader) noteCovered(line int) {
	if len(r.merges) == 0 {
		return
	}
	for i := range r.columns {
		if !r.isCovered(line, i) {
			continue
		}
		if len(r.covered) < mostCovered {
			r.covered = append(r.covered, r.coveredKey(r.part.key(line), i))
		}
		if r.cells[i].Flags&Ghost == 0 { // told of as such
			r.Receipt.Merged.found(func() string { return r.part.place(line, r.columns[i].Name) })
		}
	}
}

// A tail is what follows the rows of a sheet and says how they are to be read.
type tail struct {
	spans  []span // the merged ranges, by top row
	filter span   // the range of a filter; zero if there is none
}

// readTail looks through what follows the rows of a sheet. room is how many
// merges may still be kept.
func readTail(data []byte, room *int) (tail, error) {
	t := tail{spans: make([]span, 0, min(*room, bytes.Count(data, []byte("mergeCell "))))}
	for {
		i := bytes.IndexByte(data, '<')
		if i < 0 {
			break
		}
		data = data[i+1:]
		tag, _, _ := bytes.Cut(data[:min(len(data), 512)], []byte(">"))
		switch string(local(tag[:nameEnd(tag)])) {
		case "mergeCell":
			if s, ok := parseSpan(attribute(tag, "ref")); ok {
				if *room == 0 {
					return t, errTooLarge
				}
				*room--
				t.spans = append(t.spans, s)
			}
		case "autoFilter":
			t.filter, _ = parseSpan(attribute(tag, "ref"))
		}
	}
	slices.SortStableFunc(t.spans, func(a, b span) int { return cmp.Or(a.top-b.top, a.left-b.left) })
	if overlaps(t.spans) > maxOverlap {
		return t, errTooLarge
	}
	return t, nil
}

// overlaps returns how many of some ranges reach the same row at most. They come
// by top row.
func overlaps(spans []span) int {
	bottoms := make([]int, len(spans))
	for i, s := range spans {
		bottoms[i] = s.bottom
	}
	slices.Sort(bottoms)
	most, ended := 0, 0
	for i, s := range spans {
		for bottoms[ended] < s.top {
			ended++
		}
		most = max(most, i+1-ended)
	}
	return most
}

// xmlSpace is what XML takes for space.
const xmlSpace = " \t\r\n"

// attribute returns the value of an attribute in the text of a tag.
func attribute(tag []byte, name string) string {
	for {
		i := bytes.Index(tag, []byte(name))
		if i < 1 {
			return ""
		}
		before := tag[i-1]
		tag = bytes.TrimLeft(tag[i+len(name):], xmlSpace)
		value, ok := bytes.CutPrefix(tag, []byte("="))
		value = bytes.TrimLeft(value, xmlSpace)
		if ok && len(value) > 0 && strings.IndexByte(xmlSpace, before) >= 0 && (value[0] == '"' || value[0] == '\'') {
			text, _, _ := strings.Cut(string(value[1:]), string(value[:1]))
			return text
		}
	}
}

func parseSpan(ref string) (span, bool) {
	first, last, ok := strings.Cut(ref, ":")
	a, okA := parseRef(first)
	b, okB := parseRef(last)
	if !ok || !okA || !okB || b.Row < a.Row || b.Col < a.Col {
		return span{}, false
	}
	return span{a.Row, a.Col, b.Row, b.Col}, true
}

// parseRef reads a place such as B7, with or without dollar signs. It reports
// false for what no sheet has.
func parseRef(s string) (Ref, bool) {
	var r Ref
	i := 0
	for ; i < len(s); i++ {
		c := s[i] &^ 0x20
		if s[i] == '$' {
			continue
		}
		if c < 'A' || c > 'Z' {
			break
		}
		if r.Col = r.Col*26 + int(c-'A') + 1; r.Col > maxColumns {
			return Ref{}, false
		}
	}
	for ; i < len(s); i++ {
		if s[i] == '$' {
			continue
		}
		if s[i] < '0' || s[i] > '9' {
			return Ref{}, false
		}
		if r.Row = r.Row*10 + int(s[i]-'0'); r.Row > maxRows {
			return Ref{}, false
		}
	}
	return r, r.Row > 0 && r.Col > 0
}

// isFar reports whether what is no place in a sheet is one beyond its end, such as
// XFE1.
func isFar(s string) bool {
	row := strings.TrimLeft(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
	return len(row) < len(s) && isDigits(row) && row[0] != '0'
}
