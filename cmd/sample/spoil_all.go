package main

import (
	"fmt"
	"time"
)

// What stands in this file is planted with "--faults all" only: a fault for each
// rule that finds nothing in the usual region. None of it costs a figure. Numbers
// that stand still are counted as they were sent, and the whole region has figures
// as an area where another stands beside it.

// spoilReference adds what is wrong to the reference data: areas, job roles and
// workplaces that no figure is about, and waivers and aliases that do nothing.
func (r *region) spoilReference(tables []table, log *faultLog) []table {
	const none = "nothing: no figure is about it"
	add := func(t *table, row []string) int {
		t.rows = append(t.rows, row)
		return len(t.rows)
	}
	found := func(t table, line int, code, column, what string) {
		log.at("reference/"+t.name+".csv", code, textCell(line, column), what, none)
	}
	for i := range tables {
		t := &tables[i]
		switch t.name {
		case "areas":
			line := add(t, []string{"Lost Hamlet", "Atlantis", "", ""})
			log.at("reference/areas.csv", "area-without-parent", textCell(line, "parent"),
				"an area of one that is not in the list", "nothing: the whole region has figures as an area too, since it is not the only one at the top")
		case "job_roles":
			line := add(t, []string{"51", "Software developer", groupNames[otherGroup]})
			found(*t, line, "job-role-listed-twice", "code", "a job role that is in the list twice")
		case "workplaces":
			row := []string{"W9901", "", "", "", "Never Was Home", "E9901", "Never Was Ltd", "Atlantis", services[0].name, "2026-05-01", "2026-04-01"}
			line := add(t, row)
			found(*t, line, "unknown-area", "area", "a workplace in an area that is not in the list")
			found(*t, line, "scope-ends-before-it-begins", "in_scope_until", "a workplace that leaves before it joins")
			found(*t, add(t, row), "workplace-listed-twice", "workplace", "a workplace that is in the list twice")
		}
	}
	waivers := table{"waivers", [][]string{
		{"provider", "rule", "reason", "who", "until"},
		{"X9999", "tenfold-jump", "it has grown", "Analyst", date(r.asOf.AddDate(1, 0, 0))},
	}}
	found(waivers, 2, "waiver-of-nobody", "provider", "a waiver of a provider that nobody knows")
	line := add(&waivers, []string{r.workplaces[0].id, "tenfold", "it has grown", "Analyst", date(r.asOf.AddDate(1, 0, 0))})
	found(waivers, line, "waiver-of-no-rule", "rule", "a waiver of a rule that is not there")
	aliases := table{"aliases", [][]string{
		{"source", "heading", "means"},
		{"course_records", "Reference", "Learner reference"},
		{"course_recs", "Reference", "Learner reference"},
		{"course_records", "Ref", "Lerner reference"},
		{"course_records", "reference", "Course title"},
		{"course_records", "Grade", "Outcome"},
	}}
	found(aliases, 3, "alias-of-unknown-source", "source", "an alias for a kind of file that is not there")
	found(aliases, 4, "alias-of-unknown-column", "means", "an alias for a column that is not there")
	found(aliases, 5, "heading-with-two-meanings", "heading", "a heading that means two columns")
	found(aliases, 6, "alias-over-a-heading", "heading", "a heading of our own that means another column")
	return append(tables, waivers, aliases)
}

// spoilTracker puts dates that cannot be into the tracker, at stages that no
// metric is about.
func (r *region) spoilTracker() {
	odd := []oddDate{
		{withdrawn, "not-a-date", "a date of two hundred years ago", func(episode) any { return "01/05/1826" }},
		{withdrawn, "date-in-the-future", "a date that is years ahead", func(episode) any { return r.asOf.AddDate(30, 0, 0) }},
		{courseStarted, "course-started-on-before-referral", "a course before the referral", earlier},
		{interview, "interview-on-before-referral", "an interview before the referral", earlier},
		{placementStarted, "placement-started-on-before-referral", "a placement before the referral", earlier},
		{inPost, "not-a-date", "a date in words", func(episode) any { return "after the summer" }},
	}
	for i := range r.episodes {
		e := &r.episodes[i]
		if len(odd) == 0 {
			return
		}
		if !e.again && !e.reversed && e.mistaken < 0 && r.comesOnce(*e) {
			e.odd, odd = &odd[0], odd[1:]
		}
	}
}

// An oddDate is a date that cannot be, at a stage of an episode.
type oddDate struct {
	stage      int
	code, what string
	written    func(episode) any
}

func earlier(e episode) any { return e.referred.AddDate(0, 0, -5) }

// comesOnce reports whether a referral has one row.
func (r *region) comesOnce(e episode) bool {
	n := 0
	for _, other := range r.episodes {
		if other.person == e.person && other.referred.Equal(e.referred) {
			n++
		}
	}
	return n == 1
}

