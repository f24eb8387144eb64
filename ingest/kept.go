package ingest

import (
	"bytes"
	"errors"
	"io"

	"github.com/klauspost/compress/s2"
)

// A kept sheet is its XML as it was inflated, once, to see how it ends: merges
// stand after the rows that they are about. So that the rows need not be
// inflated again, it keeps a small sheet as it is and a large one packed by
// something quicker.
type kept struct {
	tail
	plain  []byte   // of a small sheet
	blocks [][]byte // of a large one, in turn; nil where there was no room

	scratch []byte
}

const (
	keptBlock = 256 << 10 // bytes of a block, before it is packed
	keptPlain = 1 << 20   // bytes of a sheet that is kept as it is
)

// keep inflates a sheet to its end, which also finds one that is torn.
func (b *workbook) keep(part string) (*kept, error) {
	rc, err := b.pack.open(part, maxInflated)
	if err != nil {
		return nil, err
	}
	defer rc.Close()
	k := &kept{}
	ends := &ending{}
	first := make([]byte, min(keptPlain, max(4096, int(b.pack.size(part))+1)))
	n, err := io.ReadFull(rc, first)
	ends.add(first[:n])
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		if _, err := rc.Read(make([]byte, 1)); n > 0 && !errors.Is(err, io.EOF) { // why it ended
			return nil, refuseTorn("a sheet does not unpack")
		}
		k.plain = first[:n]
		b.spare -= n
	case err != nil:
		return nil, refuseTorn("a sheet does not unpack")
	default:
		if err := k.fill(first, rc, ends, &b.spare); err != nil {
			return nil, err
		}
	}
	if ends.over {
		return nil, errTooLarge
	}
	k.tail, err = readTail(ends.tail)
	return k, err
}

// size is how many bytes a part says it has, inflated.
func (p *pack) size(name string) uint64 {
	f, ok := p.parts[partName(name)]
	if !ok {
		return 0
	}
	return min(f.UncompressedSize64, maxInflated)
}

// fill packs what is left of a large sheet block by block, while the next ones
// are inflated on another core.
func (k *kept) fill(first []byte, rc io.Reader, ends *ending, spare *int) error {
	for at := 0; at < len(first); at += keptBlock {
		k.pack(first[at:min(at+keptBlock, len(first))], spare)
	}
	p := newPipe(rc)
	defer p.stop() //nolint:errcheck // it says what next has said
	for total := len(first); ; {
		block, err := p.next()
		if err == io.EOF { //nolint:errorlint // as next returns it
			return nil
		}
		if err != nil {
			return refuseTorn("a sheet does not unpack")
		}
		if total += len(block); total > maxInflated {
			return errTooLarge
		}
		ends.add(block)
		k.pack(block, spare)
		p.done(block)
	}
}

// pack keeps a block, unless there is no room for it; then nothing is kept.
func (k *kept) pack(block []byte, spare *int) {
	if *spare < 0 {
		return
	}
	k.scratch = s2.EncodeBetter(k.scratch[:cap(k.scratch)], block)
	packed := bytes.Clone(k.scratch)
	if *spare -= len(packed); *spare < 0 {
		k.blocks = nil
		return
	}
	k.blocks = append(k.blocks, packed)
}

// open returns the XML of the sheet from its start.
func (b *workbook) open(part string, k *kept) (*scanner, func() error, error) {
	nothing := func() error { return nil }
	switch {
	case k.plain != nil:
		return scanBytes(k.plain), nothing, nil
	case k.blocks != nil:
		p := newPipe(&blockReader{blocks: k.blocks})
		return newScanner(p), p.stop, nil
	}
	rc, err := b.pack.open(part, maxInflated)
	if err != nil {
		return nil, nil, err
	}
	p := newPipe(rc)
	return newScanner(p), func() error { return errors.Join(p.stop(), rc.Close()) }, nil
}

// A blockReader unpacks blocks one after the other.
type blockReader struct {
	blocks [][]byte
	buf    []byte
	rest   []byte
}

func (r *blockReader) Read(p []byte) (int, error) {
	for len(r.rest) == 0 {
		if len(r.blocks) == 0 {
			return 0, io.EOF
		}
		var err error
		if r.buf, err = s2.Decode(r.buf[:cap(r.buf)], r.blocks[0]); err != nil {
			return 0, err
		}
		r.blocks, r.rest = r.blocks[1:], r.buf
	}
	n := copy(p, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}

// An ending collects what follows the rows of a sheet.
type ending struct {
	tail  []byte
	found bool
	over  bool // it is more than a sheet has
	carry []byte
}

// carried is how many bytes are looked at again with the next block: more than
// the tag that ends the rows, with a prefix.
const carried = 128

func (e *ending) add(block []byte) {
	seam := append(e.carry, block[:min(len(block), carried)]...)
	if i, ok := rowsEnd(seam); ok && i < len(e.carry) {
		e.found, e.tail = true, append(e.tail[:0], e.carry[i:]...)
	}
	from := 0
	if i, ok := rowsEnd(block); ok {
		e.found, e.tail, from = true, e.tail[:0], i
	}
	if e.found && !e.over {
		e.tail = append(e.tail, block[from:]...)
		e.over = len(e.tail) > maxTail
	}
	e.carry = append(e.carry[:0], block[max(0, len(block)-carried):]...)
}

// rowsEnd returns where the tag that ends the rows of a sheet starts: the end
// tag of sheetData, or one without any rows.
func rowsEnd(b []byte) (int, bool) {
	i := -1
	for at := 0; ; {
		next := bytes.Index(b[at:], []byte("sheetData"))
		if next < 0 {
			break
		}
		i, at = at+next, at+next+1
	}
	if i < 0 {
		return 0, false
	}
	start := bytes.LastIndexByte(b[:i], '<')
	end := bytes.IndexByte(b[i:], '>')
	if start < 0 || end < 0 {
		return 0, false
	}
	return start, b[start+1] == '/' || b[i+end-1] == '/'
}
