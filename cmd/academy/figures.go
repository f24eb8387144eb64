package main

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"academy/metrics"
	"academy/queries"
	"academy/reports"
)

type figuresCmd struct {
	Metric string `arg:"" help:"Name of a metric; \"academy metrics\" lists them."`
	monthFlag
	asOfFlag
	Audience string `required:"" placeholder:"ID" help:"Whose figures: lead, steering, a funder of academy.yaml, or provider-EMPLOYER."`
	By       string `placeholder:"BREAKDOWN" help:"Only this breakdown, like area or \"area x service\"."`
	Window   string `placeholder:"WINDOW" help:"Only this window, like month or \"since launch\"."`
	All      bool   `help:"Every month, not only the last."`
	Format   string `enum:"table,csv,json" default:"table" help:"table, csv or json."`
}

// Run prints the figures of a metric.
func (c figuresCmd) Run(s *session) error {
	return s.readMetric(c.Metric, c.Audience, c.asOfFlag, c.monthFlag, func(g *setting, m metrics.Metric, a metrics.Audience) error {
		cells, err := g.cells(s, m)
		if err != nil {
			return err
		}
		figures, err := c.choose(m, cells.Figures(a), g.month)
		if err != nil {
			return err
		}
		switch c.Format {
		case "csv":
			return printCSV(s.stdout, m, figures)
		case "json":
			return printJSON(s.stdout, m, figures)
		}
		return printTable(s.stdout, m, a, figures)
	})
}

// choose keeps the figures that were asked for.
func (c figuresCmd) choose(m metrics.Metric, all []metrics.Figure, month time.Time) ([]metrics.Figure, error) {
	var chosen []metrics.Figure
	by, window, last := c.By == "", c.Window == "", time.Time{}
	for _, f := range all {
		by = by || f.DimensionText() == c.By
		window = window || f.Window == c.Window
		if f.Period.After(last) {
			last = f.Period
		}
	}
	switch {
	case !by && len(all) > 0:
		return nil, usagef("%s is not broken down by %q for this audience", m.Name, c.By)
	case !window && len(all) > 0:
		return nil, usagef("%s has no window %q; it has %s", m.Name, c.Window, strings.Join(m.Windows, ", "))
	}
	for _, f := range all {
		if (c.By == "" || f.DimensionText() == c.By) && (c.Window == "" || f.Window == c.Window) && (c.All || f.Period.Equal(last)) {
			chosen = append(chosen, f)
		}
	}
	return chosen, nil
}

// readMetric hands over a metric and an audience by name, with the facts as of
// a day.
func (s *session) readMetric(metric, audience string, asOf asOfFlag, month monthFlag, do func(*setting, metrics.Metric, metrics.Audience) error) error {
	w, err := openWorkspace(s.dir)
	if err != nil {
		return err
	}
	a, err := w.listed(audience)
	if err != nil {
		return err
	}
	return w.read(s, asOf, month, func(g *setting) error {
		m, err := g.metric(metric)
		if err != nil {
			return err
		}
		if _, ok := g.ref.Employers[a.Employer]; a.Provider() && !ok {
			return usagef("there is no employer %q in reference/workplaces.csv", a.Employer)
		}
		return do(g, m, a)
	})
}

// read hands over the facts as of a day. Where the database is in use, the
// newest build that fits serves.
func (w *workspace) read(s *session, asOf asOfFlag, month monthFlag, do func(*setting) error) error {
	day, err := asOf.day(s)
	if err != nil {
		return err
	}
	last, err := month.first(day)
	if err != nil {
		return err
	}
	if err := w.launched(last); err != nil {
		return err
	}
	book, err := w.book()
	if err != nil {
		return err
	}
	db, err := w.open(s, book, false)
	if errors.Is(err, queries.ErrBusy) {
		return w.readBuild(s, book, day, last, do)
	}
	if err != nil {
		return err
	}
	defer db.Close()
	if err := loadedBy(s, db, day); err != nil {
		return err
	}
	g, err := w.build(s, db, queries.Now(day), last)
	if err != nil {
		return err
	}
	return do(g)
}

