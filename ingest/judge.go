package ingest

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"academy/queries"
)

// A Judgement is what became of trying one file. Nothing of it is kept until
// it is recorded.
type Judgement struct {
	Table   *Table // nil if the file was not recognised
	Trial   *queries.Trial
	Faults  []queries.Fault
	Refusal *Refusal             // why nothing of the file can be taken; nil if it can
	Known   string               // the source of a file that was refused before it was read; "" where that could not be told
	NotRun  []queries.RuleNotRun // rules that could not judge the file

	beyond      int // cells and rows in which something is wrong that is not listed
	firstBeyond queries.Fault
}

// Judge tries the file at path as if it were received on a day, beside what is
// in force before it: its rows are staged and held against the rules. Nothing
// is kept. name is what it is called in the inbox. There is a judgement for each
// source that the file holds a table of, and one where it was not recognised.
// The error is for what is wrong here, not with the file.
func Judge(ctx context.Context, db *queries.DB, filePath, name string, sources []queries.Source, key []byte, received, today time.Time) (all []Judgement, err error) {
	b, err := db.NewBatch(ctx, today)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, b.Close()) }()
	if all, err = readTables(ctx, b, filePath, name, newCatalogue(sources), key, received, nil); err != nil {
		return nil, err
	}
	if err := checkAll(ctx, filePath, all); err != nil {
		return nil, err
	}
	if err := b.Judge(ctx); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	entries := make([]queries.Entry, len(all))
	for i := range all {
		all[i].judge()
		entries[i] = all[i].entry(queries.Receipt{Name: tableName(name, all, i), Received: received})
	}
	files, err := b.Preview(ctx, entries)
	if err != nil {
		return nil, err
	}
	for i := range all {
		all[i].Faults = entries[i].Faults
		all[i].Refusal = cmp.Or(all[i].Refusal, refusedOf(files[i]))
		if t := all[i].Trial; t != nil {
			all[i].NotRun = t.NotRun
		}
	}
	return all, nil
}

// refusedOf is the refusal of a file of which rules leave out every row; nil for
// any other.
func refusedOf(f queries.File) *Refusal {
	if f.Verdict != queries.Refused {
		return nil
	}
	return &Refusal{"no-rows", f.Says, f.Fix}
}

// checkAll works out again what the tables of a file took from formulas, and asks
// about results that are stale. Where a workbook had to be made of the file, it is the
// one that LibreOffice made last, or is made once more.
func checkAll(ctx context.Context, filePath string, all []Judgement) error {
	var receipts []*Receipt
	for _, j := range all {
		if j.Table != nil && j.Table.Receipt.Formulas.N > 0 {
			receipts = append(receipts, &j.Table.Receipt)
		}
	}
	if len(receipts) == 0 {
		return nil
	}
	f, size, err := openSized(filePath)
	if err != nil {
		return err
	}
	defer f.Close()
	format, err := formatOf(f, size)
	if err != nil {
		return nil //nolint:nilerr // it was known when it was read, and nothing of it can be checked now
	}
	var in io.ReaderAt = f
	length := size
	if format.convert != nil {
		book, err := format.convert(ctx, f, size)
		var refusal Refusal
		if err != nil && !errors.As(err, &refusal) {
			return err
		}
		in, length = bytes.NewReader(book), int64(len(book)) // empty if it was made before and is not now: nothing can be checked
	}
	if err := checkFormulas(ctx, in, length, format.open(ctx, f, size), receipts); err != nil {
		return err
	}
	for i := range all {
		if all[i].Table != nil {
			all[i].askStale()
		}
	}
	return nil
}

// openSized opens a file and says how long it is.
func openSized(path string) (*os.File, int64, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, 0, err
	}
	info, err := f.Stat()
	if err != nil {
		return nil, 0, errors.Join(err, f.Close())
	}
	return f, info.Size(), nil
}

// partMark stands between the name of a file and that of one of its tables.
const partMark = " | "

// tableName is what table i of a file is called: like the file where it is the
// first, and after its source otherwise.
func tableName(name string, all []Judgement, i int) string {
	if i == 0 {
		return name
	}
	return name + partMark + all[i].Table.Source.Title
}

// FileName is the name of the file that a table is of.
func FileName(name string) string {
	name, _, _ = strings.Cut(name, partMark)
	return name
}

// readTables recognises a file and hands the rows of its tables to the batch: see
// openTables, and take.
func readTables(ctx context.Context, b *queries.Batch, filePath, name string, known *catalogue, key []byte, received time.Time, watch func(rows int)) ([]Judgement, error) {
	o, err := openTables(ctx, filePath, name, known, key)
	if err != nil {
		return nil, err
	}
	return o.take(ctx, b, received, watch)
}

// watchEvery is after how many rows progress is told.
const watchEvery = 1 << 12

