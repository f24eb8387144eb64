package queries_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"

	"academy/queries"
)

const someWorkplaces = `-- workplaces 2024-01-01.csv --
workplace,employer,in_scope_from
W1,E1,2020-01-01
W2,E1,2020-01-01
W3,E2,2020-01-01
`

// TestWaivers holds whom a waiver lets through, and until when.
func TestWaivers(t *testing.T) {
	const rows = `-- provider_return 2026-05-05.csv --
workplace,month,care_bank
W1,2026-04-01,999
W2,2026-04-01,999
W3,2026-04-01,999
`
	tests := []struct{ name, waiver, want string }{
		{"nobody has one", "X9,dont-know-code,counted,Ann,2026-06-01", "2 leave out the value, 3 leave out the value, 4 leave out the value"},
		{"a workplace has one", "W1,dont-know-code,counted,Ann,2026-06-01", "2 waived, 3 leave out the value, 4 leave out the value"},
		{"an employer has one for all its workplaces", "E1,dont-know-code,counted,Ann,2026-06-01", "2 waived, 3 waived, 4 leave out the value"},
		{"it holds on its last day", "W3,dont-know-code,counted,Ann,2026-05-05", "2 leave out the value, 3 leave out the value, 4 waived"},
		{"it has ended", "W3,dont-know-code,counted,Ann,2026-05-04", "2 leave out the value, 3 leave out the value, 4 leave out the value"},
		{"it is about another rule", "W1,tenfold-jump,counted,Ann,2026-06-01", "2 leave out the value, 3 leave out the value, 4 leave out the value"},
	}
	db := openForCases(t, nil)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			waivers := "-- waivers 2024-01-02.csv --\nprovider,rule,reason,who,until\n" + tt.waiver + "\n"
			j := judgeFiles(t, db, txtar.Parse([]byte(someWorkplaces+waivers+rows)))
			var got []string
			for _, f := range j.entries[len(j.entries)-1].Faults {
				if f.Code != "dont-know-code" {
					continue
				}
				got = append(got, fmt.Sprint(f.Line, " ", f.Severity))
				if says := strings.Contains(f.Says, "(waived by Ann until "); says != (f.Severity == queries.Waived) {
					t.Errorf("line %d is %s and says %q", f.Line, f.Severity, f.Says)
				}
			}
			if got := strings.Join(got, ", "); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

// TestNoWaiverCountsTwice holds that a row which is left out since another counts
// is left out whatever is waived.
func TestNoWaiverCountsTwice(t *testing.T) {
	const files = "-- waivers 2024-01-02.csv --\nprovider,rule,reason,who,until\nW1,return-row-replaced,counted,Ann,2026-06-01\n" +
		"-- provider_return 2026-05-05.csv --\nworkplace,month,care_bank,correction\nW1,2026-04-01,9,\nW1,2026-04-01,8,true\n"
	j := judgeFiles(t, openForCases(t, nil), txtar.Parse([]byte(someWorkplaces+files)))
	for _, f := range j.entries[len(j.entries)-1].Faults {
		if f.Code == "return-row-replaced" && f.Severity == queries.LeaveOutRow && f.Line == 2 {
			return
		}
	}
	t.Errorf("the row that is corrected is not left out: %+v", j.entries[len(j.entries)-1].Faults)
}

// TestWaiverOfAStranger holds that a home of another employer counts where a waiver
// says so, and is not asked about as well.
func TestWaiverOfAStranger(t *testing.T) {
	const files = "-- waivers 2024-01-02.csv --\nprovider,rule,reason,who,until\nE2,home-sent-by-its-employer,they share an office,Ann,2026-06-01\n" +
		"-- provider_return 2026-05-05.csv --\nworkplace,month\nW3,2026-03-01\n" +
		"-- provider_return 2026-05-06.csv --\nworkplace,month\nW1,2026-03-01\nW2,2026-03-01\nW3,2026-03-01\n"
	j := judgeFiles(t, openForCases(t, nil), txtar.Parse([]byte(someWorkplaces+files)))
	var got []string
	for _, f := range j.entries[len(j.entries)-1].Faults {
		if f.Line == 4 && f.Column == "workplace" {
			got = append(got, f.Code+" "+f.Severity)
		}
	}
	if got := strings.Join(got, ", "); got != "home-sent-by-its-employer waived" {
		t.Errorf("of the other employer's home it says %q", got)
	}
}

// TestWaiverOfOneRule holds that a waiver lets one rule through, and the rules that
// compare with what was sent before judge the value as it stands.
func TestWaiverOfOneRule(t *testing.T) {
	const files = "-- waivers 2024-01-02.csv --\nprovider,rule,reason,who,until\nW1,dont-know-code,they are so many,Ann,2026-06-11\n" +
		"-- provider_return 2026-04-05.csv --\nworkplace,month,care_bank\nW1,2026-03-01,40\n" +
		"-- provider_return 2026-05-05.csv --\nworkplace,month,care_bank\nW1,2026-04-01,999\n"
	j := judgeFiles(t, openForCases(t, nil), txtar.Parse([]byte(someWorkplaces+files)))
	var got []string
	for _, f := range j.entries[len(j.entries)-1].Faults {
		if f.Column == "care_bank" {
			got = append(got, f.Code+" "+f.Severity)
		}
	}
	if got := strings.Join(got, ", "); got != "dont-know-code waived, tenfold-jump ask" {
		t.Errorf("of 999 it says %q", got)
	}
}

// TestWhatFollowsIsHidden holds that a fault of an earlier gate, or a graver one,
// hides what only follows from it.
func TestWhatFollowsIsHidden(t *testing.T) {
	const before = someWorkplaces + `-- provider_return 2026-04-05.csv --
workplace,month,care_bank
W1,2026-03-01,3
W2,2026-03-01,3
`
	tests := []struct{ name, rows, want string }{
		{"a number that is a code is not a jump too", "W1,2026-04-01,999", "dont-know-code"},
		{"a number that is none is a jump", "W1,2026-04-01,998", "tenfold-jump"},
		{"a row left out is not compared with others", "W1,2026-04-01,3\nW1,2026-04-01,998", "duplicate-return duplicate-return"},
		{"a row left out since another counts is not asked about", "W1,2024-01-01,999\nW1,2024-01-01,999\nW1,2024-01-01,999", "return-row-replaced return-row-replaced month-long-ago dont-know-code"},
		{"nor are two of which none counts", "W1,2024-01-01,999\nW1,2024-01-01,4\nW1,2024-01-01,5", "duplicate-return duplicate-return duplicate-return"},
		{"a row that is left out otherwise is", "W1,2027-04-01,999", "month-not-begun dont-know-code"},
		{"a fault hides nothing of another row", "W1,2026-04-01,999\nW2,2026-04-01,998", "dont-know-code tenfold-jump"},
	}
	db := openForCases(t, nil)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			j := judgeFiles(t, db, txtar.Parse([]byte(before+"-- provider_return 2026-05-05.csv --\nworkplace,month,care_bank\n"+tt.rows+"\n")))
			var got []string
			for _, f := range j.entries[len(j.entries)-1].Faults {
				if f.Code != "box-left-blank" {
					got = append(got, f.Code)
				}
			}
			if got := strings.Join(got, " "); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// TestRulesNotRun holds that a rule which has nothing to compare with is listed.
func TestRulesNotRun(t *testing.T) {
	const first = `-- provider_return 2026-04-05.csv --
workplace,month,care_bank
W1,2026-03-01,3
`
	const second = `-- provider_return 2026-05-05.csv --
workplace,month,care_bank
W1,2026-04-01,3
`
	tests := []struct{ name, files, want string }{
		{"the first return there is", someWorkplaces + first, `there is no earlier "Monthly return" to compare it with`},
		{"the second", someWorkplaces + first + second, ""},
		{"a second of which no row can be used", someWorkplaces + first + strings.Replace(second, "W1,", "X1,", 1), "no row of this file could be used"},
	}
	db := openForCases(t, nil)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			j := judgeFiles(t, db, txtar.Parse([]byte(tt.files)))
			got := ""
			for _, r := range j.trials[len(j.trials)-1].NotRun {
				if r.Code == "tenfold-jump" {
					got = r.Why
				}
			}
			if got != tt.want {
				t.Errorf("it was not run, since %q; want %q", got, tt.want)
			}
		})
	}
}

