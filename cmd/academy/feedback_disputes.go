package main

import (
	"bytes"
	"cmp"
	"slices"

	"academy/ingest"
	"academy/metrics"
	"academy/queries"
	"academy/reports"
)

// disputesOf returns what other files of its day say otherwise of a file, and no
// later one has settled. A workplace of another employer than its sender has no name
// there.
func (a *answering) disputesOf(f queries.Unanswered) []queries.Dispute {
	var own []queries.Dispute
	for _, d := range a.disputes {
		if d.File == f.File.File {
			if f.Sender != "" && d.Employer != f.Sender {
				d.Name = ""
			}
			own = append(own, d)
		}
	}
	return own
}

// byUnit are disputes by what they are of.
func byUnit(disputes []queries.Dispute) map[string][]queries.Dispute {
	of := map[string][]queries.Dispute{}
	for _, d := range disputes {
		of[d.Unit] = append(of[d.Unit], d)
	}
	return of
}

// beside returns the faults of a file but for those of what is held of it and a later
// file has settled: that says all that it said.
func beside(held map[queries.Claim]bool, disputes []queries.Dispute, faults []queries.Fault) []queries.Fault {
	disputed := byUnit(disputes)
	return slices.DeleteFunc(slices.Clone(faults), func(f queries.Fault) bool {
		return held[queries.ClaimOf(f)] && !slices.ContainsFunc(disputed[f.Unit], func(d queries.Dispute) bool { return d.Period.Equal(f.Period) })
	})
}

// refused is the code of what is wrong with a file that was refused.
const refused = "refused"

// whole returns what is wrong with a file beside its faults: why it was refused, where
// none of them says so, and its disputes.
func (a *answering) whole(s *session, f queries.File, data []byte, found []queries.Fault, disputes []queries.Dispute) ([]queries.Fault, error) {
	source, _ := a.db.Source(f.Source)
	switch {
	case f.Verdict == queries.Refused && slices.ContainsFunc(found, func(f queries.Fault) bool { return f.Severity == queries.RefuseFile }):
		return nil, nil
	case f.Verdict == queries.Refused:
		return []queries.Fault{{Severity: queries.RefuseFile, Code: refused, Says: f.Says, Fix: f.Fix}}, nil
	case f.Verdict == queries.Held && len(disputes) > 0:
		held := ingest.Held(source, disputes...)
		return []queries.Fault{{Severity: queries.RefuseFile, Code: held.Code, Says: held.Says, Fix: held.Fix}}, nil
	case len(disputes) > 0 && source.Unit == "workplace" && !source.People:
		return a.heldRows(s, f, source, data, disputes)
	}
	var faults []queries.Fault
	for _, d := range disputes {
		faults = append(faults, ingest.Disputed(d, source))
	}
	return faults, nil
}

// heldRows tells of each row of a file that is in dispute, where its workplace stands;
// or of the workplace and time, where the row cannot be found again.
func (a *answering) heldRows(s *session, f queries.File, source queries.Source, data []byte, disputes []queries.Dispute) ([]queries.Fault, error) {
	rows, err := a.db.RowsOf(s.ctx, f.File, f.Source)
	if err != nil {
		return nil, err
	}
	place := ingest.Places(f.Name, bytes.NewReader(data), int64(len(data)), a.sources, f.Source, source.UnitColumn())
	var faults []queries.Fault
	for _, d := range disputes {
		found := false
		for _, row := range rows {
			if place != nil && row.Unit == d.Unit && row.Period.Equal(d.Period) {
				faults, found = append(faults, ingest.DisputedRow(d, source, row.Line, place(row.Line))), true
			}
		}
		if !found {
			faults = append(faults, ingest.Disputed(d, source))
		}
	}
	return faults, nil
}

// differing says which files of an employer differ, and what to do, beside the
// disputes that the answer tells of as its own file's.
func (a *answering) differing(employer string, told []queries.Dispute) []string {
	var lines []string
	for _, source := range a.db.Sources() {
		var all []reports.Told
		for _, d := range a.disputes {
			same := func(o queries.Dispute) bool {
				return o.Source == d.Source && o.Unit == d.Unit && o.Period.Equal(d.Period)
			}
			if d.Source != source.Name || d.Employer != employer || slices.ContainsFunc(told, same) {
				continue
			}
			fault := ingest.Disputed(d, source)
			if line := (reports.Told{Title: fault.Place, Why: fault.Fix}); !slices.Contains(all, line) { // each of the files is in dispute
				all = append(all, line)
			}
		}
		lines = append(lines, reports.DifferWords(source, all)...)
	}
	return lines
}

