package main

import (
	"math/rand/v2"
	"time"
)

// Contracts, as EMPLSTATUS codes them.
const (
	permanent = 1
	temporary = 2
	bank      = 3
	agency    = 4
	otherwise = 7
)

// direct reports whether a contract is permanent or temporary.
func direct(contract int) bool { return contract == permanent || contract == temporary }

// A person works at one workplace.
type person struct {
	number   int // within the workplace, never given twice
	post     int // place in the workplace's posts
	contract int
	started  time.Time
}

// A post is a job role and how many people the workplace wants in it.
type post struct{ role, wanted int }

// A move is one person who joined or left, in a permanent or temporary post.
type move struct {
	month month
	post  int
}

// A staff is the people of one workplace as months pass.
type staff struct {
	chance       *rand.Rand
	posts        []post
	people       []person
	joined, left []move // of the last twelve months
	next         int    // number of the next person
	leaving      int    // people in a thousand who leave in a month
	joining      int    // gaps in a hundred that are filled in a month
	banks        int    // bank staff wanted
	agencies     int    // agency workers wanted
	churning     bool   // everybody leaves every month
	temps        bool   // takes temporary staff on too
}

func newStaff(r *region, w *workplace) *staff {
	c := chance(r.Seed, "staff", w.index)
	kind := services[w.service]
	s := &staff{chance: c, leaving: 14 + c.IntN(24), joining: 16 + c.IntN(34), temps: !oneIn(c, 3)}
	wanted := kind.least + c.IntN(kind.most-kind.least)
	s.banks, s.agencies = c.IntN(2+wanted/8), c.IntN(2+wanted/15)
	switch w.kind {
	case tiny:
		wanted, s.banks, s.agencies = 2+c.IntN(3), c.IntN(2), 0
	case bankOnly:
		s.posts = []post{{kind.roles[0].role, 2}}
		s.joining, s.banks, s.agencies = 0, 5+c.IntN(4), 1
	case churning:
		s.posts = []post{{kind.roles[0].role, 1}}
		s.churning, s.joining, s.banks, s.temps = true, 100, 4, false
	}
	if s.posts == nil {
		s.posts = posts(kind.roles, wanted)
	}
	s.open(w, (r.launch - 12).first())
	return s
}

// posts shares the people wanted over job roles; what is left over after
// rounding down goes to the first role.
func posts(roles []share, wanted int) []post {
	out := make([]post, 0, len(roles))
	given := 0
	for _, s := range roles {
		n := wanted * s.percent / 100
		if s.role == 4 {
			n = 1
		}
		given += n
		if n > 0 {
			out = append(out, post{s.role, n})
		}
	}
	for ; given < wanted; given++ {
		out[0].wanted++
	}
	return out
}

// open fills the posts as they were a year before launch.
func (s *staff) open(w *workplace, day time.Time) {
	if w.kind != bankOnly {
		for i, p := range s.posts {
			for range p.wanted {
				if s.chance.IntN(100) < 92 {
					s.hire(i, s.contract(), day.AddDate(0, 0, -30-s.chance.IntN(2500)))
				}
			}
		}
	}
	for range s.banks {
		s.hire(0, bank, day.AddDate(0, 0, -s.chance.IntN(900)))
	}
	for range s.agencies {
		s.hire(0, agency, day.AddDate(0, 0, -s.chance.IntN(90)))
	}
	if oneIn(s.chance, 8) {
		s.hire(0, otherwise, day.AddDate(0, 0, -s.chance.IntN(300)))
	}
}

func (s *staff) contract() int {
	if s.temps && s.chance.IntN(100) < 9 {
		return temporary
	}
	return permanent
}

func (s *staff) hire(post, contract int, started time.Time) {
	s.next++
	s.people = append(s.people, person{s.next, post, contract, started})
}

// pass lets a month go by and returns what a return about it would say.
func (s *staff) pass(m month) boxes {
	var b boxes
	s.forget(m)
	s.leave(m, &b)
	s.join(m, &b)
	gaps := s.gaps()
	for i, p := range s.posts {
		b[box(groupOf(p.role), vacanciesBox)] += max(0, gaps[i])
	}
	for _, p := range s.people {
		g := groupOf(s.posts[p.post].role)
		switch p.contract {
		case permanent:
			b[box(g, permanentBox)]++
		case temporary:
			b[box(g, temporaryBox)]++
		case bank:
			b[box(g, bankBox)]++
		case agency:
			b[box(g, agencyBox)]++
		}
	}
	return b
}

func (s *staff) leave(m month, b *boxes) {
	kept := s.people[:0]
	for _, p := range s.people {
		odds := s.leaving
		switch {
		case p.contract == temporary:
			odds *= 3
		case p.contract == agency:
			odds = 300
		case s.churning && p.contract == permanent:
			odds = 1000
		}
		if s.chance.IntN(1000) >= odds {
			kept = append(kept, p)
			continue
		}
		if direct(p.contract) {
			b[box(groupOf(s.posts[p.post].role), leftBox)]++
			s.left = append(s.left, move{m, p.post})
			if oneIn(s.chance, 3) {
				b[leftToCare]++
			}
		}
	}
	s.people = kept
}

func (s *staff) join(m month, b *boxes) {
	banks, agencies := 0, 0
	for _, p := range s.people {
		switch p.contract {
		case bank:
			banks++
		case agency:
			agencies++
		}
	}
	for i, gap := range s.gaps() {
		for range gap {
			if s.chance.IntN(100) >= s.joining {
				continue
			}
			s.hire(i, s.contract(), m.day(1+s.chance.IntN(28)))
			s.joined = append(s.joined, move{m, i})
			b[box(groupOf(s.posts[i].role), joinedBox)]++
			if oneIn(s.chance, 4) {
				b[joinedNewToCare]++
			}
		}
	}
	if banks < s.banks && oneIn(s.chance, 2) {
		s.hire(0, bank, m.day(1+s.chance.IntN(28)))
	}
	if agencies < s.agencies && oneIn(s.chance, 2) {
		s.hire(0, agency, m.day(1+s.chance.IntN(28)))
	}
}

// gaps is how many people each post is short of.
func (s *staff) gaps() []int {
	gaps := make([]int, len(s.posts))
	for i, p := range s.posts {
		gaps[i] = p.wanted
	}
	for _, p := range s.people {
		if direct(p.contract) {
			gaps[p.post]--
		}
	}
	return gaps
}

// forget drops moves of more than twelve months before a month.
func (s *staff) forget(m month) {
	for _, moves := range []*[]move{&s.joined, &s.left} {
		recent := (*moves)[:0]
		for _, v := range *moves {
			if v.month > m-12 {
				recent = append(recent, v)
			}
		}
		*moves = recent
	}
}
