package metrics

import "math"

// leastValues is how many values a hidden or rounded count must still be able
// to have for an intruder who puts together what is shown. Source: DESIGN
// section 2.
const leastValues = 3

// audit takes the figures that an audience is to be handed and may hide more of
// them. It is the one place that looks at figures together; all rules before it
// look at one cell.
//
// Today it plays the intruder along time: the months of a cell against its
// cumulative windows, where four hidden months and a total of 30 would say that
// each was 7. Between cells (an area against its siblings), metrics and packs
// it does not look yet.
func (c *Cells) audit(figures []Figure) []Figure {
	m := c.metric
	if c.ballots != nil || m.Kind != KindCount || !m.NumeratorCounts.People() || len(m.Windows) < 2 {
		return figures
	}
	cells, months := len(c.grid.cells), c.frame.months()
	for i := range cells {
		spans := make([]span, 0, months*len(m.Windows))
		for w, window := range m.Windows {
			for p := range months {
				f := &figures[(w*months+p)*cells+i]
				s := span{from: c.frame.from(window, p), to: p + 1, worth: worth[window], figure: f}
				s.read(m.NumeratorCounts)
				spans = append(spans, s)
			}
		}
		hideDerivable(spans, months)
	}
	return figures
}

// A span is the count of some months in a row, and what a figure tells of it:
// that the total at the end of month to less the total at the end of month from
// lies between low and high, in people.
type span struct {
	from, to  int
	worth     int // of the window; see worth
	figure    *Figure
	low, high int64
	tells     bool // the figure says anything
	open      bool // it is a number that is not 0, and so can be hidden
	secret    bool // it is hidden or rounded, so it must keep leastValues
}

// read takes from the figure what an intruder takes from it, who knows the rule.
func (s *span) read(c Counts) {
	people := int64(math.Round(quotient(s.figure.numerator, thousand*max(1, c.Per))))
	switch {
	case s.figure.mark == Confidential:
		s.low, s.high, s.tells, s.secret = 1, shownFrom-1, true, true
	case !s.figure.hasValue:
	case people == 0:
		s.tells = true
	default:
		s.low, s.high = max(shownFrom, people-roundedTo/2), people+roundedTo/2
		s.tells, s.open, s.secret = true, true, true
	}
}

// worth is the order in which the windows are given up: what is read is how many
// people there were since launch, so that goes last.
var worth = map[string]int{WindowMonth: 0, WindowYear: 1, WindowLaunch: 2}

// hideDerivable hides figures until every hidden or rounded count of the spans
// can have leastValues, or until none that would help is left: that a [c] is 1
// to 7 may then give it away by itself, and no figure is to blame.
func hideDerivable(spans []span, months int) {
	// The same months under the name of another window are the same count: they
	// are hidden together, and worth what the best of them is.
	best := map[[2]int]int{}
	for _, s := range spans {
		at := [2]int{s.from, s.to}
		best[at] = max(best[at], s.worth)
	}
	for i := range spans {
		spans[i].worth = best[[2]int{spans[i].from, spans[i].to}]
	}
	for {
		k := derive(spans, months)
		worst := -1
		for i := range spans {
			s := &spans[i]
			if !s.secret || k.values(s) >= leastValues {
				continue
			}
			for _, e := range append(k.path(s.from, s.to), k.path(s.to, s.from)...) {
				if spans[e].open && (worst < 0 || dearer(&spans[worst], &spans[e])) {
					worst = e
				}
			}
		}
		if worst < 0 {
			return
		}
		from, to := spans[worst].from, spans[worst].to
		for i := range spans {
			if s := &spans[i]; s.open && s.from == from && s.to == to {
				s.figure.hide()
				s.open, s.tells = false, false
			}
		}
	}
}

// dearer reports whether a is to be kept rather than b: that since launch rather
// than that of a year, that of a year rather than that of a month, and the
// newest of each. The latest since launch is the last to go.
func dearer(a, b *span) bool {
	if a.worth != b.worth {
		return a.worth > b.worth
	}
	return a.to > b.to
}

// known is all that follows from the spans, the tightest bounds there are. They
// are differences between running totals, so the bounds are shortest paths, and
// every whole number between two of them is possible.
type known struct {
	n    int
	most []int64 // by from*n + to: the most that total(to) - total(from) can be
	step []int32 // the first step of that path; its end
	by   []int32 // the span that the first step is; -1 for "no month is below 0"
}

const unknown = math.MaxInt64 / 4

func derive(spans []span, months int) known {
	n := months + 1
	k := known{n: n, most: make([]int64, n*n), step: make([]int32, n*n), by: make([]int32, n*n)}
	for i := range k.most {
		k.most[i] = unknown
	}
	for i := range n {
		k.most[i*n+i] = 0
	}
	edge := func(from, to int, most int64, by int) {
		if at := from*n + to; most < k.most[at] {
			k.most[at], k.step[at], k.by[at] = most, int32(to), int32(by)
		}
	}
	for i := range months {
		edge(i+1, i, 0, -1)
	}
	for i, s := range spans {
		if s.tells {
			edge(s.from, s.to, s.high, i)
			edge(s.to, s.from, -s.low, i)
		}
	}
	for via := range n {
		for from := range n {
			first := k.most[from*n+via]
			if first >= unknown {
				continue
			}
			for to := range n {
				second := k.most[via*n+to]
				if at := from*n + to; second < unknown && first+second < k.most[at] {
					k.most[at] = max(first+second, -unknown) // not below it, should figures contradict each other
					k.step[at], k.by[at] = k.step[from*n+via], k.by[from*n+via]
				}
			}
		}
	}
	return k
}

// values is how many values the count of a span can have.
func (k known) values(s *span) int64 {
	most, least := k.most[s.from*k.n+s.to], -k.most[s.to*k.n+s.from]
	if most >= unknown {
		return unknown
	}
	return most - least + 1
}

// path is the spans that together bound total(to) - total(from) from above.
func (k known) path(from, to int) []int {
	var spans []int
	for steps := 0; from != to && k.most[from*k.n+to] < unknown && steps < k.n; steps++ {
		at := from*k.n + to
		if k.by[at] >= 0 {
			spans = append(spans, int(k.by[at]))
		}
		from = int(k.step[at])
	}
	return spans
}
