package ingest

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"time"

	"academy/queries"
)

// A Loader takes files in: it archives each, tries it, records the verdict,
// and copies what was refused to where a person looks. It may be stopped at
// any instant and run again.
type Loader struct {
	DB        *queries.DB
	Archive   *Archive
	Rejected  Rejected
	Inbox     string // folder that the names of files are relative to
	Reference string // folder of the reference data
	Key       []byte // of the hashes of identifiers
	Today     time.Time
	Step      func(step string) // called before and after each write that matters
	Tell      func(Outcome)     // called for each file as soon as it is judged; may be nil

	seen   map[string]queries.File // the newest file of each name
	kept   map[string]queries.File // the newest file of each content that was not refused
	latest map[string]queries.File // the newest file of each reference source
}

// An Outcome is what became of one file.
type Outcome struct {
	Name     string // path in the inbox, with slashes
	Received time.Time
	Source   queries.Source // zero where the file was not recognised
	Verdict  string
	Rows     int
	Faults   []queries.Fault
	Refusal  *Refusal
	Receipt  Receipt
}

// NeedsPerson reports whether somebody has to do something about the file.
func (o Outcome) NeedsPerson() bool {
	return o.Verdict == queries.Refused || o.Verdict == queries.Held || o.Verdict == queries.AcceptedInPart
}

// Load takes in the reference data, then the files of each day that are not
// there yet, in turn. A file that is there already is passed over.
func (l *Loader) Load(ctx context.Context, days []Day) ([]Outcome, error) {
	if err := l.remember(ctx); err != nil {
		return nil, err
	}
	var outcomes []Outcome
	first := l.Today
	if len(days) > 0 && days[0].Received.Before(first) {
		first = days[0].Received
	}
	done, err := l.loadReference(ctx, first)
	if err != nil {
		return nil, err
	}
	outcomes = append(outcomes, done...)
	if err := l.Restage(ctx); err != nil {
		return outcomes, err
	}
	for _, day := range days {
		done, err := l.loadDay(ctx, day)
		outcomes = append(outcomes, done...)
		if err != nil {
			return outcomes, err
		}
	}
	return outcomes, nil
}

// remember reads what the ledger knows of earlier files.
func (l *Loader) remember(ctx context.Context) error {
	l.seen, l.kept = map[string]queries.File{}, map[string]queries.File{}
	l.latest = map[string]queries.File{}
	files, err := l.DB.Files(ctx)
	if err != nil {
		return err
	}
	var last queries.File
	for _, f := range files {
		l.note(f)
		if f.File > last.File {
			last = f
		}
	}
	if last.File == 0 {
		return nil
	}
	_, err = l.settle(ctx, last.Received) // where an earlier run was stopped
	return err
}

func (l *Loader) step(name string) {
	if l.Step != nil {
		l.Step(name)
	}
}

// note remembers a file of the ledger, unless a later one stands there already.
func (l *Loader) note(f queries.File) {
	if f.Verdict == queries.TriedAgain {
		return // what became of it stands in a later row
	}
	newer := func(m map[string]queries.File, key string) {
		if f.File >= m[key].File {
			m[key] = f
		}
	}
	newer(l.seen, f.Name)
	if f.Verdict != queries.Refused && f.Verdict != queries.AlreadyReceived {
		newer(l.kept, f.SHA256)
	}
	if s, ok := l.DB.Source(f.Source); ok && s.Reference != "" {
		newer(l.latest, f.Source)
	}
}

// loadReference takes in the reference files that changed. The first version
// of one counts from the first day there are files for, since nothing was
// there before it; later ones from today.
func (l *Loader) loadReference(ctx context.Context, first time.Time) ([]Outcome, error) {
	var outcomes []Outcome
	for _, s := range l.DB.Sources() {
		if s.Reference == "" {
			continue
		}
		file := filepath.Join(l.Reference, s.Reference)
		sum, _, err := hashFile(file)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return outcomes, err
		}
		before, again := l.latest[s.Name]
		if again && before.SHA256 == sum {
			continue
		}
		received := first
		if again {
			received = l.Today
		}
		if err := l.DB.BeginDay(ctx, received, l.Today); err != nil {
			return outcomes, err
		}
		o, err := l.take(ctx, task{path: file, name: "reference/" + s.Reference, received: received, sources: []queries.Source{s}, sum: sum})
		if err != nil {
			return outcomes, err
		}
		outcomes = append(outcomes, o)
		verdicts, err := l.settle(ctx, received)
		if err != nil {
			return outcomes, err
		}
		l.told(outcomes[len(outcomes)-1:], verdicts)
	}
	return outcomes, nil
}

