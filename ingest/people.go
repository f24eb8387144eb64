package ingest

import (
	"io"
	"regexp"
	"slices"

	"academy/queries"
)

// personal is what stands in a table about people and in no other: a National
// Insurance number, or a heading for one or for a date of birth.
var personal = regexp.MustCompile(`(?i)^\s*([a-z]{2} ?\d{2} ?\d{2} ?\d{2} ?[a-d]|.{0,20}(national insurance|date of birth).{0,20}|n\.?i\.? ?(no|number)\.?|d\.?o\.?b\.?)\s*$`)

// HoldsPeople reports whether a table of a file seems to be about people, known
// or not: among the first rows of a sheet is one with three or more headings of
// a source about people, and with more of them than any other source has there,
// or a cell such as only those have. What cannot be read may be about anything.
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
	}
	return false
}
