package ingest

import (
	"encoding/binary"
	"math/bits"
)

// Eight bytes are looked at together, as one word.
const (
	eachOne  = 0x0101010101010101
	eachHigh = 0x8080808080808080
	eachLow  = 0x7F7F7F7F7F7F7F7F
)

// A marker finds the bytes that mean something between values: the separator,
// both ends of a line and the quotation mark.
type marker struct{ separator uint64 }

func newMarker(separator byte) marker { return marker{uint64(separator) * eachOne} }

// at returns a word whose high bits stand where one of the eight bytes from
// data[i] means something. Beyond the end of data nothing does.
func (m marker) at(data []byte, i int) uint64 {
	var w uint64
	if i+8 <= len(data) {
		w = binary.LittleEndian.Uint64(data[i:])
	} else {
		for k := len(data) - 1; k >= i; k-- {
			w = w<<8 | uint64(data[k])
		}
	}
	// The high bit of nonZero(x) is clear exactly where a byte of x is 0.
	return ^(nonZero(w^m.separator) & nonZero(w^'\n'*eachOne) & nonZero(w^'\r'*eachOne) & nonZero(w^'"'*eachOne)) & eachHigh
}

func nonZero(x uint64) uint64 { return (x&eachLow + eachLow) | x }

// quick finds the first record of data if its values stand there as they are:
// none runs over a line end or holds a doubled quotation mark. It leaves their
// bounds, and returns how many bytes the record has. It reports false for any
// other record, or if data ends first; split then finds out.
func (r *records) quick(data []byte) (n int, ok bool) {
	r.bounds = r.bounds[:0]
	start := 0 // of the value at hand
	for i := 0; i < len(data); {
		next := i + 8
		for marks := r.marks.at(data, i); marks != 0; marks &= marks - 1 {
			p := i + bits.TrailingZeros64(marks)>>3
			switch data[p] {
			case r.separator:
				r.bounds = append(r.bounds, bound{start, p})
				start = p + 1
				continue
			case '"':
				if p != start {
					continue // inside a value it is itself
				}
				end := simplyQuoted(data, p+1)
				if end < 0 {
					return 0, false
				}
				r.bounds = append(r.bounds, bound{p + 1, end})
				if p = end + 1; p < len(data) && data[p] == r.separator {
					start, next, marks = p+1, p+1, 1 // on from there
					continue
				}
			default:
				r.bounds = append(r.bounds, bound{start, p})
			}
			return r.lineEnd(data, p)
		}
		i = next
	}
	r.bounds = append(r.bounds, bound{start, len(data)})
	return len(data), r.eof
}

// lineEnd returns where the line end at data[p] ends. It reports false if
// there is none, or if data ends too early to tell.
func (r *records) lineEnd(data []byte, p int) (n int, ok bool) {
	switch {
	case p == len(data):
		return p, r.eof
	case data[p] == '\n':
		return p + 1, true
	case data[p] != '\r':
		return 0, false
	case p+1 == len(data):
		return p + 1, r.eof
	case data[p+1] == '\n':
		return p + 2, true
	}
	return p + 1, true
}

// simplyQuoted returns where the value that opened just before data[i] closes,
// or -1 if a line end comes first or none closes it.
func simplyQuoted(data []byte, i int) int {
	for ; i < len(data); i++ {
		switch data[i] {
		case '"':
			return i
		case '\n', '\r':
			return -1
		}
	}
	return -1
}
