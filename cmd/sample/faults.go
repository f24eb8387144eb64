package main

import (
	"math/rand/v2"
	"slices"
)

// A faultKind is one thing that goes wrong in what arrives.
type faultKind int

const (
	corrected faultKind = iota
	replaced
	blanked
	correctedThenCarried
	sentTwice
	copied
	outdated
	rivals
	rivalsLater
	preferred
	torn
	tornThenWhole
	wrongHeadings
	renamedText
	scanned
	unknownHome
	unreadable
	unfounded
	carried     // only after correctedThenCarried
	returnKinds // the kinds above are about returns, those below about exports

	shiftedRow
	unequalLists
	garbledList
	overstated
	understated
	resent
	headOffice
	exportKinds // the kinds above are about exports, those below about rules of returns

	codeFor999
	tooManyNew
	tooManyToCare
	tooManyVacancies
	tooManyLeft
	tooManyJoined
	slippedDigit
	comesTwice
	notBegun
	longAgo
	groupAtOne
	leftEmpty
	ruleKinds // those below are planted with "--faults all" only

	changedAfterAll
	twoAnswers
	correctedBelow
	strangersHome
	tickedLater
	strangersHomeSent // its own employer has sent that month
	notOver
	faultKinds
)

// A fault is planted in the return of an employer and month, or in an export.
type fault struct {
	kind faultKind
	home *workplace // the workplace concerned
	seed int        // of its own chance
}

// is reports whether the fault is there and of a kind.
func (f *fault) is(kind faultKind) bool { return f != nil && f.kind == kind }

func (f *fault) chance(r *region) *rand.Rand { return chance(r.Seed, "fault", f.seed) }

// A faultLog is truth/faults.csv: what is planted where, and what it costs.
type faultLog struct{ lines [][]string }

func (l *faultLog) add(file, what, costs string) {
	l.at(file, "", "", what, costs)
}

// at is add for what the program tells by a code, at a place in the file.
func (l *faultLog) at(file, code, place, what, costs string) {
	l.lines = append(l.lines, []string{file, what, costs, code, place})
}

func (l *faultLog) table() [][]string {
	slices.SortFunc(l.lines, func(a, b []string) int { return slices.Compare(a, b) })
	return append([][]string{{"file", "what", "costs", "code", "place"}}, l.lines...)
}

// A slot is a place where a fault can be planted.
type slot struct {
	employer *employer
	at       int // report month, or place among the exports
}

// plant chooses where things go wrong: each kind once, and in a large region
// once more for every 400 returns or exports, up to twenty times.
func (r *region) plant() {
	if r.all() {
		r.plantFrozen()
	}
	returns, exports := r.slots()
	c := chance(r.Seed, "plant")
	for kind := range exportKinds {
		if kind == returnKinds || kind == carried {
			continue
		}
		from, faults := returns, func(e *employer) map[int]*fault { return e.faults }
		if kind > returnKinds {
			from, faults = exports, func(e *employer) map[int]*fault { return e.exportFaults }
		}
		times := min(20, 1+len(from)/400)
		order := c.Perm(len(from))
		for _, i := range order {
			s := from[i]
			f := r.fits(kind, s, faults(s.employer), c)
			if f == nil {
				continue
			}
			f.seed = len(order)*int(kind) + i
			faults(s.employer)[s.at] = f
			if kind == correctedThenCarried {
				s.employer.faults[s.at+1] = &fault{kind: carried, home: f.home}
			}
			if times--; times == 0 {
				break
			}
		}
	}
	r.plantRules()
	r.plantEpisodes()
	if r.all() {
		r.spoilTracker()
	}
}

// costly reports whether a kind of fault costs a month's numbers. Turnover
// from returns needs twelve months on end.
func (k faultKind) costly() bool {
	switch k {
	case rivals, torn, wrongHeadings, renamedText, scanned, unreadable:
		return true
	}
	return false
}

// slots lists the returns that are really sent, and the exports.
func (r *region) slots() (returns, exports []slot) {
	for _, e := range r.employers {
		for k, a := range e.answers {
			if a == sent && !e.holds(k) && (k == 0 || e.answers[k-1] != late) && len(e.homesIn(r, k)) > 0 {
				returns = append(returns, slot{e, k})
			}
		}
		for i := range e.exports {
			exports = append(exports, slot{e, i})
		}
	}
	return returns, exports
}

