package main

import (
	"fmt"
	"time"
	_ "time/tzdata" // Windows has no list of time zones

	"academy/queries"
)

// today is the day in Europe/London, as midnight UTC: days are compared, never
// instants.
func (s *session) today() (time.Time, error) {
	in, err := london()
	if err != nil {
		return time.Time{}, err
	}
	t := s.now().In(in)
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC), nil
}

// asOfFlag is the day by whose end a file had to be received to count.
type asOfFlag struct {
	AsOf string `name:"as-of" placeholder:"DATE" help:"Count what was received by the end of this day, like 2026-11-16. Today if not given."`
}

func (f asOfFlag) day(s *session) (time.Time, error) {
	if f.AsOf == "" {
		return s.today()
	}
	t, err := time.Parse(time.DateOnly, f.AsOf)
	if err != nil {
		return t, usagef("--as-of %q is not a date like 2026-11-16", f.AsOf)
	}
	return t, nil
}

// monthFlag is the month that a pack is about.
type monthFlag struct {
	Month string `placeholder:"MONTH" help:"The last month to report, like 2026-10. The month before --as-of if not given."`
}

// namedMonth is the month that --month names, or the one before a day.
func namedMonth(day time.Time, text string) (time.Time, error) {
	if text == "" {
		return firstOfMonth(day).AddDate(0, -1, 0), nil
	}
	t, err := time.Parse("2006-01", text)
	if err != nil {
		return t, usagef("--month %q is not a month like 2026-10", text)
	}
	return t, nil
}

func (f monthFlag) first(asOf time.Time) (time.Time, error) {
	t, err := namedMonth(asOf, f.Month)
	if err != nil {
		return t, err
	}
	if !t.Before(firstOfMonth(asOf)) {
		return t, usagef("--month %s is not over by %s", f.Month, asOf.Format(time.DateOnly))
	}
	return t, nil
}

// clockRight refuses to take files in by a clock that is behind the last run that was done:
// they would count as received before they came. by is the flag that names the day, which
// goes before the clock.
func clockRight(s *session, db *queries.DB, by string) error {
	last, err := db.LastStarted(s.ctx, outcomeOf(nil), outcomeOf(errPerson))
	if err != nil || !s.now().Before(last.AddDate(0, 0, -1)) {
		return err
	}
	today, err := s.today()
	if err != nil {
		return err
	}
	const day = "2 January 2006"
	return fmt.Errorf("the clock of this computer says that it is %s, and the last run was on %s: put the clock right and run once more; if it is right now, name the day once, with %s %s",
		today.Format(day), last.Format(day), by, today.Format(time.DateOnly))
}

// launched refuses a month before the first that is reported.
func (w *workspace) launched(month time.Time) error {
	if month.Before(w.launch) {
		return usagef("there is nothing to report for %s: academy.yaml has the launch in %s", month.Format("2006-01"), w.launch.Format("2006-01"))
	}
	return nil
}

// knownBy refuses a day before the first reference data counts, as of which there is no
// workplace. Where there is none at all, what is loaded next counts.
func knownBy(s *session, db *queries.DB, asOf time.Time) error {
	first, err := db.FirstReference(s.ctx)
	if err != nil || !first.After(asOf) {
		return err
	}
	return notKnown(asOf, first)
}

// loadedBy is knownBy for what cannot load anything next.
func loadedBy(s *session, db *queries.DB, asOf time.Time) error {
	first, err := db.FirstReference(s.ctx)
	switch {
	case err != nil:
		return err
	case first.IsZero():
		return usagef("nothing was loaded yet: list your workplaces in reference/, put what arrives in inbox/, and run \"academy run\"")
	case first.After(asOf):
		return notKnown(asOf, first)
	}
	return nil
}

func notKnown(asOf, first time.Time) error {
	return usagef("as of %s nothing was known yet: the files of reference/ count from %s on; choose that day or a later one",
		asOf.Format(time.DateOnly), first.Format(time.DateOnly))
}
