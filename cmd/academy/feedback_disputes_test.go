package main

import (
	"slices"
	"strings"
	"testing"
	"time"

	"academy/metrics"
	"academy/queries"
)

// TestLacks says of what is in dispute whether the figure of October 2026 lacks it.
// An export of 10 July, fresh for 113 days, feeds the 31st of October; one of the
// 9th does not. So does a return of September, which is fresh for 45.
func TestLacks(t *testing.T) {
	feeds := []queries.Column{{Name: "month", Keep: "month", Feeds: []string{"m"}}, {Name: "day", Keep: "date"}}
	returns := queries.Source{Period: "column month", FreshDays: 45, Columns: feeds}
	exports := queries.Source{Period: "column day", FreshDays: 113, Columns: feeds}
	day := func(s string) time.Time {
		d, err := time.Parse(time.DateOnly, s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	a := &answering{setting: &setting{month: day("2026-10-01")}}
	tests := []struct {
		name, window string
		source       queries.Source
		period, next string // next is the first that counts; "" if there is none
		want         bool
	}{
		{"the month", metrics.WindowMonth, returns, "2026-10-01", "", true},
		{"the month, and the one after counts", metrics.WindowMonth, returns, "2026-10-01", "2026-11-01", true},
		{"the month, of which an earlier file counts", metrics.WindowMonth, returns, "2026-10-01", "2026-10-01", false},
		{"another month", metrics.WindowMonth, returns, "2026-09-01", "", false},
		{"the first of twelve months", metrics.WindowRolling, returns, "2025-11-01", "2025-12-01", true},
		{"the month before them", metrics.WindowRolling, returns, "2025-10-01", "2025-12-01", false},
		{"one of them, of which an earlier file counts", metrics.WindowRolling, returns, "2026-03-01", "2026-03-01", false},
		{"a month to come", metrics.WindowRolling, returns, "2026-11-01", "", false},
		{"a number that is still fresh", metrics.WindowSnapshot, returns, "2026-09-01", "", true},
		{"one that is not", metrics.WindowSnapshot, returns, "2026-08-01", "", false},
		{"one that is not the newest", metrics.WindowSnapshot, returns, "2026-09-01", "2026-10-01", false},
		{"one that is, until the month to come", metrics.WindowSnapshot, returns, "2026-10-01", "2026-11-01", true},
		{"a fresh export", metrics.WindowSnapshot, exports, "2026-07-10", "", true},
		{"a stale export", metrics.WindowSnapshot, exports, "2026-07-09", "", false},
		{"an export, of twelve months", metrics.WindowRolling, exports, "2026-07-10", "", true},
		{"a source of other figures", metrics.WindowMonth, queries.Source{Period: "column month", Columns: feeds[1:]}, "2026-10-01", "", false},
	}
	for _, tt := range tests {
		d := queries.Dispute{Period: day(tt.period)}
		if tt.next != "" {
			d.Next = day(tt.next)
		}
		if got := a.lacks(metrics.Metric{Name: "m", Windows: []string{tt.window}}, tt.source, d); got != tt.want {
			t.Errorf("%s: %t, want %t", tt.name, got, tt.want)
		}
	}
}

// TestAnswersTellARefusalOnce sends a file that a rule refuses: its answer says so at
// the place, and not of the whole file too.
func TestAnswersTellARefusalOnce(t *testing.T) {
	dir := sampleWorkspace(t)
	sendFile(t, dir, "2026-11-05/progress.csv", ",Email address,Colour,Shape\nA Madeup,a@example.org,red,round\n")
	academy(t, -1, "-C", dir, "ingest", "--answer")
	lines := listed(t, dir, "academy", "2026-11-05 progress.csv")
	lines = slices.DeleteFunc(lines, func(line string) bool { return !strings.Contains(line, "as an activity report from Moodle") })
	if len(lines) != 1 || !strings.HasPrefix(lines[0], "Line 2, column ") {
		t.Errorf("it says\n%s", strings.Join(lines, "\n"))
	}
}
