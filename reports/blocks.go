package reports

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"academy/metrics"
)

// longTable is the number of rows from which a page closes a table.
const longTable = 13

// mostLines is how many lines one chart can hold and still be told apart.
// Source: Analysis Function, at most four categories.
const mostLines = 4

// line shows a metric over its months.
func (d *document) line(m metrics.Metric, v View, months int) block {
	figures := lastMonths(d.figures(v), months)
	made := block{Title: m.Title + ", " + over(v.Window), About: about(m)}
	if v.By != everyone {
		made.Title = m.Title + ", by " + by(v) + ", " + over(v.Window)
		return d.lines(made, m, v, figures)
	}
	made.Table = d.monthly(m, figures)
	made.Table.Caption = made.Title + spanOf(figures)
	made.Table.Name = upper(m.Noun)
	made.Fold = len(made.Table.Rows) >= longTable
	made.Chart = lineChart(made.Title, m, everyonesSeries(m, figures))
	made.Intervals = intervalNotes(figures)
	if made.Chart != nil {
		made.Notes = lineNotes(figures)
	}
	return made
}

// lines shows one line for each member.
func (d *document) lines(made block, m metrics.Metric, v View, figures []metrics.Figure) block {
	members, periods := membersOf(figures), periodsOf(figures)
	t := &table{Name: upper(m.Noun) + " by " + by(v), Caption: made.Title + spanOf(figures),
		Columns: []column{{Title: "Month", Width: 18}}}
	found := map[string]metrics.Figure{}
	for _, f := range figures {
		found[key(f.Period, f.Members)] = f
	}
	for _, member := range members {
		t.Columns = append(t.Columns, column{Title: member, Number: true, Width: 18})
	}
	for _, p := range periods {
		row := []cell{text(month(p))}
		for _, member := range members {
			row = append(row, d.figure(m, found[key(p, []string{member})]))
		}
		t.Rows = append(t.Rows, row)
	}
	made.Table, made.Fold = t, len(t.Rows) >= longTable
	if len(members) > mostLines {
		made.Notes = append(made.Notes, "There are too many groups for lines that can be told apart; the table has them all.")
		made.Fold = false
		return made
	}
	var all []series
	for _, member := range members {
		var of []metrics.Figure
		for _, p := range periods {
			of = append(of, found[key(p, []string{member})])
		}
		s := everyonesSeries(m, of)
		s.Name = member
		all = append(all, s)
	}
	made.Chart = lineChart(made.Title, m, all...)
	return made
}

// monthly is the table of a line: a row a month, with what is behind it.
func (d *document) monthly(m metrics.Metric, figures []metrics.Figure) *table {
	b := d.behind(m, figures)
	t := &table{Columns: append([]column{{Title: "Month", Width: 18}, {Title: heading(m), Number: true, Width: 18}}, b.columns...)}
	for _, f := range figures {
		t.Rows = append(t.Rows, append([]cell{text(month(f.Period)), d.figure(m, f)}, b.cells(f)...))
	}
	return t
}

// behind says what stands beside a figure in a table. Columns that would say
// nothing in any row are left out.
type behind struct {
	doc       *document
	metric    metrics.Metric
	columns   []column
	interval  bool
	workplace bool
	leftOut   bool
	notes     bool
}

func (d *document) behind(m metrics.Metric, figures []metrics.Figure) behind {
	b := behind{doc: d, metric: m}
	for _, f := range figures {
		_, _, ok := f.Interval()
		b.interval = b.interval || ok
		b.workplace = b.workplace || f.InScope() > 0
		b.leftOut = b.leftOut || d.Pack.Audience.Lead() && len(f.LeftOut()) > 0
		b.notes = b.notes || len(f.Notes()) > 0
	}
	number := func(title string, width float64) {
		b.columns = append(b.columns, column{Title: title, Number: true, Width: width})
	}
	if b.interval {
		number("Lower end", 12)
		number("Upper end", 12)
	}
	if m.Kind == metrics.KindRatio {
		number("Numerator", 14)
		number("Denominator", 14)
	}
	if b.workplace {
		number("Workplaces", 13)
		number("In scope", 12)
	}
	if b.leftOut {
		b.columns = append(b.columns, column{Title: "Left out", Width: 44})
	}
	if b.notes {
		b.columns = append(b.columns, column{Title: "Notes", Width: 10})
	}
	return b
}

