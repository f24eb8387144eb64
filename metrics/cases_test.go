package metrics_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"academy/metrics"
	"academy/queries"
	"academy/testdata"
)

// TestMetrics makes every metric from the rows in its case, through staging,
// checks and facts. A metric without a case fails, and so does a case without
// a metric.
//
// A case is prose with the arithmetic, then files: "months" (launch, last),
// a CSV for each source by the names of its columns (for a source dated by its
// file's name, "NAME DATE.csv"), and "want", the lead's figures of the last month
// or round.
func TestMetrics(t *testing.T) {
	db := openDB(t)
	layer, all := allMetrics(t, db)
	cases, err := filepath.Glob("../testdata/metrics/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	if len(cases) != len(all) {
		t.Errorf("%d metrics but %d case files", len(all), len(cases))
	}
	for i, m := range all {
		t.Run(m.Name, func(t *testing.T) {
			path := filepath.Join("../testdata/metrics", m.Name+".txtar")
			archive, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			setFile(archive, "want", caseFigures(t, archive, m, layer[i]))
			testdata.Golden(t, path, txtar.Format(archive))
		})
	}
}

// allMetrics are the metrics there are, and the statement of each.
func allMetrics(t *testing.T, db *queries.DB) ([]queries.Query, []metrics.Metric) {
	t.Helper()
	layer, err := db.Book().Layer(queries.LayerMetrics)
	if err != nil {
		t.Fatal(err)
	}
	all, err := metrics.Load(layer)
	if err != nil {
		t.Fatal(err)
	}
	return layer, all
}

func openDB(t *testing.T) *queries.DB {
	t.Helper()
	book, err := queries.OpenBook(nil)
	if err != nil {
		t.Fatal(err)
	}
	db, err := queries.Open(t.Context(), book, queries.Options{Threads: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// caseFigures loads the rows of a case and prints the figures of its last month.
func caseFigures(t *testing.T, archive *txtar.Archive, m metrics.Metric, q queries.Query) []byte {
	t.Helper()
	ctx := t.Context()
	launch, last := months(t, archive)
	db := caseDB(t, archive)
	ref, err := db.Reference(ctx)
	if err != nil {
		t.Fatal(err)
	}
	frame := metrics.Frame{Launch: launch, Last: last, Parent: map[string]string{}}
	for _, a := range ref.Areas {
		frame.Parent[a.Name] = a.Parent
	}
	for _, l := range ref.Levels {
		frame.Levels = append(frame.Levels, metrics.Level{Key: l.Key, Title: l.Title, Rank: l.Rank})
	}
	for _, theme := range ref.Themes {
		frame.Themes = append(frame.Themes, theme.Title)
	}
	cells, err := metrics.Compute(m, db.Sums(ctx, q, m.Kind, m.Sources, m.Columns), frame)
	if err != nil {
		t.Fatal(err)
	}
	lead, err := metrics.ParseAudience("lead")
	if err != nil {
		t.Fatal(err)
	}
	return table(cells.Figures(lead))
}

// caseDB is a database with the rows of a case and what was built of them.
func caseDB(t *testing.T, archive *txtar.Archive) *queries.DB {
	t.Helper()
	db := openDB(t)
	launch, last := months(t, archive)
	received := last.AddDate(0, 2, 0)
	for _, reference := range []bool{true, false} { // a workplace must be known before it is named
		for _, f := range archive.Files {
			name, ok := strings.CutSuffix(f.Name, ".csv")
			if !ok {
				continue
			}
			name, fileDate, _ := strings.Cut(name, " ")
			s, ok := db.Source(name)
			if !ok {
				t.Fatalf("there is no source %q", name)
			}
			if (s.Reference != "") == reference {
				load(t, db, s, f.Data, fileDate, received)
			}
		}
	}
	if err := db.Build(t.Context(), queries.Now(received), queries.Frame{Launch: launch, LastMonth: last}, ""); err != nil {
		t.Fatal(err)
	}
	return db
}

func months(t *testing.T, archive *txtar.Archive) (launch, last time.Time) {
	t.Helper()
	for _, f := range archive.Files {
		if f.Name != "months" {
			continue
		}
		var a, b string
		if _, err := fmt.Sscanf(string(f.Data), "launch %s\nlast %s", &a, &b); err != nil {
			t.Fatal(err)
		}
		return month(t, a), month(t, b)
	}
	t.Fatal("the case has no months")
	return
}

func month(t *testing.T, s string) time.Time {
	t.Helper()
	m, err := time.Parse("2006-01", s)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// load puts the rows of a CSV in force, as a file of the source would be.
func load(t *testing.T, db *queries.DB, s queries.Source, data []byte, fileDate string, received time.Time) {
	t.Helper()
	ctx := context.Background()
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var dated time.Time
	if fileDate != "" {
		if dated, err = time.Parse(time.DateOnly, fileDate); err != nil {
			t.Fatal(err)
		}
	}
	b, err := db.NewBatch(ctx, received)
	if err != nil {
		t.Fatal(err)
	}
	trial, err := b.Try(ctx, s, received, dated)
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range rows[1:] {
		values := map[string]string{}
		for j, cell := range row {
			values[rows[0][j]] = cell
		}
		r := queries.Row{Line: i + 2}
		for _, c := range s.Kept() {
			r.Values = append(r.Values, values[c.Name])
			delete(values, c.Name)
		}
		if err := trial.Append(r); err != nil {
			t.Fatal(err)
		}
		for _, heading := range slices.Sorted(keys(values)) {
			if !s.Long {
				t.Fatalf("%s has no column %q", s.Name, heading)
			}
			if err := trial.Answer(queries.Answer{Line: i + 2, Heading: heading, Answer: values[heading]}); err != nil {
				t.Fatal(err)
			}
		}
	}
	trial.Place = func(line int, column string) string { return fmt.Sprint(line, column) }
	if err := b.Judge(ctx); err != nil {
		t.Fatal(err)
	}
	entry := queries.Entry{Source: s.Name, Load: true, Faults: trial.Faults,
		Receipt: queries.Receipt{Name: s.Name + fileDate, SHA256: s.Name + fileDate + string(data), Received: received, Archived: s.Name}}
	if _, err := b.Record(ctx, []queries.Entry{entry}, func(string) {}); err != nil {
		t.Fatal(err)
	}
}

func keys(m map[string]string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

func table(figures []metrics.Figure) []byte {
	var last time.Time
	for _, f := range figures {
		if f.Period.After(last) {
			last = f.Period
		}
	}
	var buf bytes.Buffer
	w := tabwriter.NewWriter(&buf, 0, 0, 2, ' ', 0)
	for _, f := range figures {
		if !f.Period.Equal(last) {
			continue
		}
		text, _ := f.Numerator()
		if d, ok := f.Denominator(); ok {
			text += " / " + d
		}
		if v, ok := f.Value(); ok && f.Level == "" {
			text += fmt.Sprintf(" = %.4g", v)
		}
		text += string(f.Mark())
		member := f.MembersText()
		if f.Level != "" {
			member += ": " + f.Level
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", f.PeriodText(), f.Window, member, text, f.LeftOutText())
	}
	if err := w.Flush(); err != nil {
		panic(err) // bytes.Buffer does not fail
	}
	lines := strings.Split(buf.String(), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " ")
	}
	return []byte(strings.Join(lines, "\n"))
}

func setFile(a *txtar.Archive, name string, data []byte) {
	for i, f := range a.Files {
		if f.Name == name {
			a.Files[i].Data = data
			return
		}
	}
	a.Files = append(a.Files, txtar.File{Name: name, Data: data})
}
