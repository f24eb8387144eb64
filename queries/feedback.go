package queries

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// An Unanswered file is one whose sender was not told yet what became of it.
type Unanswered struct {
	File
	Employers []string // whose workplaces it speaks for, in order; none where that is not known

	// Sender is the one of them that sent it: the only one, or of a form with a due
	// day the one that more than half of it is about. It is "" where that is not
	// clear: an extract of the homes of several may come from anybody.
	Sender string

	First, Last time.Time // the periods that it speaks for; zero where it has none
}

// AnswerSheet is the sheet of an answer that lists what to put right. Its cell C1,
// which is hidden, begins with AnswerMark: see AnswerSeal.
const (
	AnswerSheet = "What to fix"
	AnswerMark  = "academy list "
)

// An AnswerSeal is what C1 of such a list says of it.
type AnswerSeal struct {
	Sum string // of its texts, as it was written
	To  string // the SHA-256 of the file that it answers; "" in lists that do not say so
	By  string // the academy that wrote it; "" in lists that do not say so
}

// String is the seal as it stands in the cell.
func (s AnswerSeal) String() string {
	if s.To != "" {
		s.Sum += "/" + s.To
	}
	return strings.TrimSuffix(AnswerMark+s.Sum+" "+s.By, " ")
}

// ParseAnswerSeal reads a seal. It reports false for any other text. What is no
// SHA-256 names no file.
func ParseAnswerSeal(text string) (AnswerSeal, bool) {
	held, ok := strings.CutPrefix(text, AnswerMark)
	sum, by, _ := strings.Cut(held, " ")
	sum, to, _ := strings.Cut(sum, "/")
	if raw, err := hex.DecodeString(to); err != nil || len(raw) != sha256.Size {
		to = ""
	}
	return AnswerSeal{sum, strings.ToLower(to), by}, ok
}

// GateCell is the Gate of faults of one cell, and GateTables of those of which the rule
// compares tables.
var (
	GateCell   = slices.Index(gates, "cell")
	GateTables = slices.Index(gates, "tables")
)

