package metrics

import (
	"cmp"
	"slices"
	"strings"
)

// A cell is a tuple of members: what a figure is about, whenever it is.
type cell struct {
	dims, members []string // both empty for everyone
	shape         int      // place of its dimensions in the order of figures
}

// text is the members as figures.csv prints and orders them.
func (c cell) text() string {
	if len(c.members) == 0 {
		return "all"
	}
	return strings.Join(c.members, " x ")
}

// A grid is cells in the order of figures.csv, and what falls into them.
type grid struct {
	cells []cell
	feeds [][]int32 // by place: the cells it falls in
}

// A place is where a sum stands before any roll-up: its area and its member in
// each breakdown column.
type place struct {
	area    string
	members []string
}

// newGrid returns the cells of the given shapes that any place falls in. A
// place falls in one cell of a shape, or with area in one for each area that
// holds it.
func newGrid(m Metric, shapes [][]string, places []place, f Frame) grid {
	g := grid{feeds: make([][]int32, len(places))}
	index := map[string]int32{}
	t := f.tree()
	for p, at := range places {
		areas := t.areas(at.area)
		for s, dims := range shapes {
			for _, members := range tuples(m, dims, at, areas) {
				key := string(rune(s)) + "\x00" + strings.Join(members, "\x00")
				i, ok := index[key]
				if !ok {
					i = int32(len(g.cells))
					index[key] = i
					g.cells = append(g.cells, cell{dims, members, s})
				}
				g.feeds[p] = append(g.feeds[p], i)
			}
		}
	}
	g.sort()
	return g
}

// tuples are the members of a place in the dimensions, one tuple for each of
// the areas where area is among them.
func tuples(m Metric, dims []string, at place, areas []string) [][]string {
	if !slices.Contains(dims, areaColumn) {
		areas = areas[:1]
	}
	all := make([][]string, len(areas))
	for i, area := range areas {
		members := make([]string, len(dims))
		for d, dim := range dims {
			if dim == areaColumn {
				members[d] = area
				continue
			}
			members[d] = cmp.Or(at.members[slices.Index(m.Columns, dim)], NotRecorded)
		}
		all[i] = members
	}
	return all
}

// sort puts the cells in the order of figures.csv: by shape, then by the bytes
// of their text.
func (g *grid) sort() {
	order := make([]int32, len(g.cells))
	for i := range order {
		order[i] = int32(i)
	}
	texts := make([]string, len(g.cells))
	for i, c := range g.cells {
		texts[i] = c.text()
	}
	slices.SortFunc(order, func(a, b int32) int {
		return cmp.Or(cmp.Compare(g.cells[a].shape, g.cells[b].shape), cmp.Compare(texts[a], texts[b]))
	})
	cells, rank := make([]cell, len(order)), make([]int32, len(order))
	for to, from := range order {
		cells[to], rank[from] = g.cells[from], int32(to)
	}
	g.cells = cells
	for _, feeds := range g.feeds {
		for i := range feeds {
			feeds[i] = rank[feeds[i]]
		}
	}
}
