package queries_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"academy/queries"
)

// TestRules holds every rule to its case in testdata/rules: rows in, faults out.
// A rule without a case fails, and so does a case without a rule.
//
// A case is prose, then a CSV for each file by the names of its columns, called
// "SOURCE RECEIVED.csv", or "SOURCE RECEIVED DATE.csv" where the date is in the
// name of such a file; columns that the source has not are answers. "want" is
// what the rule finds, a line each: RECEIVED, line, column, and "confirmed" where that
// was asked before and is sent again. The first row is line 2.
func TestRules(t *testing.T) {
	book, err := queries.OpenBook(nil)
	must(t, err)
	rules, err := book.Layer(queries.LayerChecks)
	must(t, err)
	cases, err := filepath.Glob("../testdata/rules/*.txtar")
	must(t, err)
	if len(cases) != len(rules) {
		t.Errorf("%d rules but %d cases", len(rules), len(cases))
	}
	db := openForCases(t, nil)
	for _, rule := range rules {
		t.Run(rule.Name, func(t *testing.T) {
			archive, err := txtar.ParseFile(filepath.Join("../testdata/rules", rule.Name+".txtar"))
			must(t, err)
			j := judgeFiles(t, db, archive)
			code := strings.ReplaceAll(rule.Name, "_", "-")
			if got, want := j.found(code), text(archive, "want"); got != want {
				t.Errorf("it finds\n%swant\n%s", got, want)
			}
		})
	}
}

// A judged case is what came of its files.
type judged struct {
	db       *queries.DB
	received []string
	entries  []queries.Entry
	trials   []*queries.Trial
}

// found lists what was found with a code.
func (j judged) found(code string) string {
	var b strings.Builder
	for i, e := range j.entries {
		for _, f := range e.Faults {
			if f.Code == code {
				fmt.Fprintf(&b, "%s %d %s", j.received[i], f.Line, f.Column)
				if f.Severity == queries.Confirmed {
					b.WriteString(" confirmed")
				}
				b.WriteString("\n")
			}
		}
	}
	return b.String()
}

func text(a *txtar.Archive, name string) string {
	for _, f := range a.Files {
		if f.Name == name {
			return string(f.Data)
		}
	}
	return ""
}

// openForCases opens a database in memory, with a rule of the workspace under
// the name "mine" if there is one.
func openForCases(t *testing.T, mine []string) *queries.DB {
	t.Helper()
	workspace := fstest.MapFS{}
	for _, rule := range mine {
		workspace["checks/mine.sql"] = &fstest.MapFile{Data: []byte(rule)}
	}
	return openWith(t, workspace)
}

// openWith opens a database in memory with the queries of a workspace.
func openWith(t *testing.T, workspace fstest.MapFS) *queries.DB {
	t.Helper()
	book, err := queries.OpenBook(workspace)
	must(t, err)
	db, err := queries.Open(t.Context(), book, queries.Options{Threads: 1})
	must(t, err)
	t.Cleanup(func() { must(t, db.Close()) })
	return db
}

// judgeCase tries and records the files of a case in a database of its own. A
// rule of the workspace may be there too, under the name "mine".
func judgeCase(t *testing.T, archive *txtar.Archive, mine ...string) judged {
	t.Helper()
	return judgeFiles(t, openForCases(t, mine), archive)
}

// judgeFiles forgets what a database holds, and tries and records the files of a
// case in the order they stand in, those of one day together.
func judgeFiles(t *testing.T, db *queries.DB, archive *txtar.Archive) judged {
	t.Helper()
	must(t, db.Forget(t.Context()))
	all := judged{db: db}
	for i := 0; i < len(archive.Files); {
		if !strings.HasSuffix(archive.Files[i].Name, ".csv") {
			i++
			continue
		}
		day := strings.Fields(strings.TrimSuffix(archive.Files[i].Name, ".csv"))[1]
		received, err := time.Parse(time.DateOnly, day)
		must(t, err)
		b, err := db.NewBatch(t.Context(), received)
		must(t, err)
		var entries []queries.Entry
		var trials []*queries.Trial
		for ; i < len(archive.Files) && strings.Contains(archive.Files[i].Name, " "+day); i++ {
			f := archive.Files[i]
			trial := try(t, db, b, f, received)
			trials = append(trials, trial)
			entries = append(entries, queries.Entry{Source: trial.Source.Name, Load: true, Receipt: queries.Receipt{
				Name: f.Name, SHA256: fmt.Sprint(f.Name, len(all.entries)), Received: received, Archived: f.Name,
			}})
		}
		must(t, b.Judge(t.Context()))
		for n := range entries {
			entries[n].Rows, entries[n].Faults = trials[n].Rows, trials[n].Faults
			all.received = append(all.received, day)
		}
		_, err = b.Record(t.Context(), entries, func(string) {})
		must(t, err)
		must(t, b.Close())
		all.entries, all.trials = append(all.entries, entries...), append(all.trials, trials...)
	}
	return all
}

// try appends the rows of a file of a case.
func try(t *testing.T, db *queries.DB, b *queries.Batch, f txtar.File, received time.Time) *queries.Trial {
	t.Helper()
	words := strings.Fields(strings.TrimSuffix(f.Name, ".csv"))
	source, ok := db.Source(words[0])
	if !ok {
		t.Fatalf("there is no source %s", words[0])
	}
	var dated time.Time
	if len(words) > 2 {
		var err error
		dated, err = time.Parse(time.DateOnly, words[2])
		must(t, err)
	}
	trial, err := b.Try(t.Context(), source, received, dated)
	must(t, err)
	rows, err := csv.NewReader(bytes.NewReader(f.Data)).ReadAll()
	must(t, err)
	kept := source.Kept()
	for n, row := range rows[1:] {
		values := make([]string, len(kept))
		for i, heading := range rows[0] {
			at := slices.IndexFunc(kept, func(c queries.Column) bool { return c.Name == heading })
			if at >= 0 {
				values[at] = row[i]
				continue
			}
			if !source.Long {
				t.Fatalf("%s: there is no column %s", f.Name, heading)
			}
			must(t, trial.Answer(queries.Answer{Line: n + 2, Heading: heading, Answer: row[i]}))
		}
		must(t, trial.Append(queries.Row{Line: n + 2, Values: values}))
	}
	return trial
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
