package ingest

import (
	"context"
	"errors"
	"os"
	"path"
	"path/filepath"
	"slices"
	"time"

	"academy/queries"
)

// A Loader takes files in: it archives each, tries it, records the verdict,
// and copies what was refused to where a person looks. It may be stopped at
// any instant and run again.
type Loader struct {
	DB        *queries.DB
	Archive   *Archive
	Rejected  *Rejected
	Inbox     string // folder that the names of files are relative to
	Reference string // folder of the reference data
	Key       []byte // of the hashes of identifiers
	Today     time.Time
	Again     bool              // what waits in the archive is tried again too: see waiting
	Step      func(step string) // called before and after each write that matters
	Tell      func(Outcome)     // called for each file as soon as it is judged; may be nil
	Watch     func(Progress)    // called as files and their rows are read; may be nil

	seen     map[string]queries.File // the newest file of each name
	kept     map[string]queries.File // the newest file of each content that was not refused
	refused  map[string]queries.File // the newest file of each content that was refused
	latest   map[string]queries.File // the newest file of each reference source
	recorded map[string]bool         // every content that the ledger knows
	gaveUp   map[arrival]int         // how often LibreOffice came to no end with a file
	known    []Outcome               // of files that are not taken in, and not told yet: named and there already, or links

	references map[int]queries.File // every version of reference data that was taken, by number
	progress   Progress
	shown      Progress // the last that was told
}

// Progress is how far a load has come.
type Progress struct {
	Files int // in the folders and on the command line, those that are there already too
	Done  int // of them read, or passed over
	Rows  int // read
}

// went tells how far the load has come. It never goes back, though some files may
// be read once more.
func (l *Loader) went(files, rows int) {
	l.progress.Done += files
	l.progress.Rows += rows
	if l.Watch != nil && l.progress.Done >= l.shown.Done && l.progress.Rows >= l.shown.Rows {
		l.shown = l.progress
		l.Watch(l.progress)
	}
}

// An Outcome is what became of one file.
type Outcome struct {
	Name     string // path in the inbox, with slashes
	Received time.Time
	Source   queries.Source // zero where the file was not recognised
	Verdict  string
	Rows     int
	Faults   []queries.Fault
	NotRun   []queries.RuleNotRun // rules that could not judge the file
	Refusal  *Refusal
	Receipt  Receipt
}

// NeedsPerson reports whether somebody has to do something about the file.
func (o Outcome) NeedsPerson() bool { return needsPerson(o.Verdict) }

func needsPerson(verdict string) bool {
	return verdict == queries.Refused || verdict == queries.Held || verdict == queries.AcceptedInPart
}

// Load takes in the reference data, then the files of each day that are not
// there yet, some days at a time. A file that is there already is passed over.
// The error is NotReadAgain where all was taken in, and only earlier files wait
// for LibreOffice.
func (l *Loader) Load(ctx context.Context, days []Day) ([]Outcome, error) {
	if err := l.remember(ctx); err != nil {
		return nil, err
	}
	office.forget() // whoever stays up tries again what it came to no end with
	first := l.Today
	if len(days) > 0 && days[0].Received.Before(first) {
		first = days[0].Received
	}
	outcomes, err := l.loadReference(ctx, first)
	if err != nil {
		return outcomes, err
	}
	if days, err = l.withWaiting(ctx, days); err != nil {
		return outcomes, err
	}
	l.progress, l.shown = Progress{}, Progress{}
	for _, d := range days {
		l.progress.Files += d.count()
	}
	left := NotReadAgain{}
	if err := l.Restage(ctx); err != nil && !errors.As(err, &left) {
		return outcomes, err
	}
	for len(days) > 0 {
		n := someDays(days)
		done, err := l.loadDays(ctx, days[:n])
		outcomes = append(outcomes, done...)
		if err != nil {
			return outcomes, err
		}
		days = days[n:]
	}
	if len(left.Names) > 0 {
		return outcomes, left
	}
	return outcomes, nil
}

