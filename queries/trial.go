package queries

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"

	"github.com/duckdb/duckdb-go/v2"
)

// A Trial is one file of a batch being tried: its rows go into a scratch table,
// are staged with those of the other files of its source, and are held against
// the rules. Nothing of it is kept until the batch is recorded.
type Trial struct {
	Source Source
	Rows   int // appended

	// After Judge of the batch:
	Known   bool    // it has a row of a unit that we know
	Unknown []int   // lines whose ID no workplace has, in order
	Faults  []Fault // what the rules found, in the order of the rules
	NotRun  []RuleNotRun

	// Place turns a line and the name of a column into where a person would
	// look. It must be set before the batch is judged.
	Place func(line int, column string) string

	ordinal int // place in the batch
	scratch *scratch
	flaws   map[flaw]bool // what was found so far
}

// A scratch is the table of a source that the rows of a batch are read into.
type scratch struct {
	source   Source
	rows     *duckdb.Appender
	answers  *duckdb.Appender
	fileDate driver.Value // of the file whose rows are appended
	values   []driver.Value
}

// lineBits is how much of a key is the line; above it stands the file's place
// in the batch. A key is what statements know as "line".
const lineBits = 32

func (t *Trial) key(line int) int64 { return int64(t.ordinal)<<lineBits | int64(line) }

// splitKey returns the place in the batch and the line.
func splitKey(key int64) (ordinal, line int) {
	return int(key >> lineBits), int(key & (1<<lineBits - 1))
}

// Append adds a row. An empty value is null.
func (t *Trial) Append(r Row) error {
	s := t.scratch
	s.values = append(s.values[:0], t.key(r.Line))
	if s.dated() {
		s.values = append(s.values, s.fileDate)
	}
	for _, v := range r.Values {
		if v == "" {
			s.values = append(s.values, nil)
		} else {
			s.values = append(s.values, v)
		}
	}
	t.Rows++
	if err := s.rows.AppendRow(s.values...); err != nil {
		return fmt.Errorf("append to %s: %w", t.Source.Name, err)
	}
	return nil
}

// Answer adds an answer of a long source.
func (t *Trial) Answer(a Answer) error {
	if t.scratch.answers == nil {
		return nil
	}
	var text driver.Value
	if a.Answer != "" {
		text = a.Answer
	}
	if err := t.scratch.answers.AppendRow(t.key(a.Line), a.Heading, text); err != nil {
		return fmt.Errorf("append to %s: %w", t.Source.Name, err)
	}
	return nil
}

// dated reports whether the rows say the date in the name of their file.
func (s *scratch) dated() bool { return s.source.Period == "file name" }

// newScratch makes an empty scratch table for a source.
func (db *DB) newScratch(ctx context.Context, s Source) (*scratch, error) {
	if err := db.makeScratch(ctx, s); err != nil {
		return nil, fmt.Errorf("make scratch tables for %s: %w", s.Name, err)
	}
	c := &scratch{source: s}
	var err error
	if c.rows, err = db.appender("memory", "sources", s.Name); err != nil {
		return nil, err
	}
	if s.Long {
		if c.answers, err = db.appender("memory", "sources", s.Name+"_answers"); err != nil {
			return nil, errors.Join(err, c.rows.Close())
		}
	}
	return c, nil
}

func (db *DB) makeScratch(ctx context.Context, s Source) error {
	columns := "line bigint"
	if s.Period == "file name" {
		columns += ", file_date date"
	}
	for _, c := range s.Kept() {
		columns += ", " + name(c.Name) + " text"
	}
	if err := db.exec(ctx, "create or replace table memory.sources."+name(s.Name)+" ("+columns+")"); err != nil {
		return err
	}
	if !s.Long {
		return nil
	}
	return db.exec(ctx, "create or replace table memory.sources."+name(s.Name+"_answers")+
		" (line bigint, heading text, answer text)")
}

// dropScratch gives the memory of a source's scratch tables back.
func (db *DB) dropScratch(ctx context.Context, s Source) error {
	for _, suffix := range []string{"", "_answers"} {
		if err := db.exec(ctx, "drop table if exists memory.sources."+name(s.Name+suffix)); err != nil {
			return err
		}
	}
	return nil
}

// close ends appending. It may be called more than once.
func (s *scratch) close() error {
	var errs []error
	for _, a := range []**duckdb.Appender{&s.rows, &s.answers} {
		if *a != nil {
			errs = append(errs, (*a).Close())
			*a = nil
		}
	}
	return errors.Join(errs...)
}

func (db *DB) appender(catalog, schema, table string) (a *duckdb.Appender, err error) {
	err = db.conn.Raw(func(c any) error {
		a, err = duckdb.NewAppender(c.(driver.Conn), catalog, schema, table)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("append to %s: %w", table, err)
	}
	return a, nil
}
