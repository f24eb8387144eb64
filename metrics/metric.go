// Package metrics turns the sums that the queries in queries/metrics give into
// figures that are safe for one audience.
//
// A metric is declared once, in the header of its .sql file. This package
// knows how sums are rolled up over areas and crossings, how the one division
// is made, which interval fits, and what each audience may see. It knows no
// metric, column or organisation by name.
//
//	queries.Sum --Compute--> Cells --Figures(audience)--> []Figure
//
// Cells hold exact sums and who contributed them, and go no further than the
// code that asks them for figures. A Figure holds only what its audience may
// see.
package metrics

import (
	"fmt"
	"slices"
	"strings"

	"academy/queries"
)

// The kinds of metric. A distribution and a survival are named in the design
// and are refused until they are built.
const (
	KindCount   = "count"
	KindRatio   = "ratio"   // a share or a rate
	KindOrdinal = "ordinal" // levels with an order and no distance: never a mean
)

// The windows of a metric: how far back a figure of a period reaches.
const (
	WindowMonth    = "month"        // what happened in the month
	WindowSnapshot = "snapshot"     // what stood on the last day of the month
	WindowRolling  = "rolling12"    // the twelve months that end with the month
	WindowYear     = "year to date" // from the first month of the year, never before launch
	WindowLaunch   = "since launch" // from the month of launch
	WindowRound    = "round"        // a round of self-assessment, on a day
)

// A Metric is a number that the academy has agreed how to count.
type Metric struct {
	Name  string // stable identifier; the file name
	Title string // as printed over a table; names its population
	Noun  string // what is counted, in the plural, e.g. vacant posts
	Unit  string // as printed after a number; a unit that begins with "per cent" is a ratio times 100
	Kind  string // KindCount, KindRatio or KindOrdinal

	Windows           []string // in the order of the header, which is the order of figures
	NumeratorCounts   Counts   // what is protected above the line
	DenominatorCounts Counts   // what is protected below it; zero unless a ratio

	Population  string // whom the metric is about, in words
	Numerator   string // in words
	Denominator string // in words; "" for a count
	Definition  string // what is in, what is out, and why
	Fresh       string // how old an answer may be, in words; "" where age plays no part
	Owner       string // who answers for the definition
	Status      string // what of the definition was "found", and where, and what is "assumed"
	Direction   string // "up is better", "down is better" or "neutral"
	Rises       string // the words for a rise
	Falls       string // the words for a fall
	Interval    string // "wilson", "byar" or "none": the interval where the people counted are independent

	Sources    []string   // in order of preference
	Breakdowns [][]string // columns of each breakdown, in order; everyone, which a count and a ratio always have, is not listed
	Columns    []string   // breakdown columns other than area, in the order in which the header first names them
	Peers      string     // column by which a provider is compared with others; "" compares with all
	Absence    string     // "zero" where no row means that nothing happened; "" where it means that nothing is known

	Charts, Links []string

	Path       string // of the .sql file, for messages
	Overridden bool   // a workspace's definition stands in the place of ours
	SQL        string // the whole file
}

// Assumed reports whether any part of the definition is this project's own
// choice. Packs say so until someone at the academy confirms it.
func (m Metric) Assumed() bool { return strings.Contains(m.Status, "assumed") }

// shapes are the breakdowns of the metric with everyone, an empty one, first
// where there is one. The levels of two breakdown members of an ordinal are
// not one scale, so an ordinal has no everyone.
func (m Metric) shapes() [][]string {
	if m.Kind == KindOrdinal {
		return m.Breakdowns
	}
	return append([][]string{nil}, m.Breakdowns...)
}

// scale is what a ratio is multiplied by: 100 for per cent.
func (m Metric) scale() int64 {
	if m.Kind == KindRatio && strings.HasPrefix(m.Unit, "per cent") {
		return 100
	}
	return 1
}

// Counts says what one side of a metric counts, and so how it is protected.
type Counts struct {
	What string // one of countable; "" where there is no such side

	// Per is how often each of them is counted: 12 where the sum is of
	// person-months ("people x 12"), otherwise 1.
	Per int64
}

// People reports whether a sum is protected as a number of people.
// "people and posts" is: a denominator of staff and vacancies gives the staff
// away to whoever knows the vacancies.
func (c Counts) People() bool { return c.What == "people" || c.What == "people and posts" }

func (c Counts) String() string {
	if c.Per > 1 {
		return fmt.Sprintf("%s x %d", c.What, c.Per)
	}
	return c.What
}

// Load reads the metrics from their queries, in name order. The first header
// that is not right ends it, with the file and the line.
func Load(files []queries.Query) ([]Metric, error) {
	metrics := make([]Metric, 0, len(files))
	for _, q := range files {
		m, err := parse(q)
		if err != nil {
			return nil, err
		}
		metrics = append(metrics, m)
	}
	slices.SortFunc(metrics, func(a, b Metric) int { return strings.Compare(a.Name, b.Name) })
	for i := 1; i < len(metrics); i++ {
		if metrics[i].Name == metrics[i-1].Name {
			return nil, fmt.Errorf("%s: there is another metric %q in %s", metrics[i].Path, metrics[i].Name, metrics[i-1].Path)
		}
	}
	return metrics, nil
}
