package ingest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"academy/queries"
)

// A ColumnRead says how one column of a file was understood, and what came of
// it. It never says what a cell holds; the heading is what tells the column.
type ColumnRead struct {
	Sheet   string // "" for a text file
	Line    int    // of the headings
	Column  string // as a person names it, e.g. "B"
	Heading string // as it is written
	Means   string // the column of the source by its heading; "" where the source does not know it
	By      string // heading, alias, alias of the workspace, answer, or "" where it is not used
	Becomes string // what becomes of it: kept as a date, hashed, dropped, an answer, not used
	Filled  int    // cells that hold something
	Values  int    // values taken
	Faults  int    // of the reader
}

// Explain returns how each column of the tables was understood, in their
// order. Its counts are complete once Each has come to the end.
func (t *Table) Explain() []ColumnRead {
	var all []ColumnRead
	for _, p := range t.parts {
		for i, h := range p.headings {
			c := ColumnRead{
				Sheet: p.sheet.Name, Line: p.line, Column: columnLetters(h.ref.Col), Heading: heading(h.text),
				Becomes: "not used", Filled: p.filled[i],
			}
			switch {
			case h.column >= 0:
				of := t.columns[h.column].Column
				c.Means, c.By, c.Becomes = of.Heading, h.by, becomes(of)
				c.Values, c.Faults = p.stats[h.column].values, p.stats[h.column].faults
			case t.Source.Long:
				c.By, c.Becomes = "answer", "an answer to this question"
			}
			all = append(all, c)
		}
	}
	return all
}

// becomes says what the reader does with a column.
func becomes(c queries.Column) string {
	switch c.Keep {
	case "drop":
		return "dropped; it never enters the database"
	case "hash":
		return "scrambled with a key"
	case "unit":
		return "whose row it is"
	}
	return "kept as a " + c.Keep
}

// A HeadingsTried is a row that could have been headings, and whether it was
// taken for them.
type HeadingsTried struct {
	Sheet   string
	Line    int
	Source  string   // by its title
	Known   int      // headings of the source that it has
	Missing []string // headings that must be there, and are not
	Chosen  bool
}

// A SheetLooked is a sheet of a file and what was made of it.
type SheetLooked struct {
	Sheet string // "" for a text file
	Read  bool   // a table of it is read; of a refused file none is
	Says  string
}

// An Understanding says how a file was understood by its headings alone. It is
// empty for a file that does not open: the judgement says why.
type Understanding struct {
	Sheets []SheetLooked // every one, in their order
	Tried  []HeadingsTried

	// Headings are those of the tables of a file or, where it has none, of the row
	// that is most like some source's. Nothing is counted in them, and those that
	// must be there and are not have no Column.
	Headings []ColumnRead
}

// Understand looks at the headings of each sheet of a file.
func Understand(ctx context.Context, path string, sources []queries.Source) (Understanding, error) {
	f, size, err := openSized(path)
	if err != nil {
		return Understanding{}, err
	}
	defer f.Close()
	found := &search{cat: newCatalogue(sources)}
	format, err := formatOf(f, size)
	if err == nil {
		err = found.sheetsOf(ctx, format, f, size)
	}
	var chosen []*fit
	if err == nil {
		chosen, err = found.choose()
	}
	var refusal Refusal
	if err != nil && !errors.As(err, &refusal) {
		return Understanding{}, err
	}
	var u Understanding
	for _, s := range found.sheets {
		says, read := found.madeOf(s, chosen)
		u.Sheets = append(u.Sheets, SheetLooked{s.name, read, says})
	}
	for _, c := range found.considered {
		u.Tried = append(u.Tried, HeadingsTried{c.sheet, c.line, c.title, c.known, c.missing, c.chosen != ""})
	}
	fits := found.found
	if len(fits) == 0 && found.nearest != nil {
		fits = []*fit{found.nearest}
	}
	for _, f := range fits {
		u.Headings = append(u.Headings, f.explain()...)
	}
	return u, nil
}

// madeOf says what was made of a sheet, and whether one of the tables that were
// chosen stands on it.
func (s *search) madeOf(sheet sheetSeen, chosen []*fit) (says string, read bool) {
	var titles []string
	for _, f := range chosen {
		if f.sheet.Name == sheet.name && !slices.Contains(titles, f.source.Title) {
			titles = append(titles, f.source.Title)
		}
	}
	found := slices.IndexFunc(s.found, func(f *fit) bool { return f.sheet.Name == sheet.name })
	switch {
	case len(titles) > 0:
		return "read as " + strings.Join(titles, " and "), true
	case sheet.empty:
		return "nothing is on it", false
	case sheet.copyOf != "":
		return fmt.Sprintf("not read: a copy of the sheet %q", sheet.copyOf), false
	case found >= 0 && sheet.hidden && len(chosen) > 0:
		return "not read: it is hidden, and a sheet that is not holds the table", false
	case found >= 0:
		return fmt.Sprintf("not read: the headings of the %s are in row %d, and the file is refused", s.found[found].source.Title, s.found[found].line), false
	case sheet.answer:
		return "not read: it is the list of an answer", false
	}
	near := s.nearest
	if near != nil && near.sheet.Name == sheet.name {
		return fmt.Sprintf("not read: row %d is most like the headings of the %s, but not all that must be there are", near.line, near.source.Title), false
	}
	if slices.ContainsFunc(s.considered, func(c considered) bool { return c.sheet == sheet.name }) {
		return "not read: no row has all the headings that must be there", false
	}
	return fmt.Sprintf("not read: no row among the first %d has headings that we know", headingRows), false
}

// explain says how each heading of a row was understood, and which are missing. One
// that is not known is told only where most of the row is: the row may be
// somebody's record.
func (f *fit) explain() []ColumnRead {
	known := f.score().columns
	var all []ColumnRead
	for _, h := range f.headings {
		c := ColumnRead{Sheet: f.sheet.Name, Line: f.line, Column: columnLetters(h.ref.Col), Becomes: "not used"}
		switch {
		case h.column >= 0:
			of := f.source.Columns[h.column]
			c.Heading, c.Means, c.By, c.Becomes = heading(h.text), of.Heading, h.by, becomes(of)
		case len(f.missing) == 0 || known > 1 && 2*known >= len(f.headings):
			c.Heading = heading(h.text)
		default:
			c.Heading = "(no heading that we know)"
		}
		if h.column < 0 && f.source.Long && len(f.missing) == 0 {
			c.By, c.Becomes = "answer", "an answer to this question"
		}
		all = append(all, c)
	}
	for _, j := range f.missing {
		all = append(all, ColumnRead{Sheet: f.sheet.Name, Line: f.line, Means: f.source.Columns[j].Heading, Becomes: "missing, and must be there"})
	}
	return all
}
