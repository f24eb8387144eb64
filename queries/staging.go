package queries

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"
)

// makeStaging makes the staging table of every source that has none yet, and
// adds the columns that a changed staging query asks for. Rows are never
// changed: those staged by another query stay, under its hash.
func (db *DB) makeStaging(ctx context.Context) error {
	if err := db.exec(ctx, "create or replace table memory.engine.known_workplaces (given text, workplace text)"); err != nil {
		return err
	}
	for _, s := range db.sources {
		t, err := db.NewTrial(ctx, s)
		if err != nil {
			return err
		}
		if err := t.Stage(ctx, time.Time{}); err != nil {
			return err
		}
		if err := db.makeStagingTable(ctx, s); err != nil {
			return fmt.Errorf("queries/staging/%s.sql: %w", s.Name, err)
		}
	}
	return nil
}

func (db *DB) makeStagingTable(ctx context.Context, s Source) error {
	table := "academy.staging." + name(s.Name)
	err := db.exec(ctx, "create table if not exists "+table+
		" as select 0::integer as file, ''::text as staged_by, * from memory.engine.resolved limit 0")
	if err != nil {
		return err
	}
	want, err := db.columns(ctx, "memory", "engine", "resolved")
	if err != nil {
		return err
	}
	have, err := db.columns(ctx, "academy", "staging", s.Name)
	if err != nil {
		return err
	}
	db.staged[s.Name] = want
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

type column struct{ name, kind string }

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
	var stale []File
	files, err := db.Files(ctx)
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		if f.Source == "" || f.Verdict == Refused || f.Verdict == AlreadyReceived || f.Verdict == TriedAgain {
			continue
		}
		hash := db.book.stagingHash(f.Source)
		if f.JudgedBy == hash {
			continue
		}
		var done bool
		err := db.conn.QueryRowContext(ctx, "select exists (from academy.staging."+name(f.Source)+
			" where file = ? and staged_by = ?)", f.File, hash).Scan(&done)
		if err != nil {
			return nil, err
		}
		if !done {
			stale = append(stale, f)
		}
	}
	return stale, nil
}

// Restage adds the rows of a file that was judged before, as today's staging
// query understands them. Its verdict and faults stay as they are.
func (t *Trial) Restage(ctx context.Context, file int) error {
	return t.db.transaction(ctx, func() error { return t.keep(ctx, file) })
}

// keep adds the staged rows to the database file.
func (t *Trial) keep(ctx context.Context, file int) error {
	return t.db.exec(ctx, fmt.Sprintf(
		"insert into academy.staging.%s by name select %d::integer as file, %s as staged_by, * from memory.engine.resolved order by line",
		name(t.Source.Name), file, literal(t.db.book.stagingHash(t.Source.Name))))
}

// viewInForce makes a view in schema of the rows of source s in force, less
// the rows and values that checks left out. suffix is added to its name. A view
// that is there already, and says the same, stays.
func (db *DB) viewInForce(ctx context.Context, schema, suffix string, s Source, left map[string][]string) error {
	replace := ""
	if values := db.leftOutValues(s, left[s.Name]); len(values) > 0 {
		replace = " replace (" + strings.Join(values, ", ") + ")"
	}
	view := fmt.Sprintf(`create or replace view memory.%s.%s as
		select rows.* exclude (staged_by)%s
		from academy.staging.%s as rows
		join memory.engine.in_force as in_force
			on  in_force.source = %s
			and in_force.file = rows.file
			and in_force.unit = rows.unit
			and in_force.period is not distinct from rows.period
		where rows.staged_by = %s
			and (rows.file, rows.line) not in (
				select (file, line) from academy.ledger.faults where severity = %s
			)`,
		schema, name(s.Name+suffix), replace, name(s.Name), literal(s.Name),
		literal(db.book.stagingHash(s.Name)), literal(LeaveOutRow))
	key := schema + "." + s.Name + suffix
	if db.views[key] == view {
		return nil
	}
	if err := db.exec(ctx, view); err != nil {
		return err
	}
	db.views[key] = view
	return nil
}

// leftOutValues writes, for each column of which a check left values out, the
// expression that leaves them out.
func (db *DB) leftOutValues(s Source, fields []string) []string {
	var values []string
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
	fields := map[string][]string{}
	err := db.each(ctx, db.book.engine("fields_left_out"), func(rows *sql.Rows) error {
		var source, field string
		if err := rows.Scan(&source, &field); err != nil {
			return err
		}
		fields[source] = append(fields[source], field)
		return nil
	})
	return fields, err
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
