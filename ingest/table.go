package ingest

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"time"

	"academy/queries"
)

// A Table is what a file holds of one source: one table, or several that are
// read as one.
type Table struct {
	Source      queries.Source
	Sheet       string    // of the first table; "" for a text file
	HeadingLine int       // the row or line of its headings
	Version     string    // a short hash of its headings, by which two versions of an export are told apart
	Period      time.Time // of a source whose period is in the name of the file; zero for all others

	// Receipt says what was read beside what is there. It is complete once
	// Each has come to the end.
	Receipt Receipt

	parts      []*part
	key        []byte
	names      map[string]int // folded heading of the source, or another one it goes by, to the column
	columns    []reading      // of the source
	with       []int          // for each column, the one it is hashed with, or -1
	day        []int          // for each column, the one with the day of its age, or -1
	covered    []int          // cells that a merge covers, by line and column, as coveredKey makes them; in order
	search     *search
	periodFrom string
	others     []sheetSeen            // sheets that hold something and were not read
	unseen     []queries.Fault        // of the first table of a file: what stands on hidden sheets that were not read
	through    string                 // the program that made a workbook of the file, or ""
	workplace  func(text string) bool // reports whether a text is an ID or the name of one that we know; may be nil
}

// A stat counts what became of the cells of a column.
type stat struct{ values, faults int }

func newTable(parts []*part, key []byte) *Table {
	f := parts[0]
	t := &Table{
		Source: f.source.Source, Sheet: f.sheet.Name, HeadingLine: f.line, Version: f.version(),
		parts: parts, key: key, names: f.source.columns,
	}
	column := func(name string) int {
		return slices.IndexFunc(t.Source.Columns, func(o queries.Column) bool { return name != "" && o.Name == name })
	}
	for _, c := range t.Source.Columns {
		t.columns = append(t.columns, newReading(c))
		t.with = append(t.with, column(c.With))
		t.day = append(t.day, column(c.At))
	}
	for _, p := range parts {
		p.stats = make([]stat, len(t.columns))
	}
	if c := t.Source.PeriodColumn(); c != "" {
		t.periodFrom = "column " + c
	}
	return t
}

// Each reads the file from the top and hands over each row that is data, then
// the answers of a long source in it, then what is wrong with it. A row that
// is left out gives only faults. The values of a row are good until the next
// one. A nil function takes nothing. Each stops at the first error, its own or
// that of a function, and may be called again.
func (t *Table) Each(row func(queries.Row) error, answer func(queries.Answer) error, fault func(queries.Fault) error) error {
	t.begin()
	r := &rowReader{Table: t, cells: make([]Cell, len(t.columns))}
	each := func() error { return r.give(row, answer, fault) }
	for _, p := range t.parts {
		r.part, r.after, r.begun, r.blank, r.short = p, false, false, 0, short{row: r.short.row}
		for cells, err := range p.sheet.Rows {
			if err != nil {
				return err
			}
			if cells.Line < p.line || cells.Line <= p.end && cells.Behind == 0 {
				continue
			}
			if p.until > 0 && cells.Line >= p.until {
				break
			}
			if err := r.next(cells, each); err != nil {
				return err
			}
		}
		if err := r.release(0, each); err != nil {
			return err
		}
	}
	r.faults = r.faults[:0]
	r.doubtOrder()
	r.keep = false
	for i, p := range t.parts {
		t.Receipt.Tables[i].Rows = p.taken
	}
	return r.give(nil, nil, fault)
}

// forget lets go of the rows, once they have been read: what is said of them, and
// where they stand, stays.
func (t *Table) forget() {
	for _, p := range t.parts {
		p.sheet.Rows = nil
	}
	for _, f := range t.search.found {
		f.sheet.Rows = nil
	}
	if t.search.nearest != nil {
		t.search.nearest.sheet.Rows = nil
	}
}

