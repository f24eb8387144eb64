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
	Unpacked        = "unpacked"    // a packed folder, whose files have rows of their own
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
	Answers  string // the SHA-256 of each file that was answered with this one, which came back, by spaces

	Reference int // the number of the newest file of the reference data that it was judged by; at most File
}

// Files returns every file that arrived, in order of arrival.
func (db *DB) Files(ctx context.Context) ([]File, error) {
	return db.files(ctx, "academy", "coalesce(answers, ''), coalesce(reference, file)")
}

// files reads a ledger. newer are the columns that a build made before them lacks.
func (db *DB) files(ctx context.Context, catalog, newer string) ([]File, error) {
	var files []File
	err := db.each(ctx, `select file, name, sha256, bytes, received, archived, coalesce(source, ''),
		coalesce(version, ''), period, rows, verdict, coalesce(says, ''), coalesce(fix, ''), coalesce(judged_by, ''),
		`+newer+`
		from `+catalog+`.ledger.files order by received, file`, func(rows *sql.Rows) error {
		var f File
		var period sql.NullTime
		err := rows.Scan(&f.File, &f.Name, &f.SHA256, &f.Bytes, &f.Received, &f.Archived, &f.Source,
			&f.Version, &period, &f.Rows, &f.Verdict, &f.Says, &f.Fix, &f.JudgedBy, &f.Answers, &f.Reference)
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
	Name         string    // of the workplace; "" if it has none, or the source is not about workplaces
	Employer     string    // of the workplace; "" as its name
	Period       time.Time // zero where the source has no periods
	Line         int       // the first of the file that is of its part of a list; 0 where its list is in none
	Correction   bool      // the file is marked as a correction there, and so is the other
	Next         time.Time // the first period, from this one on, of which something of its unit counts; zero if there is none
}

// Disputes returns the claims that are held and that nothing has settled, in
// order, with the names of workplaces as of a day.
func (db *DB) Disputes(ctx context.Context, day time.Time) ([]Dispute, error) {
	if err := db.takeReference(ctx, day); err != nil {
		return nil, err
	}
	var disputes []Dispute
	err := db.each(ctx, db.book.engine("disputes"), func(rows *sql.Rows) error {
		var d Dispute
		var period, next sql.NullTime
		err := rows.Scan(&d.File, &d.Source, &d.Unit, &d.Name, &d.Employer, &period, &d.Correction, &next)
		d.Period, d.Next = period.Time, next.Time
		disputes = append(disputes, d)
		return err
	})
	if err != nil {
		return nil, err
	}
	for i := range disputes {
		if err := db.placePart(ctx, &disputes[i]); err != nil {
			return nil, err
		}
	}
	return disputes, nil
}

// placePart finds the first line of what is in dispute of a list in parts: what a
// part is called is what a cell holds, and is not told.
func (db *DB) placePart(ctx context.Context, d *Dispute) error {
	if s, _ := db.Source(d.Source); s.PartColumn() == "" {
		return nil
	}
	return db.conn.QueryRowContext(ctx, "select coalesce(min(line), 0)::integer from academy.staging."+name(d.Source)+
		" where file = ? and unit = ? and staged_by = ?", d.File, d.Unit, db.book.stagingHash(d.Source)).Scan(&d.Line)
}

// A Claimed row is one of a file, of whose unit and period it speaks.
type Claimed struct {
	Unit   string
	Period time.Time // zero where the source has no periods
	Line   int
}

// RowsOf returns the rows of a file of a source that were read, in the order of their
// lines.
func (db *DB) RowsOf(ctx context.Context, file int, source string) (all []Claimed, err error) {
	err = db.each(ctx, "select unit, period, line from academy.staging."+name(source)+" where file = ? and staged_by = ? order by line", func(rows *sql.Rows) error {
		var c Claimed
		var unit sql.NullString
		var period sql.NullTime
		err := rows.Scan(&unit, &period, &c.Line)
		c.Unit, c.Period = unit.String, period.Time
		all = append(all, c)
		return err
	}, file, db.book.stagingHash(source))
	if err != nil {
		return nil, fmt.Errorf("look up the rows of a file: %w", err)
	}
	return all, nil
}

// A FileFault is a fault of a file.
type FileFault struct {
	File int
	Unit string // "" where it is not one workplace's
	Fault
}

// FaultsOf returns the faults of some files, by file, each in the order of its
// lines and with the gate at which it was found.
func (db *DB) FaultsOf(ctx context.Context, files ...int) (map[int][]Fault, error) {
	faults := map[int][]Fault{}
	if len(files) == 0 {
		return faults, nil
	}
	rules, err := db.rulesByCode()
	if err != nil {
		return nil, err
	}
	err = db.each(ctx, `select file, line, coalesce(field, ''), place, severity, code, says, fix, coalesce(unit, ''), period
		from academy.ledger.faults where list_contains(`+numbers(files)+`, file) order by file, line, code, field`, func(rows *sql.Rows) error {
		var file int
		var f Fault
		var period sql.NullTime
		err := rows.Scan(&file, &f.Line, &f.Column, &f.Place, &f.Severity, &f.Code, &f.Says, &f.Fix, &f.Unit, &period)
		f.Period, f.Gate, f.Tells = period.Time, gateOf(f, rules), rules[f.Code].tells
		faults[file] = append(faults[file], f)
		return err
	})
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

// setReferenceSources tells statements which sources are reference data, which
// are replaced whole, which have rows that are their own units, which are lists that
// arrive, in parts or not, and which are exports of a day.
func (db *DB) setReferenceSources(ctx context.Context) error {
	var reference, all, rows, lists, exports []string
	for _, s := range db.sources {
		if s.Reference != "" {
			reference = append(reference, s.Name)
		}
		if s.Replaces == "all" {
			all = append(all, s.Name)
		}
		if s.Unit == "row" {
			rows = append(rows, s.Name)
		}
		if s.Reference == "" && (s.Unit == "academy" || s.PartColumn() != "") {
			lists = append(lists, s.Name)
		}
		if s.Dated() {
			exports = append(exports, s.Name)
		}
	}
	if err := db.set(ctx, "exports", list(exports)); err != nil {
		return err
	}
	if err := db.set(ctx, "row_sources", list(rows)); err != nil {
		return err
	}
	if err := db.set(ctx, "list_sources", list(lists)); err != nil {
		return err
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
