package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"math/rand/v2"
	"strconv"
	"time"
	"unicode/utf8"

	"academy/reports"
)

// A layout is a way in which returns are sent.
type layout struct {
	file     string // name of a file, from the employer and the month
	dated    string // how the name has the month
	noChange bool   // it has a box for "nothing has changed"
	corrects bool   // it has a box for "this is a correction"
	workbook bool
	write    func(r *region, e *employer, rows []row) ([]byte, error)

	// The cell of a row, counted from 0, in a column of the template.
	cell func(m month, row, column int) string
}

// The template, and three layouts that providers made themselves. Their
// headings are aliases of the template's, as spelt by people.
var (
	template    = &layout{file: "%s return %s.xlsx", dated: "2006-01", noChange: true, corrects: true, workbook: true}
	handSheet   = &layout{file: "%s Staffing %s.xlsx", dated: "Jan 2006", noChange: true, corrects: true, workbook: true}
	handWrapped = &layout{file: "%s_staff_numbers_%s.xlsx", dated: "Jan06", noChange: true, workbook: true}
	handCSV     = &layout{file: "%s staffing %s.csv", dated: "Jan-06", corrects: true}
)

func init() { // the functions name the layouts
	template.write = writeTemplate
	handSheet.write = writeHandSheet
	handWrapped.write = writeHandWrapped
	handCSV.write = writeHandCSV
	template.cell = func(_ month, row, column int) string { return templateCell(row, column) }
	handSheet.cell = func(_ month, row, column int) string {
		return fmt.Sprintf("Staffing!%c%d", 'A'+column-min(1, column/boxColumn(0)), 6+row)
	}
	handWrapped.cell = func(m month, row, column int) string {
		at := column - 2
		if column < boxColumn(0) {
			at = []int{1, 0, 2}[column]
		}
		return fmt.Sprintf("%s!%c%d", m.first().Format("January"), 'A'+at, 8+row)
	}
	handCSV.cell = func(_ month, row, column int) string {
		if column >= boxColumn(0) {
			column -= 3
		}
		return textCell(5+row, handCSVHeadings[column])
	}
}

// writeTemplate fills the academy's own workbook.
func writeTemplate(_ *region, e *employer, rows []row) ([]byte, error) {
	var filled [][]string
	for _, now := range rows {
		cells := []string{now.called, date(now.month.first()), yes(now.noChange, "Yes"), e.contact, yes(now.correction, "Yes")}
		for i := range now.boxes {
			cells = append(cells, text(now.answer(i)))
		}
		filled = append(filled, cells)
	}
	return stable(func(w io.Writer) error { return reports.BuiltinTemplate(w, "provider_return", filled) })
}

// answer is what stands in a box: a number, a text, or nil.
func (now row) answer(place int) any {
	if words, ok := now.words[place]; ok {
		return words
	}
	if now.boxes[place] == null {
		return nil
	}
	return now.boxes[place]
}

func yes(ticked bool, word string) string {
	if ticked {
		return word
	}
	return ""
}

// text is a cell in a file that holds only text.
func text(cell any) string {
	switch v := cell.(type) {
	case string:
		return v
	case int:
		return strconv.Itoa(v)
	}
	return ""
}

// tick is a ticked box, or nil.
func tick(ticked bool, word string) any {
	if ticked {
		return word
	}
	return nil
}

// totals adds up what the layout has in each box.
func totals(rows []row) []any {
	sums := make([]any, len(boxes{}))
	for i := range sums {
		n := 0
		for _, now := range rows {
			n += max(0, now.boxes[i])
		}
		sums[i] = n
	}
	return sums
}

func (now row) answers() []any {
	out := make([]any, len(now.boxes))
	for i := range out {
		out[i] = now.answer(i)
	}
	return out
}

// writeHandSheet writes a workbook with three lines above the headings, real
// dates at the end of the month, totals and a note below.
func writeHandSheet(r *region, e *employer, rows []row) ([]byte, error) {
	s := sheet{name: "Staffing", heading: 5, rows: [][]any{
		{e.name},
		{"Staffing numbers for the care academy"},
		{"Prepared by: " + e.contact},
		{},
		{"Home", "Month reported", "Same as last month", "Completed by",
			"Care permanent staff", "Care temporary staff", "Care bank staff", "Care agency staff",
			"Care vacancies", "Care joiners", "Care leavers",
			"Other permanent staff", "Other temporary staff", "Other bank staff", "Other agency staff",
			"Other vacancies", "Other joiners", "Other leavers",
			"New to care", "Left for care", "Amended", "Notes"},
	}}
	c := chance(r.Seed, "note", e.index, int(rows[0].month))
	for _, now := range rows {
		cells := append([]any{now.called, now.month.end(), tick(now.noChange, "x"), e.contact}, now.answers()...)
		cells = append(cells, tick(now.correction, "x"))
		if oneIn(c, 8) {
			cells = append(cells, pick(c, "One post frozen", "Two on long-term leave", "Recruiting with the college"))
		}
		s.rows = append(s.rows, cells)
	}
	s.rows = append(s.rows, append([]any{"Total", nil, nil, nil}, totals(rows)...),
		[]any{}, []any{"Bank staff are counted once, even where they work in two homes."})
	return stable(s.write)
}

