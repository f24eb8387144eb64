package ingest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path"
	"reflect"
	"slices"
	"strings"
	"time"

	"academy/queries"
)

// settle brings the archive's sidecars and the folder of rejected files up to
// what the ledger says of the files of each day on which something was recorded
// since it was last done: a file may dispute an earlier one of its day. A sidecar
// that holds the verdict is the sign that a file is settled, so that it is done
// once, whenever the program was stopped.
//
// It returns the verdict on each file of those days, by name.
func (l *Loader) settle(ctx context.Context) (map[string]string, error) {
	until, err := l.DB.SettledUntil(ctx)
	if err != nil {
		return nil, err
	}
	files, err := l.DB.Files(ctx)
	if err != nil {
		return nil, err
	}
	last, days := until, map[time.Time]bool{}
	contents := map[string][]arrived{} // by path in the archive
	places := map[time.Time]int{}
	for _, f := range files {
		places[f.Received]++
		contents[f.Archived] = append(contents[f.Archived], arrived{f, places[f.Received]})
		if f.File > until {
			days[f.Received] = true
			last = max(last, f.File)
		}
	}
	verdicts := map[string]string{}
	if last == until {
		return verdicts, nil
	}
	files = slices.DeleteFunc(files, func(f queries.File) bool { return !days[f.Received] || f.Verdict == queries.TriedAgain })
	var toPerson []int
	for _, f := range files {
		for _, same := range contents[f.Archived] {
			if needsPerson(same.Verdict) {
				toPerson = append(toPerson, same.File.File)
			}
		}
	}
	of, err := l.wrong(ctx, toPerson)
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		verdicts[f.Name] = f.Verdict
		l.note(f) // a later file of the day may have disputed it
		if err := l.settleContent(contents[f.Archived], of); err != nil {
			return nil, fmt.Errorf("%s: %w", f.Name, err)
		}
	}
	if err := errors.Join(l.Archive.Flush(), l.Rejected.Flush()); err != nil {
		return nil, err
	}
	return verdicts, l.DB.Settled(ctx, last)
}

// An arrived file is one that the ledger knows, and its place among those of
// its day.
type arrived struct {
	queries.File
	place int
}

// A wrong is what is wrong with a file: its faults, and what of it is in dispute.
type wrong struct {
	faults   []queries.Fault
	disputes []queries.Dispute
}

// wrong returns what is wrong with some files, by file.
func (l *Loader) wrong(ctx context.Context, files []int) (map[int]wrong, error) {
	if len(files) == 0 {
		return nil, nil
	}
	faults, err := l.DB.FaultsOf(ctx, files...)
	if err != nil {
		return nil, err
	}
	disputes, err := l.DB.Disputes(ctx, l.Today)
	if err != nil {
		return nil, err
	}
	of := map[int]wrong{}
	for _, file := range files {
		of[file] = wrong{faults: faults[file]}
	}
	for _, d := range disputes {
		w := of[d.File]
		w.disputes = append(w.disputes, d)
		of[d.File] = w
	}
	return of, nil
}

// settleContent settles all that arrived with one content. The newest that was
// judged is what the sidecar is about.
func (l *Loader) settleContent(all []arrived, of map[int]wrong) error {
	main := all[0]
	for _, f := range all {
		if f.Verdict == queries.AlreadyReceived || f.Verdict == queries.TriedAgain {
			continue
		}
		sameFile := FileName(f.Name) == FileName(main.Name) && f.Received.Equal(main.Received)
		if !sameFile || !needsPerson(main.Verdict) { // of several tables, the one that its sender must see to
			main = f
		}
	}
	stored := Stored{SHA256: main.SHA256, Bytes: main.Bytes, Rel: main.Archived}
	want := Sidecar{
		Name: path.Base(FileName(main.Name)), SHA256: main.SHA256, Bytes: main.Bytes, Received: main.Received.Format(time.DateOnly),
		Place: main.place, From: FileName(main.Name), Source: main.Source, Verdict: main.Verdict,
	}
	for _, f := range all {
		if f.File.File != main.File.File {
			want.Others = append(want.Others, Arrival{f.Received.Format(time.DateOnly), f.place, f.Name, f.Source, f.Verdict})
		}
	}
	if have, err := l.Archive.Sidecar(stored); err == nil && reflect.DeepEqual(have, want) {
		return nil
	}
	if needsPerson(main.Verdict) {
		if err := l.reject(main.File, l.Archive.Path(stored), of[main.File.File]); err != nil {
			return err
		}
	}
	return l.Archive.Note(stored, want)
}

// reject copies a file that needs its sender to where a person looks, with
// the reasons beside it.
func (l *Loader) reject(f queries.File, archived string, is wrong) error {
	source, _ := l.DB.Source(f.Source)
	why := Explanation{Name: path.Base(FileName(f.Name)), Received: f.Received, Faults: is.faults}
	for _, d := range is.disputes {
		why.Faults = append(why.Faults, Disputed(d, source))
	}
	switch f.Verdict {
	case queries.Refused:
		why.Refusal = &Refusal{Says: f.Says, Fix: f.Fix}
	case queries.Held:
		held := Held(source, is.disputes...)
		why.Refusal = &held
	}
	_, err := l.Rejected.Put(archived, path.Base(FileName(f.Name)), f.Received, why)
	return err
}

// Held says why nothing of a file of a source counts yet that was not refused.
// Where it is marked as a correction, so is the other: another tick tells nobody
// which is right.
func Held(source queries.Source, disputes ...queries.Dispute) Refusal {
	fix := "send the right one once more, on another day"
	if source.Corrects() && !slices.ContainsFunc(disputes, func(d queries.Dispute) bool { return d.Correction }) {
		fix += " or with the box Correction ticked"
	}
	return Refusal{Code: queries.Held, Says: "another file received on the same day says otherwise, and we cannot tell which is right", Fix: fix}
}

// Disputed says which workplace and month of a file of a source is held.
func Disputed(d queries.Dispute, source queries.Source) queries.Fault {
	return queries.Fault{
		Place: disputedPlace(d, source), Severity: queries.LeaveOutRow, Code: queries.Held,
		Says: "another file received on the same day speaks for it too, and we cannot tell which is right",
		Fix:  Held(source, d).Fix,
	}
}

// DisputedRow is Disputed for a row that speaks for the workplace and time, at its place.
func DisputedRow(d queries.Dispute, source queries.Source, line int, place string) queries.Fault {
	f := Disputed(d, source)
	f.Unit, f.Period, f.Line, f.Place = d.Unit, d.Period, line, place
	of := "day"
	if source.Monthly() {
		of = "month"
	}
	f.Says = "another file received on the same day speaks for this workplace and " + of + " too, and we cannot tell which is right"
	return f
}

// disputedPlace names a workplace and a time, or what there is of them.
func disputedPlace(d queries.Dispute, source queries.Source) string {
	var parts []string
	switch {
	case d.Line > 0:
		parts = append(parts, fmt.Sprintf("all rows with the %q of line %d", source.HeadingOf(source.PartColumn()), d.Line))
	case source.Unit != "workplace":
	case d.Name == "":
		parts = append(parts, d.Unit)
	default:
		parts = append(parts, d.Name+" ("+d.Unit+")")
	}
	if !d.Period.IsZero() {
		parts = append(parts, source.When(d.Period))
	}
	return cmp.Or(strings.Join(parts, ", "), "the whole file")
}
