package ingest

import (
	"errors"
	"io"
)

// A pipe reads blocks on another core, a few ahead of whoever takes them.
type pipe struct {
	full, free chan []byte
	quit       chan struct{}
	err        error // good once full is closed

	block, rest []byte // the block that Read is in
}

const pipeDepth = 4

func newPipe(r io.Reader) *pipe {
	p := &pipe{full: make(chan []byte, pipeDepth), free: make(chan []byte, pipeDepth+1), quit: make(chan struct{})}
	for range pipeDepth + 1 {
		p.free <- make([]byte, keptBlock)
	}
	go p.run(r)
	return p
}

func (p *pipe) run(r io.Reader) {
	defer close(p.full)
	defer func() { // a reader of a torn file may panic; here nobody else would catch it
		if recover() != nil {
			p.err = errXML
		}
	}()
	for {
		var block []byte
		select {
		case block = <-p.free:
		case <-p.quit:
			return
		}
		n, err := io.ReadFull(r, block)
		if n > 0 {
			select {
			case p.full <- block[:n]:
			case <-p.quit:
				return
			}
		}
		switch {
		case errors.Is(err, io.ErrUnexpectedEOF), err == io.EOF: //nolint:errorlint // what io.ReadFull returns
			if errors.Is(err, io.ErrUnexpectedEOF) {
				// the last block is short; whether the part is, the reader below says next
				if _, err := r.Read(block[:1]); err != io.EOF { //nolint:errorlint // as readers return it
					p.err = errXML
				}
			}
			return
		case err != nil:
			p.err = err
			return
		}
	}
}

// next returns the next block, and io.EOF after the last.
func (p *pipe) next() ([]byte, error) {
	block, ok := <-p.full
	if !ok {
		if p.err != nil {
			return nil, p.err
		}
		return nil, io.EOF
	}
	return block, nil
}

// done gives a block back.
func (p *pipe) done(block []byte) { p.free <- block[:cap(block)] }

// Read reads from the blocks, one after the other.
func (p *pipe) Read(to []byte) (int, error) {
	if len(p.rest) == 0 {
		if p.block != nil {
			p.done(p.block)
			p.block = nil
		}
		block, err := p.next()
		if err != nil {
			return 0, err
		}
		p.block, p.rest = block, block
	}
	n := copy(to, p.rest)
	p.rest = p.rest[n:]
	return n, nil
}

// stop ends the reading, and returns when it has ended.
func (p *pipe) stop() error {
	close(p.quit)
	for range p.full { //nolint:revive // until it is closed
	}
	return nil
}
