package metrics

import "slices"

// A row is one queries.Sum as Cells keep it. Names are numbers in the table
// of names, 0 for none, so that a year of 40,000 workplaces fits in memory.
type row struct {
	numerator, denominator, people int64 // sums in thousandths; people is whole
	employer, workplace            int32
	period                         int32 // report month, 0 for launch
	place                          int32
	source, reason                 int32 // reason is 0 for a row that contributes
}

// known reports whether the row belongs to an organisation: a row about people
// the academy supports does not.
func (r *row) known() bool { return r.employer != 0 || r.workplace != 0 }

// A tally is the exact sums of one cell in one period, and as much about who
// is behind them as the rules of disclosure need.
type tally struct {
	numerator, denominator, people int64

	rows       int   // that contribute
	workplaces int   // distinct, that contribute
	inScope    int   // distinct, that contribute or are left out
	reasons    named // distinct workplaces left out, by reason
	sources    named // distinct workplaces that contribute, by source

	employers        int // distinct, that contribute
	employersInScope int
	above, below     leaders // of the numerator and of the denominator
}

// leaders are the three employers with the largest shares of a sum, largest
// first. Dominance needs two; a peer group leaves one employer out.
type leaders [3]share

type share struct {
	employer int32
	sum      int64
}

func (l *leaders) offer(s share) {
	for i := range l {
		if s.sum > l[i].sum {
			s, l[i] = l[i], s
		}
	}
}

// without are the leaders if employer did not contribute.
func (l leaders) without(employer int32) leaders {
	var rest leaders
	for _, s := range l {
		if s.employer != employer {
			rest.offer(s)
		}
	}
	return rest
}

// named counts workplaces by a name: a reason or a source.
type named []nameCount

type nameCount struct {
	name int32
	n    int
	last int32 // the workplace counted last; rows come workplace by workplace
}

func (l *named) count(name, workplace int32) {
	for i := range *l {
		if c := &(*l)[i]; c.name == name {
			if c.last != workplace {
				c.n++
				c.last = workplace
			}
			return
		}
	}
	c := nameCount{name: name, last: workplace}
	if workplace != 0 {
		c.n = 1
	}
	*l = append(*l, c)
}

// A cursor is how far the tally of one cell has come: rows are added employer
// by employer and workplace by workplace.
type cursor struct {
	started                bool
	employer, workplace    int32
	countedWorkplace       bool // as contributing
	contributed            bool // the employer has
	numerator, denominator int64
}

func (t *tally) add(c *cursor, r *row) {
	if !c.started || r.employer != c.employer {
		t.flush(c)
		*c = cursor{started: true, employer: r.employer, workplace: -1}
		if r.known() {
			t.employersInScope++
		}
	}
	if r.workplace != c.workplace {
		c.workplace, c.countedWorkplace = r.workplace, false
		if r.workplace != 0 {
			t.inScope++
		}
	}
	if r.reason != 0 {
		t.reasons.count(r.reason, r.workplace)
		return
	}
	t.rows++
	t.numerator += r.numerator
	t.denominator += r.denominator
	t.people += r.people
	t.sources.count(r.source, r.workplace)
	if !r.known() {
		return
	}
	if !c.countedWorkplace && r.workplace != 0 {
		c.countedWorkplace = true
		t.workplaces++
	}
	c.contributed = true
	c.numerator += r.numerator
	c.denominator += r.denominator
}

// flush ends the employer that the cursor stands on.
func (t *tally) flush(c *cursor) {
	if !c.contributed {
		return
	}
	t.employers++
	t.above.offer(share{c.employer, c.numerator})
	t.below.offer(share{c.employer, c.denominator})
	c.contributed = false
}

// tallyRows adds up rows, which are in order of employer and workplace, into
// cells: feeds gives the cells of a row. The result is by period, then cell.
// Each row is in every period whose window holds it.
func tallyRows(rows []row, f Frame, window string, cells int, feeds func(*row) []int32) []tally {
	tallies := make([]tally, f.months()*cells)
	cursors := make([]cursor, len(tallies))
	until := make([]int, f.months())
	for i := range until {
		until[i] = f.until(window, i)
	}
	for i := range rows {
		r := &rows[i]
		for _, cell := range feeds(r) {
			for p := int(r.period); p <= until[r.period]; p++ {
				at := p*cells + int(cell)
				tallies[at].add(&cursors[at], r)
			}
		}
	}
	for i := range tallies {
		tallies[i].flush(&cursors[i])
	}
	return tallies
}

// without is the tally of the others: of everybody but one employer, whose own
// part of the cell is own.
func (t tally) without(employer int32, own tally) tally {
	t.numerator -= own.numerator
	t.denominator -= own.denominator
	t.people -= own.people
	t.rows -= own.rows
	t.workplaces -= own.workplaces
	t.inScope -= own.inScope
	t.employers -= own.employers
	t.employersInScope -= own.employersInScope
	t.above, t.below = t.above.without(employer), t.below.without(employer)
	t.reasons = t.reasons.minus(own.reasons)
	t.sources = t.sources.minus(own.sources)
	return t
}

// minus takes away what is counted in other, and drops what is then nothing.
func (l named) minus(other named) named {
	var rest named
	for _, c := range l {
		if i := slices.IndexFunc(other, func(o nameCount) bool { return o.name == c.name }); i >= 0 {
			c.n -= other[i].n
		}
		if c.n > 0 {
			rest = append(rest, c)
		}
	}
	return rest
}
