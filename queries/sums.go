package queries

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"
)

// separator stands between the members of a row; no cell of ours holds it.
const separator = "\x1f"

// metricColumns are the columns of every metric; what else it selects is a
// breakdown. The value is the type of a column that the metric may leave out.
var metricColumns = []struct{ name, optional string }{
	{"period", ""}, {"area", ""}, {"employer", ""}, {"workplace", ""}, {"subject", ""}, {"source", ""},
	{"people", ""}, {"left_out", ""}, {"numerator", "integer"}, {"denominator", "integer"},
	{"level", "text"}, {"agreed", "boolean default false"},
}

// Sums runs the metric query q over the facts of the build attached and yields
// what each workplace adds. sources is the metric's order of preference,
// columns its breakdowns other than area, in the order that Sum.Members has.
// kind is "count", "ratio" or "ordinal".
func (db *DB) Sums(ctx context.Context, q Query, kind string, sources, columns []string) iter.Seq2[Sum, error] {
	return func(yield func(Sum, error) bool) {
		if err := db.sums(ctx, q, kind, sources, columns, yield); err != nil && !errors.Is(err, errStop) {
			yield(Sum{}, fmt.Errorf("%s: %w", q.Path, withoutValues(err)))
		}
	}
}

// errStop says that whoever ranges over the sums has seen enough.
var errStop = errors.New("enough")

func (db *DB) sums(ctx context.Context, q Query, kind string, sources, columns []string, yield func(Sum, error) bool) error {
	order, err := db.metricRows(ctx, q, columns)
	if err != nil {
		return err
	}
	if err := db.set(ctx, "metric_sources", list(sources)); err != nil {
		return err
	}
	engine := "sums"
	if kind == "ordinal" {
		engine = "votes"
	}
	return db.each(ctx, db.book.engine(engine), func(rows *sql.Rows) error {
		s, err := scanSum(rows, order)
		if err != nil {
			return err
		}
		if !yield(s, nil) {
			return errStop
		}
		return nil
	})
}

// A Stop is why a source of a metric gives nothing for a workplace.
type Stop struct{ Workplace, Source, Reason string }

// Stops returns why the sources of the metric query q give nothing in the last
// month of the build attached, workplace by workplace and in the metric's order
// of preference. Those that give something are not among them.
func (db *DB) Stops(ctx context.Context, q Query, sources, columns []string) ([]Stop, error) {
	if _, err := db.metricRows(ctx, q, columns); err != nil {
		return nil, fmt.Errorf("%s: %w", q.Path, err)
	}
	if err := db.set(ctx, "metric_sources", list(sources)); err != nil {
		return nil, err
	}
	var all []Stop
	err := db.each(ctx, db.book.engine("stops"), func(rows *sql.Rows) error {
		var s Stop
		err := rows.Scan(&s.Workplace, &s.Source, &s.Reason)
		all = append(all, s)
		return err
	})
	return all, err
}

// metricRows makes the temporary table of the metric's rows. It returns where
// among the members of a row each of columns stands.
func (db *DB) metricRows(ctx context.Context, q Query, columns []string) ([]int, error) {
	if err := db.look(ctx, "build.facts"); err != nil {
		return nil, err
	}
	if err := db.exec(ctx, "create or replace temp table raw_metric as\nselect 'all' as everyone, * from (\n"+statement(q)+"\n)"); err != nil {
		return nil, err
	}
	have, err := db.columns(ctx, "temp", "main", "raw_metric")
	if err != nil {
		return nil, err
	}
	for _, c := range metricColumns {
		i := indexColumn(have, c.name)
		switch {
		case i < 0 && c.optional == "":
			return nil, fmt.Errorf("the select lacks the column %q", c.name)
		case i < 0:
			if err := db.exec(ctx, "alter table raw_metric add column "+c.name+" "+c.optional); err != nil {
				return nil, err
			}
		case strings.HasSuffix(c.name, "nominator") || c.name == "numerator":
			if k := have[i].kind; k == "DOUBLE" || k == "FLOAT" {
				return nil, fmt.Errorf("%s is a %s; a parallel sum of those differs from run to run: cast it to an integer or a decimal", c.name, strings.ToLower(k))
			}
		}
	}
	order, err := memberOrder(have, columns)
	if err != nil {
		return nil, err
	}
	return order, db.exec(ctx, db.book.engine("metric_rows"))
}

// memberOrder finds each of columns among those a metric selects, and refuses
// one that its header does not list: it would be printed as labels.
func memberOrder(have []column, columns []string) ([]int, error) {
	var members []string
	for _, c := range have {
		known := slices.ContainsFunc(metricColumns, func(m struct{ name, optional string }) bool { return m.name == c.name })
		if !known {
			members = append(members, c.name)
		}
	}
	for _, m := range members {
		if m != "everyone" && !slices.Contains(columns, m) {
			return nil, fmt.Errorf("it selects %q, which is not among its breakdowns (%s)", m, strings.Join(columns, ", "))
		}
	}
	order := make([]int, len(columns))
	for i, c := range columns {
		if order[i] = slices.Index(members, c); order[i] < 0 {
			return nil, fmt.Errorf("it is broken down by %q, which it does not select", c)
		}
	}
	return order, nil
}

