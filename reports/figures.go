package reports

import (
	"encoding/csv"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"academy/metrics"
)

// figureColumns are the headings of figures.csv. The first eleven are fixed:
// anyone can join them with figures counted elsewhere.
var figureColumns = []string{
	"metric", "window", "period", "dimensions", "members", "level",
	"numerator", "denominator", "workplaces", "left_out", "state",
	"value", "low", "high", "interval_note", "unit", "in_scope", "sources", "notes",
}

// WriteFigures writes figures.csv: every figure that the audience may see, and the mark of
// every one that it may not, as they come.
func WriteFigures(w io.Writer, p Pack) error {
	out := csv.NewWriter(w)
	if err := out.Write(figureColumns); err != nil {
		return err
	}
	for _, m := range p.Metrics {
		for _, f := range p.Figures[m.Name] {
			if err := out.Write(figureRow(m, f)); err != nil {
				return err
			}
		}
	}
	out.Flush()
	return out.Error()
}

func figureRow(m metrics.Metric, f metrics.Figure) []string {
	numerator, _ := f.Numerator()
	denominator, _ := f.Denominator()
	row := []string{
		f.Metric, f.Window, f.PeriodText(), f.DimensionText(), Inert(f.MembersText()), f.Level,
		numerator, denominator, known(f, f.Workplaces()), f.LeftOutText(), string(f.Mark()),
	}
	v, ok := f.Value()
	row = append(row, decimal(v, ok))
	low, high, ok := f.Interval()
	row = append(row, decimal(low, ok), decimal(high, ok), f.IntervalNote(), m.Unit, known(f, f.InScope()))
	var sources []string
	for _, s := range f.Sources() {
		if s.Workplaces > 0 {
			sources = append(sources, s.Source+"="+strconv.Itoa(s.Workplaces))
		} else {
			sources = append(sources, s.Source)
		}
	}
	var notes []string
	for _, n := range f.Notes() {
		notes = append(notes, string(n))
	}
	slices.Sort(notes)
	return append(row, strings.Join(sources, "; "), strings.Join(notes, ""))
}

// Inert keeps a spreadsheet from taking text for a formula.
func Inert(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

// known is a count of workplaces, blank where the audience may not have it.
func known(f metrics.Figure, n int) string {
	if f.Mark() == metrics.Confidential {
		return ""
	}
	return strconv.Itoa(n)
}

// decimal prints up to six decimals.
func decimal(v float64, ok bool) string {
	if !ok {
		return ""
	}
	return strconv.FormatFloat(math.Round(v*1e6)/1e6, 'f', -1, 64)
}
