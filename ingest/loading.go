package ingest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"time"

	"academy/queries"
)

// A loading is a batch of files being taken in: each is archived and read, all
// are judged together, and what became of them is recorded at once.
type loading struct {
	*Loader
	reference bool // the files are reference data
	batch     *queries.Batch
	items     []item         // those of the batch, by their place in it
	bySum     map[string]int // content to the one of them that others with it are held against
	outcomes  []Outcome      // of all files, in order; those of the batch are filled in when it is recorded
}

// An item is one file of a batch.
type item struct {
	task
	nth     int // place among the tasks
	stored  Stored
	judged  Judgement
	before  *queries.File // the same content is there already, and nothing changes
	sameAs  int           // the place of the one with the same content that it is passed over for, or -1
	outcome int           // place among the outcomes
}

// take archives and reads files until the batch must end, and judges them. It
// returns how many it took. It ends with a day, since the files of one are held
// against each other.
func (b *loading) take(ctx context.Context, tasks []task) (int, error) {
	started, progress := *b, b.progress
	n, err := b.try(ctx, tasks)
	if err != nil {
		return n, err
	}
	doubtful, err := b.doubtful(ctx)
	if err != nil {
		return n, err
	}
	end := n
	if doubtful >= 0 {
		end = doubtful
	}
	for end < len(tasks) && tasks[end-1].received.Equal(tasks[end].received) { // one of an earlier day stands before them
		end--
	}
	if end == n {
		return n, nil
	}
	*b = started
	b.bySum, b.progress = map[string]int{}, progress // what was shown of it stays: see went
	return b.try(ctx, tasks[:end])
}

// try takes files into the batch, all of them unless one has to wait for the
// next, and judges them. It returns how many there are.
func (b *loading) try(ctx context.Context, tasks []task) (n int, err error) {
	if b.batch, err = b.DB.NewBatch(ctx, b.Today); err != nil {
		return 0, err
	}
	ahead := b.prepare(ctx, tasks)
	defer func() { err = errors.Join(err, ahead.end()) }()
	for n = range tasks {
		p, ok := <-ahead.next
		if !ok { // it was told to stop
			return n, errors.Join(ctx.Err(), b.batch.Close())
		}
		more, err := b.add(ctx, n, tasks[n], p)
		if err != nil {
			return n, errors.Join(err, b.batch.Close())
		}
		if !more {
			n--
			break
		}
		if !b.reference {
			b.went(1, 0)
		}
	}
	if err := b.batch.Judge(ctx); err != nil {
		return n, err
	}
	for i := range b.items {
		b.items[i].judged.judge()
	}
	return n + 1, nil
}

// doubtful returns the place among the tasks of the first file that was passed
// over for one of an earlier day of which it is not sure that all of it will
// count; -1 if there is none. Sent once more, such a file is judged for itself.
func (b *loading) doubtful(ctx context.Context) (int, error) {
	for _, i := range b.items {
		if i.before != nil && b.mayDispute(i) {
			return i.nth, nil
		}
		if i.sameAs < 0 || !i.received.After(b.items[i.sameAs].received) {
			continue
		}
		first := &b.items[i.sameAs].judged
		doubt := first.LeavesOut()
		if !doubt && first.Trial != nil {
			var err error
			if doubt, err = b.batch.Rivals(ctx, i.sameAs); err != nil {
				return -1, err
			}
		}
		if doubt {
			return i.nth, nil
		}
	}
	return -1, nil
}

// mayDispute reports whether the batch has, before an item that was passed over
// for one of an earlier day in the ledger, another file of that day: late as it
// comes, it may speak against that one.
func (b *loading) mayDispute(i item) bool {
	return i.received.After(i.before.Received) && slices.ContainsFunc(b.items, func(o item) bool {
		return o.nth < i.nth && o.judged.Trial != nil && o.received.Equal(i.before.Received)
	})
}

