package reports

import (
	"fmt"
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"academy/metrics"
	"academy/queries"
)

// The tiny pack is about an invented trade, so that nothing here can know a
// metric of the academy by its name.
var tinyMetrics = []metrics.Metric{
	{Name: "apprentices", Title: "Apprentices who finished, all trades", Noun: "apprentices", Unit: "people", Kind: metrics.KindCount,
		Windows: []string{metrics.WindowMonth, metrics.WindowLaunch}, NumeratorCounts: metrics.Counts{What: "people", Per: 1},
		Population: "apprentices of the guild", Numerator: "apprentices who finished", Definition: "Each once.", Owner: "the guild",
		Status: "assumed", Direction: "up is better", Rises: "more finished", Falls: "fewer finished", Interval: "none",
		Sources: []string{"book"}, Breakdowns: [][]string{{"trade"}}, Columns: []string{"trade"}, Absence: "zero"},
	{Name: "cold_kilns", Title: "Cold kilns, all potteries", Noun: "cold kilns", Unit: "per cent", Kind: metrics.KindRatio,
		Windows: []string{metrics.WindowSnapshot}, NumeratorCounts: metrics.Counts{What: "posts", Per: 1}, DenominatorCounts: metrics.Counts{What: "posts", Per: 1},
		Population: "potteries in scope", Numerator: "kilns that are cold", Denominator: "kilns", Definition: "On the last day.", Owner: "the guild",
		Status: "found", Direction: "down is better", Rises: "more kilns are cold", Falls: "fewer kilns are cold", Interval: "none",
		Sources: []string{"count", "guess"}, Breakdowns: [][]string{{"area"}, {"clay"}, {"area", "clay"}}, Columns: []string{"clay"}},
	{Name: "craft", Title: "Craft of the guild, by theme", Noun: "craft", Unit: "votes", Kind: metrics.KindOrdinal,
		Windows: []string{metrics.WindowRound}, NumeratorCounts: metrics.Counts{What: "judgements", Per: 1},
		Population: "masters who voted", Numerator: "votes for the level", Denominator: "all votes", Definition: "By hand.", Owner: "the guild",
		Status: "found", Direction: "up is better", Rises: "rose", Falls: "fell",
		Sources: []string{"book"}, Breakdowns: [][]string{{"theme"}}, Columns: []string{"theme"}},
}

const tinyPages = `
title: Kilns
lead:  What the kilns do.
order: 10
for:   [lead, steering]
blocks:
  - show: headlines
    of:
      - {metric: cold_kilns}
      - {metric: apprentices, window: since launch}
  - {show: line, metric: cold_kilns}
  - {show: line, metric: cold_kilns, by: clay, months: 2}
  - {show: bar,  metric: cold_kilns, by: area}
  - {show: grid, metric: cold_kilns, by: area x clay}
  - {show: table, metric: apprentices, window: since launch, by: trade}
`

// secret is a number that only the lead may see: it rests on one employer.
const secret = 86753

// rowsOfFiles is how many rows the files of the tiny pack hold: two of the
// count, the clays, and three of the book. No other number of it is near.
var rowsOfFiles = []int{47_111, 53_222, 61_333, 71_444, 83_555, 97_666}

func tinyFrame() metrics.Frame {
	return metrics.Frame{
		Launch: tinyMonth(0), Last: tinyMonth(2), YearStarts: time.April,
		Parent: map[string]string{"Clayshire": "", "North": "Clayshire", "South": "Clayshire", "Lonely": "Clayshire"},
		Levels: []metrics.Level{{Key: "novice", Title: "Novice", Rank: 1}, {Key: "master", Title: "Master", Rank: 2}},
		Themes: []string{"Glaze", "Wheel"},
	}
}

func tinyMonth(i int) time.Time { return time.Date(2026, time.Month(8+i), 1, 0, 0, 0, 0, time.UTC) }

