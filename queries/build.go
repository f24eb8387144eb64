package queries

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// A Moment says what counts: the files received by a day and, of those, the
// first so many that were recorded. Reference data has a moment of its own, so
// that a figure can be made again with one thing changed at a time.
type Moment struct {
	AsOf, ReferenceAsOf         time.Time
	LastFile, ReferenceLastFile int // 0: all of them
}

// Now is everything received by asOf.
func Now(asOf time.Time) Moment { return Moment{AsOf: asOf, ReferenceAsOf: asOf} }

// A Frame is the months that facts are made for.
type Frame struct {
	Launch    time.Time // first day of the first month
	LastMonth time.Time // first day of the last month
}

// setMoment makes the table of what is in force at m.
func (db *DB) setMoment(ctx context.Context, m Moment) error {
	for _, v := range []struct {
		name string
		day  time.Time
	}{{"as_of", m.AsOf}, {"reference_as_of", m.ReferenceAsOf}} {
		if err := db.setDate(ctx, v.name, v.day); err != nil {
			return err
		}
	}
	for _, v := range []struct {
		name string
		n    int
	}{{"last_file", m.LastFile}, {"reference_last_file", m.ReferenceLastFile}} {
		if v.n == 0 {
			v.n = 1<<31 - 1
		}
		if err := db.set(ctx, v.name, fmt.Sprint(v.n)); err != nil {
			return err
		}
	}
	db.referenceOf = time.Time{}
	return db.exec(ctx, db.book.engine("in_force"))
}

