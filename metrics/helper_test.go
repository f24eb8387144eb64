package metrics

import (
	"fmt"
	"iter"
	"strings"
	"testing"
	"time"

	"academy/queries"
)

// head is the header of a metric, key by key; a test changes what it is about.
type head map[string]string

func header0(changes head) head {
	h := head{
		"metric": "m", "title": "Things, all of them", "noun": "things", "unit": "things", "kind": "count",
		"windows": "month", "numerator counts": "people", "population": "everybody",
		"numerator": "things that are", "definition": "As it says.", "source": "first, second",
		"owner": "the academy", "status": "assumed", "direction": "neutral", "rises": "more", "falls": "fewer",
		"breakdowns": "area; service; area x service", "interval": "byar",
	}
	for k, v := range changes {
		h[k] = v
		if v == "" {
			delete(h, k)
		}
	}
	return h
}

var (
	ratio = head{
		"kind": "ratio", "unit": "per cent", "denominator": "all of them", "denominator counts": "people",
	}
	outcomes = head{
		"windows": "month; year to date; since launch", "absence": "zero", "breakdowns": "area; route; area x route", "interval": "none",
	}
	votes = head{
		"kind": "ordinal", "unit": "votes", "windows": "round", "numerator counts": "judgements",
		"breakdowns": "theme", "interval": "",
	}
)

// with is one head with others over it.
func with(heads ...head) head {
	all := head{}
	for _, h := range heads {
		for k, v := range h {
			all[k] = v
		}
	}
	return all
}

// text is the header as a .sql file has it, in the order of order.
func (h head) text() string {
	var b strings.Builder
	order := []string{
		"metric", "title", "noun", "unit", "kind", "windows", "numerator counts", "denominator counts", "population",
		"numerator", "denominator", "definition", "source", "fresh", "owner", "status", "direction", "rises", "falls",
		"breakdowns", "peers", "absence", "interval", "charts", "links", "colour",
	}
	for _, k := range order {
		if v, ok := h[k]; ok {
			fmt.Fprintf(&b, "-- %s: %s\n", k, v)
		}
	}
	return b.String() + "select 1"
}

func query(t testing.TB, name, text string) queries.Query {
	t.Helper()
	path := "queries/metrics/" + name + ".sql"
	h, err := queries.ParseHeader(path, text)
	if err != nil {
		t.Fatal(err)
	}
	return queries.Query{Name: name, Path: path, Header: h, SQL: text}
}

// metric is the metric of a header with some changes.
func metric(t testing.TB, changes ...head) Metric {
	t.Helper()
	m, err := Load([]queries.Query{query(t, "m", header0(with(changes...)).text())})
	if err != nil {
		t.Fatal(err)
	}
	return m[0]
}

// county is a small tree: the county holds North and South, North holds Hill.
var county = map[string]string{"County": "", "North": "County", "South": "County", "Hill": "North"}

var levels = []Level{{"third", "Third", 3}, {"first", "First", 1}, {"second", "Second", 2}}

// frame is the report months from one month to another.
func frame(from, to string) Frame {
	return Frame{
		Launch: month(from), Last: month(to), YearStarts: time.April, Parent: county,
		Levels: levels, Themes: []string{"Access", "Quality"},
	}
}

func month(s string) time.Time {
	t, err := time.Parse("2006-01", s)
	if err != nil {
		panic(err)
	}
	return t
}

func day(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t
}

// at is a sum of one workplace, in whole numbers.
func at(period, area, employer, workplace, service string, numerator, denominator int64) queries.Sum {
	return queries.Sum{
		Period: month(period), Area: area, Employer: employer, Workplace: workplace, Members: []string{service},
		Source: "first", Numerator: numerator * thousand, Denominator: denominator * thousand, People: denominator,
	}
}

// leftOut is a workplace that gives no figure.
func leftOut(period, area, employer, workplace, service, reason string) queries.Sum {
	s := at(period, area, employer, workplace, service, 0, 0)
	s.Source, s.LeftOut = "", reason
	return s
}

// person is a sum of people the academy supports.
func people(period, area, route string, n int64) queries.Sum {
	s := at(period, area, "", "", route, n, 0)
	s.Source = "tracker"
	return s
}

func seq(sums []queries.Sum) iter.Seq2[queries.Sum, error] {
	return func(yield func(queries.Sum, error) bool) {
		for _, s := range sums {
			if !yield(s, nil) {
				return
			}
		}
	}
}

func compute(t testing.TB, m Metric, f Frame, sums ...queries.Sum) *Cells {
	t.Helper()
	c, err := Compute(m, seq(sums), f)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func audience(id string) Audience {
	a, err := ParseAudience(id)
	if err != nil {
		panic(err)
	}
	return a
}

// line is a figure on one line, as figures.csv would have it.
func line(f Figure) string {
	numerator, _ := f.Numerator()
	denominator, _ := f.Denominator()
	parts := []string{
		f.Window, f.PeriodText(), f.DimensionText(), f.MembersText(), f.Level, numerator, denominator,
		fmt.Sprint(f.Workplaces()), f.LeftOutText(), string(f.Mark()),
	}
	return strings.Join(parts, ",")
}

func lines(figures []Figure) string {
	var b strings.Builder
	for _, f := range figures {
		b.WriteString(line(f) + "\n")
	}
	return b.String()
}

// find is the figure of some members, e.g. "2026-09 North".
func find(t testing.TB, figures []Figure, window, period, dimensions, members string) Figure {
	t.Helper()
	for _, f := range figures {
		if f.Window == window && f.PeriodText() == period && f.DimensionText() == dimensions && f.MembersText() == members {
			return f
		}
	}
	t.Fatalf("no figure %s %s %s %s in\n%s", window, period, dimensions, members, lines(figures))
	return Figure{}
}
