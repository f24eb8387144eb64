package metrics

// A rule is what has to hold before an audience sees a cell that others are in.
// The zero rule lets everything through exactly. Source of the numbers: DESIGN
// section 2, "A figure that cannot leak".
type rule struct {
	round      bool // counts of people are protected
	employers  int  // the fewest that contribute
	workplaces int  // the fewest that contribute
}

var (
	exact     = rule{}
	steering  = rule{round: true, employers: 3}
	peerGroup = rule{round: true, employers: 3, workplaces: 5}
)

// dominance is the p of the p% rule, in per cent. A sum is safe if the
// second-largest employer, knowing its own share, cannot tell the largest's to
// within p per cent: the rest is then at least that much.
const dominance = 10

// How counts of people are shown. Source: NHS Digital's rule since 2018, in
// domain/README.md, "Differencing": 0 is shown, 1 to 7 hidden, others rounded
// to 5. Half a person, the mean of two sources, is below 8 as well as 7 is.
const (
	shownFrom = 8 // people
	roundedTo = 5 // people
)

// protects reports whether the rule holds anything back at all.
func (r rule) protects() bool { return r != exact }

// allows reports whether the employers behind a cell let it be shown: enough
// of them, and none that could be read off a sum that is published. Cells of a
// metric that is not about organisations have nobody to give away.
func (r rule) allows(m Metric, t tally, organisations bool) bool {
	if !organisations || !r.protects() {
		return true
	}
	if t.employers < r.employers || t.workplaces < r.workplaces {
		return false
	}
	return safe(t.numerator, t.above) && (m.Kind != KindRatio || safe(t.denominator, t.below))
}

// mayTell reports whether an audience may be told that nobody in a cell
// answered: of a handful of employers that would say who did not.
func (r rule) mayTell(t tally, organisations bool) bool {
	return !organisations || !r.protects() || t.employersInScope >= r.employers && t.inScope >= r.workplaces
}

// safe is the p% rule. A sum of 0 is safe: 0 is shown.
func safe(total int64, l leaders) bool {
	rest := total - l[0].sum - l[1].sum
	return 100*rest >= dominance*l[0].sum
}

// protect returns a sum as the rule lets it be seen. It reports false if it may
// not be.
func (r rule) protect(sum int64, c Counts) (int64, bool) {
	if !r.round || !c.People() || sum == 0 {
		return sum, true
	}
	one := thousand * max(1, c.Per) // one person, in the unit of the sum
	if sum < shownFrom*one {
		return 0, false
	}
	return roundTo(sum, roundedTo*one), true
}

// state is the mark of a cell before anybody's rule: why there is no figure, or
// "" if there is one. A ratio over 0 is [z] with both of its sums.
func state(m Metric, t tally) Mark {
	switch {
	case t.rows > 0 && m.Kind == KindRatio && t.denominator == 0:
		return NotApplicable
	case t.rows > 0:
		return ""
	case len(t.reasons) > 0:
		return NotAvailable
	case m.Absence == "zero":
		return ""
	default:
		return NotApplicable
	}
}

// figure makes the figure of one cell under a rule. single is whether the cell
// is one workplace. What may not be seen is never put into it.
func (c *Cells) figure(f Figure, t tally, r rule, single bool) Figure {
	m := c.metric
	mark := state(m, t)
	hasSums := t.rows > 0 || mark == ""
	if !hasSums {
		f.mark = mark
		if mark == NotAvailable && !r.mayTell(t, c.employers) {
			f.mark = Confidential
		}
		if !r.protects() {
			c.cover(&f, t, r)
		}
		return f
	}
	numerator, ok := r.protect(t.numerator, m.NumeratorCounts)
	denominator, ok2 := r.protect(t.denominator, m.DenominatorCounts)
	if !ok || !ok2 || !r.allows(m, t, c.employers) {
		f.mark = Confidential
		return f
	}
	f.set(numerator, denominator, m.Kind == KindRatio)
	if m.Kind == KindRatio {
		f.divide(m)
	}
	f.setInterval(m, single || !c.employers)
	c.cover(&f, t, r)
	return f
}

// cover says how many workplaces are behind a figure. Reasons are for whoever
// sees exact figures; others are told how many answered of how many there are.
func (c *Cells) cover(f *Figure, t tally, r rule) {
	f.workplaces, f.inScope = t.workplaces, t.inScope
	few := false
	for _, s := range t.sources {
		if s.name == 0 {
			continue
		}
		f.sources = append(f.sources, SourceCount{c.names[s.name], s.n})
		few = few || s.n < r.employers
	}
	if few {
		for i := range f.sources {
			f.sources[i].Workplaces = 0
		}
	}
	sortBy(f.sources, func(s SourceCount) string { return s.Source })
	if r.protects() {
		return
	}
	for _, n := range t.reasons {
		if n.n > 0 {
			f.leftOut = append(f.leftOut, Reason{c.names[n.name], n.n})
		}
	}
	sortBy(f.leftOut, func(l Reason) string { return l.Reason })
}