// TestRulesOfAYear holds that last year's rule judges last year's months only.
func TestRulesOfAYear(t *testing.T) {
	tests := []struct{ name, years, want string }{
		{"a rule of all years", "-- gate: cell", "2 3 4"},
		{"from April on", "-- from: 2026-04", "3 4"},
		{"until April", "-- until: 2026-04", "2 3"},
		{"in April", "-- from: 2026-04\n-- until: 2026-04", "3"},
		{"where another value is there", "-- after: care_left", "4"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := ""
			j := judgeWith(t, "-- check: mine\n-- source: provider_return\n-- severity: ask\n-- column: care_bank\n"+tt.years+
				"\n-- says: a\n-- fix: b\nselect line from provider_return\n")
			for _, f := range j.trials[1].Faults {
				if f.Code == "mine" {
					got += fmt.Sprint(" ", f.Line)
				}
			}
			if got := strings.TrimSpace(got); got != tt.want {
				t.Errorf("it finds lines %s, want %s", got, tt.want)
			}
		})
	}
}

// judgeWith judges three months of a workplace with a rule of the workspace.
func judgeWith(t *testing.T, rule string) judged {
	t.Helper()
	return judgeCase(t, txtar.Parse([]byte(someWorkplaces+`-- provider_return 2026-06-05.csv --
workplace,month,care_left
W1,2026-03-01,
W1,2026-04-01,
W1,2026-05-01,0
`)), rule)
}

