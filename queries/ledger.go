package queries

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// The verdicts on a file.
const (
	Accepted        = "accepted"
	AcceptedInPart  = "accepted in part"
	Held            = "held"
	Refused         = "refused"
	AlreadyReceived = "already received"
	TriedAgain      = "tried again" // a later row of the ledger has what became of it
)

// A File is what the ledger knows of a file that arrived.
type File struct {
	File     int
	Name     string // path in the inbox, with forward slashes
	SHA256   string
	Bytes    int64
	Received time.Time
	Archived string // path in the archive, with forward slashes
	Source   string // "" where it was not recognised
	Version  string // of the headings
	Period   time.Time
	Rows     int
	Verdict  string
	Says     string // why it was refused, or what a person should know
	Fix      string
	JudgedBy string
}

// Files returns every file that arrived, in order of arrival.
func (db *DB) Files(ctx context.Context) ([]File, error) {
	return db.files(ctx, "academy")
}

func (db *DB) files(ctx context.Context, catalog string) ([]File, error) {
	var files []File
	err := db.each(ctx, `select file, name, sha256, bytes, received, archived, coalesce(source, ''),
		coalesce(version, ''), period, rows, verdict, coalesce(says, ''), coalesce(fix, ''), coalesce(judged_by, '')
		from `+catalog+`.ledger.files order by received, file`, func(rows *sql.Rows) error {
		var f File
		var period sql.NullTime
		err := rows.Scan(&f.File, &f.Name, &f.SHA256, &f.Bytes, &f.Received, &f.Archived, &f.Source,
			&f.Version, &period, &f.Rows, &f.Verdict, &f.Says, &f.Fix, &f.JudgedBy)
		f.Period = period.Time
		files = append(files, f)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read the ledger of files: %w", err)
	}
	return files, nil
}

// A Dispute is a unit and period that two files of one day speak for.
type Dispute struct {
	File         int
	Source, Unit string
	Period       time.Time // zero where the source has no periods
}

// Disputes returns the claims that are held and that no later file has
// settled, in order.
func (db *DB) Disputes(ctx context.Context) ([]Dispute, error) {
	var disputes []Dispute
	err := db.each(ctx, db.book.engine("disputes"), func(rows *sql.Rows) error {
		var d Dispute
		var period sql.NullTime
		err := rows.Scan(&d.File, &d.Source, &d.Unit, &period)
		d.Period = period.Time
		disputes = append(disputes, d)
		return err
	})
	return disputes, err
}

// A FileFault is a fault of a file.
type FileFault struct {
	File int
	Unit string // "" where it is not one workplace's
	Fault
}

// FaultsOf returns the faults of one file, in the order of its lines.
func (db *DB) FaultsOf(ctx context.Context, file int) ([]Fault, error) {
	var faults []Fault
	err := db.each(ctx, `select line, coalesce(field, ''), place, severity, code, says, fix
		from academy.ledger.faults where file = ? order by line, code, field`, func(rows *sql.Rows) error {
		var f Fault
		err := rows.Scan(&f.Line, &f.Column, &f.Place, &f.Severity, &f.Code, &f.Says, &f.Fix)
		faults = append(faults, f)
		return err
	}, file)
	return faults, err
}

// Faults returns the faults of every file, in the order of files and lines.
func (db *DB) Faults(ctx context.Context) ([]FileFault, error) {
	var faults []FileFault
	err := db.each(ctx, `select file, line, coalesce(unit, ''), coalesce(field, ''), place, severity, code, says, fix
		from academy.ledger.faults order by file, line, code, field`, func(rows *sql.Rows) error {
		var f FileFault
		err := rows.Scan(&f.File, &f.Line, &f.Unit, &f.Column, &f.Place, &f.Severity, &f.Code, &f.Says, &f.Fix)
		faults = append(faults, f)
		return err
	})
	return faults, err
}

// A Receipt is a file at the moment it is recorded.
type Receipt struct {
	Name     string // path in the inbox, with forward slashes
	SHA256   string
	Bytes    int64
	Received time.Time
	Archived string
	Version  string
	Period   time.Time // of the file's name, or zero
	Rows     int
}

// RecordTrial keeps a file that was tried: its rows, its verdict and its
// faults, in one transaction. Claims for units nobody knows are refused. step
// is called before and after the rows are written, inside the transaction.
func (db *DB) RecordTrial(ctx context.Context, r Receipt, t *Trial, faults []Fault, step func(string)) (File, error) {
	f := File{Name: r.Name, SHA256: r.SHA256, Received: r.Received, Source: t.Source.Name, Archived: r.Archived, Period: r.Period}
	err := db.transaction(ctx, func() (err error) {
		if f.File, err = db.insertFile(ctx, r, t.Source.Name, Accepted, "", "", db.book.stagingHash(t.Source.Name)); err != nil {
			return err
		}
		step("staging: before")
		if err := t.keep(ctx, f.File); err != nil {
			return err
		}
		step("staging: after")
		if err := db.insertClaims(ctx, f.File, t); err != nil {
			return err
		}
		if err := db.insertFaults(ctx, f.File, faults); err != nil {
			return err
		}
		if err := db.judgeDay(ctx, r.Received, t.Source); err != nil {
			return err
		}
		return db.conn.QueryRowContext(ctx, "select verdict from academy.ledger.files where file = ?", f.File).Scan(&f.Verdict)
	})
	if err != nil {
		return File{}, fmt.Errorf("record %s: %w", r.Name, err)
	}
	return f, nil
}

// RecordRefusal keeps the verdict on a file of which nothing is loaded. source
// is "" where it was not recognised.
func (db *DB) RecordRefusal(ctx context.Context, r Receipt, source, verdict, says, fix string, faults []Fault) (File, error) {
	f := File{Name: r.Name, SHA256: r.SHA256, Received: r.Received, Source: source, Archived: r.Archived, Verdict: verdict, Says: says, Fix: fix}
	err := db.transaction(ctx, func() (err error) {
		if f.File, err = db.insertFile(ctx, r, source, verdict, says, fix, ""); err != nil {
			return err
		}
		return db.insertFaults(ctx, f.File, faults)
	})
	if err != nil {
		return File{}, fmt.Errorf("record %s: %w", r.Name, err)
	}
	return f, nil
}

func (db *DB) insertFile(ctx context.Context, r Receipt, source, verdict, says, fix, judgedBy string) (int, error) {
	var file int
	if err := db.conn.QueryRowContext(ctx, "select coalesce(max(file), 0)::integer + 1 from academy.ledger.files").Scan(&file); err != nil {
		return 0, err
	}
	err := db.exec(ctx, `insert into academy.ledger.files values
		(?, ?, ?, ?, ?::date, ?, nullif(?, ''), nullif(?, ''), nullif(?, '')::date, ?, ?, nullif(?, ''), nullif(?, ''), nullif(?, ''))`,
		file, r.Name, r.SHA256, r.Bytes, day(r.Received), r.Archived, source, r.Version, day(r.Period), r.Rows, verdict, says, fix, judgedBy)
	if err != nil {
		return 0, err
	}
	return file, db.supersede(ctx, file, r)
}

// supersede takes back what was said of a file when it was tried before: it
// must not dispute with itself.
func (db *DB) supersede(ctx context.Context, file int, r Receipt) error {
	const same = "file <> ? and name = ? and sha256 = ? and received = ?::date"
	args := []any{TriedAgain, file, r.Name, r.SHA256, day(r.Received)}
	err := db.exec(ctx, "update academy.ledger.claims set verdict = ? where file in (select file from academy.ledger.files where "+same+")", args...)
	if err != nil {
		return err
	}
	return db.exec(ctx, "update academy.ledger.files set verdict = ? where "+same, args...)
}

func (db *DB) insertClaims(ctx context.Context, file int, t *Trial) error {
	a, err := db.appender("academy", "ledger", "claims")
	if err != nil {
		return err
	}
	for _, c := range t.Claims {
		verdict, unit := Accepted, c.Unit
		if unit == "" {
			verdict = Refused
		}
		var period any
		if !c.Period.IsZero() {
			period = c.Period
		}
		if unit != "" && t.Source.PeriodColumn() != "" && period == nil {
			continue // its faults say so
		}
		if err := a.AppendRow(int32(file), t.Source.Name, unit, period, c.Correction, verdict); err != nil {
			_ = a.Close() // the first mistake is the one to tell
			return err
		}
	}
	return a.Close()
}

func (db *DB) insertFaults(ctx context.Context, file int, faults []Fault) error {
	if len(faults) == 0 {
		return nil
	}
	a, err := db.appender("academy", "ledger", "faults")
	if err != nil {
		return err
	}
	for _, f := range faults {
		var field any
		if f.Column != "" {
			field = f.Column
		}
		if err := a.AppendRow(int32(file), int32(f.Line), nil, field, f.Place, f.Severity, f.Code, f.Says, f.Fix); err != nil {
			_ = a.Close() // the first mistake is the one to tell
			return err
		}
	}
	return a.Close()
}

// judgeDay judges the claims of one day and source again, now that one more
// file is there.
func (db *DB) judgeDay(ctx context.Context, received time.Time, s Source) error {
	if err := db.setDate(ctx, "received", received); err != nil {
		return err
	}
	if err := db.set(ctx, "source", literal(s.Name)); err != nil {
		return err
	}
	if err := db.exec(ctx, db.book.engine("hold")); err != nil {
		return err
	}
	return db.exec(ctx, db.book.engine("file_verdicts"))
}

// setReferenceSources tells statements which sources are reference data, and
// which are replaced whole.
func (db *DB) setReferenceSources(ctx context.Context) error {
	var reference, all []string
	for _, s := range db.sources {
		if s.Reference != "" {
			reference = append(reference, s.Name)
		}
		if s.Replaces == "all" {
			all = append(all, s.Name)
		}
	}
	if err := db.set(ctx, "reference_sources", list(reference)); err != nil {
		return err
	}
	return db.set(ctx, "replaces_all", list(all))
}

// day writes a day for SQL, "" if there is none.
func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}
