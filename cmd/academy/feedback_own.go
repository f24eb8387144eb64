package main

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"academy/ingest"
	"academy/metrics"
	"academy/queries"
	"academy/reports"
)

// ownOf returns what came out of an employer's data for the last month, each
// measure over all its workplaces or what stops it, and what it owes next.
func (a *answering) ownOf(s *session, employer string) (ownFigures, error) {
	if own, ok := a.own[employer]; ok {
		return own, nil
	}
	own := ownFigures{without: map[homeFigure]bool{}, yearLacks: map[string]string{}, exported: map[ownBox]bool{}}
	sent, err := a.returnsOf(s, employer)
	if err != nil {
		return own, err
	}
	own.homes = sent.names
	audience, err := metrics.ParseAudience("provider-" + employer)
	for _, m := range a.metrics {
		if err != nil {
			break // an ID that can name no audience has no figures of its own
		}
		figures := slices.DeleteFunc(a.cells[m.Name].Figures(audience), func(f metrics.Figure) bool {
			return f.Window != m.Windows[0]
		})
		for _, f := range by("workplace", figures) {
			if _, ok := f.Value(); !ok {
				own.without[homeFigure{m.Name, f.Members[0], f.Period}] = true
			}
		}
		figures = slices.DeleteFunc(figures, func(f metrics.Figure) bool { return !f.Period.Equal(a.month) })
		homes := by("workplace", figures)
		for _, f := range by("employer", figures) {
			left := a.leftOut(m, homes, sent)
			if _, ok := f.Value(); ok {
				own.made = append(own.made, reports.OwnFigure{Title: m.Title, Value: withUnit(m, valueText(m, f)), Period: f.Period.Format("January 2006"), Part: strings.TrimSpace(reports.MadeWords(f, a.madeFrom(m, homes, sent)) + " " + reports.PartWords(f, left))})
			} else if why := reports.StoppedWords(f, left); why != "" {
				own.stopped = append(own.stopped, reports.Told{Title: m.Title, Why: why})
				if reports.Unanswered(f, left) {
					own.unanswered = append(own.unanswered, m.Name)
				}
				own.yearLacks[m.Name] = yearLacks(m, homes, sent)
			}
		}
	}
	if why := reports.NotCounted(sent.scope, a.month); why != "" && len(own.made)+len(own.stopped) == 0 {
		own.stopped = []reports.Told{{Title: "All figures", Why: why}}
	}
	for _, source := range a.db.Sources() {
		owed, err := a.db.Owed(s.ctx, source.Name, employer)
		if err != nil {
			return own, err
		}
		for i, o := range owed { // what is in dispute is here, and its answer says what to do
			owed[i].Received = o.Received || inDispute(a.disputed, source, o)
		}
		own.note(owed)
		next, notAsked := reports.OwedWords(source, owed, a.month)
		own.owed, own.notAsked = append(own.owed, next...), append(own.notAsked, notAsked...)
	}
	a.own[employer] = own
	return own, nil
}

// madeFrom says which exports the figures of workplaces are made from, where a return
// could give them too, and which returns of months before.
func (a *answering) madeFrom(m metrics.Metric, homes []metrics.Figure, sent returns) []reports.MadeFrom {
	first := slices.IndexFunc(m.Sources, sent.isReturn)
	if first < 0 {
		return nil
	}
	var all []reports.MadeFrom
	for _, home := range homes {
		id := home.Members[0]
		for _, from := range home.Sources() {
			export, exported := a.exported[from.Source][id]
			month := ""
			if m.Windows[0] == metrics.WindowSnapshot && sent.isReturn(from.Source) {
				month = sent.older(from.Source, id)
			}
			if !exported && month == "" {
				continue
			}
			i := slices.IndexFunc(all, func(o reports.MadeFrom) bool {
				return o.Source == from.Source && o.Day.Equal(export.On) && o.Month == month
			})
			if i < 0 {
				i = len(all)
				all = append(all, reports.MadeFrom{Source: from.Source, Day: export.On, Month: month, First: slices.Index(m.Sources, from.Source) < first})
			}
			all[i].Homes = append(all[i].Homes, cmp.Or(sent.names[id], id))
		}
	}
	return all
}

// by returns the figures of one dimension.
func by(dimension string, figures []metrics.Figure) []metrics.Figure {
	return slices.DeleteFunc(slices.Clone(figures), func(f metrics.Figure) bool {
		return !slices.Equal(f.Dimensions, []string{dimension})
	})
}

