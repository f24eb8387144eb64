package reports

import (
	"fmt"
	"time"

	"academy/metrics"
)

// headlines is the table that opens a pack, and what it says in sentences.
func (d *document) headlines(b Block) (block, error) {
	last, before := d.headlinePeriods(b)
	t := &table{Name: "Headlines", Caption: "Headline measures, " + month(last)}
	t.Columns = []column{
		{Title: "Measure", Width: 44},
		{Title: month(last), Number: true, Width: 16},
	}
	if !before.IsZero() {
		t.Columns = append(t.Columns,
			column{Title: month(before), Number: true, Width: 16},
			column{Title: "Change", Number: true, Width: 26})
	}
	t.Columns = append(t.Columns, column{Title: "Coverage", Width: 30})
	for _, v := range b.Of {
		m, ok := d.Pack.metric(v.Metric)
		if !ok {
			return block{}, fmt.Errorf("no metric %q", v.Metric)
		}
		row, says := d.headline(m, v, last, before)
		t.Rows = append(t.Rows, row)
		if says.Text != "" {
			d.Sentences = append(d.Sentences, says)
		}
	}
	made := block{Table: t}
	made.Notes = []string{"Change is in percentage points for rates, in numbers for what is counted since the launch " +
		"and in per cent for other counts. It is worked out from the numbers as they are printed here. " +
		"Where not the same workplaces answered at both times, part of a change can come from that."}
	return made, nil
}

// headlinePeriods are the month of the pack and the one to compare it with,
// the same for every measure.
func (d *document) headlinePeriods(b Block) (last, before time.Time) {
	var all []metrics.Figure
	for _, v := range b.Of {
		all = append(all, d.figures(v)...)
	}
	last, before = latest(all)
	if last.IsZero() {
		return d.Pack.Month, time.Time{}
	}
	return last, before
}

// headline is a row of the table and its sentence; the sentence is "" where
// there is no latest number.
func (d *document) headline(m metrics.Metric, v View, last, before time.Time) ([]cell, term) {
	figures := at(d.figures(v))
	now, ok := figures[last]
	row := []cell{text(m.Title + windowWords(m, v))}
	if !ok {
		row = append(row, cell{Text: d.use(string(metrics.NotAvailable))})
		if !before.IsZero() {
			row = append(row, cell{Text: d.use(string(metrics.NotAvailable))}, cell{Text: d.use(string(metrics.NotApplicable))})
		}
		return append(row, cell{Text: d.use(string(metrics.NotAvailable))}), term{}
	}
	row = append(row, withUnit(m, d.figure(m, now)))
	if !before.IsZero() {
		row = append(row, d.compare(m, v.Window, figures, last, before)...)
	}
	return append(row, d.covered(m, now)), d.says(m, v, figures, last, before)
}

// compare gives the earlier figure and the change.
func (d *document) compare(m metrics.Metric, window string, figures map[time.Time]metrics.Figure, last, before time.Time) []cell {
	now, nowKnown := figures[last].Value()
	earlier, ok := figures[before]
	if !ok {
		return []cell{{Text: d.use(string(metrics.NotAvailable))}, {Text: d.use(string(metrics.NotApplicable))}}
	}
	then, thenKnown := earlier.Value()
	cells := []cell{withUnit(m, d.figure(m, earlier))}
	if !nowKnown || !thenKnown {
		return append(cells, d.missing(figures[last], earlier))
	}
	return append(cells, d.change(changed(m, window, then, now)))
}

// says is one headline in words, from the two numbers that the table prints.
func (d *document) says(m metrics.Metric, v View, figures map[time.Time]metrics.Figure, last, before time.Time) term {
	now, ok := figures[last].Value()
	if !ok {
		return term{}
	}
	says := quantity(m, now) + " " + when(v.Window, last)
	earlier, there := figures[before]
	then, ok := earlier.Value()
	if !there || !ok {
		return term{brief(m), says + "."}
	}
	c := changed(m, v.Window, then, now)
	says += ", " + quantity(m, then) + " " + compared(last, before)
	if words := c.words(); words != "" {
		says += " (" + words + ")"
	}
	switch {
	case cumulative(v.Window) || c.none:
	case c.rises:
		says += ": " + m.Rises
	default:
		says += ": " + m.Falls
	}
	return term{brief(m), says + "."}
}

// quantity is a number with its unit.
func quantity(m metrics.Metric, v float64) string {
	c := withUnit(m, value(m, v))
	if rate(m) {
		return c.Text
	}
	return c.Text + " " + m.Unit
}

// cumulative reports whether a window only grows, so that a rise says nothing.
func cumulative(window string) bool {
	return window == metrics.WindowYear || window == metrics.WindowLaunch
}

// windowWords names the window of a metric that has several.
func windowWords(m metrics.Metric, v View) string {
	if len(m.Windows) < 2 {
		return ""
	}
	return ", " + over(v.Window)
}

// at finds the figures of one member by their period.
func at(figures []metrics.Figure) map[time.Time]metrics.Figure {
	found := map[time.Time]metrics.Figure{}
	for _, f := range figures {
		found[f.Period] = f
	}
	return found
}

// covered says how many of the workplaces in scope are behind a figure.
func (d *document) covered(m metrics.Metric, f metrics.Figure) cell {
	switch {
	case f.Mark() == metrics.Confidential:
		return cell{Text: d.use(string(f.Mark()))}
	case f.InScope() > 0:
		return text(number(float64(f.Workplaces()), 0) + " of " + plural(f.InScope(), "workplace", "workplaces"))
	case m.Absence == "zero":
		return text("everyone recorded")
	}
	return cell{Text: d.use(string(metrics.NotApplicable))}
}

// missing is why there is no change: the mark of the figure that has no
// number.
func (d *document) missing(now, then metrics.Figure) cell {
	for _, f := range []metrics.Figure{now, then} {
		if f.Mark() != "" {
			return cell{Text: d.use(string(f.Mark()))}
		}
	}
	return cell{Text: d.use(string(metrics.NotApplicable))}
}
