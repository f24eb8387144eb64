package main

import "time"

// A reason is why a workplace gives no figure.
type reason int

const (
	given reason = iota // it gives one
	notAnswered
	notUpToDate
	notKnown
	listsDiffer
	recordsDiffer
	noStaff
	fewMonths
	aboveCap
	reasons
)

// reasonNames are the words of figures.csv.
var reasonNames = [reasons]string{
	notAnswered:   "not answered",
	notUpToDate:   "not up to date",
	notKnown:      "not known",
	listsDiffer:   "lists do not match",
	recordsDiffer: "staff and records do not match",
	noStaff:       "no permanent or temporary staff",
	fewMonths:     "fewer than 12 months",
	aboveCap:      "above 995%",
}

// An outcome is what a workplace gives to a metric in a month: the two sums
// of each group of job roles, in thousandths, or the reason there are none.
type outcome struct {
	reason reason
	above  [groups]int64
	below  [groups]int64
}

func leftOut(r reason) outcome { return outcome{reason: r} }

// A history is what is in force about one workplace.
type history struct {
	launch  month
	returns []filed    // by report month, resolved
	exports []reported // by date
}

// A filed is the return in force of a month.
type filed struct {
	there bool
	boxes boxes
}

// A reported is what one export of ASC-WDS says about a workplace.
type reported struct {
	on        time.Time
	stated    int         // TOTALPERMTEMP
	records   int         // worker records that could be read
	direct    [groups]int // of these, on permanent or temporary contracts
	vacancies list
	leavers   list
}

// A list is the answer to a question that is asked by job role.
type list struct {
	reason reason // given, notAnswered, notKnown or listsDiffer
	by     [groups]int
}

// freshReturn is how many days a return is good for at a month end, and
// freshExport an export. Source: measures.json of the domain notes.
const (
	freshReturn = 45
	freshExport = 100
)

// newest is the return that speaks for a month end.
func (h *history) newest(m month) (boxes, reason) {
	for k := int(m - h.launch); k >= 0; k-- {
		if !h.returns[k].there {
			continue
		}
		if daysBetween((h.launch+month(k)).end(), m.end()) > freshReturn {
			return boxes{}, notUpToDate
		}
		return h.returns[k].boxes, given
	}
	return boxes{}, notAnswered
}

// account is the export that speaks for a month end.
func (h *history) account(m month) (reported, reason) {
	for k := len(h.exports) - 1; k >= 0; k-- {
		x := h.exports[k]
		if x.on.After(m.end()) {
			continue
		}
		if daysBetween(x.on, m.end()) > freshExport {
			return reported{}, notUpToDate
		}
		return x, given
	}
	return reported{}, notAnswered
}

// agrees reports whether stated staff and worker records are near enough:
// both at least 3, and apart by less than 5 or less than a tenth of their mean.
func (x reported) agrees() bool {
	apart := x.stated - x.records
	if apart < 0 {
		apart = -apart
	}
	return x.stated >= 3 && x.records >= 3 && (apart < 5 || 20*apart < x.stated+x.records)
}

func (x reported) directly() int { return x.direct[careGroup] + x.direct[otherGroup] }

func vacanciesOfReturn(h *history, m month) outcome {
	b, why := h.newest(m)
	if why == given && !b.known(vacanciesBox) {
		why = notAnswered
	}
	o := leftOut(why)
	for g := range groups {
		if why == given {
			o.above[g] = 1000 * int64(b.sum(g, vacanciesBox))
		}
	}
	return o
}

func vacancyRateOfReturn(h *history, m month) outcome {
	b, why := h.newest(m)
	if why != given {
		return leftOut(why)
	}
	if !b.known(permanentBox, temporaryBox, vacanciesBox) {
		return leftOut(notAnswered)
	}
	var o outcome
	employed := 0
	for g := range groups {
		employed += b.sum(g, permanentBox, temporaryBox)
		o.above[g] = 1000 * int64(b.sum(g, vacanciesBox))
		o.below[g] = 1000 * int64(b.sum(g, permanentBox, temporaryBox, vacanciesBox))
	}
	if employed == 0 {
		return leftOut(noStaff)
	}
	return o
}

