package main

import (
	"math/rand/v2"
	"strconv"
	"strings"
)

// writeExport writes an export of an employer's account and notes what it says
// about each workplace. The account stands as at the end of the month before.
func (r *region) writeExport(e *employer, at int, staffs []*staff, histories []*history, log *faultLog) error {
	x := e.exports[at]
	f := e.exportFaults[at]
	received := x.received
	if f.is(resent) {
		// Sent half finished on the day it was made, and whole a day later.
		received = x.on.AddDate(0, 0, 1)
		if err := r.writeDraft(e, x, staffs); err != nil {
			return err
		}
		log.add(exportName(e, x, x.on, "workplace"), "an export sent again, finished, a day later",
			"nothing: both files of the later day replace it")
	}
	u, err := r.newUpload(e, x, received)
	if err != nil {
		return err
	}
	for i, w := range e.homes {
		if w.ascwds == "" {
			continue
		}
		c := chance(r.Seed, "account", w.index, at)
		a, said := newAccount(c, staffs[i])
		said.on = x.on
		if f != nil && f.home == w {
			f.spoilAccount(u, &a, &said, staffs[i], received, log)
		}
		if err := u.writeAccount(w, staffs[i], a); err != nil {
			return err
		}
		histories[i].exports = append(histories[i].exports, said)
	}
	if f.is(headOffice) {
		if err := f.writeHeadOffice(u, log, exportName(e, x, received, "workplace")); err != nil {
			return err
		}
	}
	return u.close()
}

// writeDraft writes an export with the vacancies not known yet and two workers
// of each workplace missing.
func (r *region) writeDraft(e *employer, x export, staffs []*staff) error {
	u, err := r.newUpload(e, x, x.on)
	if err != nil {
		return err
	}
	for i, w := range e.homes {
		if w.ascwds == "" {
			continue
		}
		a, _ := newAccount(chance(r.Seed, "draft", w.index), staffs[i])
		a.vacancies, a.omitted = "999", 2
		if err := u.writeAccount(w, staffs[i], a); err != nil {
			return err
		}
	}
	return u.close()
}

// newAccount is what the account of a workplace says, and what that means.
func newAccount(c *rand.Rand, s *staff) (account, reported) {
	a := account{stated: len(s.people), shifted: -1}
	said := reported{records: len(s.people)}
	for _, p := range s.people {
		if direct(p.contract) {
			said.direct[groupOf(s.posts[p.post].role)]++
		}
	}
	if oneIn(c, 6) { // somebody has been counted but has no record yet, or the other way
		a.stated = max(0, a.stated+pick(c, -2, -1, 1, 2, 3))
	}
	said.stated = a.stated
	roles := make([]int, len(s.posts))
	for i, p := range s.posts {
		roles[i] = p.role
	}
	a.roles = packed(roles)
	a.starters = packed(moved(s.joined, len(s.posts)))
	a.leavers, said.leavers = answered(c, s, moved(s.left, len(s.posts)))
	a.vacancies, said.vacancies = answered(c, s, s.gaps())
	return a, said
}

// answered is the answer to a question by job role. Now and then it is not
// known, or left blank.
func answered(c *rand.Rand, s *staff, numbers []int) (string, list) {
	switch c.IntN(20) {
	case 0:
		return "999", list{reason: notKnown}
	case 1:
		return "", list{reason: notAnswered}
	}
	var l list
	for i, p := range s.posts {
		l.by[groupOf(p.role)] += numbers[i]
	}
	return packed(numbers), l
}

// moved counts moves by post.
func moved(moves []move, posts int) []int {
	n := make([]int, posts)
	for _, v := range moves {
		n[v.post]++
	}
	return n
}

// packed prints a list as ASC-WDS does.
func packed(numbers []int) string {
	out := make([]string, len(numbers))
	for i, n := range numbers {
		out[i] = strconv.Itoa(n)
	}
	return strings.Join(out, ";")
}
