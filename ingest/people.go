package ingest

import (
	"io"

	"academy/queries"
)

// HoldsPeople reports whether a table of a file seems to be about people, known
// or not: among the first rows of a sheet is one with three or more headings of
// a source about people, and with more of them than any other source has there.
// What cannot be read may be about anything.
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
