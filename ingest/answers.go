package ingest

import (
	"fmt"
	"strings"

	"academy/queries"
)

// readAnswers takes what stands under headings that the source does not know.
func (r *rowReader) readAnswers(row int) {
	for _, c := range r.others {
		h := r.part.under(c)
		if c.Kind == Error || c.Kind == Empty && c.Flags&Formula != 0 {
			problem := (&reading{}).read(c).problem
			r.fault(queries.Fault{
				Line: r.part.key(row), Place: place(r.part.sheet.Name, c.Ref, h.text), Severity: queries.LeaveOutCell,
				Code: problem.code, Says: problem.says, Fix: problem.fix,
			})
			continue
		}
		text := c.text()
		if text == "" {
			continue
		}
		a := queries.Answer{Line: r.part.key(row), Heading: h.text, Answer: text}
		if h.choice != "" && foldAnswer(text) == foldAnswer(h.choice) { // a box of several that was ticked
			a.Heading = h.question
		}
		r.split(a)
	}
}

// split makes several answers of one where the program that wrote them ends
// such a cell with a mark.
func (r *rowReader) split(a queries.Answer) {
	mark := r.Source.Several
	if mark == "" || !strings.HasSuffix(a.Answer, mark) {
		r.answers = append(r.answers, a)
		return
	}
	for _, one := range strings.Split(a.Answer, mark) {
		if a.Answer = trim(one); a.Answer != "" {
			r.answers = append(r.answers, a)
		}
	}
}

// doubtOrder asks about dates that could be either way in a column that shows
// a date which can only have the month first.
func (r *rowReader) doubtOrder() {
	for i := range r.columns {
		c := &r.columns[i]
		if c.monthFirst == 0 || c.either == 0 {
			continue
		}
		r.fault(queries.Fault{
			Line: c.firstEither, Column: c.Name, Place: r.PlaceOf(c.firstEither, c.Name), Severity: queries.Ask, Code: "date-order",
			Says: fmt.Sprintf("other dates in this column have the month first, and %s could be either way; we read the day first", number(c.either, "date")),
			Fix:  "write the month in words, such as 1 September 2026",
		})
	}
}
