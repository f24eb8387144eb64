package main

import (
	"fmt"
	"path"
	"strings"
	"time"
)

// spoilAccount plants a fault in what an account says about one workplace.
func (f *fault) spoilAccount(u *upload, a *account, said *reported, s *staff, received time.Time, log *faultLog) {
	x := u.employer.exports[u.place]
	workplaces, workers := exportName(u.employer, x, received, "workplace"), exportName(u.employer, x, received, "staff")
	who := fmt.Sprintf("%s %s", f.home.id, date(said.on))
	found := func(code, column, what, costs string) {
		log.at(workplaces, code, u.next(workplaceFile, column), what, costs)
	}
	lists := func(code, what string) {
		said.vacancies, said.leavers = list{reason: listsDiffer}, list{reason: listsDiffer}
		found(code, "VACANCIES", what, who+": lists do not match, neither for vacancies nor for leavers")
	}
	switch f.kind {
	case shiftedRow:
		a.shifted = s.clerk()
		p := s.people[a.shifted]
		said.records--
		if direct(p.contract) {
			said.direct[groupOf(s.posts[p.post].role)]--
		}
		log.at(workers, "shifted-row", fmt.Sprintf("line %d", u.lines[staffFile]+1+a.shifted), "a worker's row shifted by a comma in MAINJRDESC", who+": one worker record")
	case unequalLists:
		a.vacancies, a.leavers = packed(s.gaps())+";1", shorter(moved(s.left, len(s.posts)))
		lists("lists-do-not-match-vacancies", "lists of another length than ALLJOBROLES")
		found("lists-do-not-match-leavers", "LEAVERS", "lists of another length than ALLJOBROLES", "nothing but what the vacancies cost")
	case garbledList:
		a.vacancies = strings.Repeat("1;", len(s.posts)-1) + "x"
		a.leavers = strings.Repeat("0;", len(s.posts)-1) + "two"
		lists("lists-not-numbers", "lists that cannot be read")
	case overstated:
		a.stated = said.records*3/2 + 9
		said.stated = a.stated
		a.service, a.starters = "3", a.starters+";0" // no figure is made of either
		found("unknown-main-service", "MAINSERVICE", "a main service that is no code", "nothing")
		found("lists-do-not-match-starters", "STARTERS", "starters of another length than ALLJOBROLES", "nothing")
		found("records-against-total", "TOTALPERMTEMP", "a stated total far from the worker records", who+": staff and records do not match")
	case understated:
		a.stated, said.stated = 0, 0
		found("records-against-total", "TOTALPERMTEMP", "a stated total of 0, as ASC-WDS writes when it is not known", who+": staff and records do not match")
	}
}

// clerk is the place of somebody whose job role is described in words, or of
// the last of the staff.
func (s *staff) clerk() int {
	for i, p := range s.people {
		if s.posts[p.post].role == 27 {
			return i
		}
	}
	return len(s.people) - 1
}

// shorter is a list that has lost its last number.
func shorter(numbers []int) string {
	if len(numbers) == 1 {
		return packed(append(numbers, 0))
	}
	return packed(numbers[:len(numbers)-1])
}

// writeHeadOffice adds a head office that is not among the workplaces, and
// two people who work there.
func (f *fault) writeHeadOffice(u *upload, log *faultLog, file string) error {
	office := &workplace{index: 900_000 + u.employer.index, ascwds: "HQ-" + u.employer.id, name: u.employer.name + " head office", employer: u.employer}
	s := &staff{posts: []post{{1, 1}, {25, 1}}}
	s.hire(0, permanent, u.on.AddDate(-3, 0, 0))
	s.hire(1, permanent, u.on.AddDate(-1, 0, 0))
	log.at(file, "unknown-workplace", u.next(workplaceFile, "LOCALESTID"), "a head office that nobody knows, in the staff file too", "nothing: only the head office is refused")
	return u.writeAccount(office, s, account{service: "72", stated: 2, roles: "1;25", starters: "0;0", leavers: "0;0", vacancies: "0;0", shifted: -1})
}

// writeStrangers writes returns of senders that nobody knows.
func (r *region) writeStrangers(log *faultLog) error {
	if r.Clean {
		return nil
	}
	c := chance(r.Seed, "strangers")
	for n := range min(20, 1+r.Workplaces/2000) {
		m := r.launch + month(c.IntN(r.Months))
		stranger := &workplace{id: fmt.Sprintf("X%04d", 901+n)}
		e := &employer{index: 900 + n, id: fmt.Sprintf("X%02d", n+1), name: "Nobody Knows Ltd", contact: "Owner", layout: template}
		now := row{home: stranger, called: stranger.id, month: m, boxes: boxes{11, 1, 0, 2, 1, 0, 1, 4, 0, 0, 0, 0, 0, 0, 0, 0}}
		content, err := e.layout.write(r, e, []row{now})
		if err != nil {
			return err
		}
		name := path.Join("inbox", date((m + 1).day(11)), fmt.Sprintf(template.file, e.id, m.first().Format(template.dated)))
		if err := r.put(name, content); err != nil {
			return err
		}
		log.at(name, "unknown-workplace", "Return!A5", "a return of a workplace that nobody knows", "nothing: the file is refused")
	}
	return nil
}

// logTracker notes what is wrong in the tracker. It is cumulative, so each
// later one has the same.
func (r *region) logTracker(log *faultLog) {
	days := r.trackerDays()
	last := days[len(days)-1]
	name := trackerName(last)
	line := 1
	for _, e := range r.episodes {
		if e.referred.After(last) {
			continue
		}
		line++
		cell := func(column int) string { return fmt.Sprintf("Tracker!%c%d", 'A'+column, line) }
		who := e.person + " " + date(e.referred)
		if e.again {
			log.at(name, "duplicate-episode", cell(0), "a person and referral entered twice: "+who, "nothing: the later row is left out")
		}
		if e.reversed {
			log.at(name, "end-before-start", cell(stageColumns[placementCompleted]), "a placement that ends before it starts: "+who, "nothing: no metric is about it")
		}
		if e.mistaken >= 0 {
			stage := strings.ToLower(fmt.Sprint(trackerHeadings[stageColumns[e.mistaken]]))
			code := map[int]string{careCertificate: "care-certificate-on-before-referral", jobStarted: "job-started-on-before-referral"}[e.mistaken]
			log.at(name, code, cell(stageColumns[e.mistaken]), "a stage dated before the referral: "+who, "that episode's "+stage)
		}
		if e.area == nowhere && e.home != "" {
			log.at(name, "unknown-home-area", cell(homeAreaColumn), "an area that is not in the list: "+who, "nothing: it counts under "+notRecorded)
		}
		if e.odd != nil {
			log.at(name, e.odd.code, cell(stageColumns[e.odd.stage]), e.odd.what+": "+who, "nothing: no metric is about it")
		}
	}
}
