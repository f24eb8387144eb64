package queries

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"slices"
	"strings"
	"sync"
)

// makeStaging makes the staging table of every source that has none yet, and
// adds the columns that a changed staging query asks for. Rows are never
// changed: those staged by another query stay, under its hash. Where no
// statement changed since the database was last opened, nothing is done.
func (db *DB) makeStaging(ctx context.Context) error {
	made := map[string]bool{}
	err := scanInto(ctx, db, "select source || ' ' || statements from academy.ledger.staged", func(line string) { made[line] = true })
	if err != nil {
		return err
	}
	if err := db.readStaged(ctx); err != nil {
		return err
	}
	changed := map[string][]column{}
	for _, s := range db.sources {
		if made[s.Name+" "+db.book.stagingHash(s.Name)] {
			continue
		}
		if changed[s.Name], err = db.shape(ctx, s); err != nil {
			return fmt.Errorf("queries/staging/%s.sql: %w", s.Name, err)
		}
	}
	if len(changed) == 0 {
		return nil
	}
	if err := db.transaction(ctx, func() error { return db.makeStagingTables(ctx, changed) }); err != nil {
		return err
	}
	return db.readStaged(ctx)
}

// makeStagingTables makes the staging tables of sources that changed, and keeps
// by which statements they were made.
func (db *DB) makeStagingTables(ctx context.Context, changed map[string][]column) error {
	sources := sortedNames(changed)
	for _, s := range sources {
		if err := db.makeStagingTable(ctx, s, changed[s]); err != nil {
			return fmt.Errorf("queries/staging/%s.sql: %w", s, err)
		}
	}
	if err := db.exec(ctx, "delete from academy.ledger.staged where list_contains("+list(sources)+", source)"); err != nil {
		return err
	}
	return db.append("academy", "ledger", "staged", len(sources), func(i int) []driver.Value {
		return []driver.Value{sources[i], db.book.stagingHash(sources[i])}
	})
}

// readStaged reads which columns the staging tables have.
func (db *DB) readStaged(ctx context.Context) error {
	clear(db.staged)
	return db.each(ctx, db.book.engine("staging_columns"), func(rows *sql.Rows) error {
		var table string
		var c column
		err := rows.Scan(&table, &c.name, &c.kind)
		db.staged[table] = append(db.staged[table], c)
		return err
	})
}

// makeStagingTable makes the staging table of a source, or adds to it what its
// statements now select.
func (db *DB) makeStagingTable(ctx context.Context, source string, want []column) error {
	table := "academy.staging." + name(source)
	have := db.staged[source]
	if have == nil {
		return db.exec(ctx, "create table "+table+" ("+columnList(want)+")")
	}
	for _, c := range want {
		i := indexColumn(have, c.name)
		switch {
		case i < 0:
			if err := db.exec(ctx, "alter table "+table+" add column "+name(c.name)+" "+c.kind); err != nil {
				return err
			}
		case have[i].kind != c.kind:
			return fmt.Errorf("column %s is %s now and was %s; give the new one another name", c.name, c.kind, have[i].kind)
		}
	}
	return nil
}

// shape returns the columns that the staging table of a source has to have:
// whose file and by which statements, what its query selects, and what we add.
func (db *DB) shape(ctx context.Context, s Source) ([]column, error) {
	selected, err := db.selected(ctx, s)
	if err != nil {
		return nil, err
	}
	columns := []column{{"file", "INTEGER"}, {"staged_by", "VARCHAR"}}
	for _, c := range selected {
		if c.name == "line" {
			c.kind = "INTEGER" // the key becomes a line again
		}
		if slices.Contains([]string{"file", "staged_by", "received_on", "unit"}, c.name) {
			return nil, fmt.Errorf("it selects a column %q, which is ours; give it another name", c.name)
		}
		columns = append(columns, c)
	}
	for _, c := range append(unitColumns, unitColumn{"unit", "null::text", "VARCHAR"}) {
		if indexColumn(columns, c.name) < 0 {
			columns = append(columns, column{c.name, c.kind})
		}
	}
	return columns, nil
}

// addedColumns writes the columns that the staging query of a source leaves to us.
// Of a list in parts, a row gives the name of its own.
func (db *DB) addedColumns(ctx context.Context, s Source) (string, error) {
	selected, err := db.selected(ctx, s)
	added := ""
	for _, c := range unitColumns {
		otherwise := c.otherwise
		if part := s.PartColumn(); part != "" && c.name == "given" {
			otherwise = name(part) + "::text"
		}
		if indexColumn(selected, c.name) < 0 {
			added += ", " + otherwise + " as " + c.name
		}
	}
	return added, err
}

