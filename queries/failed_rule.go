package queries

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/duckdb/duckdb-go/v2"
)

// RuleFailed is why a rule was not run that broke off over what a file holds, such
// as two numbers whose sum is too large. No file of its source in that batch is held
// against it, since a statement runs once for all of them.
const RuleFailed = "it failed"

// errRuleFailed says that a rule broke off inside the transaction of a record, which
// is lost with it: DuckDB does nothing in it any more but undo it.
var errRuleFailed = errors.New("a rule failed")

// overValues are the mistakes of a statement that come of the values in its rows.
var overValues = []duckdb.ErrorType{
	duckdb.ErrorTypeOutOfRange, duckdb.ErrorTypeConversion, duckdb.ErrorTypeDivideByZero, duckdb.ErrorTypeInvalidInput,
}

// failedOverValues reports whether a statement broke off over what its rows hold.
func failedOverValues(err error) bool {
	var of *duckdb.Error
	return errors.As(err, &of) && slices.Contains(overValues, of.Type)
}

// withoutValues is err, or where DuckDB's words would repeat what a cell holds, an
// error that says only what kind it is.
func withoutValues(err error) error {
	if !failedOverValues(err) {
		return err
	}
	return errors.New("it failed over what a row holds: a number is too large for it, or a text is none")
}

// A memory is what the batch knew when it was about to be recorded.
type memory struct {
	trials  []Trial   // by place
	entries [][]Fault // likewise
}

// remember keeps what recording the batch adds to, so that it can begin anew.
func (b *Batch) remember(entries []Entry) memory {
	m := memory{make([]Trial, len(b.files)), make([][]Fault, len(entries))}
	for i, f := range b.files {
		m.entries[i] = slices.Clip(entries[i].Faults)
		if t := f.trial; t != nil {
			m.trials[i] = Trial{Faults: slices.Clip(t.Faults), NotRun: slices.Clip(t.NotRun), flaws: maps.Clone(t.flaws)}
		}
	}
	return m
}

// beginAnew makes the batch what it was.
func (b *Batch) beginAnew(entries []Entry, m memory) {
	for i, f := range b.files {
		entries[i].Faults = m.entries[i]
		if t := f.trial; t != nil {
			t.Faults, t.NotRun, t.flaws = m.trials[i].Faults, m.trials[i].NotRun, maps.Clone(m.trials[i].flaws)
		}
	}
}

// recordOnce is record in one transaction, which a rule that fails undoes.
func (b *Batch) recordOnce(ctx context.Context, entries []Entry, step func(string), undo error) (files []File, err error) {
	views, reference := maps.Clone(b.db.views), b.db.referenceOf
	err = b.db.transaction(ctx, func() (err error) {
		if files, err = b.keep(ctx, entries, step); err != nil {
			return err
		}
		return undo
	})
	b.db.referenceOf = time.Time{} // it may be among what was recorded, or undone
	b.db.left = nil
	switch {
	case errors.Is(err, errPreview): // all is undone, temporary tables too
		b.db.views, b.db.referenceOf = views, reference
	case err != nil:
		clear(b.db.views)
	}
	return files, err
}
