package metrics

import (
	"slices"
	"strings"
)

// sortBy sorts by the bytes of a text of each.
func sortBy[T any](s []T, text func(T) string) {
	slices.SortFunc(s, func(a, b T) int { return strings.Compare(text(a), text(b)) })
}

// Figures returns what an audience may see of the metric, in the order of
// figures.csv: by window, period, dimensions and members. Dimensions that are
// not in the metric's header (a workplace, an employer, its peers) come after
// those that are. Whoever is no audience sees nothing.
func (c *Cells) Figures(a Audience) []Figure {
	switch {
	case a.Lead():
		return c.all(exact, a.Agreement != "")
	case a.shared():
		return c.audit(c.all(steering, false))
	case a.Provider():
		return c.provider(a.Employer)
	}
	return nil
}

// all returns the figures of every cell under one rule, and of every workplace
// after those of its period if they are wanted.
func (c *Cells) all(r rule, workplaces bool) []Figure {
	if c.ballots != nil {
		return c.ballots.figures(c.metric)
	}
	var own ownCells
	if workplaces && c.employers {
		own = c.own(c.rows)
	}
	var figures []Figure
	for w, window := range c.metric.Windows {
		singles := own.tally(c.frame, window)
		for p := range c.frame.months() {
			for i, cell := range c.grid.cells {
				f := c.blank(window, p, cell)
				figures = append(figures, c.figure(f, c.tallies[w][p*len(c.grid.cells)+i], r, false))
			}
			for i, cell := range own.cells {
				f := c.blank(window, p, cell)
				f.peerGroup = own.peerGroups[i]
				figures = append(figures, c.figure(f, singles[p*len(own.cells)+i], r, true))
			}
		}
	}
	return figures
}

// blank is a figure that says what it is about and nothing else.
func (c *Cells) blank(window string, period int, at cell) Figure {
	return Figure{
		Metric: c.metric.Name, Window: window, Period: c.frame.period(period),
		Dimensions: at.dims, Members: at.members,
	}
}
