package queries

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

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
	Answers  []string // the SHA-256 of each file that was answered with this one, which came back

	Reference int // the number of the newest file of the reference data that it was judged by; 0 if there was none
}

// An Entry is one file of a batch as it is to be recorded.
type Entry struct {
	Receipt
	Source  string // "" where it was not recognised
	Load    bool   // its rows come into force; otherwise only the verdict is kept
	Verdict string // where nothing is loaded
	Says    string
	Fix     string
	Faults  []Fault // in the order in which they are told; those that Record finds come after
}

// errPreview undoes what a preview has done.
var errPreview = errors.New("preview")

// Record keeps the files of a judged batch, one entry for each in their order:
// rows, claims, verdicts and faults in one transaction. Then it holds them
// against the rules that need what is in force around them, and adds what
// those find to the entries. step is called before and after the rows are
// written, inside the transaction.
func (b *Batch) Record(ctx context.Context, entries []Entry, step func(string)) ([]File, error) {
	return b.record(ctx, entries, step, nil)
}

// Preview is Record without the keeping.
func (b *Batch) Preview(ctx context.Context, entries []Entry) ([]File, error) {
	files, err := b.record(ctx, entries, func(string) {}, errPreview)
	if errors.Is(err, errPreview) {
		err = nil
	}
	return files, err
}

func (b *Batch) record(ctx context.Context, entries []Entry, step func(string), undo error) ([]File, error) {
	if len(entries) != len(b.files) {
		return nil, fmt.Errorf("%d files were tried and %d are recorded", len(b.files), len(entries))
	}
	was := b.remember(entries)
	files, err := b.recordOnce(ctx, entries, step, undo)
	for errors.Is(err, errRuleFailed) { // once more without that rule
		b.beginAnew(entries, was)
		files, err = b.recordOnce(ctx, entries, step, undo)
	}
	for _, s := range b.sources {
		if dropped := b.db.exec(ctx, "drop table if exists memory.trial."+name(s.Name)); dropped != nil && err == nil {
			err = dropped
		}
	}
	if err != nil && !errors.Is(err, errPreview) {
		return nil, fmt.Errorf("record %d files: %w", len(entries), err)
	}
	return files, err
}

// keep writes everything, inside the transaction.
func (b *Batch) keep(ctx context.Context, entries []Entry, step func(string)) ([]File, error) {
	first, err := b.insertFiles(ctx, entries)
	if err != nil {
		return nil, err
	}
	step("staging: before")
	for _, s := range b.sources {
		if err := b.keepRows(ctx, s); err != nil {
			return nil, err
		}
	}
	step("staging: after")
	found := make([][]Fault, len(entries))
	for i := range entries {
		found[i] = entries[i].Faults
	}
	if err := b.insertFaults(ctx, entries, found); err != nil {
		return nil, err
	}
	if err := b.insertClaims(ctx, entries, first); err != nil { // they rest on what is left out
		return nil, err
	}
	if err := b.db.hold(ctx); err != nil {
		return nil, err
	}
	if err := b.db.exec(ctx, b.db.book.engine("file_verdicts")); err != nil {
		return nil, err
	}
	if err := b.checkLate(ctx, entries); err != nil {
		return nil, err
	}
	if err := b.confirm(ctx, entries); err != nil {
		return nil, err
	}
	if err := b.insertNotRun(first); err != nil {
		return nil, err
	}
	return b.recorded(ctx, entries)
}

