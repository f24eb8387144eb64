package ingest

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"academy/queries"
)

// A dated is a day as it was read, and how sure that is.
type dated struct {
	day        time.Time
	ok         bool
	either     bool // day and month could change places
	otherOrder bool // it can only be a date with day and month the other way round, in digits
}

// cellDate reads a day: a date cell, or a text with day, month and year, of
// which the description says the order.
func cellDate(c Cell, order string) dated {
	switch c.Kind {
	case Date:
		day, ok := c.day()
		return dated{day: day, ok: ok}
	case Text:
		return parseDate(narrow(c.text()), order)
	}
	return dated{} // a plain number is not taken for the days since 1900
}

// cellMonth reads a month: any day within it, or a text with month and year.
func cellMonth(c Cell, order string) dated {
	d := cellDate(c, order)
	if !d.ok && c.Kind == Text {
		d.day, d.ok = parseMonth(narrow(c.text()))
	}
	if d.ok {
		d.day = time.Date(d.day.Year(), d.day.Month(), 1, 0, 0, 0, 0, time.UTC)
	}
	return d
}

// parseDate reads a date as people in Britain write it, the day first:
// 01/09/2026, 1.9.26, 01-Sep-2026, 1st September 2026, Tuesday 1 September
// 2026; or 2026-09-01. A time of day after it is not looked at. With the
// month first it reads 09/01/2026.
func parseDate(s, order string) dated {
	parts := dateParts(s)
	if len(parts) != 3 {
		return dated{}
	}
	year, month, day := parts[2], parts[1], parts[0]
	digits := false
	switch {
	case len(parts[0]) == 4 && isDigits(parts[0]):
		year, day = parts[0], parts[2]
	case monthOf(parts[0]) > 0 && !isDigits(parts[0]): // September 1, 2026
		month, day = parts[0], parts[1]
	default:
		digits = isDigits(parts[0]) && isDigits(parts[1])
	}
	if digits && order == queries.MonthFirst {
		month, day = day, month
	}
	t, ok := date(year, monthOf(month), day)
	other, swapped := time.Time{}, false
	if digits {
		other, swapped = date(year, monthOf(day), month)
	}
	return dated{
		day: t, ok: ok, either: ok && swapped && !other.Equal(t),
		otherOrder: !ok && swapped,
	}
}

// parseMonth reads a month: September 2026, Sep-26, 2026-09, 09/2026.
func parseMonth(s string) (time.Time, bool) {
	parts := dateParts(s)
	if len(parts) != 2 {
		return time.Time{}, false
	}
	month, year := parts[0], parts[1]
	if len(month) == 4 && isDigits(month) {
		month, year = year, month
	}
	if isDigits(month) && len(year) != 4 { // 09/26 may be a day
		return time.Time{}, false
	}
	return date(year, monthOf(month), "1")
}

// date makes a day of what was written. It reports false for one that no
// calendar has.
func date(year string, month time.Month, day string) (time.Time, bool) {
	y, m, d := yearOf(year), month, 0
	if isDigits(day) && len(day) <= 2 {
		d, _ = strconv.Atoi(day) // two digits
	}
	t := time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	return t, y > 0 && m > 0 && d > 0 && t.Month() == m // 30 February is in March
}

// dateParts cuts a text at spaces, slashes, dashes, dots and commas; it drops
// the name of a weekday before the rest, a suffix as in 1st, an apostrophe as
// in '26, and a time of day after it.
func dateParts(s string) []string {
	s = strings.ToLower(s)
	if i := strings.IndexByte(s, ':'); i >= 0 { // a time: back to the space or T before it
		if i = strings.LastIndexAny(s[:i], " t"); i < 0 {
			return nil
		}
		s = s[:i]
	}
	fields := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(" /-.,–", r) || unicode.IsSpace(r) })
	if len(fields) > 1 && isWeekday(fields[0]) {
		fields = fields[1:]
	}
	if len(fields) == 4 && fields[1] == "of" { // 1st of September 2026
		fields = slices.Delete(fields, 1, 2)
	}
	if last := len(fields) - 1; last > 0 { // Sept '26
		fields[last] = strings.TrimLeft(fields[last], "'’")
	}
	for i, f := range fields {
		for _, suffix := range []string{"st", "nd", "rd", "th"} {
			if number, ok := strings.CutSuffix(f, suffix); ok && isDigits(number) {
				fields[i] = number
			}
		}
	}
	return fields
}

func isWeekday(s string) bool {
	for d := time.Sunday; d <= time.Saturday; d++ {
		name := strings.ToLower(d.String())
		if s == name || s == name[:3] || s == "tues" || s == "weds" || s == "thur" || s == "thurs" {
			return true
		}
	}
	return false
}

// monthOf returns the month of a number or a name, or 0.
func monthOf(s string) time.Month {
	if isDigits(s) && len(s) <= 2 {
		n, _ := strconv.Atoi(s) // two digits
		if n <= 12 {
			return time.Month(n)
		}
		return 0
	}
	for m := time.January; m <= time.December; m++ {
		name := strings.ToLower(m.String())
		if s == name || s == name[:3] || m == time.September && s == "sept" {
			return m
		}
	}
	return 0
}

// yearOf returns the year of four digits or two, or 0. Two digits are of this
// century.
func yearOf(s string) int {
	if !isDigits(s) {
		return 0
	}
	n, _ := strconv.Atoi(s) // checked by its length below
	switch {
	case len(s) == 2:
		return 2000 + n
	case len(s) == 4 && n >= 1900 && n <= 2199:
		return n
	}
	return 0
}

// datesInName returns the days in the name of a file, each once: those written as
// 2026-09-01, and where there is none of them, those written as people do, as in
// 14-10-2026, 14 October 2026 or 20261014. It reports true where one of these
// could be either way, as 05-10-2026 could.
func datesInName(name string) (days []time.Time, either bool) {
	for i := 0; i+10 <= len(name); i++ {
		before, after := i == 0 || !isDigits(name[i-1:i]), i+10 == len(name) || !isDigits(name[i+10:i+11])
		t, err := time.Parse(time.DateOnly, name[i:i+10])
		if err == nil && before && after && t.Year() >= 1900 && !slices.Contains(days, t) {
			days = append(days, t)
		}
	}
	if len(days) > 0 {
		return days, false
	}
	for m := datedName.FindStringSubmatch(name); m != nil; m = datedName.FindStringSubmatch(name) {
		d := parseDate(strings.Join(m[2:], " "), queries.DayFirst)
		either = either || d.either
		if d.ok && !slices.Contains(days, d.day) {
			days = append(days, d.day)
		}
		_, name, _ = strings.Cut(name, m[1])
	}
	return days, either
}

// datedName finds day, month and year, or eight digits of a year, month and day, in
// the name of a file.
var datedName = regexp.MustCompile(`(?i)(?:^|[^0-9])((?:(\d{1,2})(?:st|nd|rd|th)?[ ._-]{0,2}(\d{1,2}|[a-z]{3,9})[ ._-]{0,2}((?:19|20|21)\d\d))|(?:((?:19|20|21)\d\d)(\d\d)(\d\d)))(?:$|[^0-9])`)
