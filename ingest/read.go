package ingest

import (
	"fmt"
	"io"
	"iter"
	"path"
	"slices"
	"strings"
	"time"

	"academy/queries"
)

// Read finds out what a file is: its format by what it holds, its source by
// its headings. The name gives the period of a source that says so, and
// nothing else. The key is what identifiers are hashed with.
//
// The error is a Refusal where the file cannot be taken, and any other where
// it could not be read. The Table reads from r, so r must stay open.
func Read(name string, r io.ReaderAt, size int64, sources []queries.Source, key []byte) (*Table, error) {
	format, err := formatOf(r, size)
	if err != nil {
		return nil, err
	}
	all := knowAll(sources)
	var found search
	for sheet, err := range guarded(format.Sheets(r, size)) {
		if err != nil {
			return nil, err
		}
		sheet.Rows = guarded(sheet.Rows)
		if err := found.look(all, sheet); err != nil {
			return nil, err
		}
	}
	best, err := found.choose(all)
	if err != nil {
		if format.Name == textFile && found.nearest.source == nil && isWorkbookName(name) {
			err = *notAWorkbook("text")
		}
		return nil, err
	}
	t := newTable(best, key)
	t.others = slices.DeleteFunc(found.sheets, func(name string) bool { return name == t.Sheet })
	if best.source.Period == "file name" {
		if err := t.datedBy(name); err != nil {
			return nil, err
		}
	}
	t.Receipt = t.newReceipt()
	return t, nil
}

// datedBy takes the period from the name of the file.
func (t *Table) datedBy(name string) error {
	base := path.Base(strings.ReplaceAll(name, `\`, "/"))
	days := datesInName(base)
	switch len(days) {
	case 0:
		return Refusal{"no-date-in-name",
			fmt.Sprintf("the %s holds no date inside, and the name of the file has none", t.Source.Title),
			"put the date of the export in the name of the file, as in " + time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC).Format(time.DateOnly) + "-name.csv"}
	case 1:
	default:
		return Refusal{"two-dates-in-name",
			fmt.Sprintf("the %s holds no date inside, and the name of the file has more than one", t.Source.Title),
			"leave only the date of the export in the name of the file"}
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
