package ingest

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"academy/queries"
)

// An arrival is a file that came, however often it is tried.
type arrival struct {
	name, sum string
	received  time.Time
}

func arrivalOf(f queries.File) arrival { return arrival{FileName(f.Name), f.SHA256, f.Received} }

// waiting lists the files that are to be tried again, in the order in which they
// came: see triedAgain. They are in the archive, wherever else they lie by now.
func (l *Loader) waiting(ctx context.Context) ([]queries.File, error) {
	files, err := l.DB.Files(ctx)
	if err != nil {
		return nil, err
	}
	seen := map[arrival]bool{}
	ours := map[string]bool{} // reference data is tried where it lies
	for _, s := range l.DB.Sources() {
		if s.Reference != "" {
			ours[referenceName(s)] = true
		}
	}
	return slices.DeleteFunc(files, func(f queries.File) bool {
		if ours[f.Name] || f.Received.After(l.Today) || !l.triedAgain(f) {
			return true
		}
		a := arrivalOf(f)
		other := seen[a] // another table of the same file
		seen[a] = true
		return other
	}), nil
}

// withWaiting adds to some days the files that wait and came on them, if Again says so.
func (l *Loader) withWaiting(ctx context.Context, days []Day) ([]Day, error) {
	if !l.Again {
		return days, nil
	}
	files, err := l.waiting(ctx)
	if err != nil || len(files) == 0 {
		return days, err
	}
	days = slices.Clone(days)
	for _, f := range files {
		i := slices.IndexFunc(days, func(d Day) bool { return d.Received.Equal(f.Received) })
		if i < 0 {
			i = len(days)
			days = append(days, Day{Received: f.Received})
		}
		days[i].waiting = append(days[i].waiting, f)
	}
	slices.SortStableFunc(days, func(a, b Day) int { return a.Received.Compare(b.Received) })
	return days, nil
}

// waits makes a file of the archive one to take in, under the name and as of the
// day that it came.
func (l *Loader) waits(f queries.File, known *catalogue) task {
	t := task{path: filepath.Join(l.Archive.Dir, filepath.FromSlash(f.Archived)), name: FileName(f.Name), received: f.Received, known: known}
	if t.sum, t.size, t.failed = hashFile(t.path); t.failed == nil && t.sum != f.SHA256 {
		t.failed = fmt.Errorf("%s: this file of the archive is not what was put there", t.path)
	}
	return t
}

// there reports whether the file was taken in before under this name, and is not
// to be tried again. One that was refused, in whole or in part, and is named on
// the command line always is.
func (l *Loader) there(t task) bool {
	before, ok := l.seen[t.name]
	if !ok || before.SHA256 != t.sum {
		return false
	}
	if before.Verdict == queries.Held { // sent once more on another day, it is no longer in dispute
		return !t.named || t.received.Equal(before.Received)
	}
	return !l.triedAgain(before) && (!t.named || !leftOut(before))
}

// mayHoldMore reports whether a packed folder that was taken in may hold a file
// that was refused and is to be tried again.
func (l *Loader) mayHoldMore(t task) bool {
	if l.seen[t.name].Verdict != queries.Unpacked {
		return false
	}
	for name, f := range l.seen {
		if strings.HasPrefix(name, t.name+"/") && (l.triedAgain(f) || t.named && leftOut(f)) {
			return true
		}
	}
	return false
}

// leftOut reports whether a file was refused, in whole or in part.
func leftOut(f queries.File) bool {
	return f.Verdict == queries.Refused || f.Verdict == queries.AcceptedInPart
}

// triedAgain reports whether a file that was refused, in whole or in part, is to
// be tried again: the reference data may know its workplaces or its headings now,
// LibreOffice is here, for which it was wanted, or may come to an end with it now.
func (l *Loader) triedAgain(f queries.File) bool {
	return leftOut(f) && (l.reference() > f.Reference || wantedOffice(f) || givenUp(Refusal{Says: f.Says}) && l.gaveUp[arrivalOf(f)] < maxTries)
}

// maxTries is how often a file is tried by itself that LibreOffice comes to no end
// with: the machine may have been busy, and each try may take all the time there is.
const maxTries = 3

// sayTries adds to what is said of a file that LibreOffice came to no end with
// whether it is tried again.
func (l *Loader) sayTries(r Refusal, a arrival) Refusal {
	if !givenUp(r) {
		return r
	}
	if tries := l.gaveUp[a] + 1; tries < maxTries {
		r.Fix += fmt.Sprintf("; if you send nothing, our next runs try this one again, until we have tried it %d times", maxTries)
	} else {
		r.Fix += fmt.Sprintf("; we have tried this one %d times, and will not again by ourselves", tries)
	}
	return r
}

// reference returns the number of the newest file of the reference data by which
// files are judged today, or 0: as for the rules, what is judged as of a day
// before all of it is judged by the first.
func (l *Loader) reference() int {
	moment, newest := time.Time{}, 0
	for _, f := range l.references {
		if moment.IsZero() || f.Received.Before(moment) {
			moment = f.Received
		}
	}
	if l.Today.After(moment) {
		moment = l.Today
	}
	for _, f := range l.references {
		if !f.Received.After(moment) {
			newest = max(newest, f.File)
		}
	}
	return newest
}
