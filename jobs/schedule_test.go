package jobs

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

// A region of time for the tests: a clock that is only moved by waiting for it
// or by work, a ledger on paper, and a log of all that happened.
type stage struct {
	t      *testing.T
	now    time.Time
	end    time.Time // the schedule is told to stop when the clock gets here
	cancel context.CancelFunc
	last   map[string]time.Time
	jam    int // how many times the ledger cannot be written
	log    []string
}

func (s *stage) Now() time.Time { return s.now }

// After moves the clock, and never blocks.
func (s *stage) After(d time.Duration) <-chan time.Time {
	if d <= 0 {
		s.t.Fatalf("at %s: a wait of %s", s.now, d)
	}
	s.pass(d)
	done := make(chan time.Time, 1)
	done <- s.now
	return done
}

func (s *stage) pass(d time.Duration) {
	s.now = s.now.Add(d)
	if !s.now.Before(s.end) {
		s.cancel()
	}
}

func (s *stage) say(format string, args ...any) {
	s.log = append(s.log, s.now.In(london(s.t)).Format("Mon 15:04 ")+fmt.Sprintf(format, args...))
}

func (s *stage) LastRun(name string) (time.Time, bool, error) {
	last, ok := s.last[name]
	return last, ok, nil
}

func (s *stage) Started(name string, due, _ time.Time) error {
	if s.jam > 0 {
		s.jam--
		return errors.New("the database is busy")
	}
	s.say("%s starts, due %s", name, due.Format("Mon 15:04"))
	return nil
}

func (s *stage) Ended(name string, due, _ time.Time, problem string) error {
	s.last[name] = due
	s.say("%s ends %s", name, problem)
	return nil
}

func TestRun(t *testing.T) {
	minutes := func(n int) time.Duration { return time.Duration(n) * time.Minute }
	tests := []struct {
		name       string
		jobs       []Job
		last       map[string]string
		from, to   string
		takes      map[string]time.Duration
		fails      map[string]bool
		jam        int
		want       []string
		wantEvents string
	}{
		{
			name: "a job runs at its time, and on Monday after Friday",
			jobs: []Job{{"inbox", "0 6 * * 1-5", "run"}},
			from: "2026-10-02 05:00:00", to: "2026-10-05 07:00:00",
			want: []string{"Fri 06:00 inbox starts, due Fri 06:00", "Fri 06:00 inbox ends ", "Mon 06:00 inbox starts, due Mon 06:00", "Mon 06:00 inbox ends "},
		},
		{
			name: "a job that never ran waits for its first time",
			jobs: []Job{{"inbox", "0 6 * * *", "run"}},
			from: "2026-10-02 07:00:00", to: "2026-10-02 23:00:00",
		},
		{
			name: "a job missed for three days is made up for once, for the latest",
			jobs: []Job{{"inbox", "0 6 * * *", "run"}},
			last: map[string]string{"inbox": "2026-09-29 06:00:00"},
			from: "2026-10-02 09:15:00", to: "2026-10-02 23:00:00",
			want:       []string{"Fri 09:15 inbox starts, due Fri 06:00", "Fri 09:15 inbox ends "},
			wantEvents: "made up for, finished",
		},
		{
			name: "a job that ran when it was last due is not made up for",
			jobs: []Job{{"inbox", "0 6 * * *", "run"}},
			last: map[string]string{"inbox": "2026-10-02 06:00:00"},
			from: "2026-10-02 09:15:00", to: "2026-10-02 23:00:00",
		},
		{
			name: "a run noted by a clock that was years ahead does not hold up the next",
			jobs: []Job{{"inbox", "0 6 * * *", "run"}},
			last: map[string]string{"inbox": "2031-10-02 06:00:00"},
			from: "2026-10-02 05:00:00", to: "2026-10-02 07:00:00",
			want: []string{"Fri 06:00 inbox starts, due Fri 06:00", "Fri 06:00 inbox ends "},
		},
		{
			name:  "a job due while another runs waits, and the first in the file goes first",
			jobs:  []Job{{"inbox", "0 6 * * *", "run"}, {"packs", "0 6 * * *", "publish"}, {"late", "30 6 * * *", "publish"}},
			takes: map[string]time.Duration{"inbox": minutes(45)},
			from:  "2026-10-02 05:00:00", to: "2026-10-02 08:00:00",
			want: []string{
				"Fri 06:00 inbox starts, due Fri 06:00", "Fri 06:45 inbox ends ",
				"Fri 06:45 packs starts, due Fri 06:00", "Fri 06:45 packs ends ",
				"Fri 06:45 late starts, due Fri 06:30", "Fri 06:45 late ends ",
			},
		},
		{
			name:  "a job due three times while another runs, runs once",
			jobs:  []Job{{"long", "0 6 * * *", "run"}, {"often", "10-50/10 6 * * *", "publish"}},
			takes: map[string]time.Duration{"long": minutes(35)},
			from:  "2026-10-02 05:00:00", to: "2026-10-02 06:45:00",
			want: []string{
				"Fri 06:00 long starts, due Fri 06:00", "Fri 06:35 long ends ",
				"Fri 06:35 often starts, due Fri 06:30", "Fri 06:35 often ends ",
				"Fri 06:40 often starts, due Fri 06:40", "Fri 06:40 often ends ",
			},
		},
		{
			name:  "a job slower than its own interval never overlaps itself",
			jobs:  []Job{{"slow", "*/10 * * * *", "run"}},
			takes: map[string]time.Duration{"slow": minutes(25)},
			from:  "2026-10-02 05:55:00", to: "2026-10-02 06:45:00",
			want: []string{
				"Fri 06:00 slow starts, due Fri 06:00", "Fri 06:25 slow ends ",
				"Fri 06:25 slow starts, due Fri 06:20", "Fri 06:50 slow ends ",
			},
		},
		{
			name:  "a job that goes wrong is noted and comes again at its next time",
			jobs:  []Job{{"inbox", "0 6 * * *", "run"}},
			fails: map[string]bool{"inbox": true},
			from:  "2026-10-02 05:00:00", to: "2026-10-03 07:00:00",
			want: []string{
				"Fri 06:00 inbox starts, due Fri 06:00", "Fri 06:00 inbox ends the disk is full",
				"Sat 06:00 inbox starts, due Sat 06:00", "Sat 06:00 inbox ends the disk is full",
			},
			wantEvents: "began, finished, began, finished",
		},
		{
			name: "a job that cannot be noted is tried again each minute",
			jobs: []Job{{"inbox", "0 6 * * *", "run"}},
			jam:  2,
			from: "2026-10-02 05:00:00", to: "2026-10-02 07:00:00",
			want:       []string{"Fri 06:02 inbox starts, due Fri 06:00", "Fri 06:02 inbox ends "},
			wantEvents: "not begun, not begun, began, finished",
		},
		{
			name: "on the night in October 01:30 comes twice and the job once",
			jobs: []Job{{"night", "30 1 * * *", "run"}},
			from: "2026-10-24 12:00:00", to: "2026-10-26 12:00:00",
			want: []string{"Sun 01:30 night starts, due Sun 01:30", "Sun 01:30 night ends ", "Mon 01:30 night starts, due Mon 01:30", "Mon 01:30 night ends "},
		},
		{
			name: "on the night in March 01:30 does not come and the job does",
			jobs: []Job{{"night", "30 1 * * *", "run"}},
			from: "2026-03-28 12:00:00", to: "2026-03-29 12:00:00",
			want: []string{"Sun 02:00 night starts, due Sun 02:00", "Sun 02:00 night ends "},
		},
		{
			name: "without jobs it only waits",
			from: "2026-03-28 12:00:00", to: "2026-03-28 13:00:00",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			s := &stage{t: t, now: at(t, tt.from), end: at(t, tt.to), cancel: cancel, last: map[string]time.Time{}, jam: tt.jam}
			for name, last := range tt.last {
				s.last[name] = at(t, last)
			}
			var events []string
			var job string
			running := 0
			work := func(context.Context, time.Time) error {
				if running++; running > 1 {
					t.Errorf("%s runs beside another", job)
				}
				defer func() { running-- }()
				s.pass(tt.takes[job])
				if tt.fails[job] {
					return errors.New("the disk is full")
				}
				return nil
			}
			schedule := &Schedule{
				Jobs: tt.jobs, In: london(t), Ledger: s, Clock: s,
				Work: map[string]Work{"run": work, "publish": work},
				Tell: func(e Event) { job = e.Job; events = append(events, string(e.Kind)) },
			}
			if err := schedule.Run(ctx); err != nil {
				t.Fatal(err)
			}
			if got, want := strings.Join(s.log, "\n"), strings.Join(tt.want, "\n"); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
			if got := strings.Join(events, ", "); tt.wantEvents != "" && got != tt.wantEvents {
				t.Errorf("events are %s, want %s", got, tt.wantEvents)
			}
		})
	}
}

