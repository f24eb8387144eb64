package main

import (
	"fmt"
	"math/rand/v2"
	"time"
)

// An employer runs one workplace or a group of them, and sends one file a
// month for all.
type employer struct {
	index    int
	id, name string
	homes    []*workplace

	layout  *layout
	naming  naming   // which ID its files carry
	answers []answer // by report month
	lazy    bool     // ticks "nothing has changed" more than it should
	contact string   // who fills the return in

	exports   []export // of its ASC-WDS account; none without an account
	sanitised bool     // its exports come without NI numbers and dates of birth

	faults       map[int]*fault // of its returns, by report month
	exportFaults map[int]*fault // of its exports, by place in exports
	frozen       []frozen       // workplaces whose numbers stand still
}

// A naming is the ID by which an employer's files name a workplace.
type naming int

const (
	byWorkplace naming = iota // our own
	byLocation                // CQC location; our own where there is none
	byAccount                 // LOCALESTID of ASC-WDS; our own where there is none
)

// An answer is what became of the return of a month.
type answer int

const (
	sent   answer = iota
	late          // its rows are in the file of the month after
	missed        // never sent
)

// An export is one download of both ASC-WDS files.
type export struct {
	on       time.Time // in the name of the files
	received time.Time
}

// invent fills the region with employers and their workplaces.
func (r *region) invent() {
	sizes := employerSizes(r.Workplaces)
	for i, size := range sizes {
		e := &employer{
			index:        i,
			id:           fmt.Sprintf("E%04d", i+1),
			faults:       map[int]*fault{},
			exportFaults: map[int]*fault{},
		}
		c := chance(r.Seed, "employer", i)
		e.name = employerName(c, i, size)
		home := r.somewhere(c)
		for range size {
			r.addWorkplace(e, home)
		}
		r.setHabits(e, c)
		r.employers = append(r.employers, e)
	}
}

// employerSizes is the number of workplaces of each employer, groups first.
// Most employers have one. Beyond 200 workplaces the number of employers grows
// ever slower, to some 1,500, so that the number of files stays sane.
func employerSizes(workplaces int) []int {
	employers := max(1, workplaces*2/3)
	if workplaces > 200 {
		more := workplaces - 200
		employers = 133 + 1400*more/(more+4000)
	}
	sizes := make([]int, employers)
	left := workplaces - employers
	groups := min(employers, max(2, employers/5))
	// The first group takes as much as the second and half of the third, and so
	// on: weights of one over the square root of the rank, in thousandths.
	weights, total := make([]int, groups), 0
	for i := range weights {
		weights[i] = 1_000_000 / isqrt(1_000_000*(i+1))
		total += weights[i]
	}
	given := 0
	for i := range sizes {
		sizes[i] = 1
		if i < groups {
			sizes[i] += left * weights[i] / total
			given += left * weights[i] / total
		}
	}
	for i := 0; given < left; i++ {
		sizes[i%groups]++
		given++
	}
	return sizes
}

// isqrt is the whole part of a square root.
func isqrt(n int) int {
	root := 0
	for step := 1 << 20; step > 0; step >>= 1 {
		if (root+step)*(root+step) <= n {
			root += step
		}
	}
	return root
}

// setHabits decides how an employer answers. The first eight employers have
// habits set by hand, so that even a small region holds each kind.
func (r *region) setHabits(e *employer, c *rand.Rand) {
	e.contact = pick(c, "Registered manager", "Deputy manager", "Administrator", "Operations manager")
	e.layout = pick(c, template, template, template, template, template, handSheet, handSheet, handWrapped, handCSV)
	if len(e.homes) > 300 {
		e.layout = handCSV
	}
	e.naming = pick(c, byWorkplace, byWorkplace, byLocation, byAccount)
	e.lazy = oneIn(c, 6)
	account, sends := oneIn(c, 2), !oneIn(c, 10)
	stops, stale := oneIn(c, 12), oneIn(c, 10)
	switch e.index {
	case 0:
		e.layout, e.naming, account, sends, stops, stale = template, byWorkplace, true, true, false, false
		if len(e.homes) > 300 {
			e.layout = handCSV
		}
	case 1: // steady
		e.layout, e.naming, account, sends, stops = handSheet, byLocation, false, true, false
	case 2:
		e.layout, e.naming, account, sends, stops, stale = handWrapped, byLocation, true, true, false, false
	case 3:
		e.layout, e.naming, account, sends, stops, stale = handCSV, byAccount, true, true, false, false
	case 4:
		e.layout, account, sends, stops, e.lazy = template, false, true, true, true
	case 5:
		e.layout, account, sends, stops, stale = template, true, true, false, true
	case 6: // steady
		e.layout, account, sends, stops, e.lazy = template, false, true, false, false
	case 7:
		account, sends = true, false
	}
	e.sanitised = oneIn(c, 4)
	e.answers = r.answers(c, sends, stops)
	if e.steady() {
		clear(e.answers)
	}
	if account {
		e.exports = r.exports(c, stale)
	}
}

// steady reports whether an employer sends every month and loses none: even a
// small region needs somebody with twelve returns on end and no account.
func (e *employer) steady() bool { return e.index == 1 || e.index == 6 }

// answers draws which months an employer answers.
func (r *region) answers(c *rand.Rand, sends, stops bool) []answer {
	n := r.Months
	end := n
	if stops {
		end = n * (50 + c.IntN(35)) / 100
	}
	answers := make([]answer, n)
	for m := range answers {
		switch roll := c.IntN(100); {
		case !sends || m >= end:
			answers[m] = missed
		case roll < 4:
			answers[m] = missed
		case roll < 7 && m+1 < end:
			answers[m] = late
		}
	}
	for m, a := range answers {
		if a == late && answers[m+1] != sent {
			answers[m] = missed
		}
	}
	return answers
}

// exports draws the dates of an account's downloads: one every two to four
// months, until it goes stale.
func (r *region) exports(c *rand.Rand, stale bool) []export {
	on := r.launch.first().AddDate(0, 0, c.IntN(80)-60)
	last := r.asOf.AddDate(0, 0, -4)
	if stale {
		last = (r.launch + month(r.Months*55/100)).day(20)
	}
	shortest, spread := 58, 66
	if r.Workplaces > 2000 {
		shortest, spread = 88, 34
	}
	var out []export
	for !on.After(last) {
		received := on.AddDate(0, 0, c.IntN(3))
		if !received.Before(r.asOf) {
			received = on
		}
		out = append(out, export{on, received})
		on = on.AddDate(0, 0, shortest+c.IntN(spread))
		switch c.IntN(6) {
		case 0: // on the very day that the month ends
			on = monthAt(on).end()
		case 1: // the last day that is fresh at some month end
			on = (monthAt(on) + 4).end().AddDate(0, 0, -100)
		}
		if !on.After(out[len(out)-1].on) {
			on = out[len(out)-1].on.AddDate(0, 0, shortest)
		}
	}
	return out
}
