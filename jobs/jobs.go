// Package jobs decides what runs when: it reads the times of a workspace's
// jobs, runs them one after another, makes up for what was missed while nobody
// was listening, and keeps a second schedule out of the same workspace.
//
// It knows its work only as functions and its ledger only as an interface, and
// it never asks the clock itself: cmd hands it all three.
package jobs

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/robfig/cron/v3"
)

// A Job is one line under "jobs" in academy.yaml.
type Job struct {
	Name string // as a person would say it, e.g. "ingest and draft packs"
	At   string // when it is due: the five fields of cron, e.g. "0 6 * * 1-5"
	Do   string // which work it is, e.g. "run"
}

// good is what every message about a bad time ends with: one that works.
const good = `five fields are wanted, minute hour day month weekday, such as "0 6 * * 1-5" for 06:00 from Monday to Friday`

// fields reads the five fields and nothing else. Words such as @daily are left
// out, since a reader of academy.yaml should see the hour.
var fields = cron.NewParser(cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow)

// Check reports everything wrong with the jobs at once, each with the name of
// its job. The work that there is, is given by name.
func Check(jobs []Job, work []string) error {
	var bad []error
	seen := map[string]bool{}
	for i, job := range jobs {
		if job.Name == "" {
			bad = append(bad, fmt.Errorf("job %d: it has no name", i+1))
			continue
		}
		if seen[job.Name] {
			bad = append(bad, fmt.Errorf("job %q: two jobs have this name", job.Name))
		}
		seen[job.Name] = true
		if _, err := parse(job); err != nil {
			bad = append(bad, err)
		}
		if !slices.Contains(work, job.Do) {
			bad = append(bad, fmt.Errorf("job %q: do %q: there is no such work; there is %s",
				job.Name, job.Do, strings.Join(slices.Sorted(slices.Values(work)), ", ")))
		}
	}
	return errors.Join(bad...)
}

// A Due is a job and the next time it is due.
type Due struct {
	Job Job
	At  time.Time
}

// Next gives for each job the first time after the given one at which it is
// due, soonest first. Times are read as the clock on the wall in that place.
func Next(jobs []Job, in *time.Location, after time.Time) ([]Due, error) {
	dues := make([]Due, 0, len(jobs))
	for _, job := range jobs {
		t, err := parse(job)
		if err != nil {
			return nil, err
		}
		dues = append(dues, Due{job, t.next(after.In(in))})
	}
	slices.SortStableFunc(dues, func(a, b Due) int { return a.At.Compare(b.At) })
	return dues, nil
}

// parse reads the time of a job.
func parse(job Job) (times, error) {
	bad := func(why string) (times, error) {
		return times{}, fmt.Errorf("job %q: at %q: %s; %s", job.Name, job.At, why, good)
	}
	// The parser takes a time zone in front, and panics on half of one. The
	// place is the academy's, not the job's.
	if strings.Contains(job.At, "=") {
		return bad("a time zone cannot be given here")
	}
	s, err := fields.Parse(job.At)
	if err != nil {
		return bad(err.Error())
	}
	spec, ok := s.(*cron.SpecSchedule)
	if !ok || spec.Next(time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)).IsZero() {
		return bad("there is no such day")
	}
	return times{spec}, nil
}

// names lists the work there is.
func names(work map[string]Work) []string { return slices.Collect(maps.Keys(work)) }