func filledPostsOfReturn(h *history, m month) outcome {
	b, why := h.newest(m)
	if why != given {
		return leftOut(why)
	}
	if !b.known(permanentBox, temporaryBox, bankBox, agencyBox) {
		return leftOut(notAnswered)
	}
	var o outcome
	for g := range groups {
		o.above[g] = 1000 * int64(b.sum(g, permanentBox, temporaryBox, bankBox, agencyBox))
	}
	return o
}

// movesOfReturn counts who joined or left in the very month.
func movesOfReturn(which int) func(*history, month) outcome {
	return func(h *history, m month) outcome {
		f := h.returns[m-h.launch]
		if !f.there || !f.boxes.known(which) {
			return leftOut(notAnswered)
		}
		var o outcome
		for g := range groups {
			o.above[g] = 1000 * int64(f.boxes.sum(g, which))
		}
		return o
	}
}

func turnoverOfReturns(h *history, m month) outcome {
	var o outcome
	months, left, employed := 0, 0, 0
	for k := max(0, int(m-h.launch)-11); k <= int(m-h.launch); k++ {
		f := h.returns[k]
		if !f.there || !f.boxes.known(leftBox, permanentBox, temporaryBox) {
			continue
		}
		months++
		for g := range groups {
			l, e := f.boxes.sum(g, leftBox), f.boxes.sum(g, permanentBox, temporaryBox)
			left, employed = left+l, employed+e
			o.above[g] += 12_000 * int64(l)
			o.below[g] += 1000 * int64(e)
		}
	}
	switch {
	case months == 0:
		return leftOut(notAnswered)
	case months < 12:
		return leftOut(fewMonths)
	case employed == 0:
		return leftOut(noStaff)
	case 100*12*left > 995*employed:
		return leftOut(aboveCap)
	}
	return o
}

func filledPostsOfAccount(h *history, m month) outcome {
	x, why := h.account(m)
	if why == given && !x.agrees() {
		why = recordsDiffer
	}
	if why != given {
		return leftOut(why)
	}
	// The mean of two whole numbers: thousandths hold the half. Job roles do
	// not come into it, so all is put in the first group.
	return outcome{above: [groups]int64{500 * int64(x.stated+x.records)}}
}

func vacanciesOfAccount(h *history, m month) outcome {
	x, why := h.account(m)
	if why == given {
		why = x.vacancies.reason
	}
	if why != given {
		return leftOut(why)
	}
	var o outcome
	for g, n := range x.vacancies.by {
		o.above[g] = 1000 * int64(n)
	}
	return o
}

func vacancyRateOfAccount(h *history, m month) outcome {
	x, why := h.account(m)
	switch {
	case why != given:
		return leftOut(why)
	case !x.agrees():
		return leftOut(recordsDiffer)
	case x.vacancies.reason != given:
		return leftOut(x.vacancies.reason)
	case x.directly() == 0:
		return leftOut(noStaff)
	}
	var o outcome
	for g, n := range x.vacancies.by {
		o.above[g] = 1000 * int64(n)
		o.below[g] = 1000 * int64(x.direct[g]+n)
	}
	return o
}

func turnoverOfAccount(h *history, m month) outcome {
	x, why := h.account(m)
	left := x.leavers.by[careGroup] + x.leavers.by[otherGroup]
	switch {
	case why != given:
		return leftOut(why)
	case !x.agrees():
		return leftOut(recordsDiffer)
	case x.leavers.reason != given:
		return leftOut(x.leavers.reason)
	case x.directly() == 0:
		return leftOut(noStaff)
	case 100*left > 995*x.directly():
		return leftOut(aboveCap)
	}
	var o outcome
	for g, n := range x.leavers.by {
		o.above[g] = 12_000 * int64(n)
		o.below[g] = 12_000 * int64(x.direct[g])
	}
	return o
}

// choose takes the first source that gives a figure. If none does, the reason
// is the first that says more than that nobody answered.
func choose(h *history, m month, sources []func(*history, month) outcome) outcome {
	why := notAnswered
	for _, source := range sources {
		o := source(h, m)
		if o.reason == given {
			return o
		}
		if why == notAnswered {
			why = o.reason
		}
	}
	return leftOut(why)
}
