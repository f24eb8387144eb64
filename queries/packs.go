package queries

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// The states of a pack.
const (
	Draft    = "draft"
	Released = "released"
)

// A PackVersion is what the ledger knows of one version of a pack.
type PackVersion struct {
	Month      time.Time
	Audience   string
	Version    int
	Inputs     string // hash of all it was made from
	AsOf       time.Time
	LastFile   int // the newest file that counted
	State      string
	ReleasedOn time.Time
	ReleasedBy string
}

// Packs returns every version of every pack, by month, audience and version.
func (db *DB) Packs(ctx context.Context) ([]PackVersion, error) {
	var packs []PackVersion
	err := db.each(ctx, `select month, audience, version, inputs, as_of, last_file, state, released_on, coalesce(released_by, '')
		from academy.ledger.packs order by month, audience, version`, func(rows *sql.Rows) error {
		var p PackVersion
		var released sql.NullTime
		err := rows.Scan(&p.Month, &p.Audience, &p.Version, &p.Inputs, &p.AsOf, &p.LastFile, &p.State, &released, &p.ReleasedBy)
		p.ReleasedOn = released.Time
		packs = append(packs, p)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read the ledger of packs: %w", err)
	}
	return packs, nil
}

// RecordPack keeps a new version of a pack, as a draft.
func (db *DB) RecordPack(ctx context.Context, p PackVersion) error {
	return db.transaction(ctx, func() error {
		return db.exec(ctx, "insert into academy.ledger.packs values (?::date, ?, ?, ?, ?::date, ?, ?, null, null)",
			day(p.Month), p.Audience, p.Version, p.Inputs, day(p.AsOf), p.LastFile, Draft)
	})
}

// Release notes that a person approved a version of a pack.
func (db *DB) Release(ctx context.Context, p PackVersion, on time.Time, by string) error {
	return db.transaction(ctx, func() error {
		return db.exec(ctx, `update academy.ledger.packs set state = ?, released_on = ?::date, released_by = ?
			where month = ?::date and audience = ? and version = ?`,
			Released, day(on), by, day(p.Month), p.Audience, p.Version)
	})
}

// LastFile returns the number of the newest file, 0 if there is none.
func (db *DB) LastFile(ctx context.Context) (int, error) {
	var n int
	err := db.conn.QueryRowContext(ctx, "select coalesce(max(file), 0)::integer from academy.ledger.files").Scan(&n)
	return n, err
}

// A Run is one run of a job.
type Run struct {
	Run                 int
	Job                 string
	Due, Started, Ended time.Time // Ended is zero while it runs, or if it was stopped
	Outcome             string    // "done", or what a person should know
}

// Runs returns the newest run of each job, by job.
func (db *DB) Runs(ctx context.Context) ([]Run, error) {
	var runs []Run
	err := db.each(ctx, `select run, job, due, started, ended, coalesce(outcome, '') from academy.ledger.runs
		qualify row_number() over (partition by job order by run desc) = 1 order by job`, func(rows *sql.Rows) error {
		var r Run
		var due, ended sql.NullTime
		err := rows.Scan(&r.Run, &r.Job, &due, &r.Started, &ended, &r.Outcome)
		r.Due, r.Ended = due.Time, ended.Time
		runs = append(runs, r)
		return err
	})
	return runs, err
}

// LastDue returns the time for which the newest run of a job that came to an
// end was due. It reports false if there is none.
func (db *DB) LastDue(ctx context.Context, job string) (time.Time, bool, error) {
	var due sql.NullTime
	err := db.conn.QueryRowContext(ctx,
		"select max(due) from academy.ledger.runs where job = ? and ended is not null", job).Scan(&due)
	return due.Time, due.Valid, err
}

// LastStarted returns when the newest run with one of some outcomes began; zero if there
// is none.
func (db *DB) LastStarted(ctx context.Context, outcomes ...string) (time.Time, error) {
	var at sql.NullTime
	err := db.conn.QueryRowContext(ctx, "select max_by(started, run) from academy.ledger.runs where list_contains("+list(outcomes)+", outcome)").Scan(&at)
	return at.Time, err
}

// RunStarted notes that a job begins. due is zero where a person started it.
func (db *DB) RunStarted(ctx context.Context, job string, due, at time.Time) error {
	return db.transaction(ctx, func() error {
		return db.exec(ctx, `insert into academy.ledger.runs
			select coalesce(max(run), 0) + 1, ?, ?, ?, null, null from academy.ledger.runs`, job, orNull(due), at.UTC())
	})
}

// RunEnded notes how the newest run of a job went.
func (db *DB) RunEnded(ctx context.Context, job string, at time.Time, outcome string) error {
	return db.transaction(ctx, func() error {
		return db.exec(ctx, `update academy.ledger.runs set ended = ?, outcome = ?
			where run = (select max(run) from academy.ledger.runs where job = ?)`, at.UTC(), outcome, job)
	})
}

func orNull(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UTC()
}
