package main

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"academy/metrics"
	"academy/queries"
)

// The codes of the rules that ask about what was not answered.
const (
	leftBlank      = "box-left-blank"
	nothingFilled  = "nothing-filled-in"
	nothingCarried = "no-earlier-return"
)

// otherNumbers is the code of the rule that asks about a month sent before.
const otherNumbers = "sent-before-and-different"

// stillOpen returns the faults of earlier files that the answer to a file tells of:
// all that it leaves open of what it corrects, and then, the newest first, those of
// other months that stop a figure. A month that was sent with other numbers, of which the
// answer comes back with another month in its place, has the numbers of that one.
func (a *answering) stillOpen(file queries.File, source queries.Source, earlier []queries.EarlierFault, own ownFigures) []queries.EarlierFault {
	var open, others []queries.EarlierFault
	for _, f := range earlier {
		switch {
		case !f.Remains || f.Tells:
		case f.Corrected:
			open = append(open, f)
		case a.matters(source, f, own),
			f.Code == otherNumbers && strings.Contains(file.Answers, a.files[f.Number].SHA256):
			others = append(others, f)
		}
	}
	slices.SortStableFunc(others, func(x, y queries.EarlierFault) int {
		return cmp.Or(y.Period.Compare(x.Period), cmp.Compare(x.Home, y.Home))
	})
	return append(open, others...)
}

// matters reports whether a fault of another month stops a figure of its workplace in
// the last twelve months. What is asked without a value being left out, or a box left
// blank, was asked in its own answer.
func (a *answering) matters(source queries.Source, f queries.EarlierFault, own ownFigures) bool {
	lost := f.Severity == queries.LeaveOutRow || f.Severity == queries.LeaveOutCell ||
		f.Severity == queries.Ask && slices.Contains([]string{leftBlank, nothingFilled, nothingCarried}, f.Code)
	if !lost || !source.Monthly() || f.Period.After(a.month) || !f.Period.After(a.month.AddDate(-1, 0, 0)) {
		return false
	}
	column := f.Column
	if f.Severity == queries.LeaveOutRow {
		column = ""
	}
	return slices.ContainsFunc(a.metrics, func(m metrics.Metric) bool {
		at := f.Period
		if m.Windows[0] == metrics.WindowRolling {
			at = a.month
		}
		return slices.Contains(source.FeedsOf(column), m.Name) && own.without[homeFigure{m.Name, f.Unit, at}]
	})
}

// unchanged says of a refused file that it was sent before as it is; "" where it was not.
func (a *answering) unchanged(f queries.File) string {
	if f.Verdict != queries.Refused {
		return ""
	}
	var last time.Time
	for _, other := range a.files {
		if other.SHA256 == f.SHA256 && other.Received.Before(f.Received) && other.Received.After(last) {
			last = other.Received
		}
	}
	if last.IsZero() {
		return ""
	}
	return " It is the very same as the file that we received on " + last.Format("2 January 2006") + ": nothing in it has changed."
}
