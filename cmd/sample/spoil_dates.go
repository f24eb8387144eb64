package main

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
