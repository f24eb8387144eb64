package ingest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A Receipt says what was read beside what a person sees in the file, and
// each thing that a person would not notice.
type Receipt struct {
	Sheet       string // "" for a text file
	HeadingLine int
	Through     string      // the program that made a workbook of the file before it was read; "" where it was read as it is
	Tables      []TableRead // one, or several of one source
	Rows        int         // rows taken
	Values      int         // values in them
	Answers     int         // of a long source
	NotKept     int         // of them, those that say who somebody is: only that there was one is kept
	LeftOut     int         // rows with a fault that costs the row

	Others  []string // other sheets that hold something; they were not read
	Copies  []string // sheets that are copies of others; they were not read either
	Unseen  []string // hidden sheets that were not read
	Unknown []string // headings that the source does not know; of a long source none
	Absent  []string // headings of the source that are not there, and need not be

	Blank    int      // blank rows between others
	Headings RowsSeen // rows that repeat the headings
	Units    RowsSeen // rows that say in which unit each column is
	Totals   RowsSeen // rows that add up others
	Notes    RowsSeen // remarks

	HiddenRows    Count
	FilteredRows  Count // hidden rows within the range of a filter; among the hidden ones
	HiddenColumns Count
	HiddenSheets  Count // that were read
	NumbersAsText Count // in columns of numbers
	Errors        Count // error values
	Formulas      Count // read by the result that was saved
	Recomputed    Count // formulas whose saved result could not be read
	Stale         Count // formulas whose saved result is not what they give
	NotChecked    int   // formulas whose result could not be made again

	formulas []FormulaCell
	stale    []FormulaCell
	Merged   Count // cells of columns that we know, which a merge covers and in which nothing was
	Ghosts   Count // values under a merge, which nobody sees and which were not taken
	Outside  Count // values under no heading
	Narrow   Count // lines in Windows-1252 of a text file that has others in UTF-8

	Period     time.Time // where the name of the file gave it
	PeriodFrom string    // "the name of the file", "column month", or "" where there is none
}

// A TableRead is one table that was read.
type TableRead struct {
	Sheet       string // "" for a text file
	Columns     string // from where to where, as in "A to F"
	HeadingLine int
	Rows        int
	Tagged      bool // it is the academy's own form
}

// RowsSeen are rows of one kind, as a person finds each.
type RowsSeen []string

func (s *RowsSeen) add(p *part, row int) {
	where := "row " + strconv.Itoa(row)
	if p.number > 0 {
		where = place(p.sheet.Name, Ref{row, 1}, "")
	}
	*s = append(*s, where)
}

