package ingest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"academy/queries"
)

// soundReturn is a return of many homes as a text. Every third row has a
// remark in quotation marks, every ninth one over two lines.
func soundReturn() string {
	var b strings.Builder
	b.WriteString("Workplace,Month,Care: permanent,Joined: new to care,Remark,Manager\r\n")
	for i := range 40 {
		remark := "none"
		switch {
		case i%9 == 0:
			remark = "\"two\r\nlines, \"\"so\"\" to say\""
		case i%3 == 0:
			remark = "\"café, bar\""
		}
		fmt.Fprintf(&b, "W%04d,2026-09,%d,%d,%s,Zoë %d\r\n", i, i+10, i%4, remark, i)
	}
	return b.String()
}

// damages are what befalls a text on its way to us.
var damages = []struct {
	name string
	do   func(rnd *rand.Rand, text string) []byte
}{
	{"bytes change", func(rnd *rand.Rand, text string) []byte {
		b := []byte(text)
		for range 1 + rnd.Intn(6) {
			b[rnd.Intn(len(b))] ^= 1 << rnd.Intn(8)
		}
		return b
	}},
	{"bytes are lost", func(rnd *rand.Rand, text string) []byte {
		i := rnd.Intn(len(text))
		return []byte(text[:i] + text[min(len(text), i+1+rnd.Intn(90)):])
	}},
	{"bytes come in", func(rnd *rand.Rand, text string) []byte {
		odd := []string{"\x01", "\x1A", "\x80", "\xC3", "\xF0\x9F", ",,", ";", "\t", "\v", "\f", "\u2028", "\u0085", "\uFEFF", "\r\r\n"}
		for range 1 + rnd.Intn(3) {
			i := rnd.Intn(len(text))
			text = text[:i] + odd[rnd.Intn(len(odd))] + text[i:]
		}
		return []byte(text)
	}},
	{"quotation marks come and go", func(rnd *rand.Rand, text string) []byte {
		for range 1 + rnd.Intn(4) {
			i := rnd.Intn(len(text))
			if k := strings.IndexByte(text[i:], '"'); k >= 0 && rnd.Intn(2) == 0 {
				text = text[:i+k] + text[i+k+1:]
				continue
			}
			if k := strings.IndexByte(text[i:], ','); k >= 0 && rnd.Intn(2) == 0 {
				i += k + rnd.Intn(2) // beside a comma it opens or closes a value
			}
			text = text[:i] + `"` + text[i:]
		}
		return []byte(text)
	}},
	{"it is cut short", func(rnd *rand.Rand, text string) []byte { return []byte(text[:rnd.Intn(len(text))]) }},
	{"line ends of all kinds", func(rnd *rand.Rand, text string) []byte {
		ends := []string{"\n", "\r", "\r\n", "\n\n", "\r\r\n"}
		var b strings.Builder
		for line := range strings.SplitSeq(text, "\r\n") {
			b.WriteString(line + ends[rnd.Intn(len(ends))])
		}
		return []byte(b.String())
	}},
	{"encodings of all kinds", func(rnd *rand.Rand, text string) []byte {
		var b []byte
		for line := range strings.SplitAfterSeq(text, "\n") {
			if rnd.Intn(4) == 0 {
				line, _ = charmap.Windows1252.NewEncoder().String(line)
			}
			b = append(b, line...)
		}
		return b
	}},
	{"NUL bytes", func(rnd *rand.Rand, text string) []byte {
		i := rnd.Intn(len(text))
		return []byte(text[:i] + strings.Repeat("\x00", 1+rnd.Intn(600)) + text[i:])
	}},
	{"UTF-16 that is cut", func(rnd *rand.Rand, text string) []byte {
		wide, _ := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(strings.ReplaceAll(text, "Zoë", "Zoë \U0001F600"))
		return []byte(wide[:rnd.Intn(len(wide))])
	}},
	{"a second file behind the first", func(rnd *rand.Rand, text string) []byte {
		headings, rows, _ := strings.Cut(text, "\r\n")
		at := strings.Index(rows, fmt.Sprintf("W%04d", 1+rnd.Intn(38)))
		second := "\uFEFF" + headings + "\r\n"
		if rnd.Intn(2) == 0 {
			second = "\uFEFF"
		}
		first := rows[:at]
		if rnd.Intn(2) == 0 {
			first = strings.TrimSuffix(first, "\r\n")
		}
		return []byte("\uFEFF" + headings + "\r\n" + first + second + rows[at:])
	}},
}

