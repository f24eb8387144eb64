package main

import (
	"slices"
	"strings"
	"testing"
	"time"

	"academy/metrics"
	"academy/queries"
)

// TestLacking says which boxes of which month stop a figure of October 2026. Those
// of the month are for the leavers, and those of the newest return for the vacancies.
func TestLacking(t *testing.T) {
	month := func(m time.Month) time.Time { return time.Date(2026, m, 1, 0, 0, 0, 0, time.UTC) }
	source := queries.Source{Name: "form", Period: "column month", Columns: []queries.Column{
		{Name: "month", Keep: "month"},
		{Name: "a", Heading: "A", Feeds: []string{"m"}}, {Name: "b", Heading: "B", Feeds: []string{"m"}}, {Name: "c", Heading: "C", Feeds: []string{"other"}},
	}}
	blank := func(m time.Month, column string) queries.Returned {
		return queries.Returned{Workplace: "W", Month: month(m), Column: column, Severity: queries.Ask, Code: leftBlank}
	}
	left := func(m time.Month, column string) queries.Returned {
		return queries.Returned{Workplace: "W", Month: month(m), Column: column, Severity: queries.LeaveOutCell, Code: "not-a-whole-number"}
	}
	whole := func(m time.Month) queries.Returned { return queries.Returned{Workplace: "W", Month: month(m)} }
	tests := []struct {
		name, window string
		sent         []queries.Returned
		want         string
	}{
		{"no return of the month", metrics.WindowMonth, []queries.Returned{whole(9)}, "we have no return for October 2026 that counts"},
		{"boxes of the month, and of another figure", metrics.WindowMonth, []queries.Returned{blank(10, "b"), left(10, "a"), blank(10, "c"), blank(9, "a")},
			"B is blank in your return for October 2026, and we left out A of your return for October 2026"},
		{"several, in the order of the form", metrics.WindowMonth, []queries.Returned{blank(10, "b"), blank(10, "a"), blank(10, "b")}, "A and B are blank in your return for October 2026"},
		{"the newest return", metrics.WindowSnapshot, []queries.Returned{blank(9, "a"), blank(8, "b")}, "A is blank in your return for September 2026"},
		{"what was carried on from the month before", metrics.WindowSnapshot, []queries.Returned{whole(10), whole(9), left(8, "b")}, "we left out B of your return for August 2026"},
		{"a gap ends it", metrics.WindowSnapshot, []queries.Returned{whole(10), blank(8, "b")}, ""},
		{"nothing filled in", metrics.WindowSnapshot, []queries.Returned{{Workplace: "W", Month: month(10), Column: "month", Severity: queries.Ask, Code: nothingFilled}},
			"no box of your return for October 2026 is filled in"},
		{"twelve months of which one is here", metrics.WindowRolling, []queries.Returned{blank(10, "a")},
			"we need a return for each of the last 12 months, and we have none for 11 of them"},
		{"a box of another figure", metrics.WindowRolling, []queries.Returned{blank(10, "c")}, "we need a return for each of the last 12 months, and we have none for 11 of them"},
		{"nothing came", metrics.WindowRolling, nil, ""},
	}
	for _, tt := range tests {
		r := returns{last: month(10), sources: []queries.Source{source}, sent: map[homeMonth][]queries.Returned{}}
		for _, one := range tt.sent {
			at := homeMonth{"form", "W", one.Month}
			r.sent[at] = append(r.sent[at], one)
		}
		if got := r.lacking(metrics.Metric{Name: "m", Windows: []string{tt.window}}, queries.Stop{Workplace: "W", Source: "form", Reason: "not answered"}); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// TestAnswersSayWhatStopsTheYear sends twelve months of which one has a box blank,
// and of the next home those and one month less.
func TestAnswersSayWhatStopsTheYear(t *testing.T) {
	dir := sampleWorkspace(t)
	rows := func(home string, left ...string) (all string) {
		for month := time.Date(2025, 11, 1, 0, 0, 0, 0, time.UTC); month.Year() == 2025 || month.Month() < 11; month = month.AddDate(0, 1, 0) {
			when, gone := month.Format("January 2006"), "0"
			if slices.Contains(left, when) {
				continue
			}
			if when == "May 2026" {
				gone = ""
			}
			all += home + "," + when + ",9,1,0,0,0,0," + gone + ",4,0,0,0,0,0,0\n"
		}
		return all
	}
	sendReturns(t, dir, map[string]string{
		"2026-11-05/whole.csv": rows("W0007"),
		"2026-11-05/less.csv":  rows("W0009", "March 2026"),
	})
	academy(t, -1, "-C", dir, "ingest", "--answer")
	const stopped = "Turnover rate, permanent and temporary staff: Missing, because we need a return for each of the last 12 months, and "
	for _, tt := range []struct{ employer, folder, need, want string }{
		{"E0003", "2026-11-05 whole.csv", "Without it we cannot work out your turnover rate.", stopped + "Care: left is blank in your return for May 2026."},
		{"E0005", "2026-11-05 less.csv", "We need it for your leavers and turnover rate.", stopped + "we have none for March 2026, and Care: left is blank in your return for May 2026."},
	} {
		lines := strings.Join(listed(t, dir, tt.employer, tt.folder), "\n")
		for _, want := range []string{tt.want, "Put in a whole number; 0 if there were none.\nPlease check it.\n" + tt.need} {
			if !strings.Contains(lines, want) {
				t.Errorf("%s: it does not say\n%s\nbut\n%s", tt.folder, want, lines)
			}
		}
	}
}

// TestAnswersNameWhoIsLeftOut sends a group's return with a box blank and a value that
// is left out. Of a row that another of its file corrects, a blank box stops nothing.
func TestAnswersNameWhoIsLeftOut(t *testing.T) {
	dir := sampleWorkspace(t)
	headings := strings.TrimSpace(returnHeadings) + ",Correction\n"
	sendReturns(t, dir, map[string]string{
		"2026-11-05/all.csv": headings + "W0001,October 2026,9,1,0,0,,0,1,4,0,0,0,0,0,0,\nW0002,October 2026,9,1,0,0,two,0,1,4,0,0,0,0,0,0,\n" +
			"W0003,October 2026,9,1,0,0,,0,1,4,0,0,0,0,0,0,\nW0003,October 2026,9,1,0,0,0,0,1,4,0,0,0,,0,0,yes\nW0004,October 2026,9,1,0,0,0,0,1,4,0,0,0,0,0,0,\n",
	})
	academy(t, -1, "-C", dir, "ingest", "--answer")
	lines := listed(t, dir, "E0001", "2026-11-05 all.csv")
	for _, want := range []string{
		"Leavers, permanent and temporary staff: 4 people, October 2026",
		"Vacancies, permanent and temporary posts: 0 posts, October 2026\nThis counts 1 of your 4 workplaces. The others are left out, because " +
			"Care: vacancies is blank in your return for October 2026 (Mirage Manor); we left out Care: vacancies of your return for October 2026 (Whimsy Support); " +
			"Other: vacancies is blank in your return for October 2026 (Mirage Living).",
		"Turnover rate, permanent and temporary staff: Missing, because we need a return for each of the last 12 months, and we have none for 11 of them (all 4 workplaces).",
	} {
		if !slices.Contains(lines, want) {
			t.Errorf("no line is\n%s\nthey are\n%s", want, strings.Join(lines, "\n"))
		}
	}
}