// writeHandWrapped writes a workbook in which the month comes first, headings
// are in capitals or broken over lines, and numbers are text.
func writeHandWrapped(r *region, e *employer, rows []row) ([]byte, error) {
	first := rows[0].month.first()
	s := sheet{name: first.Format("January"), heading: 7, width: 12, rows: [][]any{
		{e.name + " - monthly staff numbers"},
		{"Return to the Mockshire and Fabling Care Academy"},
		{"Month: " + first.Format("January 2006")},
		{},
		{"Please send any questions to the office."},
		{},
		{"Return for", "CQC\u00a0location", "No change",
			"PERMANENT\nCARE STAFF", "TEMPORARY\nCARE STAFF", "BANK\nCARE STAFF", "AGENCY\nCARE STAFF",
			"VACANCIES\nCARE STAFF", "CARE\nSTARTERS", "CARE LEFT\nIN MONTH",
			"Permanent\u00a0Other staff", "Temporary Other staff ", "Bank Other staff", "Agency Other staff",
			"Vacancies: Other staff", "Other starters", "Other left in month",
			"Joiners new to care", "Leavers to care"},
	}}
	for _, now := range rows {
		c := chance(r.Seed, "spelling", e.index, int(now.month))
		when := now.month.first().Format(pick(c, "January 2006", "Jan 2006", "2 January 2006"))
		cells := []any{when, now.called, tick(now.noChange, "tick")}
		for _, v := range now.answers() {
			if v != nil {
				v = text(v)
			}
			cells = append(cells, v)
		}
		s.rows = append(s.rows, cells)
	}
	sums := []any{"TOTAL", nil, nil}
	for _, v := range totals(rows) {
		sums = append(sums, text(v))
	}
	s.rows = append(s.rows, sums, []any{}, []any{"Figures as at the last day of the month."})
	return stable(s.write)
}

// textCell names a cell of a text file.
func textCell(line int, column string) string { return fmt.Sprintf("line %d, column %s", line, column) }

var handCSVHeadings = []string{"Location ID", "Period", "Care perm", "Care temp", "Care bank", "Care agency", "Care vacs", "Care started", "Care gone",
	"Other perm", "Other temp", "Other bank", "Other agency", "Other vacs", "Other started", "Other gone",
	"New to care", "Left for care", "Replaces earlier return", "Completed by"}

// writeHandCSV writes what Excel makes of a hand-made sheet on a Windows
// computer: every line padded to the same width, in Windows-1252.
func writeHandCSV(r *region, e *employer, rows []row) ([]byte, error) {
	lines := [][]string{
		{e.name + " – staffing return"},
		{"Agency spend (£) is on the other sheet"},
		{},
		handCSVHeadings,
	}
	for _, now := range rows {
		c := chance(r.Seed, "spelling", e.index, int(now.month))
		line := []string{now.called, spelt(c, now.month.first())}
		for _, v := range now.answers() {
			line = append(line, text(v))
		}
		lines = append(lines, append(line, yes(now.correction, "true"), e.contact))
	}
	sums := []string{"Total", ""}
	for _, v := range totals(rows) {
		sums = append(sums, text(v))
	}
	lines = append(lines, sums, nil, []string{"Vacancies – only those advertised"})
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	for _, line := range lines {
		padded := make([]string, len(handCSVHeadings))
		copy(padded, line)
		if err := w.Write(padded); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return windows1252(b.String())
}

// spelt is a month as people in Britain type it.
func spelt(c *rand.Rand, first time.Time) string {
	return first.Format(pick(c, "Jan-06", "2 January 2006", "02/01/2006", "Jan 2006"))
}

// windows1252 encodes text as Excel on Windows saves a CSV.
func windows1252(s string) ([]byte, error) {
	out := make([]byte, 0, len(s))
	for _, c := range s {
		switch {
		case c < utf8.RuneSelf, c >= 0xA0 && c <= 0xFF:
			out = append(out, byte(c))
		case c == '–':
			out = append(out, 0x96)
		default:
			return nil, fmt.Errorf("%U has no place in Windows-1252 here", c)
		}
	}
	return out, nil
}