// batchFiles is how many files are tried together: enough that what a statement
// costs is little beside them, few enough that a person sees them go by.
const batchFiles = 256

// someDays is how many of the next days make a batch. The files of one day are
// not torn apart, since they are held against each other.
func someDays(days []Day) int {
	n, files := 0, 0
	for n < len(days) && (n == 0 || files+days[n].count() <= batchFiles) {
		files += days[n].count()
		n++
	}
	return n
}

// remember reads what the ledger knows of earlier files, and settles what an
// earlier run that was stopped left.
func (l *Loader) remember(ctx context.Context) error {
	if err := l.recall(ctx); err != nil {
		return err
	}
	_, err := l.settle(ctx)
	return err
}

// recall reads what the ledger knows of earlier files.
func (l *Loader) recall(ctx context.Context) error {
	l.seen, l.kept = map[string]queries.File{}, map[string]queries.File{}
	l.latest, l.recorded = map[string]queries.File{}, map[string]bool{}
	l.gaveUp, l.refused = map[arrival]int{}, map[string]queries.File{}
	l.references = map[int]queries.File{}
	files, err := l.DB.Files(ctx)
	if err != nil {
		return err
	}
	for _, f := range files {
		l.note(f)
		if givenUp(Refusal{Says: f.Says}) {
			l.gaveUp[arrivalOf(f)]++
		}
	}
	return nil
}

func (l *Loader) step(name string) {
	if l.Step != nil {
		l.Step(name)
	}
}

// note remembers a file of the ledger, unless a later one stands there already.
func (l *Loader) note(f queries.File) {
	l.recorded[f.SHA256] = true
	if f.Verdict == queries.TriedAgain {
		return // what became of it stands in a later row
	}
	newer := func(m map[string]queries.File, key string) {
		if f.File >= m[key].File {
			m[key] = f
		}
	}
	newer(l.seen, FileName(f.Name))
	switch f.Verdict {
	case queries.AlreadyReceived:
	case queries.Refused:
		newer(l.refused, f.SHA256)
	default:
		newer(l.kept, f.SHA256)
	}
	if s, ok := l.DB.Source(f.Source); ok && s.Reference != "" {
		newer(l.latest, f.Source)
		if f.Verdict != queries.Refused {
			l.references[f.File] = f
		}
	}
}

// loadDays takes in the files of some days that are not there yet.
func (l *Loader) loadDays(ctx context.Context, days []Day) ([]Outcome, error) {
	sources, err := l.DB.Arriving(ctx, l.Today)
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "academy-unpacked-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // the system clears its folder for what is left
	known := newCatalogue(sources)
	var tasks []task
	waited := map[[2]string]bool{} // names and contents that wait no longer
	for _, day := range days {
		l.known = append(l.known, day.aside()...)
		for _, f := range day.waiting {
			t := l.waits(f, known)
			all, err := unpackTask(t, dir) // one that cannot be unpacked is refused as before
			if err != nil {
				return nil, err
			}
			l.progress.Files += len(all) - 1
			waited[[2]string{t.name, t.sum}] = t.failed == nil
			tasks = append(tasks, all...)
		}
		for _, name := range day.Files {
			t := l.task(name, day.Received, known)
			t.sum, t.size, t.failed = hashFile(t.path)
			some, err := l.arriving(t, dir, waited)
			if err != nil {
				return nil, err
			}
			tasks = append(tasks, some...)
		}
	}
	there := l.told(l.known, nil)
	l.known = nil
	outcomes, err := l.loadTasks(ctx, tasks, false)
	return append(there, outcomes...), err
}

