package reports

import (
	"fmt"
	"slices"
	"strings"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
	"github.com/go-echarts/go-echarts/v2/types"
)

// room is what names of members may take at the left.
func (c *chart) room() int {
	if c.Narrow {
		return 124
	}
	return 234
}

func left(labels []string) int {
	left := 40
	for _, label := range labels {
		for _, line := range strings.Split(label, "\n") {
			left = max(left, textWidth(line)+16)
		}
	}
	return left
}

// wrap breaks names that are too long for the room at the left.
func wrap(labels []string, room int) []string {
	wrapped := slices.Clone(labels)
	for i, label := range wrapped {
		var lines []string
		for _, word := range strings.Fields(label) {
			if n := len(lines) - 1; n >= 0 && textWidth(lines[n]+" "+word) <= room {
				lines[n] += " " + word
			} else {
				lines = append(lines, word)
			}
		}
		wrapped[i] = strings.Join(lines, "\n")
	}
	return wrapped
}

// bars are drawn across, so that names are read as they are written.
func (c *chart) bars() *charts.RectChart {
	bar := charts.NewBar()
	names := slices.Clone(c.Labels)
	var data []datum
	var intervals []any
	for i, p := range c.Series[0].Points {
		d := datum{Value: p.Value, Label: words(p.Text, inkText, "right")}
		if p.Interval {
			d.Label = nil // the interval is drawn where it would stand
			names[i] += " " + p.Text
			d.ItemStyle = look{ItemStyle: opts.ItemStyle{Color: light, BorderColor: ink, BorderWidth: 1}}
			intervals = append(intervals, []any{
				map[string]any{"coord": []any{p.Low, i}}, map[string]any{"coord": []any{p.High, i}}})
		}
		if !p.Is {
			d.Value = 0 // its mark stands where the bar would
			d.Label.Color = inkSoft
		}
		if i == 0 && c.All {
			d.ItemStyle = look{ItemStyle: opts.ItemStyle{Color: inkSoft}}
		}
		data = append(data, d)
	}
	series := charts.SingleSeries{Name: c.Series[0].Name, Type: "bar", Data: data, BarWidth: "20", Color: ink}
	series.MarkLines = whiskers(intervals)
	bar.MultiSeries = append(bar.MultiSeries, series)
	names = wrap(names, c.room())
	bar.SetXAxis(names).XYReversal()
	bar.Validate()
	bar.SetGlobalOptions(
		charts.WithXAxisOpts(opts.XAxis{Type: "value", Min: 0, Max: c.top(), SplitNumber: 4, MinInterval: c.least(),
			AxisLabel: &opts.AxisLabel{Color: inkSoft, FontSize: 13, Formatter: types.FuncStr(c.unit())},
			AxisLine:  &opts.AxisLine{Show: opts.Bool(false)},
			SplitLine: &opts.SplitLine{Show: opts.Bool(true), LineStyle: &opts.LineStyle{Color: inkFaint}}}),
		charts.WithYAxisOpts(opts.YAxis{Type: "category", Data: names, Inverse: opts.Bool(true),
			AxisLabel: &opts.AxisLabel{Show: opts.Bool(true), Color: inkText, FontSize: 14, Interval: "0"},
			AxisLine:  &opts.AxisLine{LineStyle: &opts.LineStyle{Color: inkRule}}}),
		charts.WithGridOpts(opts.Grid{Left: fmt.Sprint(left(names)), Right: "64", Top: "22", Bottom: "30"}),
	)
	return &bar.RectChart
}

// dots are the votes of an ordinal: a row a theme, a column a level, circles
// as large as their number of votes. The level agreed has a frame, the target
// a broken one, and both are named.
func (c *chart) dots() *charts.RectChart {
	scatter := charts.NewScatter()
	var votes, agreed, target []datum
	most := 1.0
	for _, t := range c.Themes {
		for _, n := range t.counts {
			most = max(most, n)
		}
	}
	for y, t := range c.Themes {
		for x, n := range t.counts {
			if n > 0 {
				votes = append(votes, vote(x, y, n, most))
			}
		}
		switch {
		case t.agreed > 0 && t.agreed == t.target:
			agreed = append(agreed, frame(t.agreed-1, y, "agreed, target", "solid"))
		case t.agreed > 0:
			agreed = append(agreed, frame(t.agreed-1, y, "agreed", "solid"))
		}
		if t.target > 0 && t.agreed != t.target {
			target = append(target, frame(t.target-1, y, "target", "dashed"))
		}
	}
	for _, data := range [][]datum{target, agreed, votes} {
		if data != nil {
			scatter.MultiSeries = append(scatter.MultiSeries, charts.SingleSeries{Type: "scatter", Data: data})
		}
	}
	scatter.Validate()
	scatter.SetGlobalOptions(
		charts.WithXAxisOpts(opts.XAxis{Type: "category", Data: c.Levels, Position: "top",
			AxisLabel: &opts.AxisLabel{Color: inkText, FontSize: 14, Interval: "0"},
			AxisLine:  &opts.AxisLine{Show: opts.Bool(false)}, AxisTick: &opts.AxisTick{Show: opts.Bool(false)},
			SplitLine: &opts.SplitLine{Show: opts.Bool(false)}}),
		charts.WithYAxisOpts(opts.YAxis{Type: "category", Data: wrap(c.Labels, 170), Inverse: opts.Bool(true),
			AxisLabel: &opts.AxisLabel{Show: opts.Bool(true), Color: inkText, FontSize: 14, Interval: "0"},
			AxisLine:  &opts.AxisLine{Show: opts.Bool(false)},
			SplitLine: &opts.SplitLine{Show: opts.Bool(true), LineStyle: &opts.LineStyle{Color: inkFaint}}}),
		charts.WithGridOpts(opts.Grid{Left: "190", Right: "12", Top: "36", Bottom: "12"}),
	)
	return &scatter.RectChart
}

func vote(x, y int, n, most float64) datum {
	size := 18 + 20*n/most
	return datum{Value: []any{x, y}, Symbol: "circle", SymbolSize: size,
		ItemStyle: look{ItemStyle: opts.ItemStyle{Color: light, Opacity: opts.Float(1)}}, Label: words(number(n, 0), inkText, "inside")}
}

func frame(x, y int, name, line string) datum {
	label := words(name, inkText, "insideBottom")
	label.FontSize = 12
	return datum{Value: []any{x, y}, Symbol: "rect", SymbolSize: []int{84, 66}, Label: label,
		ItemStyle: look{opts.ItemStyle{Color: clear, BorderColor: ink, BorderWidth: 2, Opacity: opts.Float(1)}, line}}
}
