package main

import (
	"errors"
	"time"

	"academy/queries"
)

type runCmd struct {
	monthFlag
	asOfFlag
}

// Help says what run is made of.
func (runCmd) Help() string {
	return `Loads what is new in the inbox and in reference/, writes the answers to its senders, then drafts the packs of the month for every audience of academy.yaml.`
}

// Run is what the schedule calls: ingest, answer, then publish.
func (c runCmd) Run(s *session) error {
	w, err := openWorkspace(s.dir)
	if err != nil {
		return err
	}
	asOf, err := c.day(s)
	if err != nil {
		return err
	}
	month, err := c.first(asOf)
	if err != nil {
		return err
	}
	if c.Month != "" {
		if err := w.launched(month); err != nil {
			return err
		}
	}
	return w.run(s, "run", time.Time{}, func(db *queries.DB) error {
		if c.AsOf == "" {
			if err := clockRight(s, db, "--as-of"); err != nil {
				return err
			}
		}
		if err := knownBy(s, db, asOf); err != nil {
			return err
		}
		outcomes, err := w.load(s, db, asOf, arriving{received: asOf})
		if err != nil {
			return err
		}
		if err := w.feedback(s, db, asOf); err != nil {
			return err
		}
		if err := w.publishDue(s, db, asOf, month); err != nil {
			return err
		}
		return sayLoaded(s.stdout, outcomes)
	})
}

// run does a job with the database open, and notes in the ledger how it went.
func (w *workspace) run(s *session, job string, due time.Time, do func(*queries.DB) error) (err error) {
	book, err := w.book()
	if err != nil {
		return err
	}
	db, err := w.open(s, book, false)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if !due.IsZero() {
		return do(db) // the schedule keeps its own ledger of jobs
	}
	if err := db.RunStarted(s.ctx, job, due, s.now()); err != nil {
		return err
	}
	err = do(db)
	return errors.Join(err, db.RunEnded(s.ctx, job, s.now(), outcomeOf(err)))
}

// outcomeOf says in the ledger how a job went.
func outcomeOf(err error) string {
	switch {
	case err == nil:
		return "done"
	case errors.Is(err, errPerson):
		return "done; something needs a person"
	}
	return err.Error()
}
