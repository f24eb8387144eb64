package queries

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/duckdb/duckdb-go/v2"
)

const (
	blockValues = 16 * 1024 // at least that many are handed over at once
	blocksWait  = 32        // blocks that may wait while the appender moves rows to its table
	flushEvery  = 32 * 1024 // rows between two moves from the appender to its table
)

// A scratch is the table of a source that the rows of a batch are read into.
// Rows are gathered in blocks; while the next ones are read, those before them are
// appended on another core. Nothing else may use the connection then, so that a
// file ends with Done.
type scratch struct {
	source   Source
	rows     *duckdb.Appender
	answers  *duckdb.Appender
	fileDate driver.Value   // of the file whose rows are appended
	width    int            // values of a row
	kinds    []scratchKind  // of its values
	block    []driver.Value // rows that are gathered, one after the other
	appended int            // rows since the last flush
	err      error          // the first that went wrong: nothing is appended after it

	waiting chan []driver.Value // blocks to append; nil where none is appended on another core
	spare   chan []driver.Value // blocks that are not in use
	ended   chan struct{}       // closed when all are appended; until then err is not ours to read
}

// add adds a row: its key, the date in the name of its file where that is the
// period, and its values, of which an empty one is null.
func (s *scratch) add(key int64, values []string) error {
	s.block = append(s.block, key)
	if s.source.Dated() {
		s.block = append(s.block, s.fileDate)
	}
	for i, v := range values {
		s.block = append(s.block, s.kinds[i].value(v))
	}
	if len(s.block) < blockValues {
		return nil
	}
	if s.answers != nil { // they are appended meanwhile, by the same connection
		block := s.block
		s.block = s.block[:0]
		return s.append(block)
	}
	if s.waiting == nil {
		s.work()
	}
	s.waiting <- s.block
	select {
	case s.block = <-s.spare:
	default:
		s.block = make([]driver.Value, 0, blockValues+s.width)
	}
	return nil
}

// work starts to append blocks on another core.
func (s *scratch) work() {
	waiting, spare, ended := make(chan []driver.Value, blocksWait), make(chan []driver.Value, blocksWait), make(chan struct{})
	s.waiting, s.spare, s.ended = waiting, spare, ended
	go func() {
		defer close(ended)
		for block := range waiting {
			_ = s.append(block) // it is kept, and told by wait
			clear(block)        // nothing of the rows stays
			select {
			case spare <- block[:0]:
			default:
			}
		}
	}()
}

// A scratchKind is the type of a column of a scratch table. Whole numbers and
// dates cost half of what texts do, in the database too.
type scratchKind string

const (
	textKind  scratchKind = "text"
	wholeKind scratchKind = "bigint"
	dateKind  scratchKind = "date"
)

// scratchKinds are the types of the kept columns of a source. All are texts where
// the staging query is not ours of today: those of a workspace, and of packs made
// before, were written for texts.
func (db *DB) scratchKinds(s Source) []scratchKind {
	ours := db.book.ours("staging/" + s.Name + ".sql")
	var kinds []scratchKind
	for _, c := range s.Kept() {
		kind := textKind
		switch {
		case !ours:
		case c.Keep == "whole number":
			kind = wholeKind
		case c.Keep == "date" || c.Keep == "month":
			kind = dateKind
		}
		kinds = append(kinds, kind)
	}
	return kinds
}

// value is a value as the database takes it: null where it is empty, or a number
// longer than anything that is counted.
func (k scratchKind) value(v string) driver.Value {
	if v == "" {
		return nil
	}
	switch k {
	case wholeKind:
		if n, err := strconv.ParseInt(v, 10, 64); err == nil {
			return n
		}
		return nil
	case dateKind:
		if day, err := time.Parse(time.DateOnly, v); err == nil {
			return day
		}
		return nil
	}
	return v
}

// wait waits for the blocks that are being appended.
func (s *scratch) wait() {
	if s.waiting == nil {
		return
	}
	close(s.waiting)
	s.waiting = nil
	<-s.ended
}

