package queries

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

func TestSourceDescriptions(t *testing.T) {
	const start = "title: T\nunit: academy\nperiod: none\nreplaces: all\ncolumns:\n"
	tests := []struct{ name, yaml, want string }{
		{"an unknown key", start + "  a: {heading: A, keep: text}\ncolour: blue\n", "queries/sources/x.yaml: [7:1] unknown field \"colour\""},
		{"an unknown key of a column", start + "  a: {heading: A, keep: text, colour: blue}\n", "queries/sources/x.yaml: column a: "},
		{"a column without a heading", start + "  a: {keep: text}\n", "queries/sources/x.yaml: column a: it lacks a heading"},
		{"what becomes of a column is not known", start + "  a: {heading: A, keep: guess}\n", `queries/sources/x.yaml: column a: no keep "guess"; there are unit, date`},
		{"a unit nobody knows", strings.Replace(start, "academy", "planet", 1) + "  a: {heading: A, keep: text}\n", `queries/sources/x.yaml: no unit "planet"`},
		{"a workplace's source without its column", strings.Replace(start, "academy", "workplace", 1) + "  a: {heading: A, keep: text}\n", "queries/sources/x.yaml: the unit is a workplace, but no column is kept as unit"},
		{"a period in a column it does not have", strings.Replace(start, "none", "column month", 1) + "  a: {heading: A, keep: text}\n", "queries/sources/x.yaml: its period is column month, which it does not have"},
		{"a metric that is not there", start + "  a: {heading: A, keep: text, feeds: [happiness]}\n", `queries/sources/x.yaml:6: column a: feeds "happiness"; there is no such metric`},
		{"a metric that is not there, in a column of several lines", start + "  a: {heading: A, keep: text}\n  b:\n    heading: B\n    keep: text\n    feeds: [vacancies, happiness]\n", `queries/sources/x.yaml:10: column b: feeds "happiness"; there is no such metric`},
		{"a metric that is named twice", start + "  a: {heading: A, keep: text, feeds: [vacancies, vacancies]}\n", `queries/sources/x.yaml:6: column a: feeds "vacancies" twice`},
		{"a metric fed from what is dropped", start + "  a: {heading: A, keep: drop, feeds: [vacancies]}\n", `queries/sources/x.yaml:6: column a: feeds "vacancies", and nothing of it is kept`},
		{"a due day that not every month has", "due day: 31\n" + start + "  a: {heading: A, keep: text}\n", "queries/sources/x.yaml: due day 31; it can be a day that every month has"},
		{"a due day of what is about no months", "due day: 14\n" + start + "  a: {heading: A, keep: text}\n", "queries/sources/x.yaml: due day 14: only a source whose period is a column kept as month has one"},
		{"a due day of days", "due day: 14\n" + strings.Replace(start, "none", "column a", 1) + "  a: {heading: A, keep: date}\n", "queries/sources/x.yaml: due day 14: only a source whose period is a column kept as month has one"},
		{"when it comes, said twice", "due day: 14\nrefresh: monthly\n" + strings.Replace(start, "none", "column a", 1) + "  a: {heading: A, keep: month}\n", "queries/sources/x.yaml: refresh: due day 14 says already when it comes"},
		{"a form whose rows are about nothing", "sheet: S\n" + start + "  a: {heading: A, keep: text}\n", "queries/sources/x.yaml: sheet S: say what one of its rows is about"},
		{"parts by a column it does not have", strings.NewReplacer("academy", "column fund", "replaces: all", "replaces: unit+period").Replace(start) + "  a: {heading: A, keep: text}\n", "queries/sources/x.yaml: its unit is column fund, which it does not have"},
		{"parts by a column that may be blank", strings.NewReplacer("academy", "column a", "replaces: all", "replaces: unit+period").Replace(start) + "  a: {heading: A, keep: text}\n", "queries/sources/x.yaml: its unit is column a, which then has to be filled, and kept as text or code"},
		{"parts of which one replaces all", strings.Replace(start, "academy", "column a", 1) + "  a: {heading: A, keep: text, filled: true}\n", "queries/sources/x.yaml: replaces all, and its unit is column a"},
		{"no title", strings.Replace(start, "title: T\n", "", 1) + "  a: {heading: A, keep: text}\n", "queries/sources/x.yaml: the description lacks a title"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Sources(fstest.MapFS{"sources/x.yaml": {Data: []byte(tt.yaml)}})
			if err == nil {
				t.Fatal("it was accepted")
			}
			if !strings.HasPrefix(err.Error(), tt.want) {
				t.Errorf("\n got %s\nwant %s...", err, tt.want)
			}
		})
	}
}

