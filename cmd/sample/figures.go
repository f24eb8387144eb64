package main

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
)

// figureColumns are the columns of truth/figures.csv, and the first of the
// lead's own.
var figureColumns = []string{"metric", "window", "period", "dimensions", "members", "level",
	"numerator", "denominator", "workplaces", "left_out", "state"}

// writeFigures prints every figure there is, in the order of figures.csv.
func (t *tally) writeFigures(w io.Writer, rounds []round) error {
	out := csv.NewWriter(w)
	if err := out.Write(figureColumns); err != nil {
		return err
	}
	metrics := map[string]func() error{"maturity_level": func() error { return t.writeRounds(out, rounds) }}
	for _, m := range measures {
		metrics[m.name] = func() error { return t.writeMeasure(out, m) }
	}
	names := make([]string, 0, len(metrics))
	for name := range metrics {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if err := metrics[name](); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func (t *tally) writeMeasure(out *csv.Writer, s measure) error {
	for _, window := range s.windows {
		for k := range t.months {
			m := t.launch + month(k)
			for _, g := range t.grids[s.name] {
				for _, mb := range g.members() {
					c := g.over(mb.index, t.reach(window, m), k)
					if err := out.Write(s.figure(window, m, g, mb.name, c)); err != nil {
						return err
					}
				}
			}
		}
	}
	return nil
}

// reach is the first report month, counted from 0, that a window takes in.
func (t *tally) reach(window string, m month) int {
	from := m
	switch window {
	case "since launch":
		from = t.launch
	case "year to date":
		from = financialYear(m)
	}
	return max(0, int(from-t.launch))
}

// financialYear is the April a month's financial year began with.
func financialYear(m month) month {
	april := monthOf(int(m)/12, time.April)
	if m < april {
		april -= 12
	}
	return april
}

// A member is one name, or names crossed, that some row falls under.
type member struct {
	name  string
	index int
}

// members lists what exists in the grid, by name.
func (g *grid) members() []member {
	var found []member
	for i := range len(g.cells) / g.months {
		for m := range g.months {
			if g.cells[i*g.months+m].rows > 0 {
				found = append(found, member{g.name(i), i})
				break
			}
		}
	}
	slices.SortFunc(found, func(a, b member) int { return cmp.Compare(a.name, b.name) })
	return found
}

// name joins the names of a tuple of members.
func (g *grid) name(i int) string {
	if len(g.axes) == 0 {
		return "all"
	}
	names := make([]string, len(g.axes))
	for k := len(g.axes) - 1; k >= 0; k-- {
		names[k] = g.axes[k].members()[i%g.sizes[k]]
		i /= g.sizes[k]
	}
	return strings.Join(names, " x ")
}

// over adds up the months of a window.
func (g *grid) over(index, from, to int) cell {
	var sum cell
	for m := from; m <= to; m++ {
		sum.add(g.cells[index*g.months+m])
	}
	return sum
}

func (g *grid) dimensions() string {
	if len(g.axes) == 0 {
		return "everyone"
	}
	names := make([]string, len(g.axes))
	for i, a := range g.axes {
		names[i] = axisNames[a]
	}
	return strings.Join(names, " x ")
}

// figure prints one cell. A month without anybody in scope has no figure
// ([z]), nor has one where everybody is left out ([x]); a rate without a
// denominator shows its zeros ([z]).
func (s measure) figure(window string, m month, g *grid, members string, c cell) []string {
	above, below, state := thousandths(c.above), "", ""
	if s.ratio {
		below = thousandths(c.below)
	}
	switch {
	case s.events:
	case c.rows == 0:
		above, below, state = "", "", "[z]"
	case c.workplaces == 0:
		above, below, state = "", "", "[x]"
	case s.ratio && c.below == 0:
		state = "[z]"
	}
	return []string{s.name, window, m.String(), g.dimensions(), members, "",
		above, below, strconv.Itoa(c.workplaces), c.reasons(), state}
}

// reasons prints how many workplaces were left out for what.
func (c cell) reasons() string {
	var pairs []string
	for i, n := range c.left {
		if n > 0 {
			pairs = append(pairs, fmt.Sprintf("%s=%d", reasonNames[i], n))
		}
	}
	slices.Sort(pairs)
	return strings.Join(pairs, "; ")
}

// thousandths prints a number without trailing zeros.
func thousandths(n int64) string {
	whole, part := n/1000, n%1000
	if part == 0 {
		return strconv.FormatInt(whole, 10)
	}
	return strings.TrimRight(fmt.Sprintf("%d.%03d", whole, part), "0")
}

// writeRounds prints the votes and the agreed level of every theme.
func (t *tally) writeRounds(out *csv.Writer, rounds []round) error {
	last := (t.launch + month(t.months-1)).end()
	byTitle := slices.Clone(themes)
	slices.SortFunc(byTitle, func(a, b theme) int { return cmp.Compare(a.title, b.title) })
	for _, r := range rounds {
		if r.on.After(last) {
			continue
		}
		for _, th := range byTitle {
			votes, all := r.votes(th.key), 0
			for _, n := range votes {
				all += n
			}
			row := func(level, above, below, state string) []string {
				return []string{"maturity_level", "round", date(r.on), "theme", th.title, level, above, below, "0", "", state}
			}
			rows := [][]string{}
			for rank, l := range levels {
				if all == 0 {
					rows = append(rows, row(l.key, "", "", "[w]"))
				} else {
					rows = append(rows, row(l.key, strconv.Itoa(votes[rank]), strconv.Itoa(all), ""))
				}
			}
			if agreed := r.agreed[th.key]; agreed > 0 {
				rows = append(rows, row("agreed", strconv.Itoa(agreed), "", ""))
			} else {
				rows = append(rows, row("agreed", "", "", "[z]"))
			}
			if err := out.WriteAll(rows); err != nil {
				return err
			}
		}
	}
	return nil
}
