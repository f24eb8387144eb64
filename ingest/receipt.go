package ingest

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// A Receipt says what was read beside what a person sees in the file, and
// each thing that a person would not notice.
type Receipt struct {
	Sheet       string // "" for a text file
	HeadingLine int
	Rows        int // rows taken
	Values      int // values in them
	Answers     int // of a long source
	LeftOut     int // rows with a fault that costs the row

	Others  []string // other sheets that hold something; they were not read
	Unknown []string // headings that the source does not know; of a long source none
	Absent  []string // headings of the source that are not there, and need not be

	Blank    int   // blank rows between others
	Headings []int // rows that repeat the headings
	Totals   []int // rows that add up others
	Notes    []int // remarks

	HiddenRows    Count
	HiddenColumns Count
	NumbersAsText Count // in columns of numbers
	Formulas      Count
	Ghosts        Count // values under a merge, which nobody sees and which were not taken
	Outside       Count // values under no heading

	Period     time.Time // where the name of the file gave it
	PeriodFrom string    // "the name of the file", "column month", or "" where there is none
}

// A Count says how often something was found, and where first.
type Count struct {
	N     int
	First string
}

func (c *Count) add(place string) {
	if c.N++; c.N == 1 {
		c.First = place
	}
}

func (t *Table) newReceipt() Receipt {
	r := Receipt{Sheet: t.Sheet, HeadingLine: t.HeadingLine, Period: t.Period, PeriodFrom: t.periodFrom, Others: t.others}
	there := make([]bool, len(t.columns))
	for _, h := range t.headings {
		switch {
		case h.column >= 0:
			there[h.column] = true
		case !t.Source.Long:
			r.Unknown = append(r.Unknown, heading(h.text))
		}
		if h.hidden {
			r.HiddenColumns.add(place(t.Sheet, h.ref, heading(h.text)))
		}
	}
	for i, c := range t.columns {
		if !there[i] {
			r.Absent = append(r.Absent, c.Heading)
		}
	}
	return r
}

// noticed counts what a person would not notice about a row of data.
func (r *Receipt) noticed(t *Table, row RowOfCells) {
	if row.Hidden {
		r.HiddenRows.add(place(t.Sheet, Ref{row.Line, 1}, ""))
	}
	for _, c := range row.Cells {
		h := t.under(c)
		if h == nil {
			if c.Kind != Empty {
				r.Outside.add(place(t.Sheet, c.Ref, ""))
			}
			continue
		}
		if c.Flags&(Formula|Ghost|NumberAsText) == 0 {
			continue
		}
		where := place(t.Sheet, c.Ref, heading(h.text))
		if c.Flags&Formula != 0 {
			r.Formulas.add(where)
		}
		if c.Flags&Ghost != 0 {
			r.Ghosts.add(where)
		}
		if c.Flags&NumberAsText != 0 && h.column >= 0 && strings.HasSuffix(t.columns[h.column].Keep, "number") {
			r.NumbersAsText.add(where)
		}
	}
}

// Lines returns the receipt as a person reads it, a fact a line.
func (r Receipt) Lines() []string {
	headings := fmt.Sprintf("headings in line %d", r.HeadingLine)
	if r.Sheet != "" {
		headings = fmt.Sprintf("sheet %q, headings in row %d", r.Sheet, r.HeadingLine)
	}
	lines := []string{headings, fmt.Sprintf("%s and %s taken", number(r.Rows, "row"), number(r.Values, "value"))}
	add := func(n int, line string) {
		if n > 0 {
			lines = append(lines, line)
		}
	}
	if !r.Period.IsZero() {
		add(1, fmt.Sprintf("period %s, from %s: the file holds no date inside", r.Period.Format(time.DateOnly), r.PeriodFrom))
	}
	add(r.Answers, number(r.Answers, "answer")+" taken")
	add(r.LeftOut, number(r.LeftOut, "row")+" left out, each with its reason")
	add(len(r.Others), number(len(r.Others), "other sheet")+" not read: "+list(r.Others))
	add(len(r.Unknown), number(len(r.Unknown), "column")+" not used: "+list(r.Unknown))
	add(len(r.Absent), number(len(r.Absent), "column")+" of the form not there, and not needed: "+list(r.Absent))
	add(r.Blank, number(r.Blank, "blank row"))
	add(len(r.Headings), number(len(r.Headings), "row")+" repeating the headings, not read: "+rowList(r.Headings))
	add(len(r.Totals), number(len(r.Totals), "row")+" of totals, not read: "+rowList(r.Totals))
	add(len(r.Notes), number(len(r.Notes), "remark")+", not read: "+rowList(r.Notes))
	for _, c := range []struct {
		Count
		noun, rest string
	}{
		{r.HiddenRows, "hidden row", ", read like the others"},
		{r.HiddenColumns, "hidden column", ", read like the others"},
		{r.NumbersAsText, "number", " stored as text, read as numbers"},
		{r.Formulas, "formula", ", read by the result that was saved"},
		{r.Ghosts, "value", " covered by a merge, not read"},
		{r.Outside, "value", " under no heading, not read"},
	} {
		add(c.N, number(c.N, c.noun)+c.rest+" (first: "+c.First+")")
	}
	return lines
}

// String returns the receipt, a fact a line.
func (r Receipt) String() string { return strings.Join(r.Lines(), "\n") + "\n" }

// number counts things: 1 row, 12 rows.
func number(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}

// rowList names rows: the first few, and how many more there are.
func rowList(lines []int) string {
	const most = 8
	var b strings.Builder
	for i, line := range lines {
		if i == most {
			return b.String() + fmt.Sprintf(" and %d more", len(lines)-most)
		}
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString("row " + strconv.Itoa(line))
	}
	return b.String()
}