// homesIn are the workplaces that have a row in the return of a month.
func (e *employer) homesIn(r *region, k int) []*workplace {
	var homes []*workplace
	for _, w := range e.homes {
		if w.answers(r.launch+month(k), k) {
			homes = append(homes, w)
		}
	}
	return homes
}

// fits makes a fault for a slot, or nil where the kind cannot be there.
func (r *region) fits(kind faultKind, s slot, planted map[int]*fault, c *rand.Rand) *fault {
	e := s.employer
	if planted[s.at] != nil {
		return nil
	}
	if kind > returnKinds {
		return r.fitsExport(kind, s, c)
	}
	if kind.costly() && e.steady() {
		return nil
	}
	homes := e.homesIn(r, s.at)
	next := s.at + 1
	ok := true
	switch kind {
	case corrected, blanked, preferred:
		ok = e.layout.corrects
	case outdated:
		ok = e.layout.corrects && next < r.Months
	case correctedThenCarried:
		ok = e.layout.corrects && e.layout.noChange && next < r.Months && e.answers[next] == sent && planted[next] == nil && !e.holds(next)
	case torn, tornThenWhole, wrongHeadings, renamedText:
		ok = e.layout.workbook
	case unknownHome:
		ok = len(homes) > 1
	case unfounded:
		ok = e.layout.noChange && (s.at == 0 || e.answers[s.at-1] == missed)
	}
	if !ok {
		return nil
	}
	home := homes[c.IntN(len(homes))]
	if kind == correctedThenCarried && !home.answers(r.launch+month(next), next) {
		return nil
	}
	return &fault{kind: kind, home: home}
}

// fitsExport makes a fault for an export. Those that a figure should feel are
// planted where the workplace counts
// and the export speaks for a month end.
func (r *region) fitsExport(kind faultKind, s slot, c *rand.Rand) *fault {
	var homes []*workplace
	exports := s.employer.exports
	at := monthAt(exports[s.at].on)
	for _, w := range s.employer.homes {
		if w.ascwds != "" && w.kind == ordinary && w.inScope(at) {
			homes = append(homes, w)
		}
	}
	newest := s.at+1 == len(exports) || exports[s.at+1].on.After(at.end())
	if len(homes) == 0 || at < r.launch || at > r.last || !newest {
		return nil
	}
	if kind == headOffice && len(s.employer.homes) < 2 {
		return nil
	}
	return &fault{kind: kind, home: homes[c.IntN(len(homes))]}
}

// plantEpisodes puts mistakes into the tracker.
func (r *region) plantEpisodes() {
	if len(r.episodes) < 2 {
		return
	}
	c := chance(r.Seed, "plant", 1)
	people := len(r.episodes)
	times := 2 + people/400
	if r.all() {
		times = max(times, 4)
	}
	for n := range times {
		i := 1 + c.IntN(people-1)
		if n%2 == 0 {
			r.episodes = append(r.episodes, r.repeat(i, c))
			continue
		}
		e := &r.episodes[i]
		e.mistaken = pick(c, careCertificate, jobStarted)
		if r.all() {
			e.mistaken = []int{careCertificate, jobStarted}[n/2%2]
		}
		e.stages[e.mistaken] = e.referred.AddDate(0, 0, -3-c.IntN(40))
	}
	for i := range r.episodes { // no metric is about the end of a placement
		e := &r.episodes[i]
		if !e.again && e.mistaken < 0 && !e.stages[placementCompleted].IsZero() {
			e.reversed = true
			e.stages[placementCompleted] = e.stages[placementStarted].AddDate(0, 0, -2)
			return
		}
	}
}

// repeat is a row that is in the tracker a second time, further down, with
// other dates.
func (r *region) repeat(i int, c *rand.Rand) episode {
	e := r.episodes[i]
	e.again, e.mistaken = true, -1
	for stage := range e.stages {
		if !e.stages[stage].IsZero() {
			e.stages[stage] = e.stages[stage].AddDate(0, 0, c.IntN(9))
		}
	}
	if e.stages[careCertificate].IsZero() {
		e.stages[careCertificate] = e.referred.AddDate(0, 0, 40)
	}
	return e
}