// add takes one file into the batch. It reports false if the file has to wait
// for the next one: what becomes of it depends on the verdicts on several tables
// of this one.
func (b *loading) add(ctx context.Context, nth int, t task, p prepared) (more bool, err error) {
	defer func() { err = errors.Join(err, p.drop()) }()
	i := item{task: t, nth: nth, stored: p.stored, sameAs: -1}
	err = p.err
	var original originalError
	if err != nil && !b.reference && (t.failed != nil || errors.As(err, &original)) {
		b.outcomes = append(b.outcomes, unreadable(t, err))
		return true, nil
	}
	if err != nil {
		return false, fmt.Errorf("archive %s: %w", t.name, err)
	}
	sum := i.stored.SHA256 // what is judged is what is kept, even if the inbox changes meanwhile
	first, pending := b.bySum[sum]
	if !pending {
		b.bySum[sum] = len(b.items)
	}
	if before, ok := b.kept[sum]; ok && FileName(before.Name) != t.name && !b.otherPeriod(before, t.name) &&
		(!needsPerson(before.Verdict) || !t.received.After(before.Received)) {
		i.before = &before
		b.batch.Skip(t.received)
		b.append(i)
		return true, nil
	}
	if pending && b.again(first, t) {
		if t.received.After(b.items[first].received) && b.tables(first) > 1 {
			return false, nil
		}
		i.sameAs = first
		b.batch.Skip(t.received)
		b.append(i)
		return true, nil
	}
	if t.members > 0 || t.refusal != nil {
		i.judged.Refusal = t.refusal
		b.batch.Skip(t.received)
		b.append(i)
		return true, nil
	}
	watch := func(rows int) { b.went(0, rows) }
	if b.reference {
		watch = nil
	}
	tables, err := p.take()
	if tables == nil && err == nil {
		tables, err = openTables(ctx, b.Archive.Path(i.stored), t.name, t.known, b.Key)
	}
	if err != nil {
		return false, err
	}
	all, err := tables.take(ctx, b.batch, t.received, watch)
	if err == nil && !b.reference {
		err = checkAll(ctx, b.Archive.Path(i.stored), all)
	}
	if pending && b.stands(all, first) {
		b.bySum[sum] = len(b.items)
	}
	for n := range all {
		i.judged, i.name = all[n], tableName(t.name, all, n)
		b.append(i)
	}
	return true, err
}

// again reports whether a file says nothing that the one of the batch with the
// same content did not say. Where that is refused by now, its name may be why; where
// it was passed over itself, this one was not for the same; and on a later day,
// where not all of it counts, more may count now.
func (b *loading) again(first int, t task) bool {
	f := b.items[first]
	if f.name == t.name || f.judged.Refusal != nil || f.before != nil || b.otherDay(f, t.name) {
		return false
	}
	return !t.received.After(f.received) || !f.judged.LeavesOut()
}

// stands reports whether a file that was judged for itself takes the place of the
// one before it with the same content, for those still to come: not if it is
// refused and that one is not.
func (b *loading) stands(all []Judgement, before int) bool {
	f := b.items[before]
	return len(all) > 0 && (all[0].Refusal == nil || f.before != nil || f.judged.Refusal != nil)
}

// tables counts the tables of the file whose first one is an item.
func (b *loading) tables(first int) int {
	n := first
	for n < len(b.items) && b.items[n].nth == b.items[first].nth {
		n++
	}
	return n - first
}

// append adds an item to the batch, with a place among the outcomes.
func (b *loading) append(i item) {
	i.outcome = len(b.outcomes)
	b.outcomes = append(b.outcomes, Outcome{Name: i.name, Received: i.received})
	b.items = append(b.items, i)
}

// otherDay is otherPeriod for a file of this batch.
func (b *loading) otherDay(first item, name string) bool {
	t := first.judged.Table
	return t != nil && b.otherPeriod(queries.File{Source: t.Source.Name, Period: t.Period}, name)
}

// record keeps the verdicts on the files of the batch, with the rows of those
// that are not refused.
func (b *loading) record(ctx context.Context) error {
	entries := make([]queries.Entry, len(b.items))
	for n := range b.items {
		entries[n] = b.entry(n)
	}
	if err := b.Archive.Flush(); err != nil { // what the ledger names is there
		return err
	}
	b.step("verdict: before")
	files, err := b.batch.Record(ctx, entries, b.step)
	if err != nil {
		return err
	}
	b.step("verdict: after")
	for n, f := range files {
		b.note(f)
		b.conclude(n, entries[n], f)
	}
	return nil
}

