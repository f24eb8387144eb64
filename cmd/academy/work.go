package main

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"academy/ingest"
	"academy/metrics"
	"academy/queries"
)

// book returns the statements in force in a workspace.
func (w *workspace) book() (*queries.Book, error) {
	var own fs.FS
	if dir := w.path("queries"); isFolder(dir) {
		own = os.DirFS(dir)
	}
	b, err := queries.OpenBook(own)
	if err != nil {
		return nil, usageError{err}
	}
	return b, nil
}

func isFolder(dir string) bool {
	info, err := os.Stat(dir)
	return err == nil && info.IsDir()
}

// open opens the database of a workspace with the statements of book.
func (w *workspace) open(s *session, book *queries.Book, reader bool) (*queries.DB, error) {
	db, err := queries.Open(s.ctx, book, queries.Options{
		Path: w.path(w.config.Database), BuildDir: w.buildDir(), Memory: w.config.Memory, Threads: w.config.Threads, Reader: reader, Scratch: w.scratch,
	})
	var wrong queries.BookError
	if errors.As(err, &wrong) {
		return nil, usageError{err}
	}
	return db, err
}

// openNext opens the database as "academy ingest" would find it once it has
// taken in the reference data: where that has changed, a copy with the new one,
// which is gone once it is closed. What of it needs a person is told.
func (w *workspace) openNext(s *session, book *queries.Book, day time.Time) (*queries.DB, error) {
	db, err := w.open(s, book, false)
	if err != nil {
		return nil, err
	}
	l, err := w.loader(s, db, day)
	changed := false
	if err == nil {
		changed, err = l.ReferenceChanged(s.ctx)
	}
	if err == nil && !changed {
		return db, nil
	}
	if err := errors.Join(err, db.Close()); err != nil {
		return nil, err
	}
	next := *w
	if next.scratch, err = os.MkdirTemp("", "academy-next-"); err != nil {
		return nil, err
	}
	next.config.Database = filepath.Join(next.scratch, "academy.duckdb")
	err = copyDatabase(next.config.Database, w.path(w.config.Database))
	if err == nil {
		db, err = next.open(s, book, false)
	}
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(next.scratch))
	}
	if err := next.tryReference(s, db, day); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// tryReference takes the reference data that changed into a copy of the database.
func (w *workspace) tryReference(s *session, db *queries.DB, day time.Time) error {
	l, err := w.loader(s, db, day)
	if err != nil {
		return err
	}
	l.Archive = &ingest.Archive{Dir: filepath.Join(w.scratch, "archive")}
	outcomes, err := l.TryReference(s.ctx)
	for _, o := range outcomes {
		if o.NeedsPerson() {
			sayOutcome(s.stderr, o)
		}
	}
	return err
}

// copyDatabase copies a database that is closed, with what a run that was
// stopped left beside it.
func copyDatabase(to, from string) error {
	for _, part := range []string{"", ".wal"} {
		data, err := os.Open(from + part)
		if part != "" && errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		copied, err := os.Create(to + part)
		if err == nil {
			_, err = io.Copy(copied, data)
			err = errors.Join(err, copied.Close())
		}
		if err = errors.Join(err, data.Close()); err != nil {
			return err
		}
	}
	return nil
}

// key reads the key that identifiers are hashed with.
func (w *workspace) key() ([]byte, error) {
	text, err := os.ReadFile(w.path(w.config.Key))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, usagef("%s: the key is missing; put it back from your backup. Without it the same person would look like another. A new workspace gets one from \"academy init\"", w.config.Key)
	}
	if err != nil {
		return nil, err
	}
	key, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(key) < 32 {
		return nil, usagef("%s: the key is not 64 hexadecimal digits", w.config.Key)
	}
	return key, nil
}

// A setting is what figures are made with: statements, metrics and the months.
type setting struct {
	w       *workspace
	db      *queries.DB
	metrics []metrics.Metric
	queries map[string]queries.Query // of the metrics, by name
	ref     queries.Reference
	month   time.Time // last report month
}

// build makes the facts as of a moment and reads what figures need beside them.
func (w *workspace) build(s *session, db *queries.DB, m queries.Moment, month time.Time) (*setting, error) {
	if err := w.restage(s, db, m.AsOf); err != nil {
		return nil, err
	}
	frame := queries.Frame{Launch: w.launch, LastMonth: lastMonth(m.AsOf, month)}
	if err := db.Build(s.ctx, m, frame, version); err != nil {
		return nil, err
	}
	return w.setting(s, db, month)
}

// lastMonth is the last month that facts are made for: all that were over by
// then, so that one build serves the packs of every month.
func lastMonth(asOf, month time.Time) time.Time {
	last := firstOfMonth(asOf).AddDate(0, -1, 0)
	if month.After(last) {
		return month
	}
	return last
}

func (w *workspace) setting(s *session, db *queries.DB, month time.Time) (*setting, error) {
	g := &setting{w: w, db: db, month: month, queries: map[string]queries.Query{}}
	layer, err := db.Book().Layer(queries.LayerMetrics)
	if err != nil {
		return nil, usageError{err}
	}
	if g.metrics, err = metrics.Load(layer); err != nil {
		return nil, usageError{err}
	}
	for _, q := range layer {
		g.queries[q.Name] = q
	}
	g.ref, err = db.Reference(s.ctx)
	return g, err
}

// metric returns a metric by name.
func (g *setting) metric(name string) (metrics.Metric, error) {
	for _, m := range g.metrics {
		if m.Name == name {
			return m, nil
		}
	}
	var names []string
	for _, m := range g.metrics {
		names = append(names, m.Name)
	}
	return metrics.Metric{}, usagef("there is no metric %q; there are %s", name, strings.Join(names, ", "))
}

// frame is what the figures of this setting are laid out in.
func (g *setting) frame() metrics.Frame {
	f := metrics.Frame{Launch: g.w.launch, Last: g.month, YearStarts: g.w.yearStarts, Parent: map[string]string{}}
	for _, a := range g.ref.Areas {
		f.Parent[a.Name] = a.Parent
	}
	f.Levels = g.levels()
	for _, t := range g.ref.Themes {
		f.Themes = append(f.Themes, t.Title)
	}
	return f
}

func (g *setting) levels() []metrics.Level {
	var levels []metrics.Level
	for _, l := range g.ref.Levels {
		levels = append(levels, metrics.Level{Key: l.Key, Title: l.Title, Rank: l.Rank})
	}
	return levels
}

// cells computes a metric.
func (g *setting) cells(s *session, m metrics.Metric) (*metrics.Cells, error) {
	sums := g.db.Sums(s.ctx, g.queries[m.Name], m.Kind, m.Sources, m.Columns)
	return metrics.Compute(m, sums, g.frame())
}

// allCells computes every metric.
func (g *setting) allCells(s *session) (map[string]*metrics.Cells, error) {
	all := map[string]*metrics.Cells{}
	for _, m := range g.metrics {
		cells, err := g.cells(s, m)
		if err != nil {
			return nil, err
		}
		all[m.Name] = cells
	}
	return all, nil
}

// relative names a path of the workspace as a person would type it.
func (w *workspace) relative(path string) string {
	if rel, err := filepath.Rel(w.dir, path); err == nil && filepath.IsLocal(rel) {
		return filepath.ToSlash(filepath.Join(w.dir, rel))
	}
	return path
}

// plural counts things: 1 file, 12 files.
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