// spoiltVoter is a row of the last form: of a round that is still to come, with
// an answer that is no level.
func (r *region) spoiltVoter(name string, log *faultLog) []any {
	line := 2
	for _, now := range r.rounds {
		line += len(now.voters)
	}
	last := r.rounds[len(r.rounds)-1]
	id := last.voters[len(last.voters)-1].id + 1
	cells := []any{id, moment(last.on), moment(last.on), "anonymous", nil, r.asOf.AddDate(0, 6, 0), "Top of the class"}
	const none = "nothing: the row is left out"
	log.at(name, "round-not-begun", fmt.Sprintf("Sheet1!F%d", line), "a round that is still to come", none)
	log.at(name, "unknown-level", fmt.Sprintf("Sheet1!G%d", line), "an answer that is no level", none)
	return cells
}

// lateDay is the day of an export that no report month looks at.
func (r *region) lateDay() time.Time { return (r.last + 1).day(12) }

// writeLateExport writes an export of after the last report month, and one
// whose name says a day that has not come, where a group has two accounts.
func (r *region) writeLateExport(log *faultLog) error {
	e, homes := r.withAccounts()
	if e == nil {
		return nil
	}
	x := export{on: r.lateDay(), received: r.lateDay().AddDate(0, 0, 2)}
	u, err := r.newUpload(e, x, x.received)
	if err != nil {
		return err
	}
	workplaces, workers := exportName(e, x, x.received, "workplace"), exportName(e, x, x.received, "staff")
	const none = "nothing: no report month looks at this export"
	for _, f := range []placed{
		{"tenfold-jump-of-account", u.next(workplaceFile, "TOTALPERMTEMP"), "a total of staff with digits too many"},
		{"workplace-without-workers", u.next(workplaceFile, "TOTALPERMTEMP"), "a workplace without a worker record"},
		{"turnover-of-account-above-995", u.next(workplaceFile, "LEAVERS"), "more leavers than could be"},
		{"vacancies-of-account-against-staff", u.next(workplaceFile, "VACANCIES"), "more vacancies than staff"},
		{"dont-know-code-in-list", u.next(workplaceFile, "STARTERS"), "999 for not known among other numbers"},
		{"duplicate-workplace", u.later(workplaceFile, 1, "LOCALESTID"), "a workplace twice in a file"},
	} {
		log.at(workplaces, f.code, f.place, f.what, none)
	}
	for _, f := range []placed{
		{"worker-without-workplace", u.next(staffFile, "LOCALESTID"), "a worker of a workplace that is not in the other file"},
		{"unknown-job-role", u.next(staffFile, "MAINJOBROLE"), "a job role that is not in the list"},
		{"duplicate-worker", u.later(staffFile, 1, "UNIQUEWORKERID"), "a worker twice in a file"},
	} {
		log.at(workers, f.code, f.place, f.what, none)
	}
	a := account{stated: 9999, roles: "8;25", starters: "0;999", leavers: "99999;0", vacancies: "99999;0", shifted: -1}
	for range 2 {
		if err := u.writeAccount(homes[0], &staff{}, a); err != nil {
			return err
		}
		if err := u.writePerson(homes[1], person{number: 1, contract: permanent, started: r.launch.first()}, 99, false); err != nil {
			return err
		}
	}
	if err := u.close(); err != nil {
		return err
	}
	return r.writeFutureExport(e, homes[0], log)
}

// writeFutureExport writes an export whose name says a day after it came.
func (r *region) writeFutureExport(e *employer, home *workplace, log *faultLog) error {
	x := export{on: r.asOf.AddDate(0, 0, 20), received: r.lateDay().AddDate(0, 0, 3)}
	u, err := r.newUpload(e, x, x.received)
	if err != nil {
		return err
	}
	for file, kind := range []string{"workplace", "staff"} {
		log.at(exportName(e, x, x.received, kind), "export-not-yet-made", u.next(file, "LOCALESTID"), "an export whose name says a day to come", "the file")
	}
	s := &staff{posts: []post{{8, 1}}}
	s.hire(0, permanent, r.launch.first())
	if err := u.writeAccount(home, s, account{stated: 1, roles: "8", starters: "0", leavers: "0", vacancies: "0", shifted: -1}); err != nil {
		return err
	}
	return u.close()
}

// withAccounts is the first employer with two workplaces in ASC-WDS that count,
// and these; nil where there is none.
func (r *region) withAccounts() (*employer, []*workplace) {
	for _, e := range r.employers {
		var homes []*workplace
		for _, w := range e.homes {
			if w.ascwds != "" && w.kind == ordinary {
				homes = append(homes, w)
			}
		}
		if len(homes) > 1 && len(e.exports) > 0 {
			return e, homes
		}
	}
	return nil, nil
}