func tinySums() map[string][]queries.Sum {
	all := map[string][]queries.Sum{}
	for i := range 3 {
		for w := range 8 { // two areas of four potteries, each of an employer of its own
			s := queries.Sum{Period: tinyMonth(i), Area: []string{"North", "South"}[w%2], Employer: fmt.Sprintf("E-SECRET-%d", w),
				Workplace: fmt.Sprintf("W-SECRET-%d", w), Members: []string{[]string{"Red", "White"}[w/4]}, Source: []string{"count", "guess"}[w/6],
				Numerator: int64(w%3+i+1) * 1000, Denominator: 40_000}
			if w == 7 && i == 2 {
				s.Numerator, s.Denominator, s.LeftOut = 0, 0, "the kiln fell in"
			}
			all["cold_kilns"] = append(all["cold_kilns"], s)
		}
		all["cold_kilns"] = append(all["cold_kilns"], queries.Sum{Period: tinyMonth(i), Area: "Lonely", Employer: "E-SECRET-X",
			Workplace: "W-SECRET-X", Members: []string{"Blue"}, Source: "count", Numerator: (secret + int64(i)) * 1000, Denominator: 900_000_000})
		for n := range 14 + 3*i {
			trade := "Throwing"
			if n < 2 {
				trade = "Firing"
			}
			all["apprentices"] = append(all["apprentices"], queries.Sum{Period: tinyMonth(i), Members: []string{trade}, Source: "book", Numerator: 1000, People: 1})
		}
	}
	for i, votes := range []string{"nnm", "nmm"} {
		for _, v := range votes {
			all["craft"] = append(all["craft"], queries.Sum{Period: tinyMonth(i).AddDate(0, 0, 9), Members: []string{"Wheel"}, Source: "book",
				Level: map[rune]string{'n': "novice", 'm': "master"}[v], Numerator: 1000, People: 1})
		}
		all["craft"] = append(all["craft"], queries.Sum{Period: tinyMonth(i).AddDate(0, 0, 9), Members: []string{"Wheel"}, Source: "book",
			Level: []string{"novice", "master"}[i], Agreed: true, Numerator: 1000})
	}
	return all
}

// tinyPack is the tiny pack for an audience.
func tinyPack(t testing.TB, id string) Pack {
	t.Helper()
	pages := map[string]Page{}
	if err := readPages(pages, tinyMetrics, "", fstest.MapFS{"kilns.yaml": {Data: []byte(tinyPages)}}); err != nil {
		t.Fatal(err)
	}
	a := metrics.Audience{ID: id, Title: map[string]string{"lead": "Strategic lead", "steering": "Steering group"}[id]}
	p := Pack{
		Academy: "Guild of Clayshire", Audience: a, Month: tinyMonth(2), AsOf: time.Date(2026, 11, 16, 0, 0, 0, 0, time.UTC), Program: "v0",
		Metrics: tinyMetrics, Figures: map[string][]metrics.Figure{}, Pages: inOrder(pages),
		Sources: []queries.Source{{Name: "count", Title: "Count of kilns"}, {Name: "book", Title: "Book of the guild"},
			{Name: "clays", Title: "Clays", Reference: "clays.csv"}},
		Levels: tinyFrame().Levels, Targets: []Target{{"Wheel", "master", time.Date(2027, 3, 31, 0, 0, 0, 0, time.UTC)}},
		Benchmarks: []Benchmark{{"cold_kilns", "England", "4.5", "per cent", "2025", "all kilns", "The Potter", ""}},
		Commentary: "A cold month.\n\nIt will be warmer.", Overrides: []string{"queries/metrics/craft.sql"},
		Inputs: []Input{{"Count of kilns", "kilns of E-SECRET-1.xlsx", "aa", tinyMonth(1), rowsOfFiles[0]}, {"Count of kilns", "kilns.xlsx", "bb", tinyMonth(2), rowsOfFiles[1]},
			{"Clays", "clays.csv", "cc", tinyMonth(0), rowsOfFiles[2]}, {"Book of the guild", "book 1.xlsx", "dd", tinyMonth(0), rowsOfFiles[3]},
			{"Book of the guild", "book 2.xlsx", "ee", tinyMonth(1), rowsOfFiles[4]}, {"Book of the guild", "book 3.xlsx", "ff", tinyMonth(2), rowsOfFiles[5]}},
	}
	sums := tinySums()
	for _, m := range tinyMetrics {
		cells, err := metrics.Compute(m, func(yield func(queries.Sum, error) bool) {
			for _, s := range sums[m.Name] {
				if !yield(s, nil) {
					return
				}
			}
		}, tinyFrame())
		if err != nil {
			t.Fatal(err)
		}
		p.Figures[m.Name] = cells.Figures(a)
	}
	return p
}

func tinyFiles(t testing.TB, id string) map[string][]byte {
	t.Helper()
	files, err := tinyPack(t, id).Files()
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	byName := map[string][]byte{}
	for _, f := range files {
		names = append(names, f.Name)
		byName[f.Name] = f.Data
	}
	if want := []string{"pack.html", "pack.xlsx", "figures.csv"}; !slices.Equal(names, want) {
		t.Fatalf("files are %q, want %q", names, want)
	}
	return byName
}