// loadDay takes in the files of one day that are not there yet.
func (l *Loader) loadDay(ctx context.Context, day Day) ([]Outcome, error) {
	var outcomes []Outcome
	var sources []queries.Source
	for _, s := range l.DB.Sources() {
		if s.Reference == "" {
			sources = append(sources, s)
		}
	}
	ready := false
	for _, name := range day.Files {
		t := l.task(name, day.Received, sources)
		var err error
		if t.sum, _, err = hashFile(t.path); err != nil {
			outcomes = append(outcomes, unreadable(t, err))
			continue
		}
		if l.there(t) {
			continue
		}
		if before, ok := l.seen[t.name]; ok && before.SHA256 == t.sum && before.Verdict != queries.Held {
			t.received = before.Received // it is tried again, and came when it came
		}
		if !ready {
			if err := l.DB.BeginDay(ctx, day.Received, l.Today); err != nil {
				return outcomes, fmt.Errorf("make ready for %s: %w", day.Received.Format(time.DateOnly), err)
			}
			ready = true
		}
		o, err := l.take(ctx, t)
		var original originalError
		if errors.As(err, &original) {
			o, err = unreadable(t, err), nil
		}
		if err != nil {
			return outcomes, err
		}
		outcomes = append(outcomes, o)
	}
	if len(outcomes) == 0 {
		return nil, nil
	}
	verdicts := map[string]string{}
	settled := map[time.Time]bool{}
	for _, o := range outcomes {
		if settled[o.Received] {
			continue
		}
		settled[o.Received] = true
		of, err := l.settle(ctx, o.Received)
		if err != nil {
			return outcomes, err
		}
		maps.Copy(verdicts, of)
	}
	return l.told(outcomes, verdicts), nil
}

// told gives each outcome of a day its last verdict, since a later file may
// have disputed an earlier one, and tells it.
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

// unreadable says that a file could not be read where it lies. It is not in the
// archive, and the ledger knows nothing of it, so that it is tried again.
func unreadable(t task, err error) Outcome {
	r := Refusal{"unreadable", "it cannot be read where it lies", "see whether it opens, put it in the inbox again and run once more"}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		r.Says = "it was gone before it could be read"
	case errors.Is(err, fs.ErrPermission):
		r.Says = "the academy may not open it"
		r.Fix = "close it in other programs, let the account that runs the academy read it, and run once more"
	case errors.Is(err, errChanged):
		r.Says = "it changed while it was read"
		r.Fix = "wait until whoever writes it is done, and run once more"
	}
	return Outcome{Name: t.name, Received: t.received, Verdict: queries.Refused, Refusal: &r}
}

// task is a file of the inbox to take in, or one named on the command line.
func (l *Loader) task(name string, received time.Time, sources []queries.Source) task {
	p := filepath.FromSlash(name)
	if !filepath.IsAbs(p) {
		return task{path: filepath.Join(l.Inbox, p), name: shownName(name), received: received, sources: sources}
	}
	short := filepath.Base(p)
	if inbox, err := filepath.Abs(l.Inbox); err == nil {
		if rel, err := filepath.Rel(inbox, p); err == nil && filepath.IsLocal(rel) {
			short = rel
		}
	}
	return task{path: p, name: shownName(filepath.ToSlash(short)), received: received, sources: sources, named: true}
}

// there reports whether the file was taken in before under this name. One that
// was refused, in whole or in part, is tried again once the reference data has
// changed: it may know the workplace now.
func (l *Loader) there(t task) bool {
	before, ok := l.seen[t.name]
	if !ok || before.SHA256 != t.sum {
		return false
	}
	switch before.Verdict {
	case queries.Held: // sent once more on another day, it is no longer in dispute
		return !t.named || t.received.Equal(before.Received)
	case queries.Refused, queries.AcceptedInPart:
	default:
		return true
	}
	for _, reference := range l.latest {
		if reference.File > before.File {
			return false
		}
	}
	return true
}

// A task is one file to take in.
type task struct {
	path, name string
	received   time.Time
	sources    []queries.Source
	sum        string
	named      bool // on the command line
}

