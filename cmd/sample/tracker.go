package main

import (
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"time"
)

// routes are how people come to the academy.
var routes = []string{"Jobcentre", "College", "Self-referral", "Redundancy support", "Community group"}

// The stages of an episode, in the order of the tracker's columns.
const (
	placementStarted = iota
	placementCompleted
	courseStarted
	courseCompleted
	careCertificate
	interview
	jobStarted
	inPost
	withdrawn
	stages
)

// An episode is one person supported from one referral: a row of the tracker.
type episode struct {
	person   string
	referred time.Time
	route    int // len(routes) where it is not recorded
	area     int
	home     string // as the tracker has the area: alias, blank or elsewhere
	course   string
	stages   [stages]time.Time
	words    int // how its dates are written; 0 for dates

	again    bool     // the same person and referral once more: the row is left out
	reversed bool     // its placement ends before it starts
	odd      *oddDate // nil where no date is of a kind that cannot be
	mistaken int      // stage dated before the referral, hence left out; -1 for none
}

// inventEpisodes invents everybody referred, from a quarter before launch.
func (r *region) inventEpisodes() []episode {
	var out []episode
	person := 0
	type key struct {
		person   string
		referred time.Time
	}
	there := map[key]bool{}
	monthly := min(2000, 7+r.Workplaces/8)
	for m := r.launch - 3; m <= r.last+1; m++ {
		c := chance(r.Seed, "referrals", int(m))
		n := monthly/2 + c.IntN(monthly)
		if m < r.launch {
			n = n/2 + 1
		}
		for range n {
			day := m.day(1 + c.IntN(28))
			if !day.Before(r.asOf.AddDate(0, 0, -14)) {
				continue
			}
			person++
			e := r.inventEpisode(c, day)
			e.person = fmt.Sprintf("MF-%05d", person)
			if len(out) > 20 && oneIn(c, 25) { // comes back for a second time
				before := out[c.IntN(len(out)-10)].person
				if !there[key{before, day}] {
					e.person = before
				}
			}
			there[key{e.person, day}] = true
			out = append(out, e)
		}
	}
	// Whatever the size, the launch month has its first certificate and job.
	out[0].stages[careCertificate] = r.launch.day(20)
	out[0].stages[jobStarted] = r.launch.day(25)
	return out
}

func (r *region) inventEpisode(c *rand.Rand, day time.Time) episode {
	e := episode{referred: day, route: c.IntN(len(routes)), mistaken: -1}
	if oneIn(c, 40) {
		e.route = len(routes)
	}
	e.area, e.home = homeArea(c)
	if r.Clean && e.area == nowhere {
		e.home = "" // a name that is in no list is asked about
	}
	if oneIn(c, 7) {
		e.words = 1 + c.IntN(3)
	}
	later := func(after time.Time, least, spread, percent int) time.Time {
		if after.IsZero() || c.IntN(100) >= percent {
			return time.Time{}
		}
		return after.AddDate(0, 0, least+c.IntN(spread))
	}
	e.stages[courseStarted] = later(day, 5, 25, 72)
	if !e.stages[courseStarted].IsZero() {
		e.course = pick(c, "Introduction to care", "New to care", "Care Certificate")
	}
	e.stages[courseCompleted] = later(e.stages[courseStarted], 20, 40, 82)
	e.stages[careCertificate] = later(e.stages[courseCompleted], 0, 45, 70)
	e.stages[placementStarted] = later(day, 7, 30, 60)
	e.stages[placementCompleted] = later(e.stages[placementStarted], 10, 20, 85)
	e.stages[interview] = later(day, 10, 70, 62)
	e.stages[jobStarted] = later(e.stages[interview], 7, 40, 72)
	e.stages[inPost] = later(e.stages[jobStarted], 25, 20, 80)
	if e.stages[jobStarted].IsZero() {
		e.stages[withdrawn] = later(day, 20, 90, 30)
	}
	return e
}

