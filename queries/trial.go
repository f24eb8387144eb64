package queries

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/duckdb/duckdb-go/v2"
)

// A Trial is one file being tried: read into scratch tables, staged, and held
// against the checks. Nothing of it is kept until it is recorded.
type Trial struct {
	Source Source
	Claims []Claim // after Stage: the units and periods the file speaks for
	Rows   int     // appended

	db      *DB
	rows    *duckdb.Appender
	answers *duckdb.Appender
	values  []driver.Value
}

// A Claim is one unit and period that a file speaks for.
type Claim struct {
	Unit       string    // "" where nobody knows the ID
	Period     time.Time // zero where the source has no periods
	Correction bool
	Rows       int
	FirstLine  int
}

// NewTrial makes empty scratch tables for a file of source s.
func (db *DB) NewTrial(ctx context.Context, s Source) (*Trial, error) {
	t := &Trial{Source: s, db: db}
	if err := t.makeScratch(ctx); err != nil {
		return nil, fmt.Errorf("make scratch tables for %s: %w", s.Name, err)
	}
	var err error
	if t.rows, err = db.appender("memory", "sources", s.Name); err != nil {
		return nil, err
	}
	if s.Long {
		if t.answers, err = db.appender("memory", "sources", s.Name+"_answers"); err != nil {
			return nil, errors.Join(err, t.rows.Close())
		}
	}
	return t, nil
}

func (t *Trial) makeScratch(ctx context.Context) error {
	columns := []string{"line integer"}
	for _, c := range t.Source.Kept() {
		columns = append(columns, name(c.Name)+" text")
	}
	table := "memory.sources." + name(t.Source.Name)
	if err := t.db.exec(ctx, "create or replace table "+table+" ("+strings.Join(columns, ", ")+")"); err != nil {
		return err
	}
	if !t.Source.Long {
		return nil
	}
	return t.db.exec(ctx, "create or replace table memory.sources."+name(t.Source.Name+"_answers")+
		" (line integer, heading text, answer text)")
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

// Append adds a row. An empty value is null.
func (t *Trial) Append(r Row) error {
	t.values = append(t.values[:0], int32(r.Line))
	for _, v := range r.Values {
		if v == "" {
			t.values = append(t.values, nil)
		} else {
			t.values = append(t.values, v)
		}
	}
	t.Rows++
	if err := t.rows.AppendRow(t.values...); err != nil {
		return fmt.Errorf("append to %s: %w", t.Source.Name, err)
	}
	return nil
}

// Answer adds an answer of a long source.
func (t *Trial) Answer(a Answer) error {
	if t.answers == nil {
		return nil
	}
	var text driver.Value
	if a.Answer != "" {
		text = a.Answer
	}
	if err := t.answers.AppendRow(int32(a.Line), a.Heading, text); err != nil {
		return fmt.Errorf("append to %s: %w", t.Source.Name, err)
	}
	return nil
}

// Close gives the scratch tables up. It may be called more than once.
func (t *Trial) Close() error {
	var errs []error
	for _, a := range []**duckdb.Appender{&t.rows, &t.answers} {
		if *a != nil {
			errs = append(errs, (*a).Close())
			*a = nil
		}
	}
	return errors.Join(errs...)
}

// Stage runs the staging query over what was appended, finds the unit of each
// row, and fills Claims. fileDate is the date in the file's name, or zero.
func (t *Trial) Stage(ctx context.Context, fileDate time.Time) error {
	if err := t.Close(); err != nil {
		return err
	}
	if err := t.stage(ctx, fileDate); err != nil {
		return fmt.Errorf("queries/staging/%s.sql: %w", t.Source.Name, err)
	}
	if t.Rows == 0 && t.Source.Replaces == "all" {
		t.Claims = []Claim{{Unit: "all"}} // an empty table replaces what was there
		return nil
	}
	return t.db.each(ctx, t.db.book.engine("claims"), func(rows *sql.Rows) error {
		var c Claim
		var unit sql.NullString
		var period sql.NullTime
		if err := rows.Scan(&unit, &period, &c.Correction, &c.Rows, &c.FirstLine); err != nil {
			return err
		}
		c.Unit, c.Period = unit.String, period.Time
		t.Claims = append(t.Claims, c)
		return nil
	})
}

func (t *Trial) stage(ctx context.Context, fileDate time.Time) error {
	db := t.db
	q, err := db.book.query("staging/" + t.Source.Name + ".sql")
	if err != nil {
		return err
	}
	if err := db.setDate(ctx, "file_date", fileDate); err != nil {
		return err
	}
	if err := db.set(ctx, "unit", literal(t.Source.Unit)); err != nil {
		return err
	}
	if err := db.look(ctx, "memory.sources"); err != nil {
		return err
	}
	added, err := db.addedColumns(ctx, q)
	if err != nil {
		return err
	}
	for _, step := range []string{
		"create or replace table memory.engine.staged as\nselect *" + added + " from (\n" + statement(q) + "\n)",
		db.book.engine("resolve_units"),
		"create or replace view memory.trial." + name(t.Source.Name) + " as select 0 as file, * from memory.engine.resolved",
	} {
		if err := db.exec(ctx, step); err != nil {
			return err
		}
	}
	return nil
}

// unitColumns are what every staged row has, whether its query selects them or
// not, and what they are if it does not.
var unitColumns = []struct{ name, otherwise string }{
	{"given", "null::text"}, {"given_too", "null::text"}, {"period", "null::date"}, {"correction", "false"},
}

// addedColumns writes the columns that a staging query leaves to us. The search
// path is that of the scratch tables.
func (db *DB) addedColumns(ctx context.Context, q Query) (string, error) {
	if added, ok := db.added[q.Name]; ok {
		return added, nil
	}
	var have []string
	err := scanInto(ctx, db, "select column_name from (describe select * from (\n"+statement(q)+"\n))", func(column string) {
		have = append(have, column)
	})
	if err != nil {
		return "", err
	}
	added := ""
	for _, c := range unitColumns {
		if !slices.Contains(have, c.name) {
			added += ", " + c.otherwise + " as " + c.name
		}
	}
	db.added[q.Name] = added
	return added, nil
}

// setDate sets a variable to a day, or to null.
func (db *DB) setDate(ctx context.Context, variable string, day time.Time) error {
	if day.IsZero() {
		return db.set(ctx, variable, "null::date")
	}
	return db.set(ctx, variable, "date "+literal(day.Format(time.DateOnly)))
}

// Unknown returns the lines whose ID no workplace has, in order.
func (t *Trial) Unknown(ctx context.Context) ([]int, error) {
	var lines []int
	err := t.db.each(ctx, "select line from memory.engine.resolved where unit is null order by line", func(rows *sql.Rows) error {
		var line int
		err := rows.Scan(&line)
		lines = append(lines, line)
		return err
	})
	return lines, err
}
