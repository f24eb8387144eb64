package queries

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

func open(t *testing.T, workspace fstest.MapFS) (*DB, error) {
	t.Helper()
	var book *Book
	var err error
	if workspace == nil {
		book, err = OpenBook(nil)
	} else {
		book, err = OpenBook(workspace)
	}
	if err != nil {
		return nil, err
	}
	db, err := Open(context.Background(), book, Options{Threads: 2, CheckAll: true})
	if err != nil {
		return nil, err
	}
	t.Cleanup(func() { db.Close() })
	return db, nil
}

// TestReadsOfOurs holds that the words of a check of ours name the tables that
// its syntax tree does: that is all that is looked at when a database is opened.
func TestReadsOfOurs(t *testing.T) {
	db, err := open(t, nil)
	if err != nil {
		t.Fatal(err)
	}
	tables, err := db.layerTables()
	if err != nil {
		t.Fatal(err)
	}
	checks, err := db.book.Layer(LayerChecks)
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range checks {
		tree := slices.Clone(db.reads[q.Path])
		words := readsOfOurs(q, tables[LayerChecks])
		slices.Sort(tree)
		slices.Sort(words)
		if tree = slices.Compact(tree); !slices.Equal(tree, words) || len(words) == 0 {
			t.Errorf("%s reads %v, by its words %v", q.Path, tree, words)
		}
	}
}

