package main

import (
	"fmt"
	"slices"
)

// spoilRule plants what a rule of the program finds in a return of the
// template: by its code, at its cell.
func (f *fault) spoilRule(r *region, e *employer, m month, plain sending, log *faultLog) []sending {
	s := spoiling{fault: f, region: r, employer: e, month: m, plain: plain, log: log}
	for i, now := range plain.rows {
		if now.home == f.home && now.month == m {
			s.place = i
		}
	}
	now := s.right()
	for _, b := range []int{joinedNewToCare, leftToCare} {
		now.boxes[b], now.words = 0, nil
	}
	switch f.kind {
	case strangersHome:
		return s.sentByOthers(now)
	case comesTwice, notBegun, longAgo, strangersHomeSent, notOver:
		return []sending{s.extraRow(now)}
	case twoAnswers, correctedBelow:
		return []sending{s.secondRow(now)}
	case tickedLater:
		return s.tickLater()
	case groupAtOne:
		return []sending{s.group()}
	case leftEmpty:
		now.boxes = unanswered()
		s.found("nothing-filled-in", s.cell(1), "a row with nothing filled in", "it is not answered")
	case changedAfterAll:
		b := box(careGroup, leftBox)
		now.noChange = true
		now.boxes[b]++
		s.found("ticked-but-changed", s.cell(boxColumn(b)), "somebody left, and nothing has changed", "nothing: what is filled in counts")
	default:
		s.oddNumber(&now)
	}
	return []sending{s.having(now)}
}

// cell names a cell of the row concerned, counted from the first column.
func (s *spoiling) cell(column int) string { return s.at(s.place, column) }

// at names a cell of any row of the file.
func (s *spoiling) at(row, column int) string { return s.plain.layout.cell(s.month, row, column) }

// templateCell names a cell of the template, whose rows begin in line 5.
func templateCell(row, column int) string { return fmt.Sprintf("Return!%c%d", 'A'+column, 5+row) }

// boxColumn is the column of the template that has a box.
func boxColumn(box int) int { return 5 + box }

func (s *spoiling) found(code, cell, what, costs string) {
	s.log.at(s.plain.name, code, cell, what, s.who()+": "+costs)
}

// oddNumber puts a number that cannot be, or is not likely, into the row.
func (s *spoiling) oddNumber(now *row) {
	care := func(which int) *int { return &now.boxes[box(careGroup, which)] }
	posts := now.boxes.sum(careGroup, permanentBox, temporaryBox)
	all := posts + now.boxes.sum(careGroup, bankBox, agencyBox, leftBox)
	column, code, what, costs := 0, "", "", "nothing: it counts, and is asked about"
	switch s.kind {
	case codeFor999:
		b := box(careGroup, vacanciesBox)
		now.boxes[b], now.words = null, map[int]string{b: "999"}
		column, code, what, costs = b, "dont-know-code", "999 for not known", boxName(b)+" is not answered"
	case tooManyNew:
		now.boxes[joinedNewToCare] = now.boxes[box(careGroup, joinedBox)] + now.boxes[box(otherGroup, joinedBox)] + 3
		column, code, what, costs = joinedNewToCare, "new-to-care-more-than-joined", "more are new to care than joined", "joined_new_to_care"
	case tooManyToCare:
		now.boxes[leftToCare] = now.boxes[box(careGroup, leftBox)] + now.boxes[box(otherGroup, leftBox)] + 2
		column, code, what, costs = leftToCare, "left-to-care-more-than-left", "more left for a job in care than left", "left_to_care"
	case tooManyVacancies:
		*care(vacanciesBox) = all + 11
		column, code, what = box(careGroup, vacanciesBox), "vacancies-against-posts", "more vacancies than people"
	case tooManyLeft:
		*care(leftBox) = posts + 6
		column, code, what = box(careGroup, leftBox), "left-against-posts", "more left than are there"
	case tooManyJoined:
		*care(joinedBox) = all + 6
		column, code, what = box(careGroup, joinedBox), "joined-against-posts", "more joined than are there"
	case slippedDigit:
		*care(permanentBox) = 100 * max(1, *care(permanentBox))
		column, code, what = box(careGroup, permanentBox), "tenfold-jump", "two digits too many"
	}
	s.found(code, s.cell(boxColumn(column)), what, costs)
}

