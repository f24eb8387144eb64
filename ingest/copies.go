package ingest

import (
	"bufio"
	"crypto/sha256"
	"strconv"
)

// withoutCopies drops the tables of a sheet that is a copy of another one, and
// notes of which. Only sheets whose headings are the same are compared.
func (s *search) withoutCopies(tables []*fit) ([]*fit, error) {
	type sameHeadings struct{ source, version string }
	firsts := make(map[sameHeadings][]*fit)
	sums := make(map[*fit][32]byte)
	var kept []*fit
	for _, f := range tables {
		key := sameHeadings{f.source.Name, f.version()}
		copied := false
		for _, first := range firsts[key] {
			if first.sheet.Name == f.sheet.Name {
				continue
			}
			same, err := sameRows(first, f, sums)
			if err != nil {
				return nil, err
			}
			if same {
				s.noteCopy(f.sheet.Name, first.sheet.Name)
				copied = true
				break
			}
		}
		if !copied {
			firsts[key] = append(firsts[key], f)
			kept = append(kept, f)
		}
	}
	return kept, nil
}

func (s *search) noteCopy(name, of string) {
	for i := range s.sheets {
		if s.sheets[i].name == name {
			s.sheets[i].copyOf = of
		}
	}
}

func sameRows(f, g *fit, sums map[*fit][32]byte) (bool, error) {
	for _, x := range []*fit{f, g} {
		if _, ok := sums[x]; ok {
			continue
		}
		sum, err := x.sum()
		if err != nil {
			return false, err
		}
		sums[x] = sum
	}
	return sums[f] == sums[g], nil
}

// sum hashes what the sheet holds from the headings on. Where the table stands
// on the sheet does not matter. A table without rows is like no other.
func (f *fit) sum() (sum [32]byte, err error) {
	h := sha256.New()
	w := bufio.NewWriter(h)
	rows, left := 0, 0
	for row, err := range f.sheet.Rows {
		if err != nil {
			return sum, err
		}
		if row.Line < f.line {
			continue
		}
		rows++
		for _, c := range row.Cells {
			if c.Kind == Empty {
				continue
			}
			if left == 0 {
				left = c.Ref.Col
			}
			_, _ = w.WriteString(strconv.Itoa(row.Line-f.line) + " " + strconv.Itoa(c.Ref.Col-left) + " " + c.text() + "\n")
		}
	}
	if rows <= f.end-f.line+1 {
		_, _ = w.WriteString(f.sheet.Name)
	}
	_ = w.Flush() // a hash takes everything
	h.Sum(sum[:0])
	return sum, nil
}
