package main

import (
	"bytes"
	"cmp"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"academy/ingest"
	"academy/queries"
)

// earlier returns what was open when a file with some faults came, and whether it
// corrects any of it. What a file that is held puts right is told once it counts.
func (a *answering) earlier(s *session, f queries.Unanswered, source queries.Source, data []byte, faults []queries.Fault) (earlier []queries.EarlierFault, corrects bool, err error) {
	earlier, corrects, err = a.db.EarlierFaults(s.ctx, f.File, f.Sender)
	if err == nil && source.Unit != "workplace" {
		corrects, err = a.tellRows(f, data, faults, earlier, source.Unit == "row")
	} else if err == nil && f.Sender != "" {
		var stopped []queries.EarlierFault
		stopped, err = a.stoppedFiles(s, f, source)
		earlier, corrects = append(earlier, stopped...), corrects || len(stopped) > 0
	}
	if f.Verdict == queries.Held {
		corrects = false
		earlier = slices.DeleteFunc(earlier, func(e queries.EarlierFault) bool { return e.Corrected })
	}
	return earlier, corrects, err
}

// stoppedFiles returns, as one fault each, the earlier files of which nothing could be
// read, where a file of the same sender is the first since to speak for a workplace that
// stands in them: what stopped them is put right.
func (a *answering) stoppedFiles(s *session, f queries.Unanswered, source queries.Source) (all []queries.EarlierFault, err error) {
	unused, err := a.db.UnusedBefore(s.ctx, f.File.File)
	if err != nil {
		return nil, err
	}
	for _, number := range slices.Sorted(maps.Keys(unused)) {
		file := a.files[number]
		if file.Source != source.Name && !ingest.MostLike(file, source) {
			continue
		}
		of, err := a.namedIn(file)
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(of.homes, func(home string) bool { return slices.Contains(unused[number], home) })
		if i < 0 || of.employer != f.Sender {
			continue
		}
		all = append(all, queries.EarlierFault{
			Fault: queries.Fault{Severity: queries.RefuseFile, Code: refused, Says: file.Says, Fix: file.Fix, Unit: of.homes[i]},
			File:  file.Name, Received: file.Received, Number: number, Corrected: true,
		})
	}
	return all, nil
}

// A naming is what a file that could not be read names: workplaces, by their IDs, and the
// employer of more than half of them; "" where there is none.
type naming struct {
	homes    []string
	employer string
}

// namedIn reads what a file names. Each is read once, of however many senders the files are
// that came since.
func (a *answering) namedIn(f queries.File) (naming, error) {
	if n, ok := a.named[f.File]; ok {
		return n, nil
	}
	data, err := os.ReadFile(filepath.Join(a.path(a.config.Archive), filepath.FromSlash(f.Archived)))
	if err != nil {
		return naming{}, err
	}
	var n naming
	of := map[string]int{}
	for _, id := range ingest.Named(bytes.NewReader(data), int64(len(data)), func(text string) bool { _, ok := a.known[text]; return ok }) {
		k := a.known[id]
		if !slices.Contains(n.homes, k.Workplace) {
			n.homes = append(n.homes, k.Workplace)
			of[k.Employer]++
		}
	}
	for e, homes := range of {
		if 2*homes > len(n.homes) {
			n.employer = e
		}
	}
	a.named[f.File] = n
	return n, nil
}

// tellRows says what the rows of the faults of a list are about, and of those of the
// list before it, since rows move between the two: the person where it has
// references, or else its own key, where rows are their own units, or its place. A row of before whose person is
// here again is corrected. It reports whether any is.
func (a *answering) tellRows(f queries.Unanswered, data []byte, faults []queries.Fault, earlier []queries.EarlierFault, rows bool) (corrects bool, err error) {
	if len(earlier) == 0 {
		return false, nil
	}
	here, err := a.references(f.File, data)
	if err != nil {
		return false, err
	}
	before := map[int]string{}
	if len(here) > 0 {
		file := a.files[earlier[0].Number]
		was, err := os.ReadFile(filepath.Join(a.path(a.config.Archive), filepath.FromSlash(file.Archived)))
		if err != nil {
			return false, err
		}
		if before, err = a.references(file, was); err != nil {
			return false, err
		}
	}
	again := map[string]bool{}
	for _, reference := range here {
		again[reference] = true
	}
	about := func(fault queries.Fault, references map[int]string) string {
		key := ""
		if rows { // a row of another kind is one of many of its unit
			key = fault.Unit
		}
		return cmp.Or(references[fault.Line], key, fault.Place)
	}
	for i := range faults {
		faults[i].About = about(faults[i], here)
	}
	for i := range earlier {
		e := &earlier[i]
		e.About = about(e.Fault, before)
		e.Corrected = e.Corrected || again[before[e.Line]]
		corrects = corrects || e.Corrected
	}
	return corrects, nil
}

// references are those of all rows of a file, by line; none where its source has no
// column of them.
func (a *answering) references(f queries.File, data []byte) (map[int]string, error) {
	i := slices.IndexFunc(a.sources, func(s queries.Source) bool { return s.Name == f.Source })
	if i < 0 {
		return nil, nil
	}
	return ingest.References(f.Name, bytes.NewReader(data), int64(len(data)), a.sources[i], nil)
}