// insertFiles lists the files in the ledger, and takes back what was said of
// those that were tried before. It returns the number of the first; the others
// follow it.
func (b *Batch) insertFiles(ctx context.Context, entries []Entry) (first int, err error) {
	db := b.db
	if err := db.conn.QueryRowContext(ctx, "select coalesce(max(file), 0)::integer + 1 from academy.ledger.files").Scan(&first); err != nil {
		return 0, err
	}
	err = b.number(ctx, func(i int) (int, string, bool) { return first + i, entries[i].Source, entries[i].Load })
	if err != nil {
		return 0, err
	}
	err = db.append("academy", "ledger", "files", len(entries), func(i int) []driver.Value {
		e := entries[i]
		verdict, judgedBy := e.Verdict, ""
		if e.Load {
			verdict, judgedBy = Accepted, db.book.stagingHash(e.Source)
		}
		return []driver.Value{
			int32(first + i), e.Name, e.SHA256, e.Bytes, e.Received, e.Archived, null(e.Source), null(e.Version), nullDay(e.Period),
			int32(e.Rows), verdict, null(e.Says), null(e.Fix), null(judgedBy),
			null(strings.Join(e.Answers, " ")), int32(e.Reference),
		}
	})
	if err != nil {
		return 0, err
	}
	if err := db.exec(ctx, db.book.engine("supersede")); err != nil {
		return 0, err
	}
	for _, table := range []string{"claims", "files"} {
		err := db.exec(ctx, "update academy.ledger."+table+" set verdict = ? where file in (select file from temp.main.superseded)", TriedAgain)
		if err != nil {
			return 0, err
		}
	}
	return first, nil
}

// number tells statements the number of each file in the ledger, its source and
// whether its rows are kept: as a table, and those of kept files as a list by
// place in the batch, null for the others. A list costs no join.
func (b *Batch) number(ctx context.Context, of func(i int) (number int, source string, load bool)) error {
	err := b.db.exec(ctx, "create or replace temp table temp.main.recorded (ordinal integer, file integer, received_on date, source text, load boolean)")
	if err != nil {
		return err
	}
	kept := make([]string, len(b.files))
	err = b.db.append("temp", "main", "recorded", len(b.files), func(i int) []driver.Value {
		number, source, load := of(i)
		kept[i] = "null"
		if load {
			kept[i] = strconv.Itoa(number)
		}
		return []driver.Value{int32(i), int32(number), b.files[i].received, null(source), load}
	})
	if err != nil {
		return err
	}
	return b.db.set(ctx, "kept", "["+strings.Join(kept, ", ")+"]::integer[]")
}

// keepRows adds the staged rows of a source to the database file. No statement
// rests on the order in which they stand there.
func (b *Batch) keepRows(ctx context.Context, s Source) error {
	return b.db.exec(ctx, fmt.Sprintf(`insert into academy.staging.%s by name
		select getvariable('kept')[rows.file + 1] as file, %s as staged_by, %s
		from memory.trial.%[1]s as rows
		where getvariable('kept')[rows.file + 1] is not null`, name(s.Name), literal(b.db.book.stagingHash(s.Name)), keptColumns))
}

// insertClaims keeps the units and periods that each file speaks for. first is
// the number of the first file.
func (b *Batch) insertClaims(ctx context.Context, entries []Entry, first int) error {
	db := b.db
	if err := db.look(ctx, "temp.main"); err != nil {
		return err
	}
	if err := db.exec(ctx, db.book.engine("claims")); err != nil {
		return err
	}
	var rows [][]driver.Value
	for i, e := range entries {
		if e.Load && b.files[i].trial.replacesAll() {
			rows = append(rows, []driver.Value{int32(first + i), e.Source, "all", nil, false, Accepted, false})
		}
	}
	return db.append("academy", "ledger", "claims", len(rows), func(i int) []driver.Value { return rows[i] })
}

// insertFaults keeps faults, those of each entry in their order.
func (b *Batch) insertFaults(ctx context.Context, entries []Entry, faults [][]Fault) error {
	db := b.db
	var rows [][]driver.Value
	for i := range entries {
		for _, f := range faults[i] {
			key := int64(i)<<lineBits | int64(f.Line)
			rows = append(rows, []driver.Value{key, int32(len(rows)), null(f.Column), f.Place, f.Severity, f.Code, f.Says, f.Fix, null(f.Given)})
		}
	}
	if len(rows) == 0 {
		return nil
	}
	err := db.exec(ctx, `create or replace temp table temp.main.found
		(key bigint, place_in_order integer, field text, place text, severity text, code text, says text, fix text, given text)`)
	if err != nil {
		return err
	}
	if err := db.append("temp", "main", "found", len(rows), func(i int) []driver.Value { return rows[i] }); err != nil {
		return err
	}
	if err := db.look(ctx, "temp.main"); err != nil {
		return err
	}
	db.left = nil
	return db.exec(ctx, db.book.engine("keep_faults"))
}

