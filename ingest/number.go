package ingest

import (
	"math"
	"strconv"
	"strings"
	"time"

	"academy/queries"
)

// number reads a cell of a column of numbers.
func (r *reading) number(c Cell) (string, *problem) {
	switch r.Keep {
	case "whole number":
		n, ok := cellNumber(c)
		switch {
		case !ok || n < 0 || n != math.Trunc(n):
		case n <= queries.MostWhole:
			return plain(n), nil
		default:
			return "", &problem{"number-too-large", "this number is above 100,000, more than can be right here",
				"check that it is not a telephone number or an ID, write the number that is asked for" + r.otherwise()}
		}
		return "", &problem{"not-a-whole-number", "this should be a whole number, such as 12",
			"write digits only" + r.otherwise()}
	case "money":
		if n, ok := cellMoney(c); ok && math.Abs(n) < 1e15 {
			return plain(n), nil
		}
		return "", &problem{"not-a-sum", "this should be a sum of money in pounds, such as £1,234.50",
			"write digits and a decimal point only, with a minus before a sum that was paid back" + r.otherwise()}
	case "per cent":
		if n, ok := cellPercent(c); ok && math.Abs(n) < 1e6 {
			return plain(n), nil
		}
		return "", &problem{"not-a-per-cent", "this should be a per cent, such as 25%",
			"write the number with or without the sign" + r.otherwise()}
	}
	if n, ok := cellNumber(c); ok && math.Abs(n) < 1e15 {
		return plain(n), nil
	}
	return "", &problem{"not-a-number", "this should be a number, such as 12.5",
		"write digits and a decimal point only" + r.otherwise()}
}

// otherwise says what to do where there is no number to write: a blank is a fault
// where everybody is asked for one.
func (r *reading) otherwise() string {
	if r.Asked {
		return "; 0 if there were none"
	}
	return ", or leave the cell blank if it is not known"
}

// cellNumber reads a number that is one or is written as one: 12, 1,234, 12.0.
// Neither a date nor a per cent is one, though a workbook keeps both as
// numbers: what it shows as 25% is 0.25.
func cellNumber(c Cell) (float64, bool) {
	switch c.Kind {
	case Number:
		if c.Flags&Percent != 0 {
			return 0, false
		}
		if c.Number == float64(int64(c.Number)) {
			return c.Number, true
		}
		n, err := strconv.ParseFloat(plain(c.Number), 64)
		return n, err == nil
	case Text:
		return parseNumber(withoutApostrophe(narrow(c.text())))
	}
	return 0, false
}

// cellMoney reads a number that may have a pound sign: £1,234.50, -£5, £ 5.
func cellMoney(c Cell) (float64, bool) {
	if c.Kind != Text {
		n, ok := cellNumber(c)
		return n, ok && c.Flags&Foreign == 0
	}
	text, minus := strings.CutPrefix(withoutApostrophe(narrow(c.text())), "-")
	text = strings.TrimSpace(strings.TrimPrefix(text, "£"))
	if strings.HasPrefix(text, "-") && !minus {
		text, minus = text[1:], true
	}
	n, ok := parseNumber(text)
	if minus {
		n = -n
	}
	return n, ok && !strings.HasPrefix(text, "-")
}

// cellPercent reads the number before the sign: 25%, 25 or a cell that shows
// 25% is 25.
func cellPercent(c Cell) (float64, bool) {
	switch {
	case c.Kind == Number && c.Flags&Percent != 0:
		n, err := strconv.ParseFloat(plain(c.Number*100), 64)
		return n, err == nil
	case c.Kind == Text:
		text := strings.TrimSpace(strings.TrimSuffix(narrow(c.text()), "%"))
		return parseNumber(withoutApostrophe(text))
	}
	return cellNumber(c)
}

// narrow makes digits, signs and letters as wide as a Chinese character, and the
// sign of a minus, those of ASCII.
func narrow(s string) string {
	if isASCII(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '！' && r <= '～':
			return r - '！' + '!'
		case r == '−': // the sign of a minus, as Word and Numbers write it
			return '-'
		}
		return r
	}, s)
}

// withoutApostrophe drops the apostrophe with which a person tells a
// spreadsheet program that the digits after it are text, and which some
// programs leave in the file.
func withoutApostrophe(s string) string {
	if rest, ok := strings.CutPrefix(s, "'"); ok && isPlainNumber(rest) {
		return rest
	}
	return s
}

// postcodeArea returns the first half of a British postcode, "ST4" of
// "ST4 2DE" or "ST4". It reports false for what has not the shape of one.
func postcodeArea(s string) (string, bool) {
	s = foldID(s)
	if n := len(s); n >= 5 && isDigits(s[n-3:n-2]) && isLetters(s[n-2:]) {
		s = s[:n-3]
	}
	letters := 0
	for letters < len(s) && isLetters(s[letters:letters+1]) {
		letters++
	}
	rest := s[letters:]
	if letters < 1 || letters > 2 || len(rest) < 1 || len(rest) > 2 || !isDigits(rest[:1]) || !isDigits(rest[1:]) && !isLetters(rest[1:]) && rest[1:] != "" {
		return "", false
	}
	return s, true
}

func isLetters(s string) bool {
	for i := range len(s) {
		if s[i] < 'A' || s[i] > 'Z' {
			return false
		}
	}
	return s != ""
}

// band returns the band of an age or of a date of birth, which is not kept. on
// is the day on which the age counts; without it a date of birth has no band.
func (r *reading) band(c Cell, on time.Time) (string, *problem) {
	age, ok := cellNumber(c)
	if !ok {
		born := cellDate(c, r.Dates)
		switch {
		case born.ok && born.either && r.Dates == "":
			return "", r.day(born, time.DateOnly, nil).problem
		case born.ok && on.IsZero():
			return "", nil
		case born.ok:
			age, ok = float64(on.Year()-born.day.Year()), true
			if on.Month() < born.day.Month() || on.Month() == born.day.Month() && on.Day() < born.day.Day() {
				age--
			}
		}
	}
	if !ok || age < 0 || age > 120 || len(r.Bands) == 0 {
		return "", &problem{"not-an-age", "this should be an age in years, or a date of birth", "write the age in years"}
	}
	last := len(r.Bands) - 1
	for i, next := range r.Bands {
		switch {
		case age >= float64(next):
		case i == 0:
			return "under " + strconv.Itoa(next), nil
		default:
			return strconv.Itoa(r.Bands[i-1]) + " to " + strconv.Itoa(next-1), nil
		}
	}
	return strconv.Itoa(r.Bands[last]) + " and over", nil
}