func scanSum(rows *sql.Rows, order []int) (Sum, error) {
	var s Sum
	var area, employer, workplace, members, level, source, leftOut sql.NullString
	var agreed sql.NullBool
	var denominator, people, numerator sql.NullInt64
	err := rows.Scan(&s.Period, &area, &employer, &workplace, &members, &level, &agreed, &source,
		&numerator, &denominator, &people, &leftOut)
	if err != nil {
		return Sum{}, err
	}
	all := strings.Split(members.String, separator)
	s.Members = make([]string, len(order))
	for i, at := range order {
		s.Members[i] = all[at]
	}
	s.Area, s.Employer, s.Workplace = area.String, employer.String, workplace.String
	s.Level, s.Agreed, s.Source, s.LeftOut = level.String, agreed.Bool, source.String, leftOut.String
	s.Numerator, s.Denominator, s.People = numerator.Int64, denominator.Int64, people.Int64
	return s, nil
}

// An Area is a node of the tree of areas.
type Area struct{ Name, Parent, Code string }

// A Level is a level of the maturity matrix.
type Level struct {
	Key, Title, Strapline string
	Rank                  int
}

// A Theme is a theme of the maturity matrix; Status says where it comes from.
type Theme struct{ Key, Title, Status string }

// A Target is the level a theme should reach by a day.
type Target struct {
	Theme, Title, Level, LevelTitle string
	Rank                            int
	By                              time.Time
}

// A Benchmark is a figure that somebody else has published.
type Benchmark struct {
	Measure, Area, Value, Unit, Year, Population, Source, Note string
}

// Reference is the reference data of a build, as reports need it.
type Reference struct {
	Areas      []Area
	Levels     []Level
	Themes     []Theme
	Targets    []Target
	Benchmarks []Benchmark
	Employers  map[string]string // name by ID
	Workplaces map[string]string // name by ID
}

// Reference returns the reference data of the build attached.
func (db *DB) Reference(ctx context.Context) (Reference, error) {
	r := Reference{Employers: map[string]string{}, Workplaces: map[string]string{}}
	scans := []struct {
		query string
		scan  func(*sql.Rows) error
	}{
		{"select area, coalesce(parent, ''), coalesce(ons_code, '') from build.facts.areas order by area", func(rows *sql.Rows) error {
			r.Areas = append(r.Areas, Area{})
			a := &r.Areas[len(r.Areas)-1]
			return rows.Scan(&a.Name, &a.Parent, &a.Code)
		}},
		{"select level, title, coalesce(strapline, ''), rank from build.facts.maturity_levels order by rank", func(rows *sql.Rows) error {
			r.Levels = append(r.Levels, Level{})
			l := &r.Levels[len(r.Levels)-1]
			return rows.Scan(&l.Key, &l.Title, &l.Strapline, &l.Rank)
		}},
		{"select theme, title, coalesce(status, '') from build.facts.maturity_themes order by theme", func(rows *sql.Rows) error {
			r.Themes = append(r.Themes, Theme{})
			t := &r.Themes[len(r.Themes)-1]
			return rows.Scan(&t.Key, &t.Title, &t.Status)
		}},
		{"select theme, title, level, level_title, rank, by_date from build.facts.maturity_targets order by theme, by_date", func(rows *sql.Rows) error {
			r.Targets = append(r.Targets, Target{})
			t := &r.Targets[len(r.Targets)-1]
			return rows.Scan(&t.Theme, &t.Title, &t.Level, &t.LevelTitle, &t.Rank, &t.By)
		}},
		{`select measure, area, rtrim(rtrim(value::text, '0'), '.'), unit, year, coalesce(population, ''), source, coalesce(note, '')
			from build.facts.benchmarks order by measure, area, year`, func(rows *sql.Rows) error {
			r.Benchmarks = append(r.Benchmarks, Benchmark{})
			b := &r.Benchmarks[len(r.Benchmarks)-1]
			return rows.Scan(&b.Measure, &b.Area, &b.Value, &b.Unit, &b.Year, &b.Population, &b.Source, &b.Note)
		}},
		{"select employer, coalesce(any_value(employer_name order by workplace), employer) from build.facts.workplaces group by employer order by employer", func(rows *sql.Rows) error {
			var id, name string
			err := rows.Scan(&id, &name)
			r.Employers[id] = name
			return err
		}},
		{"select workplace, coalesce(nullif(trim(name), ''), workplace) from build.facts.workplaces order by workplace", func(rows *sql.Rows) error {
			var id, name string
			err := rows.Scan(&id, &name)
			r.Workplaces[id] = name
			return err
		}},
	}
	for _, s := range scans {

		if err := db.each(ctx, s.query, s.scan); err != nil {
			return Reference{}, fmt.Errorf("read the reference data: %w", err)
		}
	}
	return r, nil
}
