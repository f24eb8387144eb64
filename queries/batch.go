package queries

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// A Batch is files that are tried together, so that each statement runs once
// for a source and not once for a file: some of them, in the order in which
// they are to be recorded. What came before stands beside them.
type Batch struct {
	db      *DB
	files   []batchFile
	scratch map[string]*scratch // by source
	sources []Source            // in the order of their names, after Judge
	waivers waivers             // read once
	failed  map[[2]string]bool  // the rules that broke off over its rows, by their keys
	idles   map[[2]string]bool  // by source and the rows that rules are only for: that there are none
}

// A batchFile is one file of a batch.
type batchFile struct {
	received time.Time
	trial    *Trial // nil where nothing of it can be tried
}

// NewBatch makes ready to try files beside the reference data in force today.
func (db *DB) NewBatch(ctx context.Context, today time.Time) (*Batch, error) {
	if err := db.takeReference(ctx, today); err != nil {
		return nil, fmt.Errorf("make ready to try files: %w", err)
	}
	return &Batch{db: db, scratch: map[string]*scratch{}, failed: map[[2]string]bool{}, idles: map[[2]string]bool{}}, nil
}

// takeReference makes what is in force of the reference data today ready for
// the rules. Nothing is done where that stands already.
func (db *DB) takeReference(ctx context.Context, today time.Time) error {
	if db.referenceOf.Equal(today) {
		return nil
	}
	first, err := db.FirstReference(ctx)
	if err != nil {
		return err
	}
	reference := today
	if first.After(today) { // a file of an earlier day that comes late
		reference = first
	}
	if err := db.setMoment(ctx, Moment{AsOf: today, ReferenceAsOf: reference}); err != nil {
		return err
	}
	left, err := db.fieldsLeftOut(ctx)
	if err != nil {
		return err
	}
	for _, s := range db.sources {
		if s.Reference == "" {
			continue
		}
		if err := db.viewInForce(ctx, temporary, s, view{suffix: "_in_force", in: "in_force"}, left); err != nil {
			return err
		}
	}
	if err := db.look(ctx, "memory.trial"); err != nil {
		return err
	}
	if err := db.exec(ctx, db.book.engine("resolve")); err != nil {
		return err
	}
	if err := db.nameWorkplaces(ctx); err != nil {
		return err
	}
	db.referenceOf = today
	return nil
}

// FirstReference is the day on which the first reference data counts; zero if
// there is none. Before it nothing was known, so that what is judged as of an
// earlier day is judged by it.
func (db *DB) FirstReference(ctx context.Context) (time.Time, error) {
	var first sql.NullTime
	err := db.conn.QueryRowContext(ctx, `select min(received) from academy.ledger.files
		where verdict = 'accepted' and list_contains(getvariable('reference_sources'), source)`).Scan(&first)
	if err != nil {
		return first.Time, fmt.Errorf("look for the first reference data: %w", err)
	}
	return first.Time, nil
}

// nameWorkplaces notes what workplaces are called.
func (db *DB) nameWorkplaces(ctx context.Context) error {
	db.workplaces = make(map[string]bool)
	return db.each(ctx, db.book.engine("workplace_names"), func(rows *sql.Rows) error {
		var called string
		err := rows.Scan(&called)
		db.workplaces[called] = true
		return err
	})
}

// IsWorkplace reports whether a text is an ID or the name of a workplace, without
// regard to case.
func (b *Batch) IsWorkplace(text string) bool {
	return b.db.workplaces[strings.ToLower(strings.TrimSpace(text))]
}

// Len is how many files there are in the batch.
func (b *Batch) Len() int { return len(b.files) }

// Skip adds a file of which nothing can be tried, so that it has its place.
func (b *Batch) Skip(received time.Time) {
	b.files = append(b.files, batchFile{received: received})
}