// begin forgets what an earlier reading counted.
func (t *Table) begin() {
	for i := range t.columns {
		t.columns[i].either, t.columns[i].otherOrder = 0, 0
	}
	for _, p := range t.parts {
		clear(p.filled)
		clear(p.stats)
		p.taken = 0
	}
	t.covered = t.covered[:0]
	t.Receipt = t.newReceipt()
}

// give hands over what came of a row.
func (r *rowReader) give(row func(queries.Row) error, answer func(queries.Answer) error, fault func(queries.Fault) error) error {
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
	if fault == nil {
		return nil
	}
	for _, f := range r.faults {
		if err := fault(f); err != nil {
			return err
		}
	}
	return nil
}

// A rowReader reads one row after the other.
type rowReader struct {
	*Table
	part    *part
	after   bool   // the tag that ends the table has come
	blank   int    // blank rows since the last one that was not
	cells   []Cell // by column of the source
	others  []Cell // under headings that the source does not know
	filled  int    // cells that hold something, wherever they are
	outside int    // of them, those under no heading
	flags   Flags  // of all cells
	errors  bool   // a cell may show an error
	merges  []span // those that reach the row
	short   short
	begun   bool // a row of data stands below the headings

	keep    bool // row and answers count; otherwise only faults
	row     queries.Row
	answers []queries.Answer
	faults  []queries.Fault
}

// read makes the row out of its cells. The error is a Refusal of the file.
func (r *rowReader) read(row RowOfCells) error {
	r.keep, r.answers, r.faults = false, r.answers[:0], r.faults[:0]
	ends := false
	if p := r.part; p.tag != "" || p.left > 1 || p.right < math.MaxInt {
		ends = p.tag != "" && p.ends(row)
		row = p.within(row)
	}
	defer func() { r.after = r.after || ends }()
	r.arrange(row)
	if r.filled == 0 {
		r.blank += row.Blank + 1
		return nil
	}
	if !r.after {
		r.Receipt.Blank += r.blank + row.Blank
	}
	r.blank = 0
	if again := r.isHeadingAgain(row); again || r.notData(row) {
		return r.passOver(row, again)
	}
	if r.below(row) || r.shifted(row) {
		r.Receipt.noticed(r, row)
		return nil
	}
	r.take(row)
	if len(r.faults) > 0 && r.isHeadings(row) {
		r.keep, r.faults = false, r.faults[:0]
		return r.passOver(row, true)
	}
	r.count(row)
	return nil
}

// take reads the values and the answers.
func (r *rowReader) take(row RowOfCells) {
	r.keep = true
	given := ""
	r.row = queries.Row{Line: r.part.key(row.Line), Values: r.row.Values[:0]}
	for i := range r.columns {
		if r.columns[i].Keep == "drop" {
			continue
		}
		value := r.value(row.Line, i)
		if r.columns[i].Keep == "unit" {
			given = cmp.Or(given, value)
		}
		r.row.Values = append(r.row.Values, value)
	}
	if !r.keep {
		for i := range r.faults {
			r.faults[i].Given = given
		}
	}
	if r.Source.Long {
		r.readAnswers(row.Line)
	}
}

// passOver notes a row that is no data. One that repeats the headings must
// have the same ones.
func (r *rowReader) passOver(row RowOfCells, headings bool) error {
	if !headings {
		return nil
	}
	r.begun = false
	r.Receipt.Headings.add(r.part, row.Line)
	return r.sameColumns(row)
}

// count notes in the receipt what was taken of a row.
func (r *rowReader) count(row RowOfCells) {
	r.begun = true
	r.Receipt.noticed(r, row)
	r.noteCovered(row.Line)
	if !r.keep {
		r.Receipt.LeftOut++
		return
	}
	r.part.taken++
	r.Receipt.Rows++
	r.Receipt.Answers += len(r.answers)
	i := 0
	for j := range r.columns {
		if r.columns[j].Keep == "drop" {
			continue
		}
		if r.row.Values[i] != "" {
			r.Receipt.Values++
			r.part.stats[j].values++
		}
		i++
	}
}

