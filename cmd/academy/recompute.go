package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"academy/metrics"
	"academy/queries"
)

// The causes for which a figure can differ when it is made again.
const (
	causeProgram    = "program"
	causeReference  = "reference"
	causeCorrection = "correction"
	causeDefinition = "definition"

	causeConfiguration = "configuration" // the launch or the start of the year in academy.yaml
)

// A difference is one figure that is not what it was, and why.
type difference struct {
	key        string // metric, window, period, dimensions, members and level
	cause      string
	was, isNow string
}

// recompute makes the figures of the newest version of each pack again, one
// change at a time: first as they were, by this program; then with today's
// reference data; then with the files received since; then with today's
// configuration; then with today's statements. What differs from one step to the next has that cause. It
// returns the database, opened anew with today's statements.
func (w *workspace) recompute(s *session, db *queries.DB, asOf, month time.Time, audiences []metrics.Audience) (*queries.DB, error) {
	packs, err := db.Packs(s.ctx)
	if err != nil {
		return db, err
	}
	today := db.Book()
	for _, a := range audiences {
		v := newestOf(packs, month, a.ID)
		if v.Version == 0 {
			fmt.Fprintf(s.stdout, "%s: there is no earlier version to compare with\n", a.ID)
			continue
		}
		dir := versionDir(w.packDir(month, a.ID), v.Version)
		if db, err = w.recomputePack(s, db, today, recomputation{dir: dir, version: v, audience: a, asOf: asOf, month: month}); err != nil {
			return db, err
		}
	}
	return db, nil
}

type recomputation struct {
	dir      string
	version  queries.PackVersion
	audience metrics.Audience
	asOf     time.Time
	month    time.Time
}

func (w *workspace) recomputePack(s *session, db *queries.DB, today *queries.Book, r recomputation) (*queries.DB, error) {
	then, configured, err := w.asMade(r.dir)
	if err != nil {
		return db, err
	}
	old := r.version
	steps := []struct {
		cause  string
		book   *queries.Book
		moment queries.Moment
		w      *workspace
	}{
		{causeProgram, then, queries.Moment{AsOf: old.AsOf, LastFile: old.LastFile, ReferenceAsOf: old.AsOf, ReferenceLastFile: old.LastFile}, configured},
		{causeReference, then, queries.Moment{AsOf: old.AsOf, LastFile: old.LastFile, ReferenceAsOf: r.asOf}, configured},
		{causeCorrection, then, queries.Now(r.asOf), configured},
		{causeConfiguration, then, queries.Now(r.asOf), w},
		{causeDefinition, today, queries.Now(r.asOf), w},
	}
	was, err := readFigures(filepath.Join(r.dir, "figures.csv"))
	if err != nil {
		return db, err
	}
	var found []difference
	for _, step := range steps {
		if db.Book() != step.book {
			if err := db.Close(); err != nil {
				return db, err
			}
			if db, err = w.open(s, step.book, false); err != nil {
				return db, err
			}
		}
		now, err := step.w.figuresAt(s, db, step.moment, r)
		if err != nil {
			return db, err
		}
		found = append(found, differences(was, now, step.cause)...)
		was = now
	}
	sayDifferences(s.stdout, r, found)
	return db, nil
}

// asMade is the statements and the workspace's configuration that a version
// was made with, from the archive.
func (w *workspace) asMade(dir string) (*queries.Book, *workspace, error) {
	m, err := readManifest(dir)
	if err != nil {
		return nil, nil, err
	}
	texts := map[string]string{}
	then := *w
	for _, x := range m.Made {
		if x.Kind != "query" && x.Kind != "configuration" {
			continue
		}
		text, err := os.ReadFile(filepath.Join(w.path(w.config.Archive), "inputs", x.SHA256))
		if errors.Is(err, fs.ErrNotExist) {
			return nil, nil, fmt.Errorf("the archive no longer has %s as it was; the figures cannot be made again", x.Name)
		}
		if err != nil {
			return nil, nil, err
		}
		if x.Kind == "query" {
			texts[x.Name] = string(text)
			continue
		}
		was, err := parseWorkspace(w.dir, text)
		if err != nil {
			return nil, nil, err
		}
		then.launch, then.yearStarts = was.launch, was.yearStarts
	}
	return queries.BookOf(texts, m.Overrides), &then, nil
}

// figuresAt makes the figures of an audience as of a moment, as figures.csv
// has them, by key.
func (w *workspace) figuresAt(s *session, db *queries.DB, m queries.Moment, r recomputation) (map[string]string, error) {
	g, err := w.build(s, db, m, r.month)
	if err != nil {
		return nil, err
	}
	figures := map[string]string{}
	for _, metric := range g.metrics {
		cells, err := g.cells(s, metric)
		if err != nil {
			return nil, err
		}
		for _, f := range cells.Figures(r.audience) {
			numerator, _ := f.Numerator()
			denominator, _ := f.Denominator()
			key := []string{f.Metric, f.Window, f.PeriodText(), f.DimensionText(), f.MembersText(), f.Level}
			figures[strings.Join(key, "\t")] = sums(numerator, denominator, string(f.Mark()))
		}
	}
	return figures, nil
}

// sums writes what is compared: the sums and the mark.
func sums(numerator, denominator, mark string) string {
	text := numerator
	if denominator != "" {
		text += " / " + denominator
	}
	if mark != "" {
		text = strings.TrimSpace(text + " " + mark)
	}
	return text
}

// readFigures reads figures.csv by key.
func readFigures(path string) (map[string]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	in := csv.NewReader(f)
	heading, err := in.Read()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	column := func(name string) int { return slices.Index(heading, name) }
	figures := map[string]string{}
	for {
		row, err := in.Read()
		if errors.Is(err, io.EOF) {
			return figures, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		figures[strings.Join(row[:6], "\t")] = sums(row[column("numerator")], row[column("denominator")], row[column("state")])
	}
}

// differences lists what differs, in the order of keys.
func differences(was, now map[string]string, cause string) []difference {
	var found []difference
	keys := map[string]bool{}
	for k := range was {
		keys[k] = true
	}
	for k := range now {
		keys[k] = true
	}
	for k := range keys {
		a, before := was[k]
		b, after := now[k]
		if !before {
			a = "no such figure"
		}
		if !after {
			b = "no such figure"
		}
		if a != b {
			found = append(found, difference{key: k, cause: cause, was: a, isNow: b})
		}
	}
	slices.SortFunc(found, func(a, b difference) int { return strings.Compare(a.key, b.key) })
	return found
}

func sayDifferences(w io.Writer, r recomputation, found []difference) {
	fmt.Fprintf(w, "%s, %s, v%d of %s made again as of %s: %s\n", r.audience.Title, r.month.Format("2006-01"), r.version.Version,
		r.version.AsOf.Format(time.DateOnly), r.asOf.Format(time.DateOnly), plural(len(found), "difference"))
	for _, cause := range []string{causeCorrection, causeReference, causeDefinition, causeConfiguration, causeProgram} {
		n := 0
		for _, d := range found {
			if d.cause == cause {
				n++
			}
		}
		fmt.Fprintf(w, "  %s: %d\n", cause, n)
		for _, d := range found {
			if d.cause == cause {
				fmt.Fprintf(w, "    %s: was %s, is %s\n", strings.ReplaceAll(d.key, "\t", ", "), d.was, d.isNow)
			}
		}
	}
}
