package main

import (
	"cmp"
	"slices"
	"time"

	"academy/metrics"
	"academy/queries"
	"academy/reports"
)

// returns are what the workplaces of an employer have sent of the sources that figures
// are made from: returns, which are about months, and exports, which are of a day.
type returns struct {
	last    time.Time // the first day of the last month that is over
	names   map[string]string
	sources []queries.Source // those of returns
	sent    map[homeMonth][]queries.Returned
	months  map[homeMonth]time.Time // by source and workplace: the newest month that is over
	scope   []reports.Scope         // of the workplaces, in the order of their names
}

type homeMonth struct {
	source, workplace string
	month             time.Time
}

func (a *answering) returnsOf(s *session, employer string) (returns, error) {
	r := newReturns(a.month)
	for _, source := range a.db.Sources() {
		if source.Unit != "workplace" || !source.Monthly() && !a.asks(source) {
			continue
		}
		all, err := a.db.Returned(s.ctx, source.Name, employer)
		if err != nil {
			return r, err
		}
		if source.Monthly() {
			r.sources = append(r.sources, source)
		}
		for _, one := range all {
			if _, known := r.names[one.Workplace]; !known {
				r.scope = append(r.scope, reports.Scope{Home: one.Name, From: one.From, Until: one.Until})
			}
			r.add(source.Name, one)
		}
	}
	return r, nil
}

func newReturns(last time.Time) returns {
	return returns{last: last, names: map[string]string{}, sent: map[homeMonth][]queries.Returned{}, months: map[homeMonth]time.Time{}}
}

// add notes what counts of a source.
func (r returns) add(source string, one queries.Returned) {
	at, of := homeMonth{source, one.Workplace, one.Month}, homeMonth{source: source, workplace: one.Workplace}
	r.names[one.Workplace], r.sent[at] = one.Name, append(r.sent[at], one)
	if one.Month.After(r.months[of]) && !one.Month.After(r.last) {
		r.months[of] = one.Month
	}
}

// asks reports whether a source has a column of which an export says why nothing is made
// from it.
func (a *answering) asks(source queries.Source) bool {
	for _, export := range a.exported[source.Group] {
		if slices.ContainsFunc(source.Columns, func(c queries.Column) bool { return export.LeftOut[c.Name] != "" }) {
			return true
		}
	}
	return false
}

// isReturn reports whether a source of a metric is one of months.
func (r returns) isReturn(source string) bool {
	return slices.ContainsFunc(r.sources, func(s queries.Source) bool { return s.Name == source })
}

// newest is the last month of a source that counts of a workplace; zero where none does.
func (r returns) newest(source, workplace string) time.Time {
	return r.months[homeMonth{source: source, workplace: workplace}]
}

// older is the month of the newest return of a workplace, in words, where that is not
// the last month; "" where it is.
func (r returns) older(source, workplace string) string {
	newest := r.newest(source, workplace)
	i := slices.IndexFunc(r.sources, func(s queries.Source) bool { return s.Name == source })
	if newest.IsZero() || newest.Equal(r.last) {
		return ""
	}
	return r.sources[i].When(newest)
}

// lacking says in words what is not answered where a return is what stops a metric: a
// month, or boxes of one; and whether something that it could be made from came. The
// words are "" where something else stops it.
func (r returns) lacking(m metrics.Metric, stop queries.Stop) (why string, came bool) {
	source := r.sources[slices.IndexFunc(r.sources, func(s queries.Source) bool { return s.Name == stop.Source })]
	newest := r.newest(stop.Source, stop.Workplace)
	switch {
	case reports.TooOld(stop.Reason) && !newest.IsZero():
		return reports.ReturnTooOld(source.When(newest)), true
	case !reports.NotAnswered(stop.Reason) && !reports.NeedsYear(stop.Reason):
		return "", true
	}
	at := homeMonth{stop.Source, stop.Workplace, r.last}
	switch m.Windows[0] {
	case metrics.WindowMonth:
		if len(r.sent[at]) == 0 {
			return reports.NoReturn("for " + source.When(r.last)), false
		}
		return boxesLacking(source, m, r.sent[at]), true
	case metrics.WindowSnapshot:
		if newest.IsZero() {
			return reports.NoReturn("from you"), false
		}
		return r.carried(source, m, stop.Workplace, newest), true
	case metrics.WindowRolling:
		missing, open := r.year(m, stop)
		if len(missing) == 12 {
			return reports.NoReturn("for any of the last 12 months"), false
		}
		return reports.YearLacking(missing, open), true
	}
	return "", !newest.IsZero()
}

// carried says what the newest return of a workplace lacks: a blank in it may be that of
// a month before, carried on by a tick, and the tick that of a month which is not here.
func (r returns) carried(source queries.Source, m metrics.Metric, workplace string, newest time.Time) string {
	for at := (homeMonth{source.Name, workplace, newest}); ; at.month = at.month.AddDate(0, -1, 0) {
		if len(r.sent[at]) == 0 {
			tick := slices.IndexFunc(source.Columns, func(c queries.Column) bool { return c.Blanks })
			if tick < 0 {
				return ""
			}
			return reports.TickLacks(source.Columns[tick].Heading, source.When(at.month.AddDate(0, 1, 0)), source.When(at.month))
		}
		if why := boxesLacking(source, m, r.sent[at]); why != "" {
			return why
		}
	}
}

// year returns of which of the last twelve months a metric has no return of a
// workplace, and what those lack that count, by month.
func (r returns) year(m metrics.Metric, stop queries.Stop) (missing []string, open []reports.Told) {
	i := slices.IndexFunc(r.sources, func(s queries.Source) bool { return s.Name == stop.Source })
	if i < 0 {
		return nil, nil
	}
	for n := -11; n <= 0; n++ {
		at := homeMonth{stop.Source, stop.Workplace, r.last.AddDate(0, n, 0)}
		when := r.sources[i].When(at.month)
		if len(r.sent[at]) == 0 {
			missing = append(missing, when)
		} else if why := boxesLacking(r.sources[i], m, r.sent[at]); why != "" {
			open = append(open, reports.Told{Title: when, Why: why})
		}
	}
	return missing, open
}

// boxesLacking names the boxes of a return that a metric is made from and that have
// no value.
func boxesLacking(source queries.Source, m metrics.Metric, sent []queries.Returned) string {
	var when string
	var blank, left []string
	for _, one := range sent {
		when = source.When(one.Month)
		i := slices.IndexFunc(source.Columns, func(c queries.Column) bool { return c.Name == one.Column })
		switch {
		case one.Code == nothingFilled:
			return "no box of your return for " + when + " is filled in"
		case i < 0 || !slices.Contains(source.Columns[i].Feeds, m.Name):
		case one.Severity == queries.LeaveOutCell:
			left = append(left, source.Columns[i].Heading)
		default:
			blank = append(blank, source.Columns[i].Heading)
		}
	}
	return reports.Lacking(when, inOrder(source, blank), inOrder(source, left))
}

// inOrder puts headings in the order of the form, each once.
func inOrder(source queries.Source, headings []string) []string {
	at := func(heading string) int {
		return slices.IndexFunc(source.Columns, func(c queries.Column) bool { return c.Heading == heading })
	}
	slices.SortFunc(headings, func(x, y string) int { return cmp.Compare(at(x), at(y)) })
	return slices.Compact(headings)
}