// take archives a file, judges it and records the verdict.
func (l *Loader) take(ctx context.Context, t task) (Outcome, error) {
	if err := ctx.Err(); err != nil {
		return Outcome{}, err
	}
	stored, err := l.Archive.Put(t.path, t.received)
	if err != nil {
		return Outcome{}, fmt.Errorf("archive %s: %w", t.name, err)
	}
	o := Outcome{Name: t.name, Received: t.received}
	receipt := queries.Receipt{Name: t.name, SHA256: stored.SHA256, Bytes: stored.Bytes, Received: t.received, Archived: stored.Rel}
	if before, ok := l.kept[stored.SHA256]; ok && before.Name != t.name && !l.otherPeriod(before, t.name) &&
		(before.Verdict != queries.Held || !t.received.After(before.Received)) {
		err := l.again(ctx, receipt, before, &o)
		return o, err
	}
	// What is judged is what is kept, even if the inbox changes meanwhile.
	j, err := Judge(ctx, l.DB, l.Archive.Path(stored), t.name, t.sources, l.Key)
	if err != nil {
		return o, err
	}
	err = l.record(ctx, receipt, j, &o)
	return o, err
}

// otherPeriod reports whether the same bytes mean another day: an export that
// did not change since the last one, whose day is in its name and nowhere else.
func (l *Loader) otherPeriod(before queries.File, name string) bool {
	s, ok := l.DB.Source(before.Source)
	if !ok || s.Period != "file name" {
		return false
	}
	days := datesInName(path.Base(name))
	return len(days) == 1 && !days[0].Equal(before.Period)
}

// again notes that the content of a file is there already. Nothing changes.
func (l *Loader) again(ctx context.Context, r queries.Receipt, before queries.File, o *Outcome) error {
	says := "the same file was received on " + before.Received.Format("2 January 2006") + " as " + path.Base(before.Name)
	o.Source, _ = l.DB.Source(before.Source)
	o.Refusal = &Refusal{"already-received", says, "nothing has to be done"}
	return l.write(ctx, r, before.Source, queries.AlreadyReceived, o)
}

// record keeps the verdict on a file, with its rows if it is not refused.
func (l *Loader) record(ctx context.Context, r queries.Receipt, j Judgement, o *Outcome) error {
	o.Faults, o.Refusal = j.Faults, j.Refusal
	source := ""
	if j.Table != nil {
		o.Source, o.Receipt = j.Table.Source, j.Table.Receipt
		source = j.Table.Source.Name
		r.Version, r.Period = j.Table.Version, j.Table.Period
	}
	if j.Refusal != nil {
		return l.write(ctx, r, source, queries.Refused, o)
	}
	r.Rows, o.Rows = j.Trial.Rows, j.Trial.Rows
	l.step("verdict: before")
	f, err := l.DB.RecordTrial(ctx, r, j.Trial, j.Faults, l.step)
	if err != nil {
		return err
	}
	l.step("verdict: after")
	o.Verdict = f.Verdict
	l.note(f)
	return nil
}

// write keeps a verdict that loads nothing.
func (l *Loader) write(ctx context.Context, r queries.Receipt, source, verdict string, o *Outcome) error {
	l.step("verdict: before")
	f, err := l.DB.RecordRefusal(ctx, r, source, verdict, o.Refusal.Says, o.Refusal.Fix, o.Faults)
	if err != nil {
		return err
	}
	l.step("verdict: after")
	o.Verdict = verdict
	l.note(f)
	return nil
}

// Restage reads again, from the archive, the files whose staging query has
// changed since they were judged. Their verdicts stay.
func (l *Loader) Restage(ctx context.Context) error {
	stale, err := l.DB.Stale(ctx)
	if err != nil || len(stale) == 0 {
		return err
	}
	if err := l.DB.BeginDay(ctx, l.Today, l.Today); err != nil {
		return err
	}
	for _, f := range stale {
		s, ok := l.DB.Source(f.Source)
		if !ok {
			continue
		}
		p := filepath.Join(l.Archive.Dir, filepath.FromSlash(f.Archived))
		j, err := Judge(ctx, l.DB, p, f.Name, []queries.Source{s}, l.Key)
		if err != nil {
			return err
		}
		if j.Refusal != nil {
			return fmt.Errorf("%s: it was taken before and cannot be read as queries/sources/%s.yaml now has it: %w", f.Name, s.Name, *j.Refusal)
		}
		l.step("staging: before again")
		if err := j.Trial.Restage(ctx, f.File); err != nil {
			return fmt.Errorf("%s: %w", f.Name, err)
		}
		l.step("staging: after again")
	}
	return nil
}