// entry is what the ledger keeps of a file of the batch. The same content as
// that of one before it changes nothing, unless that was refused and its name may be
// why.
func (b *loading) entry(n int) queries.Entry {
	i := &b.items[n]
	r := queries.Receipt{Name: i.name, SHA256: i.stored.SHA256, Bytes: i.stored.Bytes, Received: i.received, Archived: i.stored.Rel, Reference: b.Loader.reference()}
	if i.judged.Refusal != nil {
		said := b.sayTries(*i.judged.Refusal, arrival{i.name, i.stored.SHA256, i.received})
		i.judged.Refusal = &said
	}
	before := i.before
	if i.members > 0 && i.before == nil && i.sameAs < 0 {
		return queries.Entry{Receipt: r, Verdict: queries.Unpacked, Says: "it holds files, which were taken in one by one"}
	}
	if i.sameAs >= 0 {
		first := b.items[i.sameAs]
		if first.judged.Refusal != nil {
			i.judged = first.judged
		} else if before = first.file(); first.judged.LeavesOut() {
			before.Verdict = queries.AcceptedInPart
		}
	}
	if before == nil {
		before = b.alike(n)
	}
	if before != nil {
		again := b.alreadyReceived(*before)
		i.judged = Judgement{Refusal: &again}
		e := i.judged.entry(r)
		e.Source, e.Verdict = before.Source, queries.AlreadyReceived
		return e
	}
	return i.judged.entry(r)
}

// file is what others of the batch with the same content are told of an item.
func (i item) file() *queries.File {
	return &queries.File{Name: i.name, Received: i.received, Source: i.judged.source()}
}

// alike returns a file with the content of a refused one of the batch, which came
// before it on the same day and of which the very same is said; nil if there is none,
// or it is named on the command line. Where the names give other days, or are of other
// kinds, more may be known of the one than of the other another time.
func (b *loading) alike(n int) *queries.File {
	i := b.items[n]
	if i.judged.Refusal == nil || i.named || i.name != FileName(i.name) {
		return nil
	}
	alike := func(name, says, fix string, received time.Time) bool {
		return name != i.name && name == FileName(name) && says == i.judged.Refusal.Says && fix == i.judged.Refusal.Fix &&
			received.Equal(i.received) && path.Ext(name) == path.Ext(i.name) && sameDates(name, i.name)
	}
	for _, o := range b.items[:n] {
		if r := o.judged.Refusal; o.stored.SHA256 == i.stored.SHA256 && r != nil && alike(o.name, r.Says, r.Fix, o.received) {
			before := o.file()
			before.Verdict = queries.Refused
			return before
		}
	}
	if f, ok := b.refused[i.stored.SHA256]; ok && alike(f.Name, f.Says, f.Fix, f.Received) {
		return &f
	}
	return nil
}

// sameDates reports whether two names give the same dates.
func sameDates(a, b string) bool {
	of, _ := datesInName(path.Base(a))
	other, _ := datesInName(path.Base(b))
	return slices.EqualFunc(of, other, time.Time.Equal)
}

// alreadyReceived says of a file that the same is here already.
func (l *Loader) alreadyReceived(before queries.File) Refusal {
	fix := "nothing has to be done"
	source, _ := l.DB.Source(before.Source)
	switch {
	case needsPerson(before.Verdict):
		fix = "put right what was said of that one, and send the whole file again"
	case source.Corrects(): // one that was sent between the two stays in force
		fix += "; if you have sent another since and this one is right, tick Correction in it and send it again"
	}
	return Refusal{"already-received",
		"the same file was received on " + before.Received.Format("2 January 2006") + " as " + path.Base(FileName(before.Name)), fix}
}

// conclude says what became of a file of the batch.
func (b *loading) conclude(n int, e queries.Entry, f queries.File) {
	i := b.items[n]
	o := &b.outcomes[i.outcome]
	o.Verdict, o.Rows, o.Faults, o.Refusal = f.Verdict, e.Rows, e.Faults, i.judged.Refusal
	o.Source, _ = b.DB.Source(e.Source)
	o.Refusal = cmp.Or(o.Refusal, refusedOf(f))
	if i.judged.Trial != nil {
		o.NotRun = i.judged.Trial.NotRun
	}
	if i.judged.Table != nil {
		o.Receipt = i.judged.Table.Receipt
	}
}