// An outcome is what a reading made of a text.
type outcome struct {
	rows   map[string]int // by workplace
	faults []int          // lines
}

func outcomeOf(t *testing.T, cat *catalogue, data []byte) (outcome, bool) {
	t.Helper()
	o := outcome{rows: map[string]int{}}
	tables, err := cat.read(t.Context(), "2026-09-01.csv", bytes.NewReader(data), int64(len(data)), key)
	if err != nil {
		refusalText(t, err)
		return o, false
	}
	for _, table := range tables {
		last := 0
		err := table.Each(func(r queries.Row) error {
			if r.Line <= last {
				t.Errorf("line %d comes after line %d", r.Line, last)
			}
			last = r.Line
			o.rows[r.Values[0]]++
			return nil
		}, nil, func(f queries.Fault) error {
			o.faults = append(o.faults, f.Line)
			return nil
		})
		if err != nil {
			refusalText(t, err)
			return o, false
		}
	}
	return o, true
}

// soundLines returns the lines that are a whole row of the return still, and
// lie in no value that runs over several lines, by the workplace they are of.
func soundLines(data []byte, rows []string) map[string]int {
	in := recordsOf(data, ',')
	found := map[string]int{}
	for {
		before := in.pos
		rec, err := in.next()
		if errors.Is(err, io.EOF) {
			return found
		}
		if line := strings.TrimRight(string(data[before:in.pos]), "\r\n"); slices.Contains(rows, line) {
			found[line[:5]] = rec.line
		}
	}
}

// TestDamagedText holds that a damaged text is refused, or gives every row that
// is still whole; that no row goes without a fault; and that nothing panics.
func TestDamagedText(t *testing.T) {
	const each = 300
	text := soundReturn()
	cat := newCatalogue([]queries.Source{boxes})
	var whole []string
	for line := range strings.SplitSeq(text, "\r\n") {
		if strings.Count(line, ",") >= 5 && strings.Count(line, `"`)%2 == 0 && line[0] == 'W' && line[1] == '0' {
			whole = append(whole, line)
		}
	}
	for n, damage := range damages {
		t.Run(damage.name, func(t *testing.T) {
			refused := 0
			for k := range each {
				data := damage.do(rand.New(rand.NewSource(int64(n*each+k))), text)
				got, ok := outcomeOf(t, cat, data)
				if !ok {
					refused++
					continue
				}
				for id, line := range soundLines(data, whole) {
					if got.rows[id] == 0 && !slices.Contains(got.faults, line) {
						t.Errorf("text %d: line %d is whole, and neither taken nor told of", k, line)
					}
				}
				if lost := lostLines(data, got, whole); lost != "" {
					t.Errorf("text %d: %s", k, lost)
				}
			}
			if all := refused == each; all != (damage.name == "NUL bytes") {
				t.Errorf("%d of %d are refused", refused, each)
			}
		})
	}
}

// lostLines tells of lines that are a whole row still and were neither taken
// nor told of, whatever they lie in.
func lostLines(data []byte, got outcome, whole []string) string {
	n := 0
	for _, line := range whole {
		if bytes.Contains(data, []byte("\n"+line+"\r\n")) && got.rows[line[:5]] == 0 {
			n++
		}
	}
	if n > len(got.faults) {
		return fmt.Sprintf("%d whole rows are not taken, and only %d faults are told", n, len(got.faults))
	}
	return ""
}
