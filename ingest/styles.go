package ingest

import (
	"strconv"
	"strings"
)

// A style is what the format of a cell makes of its number. A cell is a date
// by its format and nothing else: the file holds a plain number.
type style struct {
	date    bool
	elapsed bool // it is a length of time, such as [h]:mm, and no day
	percent bool
	foreign bool  // it shows money that is not pounds
	digits  uint8 // of a format of zeros alone, such as 00000
}

// readStyles returns the styles that cells point to.
func (p *pack) readStyles(name string) ([]style, error) {
	data, err := p.read(name)
	if err != nil {
		return nil, err
	}
	if data == nil { // without it, dates are plain numbers
		return nil, refuseTorn("a part of the workbook is missing")
	}
	custom := make(map[string]style)
	var styles []style
	inCells, outside := false, 0 // how many there are before one that is there in several ways
	err = eachTag(data, func(s *scanner) error {
		switch {
		case !s.within("styleSheet"):
			return errMixedUp
		case s.is("AlternateContent"):
			outside = len(styles)
		case s.is("Choice"), s.is("Fallback"): // for programs that know more, and for all: the last stands in the place of the others
			styles = styles[:outside]
		case s.is("numFmt"):
			code := s.attr("formatCode")
			custom[s.attr("numFmtId")] = style{isDateFormat(code), dateLetter(code) == counted, isPercentFormat(code), isForeignMoney(code), digitsOf(code)}
		case s.is("cellXfs") && (len(s.starts) > 2 || len(styles) > 0): // a second list
			return errMixedUp
		case s.is("cellXfs"):
			inCells = true
		case s.is("cellStyleXfs"), s.is("cellStyles"), s.is("dxfs"):
			inCells = false
		case inCells && s.is("xf"):
			id := s.attr("numFmtId")
			st, named := custom[id]
			if n, err := strconv.Atoi(id); !named && err == nil {
				st = style{date: isBuiltInDate(n), elapsed: n == 46, percent: n == 9 || n == 10}
			}
			styles = append(styles, st)
			return s.skip() // what it holds is no entry of the list
		}
		return nil
	})
	return styles, err
}

// isBuiltInDate reports whether a number format that needs no code is one of
// dates or times. Source: ECMA-376 part 1, 18.8.30, with the East Asian ones.
func isBuiltInDate(id int) bool {
	return id >= 14 && id <= 22 || id >= 27 && id <= 36 || id >= 45 && id <= 47 || id >= 50 && id <= 58
}

// isDateFormat reports whether a number format shows a date or a time.
func isDateFormat(code string) bool { return dateLetter(code) != 0 }

// counted stands for hours, minutes or seconds that a format counts beyond a
// day, an hour or a minute.
const counted = '['

// dateLetter returns the first of the letters y, m, d, h, s that a number
// format has outside quotation marks, escapes and brackets, counted for what
// stands in brackets, and 0 if there is none. Only the part for positive
// numbers is looked at.
func dateLetter(code string) byte {
	code = strings.ToLower(code)
	for i := 0; i < len(code); i++ {
		switch code[i] {
		case ';':
			return 0
		case '"':
			end := strings.IndexByte(code[i+1:], '"')
			if end < 0 {
				return 0
			}
			i += end + 1
		case '\\', '_', '*': // the next byte is itself, a width, or a filler
			i++
		case '[': // a colour or a condition, unless it counts hours: [h], [mm], [ss]
			end := strings.IndexByte(code[i:], ']')
			if end < 0 {
				return 0
			}
			inside := code[i+1 : i+end]
			if inside != "" && strings.Trim(inside, string(inside[0])) == "" && strings.Contains("hms", inside[:1]) {
				return counted
			}
			i += end
		case 'g':
			if strings.HasPrefix(code[i:], "general") {
				i += len("general") - 1
			}
		case 'y', 'm', 'd', 'h', 's':
			return code[i]
		}
	}
	return 0
}

// isPercentFormat reports whether a number format shows a number as a per
// cent: it has the sign outside quotation marks and escapes.
func isPercentFormat(code string) bool {
	for i := 0; i < len(code) && code[i] != ';'; i++ {
		switch code[i] {
		case '"':
			end := strings.IndexByte(code[i+1:], '"')
			if end < 0 {
				return false
			}
			i += end + 1
		case '\\', '_', '*':
			i++
		case '%':
			return true
		}
	}
	return false
}

// isForeignMoney reports whether a number format shows a sign of money other than
// pounds. In [$€-2] the sign stands behind a dollar that is none.
func isForeignMoney(code string) bool {
	code, _, _ = strings.Cut(strings.ReplaceAll(code, "[$", "["), ";")
	return strings.ContainsAny(code, "$€¥")
}

// digitsOf returns how many digits a number format shows of every number, if
// for positive ones it is nothing but zeros; 0 for any other format, and for
// the plain 0.
func digitsOf(code string) uint8 {
	code, _, _ = strings.Cut(code, ";")
	if len(code) < 2 || len(code) > maxDigits || strings.Trim(code, "0") != "" {
		return 0
	}
	return uint8(len(code)) //nolint:gosec // it is at most maxDigits
}

// maxDigits is how many digits of a number Excel shows.
const maxDigits = 30
