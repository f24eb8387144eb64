package reports

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"academy/metrics"
)

// bars shows the latest month, a row and a bar for each member.
func (d *document) bars(m metrics.Metric, v View, drawn bool) block {
	figures := d.figures(v)
	last, before := latest(figures)
	made := block{Title: m.Title + ", by " + by(v) + ", " + when(v.Window, last), About: about(m)}
	now := in(figures, last)
	order(now)
	whole := in(d.figures(View{v.Metric, v.Window, everyone}), last)
	t := d.byMember(m, v, append(slices.Clone(whole), now...), last, before)
	t.Caption, t.Name = made.Title, upper(m.Noun)+" by "+by(v)
	made.Table = t
	if drawn && len(now) > 0 {
		made.Chart = barChart(made.Title, m, now, whole)
	}
	made.Fold = len(t.Rows) >= longTable
	made.Intervals = intervalNotes(now)
	return made
}

// changeUnit is what the heading of a change says it is counted in.
func changeUnit(m metrics.Metric, window string) string {
	if in := changeIn(m, window); in != inNumbers {
		return in
	}
	return m.Unit
}

// by is a breakdown in words: "area and service".
func by(v View) string {
	var words []string
	for _, name := range dimensions(v.By) {
		words = append(words, lower(label(name)))
	}
	return list(words)
}

// in picks the figures of a period.
func in(figures []metrics.Figure, period time.Time) []metrics.Figure {
	var found []metrics.Figure
	for _, f := range figures {
		if f.Period.Equal(period) {
			found = append(found, f)
		}
	}
	return found
}

// order puts the largest first, then those without a number, then whatever is
// not recorded.
func order(figures []metrics.Figure) {
	rank := func(f metrics.Figure) int {
		if slices.Contains(f.Members, metrics.NotRecorded) {
			return 2
		}
		if _, ok := f.Value(); !ok {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(figures, func(a, b metrics.Figure) int {
		x, _ := a.Value()
		y, _ := b.Value()
		return cmp.Or(rank(a)-rank(b), cmp.Compare(y, x))
	})
}

// byMember is a table with a row for each figure of the latest period.
func (d *document) byMember(m metrics.Metric, v View, figures []metrics.Figure, last, before time.Time) *table {
	t := &table{}
	names := dimensions(v.By)
	for _, name := range names {
		t.Columns = append(t.Columns, column{Title: label(name), Width: 34})
	}
	t.Columns = append(t.Columns, column{Title: heading(m), Number: true, Width: 18})
	if !before.IsZero() {
		t.Columns = append(t.Columns,
			column{Title: upper(compared(last, before)) + " (" + short(before) + ")", Number: true, Width: 18},
			column{Title: "Change (" + changeUnit(m, v.Window) + ")", Number: true, Width: 18})
	}
	b := d.behind(m, figures)
	t.Columns = append(t.Columns, b.columns...)
	earlier := map[string]metrics.Figure{}
	for _, f := range append(d.figures(v), d.figures(View{v.Metric, v.Window, everyone})...) {
		if f.Period.Equal(before) {
			earlier[key(last, f.Members)] = f
		}
	}
	for _, f := range figures {
		var row []cell
		for i := range names {
			name := "All"
			if len(f.Members) == len(names) {
				name = f.Members[i]
			}
			row = append(row, text(name))
		}
		row = append(row, d.figure(m, f))
		if !before.IsZero() {
			row = append(row, d.since(m, v.Window, earlier, f)...)
		}
		t.Rows = append(t.Rows, append(row, b.cells(f)...))
	}
	return t
}

// since gives the earlier figure of a member and the change from it.
func (d *document) since(m metrics.Metric, window string, earlier map[string]metrics.Figure, f metrics.Figure) []cell {
	e, ok := earlier[key(f.Period, f.Members)]
	if !ok {
		none := cell{Text: d.use(string(metrics.NotApplicable))}
		return []cell{none, none}
	}
	now, nowKnown := f.Value()
	then, thenKnown := e.Value()
	cells := []cell{d.figure(m, e)}
	if !nowKnown || !thenKnown {
		return append(cells, d.missing(f, e))
	}
	return append(cells, d.bare(changed(m, window, then, now)))
}

// grid shows the latest month of a crossing: one dimension down, the other
// across, and everybody of each where the metric is broken down so.
func (d *document) grid(m metrics.Metric, v View) block {
	figures := d.figures(v)
	last, _ := latest(figures)
	now := in(figures, last)
	made := block{Title: m.Title + ", by " + by(v) + ", " + when(v.Window, last), About: about(m)}
	names := dimensions(v.By)
	down, across := nth(now, 0), nth(now, 1)
	found := map[string]metrics.Figure{}
	for i, of := range []string{v.By, names[0], names[1], everyone} {
		for _, f := range in(d.figures(View{v.Metric, v.Window, of}), last) {
			found[[]string{"", "down\x00", "across\x00", "all"}[i]+strings.Join(f.Members, "\x00")] = f
		}
	}
	t := &table{Caption: made.Title, Name: upper(m.Noun) + " by " + by(v), Columns: []column{{Title: label(names[0]), Width: 30}}}
	for _, member := range across {
		t.Columns = append(t.Columns, column{Title: member, Number: true, Width: 16})
	}
	t.Columns = append(t.Columns, column{Title: "All", Number: true, Width: 12})
	row := func(name, total string, key func(member string) string) {
		cells := []cell{text(name)}
		for _, member := range across {
			cells = append(cells, d.gridCell(m, found, key(member)))
		}
		t.Rows = append(t.Rows, append(cells, d.gridCell(m, found, total)))
	}
	row("All", "all", func(member string) string { return "across\x00" + member })
	for _, name := range down {
		row(name, "down\x00"+name, func(member string) string { return name + "\x00" + member })
	}
	made.Table = t
	made.Intervals = intervalNotes(now)
	return made
}

// gridCell is a figure of a grid with its notes. Where there is no figure,
// nobody was ever in the cell.
func (d *document) gridCell(m metrics.Metric, found map[string]metrics.Figure, key string) cell {
	f, ok := found[key]
	if !ok {
		return cell{Text: d.use(string(metrics.NotApplicable))}
	}
	c := d.figure(m, f)
	if signs := d.notes(f); signs != "" {
		c = cell{Text: c.Text + " " + signs}
	}
	return c
}

// nth lists the members of the nth dimension, what is not recorded last.
func nth(figures []metrics.Figure, n int) []string {
	var members []string
	for _, f := range figures {
		if n < len(f.Members) && !slices.Contains(members, f.Members[n]) {
			members = append(members, f.Members[n])
		}
	}
	slices.SortFunc(members, func(a, b string) int {
		if (a == metrics.NotRecorded) != (b == metrics.NotRecorded) {
			if a == metrics.NotRecorded {
				return 1
			}
			return -1
		}
		return strings.Compare(a, b)
	})
	return members
}
