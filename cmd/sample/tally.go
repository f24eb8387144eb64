package main

import "time"

// An axis is what a figure can be broken down by.
type axis int

const (
	byArea axis = iota
	byService
	byGroup
	byRoute
	axes
)

var axisNames = [axes]string{"area", "service", "role_group", "route"}

// members names the members of an axis, in the order of their numbers.
func (a axis) members() []string {
	var names []string
	switch a {
	case byArea:
		for i := range areas {
			names = append(names, areas[i].name)
		}
		names = append(names, notRecorded)
	case byService:
		for i := range services {
			names = append(names, services[i].name)
		}
	case byGroup:
		names = groupNames[:]
	case byRoute:
		names = append(append(names, routes...), notRecorded)
	}
	return names
}

// A measure is a metric that is summed over workplaces or people.
type measure struct {
	name    string
	windows []string
	ratio   bool
	events  bool // a month without any is a true 0
	sets    [][]axis
	sources []func(*history, month) outcome
}

var (
	everyone      = []axis{}
	cumulative    = []string{"month", "year to date", "since launch"}
	perRoute      = [][]axis{everyone, {byArea}, {byRoute}, {byArea, byRoute}}
	perGroup      = [][]axis{everyone, {byArea}, {byService}, {byGroup}, {byArea, byService}}
	perGroupCross = [][]axis{everyone, {byArea}, {byService}, {byGroup}, {byArea, byService}, {byArea, byGroup}}
)

// measures are all metrics but the maturity levels, by name.
var measures = []measure{
	{name: "care_certificates", windows: cumulative, events: true, sets: perRoute},
	{name: "filled_posts", windows: []string{"snapshot"}, sets: [][]axis{everyone, {byArea}, {byService}, {byArea, byService}},
		sources: []func(*history, month) outcome{filledPostsOfAccount, filledPostsOfReturn}},
	{name: "leavers", windows: []string{"month"}, sets: perGroupCross,
		sources: []func(*history, month) outcome{movesOfReturn(leftBox)}},
	{name: "paid_employment", windows: cumulative, events: true, sets: perRoute},
	{name: "starters", windows: []string{"month"}, sets: perGroupCross,
		sources: []func(*history, month) outcome{movesOfReturn(joinedBox)}},
	{name: "turnover_rate", windows: []string{"rolling12"}, ratio: true, sets: perGroup,
		sources: []func(*history, month) outcome{turnoverOfAccount, turnoverOfReturns}},
	{name: "vacancies", windows: []string{"snapshot"}, sets: perGroup,
		sources: []func(*history, month) outcome{vacanciesOfReturn, vacanciesOfAccount}},
	{name: "vacancy_rate", windows: []string{"snapshot"}, ratio: true, sets: perGroup,
		sources: []func(*history, month) outcome{vacancyRateOfReturn, vacancyRateOfAccount}},
}

// A cell is the sums of one figure in one month, in thousandths.
type cell struct {
	above, below int64
	workplaces   int
	left         [reasons]int
	rows         int // of any kind, left out or not
}

func (c *cell) add(d cell) {
	c.above += d.above
	c.below += d.below
	c.workplaces += d.workplaces
	c.rows += d.rows
	for i, n := range d.left {
		c.left[i] += n
	}
}

// A grid is the cells of one metric under one set of axes.
type grid struct {
	axes   []axis
	sizes  []int
	months int
	beside bool   // the whole is an area among others
	cells  []cell // members of the first axis first, months last
}

func newGrid(set []axis, months int, beside bool) *grid {
	g := &grid{axes: set, months: months, beside: beside}
	n := months
	for _, a := range set {
		size := len(a.members())
		g.sizes = append(g.sizes, size)
		n *= size
	}
	g.cells = make([]cell, n)
	return g
}

// A point is the member of each axis that a row falls in.
type point [axes]int

func (g *grid) at(p point, m int) *cell {
	i := 0
	for k, a := range g.axes {
		i = i*g.sizes[k] + p[a]
	}
	return &g.cells[i*g.months+m]
}

func (g *grid) has(a axis) bool {
	for _, b := range g.axes {
		if a == b {
			return true
		}
	}
	return false
}

// A tally holds the sums of every figure, as they are counted.
type tally struct {
	launch month
	months int
	grids  map[string][]*grid // by metric
}

// newTally counts nothing yet. The whole is an area beside others where the list
// has one that belongs to no area in it.
func newTally(launch month, months int, beside bool) *tally {
	t := &tally{launch, months, map[string][]*grid{}}
	for _, m := range measures {
		for _, set := range m.sets {
			t.grids[m.name] = append(t.grids[m.name], newGrid(set, months, beside))
		}
	}
	return t
}

// merge adds what another tally of the same region counted.
func (t *tally) merge(u *tally) {
	for name, grids := range t.grids {
		for i, g := range grids {
			for k := range g.cells {
				g.cells[k].add(u.grids[name][i].cells[k])
			}
		}
	}
}

// workplace counts what one workplace gives to every metric.
func (t *tally) workplace(w *workplace, h *history) {
	for k := range t.months {
		m := t.launch + month(k)
		if !w.inScope(m) {
			continue
		}
		for _, s := range measures {
			if s.events {
				continue
			}
			o := choose(h, m, s.sources)
			for _, g := range t.grids[s.name] {
				g.count(w, k, o)
			}
		}
	}
}

// count adds an outcome in every cell of the grid that it falls in.
func (g *grid) count(w *workplace, m int, o outcome) {
	places, only := []int{0}, []int{-1}
	if g.has(byArea) {
		places = within(w.area, g.beside)
	}
	if g.has(byGroup) {
		only = []int{careGroup, otherGroup}
	}
	for _, place := range places {
		for _, group := range only {
			c := cell{rows: 1}
			if o.reason != given {
				c.left[o.reason] = 1
			} else {
				c.workplaces = 1
				for i := range groups {
					if group < 0 || group == i {
						c.above += o.above[i]
						c.below += o.below[i]
					}
				}
			}
			g.at(point{byArea: place, byService: w.service, byGroup: max(0, group)}, m).add(c)
		}
	}
}

// episode counts one person who reached a stage on a day. Days outside the
// report months count nowhere.
func (t *tally) episode(metric string, day time.Time, place, route int) {
	if day.IsZero() {
		return
	}
	m := int(monthAt(day) - t.launch)
	if m < 0 || m >= t.months {
		return
	}
	for _, g := range t.grids[metric] {
		places := []int{0}
		if g.has(byArea) {
			places = within(place, g.beside)
		}
		for _, p := range places {
			g.at(point{byArea: p, byRoute: route}, m).add(cell{above: 1000, rows: 1})
		}
	}
}
