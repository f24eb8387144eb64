package main

import (
	"cmp"
	"slices"
	"time"

	"academy/metrics"
	"academy/queries"
	"academy/reports"
)

// returns are what the workplaces of an employer have sent of the sources that are
// about months.
type returns struct {
	last    time.Time // the first day of the last month that is over
	names   map[string]string
	sources []queries.Source
	sent    map[homeMonth][]queries.Returned
}

type homeMonth struct {
	source, workplace string
	month             time.Time
}

func (a *answering) returnsOf(s *session, employer string) (returns, error) {
	r := returns{last: a.month, names: map[string]string{}, sent: map[homeMonth][]queries.Returned{}}
	for _, source := range a.db.Sources() {
		if !source.Monthly() || source.Unit != "workplace" {
			continue
		}
		all, err := a.db.Returned(s.ctx, source.Name, employer)
		if err != nil {
			return r, err
		}
		r.sources = append(r.sources, source)
		for _, one := range all {
			at := homeMonth{source.Name, one.Workplace, one.Month}
			r.names[one.Workplace], r.sent[at] = one.Name, append(r.sent[at], one)
		}
	}
	return r, nil
}

// lacking says in words what is not answered where a return is what stops a metric:
// a month, or boxes of one. It is "" where that cannot be told, or where something
// else stops it.
func (r returns) lacking(m metrics.Metric, stop queries.Stop) string {
	i := slices.IndexFunc(r.sources, func(s queries.Source) bool { return s.Name == stop.Source })
	if i < 0 || !reports.NotAnswered(stop.Reason) && !reports.NeedsYear(stop.Reason) {
		return ""
	}
	at := homeMonth{stop.Source, stop.Workplace, r.last}
	switch m.Windows[0] {
	case metrics.WindowMonth:
		if len(r.sent[at]) == 0 {
			return "we have no return for " + r.sources[i].When(r.last) + " that counts"
		}
		return boxesLacking(r.sources[i], m, r.sent[at])
	case metrics.WindowSnapshot: // the newest return counts; a blank in it may be that of the month before, carried on
		came := false
		for range 12 {
			why := boxesLacking(r.sources[i], m, r.sent[at])
			if why != "" || came && len(r.sent[at]) == 0 {
				return why
			}
			came = came || len(r.sent[at]) > 0
			at.month = at.month.AddDate(0, -1, 0)
		}
	case metrics.WindowRolling:
		missing, open := r.year(m, stop)
		if len(missing) == 12 {
			return ""
		}
		return reports.YearLacking(missing, open)
	}
	return ""
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
