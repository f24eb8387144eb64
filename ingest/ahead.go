package ingest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"time"

	"academy/queries"
)

const (
	atHand    = 2       // files that may be archived and opened before their turn: enough that neither waits for the other
	openAhead = 2 << 20 // bytes of a file that is opened before its turn; of a larger one more is held open than is won
)

// An ahead archives files and opens them, one after the other, while the rows of
// those before them are taken into a batch on another core.
type ahead struct {
	*loading
	next   chan prepared
	ending context.CancelFunc
}

// A prepared is a file that is in the archive, or why it is not.
type prepared struct {
	stored Stored
	err    error
	tables *opened // nil where it was not opened: it may be none to read
	failed error   // why it could not be opened
}

// take hands over what was opened, or nil, or why it could not be.
func (p *prepared) take() (*opened, error) {
	o := p.tables
	p.tables = nil
	return o, p.failed
}

// drop closes what was opened and not taken.
func (p *prepared) drop() error {
	if p.tables == nil {
		return nil
	}
	return p.tables.close()
}

// prepare starts to prepare files in their order.
func (b *loading) prepare(ctx context.Context, tasks []task) *ahead {
	ctx, ending := context.WithCancel(ctx)
	a := &ahead{loading: b, next: make(chan prepared, atHand), ending: ending}
	go func() {
		defer close(a.next)
		seen := map[string]bool{}
		for _, t := range tasks {
			if ctx.Err() != nil {
				return
			}
			a.next <- a.one(ctx, t, seen)
		}
	}()
	return a
}

// one archives a file, and opens it unless it holds what was seen before.
func (a *ahead) one(ctx context.Context, t task, seen map[string]bool) (p prepared) {
	if p.err = t.failed; p.err == nil {
		p.stored, p.err = a.Archive.put(t.path, t.sum, t.size, t.received, a.recorded[t.sum])
	}
	if p.err != nil {
		return p
	}
	_, kept := a.kept[p.stored.SHA256]
	if !kept && !seen[p.stored.SHA256] && t.members == 0 && t.refusal == nil && t.size <= openAhead {
		p.tables, p.failed = openTables(ctx, a.Archive.Path(p.stored), t.name, t.known, a.Key)
	}
	seen[p.stored.SHA256] = true
	return p
}

// end stops, and closes what is at hand.
func (a *ahead) end() error {
	a.ending()
	var errs []error
	for p := range a.next { // until it has stopped
		errs = append(errs, p.drop())
	}
	return errors.Join(errs...)
}

// An opened is a file whose tables are known and not read yet.
type opened struct {
	file    *os.File
	name    string
	tables  []*Table
	refusal *Refusal // why nothing of it can be taken; nil if something can
	kind    string   // the source of one that is refused; "" where that could not be told
}

// openTables recognises the tables of a file. name is what it is called in the
// inbox.
func openTables(ctx context.Context, filePath, name string, known *catalogue, key []byte) (*opened, error) {
	f, size, err := openSized(filePath)
	if err != nil {
		return nil, err
	}
	o := &opened{file: f, name: name}
	o.tables, err = known.read(ctx, path.Base(name), f, size, key)
	var refusal Refusal
	var of knownRefusal
	if errors.As(err, &of) {
		o.kind = of.source
	}
	if errors.As(err, &refusal) {
		o.refusal, err = &refusal, nil
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", name, err), f.Close())
	}
	return o, nil
}

func (o *opened) close() error { return o.file.Close() }

// take hands the rows of the tables to the batch, one after the other, and closes
// the file. Where one cannot be taken, its refusal says why. watch is called now
// and then with how many more rows were read; it may be nil.
func (o *opened) take(ctx context.Context, b *queries.Batch, received time.Time, watch func(rows int)) (all []Judgement, err error) {
	defer func() { err = errors.Join(err, o.close()) }()
	if o.refusal != nil {
		b.Skip(received)
		return []Judgement{{Refusal: o.refusal, Known: o.kind}}, nil
	}
	all = make([]Judgement, len(o.tables))
	for i, t := range o.tables {
		all[i].Table = t
		defer t.forget() // a batch has many files
		if err := all[i].append(ctx, b, received, watch); err != nil {
			return nil, fmt.Errorf("%s: %w", o.name, err)
		}
	}
	return all, nil
}