// checkLate holds the files that count against the rules that need what is in
// force around them.
func (b *Batch) checkLate(ctx context.Context, entries []Entry) error {
	if err := b.lookAround(ctx); err != nil {
		return err
	}
	before := make([]int, len(b.files))
	for i, f := range b.files {
		if f.trial != nil {
			before[i] = len(f.trial.Faults)
		}
	}
	if err := b.check(ctx, true); err != nil {
		return err
	}
	found := make([][]Fault, len(entries))
	for i, f := range b.files {
		if f.trial != nil && entries[i].Load {
			found[i] = f.trial.Faults[before[i]:]
			entries[i].Faults = append(entries[i].Faults, found[i]...)
		}
	}
	return b.insertFaults(ctx, entries, found)
}

// lookAround makes the tables that the late rules of this batch read.
func (b *Batch) lookAround(ctx context.Context) error {
	db := b.db
	checks, err := db.checks()
	if err != nil {
		return err
	}
	read := map[string]bool{}
	for _, c := range checks {
		if b.scratch[c.source] == nil {
			continue
		}
		if idle, err := b.idle(ctx, c); err != nil {
			return err
		} else if idle {
			continue
		}
		for _, table := range c.around {
			read[table] = true
		}
	}
	if len(read) == 0 {
		return nil
	}
	left, err := db.fieldsLeftOut(ctx)
	if err != nil {
		return err
	}
	reference := false
	for _, s := range db.sources {
		reference = reference || read[s.Name+"_in_force"]
		for _, suffix := range around {
			if !read[s.Name+suffix] {
				continue
			}
			if err := b.viewAround(ctx, s, suffix, left); err != nil {
				return err
			}
		}
	}
	if reference {
		newest := slices.MaxFunc(b.files, func(a, b batchFile) int { return a.received.Compare(b.received) })
		db.referenceOf = time.Time{}
		return db.takeReference(ctx, newest.received)
	}
	return nil
}

// viewAround makes the table of what is in force around each file.
func (b *Batch) viewAround(ctx context.Context, s Source, suffix string, left map[string][]string) error {
	db := b.db
	if err := db.set(ctx, "source", literal(s.Name)); err != nil {
		return err
	}
	if err := db.set(ctx, "same_day", fmt.Sprint(suffix == beside)); err != nil {
		return err
	}
	table := "in_force_around_" + s.Name + suffix
	statement, also := "earlier", "in_force.for_file, in_force.answered, "
	if suffix == peers {
		statement, also = "peers", "in_force.for_day, "
	}
	if err := db.exec(ctx, "create or replace temp table temp.main."+name(table)+" as\n"+db.book.engine(statement)); err != nil {
		return err
	}
	return db.viewInForce(ctx, temporary, s, view{suffix: suffix, in: table, also: also}, left)
}

// recorded reads the verdicts on the files of the batch.
func (b *Batch) recorded(ctx context.Context, entries []Entry) ([]File, error) {
	var files []File
	err := b.db.each(ctx, `select files.file, files.verdict, coalesce(files.says, ''), coalesce(files.fix, '')
		from temp.main.recorded join academy.ledger.files using (file) order by ordinal`, func(rows *sql.Rows) error {
		e := entries[len(files)]
		f := File{
			Name: e.Name, SHA256: e.SHA256, Bytes: e.Bytes, Received: e.Received, Archived: e.Archived, Source: e.Source,
			Version: e.Version, Period: e.Period, Rows: e.Rows, Reference: e.Reference,
		}
		if e.Load {
			f.JudgedBy = b.db.book.stagingHash(e.Source)
		}
		err := rows.Scan(&f.File, &f.Verdict, &f.Says, &f.Fix)
		files = append(files, f)
		return err
	})
	return files, err
}
