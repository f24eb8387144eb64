package metrics

import (
	"cmp"
	"fmt"
	"iter"
	"slices"

	"academy/queries"
)

// Cells are the exact sums of every cell of a metric: each window, report month
// and tuple of members that exists. They also keep every contribution by
// employer and workplace, once, as it came; whoever needs to know who is behind
// a cell (dominance, a peer group, the bootstrap to come) walks the rows again.
//
// Cells give away everything. What leaves them are figures for an audience.
type Cells struct {
	metric Metric
	frame  Frame

	names  []string // by number; 0 is ""
	rows   []row    // by employer, workplace, period
	places []place

	// employers reports whether any row belongs to an organisation. The
	// rules about employers hold for such a metric and for no other.
	employers bool

	grid    grid
	tallies [][]tally // by window; then by period and cell

	peers       grid
	peerTallies [][]tally // as tallies; nil where there are no employers

	ballots *ballots // of an ordinal, instead of all from names on
}

// Metric returns the metric that the cells are of.
func (c *Cells) Metric() Metric { return c.metric }

// Compute adds up the sums of a metric. A member exists if any row of a report
// month, left out or not, falls in it; it then has a cell in every report
// month. Rows outside the report months count nowhere.
func Compute(m Metric, sums iter.Seq2[queries.Sum, error], f Frame) (*Cells, error) {
	c := &Cells{metric: m, frame: f}
	read := c.readRows
	if m.Kind == KindOrdinal {
		read = c.readBallots
	}
	if err := read(sums); err != nil {
		return nil, fmt.Errorf("metric %s: %w", m.Name, err)
	}
	if m.Kind == KindOrdinal {
		return c, nil
	}
	c.rollUp()
	return c, nil
}

// rollUp makes the cells and adds the rows up into them.
func (c *Cells) rollUp() {
	c.grid = newGrid(c.metric, c.metric.shapes(), c.places, c.frame)
	c.tallies = c.tally(c.grid)
	if !c.employers {
		return
	}
	var by []string
	if c.metric.Peers != "" {
		by = []string{c.metric.Peers}
	}
	c.peers = newGrid(c.metric, [][]string{by}, c.places, c.frame)
	c.peerTallies = c.tally(c.peers)
}

// tally adds up all rows into a grid, window by window.
func (c *Cells) tally(g grid) [][]tally {
	all := make([][]tally, len(c.metric.Windows))
	for w, window := range c.metric.Windows {
		all[w] = tallyRows(c.rows, c.frame, window, len(g.cells), func(r *row) []int32 { return g.feeds[r.place] })
	}
	return all
}

// A reader turns sums into rows, with a number for each name and place.
type reader struct {
	metric  Metric
	first   int // month number of launch
	months  int
	names   map[string]int32
	byName  []string
	placeOf map[string]int32
	places  []place
	key     []byte
}

func (c *Cells) readRows(sums iter.Seq2[queries.Sum, error]) error {
	rd := &reader{
		metric: c.metric, first: monthOf(c.frame.Launch), months: c.frame.months(),
		names: map[string]int32{"": 0}, byName: []string{""}, placeOf: map[string]int32{},
	}
	for s, err := range sums {
		if err != nil {
			return err
		}
		if s.Period.Day() != 1 {
			return fmt.Errorf("period %s is not the first day of a month", s.Period.Format("2006-01-02"))
		}
		period := monthOf(s.Period) - rd.first
		if period < 0 || period >= rd.months {
			continue
		}
		r, err := rd.row(s)
		if err != nil {
			return fmt.Errorf("%s: %w", where(s), err)
		}
		r.period = int32(period)
		c.employers = c.employers || r.known()
		c.rows = append(c.rows, r)
	}
	slices.SortFunc(c.rows, func(a, b row) int {
		return cmp.Or(cmp.Compare(a.employer, b.employer), cmp.Compare(a.workplace, b.workplace), cmp.Compare(a.period, b.period))
	})
	c.names, c.places = rd.byName, rd.places
	return nil
}

// where names the period of a sum, and the workplace and source whose files it
// comes of.
func where(s queries.Sum) string {
	at := "period " + s.Period.Format("2006-01")
	if s.Workplace != "" {
		at += ", workplace " + s.Workplace
	}
	if s.Source != "" {
		at += ", from " + s.Source
	}
	return at
}

// row holds a sum against the metric. What is wrong with it is wrong with the
// metric's statement, not with what somebody sent.
func (rd *reader) row(s queries.Sum) (row, error) {
	m := rd.metric
	if len(s.Members) != len(m.Columns) {
		return row{}, fmt.Errorf("%d members for the %d breakdown columns of the header", len(s.Members), len(m.Columns))
	}
	r := row{
		employer: rd.name(s.Employer), workplace: rd.name(s.Workplace),
		source: rd.name(s.Source), reason: rd.name(s.LeftOut), place: rd.place(s),
	}
	if r.reason != 0 {
		return r, nil
	}
	r.numerator, r.people = s.Numerator, s.People
	if m.Kind == KindRatio {
		r.denominator = s.Denominator
	}
	if r.numerator < 0 || r.denominator < 0 || r.people < 0 {
		return row{}, fmt.Errorf("a sum is below 0")
	}
	if m.Interval == "wilson" && r.numerator > r.denominator {
		return row{}, fmt.Errorf("the numerator of a share is above its denominator")
	}
	return r, nil
}

func (rd *reader) name(s string) int32 {
	n, ok := rd.names[s]
	if !ok {
		n = int32(len(rd.byName))
		rd.names[s] = n
		rd.byName = append(rd.byName, s)
	}
	return n
}

func (rd *reader) place(s queries.Sum) int32 {
	rd.key = append(rd.key[:0], s.Area...)
	for _, m := range s.Members {
		rd.key = append(append(rd.key, 0), m...)
	}
	n, ok := rd.placeOf[string(rd.key)]
	if !ok {
		n = int32(len(rd.places))
		rd.placeOf[string(rd.key)] = n
		rd.places = append(rd.places, place{s.Area, slices.Clone(s.Members)})
	}
	return n
}
