package ingest

import (
	"errors"
	"iter"
	"slices"

	"academy/queries"
)

// Rows yields the rows that are data, without what is wrong with the others.
func (t *Table) Rows() iter.Seq2[queries.Row, error] {
	errStop := errors.New("stop")
	return func(yield func(queries.Row, error) bool) {
		err := t.Each(func(r queries.Row) error {
			r.Values = slices.Clone(r.Values)
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
