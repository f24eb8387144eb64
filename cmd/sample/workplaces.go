package main

import (
	"fmt"
	"math/rand/v2"
	"time"
)

// A workplace is one home or branch, as reference/workplaces.csv lists it.
type workplace struct {
	index                      int
	id                         string
	location, provider, ascwds string // blank where there is none
	name                       string
	employer                   *employer
	area, service              int
	from, until                time.Time // in scope; zero for no end
	stops                      int       // report month from which its group leaves it out of the file
	kind                       kind
}

// A kind is what sort of staff a workplace has.
type kind int

const (
	ordinary kind = iota
	tiny          // two to four people
	bankOnly      // nobody on a permanent or temporary contract
	churning      // one post, filled anew every month
)

// somewhere draws an area: the city holds a quarter.
func (r *region) somewhere(c *rand.Rand) int {
	if oneIn(c, 4) {
		return city
	}
	return firstDistrict + c.IntN(len(areas)-firstDistrict)
}

func (r *region) addWorkplace(e *employer, home int) {
	i := len(r.workplaces)
	c := chance(r.Seed, "workplace", i)
	w := &workplace{
		index:    i,
		id:       fmt.Sprintf("W%04d", i+1),
		location: fmt.Sprintf("1-9%08d", 1200+7*i),
		provider: fmt.Sprintf("1-8%08d", 300+e.index),
		ascwds:   fmt.Sprintf("%s%05d", pick(c, "PX", "HM-", "SITE", "loc."), 10+3*i),
		employer: e,
		area:     home,
		service:  r.someService(c),
		from:     time.Date(2019+c.IntN(4), time.April, 1, 0, 0, 0, 0, time.UTC),
		stops:    r.Months,
		kind:     ordinary,
	}
	if !oneIn(c, 3) {
		w.area = r.somewhere(c)
	}
	w.name = workplaceName(c, w)
	switch c.IntN(60) {
	case 0:
		w.kind = bankOnly
	case 1:
		w.kind = churning
	case 2, 3:
		w.kind = tiny
	}
	r.setIDs(w, c)
	r.setScope(w, c)
	r.setByHand(w)
	if r.Clean && w.kind == churning {
		w.kind = ordinary // its turnover is asked about
	}
	r.workplaces = append(r.workplaces, w)
	e.homes = append(e.homes, w)
}

func (r *region) someService(c *rand.Rand) int {
	roll := c.IntN(100)
	for i, s := range services {
		if roll -= s.share; roll < 0 {
			return i
		}
	}
	return 0
}

func (r *region) setIDs(w *workplace, c *rand.Rand) {
	if oneIn(c, 14) {
		w.location, w.provider = "", ""
	}
	if oneIn(c, 9) {
		w.ascwds = ""
	}
}

// setScope lets some workplaces join or leave while the academy runs. The day
// falls on, just before and just after a month end as often as between.
func (r *region) setScope(w *workplace, c *rand.Rand) {
	day := func(m month) time.Time {
		return pick(c, m.first(), m.end(), m.end().AddDate(0, 0, -1), m.day(11))
	}
	if oneIn(c, 12) && r.Months > 2 {
		w.from = day(r.launch + month(1+c.IntN(r.Months-2)))
	}
	if oneIn(c, 14) && r.Months > 3 {
		if until := day(r.last - month(c.IntN(r.Months/2))); until.After(w.from) {
			w.until = until
		}
	}
	if oneIn(c, 20) {
		w.stops = c.IntN(r.Months)
	}
}

// setByHand makes sure that even a region of a dozen workplaces holds each
// kind that matters.
func (r *region) setByHand(w *workplace) {
	if r.Workplaces < 12 || r.Months < 6 {
		return
	}
	n := r.Workplaces - 12 // the last dozen are the single homes
	switch w.index {
	case 0:
		w.kind, w.until, w.stops = ordinary, time.Time{}, r.Months
	case 1:
		w.from, w.until, w.stops = (r.launch + 3).end(), time.Time{}, r.Months
	case 2:
		w.kind, w.stops = ordinary, r.Months*2/3
	case 4:
		w.kind, w.until, w.stops = ordinary, time.Time{}, r.Months
	case n + 5:
		w.kind, w.until = ordinary, (r.last - 3).end()
	case n + 8:
		w.kind, w.location, w.provider = bankOnly, "", ""
	case n + 9:
		w.kind = ordinary
	case n + 10:
		w.kind, w.area, w.ascwds, w.until = churning, nowhere, "", time.Time{}
	case n + 11:
		w.kind, w.until = ordinary, (r.last - 2).day(9)
	}
	if w.index >= n+6 && w.index != n+10 && w.ascwds == "" {
		w.ascwds = fmt.Sprintf("PX%05d", 10+3*w.index)
	}
}

// inScope reports whether the workplace counts in a month.
func (w *workplace) inScope(m month) bool {
	end := m.end()
	return !w.from.After(end) && (w.until.IsZero() || !w.until.Before(end))
}

// called is the ID by which its employer's files name it.
func (w *workplace) called() string {
	switch {
	case w.employer.naming == byLocation && w.location != "":
		return w.location
	case w.employer.naming == byAccount && w.ascwds != "":
		return w.ascwds
	}
	return w.id
}
