package ingest

import (
	"io"
	"regexp"
	"slices"
	"strings"

	"academy/queries"
)

// personal is what stands in a table about people and in no other: a National
// Insurance number, or a heading for one or for a date of birth.
var personal = regexp.MustCompile(`(?i)^\s*([a-z]{2} ?\d{2} ?\d{2} ?\d{2} ?[a-d]|.{0,20}(national insurance|date of birth).{0,20}|n\.?i\.? ?(no|number)\.?|d\.?o\.?b\.?)\s*$`)

// whoIs is a question of a survey that asks who somebody is or how to reach them.
var whoIs = regexp.MustCompile(`(?i)\b(your|full|first|last|family|given|fore|sur) ?names?\b|^\s*names?\W*$|\be-?mail\b|\b(tele)?phone\b|\bmobile\b|` +
	`\bdate of birth\b|\bd\.?o\.?b\b|\bnational insurance\b|\bni (no|number)\b|\bnhs (no|number)\b|\bpost ?code\b|\b(your|home) address\b`)

// HoldsPeople reports whether a table of a file seems to be about people, known
// or not: among the first rows of a sheet is one with three or more headings of
// a source about people, and with more of them than any other source has there,
// or a cell such as only those have, or names stand beside dates of birth. What
// cannot be read may be about anything.
func HoldsPeople(r io.ReaderAt, size int64, sources []queries.Source) bool {
	const several = 3
	sheets, err := Sheets(r, size)
	if err != nil {
		return true
	}
	cat := newCatalogue(sources)
	for sheet, err := range sheets {
		if err != nil {
			return true
		}
		rows, err := firstRows(sheet)
		if err != nil {
			return true
		}
		for _, row := range rows {
			if slices.ContainsFunc(row.Cells, func(c Cell) bool { return c.Kind == Text && len(c.Raw) < 64 && personal.MatchString(c.Raw) }) {
				return true
			}
			most := map[bool]int{}
			for _, f := range cat.fits(sheet, row, ink(row)) {
				about := f.source.People
				most[about] = max(most[about], f.score().columns)
			}
			if most[true] >= several && most[true] > most[false] {
				return true
			}
		}
		if cat.listsPeople(sheet, rows) {
			return true
		}
	}
	return false
}

// The years in which most of those were born who work in care or are cared for.
// Homes open in them too, but most were registered anew from October 2010 on.
const bornFrom, bornUntil = 1915, 2009

// personName is a name as people write it, or a part of one: words, all capitalised.
var personName = regexp.MustCompile(`^\p{Lu}[\p{L}\p{M}'’.-]*(,? \p{Lu}[\p{L}\p{M}'’.-]*){0,3}$`)

// listsPeople reports whether in some column most dates that stand beside a name may
// be dates of birth: of two people or more, most of them with other names. Columns
// that are known of a table do not count: registers of homes have names and dates.
func (cat *catalogue) listsPeople(sheet Sheet, rows []RowOfCells) bool {
	if !bornIn(rows, nil) {
		return false
	}
	s := &search{cat: cat}
	return s.lookAt(sheet, rows) != nil || bornIn(rows, s.found)
}

// bornIn is listsPeople for the cells that are of no table.
func bornIn(rows []RowOfCells, tables []*fit) bool {
	type dates struct {
		births, others int
		names          map[string]bool
	}
	columns := map[int]*dates{}
	for _, row := range rows {
		known := knownColumns(tables, row.Line)
		name, looked := "", false
		for _, c := range row.Cells {
			year := yearIn(c)
			if year == 0 || known[c.Ref.Col] {
				continue
			}
			if !looked {
				name, looked = namesIn(row, known), true
			}
			if name == "" {
				break
			}
			of := columns[c.Ref.Col]
			if of == nil {
				of = &dates{names: map[string]bool{}}
				columns[c.Ref.Col] = of
			}
			if year < bornFrom || year > bornUntil {
				of.others++
				continue
			}
			of.births++
			of.names[name] = true
		}
	}
	for _, of := range columns {
		if of.births > 1 && of.births > of.others && len(of.names)*2 > of.births {
			return true
		}
	}
	return false
}

// namesIn joins what may be names of people in a row, in one cell or in several: two
// words at least; "" if there are none.
func namesIn(row RowOfCells, known map[int]bool) string {
	names := ""
	for _, c := range row.Cells {
		if text := strings.TrimSpace(c.Raw); c.Kind == Text && !known[c.Ref.Col] && len(text) < 64 && personName.MatchString(text) {
			names += text + "\n"
		}
	}
	if len(strings.Fields(names)) < 2 {
		return ""
	}
	return names
}

// yearIn is the year of a day, of two digits the one that has been; 0 for what is no
// day.
func yearIn(c Cell) int {
	const latest = 2050
	if c.Kind == Text && (len(c.Raw) > 40 || !strings.ContainsAny(c.Raw, "0123456789")) {
		return 0
	}
	d := cellDate(c, queries.DayFirst)
	if d.otherOrder {
		d = cellDate(c, queries.MonthFirst)
	}
	switch year := d.day.Year(); {
	case !d.ok:
		return 0
	case year >= latest:
		return year - 100
	default:
		return year
	}
}

// knownColumns are the columns that are known of tables in a line of their sheet.
func knownColumns(tables []*fit, line int) map[int]bool {
	known := map[int]bool{}
	for _, f := range tables {
		if line <= f.line || f.until > 0 && line >= f.until {
			continue
		}
		for _, h := range f.headings {
			if h.column >= 0 {
				known[h.ref.Col] = true
			}
		}
	}
	return known
}