// done appends what is left. Then the connection is free.
func (s *scratch) done() error {
	s.wait()
	err := s.append(s.block)
	s.block = s.block[:0]
	return err
}

// append hands a block to the database.
func (s *scratch) append(block []driver.Value) error {
	for len(block) > 0 && s.err == nil {
		if err := s.rows.AppendRow(block[:s.width]...); err != nil {
			s.err = fmt.Errorf("append to %s: %w", s.source.Name, err)
		}
		block = block[s.width:]
		s.appended++
	}
	if s.appended >= flushEvery && s.err == nil {
		s.appended = 0
		s.err = s.rows.Flush()
	}
	return s.err
}

// newScratch makes an empty scratch table for a source.
func (db *DB) newScratch(ctx context.Context, s Source) (*scratch, error) {
	if err := db.makeScratch(ctx, s); err != nil {
		return nil, fmt.Errorf("make scratch tables for %s: %w", s.Name, err)
	}
	c := &scratch{source: s, kinds: db.scratchKinds(s), width: 1 + len(s.Kept())}
	if c.source.Dated() {
		c.width++
	}
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

// scratchTables returns the scratch tables of a source by name, each with its
// columns.
func (db *DB) scratchTables(s Source) map[string][]column {
	columns := []column{{"line", "bigint"}}
	if s.Dated() {
		columns = append(columns, column{"file_date", "date"})
	}
	kinds := db.scratchKinds(s)
	for i, c := range s.Kept() {
		columns = append(columns, column{c.Name, string(kinds[i])})
	}
	tables := map[string][]column{s.Name: columns}
	if s.Long {
		tables[s.Name+"_answers"] = []column{{"line", "bigint"}, {"heading", "text"}, {"answer", "text"}}
	}
	return tables
}

func (db *DB) makeScratch(ctx context.Context, s Source) error {
	tables := db.scratchTables(s)
	for _, table := range sortedNames(tables) {
		if err := db.exec(ctx, "create or replace table memory.sources."+name(table)+" ("+columnList(tables[table])+")"); err != nil {
			return err
		}
	}
	return nil
}

// emptyScratch writes the scratch tables of a source as CTEs without a row, for
// a statement that only asks what a query over them would give.
func (db *DB) emptyScratch(s Source) string {
	tables := db.scratchTables(s)
	var ctes []string
	for _, table := range sortedNames(tables) {
		var nulls []string
		for _, c := range tables[table] {
			nulls = append(nulls, "null::"+c.kind+" as "+name(c.name))
		}
		ctes = append(ctes, name(table)+" as (select "+strings.Join(nulls, ", ")+" where false)")
	}
	return "with " + strings.Join(ctes, ", ") + "\n"
}

// dropScratch gives the memory of a source's scratch tables back.
func (db *DB) dropScratch(ctx context.Context, s Source) error {
	for _, table := range sortedNames(db.scratchTables(s)) {
		if err := db.exec(ctx, "drop table if exists memory.sources."+name(table)); err != nil {
			return err
		}
	}
	return nil
}

// close ends appending. It may be called more than once.
func (s *scratch) close() error {
	errs := []error{s.done()}
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

// append adds rows to a table.
func (db *DB) append(catalog, schema, table string, n int, row func(int) []driver.Value) error {
	if n == 0 {
		return nil
	}
	a, err := db.appender(catalog, schema, table)
	if err != nil {
		return err
	}
	for i := range n {
		if err := a.AppendRow(row(i)...); err != nil {
			_ = a.Close() // the first mistake is the one to tell
			return fmt.Errorf("append to %s: %w", table, err)
		}
	}
	return a.Close()
}

// null is s, or nothing where it is empty.
func null(s string) driver.Value {
	if s == "" {
		return nil
	}
	return s
}

// nullDay is a day, or nothing where there is none.
func nullDay(day time.Time) driver.Value {
	if day.IsZero() {
		return nil
	}
	return day
}