// Unanswered returns the files that arrived and were not answered yet, in the
// order of their numbers, with the reference data of a day.
func (db *DB) Unanswered(ctx context.Context, day time.Time) ([]Unanswered, error) {
	if err := db.takeReference(ctx, day); err != nil {
		return nil, err
	}
	files, err := db.Files(ctx)
	if err != nil {
		return nil, err
	}
	byNumber := map[int]File{}
	for _, f := range files {
		byNumber[f.File] = f
	}
	var all []Unanswered
	err = db.each(ctx, db.book.engine("unanswered"), func(rows *sql.Rows) error {
		var number int
		var most string
		var employers any
		var first, last sql.NullTime
		if err := rows.Scan(&number, &employers, &most, &first, &last); err != nil {
			return err
		}
		u := Unanswered{File: byNumber[number], First: first.Time, Last: last.Time}
		items, _ := employers.([]any)
		for _, e := range items {
			u.Employers = append(u.Employers, fmt.Sprint(e))
		}
		if source, _ := db.Source(u.Source); len(u.Employers) == 1 || source.DueDay > 0 {
			u.Sender = most
		}
		all = append(all, u)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list the files to answer: %w", err)
	}
	return all, nil
}

// An EarlierFault is a fault of an earlier file that was open when a file came.
type EarlierFault struct {
	Fault
	Home     string // the name of its workplace; "" where the row speaks for none of the sender's
	File     string // path in the inbox
	Received time.Time

	Remains   bool // the file leaves it open
	Corrected bool // the file corrects something of its period

	Number int // of its file
}

// EarlierFaults returns the faults that were open when a file came, and whether the
// file corrects anything: of the workplaces of the employer that sent it, or, where
// that is "", of the units that it speaks for. Of a source that is not about
// workplaces they are those of the file before it.
func (db *DB) EarlierFaults(ctx context.Context, f File, employer string) (faults []EarlierFault, corrects bool, err error) {
	file := f.File
	source, _ := db.Source(f.Source)
	if source.Unit != "workplace" {
		return db.earlierFaults(ctx, "list_faults", file, employer)
	}
	faults, corrects, err = db.earlierFaults(ctx, "earlier_faults", file, employer)
	if err != nil || employer == "" {
		return faults, corrects, err
	}
	strays, _, err := db.earlierFaults(ctx, "stray_faults", file, employer)
	for _, f := range strays {
		if f.Corrected && !f.Remains { // the row alone, put right, corrects its file
			corrects = true
			for i := range faults {
				faults[i].Corrected = faults[i].Corrected || faults[i].Number == f.Number && !source.Dated()
			}
		}
	}
	for _, f := range strays {
		f.Corrected = f.Corrected && corrects
		faults = append(faults, f)
	}
	if err != nil {
		return nil, false, err
	}
	unread, again, err := db.earlierFaults(ctx, "unread_faults", file, employer)
	return append(faults, unread...), corrects || again, err
}

func (db *DB) earlierFaults(ctx context.Context, engine string, file int, employer string) (faults []EarlierFault, corrects bool, err error) {
	rules, err := db.rulesByCode()
	if err != nil {
		return nil, false, err
	}
	err = db.each(ctx, db.book.engine(engine), func(rows *sql.Rows) error {
		var f EarlierFault
		var found bool
		var period sql.NullTime
		err := rows.Scan(&f.Line, &f.Column, &f.Place, &f.Severity, &f.Code, &f.Says, &f.Fix, &f.Unit, &period,
			&f.Home, &f.Number, &f.File, &f.Received, &f.Remains, &f.Corrected, &found)
		f.Period, f.Tells = period.Time, rules[f.Code].tells
		corrects = corrects || f.Corrected
		if found {
			faults = append(faults, f)
		}
		return err
	}, file, employer)
	if err != nil {
		return nil, false, fmt.Errorf("look up what was wrong before: %w", err)
	}
	return faults, corrects, nil
}

// A Claim is a unit and period that a file speaks for; the period is zero where its
// source has none.
type Claim struct {
	Unit   string
	Period time.Time
}

// ClaimOf is the claim that a fault is about.
func ClaimOf(f Fault) Claim { return Claim{f.Unit, f.Period} }

// HeldOf returns what a file speaks for and another of its day disputes, or did.
func (db *DB) HeldOf(ctx context.Context, file int) (map[Claim]bool, error) {
	held := map[Claim]bool{}
	err := db.each(ctx, db.book.engine("held"), func(rows *sql.Rows) error {
		var c Claim
		var period sql.NullTime
		err := rows.Scan(&c.Unit, &period)
		c.Period = period.Time
		held[c] = true
		return err
	}, file)
	if err != nil {
		return nil, fmt.Errorf("look up what is held: %w", err)
	}
	return held, nil
}

// UnusedBefore returns the earlier files of the source of a file, or of none that is
// known, of which nothing could be read, by number, each with the workplaces that the file is the first since to
// speak for.
func (db *DB) UnusedBefore(ctx context.Context, file int) (map[int][]string, error) {
	unused := map[int][]string{}
	err := db.each(ctx, db.book.engine("unused_files"), func(rows *sql.Rows) error {
		var number int
		var unit string
		err := rows.Scan(&number, &unit)
		unused[number] = append(unused[number], unit)
		return err
	}, file)
	if err != nil {
		return nil, fmt.Errorf("look up what could not be read before: %w", err)
	}
	return unused, nil
}

// A Known is the workplace that an ID names, and its employer.
type Known struct{ Workplace, Employer string }

// KnownIDs returns what workplaces are called, in small letters and with plain hyphens,
// but for their names.
func (db *DB) KnownIDs(ctx context.Context) (map[string]Known, error) {
	known := map[string]Known{}
	err := db.each(ctx, db.book.engine("known_ids"), func(rows *sql.Rows) error {
		var id string
		var k Known
		err := rows.Scan(&id, &k.Workplace, &k.Employer)
		known[id] = k
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list the IDs of workplaces: %w", err)
	}
	return known, nil
}

// A Returned is what one workplace has sent of one month, as it counts.
type Returned struct {
	Workplace, Name string
	Month           time.Time // zero where nothing counts of any
	Column          string    // a box that has no value; "" where there is none
	Severity, Code  string    // of the fault that says so

	From, Until time.Time // the workplace is in scope; zero where it always was, or still is
}

// Returned returns what counts of a source, by workplace of an employer and month:
// one for each box that has no value, or one.
func (db *DB) Returned(ctx context.Context, source, employer string) ([]Returned, error) {
	var all []Returned
	err := db.each(ctx, db.book.engine("returned"), func(rows *sql.Rows) error {
		var r Returned
		var month, from, until sql.NullTime
		err := rows.Scan(&r.Workplace, &r.Name, &month, &r.Column, &r.Severity, &r.Code, &from, &until)
		r.Month, r.From, r.Until = month.Time, from.Time, until.Time
		all = append(all, r)
		return err
	}, source, employer)
	if err != nil {
		return nil, fmt.Errorf("look up what was returned: %w", err)
	}
	return all, nil
}

// An Export is what a source of metrics is made from for one workplace.
type Export struct {
	On             time.Time         // the day that it is of
	LeftOut        map[string]string // by column of the files: why nothing is made from it
	Staff, Records int               // stated, and in the worker records; zero where the fact does not say
}

// Exported returns the export of each workplace that a source of a metric is made from
// in the last month. It is empty for a source of which no fact says so.
func (db *DB) Exported(ctx context.Context, source string) (map[string]Export, error) {
	exports := map[string]Export{}
	have, err := db.columns(ctx, "build", LayerFacts, source)
	if err != nil || indexColumn(have, "exported_on") < 0 {
		return exports, err
	}
	if err := db.exec(ctx, "create or replace temp view temp.main.exports as from build.facts."+name(source)); err != nil {
		return nil, fmt.Errorf("look up the days of exports: %w", err)
	}
	err = db.each(ctx, db.book.engine("exported"), func(rows *sql.Rows) error {
		var workplace string
		e := Export{LeftOut: map[string]string{}}
		err := rows.Scan(&workplace, &e.On)
		exports[workplace] = e
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("look up the days of exports: %w", err)
	}
	if !slices.ContainsFunc(have, func(c column) bool { return strings.HasSuffix(c.name, leftOutEnding) }) {
		return exports, nil
	}
	return exports, db.exportsSay(ctx, exports)
}

// leftOutEnding is how a fact calls the reason for which nothing is made from a column
// of the files.
const leftOutEnding = "_left_out"

// exportsSay adds to exports why what they hold is left out, and how many staff there are.
func (db *DB) exportsSay(ctx context.Context, exports map[string]Export) error {
	err := db.each(ctx, db.book.engine("export_says"), func(rows *sql.Rows) error {
		var workplace, field, value string
		if err := rows.Scan(&workplace, &field, &value); err != nil {
			return err
		}
		e := exports[workplace]
		if of, ok := strings.CutSuffix(field, leftOutEnding); ok {
			e.LeftOut[of] = value
			return nil
		}
		n, _ := strconv.Atoi(value) // a fact of a workspace may mean something else by it
		if field == "records" {
			e.Records = n
		} else {
			e.Staff = n
		}
		exports[workplace] = e
		return nil
	})
	if err != nil {
		return fmt.Errorf("look up what exports say: %w", err)
	}
	return nil
}

// Answered notes where the answer to a file lies.
func (db *DB) Answered(ctx context.Context, file int, path string) error {
	return db.exec(ctx, "insert into academy.ledger.feedback values (?, ?)", file, path)
}

// Answers returns where the answer to each file lies that was answered, by its number.
func (db *DB) Answers(ctx context.Context) (map[int]string, error) {
	answers := map[int]string{}
	err := db.each(ctx, db.book.engine("answered"), func(rows *sql.Rows) error {
		var file int
		var path string
		err := rows.Scan(&file, &path)
		answers[file] = path
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("look up where the answers lie: %w", err)
	}
	return answers, nil
}

// AnswersOver returns where answers lie whose files were tried again since, and to which
// no other answer was given at the same place.
func (db *DB) AnswersOver(ctx context.Context) (over []string, err error) {
	err = scanInto(ctx, db, db.book.engine("answers_over"), func(path string) { over = append(over, path) })
	if err != nil {
		return nil, fmt.Errorf("look up which answers are over: %w", err)
	}
	return over, nil
}
