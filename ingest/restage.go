package ingest

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"academy/queries"
)

// A NotReadAgain says that files which LibreOffice opened when they came have to
// be read again, and that it is no longer here, or did not open them this time.
type NotReadAgain struct {
	Names []string // of the files, in the inbox
	Here  bool     // LibreOffice is, and did not start, took too long or broke off
}

// Error names the first few, and the way out.
func (e NotReadAgain) Error() string {
	const most = 3
	names := strings.Join(e.Names[:min(most, len(e.Names))], ", ")
	if more := len(e.Names) - most; more > 0 {
		names += fmt.Sprintf(" and %d more", more)
	}
	them, verb := "them", "have"
	if len(e.Names) == 1 {
		them, verb = "it", "has"
	}
	why := "it is not installed now; install it and run once more"
	if e.Here {
		why = "it did not start, took too long or broke off; run once more"
	}
	return fmt.Sprintf("%s: %s opened %s before, %s %s to be read again, and %s", names, libreOffice, them, number(len(e.Names), "file"), verb, why)
}

// Restage reads again, from the archive, the files whose staging query has
// changed since they were judged. Their verdicts stay. The error is
// NotReadAgain where all were but those that want LibreOffice, which is gone or
// did not open them: their rows stay as they are, and count again once they are
// read again.
func (l *Loader) Restage(ctx context.Context) error {
	stale, err := l.DB.Stale(ctx)
	if err != nil {
		return err
	}
	var left NotReadAgain
	for len(stale) > 0 {
		n := min(len(stale), batchFiles)
		names, err := l.restage(ctx, stale[:n])
		if err != nil {
			return err
		}
		left.Names = append(left.Names, names...)
		stale = stale[n:]
	}
	if len(left.Names) > 0 {
		left.Here = findOffice() != ""
		office.forget()
		return left
	}
	return nil
}

// restage is Restage for some files. It returns the names of those that want
// LibreOffice.
func (l *Loader) restage(ctx context.Context, stale []queries.File) (left []string, err error) {
	b, err := l.DB.NewBatch(ctx, l.Today)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, b.Close()) }()
	var numbers []int
	for _, f := range stale {
		s, ok := l.DB.Source(f.Source)
		if !ok {
			continue
		}
		p := filepath.Join(l.Archive.Dir, filepath.FromSlash(f.Archived))
		all, err := readTables(ctx, b, p, FileName(f.Name), newCatalogue([]queries.Source{s}), l.Key, f.Received, nil)
		if err != nil {
			return nil, err
		}
		if r := all[0].Refusal; r != nil && blamesOffice(*r) {
			if name := FileName(f.Name); !slices.Contains(left, name) {
				left = append(left, name)
			}
			numbers = append(numbers, 0) // nothing is recorded of it
			continue
		}
		if r := all[0].Refusal; r != nil {
			return nil, fmt.Errorf("%s: it was taken before and cannot be read as queries/sources/%s.yaml now has it: %w", f.Name, s.Name, *r)
		}
		numbers = append(numbers, f.File)
	}
	if err := b.Judge(ctx); err != nil {
		return nil, err
	}
	l.step("staging: before again")
	if err := b.Restage(ctx, numbers); err != nil {
		return nil, err
	}
	l.step("staging: after again")
	return left, nil
}
