package ingest

import (
	"context"
	"errors"
	"fmt"
	"path"

	"academy/queries"
)

// A loading is a batch of files being taken in: each is archived and read, all
// are judged together, and what became of them is recorded at once.
type loading struct {
	*Loader
	reference bool // the files are reference data
	batch     *queries.Batch
	items     []item         // those of the batch, by their place in it
	bySum     map[string]int // content to the first of them that has it
	outcomes  []Outcome      // of all files, in order; those of the batch are filled in when it is recorded
}

// An item is one file of a batch.
type item struct {
	task
	stored  Stored
	judged  Judgement
	before  *queries.File // the same content is there already, and nothing changes
	sameAs  int           // the place of the same content in the batch, or -1
	outcome int           // place among the outcomes
}

// take archives and reads files until the batch must end, and judges them. It
// returns how many it took.
func (b *loading) take(ctx context.Context, tasks []task) (n int, err error) {
	if b.batch, err = b.DB.NewBatch(ctx, b.Today); err != nil {
		return 0, err
	}
	for n = range tasks {
		if err := ctx.Err(); err != nil {
			return n, errors.Join(err, b.batch.Close())
		}
		more, err := b.add(ctx, tasks[n])
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
	return n + 1, nil
}

// add takes one file into the batch. It reports false if the file has to wait
// for the next one: what becomes of it depends on the verdict on one of these.
func (b *loading) add(ctx context.Context, t task) (more bool, err error) {
	if first, ok := b.bySum[t.sum]; ok && t.failed == nil && t.received.After(b.items[first].received) {
		return false, nil
	}
	i := item{task: t, sameAs: -1}
	err = t.failed
	if err == nil {
		i.stored, err = b.Archive.put(t.path, t.sum, t.size, t.received, b.recorded[t.sum])
	}
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
		(before.Verdict != queries.Held || !t.received.After(before.Received)) {
		i.before = &before
		b.batch.Skip(t.received)
		b.append(i)
		return true, nil
	}
	if pending && b.items[first].name != t.name && !b.otherDay(b.items[first], t.name) {
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
	all, err := readTables(ctx, b.batch, b.Archive.Path(i.stored), t.name, t.sources, b.Key, t.received, watch)
	for n := range all {
		i.judged, i.name = all[n], tableName(t.name, all, n)
		b.append(i)
	}
	return true, err
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
		i := &b.items[n]
		i.judged.judge()
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
// that of one before it is judged as that one was, if that was refused; and
// otherwise changes nothing.
func (b *loading) entry(n int) queries.Entry {
	i := &b.items[n]
	r := queries.Receipt{Name: i.name, SHA256: i.stored.SHA256, Bytes: i.stored.Bytes, Received: i.received, Archived: i.stored.Rel}
	before := i.before
	if i.members > 0 && i.before == nil && i.sameAs < 0 {
		return queries.Entry{Receipt: r, Verdict: queries.Unpacked, Says: "it holds files, which were taken in one by one"}
	}
	if i.sameAs >= 0 {
		first := b.items[i.sameAs]
		if first.judged.Refusal != nil {
			i.judged = first.judged
			return i.judged.entry(r)
		}
		before = &queries.File{Name: first.name, Received: first.received, Source: first.judged.source()}
	}
	if before != nil {
		i.judged = Judgement{Refusal: &Refusal{"already-received",
			"the same file was received on " + before.Received.Format("2 January 2006") + " as " + path.Base(before.Name), "nothing has to be done"}}
		e := i.judged.entry(r)
		e.Source, e.Verdict = before.Source, queries.AlreadyReceived
		return e
	}
	return i.judged.entry(r)
}

// conclude says what became of a file of the batch.
func (b *loading) conclude(n int, e queries.Entry, f queries.File) {
	i := b.items[n]
	o := &b.outcomes[i.outcome]
	o.Verdict, o.Rows, o.Faults, o.Refusal = f.Verdict, e.Rows, e.Faults, i.judged.Refusal
	o.Source, _ = b.DB.Source(e.Source)
	if i.judged.Trial != nil {
		o.NotRun = i.judged.Trial.NotRun
	}
	if i.judged.Table != nil {
		o.Receipt = i.judged.Table.Receipt
	}
}
