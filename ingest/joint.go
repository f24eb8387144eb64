package ingest

// A joint is a byte order mark within a record, and outside of quotation marks:
// where a second file was put behind a first whose last line has no end. It may
// also be a mark that came with a text when it was copied.
type joint struct {
	at, lines    int // bytes and line ends of the record before it
	values, text int // values of it up to there, and the bytes of all of them
}

// joint returns where the record that split has found is two: there the first or
// the second has as many values as the rows above, and both together have not. A
// line is looked through once more for each of its rows, so that they are limited.
func (r *records) joint() (joint, bool) {
	const most = 16 // rows of a line
	all := len(r.ends)
	for _, j := range r.joints {
		if r.cut < most-1 && all != r.width && (j.values == r.width || all-j.values+1 == r.width) {
			return j, true
		}
	}
	return joint{}, false
}
