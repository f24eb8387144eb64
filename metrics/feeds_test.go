package metrics_test

import (
	"bytes"
	"encoding/csv"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"academy/metrics"
	"academy/queries"
)

// TestFeeds holds what the descriptions say that a column feeds against the
// figures. Without the file of a source, the metrics that differ are all that
// its columns name. Without the answers of one column, they are exactly those
// that the column names.
//
// A column that says whose row it is (LOCATIONID does, as LOCALESTID does), or of
// which month, takes the row away: it names what the file feeds. A worker whose job role is not known makes a group
// "Not recorded" in which there are 0 vacancies: no vacancy rests on that, and a
// figure of 0 counts as none here.
func TestFeeds(t *testing.T) {
	archive, err := txtar.ParseFile("../testdata/feeds/region.txtar")
	if err != nil {
		t.Fatal(err)
	}
	tested := 0
	for _, f := range archive.Files {
		name, fileDate, _ := strings.Cut(strings.TrimSuffix(f.Name, ".csv"), " ")
		if !slices.Contains([]string{"provider_return", "ascwds_workplace", "ascwds_staff", "tracker", "maturity_self_assessment"}, name) {
			continue
		}
		tested++
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newFeedRegion(t, archive, f.Name)
			s, _ := r.db.Source(name)
			without := r.figures(t)
			with := r.after(t, s, f.Data, fileDate)
			if got, want := differing(without, with), s.FeedsOf(""); !slices.Equal(got, want) {
				t.Errorf("without the file %v differ, but its columns feed %v", got, want)
			}
			idle := f.Data // with all columns changed that feed nothing
			for _, c := range s.Kept() {
				switch {
				case c.Keep == "unit" || c.Name == s.PeriodColumn() || name+"."+c.Name == "ascwds_workplace.locationid":
					if !slices.Equal(c.Feeds, s.FeedsOf("")) {
						t.Errorf("column %s takes its row away and feeds %v, but all that the file feeds is %v", c.Name, c.Feeds, s.FeedsOf(""))
					}
				case len(c.Feeds) == 0:
					idle = edited(t, idle, c)
				default:
					if got := differing(with, r.after(t, s, edited(t, f.Data, c), fileDate)); !slices.Equal(got, c.Feeds) {
						t.Errorf("without column %s %v differ, but it says that it feeds %v", c.Name, got, c.Feeds)
					}
				}
			}
			if got := differing(with, r.after(t, s, idle, fileDate)); len(got) > 0 {
				t.Errorf("without the columns that feed nothing, %v differ", got)
			}
		})
	}
	if tested != 5 {
		t.Errorf("%d sources were tested, want 5", tested)
	}
	sources, err := queries.Sources()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range sources {
		if len(s.FeedsOf("")) > 0 {
			tested--
		}
	}
	if tested != 0 {
		t.Errorf("%d more sources are tested here than feed a metric", tested)
	}
}

// A feedRegion is the region of the test in a database, a file of it a day.
type feedRegion struct {
	db    *queries.DB
	day   time.Time
	frame metrics.Frame
}

func newFeedRegion(t *testing.T, archive *txtar.Archive, except string) *feedRegion {
	t.Helper()
	launch, last := months(t, archive)
	r := &feedRegion{db: openDB(t), day: last.AddDate(0, 2, 0), frame: metrics.Frame{Launch: launch, Last: last, Parent: map[string]string{}}}
	for _, reference := range []bool{true, false} {
		for _, f := range archive.Files {
			name, ok := strings.CutSuffix(f.Name, ".csv")
			name, fileDate, _ := strings.Cut(name, " ")
			s, known := r.db.Source(name)
			if ok && known && f.Name != except && (s.Reference != "") == reference {
				load(t, r.db, s, f.Data, fileDate, r.day)
			}
		}
	}
	return r
}

// after returns the figures once a file came on a day of its own.
func (r *feedRegion) after(t *testing.T, s queries.Source, data []byte, fileDate string) map[string]string {
	t.Helper()
	r.day = r.day.AddDate(0, 0, 1)
	load(t, r.db, s, data, fileDate, r.day)
	return r.figures(t)
}

// figures returns the lead's figures of the last month, or round, by metric.
func (r *feedRegion) figures(t *testing.T) map[string]string {
	t.Helper()
	ctx := t.Context()
	if err := r.db.Build(ctx, queries.Now(r.day), queries.Frame{Launch: r.frame.Launch, LastMonth: r.frame.Last}, ""); err != nil {
		t.Fatal(err)
	}
	ref, err := r.db.Reference(ctx)
	if err != nil {
		t.Fatal(err)
	}
	frame := r.frame
	for _, a := range ref.Areas {
		frame.Parent[a.Name] = a.Parent
	}
	for _, l := range ref.Levels {
		frame.Levels = append(frame.Levels, metrics.Level{Key: l.Key, Title: l.Title, Rank: l.Rank})
	}
	for _, theme := range ref.Themes {
		frame.Themes = append(frame.Themes, theme.Title)
	}
	layer, all := allMetrics(t, r.db)
	lead, err := metrics.ParseAudience("lead")
	if err != nil {
		t.Fatal(err)
	}
	figures := map[string]string{}
	for i, m := range all {
		cells, err := metrics.Compute(m, r.db.Sums(ctx, layer[i], m.Kind, m.Sources, m.Columns), frame)
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(string(table(cells.Figures(lead))), "\n")
		figures[m.Name] = strings.Join(slices.DeleteFunc(lines, func(line string) bool { return strings.HasSuffix(line, " 0 = 0") }), "\n")
	}
	return figures
}

func differing(a, b map[string]string) []string {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(a)) {
		if a[name] != b[name] {
			names = append(names, name)
		}
	}
	return names
}

// edited is a CSV with another answer in each cell of a column: none, but a tick
// is taken out, or put where there was none, and a person has another reference,
// since a row without one is left out.
func edited(t *testing.T, data []byte, c queries.Column) []byte {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	at := slices.Index(rows[0], c.Name)
	if at < 0 {
		t.Fatalf("the region has no column %s", c.Name)
	}
	for _, row := range rows[1:] {
		switch c.Keep {
		case "tick":
			row[at] = map[bool]string{true: "", false: "true"}[row[at] == "true"]
		case "hash":
			row[at] = "f" + row[at][1:]
		default:
			row[at] = ""
		}
	}
	var out bytes.Buffer
	if err := csv.NewWriter(&out).WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