func (w *workspace) readBuild(s *session, book *queries.Book, day, last time.Time, do func(*setting) error) error {
	db, err := w.open(s, book, true)
	if err != nil {
		return err
	}
	defer db.Close()
	made, ok, err := db.OpenNewestBuild(s.ctx, day)
	if err != nil {
		return err
	}
	if !ok {
		return fmt.Errorf("%w, and no figures as of %s were made before", queries.ErrBusy, day.Format(time.DateOnly))
	}
	fmt.Fprintf(s.stderr, "the database is in use; these figures are as of %s\n", made.Format(time.DateOnly))
	g, err := w.setting(s, db, last)
	if err != nil {
		return err
	}
	return do(g)
}

func printTable(w io.Writer, m metrics.Metric, a metrics.Audience, figures []metrics.Figure) error {
	fmt.Fprintf(w, "%s, %s. For: %s\n\n", m.Title, m.Unit, a.Title)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "period\twindow\tby\tmember\tfigure\tinterval\tfrom")
	marks := map[metrics.Mark]bool{}
	notes := map[string]bool{}
	for _, f := range figures {
		text, interval := valueText(m, f), ""
		if low, high, ok := f.Interval(); ok {
			interval = fmt.Sprintf("%s to %s", number(low), number(high))
		}
		if f.Mark() != "" {
			marks[f.Mark()] = true
		}
		if n := f.IntervalNote(); n != "" {
			notes[n] = true
		}
		from := ""
		if f.InScope() > 0 {
			from = fmt.Sprintf("%d of %s", f.Workplaces(), plural(f.InScope(), "workplace"))
		}
		member := f.MembersText()
		if f.Level != "" {
			member += ": " + f.Level
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", f.PeriodText(), f.Window, f.DimensionText(), member, text, interval, from)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	fmt.Fprintln(w)
	for _, l := range metrics.Legend() {
		if marks[metrics.Mark(l.Text)] {
			fmt.Fprintf(w, "%s %s\n", l.Text, l.Meaning)
		}
	}
	for _, n := range slices.Sorted(maps.Keys(notes)) {
		fmt.Fprintln(w, n)
	}
	return nil
}

func valueText(m metrics.Metric, f metrics.Figure) string {
	v, ok := f.Value()
	switch {
	case !ok:
		return string(f.Mark())
	case f.Level == metrics.LevelAgreed:
		return f.LevelTitle()
	case m.Kind == metrics.KindRatio:
		return fmt.Sprintf("%.1f", v)
	}
	return number(v)
}

// number writes a number with one decimal where it has any.
func number(v float64) string { return strings.TrimSuffix(strconv.FormatFloat(v, 'f', 1, 64), ".0") }

var figureColumns = []string{
	"metric", "window", "period", "dimensions", "members", "level", "numerator", "denominator", "workplaces",
	"left_out", "state", "value", "low", "high", "unit",
}

// membersColumn is where figureColumns has what the reference data calls its
// areas, services and the like.
const membersColumn = 4

func figureRow(m metrics.Metric, f metrics.Figure) []string {
	numerator, _ := f.Numerator()
	denominator, _ := f.Denominator()
	row := []string{
		f.Metric, f.Window, f.PeriodText(), f.DimensionText(), f.MembersText(), f.Level, numerator, denominator,
		strconv.Itoa(f.Workplaces()), f.LeftOutText(), string(f.Mark()), "", "", "", m.Unit,
	}
	if v, ok := f.Value(); ok {
		row[11] = strconv.FormatFloat(v, 'g', -1, 64)
	}
	if low, high, ok := f.Interval(); ok {
		row[12], row[13] = strconv.FormatFloat(low, 'g', -1, 64), strconv.FormatFloat(high, 'g', -1, 64)
	}
	return row
}

func printCSV(w io.Writer, m metrics.Metric, figures []metrics.Figure) error {
	out := csv.NewWriter(w)
	if err := out.Write(figureColumns); err != nil {
		return err
	}
	for _, f := range figures {
		row := figureRow(m, f)
		row[membersColumn] = reports.Inert(row[membersColumn])
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func printJSON(w io.Writer, m metrics.Metric, figures []metrics.Figure) error {
	rows := make([]map[string]string, 0, len(figures))
	for _, f := range figures {
		row := map[string]string{}
		for i, cell := range figureRow(m, f) {
			row[figureColumns[i]] = cell
		}
		rows = append(rows, row)
	}
	out := json.NewEncoder(w)
	out.SetIndent("", "  ")
	return out.Encode(rows)
}
