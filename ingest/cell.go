package ingest

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// cell makes a typed cell of what the XML holds: the type, the number of the
// style or -1, the value, and the text of one that carries its own.
func (b *workbook) cell(kind string, style int, value, inline string) (Cell, error) {
	switch kind {
	case "s":
		i, err := strconv.Atoi(strings.TrimSpace(value))
		if value == "" {
			return Cell{}, nil
		}
		c, ok := b.strings.cell(i)
		if err != nil || !ok {
			return Cell{}, refuseTorn("a cell points to a text that is not there")
		}
		return c, nil
	case "str":
		return textCell(unescape(value)), nil
	case "inlineStr":
		return textCell(inline), nil
	case "b":
		return boolCell(value)
	case "e":
		return Cell{Kind: Error, Raw: value}, nil
	case "d":
		return isoCell(value), nil
	case "", "n":
		return b.plainCell(style, value)
	}
	return Cell{}, refuseTorn("a cell is of no kind there is")
}

// plainCell is a number, or an empty cell.
func (b *workbook) plainCell(style int, value string) (Cell, error) {
	value = strings.TrimSpace(value)
	if value == "" {
		return Cell{}, nil
	}
	n, err := decimal(value)
	switch {
	case err != nil:
		return Cell{}, refuseTorn("a cell that should hold a number does not")
	case math.IsInf(n, 0) || math.IsNaN(n): // what a program works out that knows no error values
		return Cell{Kind: Error, Raw: "#NUM!"}, nil
	}
	return b.numberCell(style, value, n), nil
}

// boolCell is true or false, or an empty cell.
func boolCell(value string) (Cell, error) {
	c := Cell{Kind: Bool, Raw: strings.TrimSpace(value)}
	switch strings.ToLower(c.Raw) {
	case "":
		return Cell{}, nil
	case "1", "true":
		c.Number = 1
	case "0", "false":
	default:
		return Cell{}, refuseTorn("a cell that should be true or false is neither")
	}
	return c, nil
}

// textCell returns a text, or an empty cell for a text of spaces.
func textCell(s string) Cell {
	c := Cell{Kind: Text, Raw: s}
	t := trim(s)
	if t == "" {
		return Cell{}
	}
	if isPlainNumber(t) {
		c.Flags |= NumberAsText
	}
	return c
}

// numberCell is a number, or a date by the style of its cell: the first of the list
// where it names none (-1). In one that is not in the list it is a plain number, which
// Excel makes of it too.
func (b *workbook) numberCell(style int, value string, n float64) Cell {
	c := Cell{Kind: Number, Raw: value, Number: n}
	if style = max(style, 0); style >= len(b.styles) {
		return c
	}
	c.Digits = b.styles[style].digits
	if b.styles[style].foreign {
		c.Flags |= Foreign
	}
	switch {
	case b.styles[style].percent:
		c.Flags |= Percent
	case b.styles[style].elapsed, b.styles[style].date && n > 0 && n < 1: // a length of time, a time of day
		c.Kind = Date
	case b.styles[style].date && b.is1904:
		c.Kind, c.Number = Date, n+1462
	case b.styles[style].date && n >= 1 && n < 60: // Excel counts a 29 February 1900 that there was not
		c.Kind, c.Number = Date, n+1
	case b.styles[style].date:
		c.Kind = Date
	}
	return c
}

// epoch is the day that dates are counted from.
var epoch = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)

// isoCell reads a date that is written out, as strict workbooks have it. A
// time of day alone is left as text.
func isoCell(value string) Cell {
	value = strings.TrimSuffix(strings.TrimSpace(value), "Z")
	for _, layout := range []string{"2006-01-02", "2006-01-02T15:04:05", "2006-01-02T15:04"} {
		if t, err := time.Parse(layout, value); err == nil {
			return Cell{Kind: Date, Raw: value, Number: float64(t.Unix()-epoch.Unix()) / (24 * 60 * 60)}
		}
	}
	return textCell(value)
}

// day returns the day of a date cell. It reports false for one before 1900, as
// 0 in a cell of dates is, and for one that no calendar has.
func (c Cell) day() (time.Time, bool) {
	if c.Kind != Date || c.Number < 2 || c.Number >= 2958466 { // 10000-01-01
		return time.Time{}, false
	}
	return epoch.AddDate(0, 0, int(math.Floor(c.Number))), true
}

// text returns what the cell holds as text: a number without separators and
// as exact as Excel keeps it, with the zeros in front that a code of fixed
// length has by its format; a date as yyyy-mm-dd.
func (c Cell) text() string {
	switch c.Kind {
	case Text:
		return trim(c.Raw)
	case Number:
		text := plain(c.Number)
		if zeros := int(c.Digits) - len(text); zeros > 0 && isDigits(text) {
			text = strings.Repeat("0", zeros) + text
		}
		return text
	case Date:
		if day, ok := c.day(); ok {
			return day.Format(time.DateOnly)
		}
		return plain(c.Number)
	case Bool:
		if c.Number == 1 {
			return "TRUE"
		}
		return "FALSE"
	}
	return ""
}

// plain writes a number in full, to the 15 digits that Excel keeps: 12, not
// 12.0 or 1.2E1, and 0.3 where binary arithmetic left 0.30000000000000004.
func plain(n float64) string {
	if whole := int64(n); float64(whole) == n && whole > -1e15 && whole < 1e15 {
		return strconv.FormatInt(whole, 10)
	}
	n, _ = strconv.ParseFloat(strconv.FormatFloat(n, 'g', 15, 64), 64) // it was made by the line itself
	return strconv.FormatFloat(n+0, 'f', -1, 64)
}

// trim drops white space and other marks that nobody sees from both ends of a
// text, and makes spaces of those that only look like one.
func trim(s string) string {
	if !isASCII(s) {
		s = strings.Map(func(r rune) rune {
			switch r {
			case '\u00A0', '\u2007', '\u202F':
				return ' '
			case '\u200B', '\u200C', '\u200D', '\u2060', '\uFEFF', '\u00AD':
				return -1
			}
			return r
		}, s)
	}
	return strings.TrimSpace(s)
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// isPlainNumber reports whether a text reads as a number and nothing else.
func isPlainNumber(s string) bool {
	if s == "" || s[0] != '-' && s[0] != '.' && (s[0] < '0' || s[0] > '9') {
		return false
	}
	n, err := decimal(strings.ReplaceAll(s, ",", ""))
	return err == nil && !math.IsInf(n, 0)
}

// decimal reads a number as a file writes it. What only source code writes, such as
// 1_000 or 0x1p4, is none.
func decimal(s string) (float64, error) {
	if strings.ContainsAny(s, "_xXpP") {
		return 0, strconv.ErrSyntax
	}
	return strconv.ParseFloat(s, 64)
}