// leftOut says why workplaces are left out of a figure of their employer. Those that
// lack what files of a day differ of have that for a reason; others have what
// stops each source that there is for them. homes are the figures of the workplaces.
func (a *answering) leftOut(m metrics.Metric, homes []metrics.Figure, sent returns) []reports.LeftOut {
	var all []reports.LeftOut
	for _, home := range homes {
		left := home.LeftOut()
		if len(left) != 1 {
			continue
		}
		id := home.Members[0]
		reason, asked := reports.StoppedBySources(a.stopped(m, id, left[0].Reason, sent))
		if differs := a.differs(m, home); differs != "" {
			reason, asked = differs, false
		}
		if reason == "" {
			reason, asked = left[0].Reason, reports.Asked(left[0].Reason)
		}
		i := slices.IndexFunc(all, func(l reports.LeftOut) bool { return l.Reason == reason })
		if i < 0 {
			i, all = len(all), append(all, reports.LeftOut{Reason: reason, Asked: asked})
		}
		all[i].Asked = all[i].Asked && asked
		all[i].Homes = append(all[i].Homes, cmp.Or(sent.names[id], id))
	}
	return all
}

// stopped says what stops each source of a metric for a workplace that is left out of
// it for a reason.
func (a *answering) stopped(m metrics.Metric, id, reason string, sent returns) []reports.Stopped {
	stops := []queries.Stop{{Workplace: id, Source: m.Sources[0], Reason: reason}}
	if len(m.Sources) > 1 {
		stops = slices.DeleteFunc(slices.Clone(a.stops[m.Name]), func(s queries.Stop) bool { return s.Workplace != id })
	}
	var all []reports.Stopped
	for _, s := range stops {
		stopped := reports.Stopped{Stop: s}
		if sent.isReturn(s.Source) {
			stopped.Words, stopped.Came = sent.lacking(m, s)
		} else {
			export := a.exported[s.Source][id]
			blank, left := a.questions(m, s, export, sent)
			stopped.Words, stopped.Came = reports.ExportStops(s, export, blank, left), !export.On.IsZero() || !reports.NotAnswered(s.Reason)
		}
		all = append(all, stopped)
	}
	return all
}

// questions are the columns of an export, by their headings, that a metric is made from
// and that stop it for a reason; and those of them whose value we left out.
func (a *answering) questions(m metrics.Metric, s queries.Stop, export queries.Export, sent returns) (stops, left []string) {
	for _, source := range a.db.Sources() {
		if source.Group != s.Source {
			continue
		}
		at := sent.sent[homeMonth{source.Name, s.Workplace, export.On}]
		for _, c := range source.Columns {
			switch {
			case export.LeftOut[c.Name] != s.Reason || !slices.Contains(c.Feeds, m.Name):
			case slices.ContainsFunc(at, func(r queries.Returned) bool { return r.Column == c.Name && r.Severity == queries.LeaveOutCell }):
				left = append(left, c.Heading)
			default:
				stops = append(stops, c.Heading)
			}
		}
	}
	return stops, left
}

// differs says of what time files of a workplace differ that its figure lacks; ""
// where they do not, or where that is not what it lacks.
func (a *answering) differs(m metrics.Metric, home metrics.Figure) string {
	var when []string
	everyMonth := false
	for _, d := range a.disputed[home.Members[0]] {
		source, _ := a.db.Source(d.Source)
		if !a.lacks(m, source, d) {
			continue
		}
		if words := source.When(d.Period); !slices.Contains(when, words) {
			when = append(when, words)
		}
		everyMonth = everyMonth || source.Monthly() && m.Windows[0] == metrics.WindowRolling
	}
	return reports.Differ(home, when, everyMonth)
}

// lacks reports whether the last month's figure would be made from what is in
// dispute, and nothing that counts stands in its place.
func (a *answering) lacks(m metrics.Metric, source queries.Source, d queries.Dispute) bool {
	end, at := a.month.AddDate(0, 1, -1), d.Period
	if source.Monthly() {
		at = at.AddDate(0, 1, -1)
	}
	switch {
	case at.After(end) || !slices.Contains(source.FeedsOf(""), m.Name):
		return false
	case source.Monthly() && m.Windows[0] == metrics.WindowRolling:
		return !d.Next.Equal(d.Period) && d.Period.After(a.month.AddDate(-1, 0, 0))
	case m.Windows[0] == metrics.WindowMonth:
		return !d.Next.Equal(d.Period) && d.Period.Equal(a.month)
	}
	fresh := source.FreshDays == 0 || !at.AddDate(0, 0, source.FreshDays).Before(end)
	return fresh && (d.Next.IsZero() || d.Next.After(end))
}
