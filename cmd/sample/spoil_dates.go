package main

import "fmt"

// exportDay is that of exports of worker records in which a date cannot be. No
// report month looks at it.
func (r *region) exportDay() string { return date(r.othersDay().AddDate(0, 0, -3)) }

// accountOf is the ID in ASC-WDS of the first workplace that has one; "" where none has.
func (r *region) accountOf() string {
	for _, w := range r.workplaces {
		if w.ascwds != "" && w.kind == ordinary {
			return w.ascwds
		}
	}
	return ""
}

// faultyStaff is a staff file with dates that cannot be, and too many days sick.
func (r *region) faultyStaff() other {
	home, started := r.accountOf(), uk(r.launch.first())
	row := func(n int, started, sick string) []string {
		return []string{home, fmt.Sprintf("F-%02d", n), "A " + workerSurname, "1", "8", started, sick}
	}
	return faulty(r.exportDay()+" staff records by hand.csv", [][]string{
		{"LOCALESTID", "UNIQUEWORKERID", "DISPLAYID", "EMPLSTATUS", "MAINJOBROLE", "STARTDATE", "DAYSSICK"},
		row(1, "03/04/1905", "0"),
		row(2, "03/04/2099", "0"),
		row(3, started, "400"),
		row(4, started, "999"),
	},
		placed{"export-date-long-ago", "STARTDATE", "somebody who started a hundred years ago"},
		placed{"export-date-in-the-future", "STARTDATE", "somebody who is to start in many years"},
		placed{"too-many-days-sick", "DAYSSICK", "more days sick than a year has"},
	)
}

// faultyTraining is a training file with dates that do not agree.
func (r *region) faultyTraining() other {
	home, day := r.accountOf(), uk(r.launch.first())
	row := func(n int, completed, expires string) []string {
		return []string{home, fmt.Sprintf("F-%02d", n), "8", "Invented course", "1", completed, expires, ""}
	}
	return faulty(r.exportDay()+" training records by hand.csv", [][]string{
		{"LOCALESTID", "UNIQUEWORKERID", "CATEGORY", "DESCRIPTION", "ACCREDITED", "DATECOMPLETED", "EXPIRYDATE", "NOTES"},
		row(1, day, uk(r.launch.first().AddDate(0, 0, -1))),
		row(2, day, "31/12/2099"),
		row(3, day, ""),
	},
		placed{"expires-before-completed", "EXPIRYDATE", "training that expires before it was completed"},
		placed{"expires-long-after", "EXPIRYDATE", "training that holds for decades"},
	)
}

// repliedTwice is a survey in which a respondent stands twice, the second time in
// the last row.
func (r *region) repliedTwice() other {
	p := platforms[0]
	f, line := p.export("Course feedback fourth wave(1-2).xlsx", r.last.day(24), []string{ratingQuestion, usefulQuestion},
		[][]string{{"Good", "Videos"}, {"Fair", "Videos"}})
	f.rows[line-1][0] = f.rows[line-2][0]
	f.faults = []placed{{"respondent-twice", p.rowOf(line), "a respondent who is in the survey twice"}}
	return f
}
