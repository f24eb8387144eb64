package reports

import (
	"fmt"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
	"github.com/go-echarts/go-echarts/v2/types"
)

// widest is the room that names of members may take at the left.
const widest = 250

func (c *chart) left() int {
	left := 60
	for _, label := range c.Labels {
		left = max(left, textWidth(label)+16)
	}
	return min(left, widest)
}

// bars are drawn across, so that names are read as they are written.
func (c *chart) bars() *charts.RectChart {
	bar := charts.NewBar()
	var data []datum
	var intervals []any
	for i, p := range c.Series[0].Points {
		d := datum{Value: p.Value, Label: words(p.Text, inkText, "right")}
		if p.Interval {
			d.Label.Position = "insideLeft"
			d.Label.Color = "#FFFFFF"
			intervals = append(intervals, []any{
				map[string]any{"coord": []any{p.Low, i}}, map[string]any{"coord": []any{p.High, i}}})
		}
		if !p.Is {
			d.Value = 0 // its mark stands where the bar would
			d.Label.Color = inkSoft
		}
		data = append(data, d)
	}
	series := charts.SingleSeries{Name: c.Series[0].Name, Type: "bar", Data: data, BarWidth: "20", Color: ink}
	series.MarkLines = whiskers(intervals)
	if c.All.Is {
		series.MarkLines = everyones(series.MarkLines, c.All)
	}
	bar.MultiSeries = append(bar.MultiSeries, series)
	bar.SetXAxis(c.Labels).XYReversal()
	bar.Validate()
	bar.SetGlobalOptions(
		charts.WithXAxisOpts(opts.XAxis{Type: "value", Min: 0, SplitNumber: 4,
			AxisLabel: &opts.AxisLabel{Color: inkSoft, FontSize: 13, Formatter: types.FuncStr(c.unit())},
			AxisLine:  &opts.AxisLine{Show: opts.Bool(false)},
			SplitLine: &opts.SplitLine{Show: opts.Bool(true), LineStyle: &opts.LineStyle{Color: inkFaint}}}),
		charts.WithYAxisOpts(opts.YAxis{Type: "category", Data: c.Labels, Inverse: opts.Bool(true),
			AxisLabel: &opts.AxisLabel{Show: opts.Bool(true), Color: inkText, FontSize: 14, Interval: "0",
				Width: c.left() - 14, Overflow: "break"},
			AxisLine: &opts.AxisLine{LineStyle: &opts.LineStyle{Color: inkRule}}}),
		charts.WithGridOpts(opts.Grid{Left: fmt.Sprint(c.left()), Right: "64", Top: "22", Bottom: "30"}),
	)
	return &bar.RectChart
}

// everyones is the line across the bars that says what all together have.
func everyones(lines *opts.MarkLines, all point) *opts.MarkLines {
	if lines == nil {
		lines = &opts.MarkLines{MarkLineStyle: opts.MarkLineStyle{Symbol: []string{"none", "none"}}}
	}
	lines.Data = append(lines.Data, map[string]any{
		"xAxis":     all.Value,
		"label":     words("All "+all.Text, inkText, "end"),
		"lineStyle": opts.LineStyle{Color: inkText, Type: "dashed", Width: 1.5},
	})
	return lines
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
		charts.WithYAxisOpts(opts.YAxis{Type: "category", Data: c.Labels, Inverse: opts.Bool(true),
			AxisLabel: &opts.AxisLabel{Show: opts.Bool(true), Color: inkText, FontSize: 14, Interval: "0", Width: 176, Overflow: "break"},
			AxisLine:  &opts.AxisLine{Show: opts.Bool(false)},
			SplitLine: &opts.SplitLine{Show: opts.Bool(true), LineStyle: &opts.LineStyle{Color: inkFaint}}}),
		charts.WithGridOpts(opts.Grid{Left: "190", Right: "12", Top: "36", Bottom: "12"}),
	)
	return &scatter.RectChart
}

func vote(x, y int, n, most float64) datum {
	size := 18 + 20*n/most
	return datum{Value: []any{x, y}, Symbol: "circle", SymbolSize: size,
		ItemStyle: &opts.ItemStyle{Color: "#6BACE6"}, Label: words(number(n, 0), inkText, "inside")}
}

func frame(x, y int, name, line string) datum {
	label := words(name, inkText, "insideBottom")
	label.FontSize = 12
	return datum{Value: []any{x, y}, Symbol: "rect", SymbolSize: []int{84, 66}, Label: label,
		ItemStyle: map[string]any{"color": "transparent", "borderColor": ink, "borderWidth": 2, "borderType": line}}
}