// Build makes the facts as of a moment, in a database of their own beside the
// main one, and attaches it. If the one that fits is there, it is attached as
// it is. extra is whatever else the figures rest on, for the stamp.
func (db *DB) Build(ctx context.Context, m Moment, f Frame, extra string) error {
	if err := db.detachBuild(ctx); err != nil {
		return err
	}
	if err := db.setMoment(ctx, m); err != nil {
		return err
	}
	if err := db.setFrame(ctx, f); err != nil { // a build that is there is asked about its last month too
		return err
	}
	stamp, err := db.stamp(ctx, m, f, extra)
	if err != nil {
		return err
	}
	path := db.buildPath(stamp)
	if path != ":memory:" {
		if _, err := os.Stat(path); err == nil {
			return db.attachBuild(ctx, path)
		}
		if err := os.Remove(path + ".part"); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	if err := db.makeBuild(ctx, path); err != nil {
		return err
	}
	if path == ":memory:" {
		return nil
	}
	if err := db.detachBuild(ctx); err != nil {
		return err
	}
	if err := os.Rename(path+".part", path); err != nil {
		return fmt.Errorf("keep the build: %w", err)
	}
	if err := db.attachBuild(ctx, path); err != nil {
		return err
	}
	db.forgetOldBuilds(m, path)
	return nil
}

func (db *DB) buildPath(stamp string) string {
	if db.opts.BuildDir == "" {
		return ":memory:"
	}
	return filepath.Join(db.opts.BuildDir, stamp+".duckdb")
}

// stamp names a build by all it rests on: the day, and a hash of the files in
// force, the statements, the months and extra.
func (db *DB) stamp(ctx context.Context, m Moment, f Frame, extra string) (string, error) {
	h := sha256.New()
	fmt.Fprintf(h, "%s\n%s %s\n%s\n", db.book.Hash(LayerSources, LayerStaging, LayerChecks, LayerFacts, "engine"), day(f.Launch), day(f.LastMonth), extra)
	err := scanInto(ctx, db, db.book.engine("in_force_files"), func(line string) { fmt.Fprintln(h, line) })
	if err != nil {
		return "", fmt.Errorf("list what is in force: %w", err)
	}
	return day(m.AsOf) + "-" + hex.EncodeToString(h.Sum(nil))[:16], nil
}

func (db *DB) attachBuild(ctx context.Context, path string) error {
	if err := db.exec(ctx, "attach "+literal(path)+" as build (read_only)"); err != nil {
		return fmt.Errorf("open build %s: %w", filepath.Base(path), err)
	}
	db.built = true
	return nil
}

func (db *DB) detachBuild(ctx context.Context) error {
	if !db.built {
		return nil
	}
	if err := db.look(ctx, "temp.main"); err != nil {
		return err
	}
	db.built = false
	return db.exec(ctx, "detach build")
}

func (db *DB) makeBuild(ctx context.Context, path string) error {
	if path != ":memory:" {
		path += ".part"
	}
	if err := db.exec(ctx, "attach "+literal(path)+" as build"); err != nil {
		return fmt.Errorf("make build: %w", err)
	}
	db.built = true
	for _, s := range []string{"create schema build.facts", "create schema build.ledger"} {
		if err := db.exec(ctx, s); err != nil {
			return err
		}
	}
	left, err := db.fieldsLeftOut(ctx)
	if err != nil {
		return err
	}
	for _, s := range db.sources {
		if err := db.viewInForce(ctx, "view memory.staging", s, view{in: "in_force"}, left); err != nil {
			return err
		}
	}
	facts, err := db.book.Layer(LayerFacts)
	if err != nil {
		return err
	}
	if err := db.look(ctx, "memory.staging"); err != nil {
		return err
	}
	for _, q := range facts {
		if err := db.exec(ctx, "create table build.facts."+name(q.Name)+" as\n"+statement(q)); err != nil {
			return fmt.Errorf("%s: %w", q.Path, withoutValues(err))
		}
	}
	for _, part := range strings.Split(db.book.engine("copy_ledger"), ";\n") {
		if err := db.exec(ctx, part); err != nil {
			return fmt.Errorf("copy the ledger: %w", err)
		}
	}
	return nil
}

func (db *DB) setFrame(ctx context.Context, f Frame) error {
	if err := db.setDate(ctx, "launch", f.Launch); err != nil {
		return err
	}
	if err := db.setDate(ctx, "last_month", f.LastMonth); err != nil {
		return err
	}
	for _, s := range db.sources {
		if s.FreshDays == 0 {
			continue
		}
		if err := db.set(ctx, "fresh_"+s.Name, fmt.Sprint(s.FreshDays)); err != nil {
			return err
		}
		if err := db.set(ctx, "due_"+s.Name, fmt.Sprint(s.DueDay)); err != nil {
			return err
		}
	}
	return nil
}

// buildsKept is how many builds stay on disk: enough for the packs of a month
// and a look back.
const buildsKept = 4

// forgetOldBuilds removes builds of the same day that no longer fit, and all
// but the newest few. One that somebody reads, on a system that then refuses,
// goes another time.
func (db *DB) forgetOldBuilds(m Moment, keep string) {
	paths, err := filepath.Glob(filepath.Join(db.opts.BuildDir, "*.duckdb"))
	if err != nil {
		return // the pattern is ours; a folder that cannot be read has nothing to forget
	}
	for _, ended := range []string{"*.part", "*.part.wal"} { // of builds that did not come to an end
		left, _ := filepath.Glob(filepath.Join(db.opts.BuildDir, "*.duckdb"+strings.TrimPrefix(ended, "*")))
		paths = append(left, paths...)
	}
	for i, p := range paths {
		sameDay := strings.HasPrefix(filepath.Base(p), day(m.AsOf)+"-")
		if p != keep && (sameDay || i < len(paths)-buildsKept) {
			_ = os.Remove(p)
		}
	}
}

// OpenNewestBuild attaches the newest build made by asOf, for a reader. It
// reports false if there is none.
func (db *DB) OpenNewestBuild(ctx context.Context, asOf time.Time) (day time.Time, ok bool, err error) {
	paths, err := filepath.Glob(filepath.Join(db.opts.BuildDir, "????-??-??-*.duckdb"))
	if err != nil {
		return time.Time{}, false, err
	}
	newest := ""
	for _, p := range paths {
		made, err := time.Parse(time.DateOnly, filepath.Base(p)[:10])
		if err == nil && !made.After(asOf) {
			newest, day = p, made
		}
	}
	if newest == "" {
		return time.Time{}, false, nil
	}
	return day, true, db.attachBuild(ctx, newest)
}

// InForce returns the files that the build attached rests on.
func (db *DB) InForce(ctx context.Context) ([]File, error) {
	return db.files(ctx, "build", "'', file")
}

// A LeftOutCount is how many rows or values of a source a rule left out.
type LeftOutCount struct {
	Source, Severity, Code, Says string
	Count                        int
}

// LeftOut returns what checks left out of the build attached, by source.
func (db *DB) LeftOut(ctx context.Context) ([]LeftOutCount, error) {
	var counts []LeftOutCount
	err := db.each(ctx, db.book.engine("left_out"), func(rows *sql.Rows) error {
		var c LeftOutCount
		err := rows.Scan(&c.Source, &c.Severity, &c.Code, &c.Says, &c.Count)
		counts = append(counts, c)
		return err
	})
	return counts, err
}

// A WaivedFault is what a waiver let through of a row in force. What it says ends with
// who waived it, until when and why.
type WaivedFault struct {
	Source, Name  string // of its file
	Received      time.Time
	Place, Column string // column is "" where it is of the whole row
	Says          string
}

// Waived returns what waivers let through of the build attached, in the order in which
// the files came.
func (db *DB) Waived(ctx context.Context) ([]WaivedFault, error) {
	var all []WaivedFault
	err := db.each(ctx, db.book.engine("waived"), func(rows *sql.Rows) error {
		var w WaivedFault
		err := rows.Scan(&w.Source, &w.Name, &w.Received, &w.Place, &w.Column, &w.Says)
		all = append(all, w)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("look up what was waived: %w", err)
	}
	return all, nil
}
