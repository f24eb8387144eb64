package ingest

import (
	"fmt"
	"strconv"
	"strings"
	"time"

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
	zero    map[string]bool
	allowed map[string]string // folded to as it should be spelt
	seen    map[string]result // of texts that were read before

	either      int // dates that could be either way and were taken
	firstEither int // the line of the first of them
	otherOrder  int // dates that can only have day and month the other way round
}

// A result is what a text was read as.
type result struct {
	value   string
	problem *problem
	dated   dated
}

// mostSeen is how many texts of a column are remembered. A column has either
// a few, over and over, or as many as rows.
const mostSeen = 2048

func newReading(c queries.Column) reading {
	r := reading{
		Column: c, missing: foldAll(c.Missing), zero: foldAll(c.Zero),
		allowed: make(map[string]string), seen: make(map[string]result),
	}
	for _, text := range c.Allowed {
		r.allowed[foldAnswer(text)] = text
	}
	return r
}

func foldAll(texts []string) map[string]bool {
	folded := make(map[string]bool, len(texts))
	for _, text := range texts {
		folded[foldAnswer(text)] = true
	}
	return folded
}

// value returns what the database keeps of a cell, "" for null. Where the cell
// holds something that cannot be read, the problem says what it should be. A
// column that is hashed gives its text.
func (r *reading) value(c Cell) (string, *problem) {
	if c.Kind == Empty && c.Flags&Formula == 0 {
		return "", nil
	}
	if c.Kind != Text || c.Flags&Percent != 0 {
		got := r.read(c)
		return got.value, got.problem
	}
	got, ok := r.seen[c.Raw]
	if !ok {
		got = r.read(c)
		if len(r.seen) < mostSeen {
			r.seen[strings.Clone(c.Raw)] = got
		}
	}
	if got.dated.otherOrder {
		r.otherOrder++
	}
	if got.dated.either && got.problem == nil {
		r.either++
	}
	return got.value, got.problem
}

func (r *reading) read(c Cell) result {
	if len(r.missing)+len(r.zero) > 0 && c.Kind != Empty {
		word := c.text()
		switch c.Kind {
		case Error:
			word = c.Raw
		case Number: // 999 is 999, however many digits are shown
			word = plain(c.Number)
		}
		switch word = foldAnswer(word); {
		case r.missing[word]:
			return result{}
		case r.zero[word]:
			return result{value: "0"}
		}
	}
	switch {
	case c.Kind == Error, c.Kind == Text && isErrorValue(c.Raw):
		return result{problem: &problem{"error-value", "this cell shows an error of the workbook, such as #N/A",
			"put the value itself in the cell"}}
	case c.Kind == Empty && c.Flags&Formula != 0:
		return result{problem: &problem{"no-result", "the formula in this cell has no result",
			"open the file in Excel, save it and send it again, or put the value itself in the cell"}}
	case c.Kind == Empty:
		return result{}
	}
	got := r.typed(c)
	if got.problem == nil && len(r.allowed) > 0 && got.value != "" {
		got.value, got.problem = r.onList(got.value)
	}
	return got
}

// isErrorValue reports whether a text is what a spreadsheet program writes into
// a text file where a cell shows an error.
func isErrorValue(s string) bool {
	if !strings.HasPrefix(s, "#") {
		return false
	}
	switch strings.ToUpper(trim(s)) {
	case "#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#FIELD!", "#GETTING_DATA":
		return true
	}
	return false
}

func (r *reading) typed(c Cell) result {
	switch r.Keep {
	case "date":
		return r.day(cellDate(c, r.Dates), time.DateOnly, &problem{"not-a-date", "this should be a date, such as 01/09/2026",
			"write day, month and year"})
	case "month":
		return r.day(cellMonth(c, r.Dates), "2006-01-02", &problem{"not-a-month", "this should be a month, such as September 2026",
			"write the month in words and the year in full"})
	case "age band": // the row makes a band of it
		return result{value: c.text()}
	case "whole number", "number", "money", "per cent":
		value, problem := r.number(c)
		return result{value: value, problem: problem}
	case "postcode area":
		if area, ok := postcodeArea(c.text()); ok {
			return result{value: area}
		}
		return result{problem: &problem{"not-a-postcode", "this should be a postcode, such as ST4 2DE",
			"write the whole postcode, or leave the cell blank"}}
	case "tick":
		if tick, ok := cellTick(c); ok {
			return result{value: tick}
		}
		return result{problem: &problem{"not-a-tick", "this should be Yes, No or blank", "write Yes, or leave the cell blank"}}
	}
	return result{value: strings.ToValidUTF8(withoutApostrophe(c.text()), "\uFFFD")}
}

