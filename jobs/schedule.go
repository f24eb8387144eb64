package jobs

import (
	"context"
	"time"
)

// Work is what a job does. It is told for which time the job was due, which
// may be earlier than now, and ends early when its context does.
type Work func(ctx context.Context, due time.Time) error

// A Ledger remembers what ran. It is asked before and after work, never during
// it, so that it may open and close the database that the work needs.
type Ledger interface {
	// LastRun is the time for which the newest run of the job that came to an
	// end was due. It reports false for a job that never ran. A run with no end
	// (the power went, or it was stopped) does not count, so that it is made up.
	LastRun(name string) (time.Time, bool, error)

	// Started notes that the job due then begins now.
	Started(name string, due, at time.Time) error

	// Ended notes how it went: an empty text if it went well.
	Ended(name string, due, at time.Time, problem string) error
}

// A Clock tells the time and waits.
type Clock interface {
	Now() time.Time
	After(d time.Duration) <-chan time.Time
}

// An Event is something a person at the terminal may want to see.
type Event struct {
	Kind Kind
	Job  string
	Due  time.Time // when the job was due
	At   time.Time // now
	Err  error     // what the work said; or why the ledger could not be written
}

// A Kind is a kind of event.
type Kind string

const (
	Began     Kind = "began"
	Finished  Kind = "finished"    // with Err if it did not go well
	Stopped   Kind = "stopped"     // told to, before it was done; it will be made up
	NotBegun  Kind = "not begun"   // the ledger could not note it; tried again in a minute
	NotNoted  Kind = "not noted"   // it ran, and the ledger could not note the end
	MadeUpFor Kind = "made up for" // it was due while no schedule was running, and begins now
)

// A Schedule runs jobs at their times, one at a time and in the order in which
// they became due. Its zero value has no jobs and waits for its context to end.
type Schedule struct {
	Jobs   []Job
	Work   map[string]Work // by the name that a job has under "do"
	In     *time.Location  // whose wall clock the times are on
	Ledger Ledger
	Clock  Clock
	Tell   func(Event) // nil if nobody listens
}

// nap is how long Run waits before it looks at the clock again, even if the
// next job is hours away: a laptop may have slept, or its clock been put right.
const nap = time.Minute

// Run runs the jobs until its context ends, and then returns nil, once the job
// that is running has returned. It returns an error only before it has begun:
// if the jobs are wrong, or the ledger cannot be read.
//
// A job that became due while another ran, or while no schedule was running at
// all, runs as soon as it can: once, for the latest time it was due, however
// often that was. A job that never ran waits for its first time.
func (s *Schedule) Run(ctx context.Context) error {
	queue, err := s.queue()
	if err != nil {
		return err
	}
	for ctx.Err() == nil {
		now := s.now()
		next := soonest(queue)
		if next == nil || next.ready.After(now) {
			wait := nap
			if next != nil {
				wait = min(nap, next.ready.Sub(now))
			}
			select {
			case <-ctx.Done():
			case <-s.Clock.After(wait):
			}
			continue
		}
		s.run(ctx, next, now)
	}
	return nil
}

// A waiting is a job in the queue. It is there once, so it is never queued
// twice.
type waiting struct {
	job    Job
	times  times
	due    time.Time // the next time it is due, or has been
	ready  time.Time // when to begin: due, or a little later after a false start
	missed bool      // it was due before the schedule began
}

// queue asks the ledger where each job left off.
func (s *Schedule) queue() ([]*waiting, error) {
	if err := Check(s.Jobs, names(s.Work)); err != nil {
		return nil, err
	}
	now := s.now()
	var queue []*waiting
	for _, job := range s.Jobs {
		t, err := parse(job)
		if err != nil {
			return nil, err
		}
		from := now
		last, ok, err := s.Ledger.LastRun(job.Name)
		if err != nil {
			return nil, err
		}
		// A run from the future was noted by a clock that has since been put
		// right: it is no reason to wait until then.
		if ok && last.Before(now) {
			from = last.In(s.In)
		}
		due := t.next(from)
		queue = append(queue, &waiting{job, t, due, due, due.Before(now)})
	}
	return queue, nil
}

// soonest is the job that has waited longest, or else the one due next; nil if
// there are none. Of two due together, the first in academy.yaml goes first.
func soonest(queue []*waiting) *waiting {
	var next *waiting
	for _, w := range queue {
		if w.ready.IsZero() { // it will not be due within five years
			continue
		}
		if next == nil || w.ready.Before(next.ready) {
			next = w
		}
	}
	return next
}

// run runs one job to its end and puts it back in the queue.
func (s *Schedule) run(ctx context.Context, w *waiting, now time.Time) {
	due := w.times.latest(w.due, now)
	if err := s.Ledger.Started(w.job.Name, due, now); err != nil {
		w.ready = now.Add(nap)
		s.tell(NotBegun, w, due, err)
		return
	}
	if w.missed {
		s.tell(MadeUpFor, w, due, nil)
	} else {
		s.tell(Began, w, due, nil)
	}
	err := s.Work[w.job.Do](ctx, due)
	w.missed = false
	w.due = w.times.next(now)
	w.ready = w.due
	if err != nil && ctx.Err() != nil {
		s.tell(Stopped, w, due, err)
		return
	}
	problem := ""
	if err != nil {
		problem = err.Error()
	}
	if noted := s.Ledger.Ended(w.job.Name, due, s.now(), problem); noted != nil {
		s.tell(NotNoted, w, due, noted)
	}
	s.tell(Finished, w, due, err)
}

func (s *Schedule) tell(kind Kind, w *waiting, due time.Time, err error) {
	if s.Tell != nil {
		s.Tell(Event{kind, w.job.Name, due, s.now(), err})
	}
}

// now is the time on the wall. Go's own count of elapsed time is dropped, since
// it stands still while a laptop sleeps.
func (s *Schedule) now() time.Time { return s.Clock.Now().Round(0).In(s.In) }