// append hands the rows of the table to the batch.
func (j *Judgement) append(ctx context.Context, b *queries.Batch, received time.Time, watch func(rows int)) (err error) {
	if j.Trial, err = b.Try(ctx, j.Table.Source, received, j.Table.Period); err != nil {
		return err
	}
	j.Trial.Place = j.Table.PlaceOf
	j.Trial.Covered, j.Table.workplace = j.Table.Covered, b.IsWorkplace
	row := func(r queries.Row) error {
		err := j.Trial.Append(r)
		if watch != nil && j.Trial.Rows%watchEvery == 0 {
			watch(watchEvery)
			err = errors.Join(err, ctx.Err())
		}
		return err
	}
	err = j.Table.Each(row, j.Trial.Answer, func(f queries.Fault) error {
		if j.list(f) {
			j.Trial.Note(f)
		}
		return ctx.Err()
	})
	if done := j.Trial.Done(); done != nil {
		return done
	}
	if watch != nil {
		watch(j.Trial.Rows % watchEvery)
	}
	var refusal Refusal
	if errors.As(err, &refusal) {
		j.Refusal = &refusal
		j.Trial.Refused = true
		return nil
	}
	return err
}

// list notes what is wrong with a cell or a row. It reports false where so much is
// wrong that it is counted only: what cannot be read is not taken either way.
func (j *Judgement) list(f queries.Fault) bool {
	if len(j.Faults) < maxFaults {
		j.Faults = append(j.Faults, f)
		return true
	}
	if j.beyond == 0 {
		j.firstBeyond = f
	}
	j.beyond++
	return false
}

// judge gathers what is wrong with a file once its batch is judged, and says
// whether anything of it can be taken.
func (j *Judgement) judge() {
	if j.Refusal != nil || j.Trial == nil {
		return // it cannot be taken, or nothing of it was tried
	}
	for _, line := range j.Trial.Unknown {
		j.list(j.unknownUnit(line))
	}
	if j.beyond > 0 {
		j.Faults = append(j.Faults, queries.Fault{
			Line: j.firstBeyond.Line, Place: j.firstBeyond.Place, Severity: queries.Ask, Code: "more-faults",
			Says: fmt.Sprintf("not listed from here on: %s", number(j.beyond, "more fault")),
			Fix:  "put right what is listed, and send the file again",
		})
	}
	j.Faults = append(j.Faults, j.Trial.Faults...)
	j.Refusal = j.refuse()
	if n := j.Trial.Empties; n > 0 && j.Refusal == nil {
		line := j.Table.parts[0].key(j.Table.HeadingLine)
		j.Faults = append(j.Faults, queries.Fault{
			Line: line, Place: j.Table.PlaceOf(line, ""), Severity: queries.Ask, Code: "list-emptied",
			Says: "no row stands below the headings any more: " + number(n, "row") + " that stood there before will not count",
			Fix:  "if that was a slip, put the rows back; if the list is to be empty, you need do nothing",
		})
	}
	j.Faults = append(j.Faults, j.Table.unseen...)
}

// LeavesOut reports whether not all of the file counts, as far as is known before
// it is recorded.
func (j *Judgement) LeavesOut() bool {
	return j.Refusal != nil || slices.ContainsFunc(j.Faults, func(f queries.Fault) bool {
		return f.Severity == queries.LeaveOutRow || f.Severity == queries.LeaveOutCell
	})
}

// source names the source of the file, or is "" where it was not recognised.
func (j *Judgement) source() string {
	if j.Table == nil {
		return j.Known
	}
	return j.Table.Source.Name
}

// entry is the file as it is recorded.
func (j *Judgement) entry(r queries.Receipt) queries.Entry {
	e := queries.Entry{Receipt: r, Source: j.source(), Faults: j.Faults}
	if j.Table != nil {
		e.Answers = j.Table.search.answers
		e.Version, e.Period = j.Table.Version, j.Table.Period
	}
	if j.Refusal != nil {
		e.Verdict, e.Says, e.Fix = queries.Refused, j.Refusal.Says, j.Refusal.Fix
		return e
	}
	e.Load, e.Rows = true, j.Trial.Rows
	return e
}

// refuse refuses a file of which nothing is left.
func (j *Judgement) refuse() *Refusal {
	for _, f := range j.Faults {
		if f.Severity == queries.RefuseFile {
			return &Refusal{Code: f.Code, Says: f.Place + ": " + f.Says, Fix: f.Fix}
		}
	}
	switch {
	case j.Trial.Known && (j.Trial.Rows > 0 || j.Table.Source.Reference != "" && len(j.Faults) == 0):
		return nil // a reference table may be empty; nobody sends an empty file for a reason
	case j.Trial.Rows == 0 && len(j.Faults) == 0:
		return &Refusal{"no-rows", "there are headings, and no rows under them",
			"fill it in and send it again"}
	case j.Trial.Rows == 0:
		return &Refusal{"no-rows", "none of its rows could be read", "put right what is listed below and send it again"}
	case j.Table.Receipt.LeftOut > 0: // their workplace may well be known
		return &Refusal{"unknown-workplace", number(j.Table.Receipt.LeftOut, "row") + " could not be used, and we do not know the workplace of any other row",
			"put right what is listed below; for a workplace, use the CQC location ID, or the ID the academy gave you; if it is new, tell the academy"}
	}
	return &Refusal{"unknown-workplace", "we do not know the workplace of any row in this file",
		"use the CQC location ID, or the ID the academy gave you; if it is new, tell the academy"}
}

func (j *Judgement) unknownUnit(line int) queries.Fault {
	column := j.Table.Source.UnitColumn()
	return queries.Fault{
		Line: line, Column: column, Place: j.Table.PlaceOf(line, column), Severity: queries.LeaveOutRow,
		Code: "unknown-workplace", Says: "we do not know this workplace",
		Fix: "use the CQC location ID, or the ID the academy gave you; if it is new, tell the academy",
	}
}