// extraRow adds a row of the workplace that must not count.
func (s *spoiling) extraRow(now row) sending {
	file := s.plain
	now.lost, now.correction = true, false
	place := len(file.rows)
	switch s.kind {
	case comesTwice:
		now = s.plain.rows[s.place]
		now.lost = true
		s.found("return-row-replaced", templateCell(place, 0), "a row twice in a file", "nothing: the first one counts")
	case notBegun:
		now.month = s.month + 9
		s.found("month-not-begun", templateCell(place, 1), "a month that has not begun", "nothing: only that row is left out")
	case notOver:
		now.month = monthAt(s.plain.day)
		s.found("month-not-over", templateCell(place, 1), "the month in which the return is sent", "nothing: only that row is left out")
	case longAgo:
		now.month = monthAt(s.home.from) - 36
		s.found("home-out-of-scope", templateCell(place, 1), "a month before the workplace joined", "nothing: it is no report month")
		s.found("month-long-ago", templateCell(place, 1), "a month that is years ago", "nothing: it is no report month")
	case strangersHome: // of a month that no figure is of: it would count
		now.home = s.region.homeOfAnother(s.employer)
		now.called, now.month = now.home.id, monthAt(now.home.from)-36
		s.found("home-of-another-employer", templateCell(place, 0), "the ID of another employer's home", "nothing: it is no report month")
	case strangersHomeSent:
		now.home, now.month = s.region.sentByAnother(s.employer, int(s.month-s.region.launch))
		now.called = now.home.id
		s.found("home-sent-by-its-employer", templateCell(place, 0), "the ID of another employer's home, which sends itself", "nothing: what its own sent counts")
	}
	file.rows = append(slices.Clone(file.rows), now)
	return file
}

// sentByOthers adds a row of another employer's home, and then that employer sends it
// with another number.
func (s *spoiling) sentByOthers(now row) []sending {
	first := s.extraRow(now)
	theirs := first.rows[len(first.rows)-1]
	b := box(careGroup, leftBox)
	theirs.boxes[b]++
	second := first.with(s.region.correctionDay(s.month), " of its own employer", theirs)
	s.log.at(second.name, "sent-by-another-and-different", templateCell(0, boxColumn(b)), "a month that another employer sent before with another number",
		s.who()+": nothing: it is no report month")
	return []sending{first, second}
}

// secondRow adds a row of the workplace and month that says another thing than
// the first: as a correction, which counts, or not, so that neither does.
func (s *spoiling) secondRow(now row) sending {
	first := s.slip(0)
	first.lost = true
	file := s.having(first)
	now.correction = s.kind == correctedBelow
	now.lost = !now.correction
	if now.correction {
		s.found("return-row-replaced", s.cell(0), "a correction below the row that it corrects", "nothing: the correction counts")
	} else {
		for _, place := range []int{s.place, len(file.rows)} {
			s.found("duplicate-return", s.at(place, 0), "two rows of a workplace and month that differ", "no return in force")
		}
	}
	file.rows = append(file.rows, now)
	return file
}

// tickLater sends the file once more, with "nothing has changed" in place of
// numbers that are others than those of the month before.
func (s *spoiling) tickLater() []sending {
	now := s.right()
	now.noChange, now.words, now.boxes = true, nil, unanswered()
	first := s.having(s.slip(0))
	second := first.with(s.region.correctionDay(s.month), " ticked", now)
	s.log.at(second.name, "ticked-over-numbers", s.at(0, 2), `"nothing has changed" in place of numbers`, s.who()+": the numbers sent before")
	return []sending{first, second}
}