// TestSealedSQL holds what a workspace's statement may not do. Each is refused
// with its file and the line of the offence.
func TestSealedSQL(t *testing.T) {
	tests := []struct {
		name, path, sql, want string
	}{
		{"two statements", "facts/areas.sql", "-- One row.\nselect 1 as area;\nselect 2", "queries/facts/areas.sql:3: a file holds exactly one select; this one holds 2 statements"},
		{"a statement that is no select", "facts/areas.sql", "-- One row.\ndrop table x", "queries/facts/areas.sql:2: "},
		{"a schema name", "facts/areas.sql", "-- One row.\nselect *\nfrom staging.areas", "queries/facts/areas.sql:3: a schema is named"},
		{"a catalogue name", "facts/areas.sql", "-- One row.\nselect *\nfrom academy.staging.areas", "queries/facts/areas.sql:3: a schema is named"},
		{"a file read by function", "facts/areas.sql", "-- One row.\nselect *\nfrom read_csv('x.csv')", "queries/facts/areas.sql:3: a table function is used"},
		{"a file read by name", "facts/areas.sql", "-- One row.\nselect *\nfrom 'x.csv'", `queries/facts/areas.sql:3: there is no table "x.csv"`},
		{"a table chosen by its name", "facts/areas.sql", "-- One row.\nselect *\nfrom query_table('areas')", "queries/facts/areas.sql:3: a table function is used"},
		{"the catalogue by view", "facts/areas.sql", "-- One row.\n\nselect *\nfrom duckdb_tables", `queries/facts/areas.sql:4: there is no table "duckdb_tables"`},
		{"the catalogue by function", "facts/areas.sql", "-- One row.\nselect *\nfrom duckdb_tables()", "queries/facts/areas.sql:3: a table function is used"},
		{"the catalogue in its old spelling", "facts/areas.sql", "-- One row.\nselect *\nfrom sqlite_master", "queries/facts/areas.sql:3: there is no table"},
		{"the clock", "facts/areas.sql", "-- One row.\nselect *,\n    now() as at\nfrom areas", `queries/facts/areas.sql:3: the function "now"`},
		{"the clock without brackets", "facts/areas.sql", "-- One row.\nselect\n    current_date as at\nfrom areas", "queries/facts/areas.sql:3: "},
		{"chance", "facts/areas.sql", "-- One row.\nselect random() as r from areas", "queries/facts/areas.sql:2: "},
		{"an identifier made by chance", "facts/areas.sql", "-- One row.\nselect uuid() as r from areas", "queries/facts/areas.sql:2: "},
		{"an age up to today", "facts/areas.sql", "-- One row.\nselect *,\n    age(timestamp '2020-01-01') as a\nfrom areas", `queries/facts/areas.sql:3: the function "age" with one argument counts up to today`},
		{"an age up to today, as a method", "facts/areas.sql", "-- One row.\nselect *,\n    (timestamp '2020-01-01').age() as a\nfrom areas", `queries/facts/areas.sql:3: the function "age" with one argument`},
		{"the clock behind a macro", "facts/areas.sql", "-- One row.\nselect *,\n    ago(interval 1 day) as a\nfrom areas", `queries/facts/areas.sql:3: the function "ago"`},
		{"the clock as the server's start", "facts/areas.sql", "-- One row.\nselect *,\n    pg_postmaster_start_time() as a\nfrom areas", `queries/facts/areas.sql:3: the function "pg_postmaster_start_time"`},
		{"the clock as the load of settings", "facts/areas.sql", "-- One row.\nselect *,\n    pg_catalog.PG_conf_load_time() as a\nfrom areas", `queries/facts/areas.sql:3: the function "pg_conf_load_time"`},
		{"a sample of a select", "facts/areas.sql", "-- One row.\nselect *\nfrom areas\nusing sample 1 rows", "queries/facts/areas.sql:3: a sample is chance"},
		{"a sample of a table", "facts/areas.sql", "-- One row.\nselect *\nfrom areas tablesample reservoir(1 rows)", "queries/facts/areas.sql:3: a sample is chance"},
		{"a sample of a subquery", "facts/areas.sql", "-- One row.\nselect *\nfrom (select *\nfrom areas) tablesample 10 percent", "queries/facts/areas.sql:"},
		{"who runs it", "facts/areas.sql", "-- One row.\nselect *,\n    user() as a\nfrom areas", `queries/facts/areas.sql:3: the function "user"`},
		{"where it runs", "facts/areas.sql", "-- One row.\nselect *,\n    inet_server_addr() as a\nfrom areas", `queries/facts/areas.sql:3: the function "inet_server_addr"`},
		{"a pause", "facts/areas.sql", "-- One row.\nselect *,\n    pg_sleep(1) as a\nfrom areas", `queries/facts/areas.sql:3: the function "pg_sleep"`},
		{"describe", "facts/areas.sql", "-- One row.\ndescribe areas", "queries/facts/areas.sql:2: "},
		{"summarize inside a select", "facts/areas.sql", "-- One row.\nfrom (summarize areas)", "queries/facts/areas.sql:2: "},
		{"a file of comments", "facts/areas.sql", "-- One row.\n-- nothing else", "queries/facts/areas.sql:1: a file holds exactly one select"},
		{"a layer too far back", "metrics/vacancies.sql", "-- metric: vacancies\nselect *\nfrom provider_return", `queries/metrics/vacancies.sql:3: there is no table "provider_return"`},
		{"a table behind the name of a CTE elsewhere", "facts/areas.sql",
			"-- One row.\nselect *\nfrom (with duckdb_tables as (select 1) from duckdb_tables) as a,\n    duckdb_tables", `queries/facts/areas.sql:4: there is no table "duckdb_tables"`},
		{"a CTE that reads the table it hides", "facts/areas.sql",
			"-- One row.\nwith duckdb_tables as (\n    from duckdb_tables\n)\nfrom duckdb_tables", `queries/facts/areas.sql:3: there is no table "duckdb_tables"`},
		{"a recursive CTE that starts from the table it hides", "facts/areas.sql",
			"-- One row.\nwith recursive sqlite_master as (\n    from sqlite_master\n    union all\n    from sqlite_master\n)\nfrom sqlite_master", `queries/facts/areas.sql:3: there is no table "sqlite_master"`},
		{"a subquery in a condition", "facts/areas.sql", "-- One row.\nselect * from areas\nwhere exists (from pg_class)", "queries/facts/areas.sql:3: there is no table"},
		{"a check that reads a fact", "checks/x.sql", "-- check: x\nselect line from workplaces_seen", "queries/checks/x.sql:2: there is no table"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := open(t, fstest.MapFS{tt.path: {Data: []byte(tt.sql)}})
			if err == nil {
				t.Fatal("it was accepted")
			}
			if !strings.HasPrefix(err.Error(), tt.want) {
				t.Errorf("\n got %s\nwant %s...", err, tt.want)
			}
		})
	}
}