// withUnit is a figure as a sentence has it: "5.3%", "1 person", "2 posts".
func withUnit(m metrics.Metric, value string) string {
	if of, ok := strings.CutPrefix(m.Unit, "per cent"); ok {
		return value + "%" + of
	}
	unit := m.Unit
	if value == "1" {
		if unit = strings.TrimSuffix(unit, "s"); unit == "people" {
			unit = "person"
		}
	}
	return value + " " + unit
}

// need says of each value that is missing from an employer's file which of its
// figures it is for. What is of another employer's workplace is for none of them.
func (a *answering) need(findings []reports.Finding, source queries.Source, own ownFigures) {
	for i, f := range findings {
		if _, ok := own.homes[f.Unit]; !ok {
			continue
		}
		missing := f.Code == leftBlank || f.Unused && f.Gate == queries.GateCell
		if f.Severity != queries.LeaveOutCell && (f.Severity != queries.Ask || !missing) {
			continue
		}
		for _, m := range a.metrics {
			if !slices.Contains(source.FeedsOf(f.Column), m.Name) {
				continue
			}
			findings[i].Feeds = append(findings[i].Feeds, m.Noun)
			if slices.Contains(own.unanswered, m.Name) && a.bears(f, m) || !f.Period.IsZero() && own.yearLacks[m.Name] == source.When(f.Period) {
				findings[i].Lacks = append(findings[i].Lacks, m.Noun)
			}
		}
	}
}

// yearLacks is the one month that a figure of twelve lacks boxes of, for an employer
// of one workplace; "" where it lacks more or something else.
func yearLacks(m metrics.Metric, homes []metrics.Figure, sent returns) string {
	if len(homes) != 1 || m.Windows[0] != metrics.WindowRolling {
		return ""
	}
	for _, source := range m.Sources {
		missing, open := sent.year(m, queries.Stop{Workplace: homes[0].Members[0], Source: source})
		if len(missing) == 0 && len(open) == 1 {
			return open[0].Title
		}
	}
	return ""
}

// bears reports whether a value is all that the last month's figure lacks: one of
// several months may lack another of them too, and what is of another month says
// nothing of it.
func (a *answering) bears(f reports.Finding, m metrics.Metric) bool {
	return m.Windows[0] != metrics.WindowRolling && f.Period.Equal(a.month)
}

// find says where the findings are: the row of the headings on each sheet of a
// workbook that can be marked, and in a file about people what its sender calls
// each person; in any other, whose row it is; and which box. homes are the
// names of the workplaces that may be named.
func (a *answering) find(fb *reports.Feedback, f queries.Unanswered, source queries.Source, homes map[string]string, data []byte) error {
	if len(fb.Findings) == 0 {
		return nil
	}
	in, size := bytes.NewReader(data), int64(len(data))
	if !fb.People {
		reports.NameRows(fb.Findings, source, homes)
		if bytes.HasPrefix(data, []byte("PK")) {
			fb.HeadingRow = ingest.HeadingRows(f.Name, in, size, a.sources)
		}
		return nil
	}
	reports.NameBoxes(fb.Findings, source)
	i := slices.IndexFunc(a.sources, func(s queries.Source) bool { return s.Name == f.Source })
	if i < 0 {
		return nil
	}
	var lines []int
	for _, finding := range fb.Findings {
		lines = append(lines, finding.Line)
	}
	references, err := ingest.References(f.Name, in, size, a.sources[i], lines)
	if err != nil {
		return err
	}
	for i, finding := range fb.Findings {
		if finding.Code != queries.SecondRow { // that of its line is of the first row
			fb.Findings[i].Reference = references[finding.Line]
		}
	}
	return nil
}

// note keeps which boxes need not be filled in, since figures are made from what answers
// them.
func (o *ownFigures) note(owed []queries.Owed) {
	for _, form := range owed {
		for _, a := range form.Answered {
			if a.Stands(form.Month) {
				o.exported[ownBox{form.Workplace, a.Column, form.Month}] = true
			}
		}
	}
}

// beyond returns the faults of a file but for those that compare the workplace of
// another employer with what is known of it, of which its sender is not told, and
// blanks that an export answers from which figures are made, which are not asked for.
func (o ownFigures) beyond(faults []queries.Fault) []queries.Fault {
	if len(o.homes) == 0 {
		return faults
	}
	return slices.DeleteFunc(slices.Clone(faults), func(f queries.Fault) bool {
		_, ok := o.homes[f.Unit]
		return o.answers(f) || !ok && f.Unit != "" && f.Gate == queries.GateTables
	})
}

// answers reports whether a fault is a blank that need not be filled in.
func (o ownFigures) answers(f queries.Fault) bool {
	return f.Code == leftBlank && o.exported[ownBox{f.Unit, f.Column, f.Period}]
}