// Try adds a file of a source, whose rows are then appended to the trial before
// the next file is added. fileDate is the date in its name, or zero.
func (b *Batch) Try(ctx context.Context, s Source, received, fileDate time.Time) (*Trial, error) {
	c := b.scratch[s.Name]
	if c == nil {
		var err error
		if c, err = b.db.newScratch(ctx, s); err != nil {
			return nil, err
		}
		b.scratch[s.Name] = c
	}
	c.fileDate = nil
	if !fileDate.IsZero() {
		c.fileDate = fileDate
	}
	t := &Trial{Source: s, ordinal: len(b.files), scratch: c}
	b.files = append(b.files, batchFile{received, t})
	return t, nil
}

// Close gives up what the batch holds. It may be called more than once.
func (b *Batch) Close() error {
	var errs []error
	for _, c := range b.scratch {
		errs = append(errs, c.close())
	}
	return errors.Join(errs...)
}

// Judge stages what was appended, finds the unit of each row, and holds the
// rows against the rules that need nothing but them and the reference data.
// Every trial then has its faults.
func (b *Batch) Judge(ctx context.Context) error {
	if err := b.Close(); err != nil {
		return err
	}
	if err := b.list(ctx); err != nil {
		return err
	}
	for _, name := range sortedNames(b.scratch) {
		b.sources = append(b.sources, b.scratch[name].source)
	}
	for _, s := range b.sources {
		if err := b.stage(ctx, s); err != nil {
			return fmt.Errorf("queries/staging/%s.sql: %w", s.Name, withoutValues(err))
		}
	}
	if err := b.resolved(ctx); err != nil {
		return err
	}
	if err := b.units(ctx); err != nil {
		return err
	}
	if err := b.sent(ctx); err != nil {
		return err
	}
	return b.check(ctx, false)
}

// list tells statements on which day each file of the batch was received, by
// its place; null for one that is refused, which is beside no other.
func (b *Batch) list(ctx context.Context) error {
	days := make([]string, len(b.files))
	for i, f := range b.files {
		days[i] = "null"
		if f.trial == nil || !f.trial.Refused {
			days[i] = literal(day(f.received))
		}
	}
	return b.db.set(ctx, "received", "["+strings.Join(days, ", ")+"]::date[]")
}

// stage makes the table of a source that the rules read.
func (b *Batch) stage(ctx context.Context, s Source) error {
	if err := b.db.stage(ctx, s); err != nil {
		return err
	}
	return b.db.dropScratch(ctx, s)
}

// stage runs the staging query of a source over its scratch tables.
func (db *DB) stage(ctx context.Context, s Source) error {
	q, err := db.book.query("staging/" + s.Name + ".sql")
	if err != nil {
		return err
	}
	if err := db.look(ctx, "memory.sources"); err != nil {
		return err
	}
	added, err := db.addedColumns(ctx, s)
	if err != nil {
		return err
	}
	resolve := "resolve_units"
	switch {
	case s.Unit != "workplace":
		resolve = "resolve_others"
		unit := s.Unit
		if s.PartColumn() != "" {
			unit = "part"
		}
		if err := db.set(ctx, "unit", literal(unit)); err != nil {
			return err
		}
	case !strings.Contains(added, " as given_too"): // its query selects one
		resolve = "resolve_units_of_two"
	}
	return db.exec(ctx, "create or replace table memory.trial."+name(s.Name)+" as\nwith staged as (\nselect *"+added+" from (\n"+
		statement(q)+"\n)\n)\n"+db.book.engine(resolve))
}

// setDate sets a variable to a day, or to null.
func (db *DB) setDate(ctx context.Context, variable string, day time.Time) error {
	if day.IsZero() {
		return db.set(ctx, variable, "null::date")
	}
	return db.set(ctx, variable, "date "+literal(day.Format(time.DateOnly)))
}

