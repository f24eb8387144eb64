package ingest

import (
	"context"
	"io"
	"iter"
)

// Sheets yields the sheets of a file of any format there is, in their order,
// each with its typed cells as the file holds them: what Read starts from, and
// what a person compares with another reader. It looks at what the file holds
// and not at its name. The error, here or within, is a Refusal where the file
// cannot be taken. The sheets read from r, so r must stay open.
func Sheets(r io.ReaderAt, size int64) (iter.Seq2[Sheet, error], error) {
	format, err := formatOf(r, size)
	if err != nil {
		return nil, err
	}
	return func(yield func(Sheet, error) bool) {
		for sheet, err := range format.open(context.Background(), r, size) {
			if err == nil {
				sheet.Rows = guarded(sheet.Rows)
			}
			if !yield(sheet, err) || err != nil {
				return
			}
		}
	}, nil
}