// String names the first few, and how many more there are.
func (s RowsSeen) String() string {
	const most = 8
	if more := len(s) - most; more > 0 {
		return strings.Join(s[:most], ", ") + fmt.Sprintf(" and %d more", more)
	}
	return strings.Join(s, ", ")
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

// found is add for a place that takes time to write.
func (c *Count) found(place func() string) {
	if c.N++; c.N == 1 {
		c.First = place()
	}
}

func (t *Table) newReceipt() Receipt {
	r := Receipt{Sheet: t.Sheet, HeadingLine: t.HeadingLine, Period: t.Period, PeriodFrom: t.periodFrom, Through: t.through}
	for _, s := range t.others {
		switch {
		case s.copyOf != "":
			r.Copies = append(r.Copies, s.name)
		case s.hidden:
			r.Unseen = append(r.Unseen, s.name)
		default:
			r.Others = append(r.Others, s.name)
		}
	}
	there := make([]bool, len(t.columns))
	for _, p := range t.parts {
		r.Tables = append(r.Tables, p.found())
		r.Narrow = p.sheet.Narrow // all are of the one text
		if p.sheet.Hidden {
			r.HiddenSheets.add(p.sheet.Name)
		}
		for i, c := range t.columns {
			there[i] = there[i] || p.has(i, c.Column)
		}
		for _, h := range p.headings {
			if h.column < 0 && !t.Source.Long && !slices.Contains(r.Unknown, h.text) {
				r.Unknown = append(r.Unknown, h.text)
			}
			if h.hidden {
				r.HiddenColumns.add(place(p.sheet.Name, h.ref, h.text))
			}
		}
	}
	for i, c := range t.columns {
		if !there[i] {
			r.Absent = append(r.Absent, c.Heading)
		}
	}
	return r
}

func (p *part) found() TableRead {
	first, last := p.last, p.last
	if len(p.headings) > 0 {
		first = p.headings[0].ref.Col
	}
	return TableRead{
		Sheet: p.sheet.Name, Columns: columnLetters(first) + " to " + columnLetters(last),
		HeadingLine: p.line, Rows: p.taken, Tagged: p.tag != "",
	}
}

// noticed counts what a person would not notice about a row of data.
func (r *Receipt) noticed(rr *rowReader, row RowOfCells) {
	p := rr.part
	if row.Hidden {
		r.HiddenRows.add(p.place(row.Line, ""))
	}
	if row.Filter {
		r.FilteredRows.add(p.place(row.Line, ""))
	}
	if rr.outside == 0 && rr.flags&(Formula|Ghost|NumberAsText) == 0 && !rr.errors {
		return
	}
	for _, c := range row.Cells {
		h := p.under(c)
		if h == nil {
			if c.Kind != Empty {
				r.Outside.add(place(p.sheet.Name, c.Ref, ""))
			}
			continue
		}
		where := func() string { return place(p.sheet.Name, c.Ref, h.text) }
		if c.Kind == Error || c.Kind == Text && isErrorValue(c.Raw) {
			r.Errors.found(where)
		}
		switch {
		case c.Flags&Recomputed != 0:
			r.Recomputed.found(where)
		case c.Flags&Formula != 0 && c.Kind != Empty: // one without a result is a fault
			r.Formulas.found(where)
			if len(r.formulas) < mostFormulas {
				r.formulas = append(r.formulas, FormulaCell{p.sheet.Name, c, p.key(row.Line), p.keeps(h)})
			}
		}
		if c.Flags&Ghost != 0 {
			r.Ghosts.found(where)
		}
		if c.Flags&NumberAsText != 0 && h.column >= 0 && rr.columns[h.column].IsNumber() {
			r.NumbersAsText.found(where)
		}
	}
}

// Lines returns the receipt as a person reads it, a fact a line.
func (r Receipt) Lines() []string {
	lines := r.tableLines()
	if r.Through != "" {
		lines = append(lines, "opened by "+r.Through+", which made a workbook (.xlsx) of it for us")
	}
	lines = append(lines, fmt.Sprintf("%s and %s taken", number(r.Rows, "row"), number(r.Values, "value")))
	add := func(n int, line string) {
		if n > 0 {
			lines = append(lines, line)
		}
	}
	if !r.Period.IsZero() {
		add(1, fmt.Sprintf("period %s, from %s: the file holds no date inside", r.Period.Format(time.DateOnly), r.PeriodFrom))
	}
	add(r.Answers, number(r.Answers, "answer")+" taken")
	add(r.NotKept, number(r.NotKept, "answer")+" about who somebody is or how to reach them, not kept")
	add(r.LeftOut, number(r.LeftOut, "row")+" left out, each with its reason")
	add(len(r.Others), number(len(r.Others), "other sheet")+" not read: "+list(r.Others))
	add(len(r.Copies), number(len(r.Copies), "sheet")+" with the same rows as another, not read: "+list(r.Copies))
	add(len(r.Unseen), number(len(r.Unseen), "hidden sheet")+" not read: "+list(r.Unseen))
	add(len(r.Unknown), number(len(r.Unknown), "column")+" not used: "+list(r.Unknown))
	add(len(r.Absent), number(len(r.Absent), "column")+" of the form not there, and not needed: "+list(r.Absent))
	add(r.Blank, number(r.Blank, "blank row"))
	add(len(r.Headings), number(len(r.Headings), "row")+" repeating the headings, not read: "+r.Headings.String())
	add(len(r.Units), number(len(r.Units), "row")+" of units, not read: "+r.Units.String())
	add(len(r.Totals), number(len(r.Totals), "row")+" of totals, not read: "+r.Totals.String())
	add(len(r.Notes), number(len(r.Notes), "remark")+", not read: "+r.Notes.String())
	add(r.Narrow.N, "text in UTF-8 and Windows-1252: "+number(r.Narrow.N, "line")+" with letters of Windows-1252, read as such (first: "+r.Narrow.First+")")
	for _, c := range []struct {
		Count
		noun, rest string
	}{
		{r.HiddenRows, "hidden row", ", read like the others"},
		{r.FilteredRows, "hidden row", " within a filter, read like the others"},
		{r.HiddenColumns, "hidden column", ", read like the others"},
		{r.HiddenSheets, "hidden sheet", ", read since no other fits"},
		{r.NumbersAsText, "number", " stored as text, read as numbers"},
		{r.Errors, "error value", " such as #N/A, read as told below"},
		{r.Stale, "formula", " whose saved result is not what it gives now; open the file, let it calculate and save it"},
		{r.Formulas, "formula", ", read by the result that was saved"},
		{r.Recomputed, "formula", ", read as " + libreOffice + " works them out now, since the results that were saved cannot be read; save the file as .xlsx and send that"},
		{r.Merged, "cell", " covered by a merge, so that nothing can be there"},
		{r.Ghosts, "value", " covered by a merge, not read"},
		{r.Outside, "value", " under no heading, not read"},
	} {
		add(c.N, number(c.N, c.noun)+c.rest+" (first: "+c.First+")")
	}
	add(r.NotChecked, number(r.NotChecked, "formula")+" not worked out again")
	return lines
}

// tableLines says where each table was found.
func (r Receipt) tableLines() []string {
	var lines []string
	for _, t := range r.Tables {
		line := fmt.Sprintf("headings in line %d", t.HeadingLine)
		if t.Sheet != "" {
			line = fmt.Sprintf("sheet %q, headings in row %d", t.Sheet, t.HeadingLine)
		}
		if len(r.Tables) > 1 {
			line += fmt.Sprintf(", columns %s: %s", t.Columns, number(t.Rows, "row"))
		}
		lines = append(lines, line)
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
