package main

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"
	"time"
)

// Three workplaces, September and October 2026, worked by hand.
//
//	W1  Figment Heath, a district of Mockshire; care home with nursing. Returns both months.
//	W2  Fabling, the city; domiciliary care. No returns; an export of 1 October.
//	W3  no area; domiciliary care. In scope from 15 October. Sends nothing.
//
// W1, care and nursing: 10 permanent, 2 temporary, 3 bank, 1 agency; other: 4
// permanent. Vacancies 3 and 1 in September, 2 and 0 in October. Left: 1 and
// 0, then 2 and 1.
//
// W2 states 9 staff and has 8 records, so (9 + 8) / 2 = 8.5 filled posts. 5
// and 1 of them are direct. Vacancies 1 and 0, leavers 4 and 2 in the year.
func byHand() (*tally, []round) {
	september := monthOf(2026, time.September)
	sept := boxes{10, 2, 3, 1, 3, 0, 1, 4, 0, 0, 0, 1, 0, 0, 0, 0}
	octo := boxes{10, 2, 3, 1, 2, 0, 2, 4, 0, 0, 0, 0, 0, 1, 0, 0}
	t := newTally(september, 2, false)
	old := on(2020, time.April, 1)
	t.workplace(&workplace{area: firstDistrict, service: 0, from: old},
		&history{launch: september, returns: []filed{{true, sept}, {true, octo}}})
	t.workplace(&workplace{area: city, service: 2, from: old},
		&history{launch: september, returns: make([]filed, 2), exports: []reported{{
			on: on(2026, time.October, 1), stated: 9, records: 8, direct: [groups]int{5, 1},
			vacancies: list{by: [groups]int{1, 0}}, leavers: list{by: [groups]int{4, 2}},
		}}})
	t.workplace(&workplace{area: nowhere, service: 2, from: on(2026, time.October, 15)},
		&history{launch: september, returns: make([]filed, 2)})

	t.episode("care_certificates", on(2026, time.August, 31), city, 0) // before launch
	t.episode("care_certificates", on(2026, time.September, 1), city, 0)
	t.episode("care_certificates", on(2026, time.October, 31), firstDistrict, 1)
	t.episode("care_certificates", on(2026, time.November, 1), city, 0) // after the last month
	t.episode("care_certificates", on(2026, time.October, 9), nowhere, 0)

	return t, []round{{
		on:     on(2026, time.October, 2),
		voters: []voter{{votes: map[string]int{"training": 2}}, {votes: map[string]int{"training": 3}}, {votes: map[string]int{"training": 2}}},
		agreed: map[string]int{"training": 3},
	}, {on: on(2026, time.November, 2)}}
}

// worked are figures of byHand. Each follows from the numbers in its comment.
var worked = []string{
	// Filled posts: W1 has 10 + 2 + 3 + 1 + 4 = 20, W2 8.5.
	"filled_posts,snapshot,2026-09,everyone,all,,20,,1,not answered=1,",
	"filled_posts,snapshot,2026-10,everyone,all,,28.5,,2,not answered=1,",
	"filled_posts,snapshot,2026-10,area,Fabling,,8.5,,1,,",
	"filled_posts,snapshot,2026-10,area,Mockshire,,20,,1,,",
	"filled_posts,snapshot,2026-09,area,Not recorded,,,,0,,[z]",
	"filled_posts,snapshot,2026-10,area,Not recorded,,,,0,not answered=1,[x]",
	"filled_posts,snapshot,2026-10,area x service,Figment Heath x Care home with nursing,,20,,1,,",

	// Vacancies: 3 + 1 in September; 2 + 0 and W2's 1 in October.
	"vacancies,snapshot,2026-09,everyone,all,,4,,1,not answered=1,",
	"vacancies,snapshot,2026-10,everyone,all,,3,,2,not answered=1,",
	"vacancies,snapshot,2026-10,role_group,Other,,0,,2,not answered=1,",

	// Rates: (2 + 0) of 2 + 16 at W1, 1 of 1 + 6 at W2: 3 of 25. In the group
	// Other nobody is wanted: 0 of W1's 4 and W2's 1.
	"vacancy_rate,snapshot,2026-09,everyone,all,,4,20,1,not answered=1,",
	"vacancy_rate,snapshot,2026-10,everyone,all,,3,25,2,not answered=1,",
	"vacancy_rate,snapshot,2026-10,role_group,Other,,0,5,2,not answered=1,",

	// Turnover: W1 has two returns, W2 12 x (4 + 2) over 12 x 6.
	"turnover_rate,rolling12,2026-09,everyone,all,,,,0,fewer than 12 months=1; not answered=1,[x]",
	"turnover_rate,rolling12,2026-10,everyone,all,,72,72,1,fewer than 12 months=1; not answered=1,",
	"turnover_rate,rolling12,2026-10,role_group,Care and nursing,,48,60,1,fewer than 12 months=1; not answered=1,",

	// Leavers come from returns alone.
	"leavers,month,2026-09,everyone,all,,1,,1,not answered=1,",
	"leavers,month,2026-10,everyone,all,,3,,1,not answered=2,",
	"leavers,month,2026-10,area x role_group,Mockshire x Other,,1,,1,,",
	"leavers,month,2026-10,area,Fabling,,,,0,not answered=1,[x]",

	// Certificates: one in September, two in October; both months are in the
	// financial year that began in April.
	"care_certificates,month,2026-10,everyone,all,,2,,0,,",
	"care_certificates,year to date,2026-10,everyone,all,,3,,0,,",
	"care_certificates,since launch,2026-09,everyone,all,,1,,0,,",
	"care_certificates,month,2026-09,area,Figment Heath,,0,,0,,",
	"care_certificates,month,2026-10,area x route,Not recorded x Jobcentre,,1,,0,,",

	// Votes of 2, 3 and 2, agreed 3. The other themes were not voted on.
	"maturity_level,round,2026-10-02,theme,Training and development arrangements,compliant,2,3,0,,",
	"maturity_level,round,2026-10-02,theme,Training and development arrangements,disruptive,0,3,0,,",
	"maturity_level,round,2026-10-02,theme,Training and development arrangements,agreed,3,,0,,",
	"maturity_level,round,2026-10-02,theme,Workforce leadership,strategic,,,0,,[w]",
	"maturity_level,round,2026-10-02,theme,Workforce leadership,agreed,,,0,,[z]",
}