// selections are the columns that staging queries select, by the hash of the
// statements. Each database asks for the same.
var selections sync.Map

// selected returns the columns that the staging query of a source selects.
func (db *DB) selected(ctx context.Context, s Source) ([]column, error) {
	hash := db.book.stagingHash(s.Name)
	if known, ok := selections.Load(hash); ok {
		return known.([]column), nil
	}
	q, err := db.book.query("staging/" + s.Name + ".sql")
	if err != nil {
		return nil, err
	}
	var columns []column
	err = db.each(ctx, "select column_name, column_type from (describe "+db.emptyScratch(s)+"select * from (\n"+statement(q)+"\n))", func(rows *sql.Rows) error {
		var c column
		err := rows.Scan(&c.name, &c.kind)
		columns = append(columns, c)
		return err
	})
	if err != nil {
		return nil, err
	}
	selections.Store(hash, columns)
	return columns, nil
}

// unitColumns are what every staged row has, whether its query selects them or
// not, and what they are if it does not.
var unitColumns = []unitColumn{
	{"given", "null::text", "VARCHAR"}, {"given_too", "null::text", "VARCHAR"},
	{"period", "null::date", "DATE"}, {"correction", "false", "BOOLEAN"},
}

type unitColumn struct{ name, otherwise, kind string }

// keptColumns are those of a trial's row that are kept: the key becomes a line
// again.
const keptColumns = "rows.* exclude (file, received_on) replace ((rows.line & 4294967295)::integer as line)"

type column struct{ name, kind string }

// columnList writes columns as a table is made of them.
func columnList(columns []column) string {
	list := make([]string, len(columns))
	for i, c := range columns {
		list[i] = name(c.name) + " " + c.kind
	}
	return strings.Join(list, ", ")
}

func indexColumn(columns []column, name string) int {
	for i, c := range columns {
		if c.name == name {
			return i
		}
	}
	return -1
}

func (db *DB) columns(ctx context.Context, catalog, schema, table string) ([]column, error) {
	var columns []column
	err := db.each(ctx, db.book.engine("columns"), func(rows *sql.Rows) error {
		var c column
		if err := rows.Scan(&c.name, &c.kind); err != nil {
			return err
		}
		columns = append(columns, c)
		return nil
	}, catalog, schema, table)
	return columns, err
}

// Stale returns the accepted files whose rows were staged by other statements
// than today's, so that they have to be read again from the archive.
func (db *DB) Stale(ctx context.Context) ([]File, error) {
	files, err := db.Files(ctx)
	if err != nil {
		return nil, err
	}
	restaged := map[string]map[int]bool{} // by source
	var stale []File
	for _, f := range files {
		if f.Source == "" || f.Verdict == Refused || f.Verdict == AlreadyReceived || f.Verdict == TriedAgain ||
			f.JudgedBy == db.book.stagingHash(f.Source) {
			continue
		}
		if restaged[f.Source] == nil {
			if restaged[f.Source], err = db.stagedToday(ctx, f.Source); err != nil {
				return nil, err
			}
		}
		if !restaged[f.Source][f.File] {
			stale = append(stale, f)
		}
	}
	return stale, nil
}

// stagedToday returns the files of a source that have rows staged by today's
// statements.
func (db *DB) stagedToday(ctx context.Context, source string) (map[int]bool, error) {
	files := map[int]bool{}
	query := "select distinct file from academy.staging." + name(source) + " where staged_by = " + literal(db.book.stagingHash(source))
	err := db.each(ctx, query, func(rows *sql.Rows) error {
		var file int
		err := rows.Scan(&file)
		files[file] = true
		return err
	})
	return files, err
}

// sourcesUnread are those of which an earlier file has to be read again: what is
// in force of them is not all that was taken. It is asked once, and again once
// files were read.
func (db *DB) sourcesUnread(ctx context.Context) (map[string]bool, error) {
	if db.unread != nil {
		return db.unread, nil
	}
	stale, err := db.Stale(ctx)
	if err != nil {
		return nil, err
	}
	db.unread = map[string]bool{}
	for _, f := range stale {
		db.unread[f.Source] = true
	}
	return db.unread, nil
}

