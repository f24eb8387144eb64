package ingest

import (
	"bytes"
	"errors"
	"io"
)

// A kept sheet is what was found of a sheet when it was inflated to its end, once:
// merges stand after the rows that they are about. A small one is kept as it is.
// The rows of a large one are read meanwhile, and kept as they were read.
type kept struct {
	tail
	plain  []byte    // of a small sheet
	rows   *rowStore // of a large one; nil where there was no room
	hidden []bool    // its columns
	failed error     // what came after the rows that are kept: io.EOF, or why there are no more
}

const (
	keptBlock = 256 << 10 // bytes of a block
	keptPlain = 1 << 20   // bytes of a sheet that is kept as it is
)

// keep inflates a sheet to its end, which also finds one that is torn.
func (b *workbook) keep(s sheetPart) (*kept, error) {
	rc, err := b.pack.open(s.part, maxInflated)
	if err != nil {
		return nil, err
	}
	defer rc.Close()
	k := &kept{}
	ends := &ending{}
	first := make([]byte, min(b.plain, max(4096, int(b.pack.size(s.part))+1)))
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
		if err := b.keepRows(s, k, first, rc, ends); err != nil {
			return nil, err
		}
	}
	if ends.over {
		return nil, errTooLarge
	}
	if k.tail, err = readTail(ends.tail, &b.merges); err != nil {
		return nil, err
	}
	return k, nil
}

// size is how many bytes a part says it has, inflated.
func (p *pack) size(name string) uint64 {
	f, ok := p.parts[partName(name)]
	if !ok {
		return 0
	}
	return min(f.UncompressedSize64, maxInflated)
}

// keepRows reads the rows of a large sheet while it is inflated on another core.
func (b *workbook) keepRows(s sheetPart, k *kept, first []byte, rc io.Reader, ends *ending) error {
	p := newPipe(rc)
	defer p.stop() //nolint:errcheck // it says what seen has said
	rest := &seen{pipe: p, ends: ends, total: len(first)}
	b.scan(s, io.MultiReader(bytes.NewReader(first), rest), k)
	if rest.err == nil { // the rows were broken off, or there was no room for them
		_, err := io.Copy(io.Discard, rest)
		rest.err = err
	}
	switch {
	case errors.Is(rest.err, errTooLarge):
		return errTooLarge
	case rest.err != nil && !errors.Is(rest.err, io.EOF):
		return refuseTorn("a sheet does not unpack")
	}
	return nil
}

// seen reads the blocks of a pipe and lets what ends the rows be found in them.
type seen struct {
	*pipe
	ends  *ending
	total int
	err   error // why nothing more comes; nil while something may
}

func (s *seen) Read(to []byte) (int, error) {
	n, err := s.pipe.Read(to)
	s.ends.add(to[:n])
	if s.total += n; s.total > maxInflated {
		err = errTooLarge
	}
	s.err = err
	return n, err
}

// open returns the XML of the sheet from its start.
func (b *workbook) open(part string, k *kept) (*scanner, func() error, error) {
	nothing := func() error { return nil }
	if k.plain != nil {
		return scanBytes(k.plain), nothing, nil
	}
	rc, err := b.pack.open(part, maxInflated)
	if err != nil {
		return nil, nil, err
	}
	p := newPipe(rc)
	return newScanner(p), func() error { return errors.Join(p.stop(), rc.Close()) }, nil
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
	e.carry = append(e.carry, block[max(0, len(block)-carried):]...)
	e.carry = append(e.carry[:0], e.carry[max(0, len(e.carry)-carried):]...)
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
