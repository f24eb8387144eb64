package reports

import (
	"fmt"
	"strings"
	"time"

	"academy/queries"
)

// OwedWords says what an employer's workplaces owe next of a source, and what of
// it they are not asked again. owed is in the order of months; last is the first
// day of the last month that is over. Next is that month where its form is not
// here, and otherwise the one after. Workplaces of which the same is to be said
// share a line.
func OwedWords(src queries.Source, owed []queries.Owed, last time.Time) (next, notAsked []string) {
	var homes []string // by ID, in the order of the first month of each
	months := map[string][]queries.Owed{}
	for _, o := range owed {
		if months[o.Workplace] == nil {
			homes = append(homes, o.Workplace)
		}
		months[o.Workplace] = append(months[o.Workplace], o)
	}
	var due, late, here sharedLines
	for _, id := range homes {
		target, missed := nextOwed(months[id], last)
		if target != nil {
			due.add(target.Name, formWords(src, *target))
			boxes := boxesFrom(src, func(column string) string { return answeredIf(*target, column, true) })
			for _, by := range sortedKeys(boxes) {
				here.add(target.Name, fmt.Sprintf("for %s we have these boxes from %s. %s", month(target.Month), by, boxes[by]))
			}
			boxes = boxesFrom(src, func(column string) string { return answeredIf(*target, column, false) })
			for _, by := range sortedKeys(boxes) {
				due.add(target.Name, fmt.Sprintf("in the form for %s that you can ask us for, we fill in these boxes from %s. %s. Look whether they are right. In a form of your own, fill them in yourself",
					month(target.Month), by, boxes[by]))
			}
		}
		if len(missed) > 0 {
			late.add(months[id][0].Name, fmt.Sprintf("we have no %s for %s", lower(src.Title), someOf(missed, 3, ", ")))
		}
	}
	return append(due.lines(), late.lines()...), here.lines()
}

// nextOwed returns the month that a workplace owes next, or nil where its scope
// ends before, and the earlier ones that never came.
func nextOwed(months []queries.Owed, last time.Time) (target *queries.Owed, missed []string) {
	for i, o := range months {
		switch {
		case o.Received:
		case o.Month.Before(last):
			missed = append(missed, month(o.Month))
		case target == nil:
			target = &months[i]
		}
	}
	return target, missed
}

// formWords names the form of a month and what of it is asked.
func formWords(src queries.Source, o queries.Owed) string {
	says := lower(src.Title) + " for " + month(o.Month)
	if when := dueWords(src, o.Month); when != "" {
		says += ", " + when
	}
	open := OwedBoxes(src, func(column string) bool { return answeredBy(o, column) != "" })
	switch {
	case len(o.Answered) == 0:
		return says
	case len(open) == 0:
		return says + ". We have every box; confirm that they are right"
	}
	return says + ". Ask us for the form with the rest filled in. Only these boxes are left in it. " + Boxes(open)
}

// dueWords says when the form of a month is to come.
func dueWords(src queries.Source, of time.Time) string {
	if src.DueDay == 0 {
		return src.Refresh
	}
	return "due by " + of.AddDate(0, 1, src.DueDay-1).Format("2 January 2006")
}

// answeredIf is answeredBy for what stands where the form leaves the box blank, or for
// what does not.
func answeredIf(o queries.Owed, column string, stands bool) string {
	for _, a := range o.Answered {
		if a.Column == column && a.Stands(o.Month) == stands {
			return AnsweredBy(a)
		}
	}
	return ""
}

// answeredBy says what answers a box of the form of a month, or is "".
func answeredBy(o queries.Owed, column string) string {
	for _, a := range o.Answered {
		if a.Column == column {
			return AnsweredBy(a)
		}
	}
	return ""
}

// boxesFrom names the boxes of a source that are answered already, by what
// answers them: "" for a box that nothing does.
func boxesFrom(src queries.Source, from func(column string) string) map[string]string {
	by := map[string][]queries.Column{}
	for _, c := range src.Columns {
		if f := from(c.Name); f != "" {
			by[f] = append(by[f], c)
		}
	}
	named := map[string]string{}
	for f, columns := range by {
		named[f] = Boxes(columns)
	}
	return named
}

// AnsweredBy says what answers a box, and when it was made.
func AnsweredBy(a queries.Answered) string {
	if a.By == queries.ByForm {
		return "your return for " + month(a.On)
	}
	return "your " + a.By + " data of " + a.On.Format("2 January 2006")
}

// UnfilledWords say why no ASC-WDS data answer how many staff there are in a month, in
// words that follow "because"; "" where some do. A reason that a workspace's own fact
// gives is said as it is.
func UnfilledWords(o queries.Owed) string {
	of := "your ASC-WDS data of " + o.Unfilled.On.Format("2 January 2006")
	switch o.Unfilled.Reason {
	case "no export":
		return "we have no workplace file of ASC-WDS from you"
	case "too far away":
		return of + ", the nearest that we have, are too far from the end of " + month(o.Month)
	case "a return is newer":
		return "your last return is newer than " + of
	case "no worker records":
		return "no worker record came with " + of
	case "staff and records do not match":
		why := "too far apart to use"
		if min(o.Unfilled.Staff, o.Unfilled.Records) < 3 {
			why = "too few to use unless the two are the same"
		}
		return fmt.Sprintf("%s have %s and a total of %d staff, which is %s", of, plural(o.Unfilled.Records, "worker record", "worker records"), o.Unfilled.Staff, why)
	case "no role group":
		return "we cannot tell of a worker in " + of + " whether the job is one in care"
	}
	return o.Unfilled.Reason
}

// DifferWords say which workplaces and months of a source files differ of, and how
// to put that right. Those of which the same is to be said share a line. Title is a
// workplace and a month, and Why how.
func DifferWords(src queries.Source, all []Told) []string {
	var said sharedLines
	for _, t := range all {
		said.add(t.Title, fmt.Sprintf("%s. The files that we have of it differ: %s", lower(src.Title), t.Why))
	}
	return said.lines()
}

// sharedLines gather what is said, and of whom.
type sharedLines struct {
	said []string
	of   map[string][]string
}

func (s *sharedLines) add(name, says string) {
	if s.of == nil {
		s.of = map[string][]string{}
	}
	if s.of[says] == nil {
		s.said = append(s.said, says)
	}
	s.of[says] = append(s.of[says], name)
}

// lines returns what is said, a line each: "Rose House; Ivy Lodge: ...".
func (s *sharedLines) lines() []string {
	var lines []string
	for _, says := range s.said {
		lines = append(lines, someOf(s.of[says], 6, "; ")+": "+says) // a name may have a comma in it
	}
	return lines
}

// someOf lists the first few of many.
func someOf(items []string, most int, between string) string {
	if more := len(items) - most; more > 0 {
		return strings.Join(items[:most], between) + fmt.Sprintf(" and %d more", more)
	}
	return strings.Join(items, between)
}
