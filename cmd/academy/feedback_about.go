package main

import (
	"bytes"
	"slices"
	"strings"

	"academy/ingest"
	"academy/queries"
	"academy/reports"
)

// about gathers what the sender of a file should know.
func (a *answering) about(s *session, f queries.Unanswered, data []byte) (reports.Feedback, error) {
	source, known := a.db.Source(f.Source)
	fb := reports.Feedback{
		Academy: a.config.Academy, Contact: a.config.Contact, File: sentAs(f.Name), SHA256: f.SHA256, Received: f.Received,
		Source: source.Title, Period: periodWords(source, f), People: source.People || !known && f.Source != "",
	}
	fb.Sender = strings.Join(a.names(f.Employers), ", ")
	var own ownFigures
	homes := a.ref.Workplaces
	if f.Sender != "" {
		fb.Sender = strings.Join(a.names([]string{f.Sender}), "")
		var err error
		if own, err = a.ownOf(s, f.Sender); err != nil {
			return fb, err
		}
		homes = own.homes
	}
	fb.NoCopy = a.noCopy(f, fb.People, data)
	earlier, disputes, err := a.found(s, &fb, f, source, own, data)
	if err != nil {
		return fb, err
	}
	if err := a.find(&fb, f, source, homes, data); err != nil {
		return fb, err
	}
	notRun, err := a.db.NotRun(s.ctx, f.File.File)
	if err != nil {
		return fb, err
	}
	for _, r := range notRun {
		fb.NotRun = append(fb.NotRun, reports.Told{Title: r.Title, Why: r.Why})
	}
	if f.Sender != "" {
		if f.Verdict == queries.Held { // a dispute is what stops them
			own.unanswered, own.yearLacks = nil, nil
		}
		a.need(fb.Findings, source, own)
		fb.Figures, fb.Stopped, fb.NotAsked = own.made, own.stopped, own.notAsked
		fb.Owed = append(a.differing(f.Sender, disputes), own.owed...)
	}
	fb.Open = reports.OpenFindings(source, a.stillOpen(f.File, source, earlier, own))
	return fb, nil
}

// noCopy says why the answer to a file holds no rows of it; "" where it may.
func (a *answering) noCopy(f queries.Unanswered, people bool, data []byte) string {
	switch {
	case ingest.IsAnswer(f.File):
		return "the list came in its place"
	case f.Source == "":
		return "we could not tell what kind of file it is"
	case !people && ingest.HoldsPeople(bytes.NewReader(data), int64(len(data)), a.sources):
		return "part of it is about people"
	}
	return ""
}

// found tells in an answer what was found in a file, beside what was open when it came. It
// returns that, and the disputes of the file.
func (a *answering) found(s *session, fb *reports.Feedback, f queries.Unanswered, source queries.Source, own ownFigures, data []byte) (earlier []queries.EarlierFault, disputes []queries.Dispute, err error) {
	of, err := a.db.FaultsOf(s.ctx, f.File.File)
	if err != nil {
		return nil, nil, err
	}
	disputes = a.disputesOf(f)
	held, err := a.db.HeldOf(s.ctx, f.File.File)
	if err != nil {
		return nil, nil, err
	}
	faults := beside(held, disputes, own.beyond(of[f.File.File]))
	fb.Verdict = verdictWords(f.File, faults, disputes, a.unused) + a.unchanged(f.File)
	fb.Ticked = a.hasBox(f.File, source, data)
	fb.Again, fb.AgainOwn = againWords(f.File, fb.Ticked, ""), againWords(f.File, fb.Ticked, "leave this list in it, or ")
	whole, err := a.whole(s, f.File, data, faults, disputes)
	if err != nil {
		return nil, nil, err
	}
	faults = append(whole, faults...)
	earlier, corrects, err := a.earlier(s, f, source, data, faults)
	if err != nil {
		return nil, nil, err
	}
	earlier = slices.DeleteFunc(earlier, func(e queries.EarlierFault) bool { return own.answers(e.Fault) })
	if !fb.Ticked {
		for i := range faults {
			faults[i] = withoutBox(faults[i])
		}
		for i := range earlier {
			earlier[i].Fault = withoutBox(earlier[i].Fault)
		}
	}
	if f.Verdict == queries.Held && len(disputes) == 0 { // a later file says all that it said
		faults, earlier, corrects = nil, nil, false
	}
	var counts func(queries.Fault) bool
	if corrects {
		counts = func(f queries.Fault) bool { return !held[queries.ClaimOf(f)] }
	}
	fb.Findings, fb.Progress = reports.Findings(faults, earlier, counts, stops(source))
	for i, finding := range fb.Findings {
		fb.Findings[i].Unused = finding.Severity == queries.Ask && a.unused[finding.Code]
	}
	fb.Right, fb.Since = reports.RightWords(source, earlier), sinceWords(source, f)
	return earlier, disputes, nil
}

// stops says on how many figures a fault bears: those of its column, and where
// the row or the file is left out, those of the whole source.
func stops(source queries.Source) func(queries.Fault) int {
	return func(f queries.Fault) int {
		if f.Severity == queries.RefuseFile || f.Severity == queries.LeaveOutRow {
			f.Column = ""
		}
		return len(source.FeedsOf(f.Column))
	}
}

func (a *answering) names(employers []string) []string {
	names := make([]string, len(employers))
	for i, e := range employers {
		if names[i] = a.ref.Employers[e]; names[i] == "" {
			names[i] = e
		}
	}
	return names
}

// hasBox reports whether a file has the box that says that a row corrects another.
func (a *answering) hasBox(f queries.File, source queries.Source, data []byte) bool {
	return source.Corrects() && ingest.HasColumn(f.Name, bytes.NewReader(data), int64(len(data)), a.sources, source.Name, queries.CorrectionColumn)
}
