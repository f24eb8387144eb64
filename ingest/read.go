package ingest

import (
	"context"
	"io"
	"iter"
	"path"
	"slices"
	"strings"
	"time"

	"academy/queries"
)

// Read is ReadAll for a file that holds tables of one source.
func Read(name string, r io.ReaderAt, size int64, sources []queries.Source, key []byte) (*Table, error) {
	tables, err := ReadAll(name, r, size, sources, key)
	if err != nil {
		return nil, err
	}
	if len(tables) > 1 {
		var titles []string
		for _, t := range tables {
			titles = append(titles, t.Source.Title)
		}
		return nil, refuseSeveral(titles)
	}
	return tables[0], nil
}

// ReadAll finds out what a file is: its format by what it holds, its sources
// by the headings of its tables. It returns a Table for each source, in the
// order in which they come; where a source has several tables, on sheets of
// their own, one below the other or side by side, they are read as one. The
// name gives the period of a source that says so, and what a column takes from
// it, and nothing else. The key is what identifiers are hashed with.
//
// The error is a Refusal where the file cannot be taken, and any other where
// it could not be read. The Tables read from r, so r must stay open.
func ReadAll(name string, r io.ReaderAt, size int64, sources []queries.Source, key []byte) ([]*Table, error) {
	return newCatalogue(sources).read(context.Background(), name, r, size, key)
}

// read is ReadAll for the sources of the catalogue, and ends when ctx does.
func (cat *catalogue) read(ctx context.Context, name string, r io.ReaderAt, size int64, key []byte) ([]*Table, error) {
	format, err := formatOf(r, size)
	if err != nil {
		return nil, err
	}
	found := &search{cat: cat}
	if err := found.sheetsOf(ctx, format, r, size); err != nil {
		return nil, err
	}
	fits, err := found.choose()
	if err != nil {
		if format.Name == textFile && found.nearest == nil && isWorkbookName(name) {
			err = *notAWorkbook("text")
		}
		return nil, err
	}
	unseen, err := found.unseen(fits, name, key)
	if err != nil {
		return nil, err
	}
	var tables []*Table
	for _, of := range parts(fits, name) {
		t := newTable(of, key)
		t.search, t.others, t.through = found, found.unread(fits), format.Through
		if t.Source.Dated() {
			if err := t.datedBy(name); err != nil {
				return nil, err
			}
		}
		t.begin()
		tables = append(tables, t)
	}
	tables[0].unseen = unseen
	return tables, nil
}

// sheetsOf searches every sheet of a file.
func (s *search) sheetsOf(ctx context.Context, format Format, r io.ReaderAt, size int64) error {
	for sheet, err := range format.open(ctx, r, size) {
		if err != nil {
			return err
		}
		sheet.Rows = guarded(sheet.Rows)
		if err := s.look(sheet); err != nil {
			return err
		}
	}
	return nil
}

// unread returns the sheets that hold something and of which no table is read.
func (s *search) unread(read []*fit) []sheetSeen {
	return slices.DeleteFunc(slices.Clone(s.sheets), func(sheet sheetSeen) bool {
		return sheet.empty || slices.ContainsFunc(read, func(f *fit) bool { return f.sheet.Name == sheet.name })
	})
}

// named returns what the name of the file or of the sheet says of a column, or
// "".
func named(c queries.Column, fileName, sheet string) string {
	name := sheet
	switch c.From {
	case "":
		return ""
	case "file name":
		name = path.Base(strings.ReplaceAll(fileName, `\`, "/"))
		name = strings.TrimSuffix(name, path.Ext(name))
	}
	if i := strings.Index(strings.ToLower(name), strings.ToLower(c.After)); c.After != "" && i >= 0 {
		name = name[i+len(c.After):]
	}
	return trim(name)
}

// datedBy takes the period from the name of the file.
func (t *Table) datedBy(name string) error {
	base := path.Base(strings.ReplaceAll(name, `\`, "/"))
	days, either := datesInName(base)
	fix := "put the date of the export in the name of the file, as in " + time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC).Format(time.DateOnly) + "-name.csv"
	refuse := func(code, says, fix string) error {
		return knownRefusal{Refusal{code, "the " + t.Source.Title + " holds no date inside, and " + says, fix}, t.Source.Name}
	}
	switch {
	case len(days) == 0:
		return refuse("no-date-in-name", "the name of the file has none that we can read", fix)
	case either:
		return refuse("no-date-in-name", "the one in the name of the file could have the day or the month first", fix)
	case len(days) > 1:
		return refuse("two-dates-in-name", "the name of the file has more than one", "leave only the date of the export in the name of the file")
	}
	t.Period, t.periodFrom = days[0], "the name of the file"
	return nil
}

// isWorkbookName reports whether whoever named the file meant a workbook.
func isWorkbookName(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".xlsx", ".xlsm", ".xls", ".xlsb", ".xltx":
		return true
	}
	return false
}

// guarded turns a panic of a reader on a torn file into a Refusal. A panic of
// whoever ranges over the sequence passes through.
func guarded[T any](seq iter.Seq2[T, error]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		outside := false
		defer func() {
			if outside {
				return
			}
			if recover() != nil {
				var none T
				yield(none, refuseTorn("it cannot be read"))
			}
		}()
		for v, err := range seq {
			outside = true
			more := yield(v, err)
			outside = false
			if !more {
				return
			}
		}
	}
}
