package queries

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// An Owed is what one workplace owes of a source for one month.
type Owed struct {
	Workplace string
	Called    string // as a form names it: the ID of the regulator, or ours where there is none
	Name      string // as a person knows it; its ID where it has none
	Month     time.Time
	Received  bool       // a form of it that counts is here
	Open      bool       // and boxes of that which everybody is asked for have no value
	Changed   bool       // what an export answers differs from the forms of the months before
	Unfilled  Unfilled   // why no export answers how many staff there are
	Answered  []Answered // boxes that need not be asked, since the form that is here or an export answers them
}

// Answered is a box of a form that something else answers.
type Answered struct {
	Column string // of the source
	Value  string
	By     string    // what answers it, e.g. "ASC-WDS"; ByForm where the form of that month does
	On     time.Time // when that was made; the month of the form
	Small  bool      // it has too few worker records for a figure to be made from it
}

// An Unfilled is why no export answers a form, and when the one was made that comes
// nearest to it: zero where there is none. Its Reason is "" where one does, or where
// the form itself is here.
type Unfilled struct {
	Reason         string // as the fact gives it
	On             time.Time
	Staff, Records int // stated, and in the worker records
}

// ByForm is what answers a box where the form that is here of that month does.
const ByForm = "return"

// Stands reports whether figures are made from what answers a box of the form of a
// month where the form leaves it blank: an export of ASC-WDS by the end of that month,
// if it is not too small.
// Whatever else answers it only fills it in.
func (a Answered) Stands(month time.Time) bool {
	return a.By == ByASCWDS && !a.Small && a.On.Before(month.AddDate(0, 1, 0))
}

// ByASCWDS is what answers a box where an export of ASC-WDS does, from which figures
// are made before a return.
const ByASCWDS = "ASC-WDS"

// prefillEnding is how the fact of a source is called that says what of it is
// answered already: facts/SOURCE_prefill.sql.
const prefillEnding = "_prefill"

// KnowsOwed reports whether some fact says what is owed of a source.
func (db *DB) KnowsOwed(source string) bool {
	_, ok := db.book.files[LayerFacts+"/"+source+prefillEnding+".sql"]
	return ok
}

// Owed returns what the workplaces of an employer owe of a source, by month
// and name: for each of the last twelve months of the build, and the one after,
// that a workplace is in scope for. It is empty for a source of which no fact
// says so, see KnowsOwed.
func (db *DB) Owed(ctx context.Context, source, employer string) ([]Owed, error) {
	if !db.KnowsOwed(source) {
		return nil, nil
	}
	err := db.exec(ctx, "create or replace temp view temp.main.prefill as from build.facts."+name(source+prefillEnding))
	if err != nil {
		return nil, fmt.Errorf("look up what is owed: %w", err)
	}
	var owed []Owed
	err = db.each(ctx, db.book.engine("owed"), func(rows *sql.Rows) error {
		var o Owed
		var a Answered
		var on, unfilledOn sql.NullTime
		if err := rows.Scan(&o.Month, &o.Workplace, &o.Called, &o.Name, &o.Received, &o.Open, &o.Changed,
			&o.Unfilled.Reason, &unfilledOn, &o.Unfilled.Staff, &o.Unfilled.Records, &a.Column, &a.Value, &a.By, &on, &a.Small); err != nil {
			return err
		}
		o.Unfilled.On = unfilledOn.Time
		last := len(owed) - 1
		if last < 0 || owed[last].Workplace != o.Workplace || !owed[last].Month.Equal(o.Month) {
			owed = append(owed, o)
			last++
		}
		if a.Column != "" {
			a.On = on.Time
			owed[last].Answered = append(owed[last].Answered, a)
		}
		return nil
	}, employer)
	if err != nil {
		return nil, fmt.Errorf("look up what is owed: %w", err)
	}
	return owed, nil
}