// TestRunStops cancels the schedule while a job runs: the job is told, is
// waited for, and is made up for by the next schedule, since it did not end.
func TestRunStops(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	s := &stage{t: t, now: at(t, "2026-10-02 05:59:00"), end: at(t, "2026-10-09 00:00:00"), cancel: cancel, last: map[string]time.Time{
		"inbox": at(t, "2026-10-01 06:00:00"),
	}}
	began, told, returned := make(chan bool), false, false
	var events []Kind
	schedule := &Schedule{
		Jobs: []Job{{"inbox", "0 6 * * *", "run"}}, In: london(t), Ledger: s, Clock: s,
		Work: map[string]Work{"run": func(ctx context.Context, _ time.Time) error {
			close(began)
			<-ctx.Done()
			told = true
			time.Sleep(20 * time.Millisecond) // it puts its things away
			returned = true
			return ctx.Err()
		}},
		Tell: func(e Event) { events = append(events, e.Kind) },
	}
	done := make(chan error)
	go func() { done <- schedule.Run(ctx) }()
	<-began
	cancel()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if !told || !returned {
		t.Errorf("the job was told: %t; was waited for: %t", told, returned)
	}
	if got := fmt.Sprint(events); got != "[began stopped]" {
		t.Errorf("events are %s", got)
	}

	ctx, cancel = context.WithCancel(context.Background())
	defer cancel()
	s.now, s.cancel, s.end = at(t, "2026-10-02 08:00:00"), cancel, at(t, "2026-10-02 09:00:00")
	schedule.Work["run"] = func(context.Context, time.Time) error { return nil }
	if err := schedule.Run(ctx); err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(events); got != "[began stopped made up for finished]" {
		t.Errorf("events are %s", got)
	}
}

// TestRunRefuses shows what stops a schedule from beginning.
func TestRunRefuses(t *testing.T) {
	s := &Schedule{Jobs: []Job{{"inbox", "0 6 * * *", "ruin"}}, Work: map[string]Work{"run": nil}}
	want := `job "inbox": do "ruin": there is no such work; there is run`
	if err := s.Run(context.Background()); err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}