// arrange puts the cells of a row under the columns of the source.
func (r *rowReader) arrange(row RowOfCells) {
	p := r.part
	copy(r.cells, p.fixed)
	r.others, r.filled, r.outside, r.flags, r.errors, r.merges = r.others[:0], 0, 0, 0, false, row.Merges
	for i := range row.Cells {
		c := &row.Cells[i]
		r.flags |= c.Flags
		r.errors = r.errors || c.Kind == Error || c.Kind == Text && c.Raw != "" && c.Raw[0] == '#'
		if c.Kind != Empty {
			r.filled++
		}
		h := -1
		if c.Ref.Col < len(p.at) {
			h = p.at[c.Ref.Col]
		}
		if h < 0 {
			if c.Kind != Empty {
				r.outside++
			}
			continue
		}
		if c.Kind != Empty {
			p.filled[h]++
		}
		if j := p.headings[h].column; j < 0 {
			r.others = append(r.others, *c)
		} else {
			r.cells[j] = *c
		}
	}
}

// below sets a row aside that stands below the tag which ends the table.
func (r *rowReader) below(row RowOfCells) bool {
	if !r.after {
		return false
	}
	r.fault(queries.Fault{
		Line: r.part.key(row.Line), Place: r.part.place(row.Line, ""), Severity: queries.LeaveOutRow, Code: "below-the-table",
		Says: "this row stands below the end of the form's table", Fix: "put new rows into the table, above its last one, and move this row there",
	})
	r.Receipt.LeftOut++
	return true
}

// fault notes what is wrong with the row or one of its columns.
func (r *rowReader) fault(f queries.Fault) {
	for i := range r.columns {
		if f.Column != "" && r.columns[i].Name == f.Column {
			r.part.stats[i].faults++
		}
	}
	r.faults = append(r.faults, f)
}

// shifted sets a row of a text file aside whose values do not stand under
// their headings: a comma without quotation marks makes one too many, a line
// break too few. Blanks count: a shifted row whose last value is blank has
// nothing beyond the last heading, and is still shifted. So it does with one that
// stands behind another in its line, which has a row already.
func (r *rowReader) shifted(row RowOfCells) bool {
	if !row.Torn && row.Width == 0 {
		return false
	}
	last := r.part.last
	fault := queries.Fault{Line: r.part.key(row.Line), Place: r.part.place(row.Line, ""), Severity: queries.LeaveOutRow}
	beyond := row.Cells[len(row.Cells)-1].Ref.Col > last
	switch {
	case row.Behind > 0:
		fault.Place = fmt.Sprintf("row %d of %s", row.Behind+1, fault.Place)
		fault.Code, fault.Says = queries.SecondRow, "this row stands behind another in its line, where another file was put behind the first"
		fault.Fix = "open the file that you sent as text, for example in Notepad, and begin a new line where this row begins"
	case row.Torn:
		fault.Code, fault.Says = "open-quote", "a quotation mark opens in this line and never closes"
		fault.Fix = "remove the quotation mark"
	case !beyond && (row.Width == r.part.width || row.Width == last): // stray commas after the headings do no harm
		return false
	case row.Width > last:
		fault.Code, fault.Says = "shifted-row", fmt.Sprintf("this line has %d values for %d headings", row.Width, last)
		fault.Fix = "put quotation marks round the value that has a comma in it, or remove the comma; if the commas at the end of the line are too many, remove them"
	default:
		fault.Code, fault.Says = "shifted-row", fmt.Sprintf("this line has %d values for %d headings", row.Width, last)
		fault.Fix = "put quotation marks round the value that has a line break in it, or remove the line break; if nothing is missing but blanks at the end of the line, save the file as an Excel workbook and send that"
	}
	r.fault(fault)
	r.Receipt.LeftOut++
	return true
}
