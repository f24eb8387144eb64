package ingest

import (
	"fmt"
	"strings"

	"academy/queries"
)

// notKept stands for an answer that says who somebody is. No figure is made of
// one; that the question was answered is kept.
const notKept = "(not kept)"

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
		if h.who {
			text = notKept
			r.Receipt.NotKept++
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
// a date which can only have day and month the other way round.
func (r *rowReader) doubtOrder() {
	for i := range r.columns {
		c := &r.columns[i]
		if c.otherOrder == 0 || c.either == 0 {
			continue
		}
		others, read := "month", "day"
		if c.Dates == queries.MonthFirst {
			others, read = read, others
		}
		r.fault(queries.Fault{
			Line: c.firstEither, Column: c.Name, Place: r.PlaceOf(c.firstEither, c.Name), Severity: queries.Ask, Code: "date-order",
			Says: fmt.Sprintf("other dates in this column have the %s first, and %s could be either way; we read the %s first", others, number(c.either, "date"), read),
			Fix:  "write the month in words, such as 1 September 2026",
		})
	}
}