func (b behind) cells(f metrics.Figure) []cell {
	var cells []cell
	if b.interval {
		low, high, ok := f.Interval()
		if ok {
			cells = append(cells, value(b.metric, low), value(b.metric, high))
		} else {
			none := cell{Text: b.doc.use(string(metrics.NotApplicable))}
			cells = append(cells, none, none)
		}
	}
	if b.metric.Kind == metrics.KindRatio {
		numerator, ok := f.Numerator()
		cells = append(cells, b.doc.sum(f, numerator, ok))
		denominator, ok := f.Denominator()
		cells = append(cells, b.doc.sum(f, denominator, ok))
	}
	switch hidden := (cell{Text: string(metrics.Confidential)}); {
	case !b.workplace:
	case f.Mark() == metrics.Confidential: // also how many there are
		cells = append(cells, hidden, hidden)
	default:
		cells = append(cells, whole(f.Workplaces()), whole(f.InScope()))
	}
	if b.leftOut {
		cells = append(cells, text(reasons(f)))
	}
	if b.notes {
		cells = append(cells, text(orNone(b.doc.notes(f))))
	}
	return cells
}

// sum is a numerator or denominator as figures.csv prints it.
func (d *document) sum(f metrics.Figure, printed string, ok bool) cell {
	n, err := strconv.ParseFloat(printed, 64)
	if !ok || err != nil {
		return cell{Text: d.use(string(f.Mark()))}
	}
	_, fraction, _ := strings.Cut(printed, ".")
	c := cell{Text: number(n, len(fraction)), Number: n, Is: true, Format: "#,##0"}
	if fraction != "" {
		c.Format += "." + strings.Repeat("0", len(fraction))
	}
	return c
}

// reasons says why workplaces are left out of a figure.
func reasons(f metrics.Figure) string {
	var words []string
	for _, r := range f.LeftOut() {
		words = append(words, fmt.Sprintf("%d %s", r.Workplaces, r.Reason))
	}
	return orNone(strings.Join(words, "; "))
}

// orNone says so where there is nothing: no cell is left empty.
func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

// lineNotes says what a reader of the chart should know.
func lineNotes(figures []metrics.Figure) []string {
	var notes []string
	for _, f := range figures {
		if _, ok := f.Value(); !ok {
			notes = append(notes, "A gap in the line is a month without a figure; the table says why.")
			break
		}
	}
	return notes
}

// intervalNotes says why there are no intervals, each reason once.
func intervalNotes(figures []metrics.Figure) []string {
	var notes []string
	for _, f := range figures {
		if _, _, ok := f.Interval(); ok || f.IntervalNote() == "" {
			continue
		}
		note := f.IntervalNote()
		if !strings.HasPrefix(note, "No interval") {
			note = sentence("No interval: " + note)
		}
		if !slices.Contains(notes, note) {
			notes = append(notes, note)
		}
	}
	return notes
}

func lastMonths(figures []metrics.Figure, months int) []metrics.Figure {
	periods := periodsOf(figures)
	if months == 0 || len(periods) <= months {
		return figures
	}
	first := periods[len(periods)-months]
	return slices.DeleteFunc(slices.Clone(figures), func(f metrics.Figure) bool { return f.Period.Before(first) })
}

func periodsOf(figures []metrics.Figure) []time.Time {
	var periods []time.Time
	for _, f := range figures {
		if !slices.ContainsFunc(periods, f.Period.Equal) {
			periods = append(periods, f.Period)
		}
	}
	slices.SortFunc(periods, time.Time.Compare)
	return periods
}

func spanOf(figures []metrics.Figure) string {
	periods := periodsOf(figures)
	if len(periods) == 0 {
		return ""
	}
	return ", " + month(periods[0]) + " to " + month(periods[len(periods)-1])
}

func key(period time.Time, members []string) string {
	return period.Format(time.DateOnly) + "\x00" + strings.Join(members, "\x00")
}

// membersOf lists the members, joined as they are printed, in order.
func membersOf(figures []metrics.Figure) []string {
	var members []string
	for _, f := range figures {
		if name := f.MembersText(); !slices.Contains(members, name) {
			members = append(members, name)
		}
	}
	return members
}

// brief is the title of a metric up to its comma: what, without about whom.
func brief(m metrics.Metric) string {
	name, _, _ := strings.Cut(m.Title, ",")
	return name
}