// homeArea draws where somebody lives, and how the tracker says it.
func homeArea(c *rand.Rand) (int, string) {
	switch roll := c.IntN(100); {
	case roll < 6:
		return nowhere, ""
	case roll < 8:
		return nowhere, pick(c, "Outside the county", "Neverland")
	case roll < 11:
		return county, areas[county].name
	}
	place := firstDistrict + c.IntN(len(areas)-firstDistrict)
	if oneIn(c, 4) {
		place = city
	}
	if oneIn(c, 5) {
		return place, pick(c, areas[place].aliases...)
	}
	return place, areas[place].name
}

// countEpisodes counts everybody at the stages that are metrics. The tracker
// of the last day is in force, so it counts what was known by then.
func (r *region) countEpisodes(t *tally) {
	last := r.trackerDays()
	for _, e := range r.episodes {
		if e.again {
			continue
		}
		for metric, stage := range map[string]int{"care_certificates": careCertificate, "paid_employment": jobStarted} {
			day := e.stages[stage]
			if stage == e.mistaken || !e.seen(day, last[len(last)-1]) {
				continue
			}
			t.episode(metric, day, e.area, e.route)
		}
	}
}

// seen reports whether a tracker of some day can hold a date of the episode.
func (e episode) seen(day, tracker time.Time) bool {
	return !day.IsZero() && !day.After(tracker) && !e.referred.After(tracker)
}

// trackerDays are the days on which the academy saves its tracker.
func (r *region) trackerDays() []time.Time {
	var days []time.Time
	for m := r.launch + 1; m <= r.last+1; m++ {
		days = append(days, m.day(3))
	}
	return days
}

var trackerHeadings = []any{"Person reference", "Referral date", "Referred by", "Home area",
	"Placement started", "Placement completed", "Course", "Course started", "Course completed",
	"Care Certificate", "Interview", "Job started", "In post confirmed", "Withdrawn"}

const homeAreaColumn = 3

// stageColumns is where each stage stands among the headings.
var stageColumns = [stages]int{4, 5, 7, 8, 9, 10, 11, 12, 13}

func trackerName(day time.Time) string {
	return fmt.Sprintf("inbox/%s/Academy tracker %s.xlsx", date(day), day.Format("2 Jan 2006"))
}

// writeTrackers writes the tracker of every month; each holds all so far.
func (r *region) writeTrackers() error {
	for _, day := range r.trackerDays() {
		err := r.workbook(trackerName(day), func(w io.Writer) error { return r.tracker(w, day) })
		if err != nil {
			return err
		}
	}
	return nil
}

func (r *region) tracker(w io.Writer, day time.Time) error {
	s := sheet{name: "Tracker", heading: 1, width: 16, rows: [][]any{slices.Clone(trackerHeadings)}}
	for _, e := range r.episodes {
		if e.referred.After(day) {
			continue
		}
		s.rows = append(s.rows, e.row(day))
	}
	return s.write(w)
}

// row is the episode as the tracker of a day has it.
func (e episode) row(day time.Time) []any {
	at := func(stage int) any {
		if e.odd != nil && e.odd.stage == stage {
			return e.odd.written(e)
		}
		when := e.stages[stage]
		if !e.seen(when, day) {
			return nil
		}
		return e.written(when)
	}
	blank := func(s string) any {
		if s == "" {
			return nil
		}
		return s
	}
	var route any
	if e.route < len(routes) {
		route = routes[e.route]
	}
	var course any
	if e.seen(e.stages[courseStarted], day) {
		course = blank(e.course)
	}
	return []any{e.person, e.written(e.referred), route, blank(e.home),
		at(placementStarted), at(placementCompleted), course, at(courseStarted), at(courseCompleted),
		at(careCertificate), at(interview), at(jobStarted), at(inPost), at(withdrawn)}
}

// written is a date as whoever keeps the row types it.
func (e episode) written(day time.Time) any {
	switch e.words {
	case 1:
		return day.Format("02/01/2006")
	case 2:
		return day.Format("2 January 2006")
	case 3:
		return day.Format("2 Jan 2006")
	}
	return day
}