func TestFiguresWorkedByHand(t *testing.T) {
	tally, rounds := byHand()
	var out bytes.Buffer
	if err := tally.writeFigures(&out, rounds); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(out.String(), "\n")
	for _, want := range worked {
		if !slices.Contains(lines, want) {
			key := strings.Join(strings.Split(want, ",")[:6], ",")
			t.Errorf("want %s", want)
			for _, line := range lines {
				if strings.HasPrefix(line, key) {
					t.Errorf("have %s", line)
				}
			}
		}
	}
	for _, never := range []string{"2026-11", "Mockshire and Fabling", "2026-08", "paid_employment"} {
		if strings.Contains(out.String(), never) {
			t.Errorf("there is a figure about %s", never)
		}
	}
}

func TestRateWithoutDenominatorShowsItsZeros(t *testing.T) {
	october := monthOf(2026, time.October)
	b := filled(0, 0, 0, 0, 0, 0, 0)
	b[box(careGroup, permanentBox)] = 5
	tally := newTally(october, 1, false)
	tally.workplace(&workplace{area: city, from: on(2020, 4, 1)}, &history{launch: october, returns: []filed{{true, b}}})
	var out bytes.Buffer
	if err := tally.writeFigures(&out, nil); err != nil {
		t.Fatal(err)
	}
	want := "vacancy_rate,snapshot,2026-10,role_group,Other,,0,0,1,,[z]\n"
	if !strings.Contains(out.String(), want) {
		t.Errorf("no line %s", want)
	}
}

func TestFinancialYear(t *testing.T) {
	tests := []struct {
		month time.Month
		year  int
		want  string
	}{
		{time.March, 2026, "2025-04"}, {time.April, 2026, "2026-04"}, {time.December, 2026, "2026-04"}, {time.January, 2026, "2025-04"},
	}
	for _, tt := range tests {
		if got := financialYear(monthOf(tt.year, tt.month)).String(); got != tt.want {
			t.Errorf("the year of %v %d began in %s, want %s", tt.month, tt.year, got, tt.want)
		}
	}
}

// TestOrderOfRows holds the order of figures.csv: metric, window and dimensions
// as listed, period, members by name.
func TestOrderOfRows(t *testing.T) {
	tally, rounds := byHand()
	var out bytes.Buffer
	if err := tally.writeFigures(&out, rounds); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&out).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(rows[0], ","); got != "metric,window,period,dimensions,members,level,numerator,denominator,workplaces,left_out,state" {
		t.Errorf("headings are %s", got)
	}
	windows := []string{"month", "snapshot", "rolling12", "year to date", "since launch", "round"}
	dimensions := []string{"everyone", "theme", "area", "service", "role_group", "route", "area x service", "area x role_group", "area x route"}
	levelOrder := []string{"", "first_steps", "compliant", "strategic", "integrated", "disruptive", "agreed"}
	compare := func(a, b []string) int {
		for _, order := range []int{
			strings.Compare(a[0], b[0]),
			slices.Index(windows, a[1]) - slices.Index(windows, b[1]),
			strings.Compare(a[2], b[2]),
			slices.Index(dimensions, a[3]) - slices.Index(dimensions, b[3]),
			strings.Compare(a[4], b[4]),
			slices.Index(levelOrder, a[5]) - slices.Index(levelOrder, b[5]),
		} {
			if order != 0 {
				return order
			}
		}
		return 0
	}
	for i := 2; i < len(rows); i++ {
		if compare(rows[i-1], rows[i]) >= 0 {
			t.Errorf("row %d, %v, does not come after %v", i, rows[i][:6], rows[i-1][:6])
		}
	}
}
