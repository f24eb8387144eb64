package metrics

import (
	"cmp"
	"slices"
)

// ownCells are the workplaces of some rows as cells, in the order of their
// names.
type ownCells struct {
	cells      []cell
	peerGroups []string // of each cell, the member of dimension peers to compare it with
	rows       []row
	cellOf     map[int32]int32 // by workplace
}

// own makes a cell of each workplace of the rows.
func (c *Cells) own(rows []row) ownCells {
	groups := map[int32]string{}
	var names []int32
	for i := range rows {
		r := &rows[i]
		if _, ok := groups[r.workplace]; !ok && r.workplace != 0 {
			groups[r.workplace] = c.peers.cells[c.peers.feeds[r.place][0]].text()
			names = append(names, r.workplace)
		}
	}
	slices.SortFunc(names, func(a, b int32) int { return cmp.Compare(c.names[a], c.names[b]) })
	own := ownCells{rows: rows, cellOf: map[int32]int32{}}
	for i, n := range names {
		own.cellOf[n] = int32(i)
		own.cells = append(own.cells, cell{dims: []string{dimensionWorkplace}, members: []string{c.names[n]}})
		own.peerGroups = append(own.peerGroups, groups[n])
	}
	return own
}

// tally adds the rows up by workplace; nil where there are none.
func (o ownCells) tally(f Frame, window string) []tally {
	if len(o.cells) == 0 {
		return nil
	}
	var one [1]int32
	return tallyRows(o.rows, f, window, len(o.cells), func(r *row) []int32 {
		i, ok := o.cellOf[r.workplace]
		if !ok {
			return nil
		}
		one[0] = i
		return one[:]
	})
}

// provider returns what one employer sees: all its workplaces together, each of
// them, and for each peer group that one of them is in the workplaces of the
// other employers under the rule of a peer group. It is nil if the metric has
// no rows of the employer.
//
// A peer group leaves the employer's own part out, so that what it knows of
// itself takes nothing away from the group.
func (c *Cells) provider(employer string) []Figure {
	id := int32(slices.Index(c.names, employer))
	if id <= 0 {
		return nil
	}
	from, found := slices.BinarySearchFunc(c.rows, id, func(r row, id int32) int { return cmp.Compare(r.employer, id) })
	if !found {
		return nil
	}
	to, _ := slices.BinarySearchFunc(c.rows, id+1, func(r row, id int32) int { return cmp.Compare(r.employer, id) })
	own := c.own(c.rows[from:to])
	everything := []int32{0}
	employerCell := cell{dims: []string{dimensionEmployer}, members: []string{employer}}

	var figures []Figure
	for w, window := range c.metric.Windows {
		total := tallyRows(own.rows, c.frame, window, 1, func(*row) []int32 { return everything })
		singles := own.tally(c.frame, window)
		inPeers := tallyRows(own.rows, c.frame, window, len(c.peers.cells), func(r *row) []int32 { return c.peers.feeds[r.place] })
		for p := range c.frame.months() {
			figures = append(figures, c.figure(c.blank(window, p, employerCell), total[p], exact, len(own.cells) == 1))
			for i, cell := range own.cells {
				f := c.blank(window, p, cell)
				f.peerGroup = own.peerGroups[i]
				figures = append(figures, c.figure(f, singles[p*len(own.cells)+i], exact, true))
			}
			for i, group := range c.peers.cells {
				if !slices.Contains(own.peerGroups, group.text()) {
					continue
				}
				at := p*len(c.peers.cells) + i
				others := c.peerTallies[w][at].without(id, inPeers[at])
				peers := cell{dims: []string{dimensionPeers}, members: []string{group.text()}}
				figures = append(figures, c.figure(c.blank(window, p, peers), others, peerGroup, false))
			}
		}
	}
	return figures
}
