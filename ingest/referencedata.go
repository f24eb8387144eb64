package ingest

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"time"

	"academy/queries"
)

// loadReference takes in the reference files that changed.
func (l *Loader) loadReference(ctx context.Context, first time.Time) ([]Outcome, error) {
	tasks, err := l.referenceTasks(first)
	if err != nil {
		return nil, err
	}
	return l.loadTasks(ctx, tasks, true)
}

// ReferenceChanged reports whether Load would take reference data in.
func (l *Loader) ReferenceChanged(ctx context.Context) (bool, error) {
	if err := l.recall(ctx); err != nil {
		return false, err
	}
	tasks, err := l.referenceTasks(l.Today)
	return len(tasks) > 0, err
}

// TryReference takes in the reference data that changed and nothing else, into
// a copy of the database that is thrown away: what earlier files left to be
// settled stays as it is.
func (l *Loader) TryReference(ctx context.Context) ([]Outcome, error) {
	if err := l.recall(ctx); err != nil {
		return nil, err
	}
	tasks, err := l.referenceTasks(l.Today)
	if err != nil {
		return nil, err
	}
	var outcomes []Outcome
	for len(tasks) > 0 {
		n, some, err := l.loadBatch(ctx, tasks, true)
		if err != nil {
			return outcomes, err
		}
		outcomes, tasks = append(outcomes, some...), tasks[n:]
	}
	return outcomes, nil
}

// referenceTasks lists the reference files that changed. The first version
// of one counts from the first day there are files for, since nothing was
// there before it; later ones from today.
func (l *Loader) referenceTasks(first time.Time) ([]task, error) {
	var tasks []task
	for _, s := range l.DB.Sources() {
		if s.Reference == "" {
			continue
		}
		file := filepath.Join(l.Reference, s.Reference)
		sum, size, err := hashFile(file)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		before, again := l.latest[s.Name]
		if again && before.SHA256 == sum {
			continue
		}
		received := first
		if again {
			received = l.Today
		}
		tasks = append(tasks, task{path: file, name: referenceName(s), received: received, known: newCatalogue([]queries.Source{s}), sum: sum, size: size})
	}
	return tasks, nil
}

// referenceName is what the file of a source of reference data is called in the ledger.
func referenceName(s queries.Source) string { return "reference/" + s.Reference }
