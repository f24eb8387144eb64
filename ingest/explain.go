package ingest

import (
	"context"
	"errors"

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

// Tried returns the rows of a file that could be headings of some source, with
// what each lacks. It is empty for a file that is not recognised at all, or that
// does not open: the judgement says why.
func Tried(ctx context.Context, path string, sources []queries.Source) ([]HeadingsTried, error) {
	f, size, err := openSized(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	found := &search{cat: newCatalogue(sources)}
	format, err := formatOf(f, size)
	if err == nil {
		err = found.sheetsOf(ctx, format, f, size)
	}
	var refusal Refusal
	if err != nil && !errors.As(err, &refusal) {
		return nil, err
	}
	var all []HeadingsTried
	for _, c := range found.considered {
		all = append(all, HeadingsTried{c.sheet, c.line, c.title, c.known, c.missing, c.chosen != ""})
	}
	return all, nil
}
