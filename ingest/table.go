package ingest

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"

	"academy/queries"
)

// A Table is a file that was recognised: which source it is, and where its
// rows are.
type Table struct {
	Source      queries.Source
	Sheet       string    // "" for a text file
	HeadingLine int       // the row or line of the headings
	Version     string    // a short hash of the headings, by which two versions of an export are told apart
	Period      time.Time // of a source whose period is in the name of the file; zero for all others

	// Receipt says what was read beside what is there. It is complete once
	// Each has come to the end.
	Receipt Receipt

	rows       iter.Seq2[RowOfCells, error]
	key        []byte
	headings   []spelt
	names      map[string]int // folded heading of the source, or another one it goes by, to the column
	at         []int          // by column of the file: of headings, or -1
	last       int            // column of the last heading
	width      int            // how many values the row of headings has in a text file
	columns    []reading      // of the source
	with       []int          // for each column, the one it is hashed with, or -1
	periodFrom string
	others     []string // other sheets that hold something
}

func newTable(f fit, key []byte) *Table {
	t := &Table{
		Source: f.source.Source, Sheet: f.sheet.Name, HeadingLine: f.line, Version: f.version(),
		rows: f.sheet.Rows, key: key, headings: f.headings, names: f.source.columns, width: f.width,
	}
	for i, h := range f.headings {
		for len(t.at) <= h.ref.Col {
			t.at = append(t.at, -1)
		}
		t.at[h.ref.Col] = i
		t.last = max(t.last, h.ref.Col)
	}
	for _, c := range t.Source.Columns {
		t.columns = append(t.columns, newReading(c))
		t.with = append(t.with, slices.IndexFunc(t.Source.Columns, func(o queries.Column) bool { return c.With != "" && o.Name == c.With }))
	}
	if c := t.Source.PeriodColumn(); c != "" {
		t.periodFrom = "column " + c
	}
	return t
}

// Rows yields the rows that are data, without what is wrong with the others.
func (t *Table) Rows() iter.Seq2[queries.Row, error] {
	errStop := errors.New("stop")
	return func(yield func(queries.Row, error) bool) {
		err := t.Each(func(r queries.Row) error {
			if !yield(r, nil) {
				return errStop
			}
			return nil
		}, nil, nil)
		if err != nil && !errors.Is(err, errStop) {
			yield(queries.Row{}, err)
		}
	}
}