// A view is a name for the rows of a source that count at some moment.
type view struct {
	suffix string // of the name of the source
	in     string // the table of what is in force then
	also   string // columns of that table to show
}

// temporary is where views are made that a transaction needs which writes the
// main database: it may write the temporary one beside it, and no other.
const temporary = "temp view temp.main"

// viewInForce makes a view somewhere of the rows of source s in force, less
// the rows and values that checks left out. A view that is there already, and
// says the same, stays.
func (db *DB) viewInForce(ctx context.Context, where string, s Source, v view, left map[string][]string) error {
	join := fmt.Sprintf(`
		join temp.main.%s as in_force
			on  in_force.source = %s
			and in_force.file = rows.file
			and in_force.unit = rows.unit
			and in_force.period is not distinct from rows.period`, name(v.in), literal(s.Name))
	text := fmt.Sprintf("create or replace %s.%s as\n%s", where, name(s.Name+v.suffix), db.counted(s, left, v.also, join))
	key := where + "." + s.Name + v.suffix
	if db.views[key] == text {
		return nil
	}
	if err := db.exec(ctx, text); err != nil {
		return err
	}
	db.views[key] = text
	return nil
}

// counted writes the query of the rows of a source, less the rows and values that
// checks left out. join may be to a table that says which rows are meant, and also
// names columns of that to show, each with a comma behind it.
func (db *DB) counted(s Source, left map[string][]string, also, join string) string {
	replace := ""
	if values := db.leftOutValues(s, left[s.Name]); len(values) > 0 {
		replace = " replace (" + strings.Join(values, ", ") + ")"
	}
	return fmt.Sprintf(`		select %srows.* exclude (staged_by)%s
		from academy.staging.%s as rows%s
		where rows.staged_by = %s
			and (rows.file, rows.line) not in (%s)`,
		also, replace, name(s.Name), join, literal(db.book.stagingHash(s.Name)), rowsLeftOut)
}

// rowsLeftOut are the rows that do not count. The first row of a line does that a
// second one stands in.
var rowsLeftOut = "select (file, line) from academy.ledger.faults where severity = " + literal(LeaveOutRow) + " and code <> " + literal(SecondRow)

// leftOutValues writes, for each column of which a check left values out, the
// expression that leaves them out, and for a tick that speaks for blanks the one
// that does not take it beside a value that was left out.
func (db *DB) leftOutValues(s Source, fields []string) []string {
	var values []string
	for _, c := range s.Columns {
		if c.Blanks { // a box that holds what cannot be read is not blank
			values = append(values, fmt.Sprintf(`rows.%s and (rows.file, rows.line) not in (
				select (file, line) from academy.ledger.faults where severity = %s
			) as %s`, name(c.Name), literal(LeaveOutCell), name(c.Name)))
			fields = slices.DeleteFunc(slices.Clone(fields), func(field string) bool { return field == c.Name })
		}
	}
	for _, field := range fields {
		if indexColumn(db.staged[s.Name], field) < 0 {
			continue // the reader left it out: there is no value to take away
		}
		values = append(values, fmt.Sprintf(`case
			when (rows.file, rows.line) not in (
				select (file, line) from academy.ledger.faults where severity = %s and field = %s
			) then rows.%s end as %s`, literal(LeaveOutCell), literal(field), name(field), name(field)))
	}
	return values
}

// fieldsLeftOut returns, for each source, the columns of which values were left
// out.
func (db *DB) fieldsLeftOut(ctx context.Context) (map[string][]string, error) {
	if db.left != nil {
		return db.left, nil
	}
	fields := map[string][]string{}
	err := db.each(ctx, db.book.engine("fields_left_out"), func(rows *sql.Rows) error {
		var source, field string
		if err := rows.Scan(&source, &field); err != nil {
			return err
		}
		fields[source] = append(fields[source], field)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list what was left out: %w", err)
	}
	db.left = fields
	return fields, nil
}

// StagedRows counts the rows kept of each file, a line a source and file, so
// that a person or a test can see that none is there twice.
func (db *DB) StagedRows(ctx context.Context) ([]string, error) {
	var lines []string
	for _, s := range db.sources {
		query := "select concat_ws(' ', file, count(*), count(distinct line)) from academy.staging." + name(s.Name) +
			" group by file, staged_by order by file"
		err := scanInto(ctx, db, query, func(line string) { lines = append(lines, s.Name+" "+line) })
		if err != nil {
			return nil, err
		}
	}
	return lines, nil
}