// day writes a date that was read, or says why there is none.
func (r *reading) day(d dated, layout string, otherwise *problem) result {
	switch {
	case !d.ok:
		return result{problem: otherwise, dated: d}
	case d.either && r.Dates == "":
		return result{dated: d, problem: &problem{"ambiguous-date", "this date could be either way: day first or month first",
			"write the month in words, such as 1 September 2026"}}
	}
	return result{value: d.day.Format(layout), dated: d}
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
	switch strings.ToLower(withoutApostrophe(narrow(c.text()))) {
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

// value reads one cell of the row, and notes what is wrong with it. A row
// without a value that every row must have is left out.
func (r *rowReader) value(line, i int) string {
	c := &r.columns[i]
	before := c.either
	value, problem := c.value(r.cells[i])
	if before == 0 && c.either > 0 {
		c.firstEither = r.part.key(line)
	}
	if c.Keep == "age band" && value != "" {
		value, problem = c.band(r.cells[i], r.ageDay(i))
	}
	if c.Keep == "hash" && value != "" {
		value = r.hash(i, value)
	}
	if problem == nil && c.Filled && value == "" {
		if w := r.with[i]; w >= 0 && r.columns[w].Filled && r.cells[w].Kind == Empty && r.cells[i].Kind != Empty {
			return "" // the row is left out for what this one is unique within
		}
		says := fmt.Sprintf("%q is blank in this row", c.Heading)
		switch filled := r.cells[i].Kind != Empty; {
		case filled && c.Keep == "hash":
			says = fmt.Sprintf("%q in this row is a placeholder, not a reference", c.Heading)
		case filled:
			says = fmt.Sprintf("%q in this row says that there is none", c.Heading)
		}
		problem = missingValue(says)
		if r.isCovered(line, i) {
			problem.says, problem.fix = fmt.Sprintf("%q is covered by a merge in this row, so nothing can be in it", c.Heading), queries.CoveredFix
		}
	}
	if problem == nil {
		return value
	}
	severity := queries.LeaveOutCell
	if c.Filled {
		severity, r.keep = queries.LeaveOutRow, false
	}
	r.fault(queries.Fault{
		Line: r.part.key(line), Column: c.Name, Place: r.part.place(line, c.Name), Severity: severity,
		Code: problem.code, Says: problem.says, Fix: problem.fix,
	})
	return ""
}

// ageDay returns the day on which an age counts, or the zero time.
func (r *rowReader) ageDay(i int) time.Time {
	at := r.day[i]
	if at < 0 {
		return r.Period
	}
	on := cellDate(r.cells[at], r.columns[at].Dates)
	if !on.ok || on.either && r.columns[at].Dates == "" {
		return time.Time{}
	}
	return on.day
}

func missingValue(says string) *problem {
	return &problem{"missing-value", says, "fill it in, or remove the row"}
}

// PlaceOf says where the cell of a column is, as a person finds it, also where
// it is blank. For the column it takes a heading too that the source does not
// know. A column that neither has is placed at the start of the row.
func (t *Table) PlaceOf(line int, column string) string {
	p := t.parts[0]
	if len(t.parts) > 1 {
		p = t.parts[min(line>>partBits, len(t.parts)-1)]
	}
	return p.place(line-p.number<<partBits, column)
}

func (r *rowReader) hash(i int, id string) string {
	if r.with[i] < 0 {
		return hashID(r.key, id)
	}
	return hashID(r.key, id, r.cells[r.with[i]].text())
}