// TestWhenItComes holds that a day by which a source is due says when it comes.
func TestWhenItComes(t *testing.T) {
	s, err := parseSource("x.yaml", "title: T\nunit: academy\nperiod: column a\nreplaces: all\ndue day: 5\ncolumns:\n  a: {heading: A, keep: month}\n")
	if err != nil {
		t.Fatal(err)
	}
	if want := "by day 5 of the following month"; s.Refresh != want {
		t.Errorf("it comes %q, want %q", s.Refresh, want)
	}
}

// TestClaims puts returns of one workplace and month in force, and sees which
// counts. The number is that of the vacancies in each file.
func TestClaims(t *testing.T) {
	type file struct {
		day        int // of November 2026
		correction bool
		vacancies  string
	}
	tests := []struct {
		name  string
		files []file
		want  string // vacancies in force on the last day; "" if none
	}{
		{"one file", []file{{1, false, "1"}}, "1"},
		{"a later file replaces it, whether it says so or not", []file{{1, false, "1"}, {2, false, "2"}}, "2"},
		{"a correction replaces it", []file{{1, false, "1"}, {2, true, "2"}}, "2"},
		{"two of one day cannot both be right", []file{{1, false, "1"}, {1, false, "2"}}, ""},
		{"the earlier one stays in force while two are held", []file{{1, false, "1"}, {2, false, "2"}, {2, false, "3"}}, "1"},
		{"of two of one day the correction counts", []file{{1, true, "2"}, {1, false, "1"}}, "2"},
		{"two corrections of one day are held", []file{{1, false, "1"}, {2, true, "2"}, {2, true, "3"}}, "1"},
		{"three of one day, one of them a correction", []file{{1, false, "1"}, {1, false, "2"}, {1, true, "3"}}, "3"},
		{"two of one day that say the same, under other IDs of the home", []file{{1, false, "1"}, {1, false, "1"}}, "1"},
		{"a third that differs", []file{{1, false, "1"}, {1, false, "1"}, {1, false, "2"}}, ""},
		{"one that leaves the box blank", []file{{1, false, "1"}, {1, false, ""}}, ""},
		{"two corrections that say the same", []file{{1, false, "1"}, {1, true, "2"}, {1, true, "2"}}, "2"},
		{"a later file settles a dispute", []file{{1, false, "1"}, {1, false, "2"}, {2, false, "3"}}, "3"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			db, err := open(t, nil)
			if err != nil {
				t.Fatal(err)
			}
			receive(t, db, "workplaces", 1, map[string]string{"workplace": "W1", "cqc_location": "1-1", "ascwds_id": "A1", "name": "One", "employer": "E1", "in_scope_from": "2020-01-01"})
			last := 1
			for i, f := range tt.files {
				tick := ""
				if f.correction {
					tick = "true"
				}
				receive(t, db, "provider_return", f.day, map[string]string{
					"workplace": []string{"W1", "1-1", "A1"}[i], "month": "2026-10-01", "correction": tick, "care_vacancies": f.vacancies,
				})
				last = f.day
			}
			frame := Frame{Launch: monthOf(2026, 10), LastMonth: monthOf(2026, 10)}
			if err := db.Build(t.Context(), Now(november(last)), frame, ""); err != nil {
				t.Fatal(err)
			}
			got := ""
			err = scanInto(t.Context(), db, "select coalesce(vacancies::text, '') from build.facts.returns where role_group = 'Care and nursing'", func(s string) { got = s })
			if err != nil {
				t.Fatal(err)
			}
			if got != tt.want {
				t.Errorf("in force: %q, want %q", got, tt.want)
			}
		})
	}
}

