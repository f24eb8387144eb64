package queries

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// An Unanswered file is one whose sender was not told yet what became of it.
type Unanswered struct {
	File
	Employers []string // whose workplaces it speaks for, in order; none where that is not known

	First, Last time.Time // the periods that it speaks for; zero where it has none
}

// AnswerSheet is the sheet of an answer that lists what to put right. Its cell C1,
// which is hidden, begins with AnswerMark.
const (
	AnswerSheet = "What to fix"
	AnswerMark  = "academy list "
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
		var employers any
		var first, last sql.NullTime
		if err := rows.Scan(&number, &employers, &first, &last); err != nil {
			return err
		}
		u := Unanswered{File: byNumber[number], First: first.Time, Last: last.Time}
		items, _ := employers.([]any)
		for _, e := range items {
			u.Employers = append(u.Employers, fmt.Sprint(e))
		}
		all = append(all, u)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list the files to answer: %w", err)
	}
	return all, nil
}

// EarlierFaults returns the faults of the file that a file takes the place of,
// and whether there is one.
func (db *DB) EarlierFaults(ctx context.Context, file int) (faults []Fault, corrects bool, err error) {
	err = db.each(ctx, db.book.engine("earlier_faults"), func(rows *sql.Rows) error {
		var f Fault
		var found bool
		var period sql.NullTime
		if err := rows.Scan(&f.Column, &f.Severity, &f.Code, &found, &f.Unit, &period); err != nil {
			return err
		}
		f.Period = period.Time
		corrects = true
		if found {
			faults = append(faults, f)
		}
		return nil
	}, file)
	return faults, corrects, err
}

// Answered notes where the answer to a file lies.
func (db *DB) Answered(ctx context.Context, file int, path string) error {
	return db.exec(ctx, "insert into academy.ledger.feedback values (?, ?)", file, path)
}