// arriving returns what of a file is to be taken in: nothing where it is there
// already, each file in it where it is a packed folder, which is unpacked below
// dir. Those that have waited are not taken in twice.
func (l *Loader) arriving(t task, dir string, waited map[[2]string]bool) ([]task, error) {
	passed := func(t task) bool {
		return t.failed == nil && (waited[[2]string{t.name, t.sum}] || l.there(t))
	}
	there := passed(t)
	if there && !l.mayHoldMore(t) {
		l.went(1, 0)
		if t.named { // whoever names a file hears of it
			before := l.seen[t.name]
			source, _ := l.DB.Source(before.Source)
			again := l.alreadyReceived(before)
			l.known = append(l.known, Outcome{Name: t.name, Received: t.received, Source: source, Verdict: queries.AlreadyReceived, Refusal: &again})
		}
		return nil, nil
	}
	if before, ok := l.seen[t.name]; ok && t.failed == nil && before.SHA256 == t.sum && before.Verdict != queries.Held {
		t.received = before.Received // it is tried again, and came when it came
	}
	if t.failed != nil {
		return []task{t}, nil
	}
	all, err := unpackTask(t, dir)
	if err != nil {
		return nil, err
	}
	l.progress.Files += len(all) - 1 // those that stood in a packed folder
	again := slices.DeleteFunc(all, func(t task) bool { return t.members == 0 && passed(t) })
	if there && len(again) == 1 {
		again = nil // a folder of which nothing is to be tried
	}
	l.went(len(all)-len(again), 0)
	return again, nil
}

// loadTasks takes files in, as many batches as it needs. What cannot be read of
// the reference data stops the load; of what arrived, it is told.
func (l *Loader) loadTasks(ctx context.Context, tasks []task, reference bool) ([]Outcome, error) {
	var outcomes []Outcome
	for len(tasks) > 0 {
		n, some, err := l.loadBatch(ctx, tasks, reference)
		if err != nil {
			return outcomes, err
		}
		tasks = tasks[n:]
		verdicts, err := l.settle(ctx)
		if err != nil {
			return outcomes, err
		}
		outcomes = append(outcomes, l.told(some, verdicts)...)
	}
	return outcomes, nil
}

// loadBatch takes in as many of the files as make a batch, and returns how many
// they are.
func (l *Loader) loadBatch(ctx context.Context, tasks []task, reference bool) (int, []Outcome, error) {
	b := &loading{Loader: l, reference: reference, bySum: map[string]int{}}
	n, err := b.take(ctx, tasks)
	if err == nil {
		err = b.record(ctx)
	}
	return n, b.outcomes, err
}

// told gives each outcome its last verdict, since a later file may have
// disputed an earlier one, and tells it.
func (l *Loader) told(outcomes []Outcome, verdicts map[string]string) []Outcome {
	for i := range outcomes {
		o := &outcomes[i]
		if v, ok := verdicts[o.Name]; ok {
			o.Verdict = v
		}
		if l.Tell != nil {
			l.Tell(*o)
		}
	}
	return outcomes
}

// task is a file of the inbox to take in, or one named on the command line.
func (l *Loader) task(name string, received time.Time, known *catalogue) task {
	p := filepath.FromSlash(name)
	if !filepath.IsAbs(p) {
		return task{path: filepath.Join(l.Inbox, p), name: shownName(name), received: received, known: known}
	}
	short := filepath.Base(p)
	if inbox, err := filepath.Abs(l.Inbox); err == nil {
		if rel, err := filepath.Rel(inbox, p); err == nil && filepath.IsLocal(rel) {
			short = rel
		}
	}
	return task{path: p, name: shownName(filepath.ToSlash(short)), received: received, known: known, named: true}
}

// A task is one file to take in.
type task struct {
	path, name string
	received   time.Time
	known      *catalogue // what it may be
	sum        string
	size       int64
	failed     error    // why it could not be read where it lies
	named      bool     // on the command line
	members    int      // of a packed folder, which stand before it
	refusal    *Refusal // of one that cannot be unpacked
}

// otherPeriod reports whether the same bytes mean another day: an export that
// did not change since the last one, whose day is in its name and nowhere else.
func (l *Loader) otherPeriod(before queries.File, name string) bool {
	s, ok := l.DB.Source(before.Source)
	if !ok || !s.Dated() {
		return false
	}
	days, either := datesInName(path.Base(name))
	return len(days) == 1 && !either && !days[0].Equal(before.Period)
}
