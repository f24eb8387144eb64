package ingest

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"academy/queries"
)

// A problem is why a cell gives no value: the part of a Fault that does not
// depend on where the cell is.
type problem struct{ code, says, fix string }

// A reading is what one column of a source makes of a cell, with its lists
// folded once.
type reading struct {
	queries.Column
	missing map[string]bool
	allowed map[string]string // folded to as it should be spelt
}

func newReading(c queries.Column) reading {
	r := reading{Column: c, missing: make(map[string]bool), allowed: make(map[string]string)}
	for _, text := range c.Missing {
		r.missing[foldAnswer(text)] = true
	}
	for _, text := range c.Allowed {
		r.allowed[foldAnswer(text)] = text
	}
	return r
}

// value returns what the database keeps of a cell, "" for null. Where the cell
// holds something that cannot be read, the problem says what it should be. A
// column that is hashed gives its text.
func (r *reading) value(c Cell) (string, *problem) {
	switch {
	case c.Kind == Error:
		return "", &problem{"error-value", "this cell shows an error of the workbook, such as #N/A",
			"put the value itself in the cell"}
	case c.Kind == Empty && c.Flags&Formula != 0:
		return "", &problem{"no-result", "the formula in this cell has no result",
			"open the file in Excel, save it and send it again, or put the value itself in the cell"}
	case c.Kind == Empty, len(r.missing) > 0 && r.missing[foldAnswer(c.text())]:
		return "", nil
	}
	value, problem := r.typed(c)
	if problem != nil || len(r.allowed) == 0 || value == "" {
		return value, problem
	}
	return r.onList(value)
}

func (r *reading) typed(c Cell) (string, *problem) {
	switch r.Keep {
	case "date":
		if day, ok := cellDate(c); ok {
			return day.Format("2006-01-02"), nil
		}
		return "", &problem{"not-a-date", "this should be a date, such as 01/09/2026",
			"write day, month and year"}
	case "month":
		if day, ok := cellMonth(c); ok {
			return day.Format("2006-01") + "-01", nil
		}
		return "", &problem{"not-a-month", "this should be a month, such as September 2026",
			"write the month in words and the year in full"}
	case "whole number":
		if n, ok := cellNumber(c); ok && n >= 0 && n == math.Trunc(n) && n <= math.MaxInt32 {
			return plain(n), nil
		}
		return "", &problem{"not-a-whole-number", "this should be a whole number, such as 12",
			"write digits only, or leave the cell blank if it is not known"}
	case "number":
		if n, ok := cellNumber(c); ok && math.Abs(n) < 1e15 {
			return plain(n), nil
		}
		return "", &problem{"not-a-number", "this should be a number, such as 12.5",
			"write digits and a decimal point only, or leave the cell blank if it is not known"}
	case "tick":
		if tick, ok := cellTick(c); ok {
			return tick, nil
		}
		return "", &problem{"not-a-tick", "this should be Yes, No or blank", "write Yes, or leave the cell blank"}
	}
	return strings.ToValidUTF8(c.text(), "\uFFFD"), nil
}

// onList returns a value as the source spells it. A list is looked up item by
// item.
func (r *reading) onList(value string) (string, *problem) {
	items := []string{value}
	if r.Keep == "list" {
		items = strings.Split(value, ";")
	}
	for i, item := range items {
		spelt, ok := r.allowed[foldAnswer(item)]
		if !ok && trim(item) != "" {
			fix := "use one of the answers of the template"
			if len(r.Allowed) <= 12 {
				fix = "write one of " + list(r.Allowed)
			}
			return "", &problem{"not-on-the-list", "this is not one of the answers there are", fix}
		}
		items[i] = spelt
	}
	return strings.Join(items, ";"), nil
}

// cellNumber reads a number that is one or is written as one: 12, 1,234, 12.0.
// Neither a
// date nor a per cent is one, though a workbook keeps both as numbers: what it
// shows as 25% is 0.25.
func cellNumber(c Cell) (float64, bool) {
	switch c.Kind {
	case Number:
		if c.Flags&Percent != 0 {
			return 0, false
		}
		n, err := strconv.ParseFloat(plain(c.Number), 64)
		return n, err == nil
	case Text:
		return parseNumber(c.text())
	}
	return 0, false
}

// parseNumber reads digits with a decimal point, with or without commas
// between thousands. In 0,123 the comma can only be a decimal one.
func parseNumber(s string) (float64, bool) {
	digits, fraction, _ := strings.Cut(strings.TrimPrefix(s, "-"), ".")
	groups := strings.Split(digits, ",")
	if len(groups) > 1 && strings.HasPrefix(digits, "0") {
		return 0, false
	}
	for i, g := range groups {
		if !isDigits(g) || i > 0 && len(g) != 3 || len(groups) > 1 && i == 0 && len(g) > 3 {
			return 0, false
		}
	}
	if fraction != "" && !isDigits(fraction) {
		return 0, false
	}
	n, err := strconv.ParseFloat(strings.ReplaceAll(s, ",", ""), 64)
	return n, err == nil
}

// isDigits reports whether s is digits and nothing else, and some.
func isDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// cellTick reads a box that is ticked, "true", or not, "".
func cellTick(c Cell) (string, bool) {
	switch strings.ToLower(c.text()) {
	case "yes", "y", "x", "tick", "ticked", "true", "1", "✓", "✔", "☑", "☒":
		return "true", true
	case "", "no", "n", "false", "0", "☐":
		return "", true
	}
	return "", false
}

// place says where a cell is, as a person finds it: a cell of a sheet, or a
// line and the heading of a text file.
func place(sheet string, ref Ref, heading string) string {
	switch {
	case sheet == "" && heading == "":
		return fmt.Sprintf("line %d", ref.Row)
	case sheet == "":
		return fmt.Sprintf("line %d, column %s", ref.Row, heading)
	case strings.Trim(sheet, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_") != "" || isDigits(sheet[:1]):
		sheet = "'" + strings.ReplaceAll(sheet, "'", "''") + "'"
	}
	return sheet + "!" + ref.String()
}
