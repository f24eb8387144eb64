package reports

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"testing"
	"time"

	"academy/metrics"
	"academy/queries"
)

// A region is invented from a seed, and gives sums to any metric by its kind
// and columns: no metric is named here.
type region struct {
	workplaces int
	months     int
	first      time.Time
	areas      map[string]string
	places     []string
	services   []string
	routes     []string
	groups     []string
	themes     []string
	levels     []metrics.Level
}

func invented(workplaces, months int) region {
	return region{
		workplaces: workplaces, months: months, first: time.Date(2025, 9, 1, 0, 0, 0, 0, time.UTC),
		areas: map[string]string{"Exampleshire": "", "North Exampleshire": "Exampleshire", "South Exampleshire": "Exampleshire",
			"Upper Wold": "North Exampleshire", "Middlebourne": "North Exampleshire", "Saltmarsh": "South Exampleshire", "Port Example": "Exampleshire"},
		places:   []string{"Upper Wold", "Middlebourne", "Saltmarsh", "Port Example", "South Exampleshire", ""},
		services: []string{"Care home with nursing", "Care home without nursing", "Homecare", "Supported living and extra care"},
		routes:   []string{"Jobcentre", "Open day", "College", "Word of mouth"},
		groups:   []string{"Care and nursing", "Other"},
		themes:   []string{"Workforce leadership", "Recruitment strategies", "Training and development", "Collaboration with schools, colleges and providers"},
		levels: []metrics.Level{{Key: "first_steps", Title: "First steps", Rank: 1}, {Key: "compliant", Title: "Compliant", Rank: 2},
			{Key: "strategic", Title: "Strategic", Rank: 3}, {Key: "integrated", Title: "Integrated", Rank: 4}, {Key: "disruptive", Title: "Disruptive", Rank: 5}},
	}
}

func (r region) frame() metrics.Frame {
	return metrics.Frame{Launch: r.first, Last: r.first.AddDate(0, r.months-1, 0), YearStarts: time.April,
		Parent: r.areas, Levels: r.levels, Themes: r.themes}
}

// sums yields what a metric would get from the queries.
func (r region) sums(m metrics.Metric) iter.Seq2[queries.Sum, error] {
	rng := rand.New(rand.NewPCG(7, uint64(len(m.Name))))
	var all []queries.Sum
	switch {
	case m.Kind == metrics.KindOrdinal:
		all = r.votes(rng)
	case m.Absence == "zero":
		all = r.people(rng)
	default:
		all = r.workforce(rng, m)
	}
	return func(yield func(queries.Sum, error) bool) {
		for _, s := range all {
			if !yield(s, nil) {
				return
			}
		}
	}
}

func (r region) workforce(rng *rand.Rand, m metrics.Metric) []queries.Sum {
	var all []queries.Sum
	for w := range r.workplaces {
		s := queries.Sum{Area: r.places[w%len(r.places)], Employer: fmt.Sprintf("E%04d", w*2/3), Workplace: fmt.Sprintf("W%04d", w), Source: m.Sources[0]}
		staff := 12 + rng.IntN(40)
		for i := range r.months {
			for g, group := range r.groups {
				s.Period = r.first.AddDate(0, i, 0)
				s.Members = []string{r.services[w%len(r.services)], group}[:len(m.Columns)]
				part := int64(staff/(1+g)) * 1000
				s.Numerator = part * int64(6+rng.IntN(6)+i/4) / 100 / 1000 * 1000
				s.Denominator, s.People, s.LeftOut = 0, part/1000, ""
				if m.Kind == metrics.KindRatio {
					s.Denominator = part
				}
				if m.DenominatorCounts.Per == 12 {
					s.Numerator, s.Denominator = s.Numerator*3, s.Denominator*12/10
				}
				if m.Noun == "filled posts" {
					s.Numerator = part
				}
				if (w+i)%9 == 0 {
					s.Numerator, s.Denominator, s.People, s.LeftOut = 0, 0, 0, []string{"not answered", "not up to date"}[w%2]
				}
				all = append(all, s)
			}
		}
	}
	return all
}

