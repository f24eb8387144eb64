package ingest

import (
	"bytes"
	"io"
)

// A texts is the table of texts that the cells of a workbook share: slices of
// a few long strings, and of each what textCell would find out once more for
// every cell that points to it.
type texts struct {
	text  []string
	flags []Flags // blankText for one that nobody sees
}

// blankText marks a text that is only space.
const blankText Flags = 0xFF

// blockSize is how many bytes of texts are made one string.
const blockSize = 64 << 10

// cell returns the cell that holds text i.
func (t *texts) cell(i int) (Cell, bool) {
	if i < 0 || i >= len(t.text) {
		return Cell{}, false
	}
	if t.flags[i] == blankText {
		return Cell{}, true
	}
	return Cell{Kind: Text, Raw: t.text[i], Flags: t.flags[i]}, true
}

// readStrings reads the table of texts of a workbook.
func (p *pack) readStrings(name string) (texts, error) {
	var t texts
	if _, ok := p.parts[partName(name)]; !ok {
		return t, nil
	}
	rc, err := p.open(name, maxStrings)
	if err != nil {
		return t, err
	}
	defer rc.Close()
	s := newScanner(rc)
	block := make([]byte, 0, blockSize)
	var ends []int
	for {
		kind, err := s.next()
		if err == io.EOF { //nolint:errorlint // as next returns it
			t.add(block, ends)
			return t, nil
		}
		if err != nil {
			return t, err
		}
		switch {
		case kind != startTag:
			continue
		case !s.within("sst"):
			return t, errMixedUp
		case !s.is("si"):
			continue
		}
		if block, err = s.richText(block); err != nil {
			return t, err
		}
		ends = append(ends, len(block))
		if len(t.text)+len(ends) > maxTexts {
			return t, errTooLarge
		}
		if len(block) >= blockSize {
			t.add(block, ends)
			block, ends = block[:0], ends[:0]
		}
	}
}

// add makes strings of a block of texts that end where ends says.
func (t *texts) add(block []byte, ends []int) {
	all, start := string(block), 0
	for _, end := range ends {
		s := unescape(all[start:end])
		start = end
		c := textCell(s)
		flags := c.Flags
		if c.Kind == Empty {
			flags = blankText
		}
		t.text, t.flags = append(t.text, s), append(t.flags, flags)
	}
}

// richText adds the text of the element just started to dst, up to its end:
// the runs one after the other, without the reading aids that East Asian texts
// carry.
func (s *scanner) richText(dst []byte) ([]byte, error) {
	outside, start := len(s.starts)-1, len(dst)
	for {
		kind, err := s.next()
		switch {
		case err != nil:
			return dst, noEnd(err)
		case kind == endTag && len(s.starts) == outside:
			return dst, nil
		case kind == startTag && s.is("t"):
			dst, err = s.textOf(dst)
		case kind == startTag && s.is("rPh"):
			err = s.skip()
		}
		if err == nil && len(dst)-start > maxToken {
			err = errLong
		}
		if err != nil {
			return dst, err
		}
	}
}

// inlineText is richText as a string.
func (s *scanner) inlineText(scratch []byte) (string, []byte, error) {
	scratch, err := s.richText(scratch[:0])
	if err != nil {
		return "", scratch, err
	}
	if bytes.Contains(scratch, []byte("_x")) {
		return unescape(string(scratch)), scratch, nil
	}
	return string(scratch), scratch, nil
}