// TestClaimsThatWait holds what becomes of two returns of one day while their
// rows wait to be read again: nothing, until another speaks for the same month.
func TestClaimsThatWait(t *testing.T) {
	tests := []struct {
		name          string
		second, third string // vacancies; the first has 1
		month         string // of the third
		want          string // the verdicts on October
	}{
		{"they were held, and a return of another month comes", "2", "1", "2026-09-01", "held held"},
		{"they were counted, and a return of another month comes", "1", "1", "2026-09-01", "accepted accepted"},
		{"they were counted, and a third comes", "1", "1", "2026-10-01", "held held held"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			db, err := open(t, nil)
			if err != nil {
				t.Fatal(err)
			}
			receive(t, db, "workplaces", 1, map[string]string{"workplace": "W1", "cqc_location": "1-1", "ascwds_id": "A1", "name": "One", "employer": "E1", "in_scope_from": "2020-01-01"})
			receive(t, db, "provider_return", 1, map[string]string{"workplace": "W1", "month": "2026-10-01", "care_vacancies": "1"})
			receive(t, db, "provider_return", 1, map[string]string{"workplace": "1-1", "month": "2026-10-01", "care_vacancies": tt.second})
			if err := db.exec(t.Context(), "update academy.staging.provider_return set staged_by = 'other statements'"); err != nil {
				t.Fatal(err)
			}
			receive(t, db, "provider_return", 1, map[string]string{"workplace": "A1", "month": tt.month, "care_vacancies": tt.third})
			var got []string
			err = scanInto(t.Context(), db, "select verdict from academy.ledger.claims where period = date '2026-10-01' order by file", func(v string) { got = append(got, v) })
			if err != nil {
				t.Fatal(err)
			}
			if strings.Join(got, " ") != tt.want {
				t.Errorf("the claims on October are %v, want %s", got, tt.want)
			}
		})
	}
}

func november(day int) time.Time    { return time.Date(2026, 11, day, 0, 0, 0, 0, time.UTC) }
func monthOf(year, m int) time.Time { return time.Date(year, time.Month(m), 1, 0, 0, 0, 0, time.UTC) }

// receive records a file of one row. Its row stands for its hash: the same file
// again on the same day would be a retry.
func receive(t *testing.T, db *DB, source string, day int, values map[string]string) {
	t.Helper()
	ctx := t.Context()
	s, ok := db.Source(source)
	if !ok {
		t.Fatalf("there is no source %q", source)
	}
	b, err := db.NewBatch(ctx, november(day))
	if err != nil {
		t.Fatal(err)
	}
	trial, err := b.Try(ctx, s, november(day), time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	row := Row{Line: 2}
	for _, c := range s.Kept() {
		row.Values = append(row.Values, values[c.Name])
	}
	if err := trial.Append(row); err != nil {
		t.Fatal(err)
	}
	if err := b.Judge(ctx); err != nil {
		t.Fatal(err)
	}
	entry := Entry{Receipt: Receipt{Name: source, SHA256: fmt.Sprint(values), Received: november(day)}, Source: source, Load: true}
	if _, err := b.Record(ctx, []Entry{entry}, func(string) {}); err != nil {
		t.Fatal(err)
	}
}

func FuzzParseHeader(f *testing.F) {
	f.Add("-- a: b\n--    c\nselect 1")
	f.Add("-- prose.\nselect 1")
	f.Fuzz(func(t *testing.T, s string) {
		h, err := ParseHeader("x.sql", s)
		if err != nil && h != nil {
			t.Errorf("both a header and an error: %v, %v", h, err)
		}
	})
}
