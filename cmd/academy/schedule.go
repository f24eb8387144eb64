package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"academy/jobs"
	"academy/queries"
)

type scheduleCmd struct{}

// Help says how to stop it.
func (scheduleCmd) Help() string {
	return `Runs until it is told to stop (Ctrl+C, or SIGTERM): the job that is running ends first. The database is open only while a job runs. A job that was missed while nothing was listening runs once, at the start.`
}

// Run runs the jobs at their times.
func (scheduleCmd) Run(s *session) error {
	w, err := openWorkspace(s.dir)
	if err != nil {
		return err
	}
	in, err := london()
	if err != nil {
		return err
	}
	unlock, err := jobs.Lock(w.path("data/schedule.lock"))
	if err != nil {
		return err
	}
	schedule := &jobs.Schedule{
		Jobs: w.jobs(), Work: w.work(s), In: in, Ledger: ledger{s, w}, Clock: clock{s.now},
		Tell: func(e jobs.Event) { sayEvent(s, in, e) },
	}
	fmt.Fprintf(s.stdout, "%s: waiting for %s\n", w.config.Academy, plural(len(schedule.Jobs), "job"))
	return errors.Join(schedule.Run(s.ctx), unlock())
}

func (w *workspace) jobs() []jobs.Job {
	var all []jobs.Job
	for _, j := range w.config.Jobs {
		all = append(all, jobs.Job{Name: j.Name, At: j.At, Do: j.Do})
	}
	return all
}

// works are the names of what jobs can do, as work has them.
var works = []string{"ingest", "publish", "run"}

// work is what jobs can do, by the name in academy.yaml. Each opens the
// database for itself.
func (w *workspace) work(s *session) map[string]jobs.Work {
	do := func(work func(s *session, w *workspace, db *queries.DB, day time.Time) error) jobs.Work {
		return func(ctx context.Context, due time.Time) error {
			job := *s
			job.ctx = ctx
			// What people edited since the last time counts.
			fresh, err := openWorkspace(w.dir)
			if err != nil {
				return err
			}
			day, err := job.today()
			if err != nil {
				return err
			}
			return fresh.run(&job, "", due, func(db *queries.DB) error { return work(&job, fresh, db, day) })
		}
	}
	ingest := func(s *session, w *workspace, db *queries.DB, day time.Time) error {
		if err := clockRight(s, db, "academy run --as-of"); err != nil {
			return err
		}
		outcomes, err := w.load(s, db, day, arriving{received: day})
		if err != nil {
			return err
		}
		return errors.Join(w.feedback(s, db, day), sayLoaded(s.stdout, outcomes))
	}
	publish := func(s *session, w *workspace, db *queries.DB, day time.Time) error {
		return w.publishDue(s, db, day, firstOfMonth(day).AddDate(0, -1, 0))
	}
	return map[string]jobs.Work{
		"ingest":  do(ingest),
		"publish": do(publish),
		"run": do(func(s *session, w *workspace, db *queries.DB, day time.Time) error {
			person := ingest(s, w, db, day)
			if person != nil && !errors.Is(person, errPerson) {
				return person
			}
			return errors.Join(publish(s, w, db, day), person)
		}),
	}
}

// clock is the clock of the schedule.
type clock struct{ now func() time.Time }

func (c clock) Now() time.Time                         { return c.now() }
func (c clock) After(d time.Duration) <-chan time.Time { return time.After(d) }

// ledger keeps what ran in the database, which it opens for as long as it
// takes to write.
type ledger struct {
	s *session
	w *workspace
}

func (l ledger) with(do func(*queries.DB) error) (err error) {
	book, err := l.w.book()
	if err != nil {
		return err
	}
	// The end of a job is noted also when the schedule is told to stop.
	s := *l.s
	s.ctx = context.WithoutCancel(s.ctx)
	db, err := l.w.open(&s, book, false)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return do(db)
}

func (l ledger) LastRun(name string) (due time.Time, ok bool, err error) {
	err = l.with(func(db *queries.DB) error {
		due, ok, err = db.LastDue(context.WithoutCancel(l.s.ctx), name)
		return err
	})
	return due, ok, err
}

func (l ledger) Started(name string, due, at time.Time) error {
	return l.with(func(db *queries.DB) error {
		return db.RunStarted(context.WithoutCancel(l.s.ctx), name, due, at)
	})
}

func (l ledger) Ended(name string, _, at time.Time, problem string) error {
	switch problem {
	case "":
		problem = outcomeOf(nil)
	case errPerson.Error():
		problem = outcomeOf(errPerson)
	}
	return l.with(func(db *queries.DB) error {
		return db.RunEnded(context.WithoutCancel(l.s.ctx), name, at, problem)
	})
}

func sayEvent(s *session, in *time.Location, e jobs.Event) {
	fmt.Fprintf(s.stdout, "%s  %s: %s (due %s)", e.At.In(in).Format("2006-01-02 15:04:05"), e.Job, e.Kind, e.Due.In(in).Format("2006-01-02 15:04"))
	if e.Err != nil {
		fmt.Fprintf(s.stdout, ": %v", e.Err)
	}
	fmt.Fprintln(s.stdout)
}