// homeOfAnother is a workplace that is not of an employer.
func (r *region) homeOfAnother(e *employer) *workplace {
	i := slices.IndexFunc(r.employers, func(other *employer) bool { return other != e })
	return r.employers[i].homes[0]
}

// sentByAnother is a workplace that is not of an employer, and a month before the kth
// of which its own has sent a return with nothing wrong in it; nil if there is none.
func (r *region) sentByAnother(e *employer, k int) (*workplace, month) {
	for _, other := range r.employers {
		for before := range k {
			if other == e || other.answers[before] != sent || other.faults[before] != nil {
				continue
			}
			if homes := other.homesIn(r, before); len(homes) > 0 {
				return homes[0], r.launch + month(before)
			}
		}
	}
	return nil, 0
}

// group puts the staff of all workplaces into the row of one.
func (s *spoiling) group() sending {
	file := s.plain
	file.rows = slices.Clone(file.rows)
	sum := s.right()
	for i := range file.rows {
		now := &file.rows[i]
		if now.month != s.month {
			continue
		}
		if i != s.place {
			for g := range groups {
				for _, which := range []int{permanentBox, temporaryBox} {
					sum.boxes[box(g, which)] += max(0, now.boxes[box(g, which)])
				}
			}
		}
		now.noChange, now.words, now.boxes = false, nil, boxes{}
	}
	for _, b := range []int{joinedNewToCare, leftToCare} {
		sum.boxes[b], sum.words = 0, nil
	}
	file.rows[s.place] = sum
	s.found("whole-group-at-one-home", s.cell(boxColumn(0)), "the staff of a whole group at one workplace", "nothing: it counts, and is asked about")
	return file
}

// plantRules chooses where the faults are that only a rule finds, once each. It
// has a chance of its own, so that the others stay where they are.
func (r *region) plantRules() {
	returns, _ := r.slots()
	c := chance(r.Seed, "plant rules")
	for kind := exportKinds + 1; kind < faultKinds; kind++ {
		if kind == ruleKinds || kind > ruleKinds && !r.all() {
			continue
		}
		for _, i := range c.Perm(len(returns)) {
			s := returns[i]
			e := s.employer
			homes := e.homesIn(r, s.at)
			other, _ := r.sentByAnother(e, s.at)
			whole := s.at > 0 && e.answers[s.at-1] == sent && e.faults[s.at-1] == nil
			switch {
			case e.faults[s.at] != nil || e.layout != template || (kind == leftEmpty || kind == twoAnswers) && e.steady():
				continue
			case (kind == leftEmpty || kind == groupAtOne || kind == twoAnswers) && e.faults[s.at+1].needsBefore():
				continue
			case (kind == slippedDigit || kind == groupAtOne || kind == tickedLater) && !whole:
				continue
			case kind == strangersHomeSent && (other == nil || len(homes) < 2):
				continue
			case kind == groupAtOne && (len(homes) < 3 || len(e.homesIn(r, s.at-1)) < len(homes)):
				continue
			}
			e.faults[s.at] = &fault{kind: kind, home: homes[c.IntN(len(homes))], seed: 10_000*int(kind) + i}
			break
		}
	}
}

// needsBefore reports whether a fault is one only beside the month before.
func (f *fault) needsBefore() bool { return f.is(slippedDigit) || f.is(groupAtOne) }

// logBlanks notes the boxes left blank in a return of the template.
func (s sending) logBlanks(log *faultLog) {
	if s.layout != template || s.damage != nil || s.same != "" {
		return
	}
	for i, now := range s.rows {
		if now.noChange || now.boxes == unanswered() {
			continue
		}
		for b := range joinedNewToCare {
			if _, words := now.words[b]; now.boxes[b] == null && !words {
				log.at(s.name, "box-left-blank", templateCell(i, boxColumn(b)), "a box left blank", now.home.id+" "+now.month.String()+": "+boxName(b)+" is not answered")
			}
		}
	}
}
