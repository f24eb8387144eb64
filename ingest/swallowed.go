package ingest

import "strings"

// swallows reports whether the record that split has found, over several lines,
// is in truth a row a line: one quotation mark too many in a line was closed by
// one in another. Then the line in which it opens and the one in which it closes
// are whole rows without it, or several of those between are. Of a remark over
// several lines the first line is as long as a row where it stands in the last
// column, and the last line seldom; and neither holds the same sort of things
// under the same headings.
func (r *records) swallows() bool {
	lines := r.lineByLine()
	return areRows(lines, r.rec.values, len(r.ends)) || areRows(lines, r.rec.values, r.width)
}

// lineByLine returns the values of each line of a record, as if no quotation mark
// held its lines together. In what people write a space follows a comma, and so
// parts nothing there, unless most values of the row above have such a space too.
func (r *records) lineByLine() [][]string {
	separator := string(r.separator)
	spaces := 0
	for _, v := range r.rec.values {
		if strings.HasPrefix(v, " ") {
			spaces++
		}
	}
	parts := r.separator == '\t' || 2*spaces > len(r.rec.values) // with a space behind it too
	rows, start := [][]string{nil}, 0
	for _, end := range r.ends {
		value := string(r.text[start:end])
		start = end
		if !strings.ContainsAny(value, "\r\n") {
			rows[len(rows)-1] = append(rows[len(rows)-1], value)
			continue
		}
		value = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(value)
		if !parts {
			value = strings.ReplaceAll(value, separator+" ", "  ")
		}
		for i, line := range strings.Split(value, "\n") {
			if i > 0 {
				rows = append(rows, nil)
			}
			rows[len(rows)-1] = append(rows[len(rows)-1], strings.Split(line, separator)...)
		}
	}
	return rows
}

// areRows reports whether lines are rows of so many values each: the first and
// the last, or several of them; in either case most, and enough for that not to
// be chance. Where neither the first nor the last has so many values, the row
// above says what a row holds.
func areRows(lines [][]string, above []string, width int) bool {
	const enough = 8 // separators of all rows
	first, last, row := lines[0], lines[len(lines)-1], above
	switch width {
	case len(first):
		row = first
	case len(last):
		row = last
	}
	if len(row) != width {
		return false
	}
	isRow := func(line []string) bool { return len(line) == width && alike(row, line) }
	whole, other := 0, 0
	for _, line := range lines {
		switch {
		case isRow(line):
			whole++
		case len(line) > 1 || !isBlank(line[0]):
			other++
		}
	}
	if whole <= other || whole*(width-1) < enough {
		return false
	}
	words := signs(strings.Join(row, ""))&figures == 0 // lines of words alone may be lists in a remark
	return isRow(first) && isRow(last) || whole > 2 && !words
}

// alike reports whether two rows hold the same sort of things: of four values at
// most one is of words in one of them and of figures, or of both, in the other.
func alike(a, b []string) bool {
	both, differ := 0, 0
	for i := range a {
		if x, y := signs(a[i]), signs(b[i]); x != 0 && y != 0 {
			both++
			if x != y {
				differ++
			}
		}
	}
	return differ*4 <= both
}

// What a text holds, as signs says it.
const (
	letters = 1 << iota
	figures
)

// signs says which of letters and figures a text holds.
func signs(s string) (held int) {
	for _, c := range []byte(s) {
		switch {
		case '0' <= c && c <= '9':
			held |= figures
		case 'a' <= c|0x20 && c|0x20 <= 'z', c >= 0x80:
			held |= letters
		}
	}
	return held
}