func (r region) people(rng *rand.Rand) []queries.Sum {
	var all []queries.Sum
	for i := range r.months {
		for range 6 + rng.IntN(9) {
			all = append(all, queries.Sum{Period: r.first.AddDate(0, i, 0), Area: r.places[rng.IntN(4)],
				Members: []string{r.routes[rng.IntN(3)+rng.IntN(2)]}, Source: "tracker", Numerator: 1000, People: 1})
		}
	}
	return all
}

func (r region) votes(rng *rand.Rand) []queries.Sum {
	var all []queries.Sum
	for round := range 2 {
		for t, theme := range r.themes {
			day := r.first.AddDate(0, round*6, 1)
			agreed := min(1+(t+round)%4, 3)
			for range 9 {
				level := r.levels[min(max(agreed-1+rng.IntN(3)-rng.IntN(2), 0), 4)]
				all = append(all, queries.Sum{Period: day, Members: []string{theme}, Level: level.Key, Source: "maturity", Numerator: 1000, People: 1})
			}
			all = append(all, queries.Sum{Period: day, Members: []string{theme}, Level: r.levels[agreed].Key, Agreed: true, Source: "maturity", Numerator: 1000})
		}
	}
	return all
}

// realMetrics are those that the program ships with.
func realMetrics(t testing.TB) []metrics.Metric {
	t.Helper()
	book, err := queries.OpenBook(nil)
	if err != nil {
		t.Fatal(err)
	}
	files, err := book.Layer("metrics")
	if err != nil {
		t.Fatal(err)
	}
	ms, err := metrics.Load(files)
	if err != nil {
		t.Fatal(err)
	}
	return ms
}

// regionPack is a pack of the region for an audience.
func regionPack(t testing.TB, r region, a metrics.Audience) Pack {
	t.Helper()
	ms := realMetrics(t)
	pages, err := LoadPages(ms)
	if err != nil {
		t.Fatal(err)
	}
	sources, err := queries.Sources()
	if err != nil {
		t.Fatal(err)
	}
	p := Pack{Academy: "Exampleshire Care Academy", Audience: a, Month: r.frame().Last, AsOf: r.frame().Last.AddDate(0, 1, 15),
		Program: "test", Metrics: ms, Figures: map[string][]metrics.Figure{}, Pages: pages, Sources: sources, Levels: r.levels,
		Commentary: "Three homes in Saltmarsh opened new wings in the autumn, which is where most of the new vacancies are.\n\nThe winter recruitment fair is on 5 December.",
		Targets: []Target{{r.themes[0], "integrated", time.Date(2027, 3, 31, 0, 0, 0, 0, time.UTC)}, {r.themes[1], "strategic", time.Date(2027, 3, 31, 0, 0, 0, 0, time.UTC)},
			{r.themes[2], "integrated", time.Date(2027, 9, 30, 0, 0, 0, 0, time.UTC)}},
		Benchmarks: []Benchmark{{"vacancy_rate", "England", "7.0", "per cent", "2024/25", "CQC-regulated independent and local authority sector", "Skills for Care", "estimate for all providers"},
			{"health and social care jobs", "Exampleshire", "24500", "jobs", "2022/23", "health and social care jobs", "Skills for Care", ""}},
	}
	for _, m := range ms {
		cells, err := metrics.Compute(m, r.sums(m), r.frame())
		if err != nil {
			t.Fatal(err)
		}
		p.Figures[m.Name] = cells.Figures(a)
	}
	for i := range 20 {
		p.Inputs = append(p.Inputs, Input{[]string{"Monthly return", "ASC-WDS staff"}[i%2], fmt.Sprintf("return %d.xlsx", i),
			fmt.Sprintf("%064x", i*7919), p.AsOf.AddDate(0, 0, -i), 12 + i})
	}
	return p
}
