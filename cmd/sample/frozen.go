package main

import (
	"cmp"
	"slices"
)

// A frozen is a workplace whose numbers stand still in the last months of the
// region.
type frozen struct {
	frozenKind
	home *workplace
	from int // report month
}

// A frozenKind is which numbers are set, for how many months, and how a rule
// finds it in the last of them: by its code, at a box.
type frozenKind struct {
	months     int
	code, what string
	box        int
	boxes      func(k int) boxes // of the month so many after the first
}

// frozenKinds are planted once each: first what needs others beside it, in the
// smallest employer, then the longest, since few workplaces answer for so long.
var frozenKinds = []frozenKind{
	{1, "more-vacancies-than-peers", "far more vacancies than at other workplaces", box(careGroup, vacanciesBox), func(int) boxes {
		return boxes{22, 1, 4, 1, 24, 1, 1, 5, 1, 0, 0, 1, 0, 0, 0, 0}
	}},
	{2, "staff-gone-without-leavers", "most staff are gone, and nobody left", box(careGroup, permanentBox), func(k int) boxes {
		return boxes{30 - 18*k, 1, 2, 0, 2, 0, 0, 5, 1, 0, 0, 1, 0, 0, 0, 0}
	}},
	{12, "turnover-above-995", "all staff leave in each month of a year", box(careGroup, leftBox), func(int) boxes {
		return boxes{6, 0, 2, 0, 1, 5, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0}
	}},
	{6, "number-frozen", "numbers that stand still for six months", box(careGroup, permanentBox), func(int) boxes {
		return boxes{24, 1, 2, 0, 3, 1, 1, 5, 1, 0, 0, 1, 0, 0, 0, 0}
	}},
	{6, "number-frozen-despite-moves", "staff that stand still while some leave", box(careGroup, permanentBox), func(k int) boxes {
		return boxes{24, 1, 2, 0, k, 0, 1, 5, 1, 0, 0, 1, 0, 0, 0, 0}
	}},
}

// holds reports whether the numbers of one of an employer's workplaces stand
// still in a report month.
func (e *employer) holds(k int) bool {
	return slices.ContainsFunc(e.frozen, func(f frozen) bool { return k >= f.from })
}

// frozenAt is what stands still at a workplace; nil where nothing does.
func (e *employer) frozenAt(w *workplace) *frozen {
	for i := range e.frozen {
		if e.frozen[i].home == w {
			return &e.frozen[i]
		}
	}
	return nil
}

// plantFrozen chooses a workplace for each kind, of employers that fill in the
// template: of the smallest, since groups are wanted for other faults.
func (r *region) plantFrozen() {
	smallest := slices.Clone(r.employers)
	slices.SortStableFunc(smallest, func(a, b *employer) int { return cmp.Compare(len(a.homes), len(b.homes)) })
	for _, kind := range frozenKinds {
		for _, e := range smallest {
			if e.layout == template && e.freezes(r, kind) {
				break
			}
		}
	}
}

// freezes lets the numbers of a workplace stand still that answers in the last
// months of the region, and its employer answer each of them in time. It reports
// false where there is none.
func (e *employer) freezes(r *region, kind frozenKind) bool {
	from := r.Months - kind.months
	if from < 0 {
		return false
	}
	for _, w := range e.homes {
		if w.kind != ordinary || e.frozenAt(w) != nil || !w.answers(r.launch+month(from), from) || !w.answers(r.last, r.Months-1) {
			continue
		}
		for k := max(from-1, 0); k < r.Months; k++ {
			e.answers[k] = sent
		}
		e.frozen = append(e.frozen, frozen{kind, w, from})
		return true
	}
	return false
}

// freeze makes the numbers of a workplace stand still. They count as sent.
func (e *employer) freeze(w *workplace, counted []boxes) {
	f := e.frozenAt(w)
	if f == nil {
		return
	}
	for k := range f.months {
		counted[f.from+k] = f.boxes(k)
	}
}

// logFrozen notes each number in the return of the last month.
func (e *employer) logFrozen(r *region, k int, s sending, log *faultLog) {
	if k != r.Months-1 {
		return
	}
	for i, now := range s.rows {
		if f := e.frozenAt(now.home); f != nil {
			log.at(s.name, f.code, templateCell(i, boxColumn(f.box)), f.what, "nothing: it counts, and is asked about")
		}
	}
}