// TestBookErrors holds what is refused at the start, before a file arrives that
// would meet it.
func TestBookErrors(t *testing.T) {
	const check = "-- check: x\n-- source: areas\n-- severity: ask\n-- column: area\n-- says: S.\n-- fix: F.\nselect line from areas"
	const twoSources = "-- check: x\n-- source: placements, tracker\n-- severity: ask\n-- column: person\n-- says: S.\n-- fix: F.\n" +
		"select line from file_rows where file in (select for_file from file_rows_beside)"
	const source = "title: T\nunit: academy\nperiod: none\nreplaces: all\ncolumns:\n  a: {heading: A, keep: text}\n"
	tests := []struct{ name, path, text, want string }{
		{"a check that is right", "checks/x.sql", check, ""},
		{"a severity nobody knows", "checks/x.sql", strings.Replace(check, "ask", "shout", 1), `queries/checks/x.sql:3: no severity "shout"; there are refuse the file, `},
		{"a key nobody knows", "checks/x.sql", strings.Replace(check, "says", "sais", 1), `queries/checks/x.sql:5: a check has no key "sais"`},
		{"a key left out", "checks/x.sql", strings.Replace(check, "-- fix: F.\n", "", 1), `queries/checks/x.sql:1: the header lacks "fix"`},
		{"another check's name", "checks/x.sql", strings.Replace(check, "check: x", "check: y", 1), `queries/checks/x.sql:1: the header names the check "y", the file "x"`},
		{"a check that rests on a column that the source has not", "checks/x.sql", strings.Replace(check, "-- column:", "-- unless:   area, acre\n-- column:", 1), `queries/checks/x.sql:4: no source of it has a column "acre"`},
		{"a check of a column that the source has not", "checks/x.sql", strings.Replace(check, "column: area", "column: acre", 1), `queries/checks/x.sql:4: the source areas has no column "acre"`},
		{"a check of two sources", "checks/x.sql", twoSources, ""},
		{"a check of a source named twice", "checks/x.sql", strings.Replace(twoSources, "tracker", "placements", 1), `queries/checks/x.sql:2: the source "placements" is named twice`},
		{"a check that reads a table its source has not", "checks/x.sql", strings.NewReplacer("placements, tracker", "benchmarks", "column: person", "column: measure").Replace(twoSources), "queries/checks/x.sql:2: it reads file_rows_beside, and the source benchmarks has no benchmarks_beside"},
		{"a check of no source", "checks/x.sql", strings.Replace(check, "source: areas", "source: planets", 1), `queries/checks/x.sql:2: there is no source "planets"`},
		{"a source that nothing stages", "sources/x.yaml", source, "queries/sources/x.yaml: there is no queries/staging/x.sql beside it"},
		{"a description that is wrong", "sources/x.yaml", source + "colour: blue\n", `queries/sources/x.yaml: [7:1] unknown field "colour"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := open(t, fstest.MapFS{tt.path: {Data: []byte(tt.text)}})
			if tt.want == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			var wrong BookError
			if !errors.As(err, &wrong) {
				t.Fatalf("it is no BookError: %v", err)
			}
			if !strings.HasPrefix(err.Error(), tt.want) {
				t.Errorf("\n got %s\nwant %s...", err, tt.want)
			}
		})
	}
}

func TestIsBusy(t *testing.T) {
	tests := []struct {
		message string
		want    bool
	}{
		{`IO Error: Could not set lock on file "/x/academy.duckdb": Conflicting lock is held in academy (PID 7).`, true},
		{`IO Error: Cannot open file "c:\x\academy.duckdb": The process cannot access the file because it is being used by another process.`, true},
		{`IO Error: Cannot open file "/x/academy.duckdb": Permission denied`, false},
	}
	for _, tt := range tests {
		if got := isBusy(tt.message); got != tt.want {
			t.Errorf("%v, want %v: %s", got, tt.want, tt.message)
		}
	}
}

// TestSteadyFunctionsAreAllowed holds that the seal leaves what always answers
// the same, be it a macro of DuckDB's or the age between two days.
func TestSteadyFunctionsAreAllowed(t *testing.T) {
	_, err := open(t, fstest.MapFS{"facts/areas.sql": {Data: []byte(
		"-- One row per area.\nselect *, nullif(area, '') as a, list_sum([1, 2]) as b, array_to_string(['x'], ',') as c,\n" +
			"    age(timestamp '2020-02-01', timestamp '2020-01-01') as d, date_add(date '2020-01-01', interval 1 day) as e,\n" +
			"    days_in_month(date '2020-01-01') as f, split_part(area, '-', 1) as g, fdiv(7, 2) as h\nfrom areas")}})
	if err != nil {
		t.Error(err)
	}
}

// TestRecursionIsAllowed holds that the tree of areas can be walked.
func TestRecursionIsAllowed(t *testing.T) {
	_, err := open(t, fstest.MapFS{"facts/tree.sql": {Data: []byte(
		"-- One row per area.\nwith recursive below as (\n    select area, parent from areas where parent is null\n" +
			"    union all\n    select areas.area, areas.parent from areas join below on below.area = areas.parent\n)\nfrom below")}})
	if err != nil {
		t.Error(err)
	}
}

func TestOverrideIsUsed(t *testing.T) {
	db, err := open(t, fstest.MapFS{"facts/areas.sql": {Data: []byte("\uFEFF-- One row per area.\r\nwith a as (from areas) select area, parent, ons_code from a;\r\n")}})
	if err != nil {
		t.Fatal(err)
	}
	if got := db.Book().Overrides; len(got) != 1 || got[0] != "facts/areas.sql" {
		t.Errorf("overrides %v", got)
	}
	build(t, db)
}

func build(t *testing.T, db *DB) {
	t.Helper()
	day := time.Date(2026, 11, 16, 0, 0, 0, 0, time.UTC)
	frame := Frame{Launch: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), LastMonth: time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)}
	if err := db.Build(t.Context(), Now(day), frame, ""); err != nil {
		t.Fatal(err)
	}
}

// TestEmptyBuild makes every fact and runs every metric over nothing.
func TestEmptyBuild(t *testing.T) {
	db, err := open(t, nil)
	if err != nil {
		t.Fatal(err)
	}
	build(t, db)
	metrics, err := db.Book().Layer(LayerMetrics)
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range metrics {
		columns := map[string][]string{"filled_posts": {"service"}, "care_certificates": {"route"}, "paid_employment": {"route"}, "maturity_level": {"theme"}}[q.Name]
		if columns == nil {
			columns = []string{"service", "role_group"}
		}
		for _, err := range db.Sums(t.Context(), q, q.Header.Get("kind"), strings.Split(q.Header.Get("source"), ", "), columns) {
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	if _, err := db.Reference(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// TestPastBook holds that the statements of a day before ours still open and
// stage, though a rule names a column as it did then, and a staging query takes
// dates for texts.
func TestPastBook(t *testing.T) {
	book, err := OpenBook(nil)
	if err != nil {
		t.Fatal(err)
	}
	texts := maps.Clone(book.Texts())
	replace := func(path, is, was string) {
		if !strings.Contains(texts[path], is) {
			t.Fatalf("%s does not say %q", path, is)
		}
		texts[path] = strings.Replace(texts[path], is, was, 1)
	}
	replace("checks/records_against_total.sql", "column:    totalpermtemp", "column:    total_staff")
	replace("staging/course_records.sql", "enrolled_on::text", "enrolled_on")
	db, err := Open(t.Context(), BookOf(texts, nil), Options{Threads: 1, CheckAll: true})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	s, _ := db.Source("course_records")
	batch, err := db.NewBatch(t.Context(), time.Date(2026, 5, 5, 0, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	trial, err := batch.Try(t.Context(), s, time.Date(2026, 5, 5, 0, 0, 0, 0, time.UTC), time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	values := make([]string, len(s.Kept()))
	for i, c := range s.Kept() {
		switch {
		case c.Keep == "hash":
			values[i] = strings.Repeat("0", 64)
		case c.Name == "course":
			values[i] = "x"
		}
	}
	if err := errors.Join(trial.Append(Row{Line: 2, Values: values}), trial.Done(), batch.Judge(t.Context())); err != nil {
		t.Error(err)
	}
}
