package main

import (
	"cmp"
	"os"
	"path/filepath"
	"regexp"
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
		{Name: "month", Keep: "month"}, {Name: "same", Heading: "No change", Keep: "tick", Blanks: true},
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
		reason       string // "not answered" if ""
	}{
		{"no return of the month", metrics.WindowMonth, []queries.Returned{whole(9)}, "we have no return for October 2026 that counts", ""},
		{"boxes of the month, and of another figure", metrics.WindowMonth, []queries.Returned{blank(10, "b"), left(10, "a"), blank(10, "c"), blank(9, "a")},
			"B is blank in your return for October 2026, and we left out A of your return for October 2026", ""},
		{"several, in the order of the form", metrics.WindowMonth, []queries.Returned{blank(10, "b"), blank(10, "a"), blank(10, "b")}, "A and B are blank in your return for October 2026", ""},
		{"the newest return", metrics.WindowSnapshot, []queries.Returned{blank(9, "a"), blank(8, "b")}, "A is blank in your return for September 2026", ""},
		{"what was carried on from the month before", metrics.WindowSnapshot, []queries.Returned{whole(10), whole(9), left(8, "b")}, "we left out B of your return for August 2026", ""},
		{"a tick takes what is not here", metrics.WindowSnapshot, []queries.Returned{whole(10), blank(8, "b")},
			`"No change" is ticked in your return for October 2026, and we have no return for September 2026 that counts`, ""},
		{"nothing filled in", metrics.WindowSnapshot, []queries.Returned{{Workplace: "W", Month: month(10), Column: "month", Severity: queries.Ask, Code: nothingFilled}},
			"no box of your return for October 2026 is filled in", ""},
		{"twelve months of which one is here", metrics.WindowRolling, []queries.Returned{blank(10, "a")},
			"we need a return for each of the last 12 months, and we have none for 11 of them", ""},
		{"a box of another figure", metrics.WindowRolling, []queries.Returned{blank(10, "c")}, "we need a return for each of the last 12 months, and we have none for 11 of them", ""},
		{"nothing came for twelve months", metrics.WindowRolling, []queries.Returned{{Workplace: "W", Month: month(10).AddDate(-1, 0, 0)}}, "we have no return for any of the last 12 months that counts", ""},
		{"nothing ever came", metrics.WindowSnapshot, nil, "we have no return from you that counts", ""},
		{"the newest is too old", metrics.WindowSnapshot, []queries.Returned{whole(7), whole(8)}, "the newest return that we have from you, for August 2026, is too old", "not up to date"},
		{"another reason says it all", metrics.WindowSnapshot, []queries.Returned{whole(10)}, "", "above 995%"},
	}
	for _, tt := range tests {
		r := newReturns(month(10))
		r.sources = []queries.Source{source}
		for _, one := range tt.sent {
			r.add("form", one)
		}
		reason := cmp.Or(tt.reason, "not answered")
		got, came := r.lacking(metrics.Metric{Name: "m", Windows: []string{tt.window}}, queries.Stop{Workplace: "W", Source: "form", Reason: reason})
		if none := strings.HasPrefix(tt.want, "we have no return"); got != tt.want || came == none {
			t.Errorf("%s: %q, came is %t; want %q", tt.name, got, came, tt.want)
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

// TestAnswersSayOfWhichMonth sends returns of which the newest that counts is not of the
// last month: an older one, one before two of a day that differ, one that is too old,
// and one ticked over a month that is not here.
func TestAnswersSayOfWhichMonth(t *testing.T) {
	dir := sampleWorkspace(t)
	const numbers = ",9,1,0,0,0,0,0,4,0,0,0,0,0,0\n"
	sendReturns(t, dir, map[string]string{
		"2026-10-05/old.csv":    "W0007,September 2026" + numbers,
		"2026-10-05/before.csv": "W0009,September 2026" + numbers,
		"2026-11-05/one.csv":    "W0009,October 2026" + numbers,
		"2026-11-05/two.csv":    "W0009,October 2026" + strings.Replace(numbers, "9", "8", 1),
		"2026-10-05/group.csv":  "W0001,September 2026" + numbers,
		"2026-11-06/group.csv":  "W0002,October 2026" + numbers,
		"2026-08-05/july.csv":   "W0008,July 2026" + numbers,
		"2026-11-05/tick.csv":   strings.TrimSpace(returnHeadings) + ",Nothing has changed\nW0010,October 2026,,,,,,,,,,,,,,,yes\n",
	})
	academy(t, -1, "-C", dir, "ingest", "--answer")
	const vacancies = "Vacancies, permanent and temporary posts: "
	for _, tt := range []struct{ employer, folder, want string }{
		{"E0003", "2026-10-05 old.csv", vacancies + "0 posts, October 2026\nMade from your return for September 2026, the newest that counts."},
		{"E0005", "2026-11-05 one.csv", vacancies + "0 posts, October 2026\nMade from your return for September 2026, the newest that counts."},
		{"E0001", "2026-11-06 group.csv", vacancies + "0 posts, October 2026\nMade from your return for September 2026 for Mirage Manor, the newest that counts. This counts 2 of your 4 workplaces."},
		{"E0004", "2026-08-05 july.csv", vacancies + "Missing, because the newest return that we have from you, for July 2026, is too old, and we have no ASC-WDS data from you (putting either right is enough)."},
		{"E0006", "2026-11-05 tick.csv", vacancies + `Missing, because "Nothing has changed" is ticked in your return for October 2026, and we have no return for September 2026 that counts.`},
		{"E0006", "2026-11-05 tick.csv", "Leavers, permanent and temporary staff: 0 people, October 2026"},
	} {
		if lines := listed(t, dir, tt.employer, tt.folder); !slices.ContainsFunc(lines, func(line string) bool { return strings.HasPrefix(line, tt.want) }) {
			t.Errorf("%s: no line begins with\n%s\nthey are\n%s", tt.folder, tt.want, strings.Join(lines, "\n"))
		}
	}
}

// TestAnswersNameTheQuestion sends exports of which the list of vacancies is blank, not
// known, shorter than that of the job roles, and left out, each with as many worker
// records as staff; and one with far fewer.
func TestAnswersNameTheQuestion(t *testing.T) {
	dir := sampleWorkspace(t)
	const of = " in your ASC-WDS data of 10 October 2026."
	tests := []struct {
		employer, id, total, vacancies string
		title, want                    string
	}{
		{"E0003", "PX00028", "4", "", "Vacancies", "VACANCIES is blank" + of},
		{"E0004", "PX00031", "4", "999", "Vacancies", `VACANCIES is answered with "do not know"` + of},
		{"E0005", "loc.00034", "4", "1", "Vacancies", "we cannot read VACANCIES" + of},
		{"E0006", "HM-00037", "4", "1;999", "Vacancies", "we left out VACANCIES of your ASC-WDS data of 10 October 2026."},
		{"E0002", "HM-00022", "40", "1;0", "Filled posts", "there are 4 worker records and a total of 40 staff" + strings.TrimSuffix(of, ".") + ", which are too far apart."},
	}
	for _, tt := range tests {
		staff := "LOCALESTID,UNIQUEWORKERID,DISPLAYID,EMPLSTATUS,MAINJOBROLE\n"
		for _, worker := range []string{"1", "2", "3", "4"} {
			staff += tt.id + "," + worker + ",,1,8\n"
		}
		sendFile(t, dir, "2026-10-11/"+tt.employer+" 2026-10-10-sfc-bulk-upload-workplace.csv",
			"LOCALESTID,ESTNAME,LOCATIONID,MAINSERVICE,TOTALPERMTEMP,ALLJOBROLES,STARTERS,LEAVERS,VACANCIES\n"+
				tt.id+",A home,,2,"+tt.total+",8;25,0;0,0;0,"+tt.vacancies+"\n")
		sendFile(t, dir, "2026-10-11/"+tt.employer+" 2026-10-10-sfc-bulk-upload-staff.csv", staff)
	}
	academy(t, -1, "-C", dir, "ingest", "--answer")
	for _, tt := range tests {
		lines := listed(t, dir, tt.employer, "2026-10-11 "+tt.employer+" 2026-10-10-sfc-bulk-upload-workplace.csv")
		const unread = "In short: We have used this file, but not all of it. What we could not use is listed below."
		told := slices.ContainsFunc(lines, func(line string) bool {
			return strings.HasSuffix(line, "\nWe could not use this as it is.\nWe need it for your vacancies and vacancy rate.")
		})
		if cannot := strings.HasPrefix(tt.want, "we cannot read"); slices.Contains(lines, unread) != cannot || told != cannot {
			t.Errorf("%s: it says\n%s", tt.employer, strings.Join(lines, "\n"))
		}
		if !slices.ContainsFunc(lines, func(line string) bool {
			return strings.HasPrefix(line, tt.title+", ") && strings.HasSuffix(line, ": Missing, because "+tt.want)
		}) {
			t.Errorf("%s: of %s no line ends with\n%s\nthey are\n%s", tt.employer, tt.title, tt.want, strings.Join(lines, "\n"))
		}
	}
}

// TestAnswersOfAClosedHome answers a return of a home that left in August, of which
// there are no figures for October.
func TestAnswersOfAClosedHome(t *testing.T) {
	dir := sampleWorkspace(t)
	list := filepath.Join(dir, "reference", "workplaces.csv")
	homes, err := os.ReadFile(list)
	if err != nil {
		t.Fatal(err)
	}
	homes = regexp.MustCompile(`(?m)^(W0007,.*,)[^,\r\n]*(\r?)$`).ReplaceAll(homes, []byte("${1}2026-08-31$2"))
	if err := os.WriteFile(list, homes, 0o644); err != nil {
		t.Fatal(err)
	}
	sendReturns(t, dir, map[string]string{"2026-09-05/last.csv": "W0007,August 2026,9,1,0,0,0,0,0,4,0,0,0,0,0,0\n"})
	academy(t, -1, "-C", dir, "ingest", "--answer")
	lines := listed(t, dir, "E0003", "2026-09-05 last.csv")
	if want := "All figures: Missing, because we count Mirage House until 31 August 2026 only."; !slices.Contains(lines, want) {
		t.Errorf("no line is\n%s\nthey are\n%s", want, strings.Join(lines, "\n"))
	}
}

// TestAnswersSayThatABlankRowCounts sends a month in numbers, and then a row of it with
// nothing filled in: it takes their place, and its answer says so.
func TestAnswersSayThatABlankRowCounts(t *testing.T) {
	dir := sampleWorkspace(t)
	sendReturns(t, dir, map[string]string{
		"2026-11-05/first.csv": "W0007,October 2026,9,1,0,0,0,0,0,4,0,0,0,0,0,0\n",
		"2026-11-08/blank.csv": "W0007,October 2026" + strings.Repeat(",", 14) + "\n",
	})
	academy(t, -1, "-C", dir, "ingest", "--answer")
	said := strings.Join(listed(t, dir, "E0003", "2026-11-08 blank.csv"), "\n")
	for _, want := range []string{
		"If you sent numbers for this month before, this row takes their place: put them in again.",
		"Missing, because no box of your return for October 2026 is filled in.",
	} {
		if !strings.Contains(said, want) {
			t.Errorf("it does not say\n%s\nbut\n%s", want, said)
		}
	}
}