// Each reads the file from the top and hands over each row that is data, then
// the answers of a long source in it, then what is wrong with it. A row that
// is left out gives only faults. A nil function takes nothing. Each stops at
// the first error, its own or that of a function, and may be called again.
func (t *Table) Each(row func(queries.Row) error, answer func(queries.Answer) error, fault func(queries.Fault) error) error {
	t.Receipt = t.newReceipt()
	r := &rowReader{Table: t, cells: make([]Cell, len(t.columns))}
	for cells, err := range t.rows {
		if err != nil {
			return err
		}
		if cells.Line <= t.HeadingLine {
			continue
		}
		if err := r.read(cells); err != nil {
			return err
		}
		if r.keep && row != nil {
			if err := row(r.row); err != nil {
				return err
			}
		}
		if r.keep && answer != nil {
			for _, a := range r.answers {
				if err := answer(a); err != nil {
					return err
				}
			}
		}
		if fault != nil {
			for _, f := range r.faults {
				if err := fault(f); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// A rowReader reads one row after the other.
type rowReader struct {
	*Table
	cells  []Cell // by column of the source
	others []Cell // under headings that the source does not know
	filled int    // cells that hold something, wherever they are

	keep    bool // row and answers count; otherwise only faults
	row     queries.Row
	answers []queries.Answer
	faults  []queries.Fault
}

// read makes the row out of its cells. The error is a Refusal of the file.
func (r *rowReader) read(row RowOfCells) error {
	r.keep, r.answers, r.faults = false, r.answers[:0], r.faults[:0]
	r.Receipt.Blank += row.Blank
	r.arrange(row)
	if r.notData(row) {
		return r.sameColumns(row)
	}
	if r.shifted(row) {
		r.Receipt.noticed(r.Table, row)
		return nil
	}
	r.keep = true
	r.row = queries.Row{Line: row.Line, Values: make([]string, 0, len(r.columns))}
	for i := range r.columns {
		if c := &r.columns[i]; c.Keep != "drop" {
			r.row.Values = append(r.row.Values, r.value(row.Line, i))
		}
	}
	if r.Source.Long {
		r.readAnswers()
	}
	if len(r.faults) > 0 && r.isHeadings(row) {
		r.keep, r.faults = false, r.faults[:0]
		r.Receipt.Headings = append(r.Receipt.Headings, row.Line)
		return r.sameColumns(row)
	}
	r.Receipt.noticed(r.Table, row)
	if !r.keep {
		r.Receipt.LeftOut++
		return nil
	}
	r.Receipt.Rows++
	r.Receipt.Answers += len(r.answers)
	for _, v := range r.row.Values {
		if v != "" {
			r.Receipt.Values++
		}
	}
	return nil
}

// arrange puts the cells of a row under the columns of the source.
func (r *rowReader) arrange(row RowOfCells) {
	clear(r.cells)
	r.others, r.filled = r.others[:0], 0
	for _, c := range row.Cells {
		if c.Kind != Empty {
			r.filled++
		}
		h := r.under(c)
		switch {
		case h == nil:
			continue
		case h.column < 0:
			r.others = append(r.others, c)
		default:
			r.cells[h.column] = c
		}
	}
}

// under returns the heading that a cell stands under, or nil.
func (t *Table) under(c Cell) *spelt {
	if c.Ref.Col >= len(t.at) || t.at[c.Ref.Col] < 0 {
		return nil
	}
	return &t.headings[t.at[c.Ref.Col]]
}

// shifted sets a row of a text file aside whose values do not stand under
// their headings: a comma without quotation marks makes one too many, a line
// break too few. Blanks count: a shifted row whose last value is blank has
// nothing beyond the last heading, and is still shifted.
func (r *rowReader) shifted(row RowOfCells) bool {
	fault := queries.Fault{Line: row.Line, Place: place(r.Sheet, Ref{row.Line, 1}, ""), Severity: queries.LeaveOutRow}
	beyond := row.Cells[len(row.Cells)-1].Ref.Col > r.last
	switch {
	case row.Torn:
		fault.Code, fault.Says = "open-quote", "a quotation mark opens in this line and never closes"
		fault.Fix = "remove the quotation mark"
	case row.Width == 0, !beyond && (row.Width == r.width || row.Width == r.last): // stray commas after the headings do no harm
		return false
	case row.Width > r.last:
		fault.Code, fault.Says = "shifted-row", fmt.Sprintf("this line has %d values for %d headings", row.Width, r.last)
		fault.Fix = "put quotation marks round the value that has a comma in it, or remove the comma"
	default:
		fault.Code, fault.Says = "shifted-row", fmt.Sprintf("this line has %d values for %d headings", row.Width, r.last)
		fault.Fix = "put quotation marks round the value that has a line break in it, or remove the line break"
	}
	r.faults = append(r.faults, fault)
	r.Receipt.LeftOut++
	return true
}

// value reads one cell of the row, and notes what is wrong with it. A row
// without a value that every row must have is left out.
func (r *rowReader) value(line, i int) string {
	c := &r.columns[i]
	value, problem := c.value(r.cells[i])
	if c.Keep == "hash" && value != "" {
		value = r.hash(i, value)
	}
	if problem == nil && c.Filled && value == "" {
		if w := r.with[i]; w >= 0 && r.columns[w].Filled && r.cells[w].Kind == Empty && r.cells[i].Kind != Empty {
			return "" // the row is left out for what this one is unique within
		}
		says := fmt.Sprintf("%q is blank in this row", c.Heading)
		if c.Keep == "hash" && r.cells[i].Kind != Empty {
			says = fmt.Sprintf("%q in this row is a placeholder, not a reference", c.Heading)
		}
		problem = missingValue(says)
	}
	if problem == nil {
		return value
	}
	severity := queries.LeaveOutCell
	if c.Filled {
		severity, r.keep = queries.LeaveOutRow, false
	}
	r.faults = append(r.faults, queries.Fault{
		Line: line, Column: c.Name, Place: r.PlaceOf(line, c.Name), Severity: severity,
		Code: problem.code, Says: problem.says, Fix: problem.fix,
	})
	return ""
}

func missingValue(says string) *problem {
	return &problem{"missing-value", says, "fill it in, or remove the row"}
}

// PlaceOf says where the cell of a column is, as a person finds it, also where
// it is blank. A column that the file or the source does not have is placed at
// the start of the row.
func (t *Table) PlaceOf(line int, column string) string {
	for _, h := range t.headings {
		if h.column >= 0 && t.columns[h.column].Name == column {
			return place(t.Sheet, Ref{line, h.ref.Col}, heading(h.text))
		}
	}
	return place(t.Sheet, Ref{line, 1}, "")
}

func (r *rowReader) hash(i int, id string) string {
	if r.with[i] < 0 {
		return hashID(r.key, id)
	}
	return hashID(r.key, id, r.cells[r.with[i]].text())
}

// readAnswers takes what stands under headings that the source does not know.
func (r *rowReader) readAnswers() {
	for _, c := range r.others {
		h := r.under(c)
		if c.Kind == Error || c.Kind == Empty && c.Flags&Formula != 0 {
			_, problem := (&reading{}).value(c)
			r.faults = append(r.faults, queries.Fault{
				Line: c.Ref.Row, Place: place(r.Sheet, c.Ref, heading(h.text)), Severity: queries.LeaveOutCell,
				Code: problem.code, Says: problem.says, Fix: problem.fix,
			})
			continue
		}
		if text := c.text(); text != "" {
			r.answers = append(r.answers, queries.Answer{Line: c.Ref.Row, Heading: heading(h.text), Answer: text})
		}
	}
}