// TestRulesThatCannotBe holds what is said of a mistake in a rule's header.
func TestRulesThatCannotBe(t *testing.T) {
	tests := []struct{ name, key, want string }{
		{"a gate that is none", "-- gate: door", `queries/checks/mine.sql:5: no gate "door"; there are form, cell, tables`},
		{"a year that is none", "-- from: 2026", `queries/checks/mine.sql:5: from wants a month such as 2026-04, has "2026"`},
		{"it ends before it begins", "-- from: 2026-04\n-- until: 2026-03", "queries/checks/mine.sql:6: it ends before it begins"},
		{"it needs what it does not read", "-- needs: areas_in_force", "queries/checks/mine.sql:5: it needs areas_in_force and does not read it"},
		{"a tick that is a number", "-- only: care_bank", `queries/checks/mine.sql:5: the source provider_return has no tick "care_bank"`},
		{"another word for what confirms", "-- again: yes", `queries/checks/mine.sql:5: again can only be confirms, or confirms COLUMN, has "yes"`},
		{"a column that is not staged", "-- again: confirms beds", `queries/checks/mine.sql:5: no source of it has a staged column "beds"`},
		{"it asks for something", "-- asks: much", `queries/checks/mine.sql:5: asks can only be nothing, has "much"`},
		{"a key that is none", "-- gait: cell", `queries/checks/mine.sql:5: a check has no key "gait"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			book, err := queries.OpenBook(fstest.MapFS{"checks/mine.sql": &fstest.MapFile{Data: []byte("-- check: mine\n-- source: provider_return\n-- severity: ask\n-- column: care_bank\n" + tt.key +
				"\n-- says: a\n-- fix: b\nselect line from provider_return\n")}})
			must(t, err)
			db, err := queries.Open(t.Context(), book, queries.Options{Threads: 1})
			if err == nil {
				must(t, db.Close())
				t.Fatal("it was taken")
			}
			if !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
}
