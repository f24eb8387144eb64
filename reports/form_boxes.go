package reports

import (
	"fmt"
	"slices"
	"strings"

	"academy/queries"
)

// boxes are some rows of a column of a form that say the same when they are
// clicked.
type boxes struct {
	from string   // what they were filled in from; "" if they stand open
	rows [][2]int // the first and last of each run of rows, from 0
}

// boxes returns the boxes of a column by what they were filled in from, those
// that stand open last. Each row is in one of them, since a spreadsheet program
// may drop a rule that overlaps another.
func (p *Prefill) boxes(c queries.Column) []boxes {
	var all []boxes
	add := func(from string, first, last int) {
		i := slices.IndexFunc(all, func(b boxes) bool { return b.from == from })
		if i < 0 {
			i, all = len(all), append(all, boxes{from: from})
		}
		if runs := all[i].rows; len(runs) > 0 && runs[len(runs)-1][1] == first-1 {
			runs[len(runs)-1][1] = last
			return
		}
		all[i].rows = append(all[i].rows, [2]int{first, last})
	}
	filled := 0
	if p != nil {
		filled = min(len(p.Rows), formRows)
		for i, r := range p.Rows[:filled] {
			add(r.From[c.Name], i, i)
		}
	}
	if filled < formRows {
		add("", filled, formRows-1)
	}
	slices.SortStableFunc(all, func(a, b boxes) int {
		switch {
		case a.from == "" && b.from != "":
			return 1
		case b.from == "" && a.from != "":
			return -1
		}
		return strings.Compare(a.from, b.from)
	})
	return all
}

// ranges are the cells of the boxes as a workbook names them.
func (b boxes) ranges(letter string) string {
	var names []string
	for _, run := range b.rows {
		names = append(names, fmt.Sprintf("%s%d:%s%d", letter, formHeadings+1+run[0], letter, formHeadings+1+run[1]))
	}
	return strings.Join(names, " ")
}
