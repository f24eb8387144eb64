package ingest

import (
	"encoding/xml"
	"io"
)

// An xmlReader reads the XML of a part token by token, in bounded memory: one
// token is so long at most, and elements stand in each other so deep.
type xmlReader struct {
	decoder *xml.Decoder
	in      *meter
	depth   int
}

func newXMLReader(r io.Reader) *xmlReader {
	in := &meter{in: r}
	x := &xmlReader{decoder: xml.NewDecoder(in), in: in}
	x.decoder.CharsetReader = charset
	return x
}

// Token returns the next token, good until the one after it.
func (x *xmlReader) Token() (xml.Token, error) {
	x.in.since = 0
	token, err := x.decoder.Token()
	if err != nil {
		return nil, err
	}
	switch token.(type) {
	case xml.StartElement:
		if x.depth++; x.depth > maxDepth {
			return nil, errTooLarge
		}
	case xml.EndElement:
		x.depth--
	}
	return token, nil
}

// skip reads on to the end of the element just entered.
func (x *xmlReader) skip() error {
	for out := x.depth - 1; x.depth > out; {
		if _, err := x.Token(); err != nil {
			return err
		}
	}
	return nil
}

// A meter ends in error when a token takes too much.
type meter struct {
	in    io.Reader
	since int // bytes read for the token at hand
}

func (m *meter) Read(p []byte) (int, error) {
	if m.since > maxToken {
		return 0, errTooLarge
	}
	n, err := m.in.Read(p)
	m.since += n
	return n, err
}
