package reports

import (
	"errors"
	"slices"
	"strconv"
	"strings"
)

// headingRows is how far down the headings of a column may lie.
const headingRows = 60

// A spot is a cell, as row and column from 1.
type spot struct{ row, column int }

// spotOf reads a reference such as B7. It is zero if that is none.
func spotOf(ref string) (s spot) {
	i := 0
	for ; i < len(ref) && i < 4 && ref[i] >= 'A' && ref[i] <= 'Z'; i++ {
		s.column = s.column*26 + int(ref[i]-'A') + 1
	}
	row, err := strconv.Atoi(ref[i:])
	if err != nil || row < 1 || row > 1_048_576 || s.column < 1 || s.column > 16_384 || ref[i] == '+' {
		return spot{}
	}
	s.row = row
	return s
}

func (s spot) String() string {
	name := ""
	for c := s.column; c > 0; c = (c - 1) / 26 {
		name = string(rune('A'+(c-1)%26)) + name
	}
	return name + strconv.Itoa(s.row)
}

func compareSpots(a, b spot) int {
	if a.row != b.row {
		return a.row - b.row
	}
	return a.column - b.column
}

// A grid is what marking needs of one sheet: its frame, and of its cells those
// in the rows that hold a mark or may hold the headings.
type grid struct {
	root   *node
	data   *node
	cells  map[spot]*node
	texts  map[int]int // how many cells of a row hold text
	merges [][2]spot
}

// readGrid reads a sheet. Merges follow the cells, so it is read again where a
// spot lies in a merge whose first row was not kept.
func readGrid(doc []byte, spots []spot) (*grid, error) {
	g := &grid{cells: map[spot]*node{}, texts: map[int]int{}}
	wanted := map[int]bool{}
	for _, s := range spots {
		wanted[s.row] = true
	}
	var err error
	if g.root, err = scan(doc, keepRows(wanted)); err != nil {
		return nil, err
	}
	g.readMerges()
	kept := true
	for _, s := range spots {
		row := g.anchor(s).row
		kept = kept && (row <= headingRows || wanted[row])
		wanted[row] = true
	}
	if !kept {
		if g.root, err = scan(doc, keepRows(wanted)); err != nil {
			return nil, err
		}
	}
	return g, g.readCells()
}

func (g *grid) readMerges() {
	if merged := g.root.kid("mergeCells"); merged != nil {
		for _, k := range merged.kids {
			from, to, ok := strings.Cut(k.text("ref"), ":")
			if ok {
				g.merges = append(g.merges, [2]spot{spotOf(from), spotOf(to)})
			}
		}
	}
}

func (g *grid) readCells() error {
	if g.data = g.root.kid("sheetData"); g.data == nil {
		return errors.New("a sheet has no cells")
	}
	seen := map[int]bool{}
	for _, row := range g.data.kids {
		if seen[row.at] {
			return errors.New("a row is there twice")
		}
		seen[row.at] = true
		for _, c := range row.kids {
			g.cells[spot{row.at, c.at}] = c
			if holdsText(c) {
				g.texts[row.at]++
			}
		}
	}
	return nil
}

// keepRows keeps the wanted rows and the first ones, and numbers rows and cells:
// those without a reference count by position.
func keepRows(wanted map[int]bool) func(parent, n *node) bool {
	row, column := 0, 0
	return func(parent, n *node) bool {
		switch {
		case parent.is("sheetData"):
			row++
			if number, err := strconv.Atoi(n.text("r")); err == nil {
				row = number
			}
			n.at, column = row, 0
			return row <= headingRows || wanted[row]
		case parent.is("row"):
			column++
			if s := spotOf(n.text("r")); s.column > 0 {
				column = s.column
			}
			n.at = column
			return n.is("c")
		}
		return !parent.is("c")
	}
}

// unseen says why each of some cells cannot be seen, where its row or its column is
// hidden.
func (g *grid) unseen(targets []target) map[spot]string {
	hidden := func(n *node) bool { return n.text("hidden") == "1" || n.text("hidden") == "true" }
	rows := map[int]bool{}
	for _, row := range g.data.kids {
		rows[row.at] = hidden(row)
	}
	all := map[spot]string{}
	for _, t := range targets {
		at := g.anchor(t.spot)
		if columns := g.root.kid("cols"); columns != nil {
			for _, c := range columns.kids {
				first, err := strconv.Atoi(c.text("min"))
				last, errLast := strconv.Atoi(c.text("max"))
				if err == nil && errLast == nil && first <= at.column && at.column <= last && hidden(c) {
					all[t.spot] = "this column is hidden"
				}
			}
		}
		if rows[at.row] {
			all[t.spot] = "this row is hidden"
		}
	}
	return all
}

// anchor is the cell that shows what a cell in a merge holds.
func (g *grid) anchor(s spot) spot {
	for _, m := range g.merges {
		if s.row >= m[0].row && s.row <= m[1].row && s.column >= m[0].column && s.column <= m[1].column {
			return m[0]
		}
	}
	return s
}

// find returns the cell to mark for a spot, and where it lies: a cell that is
// not there is marked at the heading of its column, since making it would
// enlarge the sheet. It is nil where there is neither.
func (g *grid) find(s spot, heading int) (*node, spot) {
	s = g.anchor(s)
	if c := g.cells[s]; c != nil {
		return c, s
	}
	if heading > 0 {
		at := g.anchor(spot{heading, s.column})
		return g.cells[at], at
	}
	var best spot
	for r := 1; r < min(s.row, headingRows+1); r++ {
		at := spot{r, s.column}
		if !holdsText(g.cells[at]) {
			continue
		}
		if g.texts[r] > 1 { // a title stands alone
			return g.cells[at], at
		}
		if best == (spot{}) {
			best = at
		}
	}
	return g.cells[best], best
}

func holdsText(c *node) bool {
	return c != nil && slices.Contains([]string{"s", "inlineStr", "str"}, c.text("t"))
}