// units finds which files have rows of units that we know, and the lines of
// those that nobody knows.
func (b *Batch) units(ctx context.Context) error {
	db := b.db
	unknown := false
	err := db.each(ctx, "select file, count(unit) > 0, count(unit) < count(*) from resolved group by file", func(rows *sql.Rows) error {
		var ordinal int
		var known, not bool
		err := rows.Scan(&ordinal, &known, &not)
		b.files[ordinal].trial.Known = known
		unknown = unknown || not
		return err
	})
	if err != nil {
		return err
	}
	if unknown {
		err = b.eachKey(ctx, "select line from resolved where unit is null order by line", func(t *Trial, line int) {
			t.Unknown = append(t.Unknown, line)
		})
	}
	for _, f := range b.files {
		if t := f.trial; t != nil && t.replacesAll() {
			t.Known = true
			if t.Source.Reference != "" && err == nil {
				err = db.conn.QueryRowContext(ctx, "select count(*)::integer from temp.main."+name(t.Source.Name+"_in_force")).Scan(&t.Empties)
			}
		}
	}
	return err
}

// Rivals reports whether another file of the same day and source speaks for a
// unit and period that file i of the judged batch speaks for, so that they may
// come into dispute.
func (b *Batch) Rivals(ctx context.Context, i int) (rivals bool, err error) {
	db := b.db
	if err := errors.Join(db.look(ctx, "temp.main"), db.set(ctx, "place", fmt.Sprint(i))); err != nil {
		return false, err
	}
	if err := db.conn.QueryRowContext(ctx, db.book.engine("rivals")).Scan(&rivals); err != nil {
		return false, fmt.Errorf("look for rivals: %w", err)
	}
	return rivals, nil
}

// replacesAll reports whether the file is an empty table that replaces what was
// there.
func (t *Trial) replacesAll() bool { return t.Source.Replaces == "all" && t.Rows == 0 }

// resolved lets statements see of all staged rows which file each is of, and what
// it is about, as "resolved". has_periods is of the source: its rows are about a
// month, or lack it.
func (b *Batch) resolved(ctx context.Context) error {
	all := []string{"select null::text as source, false as has_periods, null::integer as file, null::bigint as line, null::text as unit, null::date as period, false as correction where false"}
	for _, s := range b.sources {
		all = append(all, fmt.Sprintf("select %s as source, %t as has_periods, file, line, unit, period, correction\nfrom memory.trial.%s",
			literal(s.Name), s.PeriodColumn() != "", name(s.Name)))
	}
	if err := b.db.exec(ctx, "create or replace temp view temp.main.resolved as\n"+strings.Join(all, "\nunion all\n")); err != nil {
		return err
	}
	return b.db.look(ctx, "temp.main")
}

// sent makes the tables of what was sent, by the files of the batch and before, of
// the sources whose rules read them. A file of before has a number below zero.
func (b *Batch) sent(ctx context.Context) error {
	checks, err := b.db.checks()
	if err != nil {
		return err
	}
	for _, c := range checks {
		if !c.sent || b.scratch[c.source] == nil {
			continue
		}
		err := b.db.exec(ctx, fmt.Sprintf(`create or replace temp view temp.main.%s as
			select rows.* exclude (staged_by) replace (-rows.file as file), files.received as received_on
			from academy.staging.%s as rows
			join academy.ledger.files as files
				on files.file = rows.file
			where rows.staged_by = %s
				and files.verdict <> %s
			union all by name
			from memory.trial.%[2]s`,
			name(c.source+sent), name(c.source), literal(b.db.book.stagingHash(c.source)), literal(TriedAgain)))
		if err != nil {
			return err
		}
	}
	return nil
}

// eachKey calls do with the trial and line of each key of a query.
func (b *Batch) eachKey(ctx context.Context, query string, do func(*Trial, int)) error {
	return b.db.each(ctx, query, func(rows *sql.Rows) error {
		var key int64
		if err := rows.Scan(&key); err != nil {
			return err
		}
		ordinal, line := splitKey(key)
		do(b.files[ordinal].trial, line)
		return nil
	})
}

func sortedNames[T any](m map[string]T) []string {
	names := make([]string, 0, len(m))
	for n := range m {
		names = append(names, n)
	}
	slices.SortFunc(names, strings.Compare)
	return names
}
