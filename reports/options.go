package reports

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
	"github.com/go-echarts/go-echarts/v2/types"
)

// The colours of the Analysis Function, in the order in which they are used.
// Source: afcolours; each has 3:1 against white.
var (
	categorical = []string{"#12436D", "#28A197", "#801650", "#F46A25"}
	duo         = []string{"#12436D", "#F46A25"}
)

const (
	ink      = "#12436D" // the first of the palette
	light    = "#6BACE6" // the last of its sequence, always with a dark edge or dark words
	clear    = "transparent"
	inkText  = "#0B0C0C"
	inkSoft  = "#505A5F"
	inkRule  = "#B1B4B6"
	inkFaint = "#E3E6E8"
	typeface = "Arial, Helvetica, sans-serif"
)

// width is in CSS pixels. A page shows a chart at this width or less, and the
// narrow one where there is no room for the other.
func (c *chart) width() int {
	if c.Narrow {
		return 360
	}
	return 680
}

// narrow is the chart as a phone shows it; nil where it would not fit.
func (c *chart) narrow() *chart {
	if c.Kind == showLevels || c.Kind == showLine && len(c.Series) > 1 {
		return nil
	}
	narrow := *c
	narrow.Narrow = true
	return &narrow
}

func (c *chart) height() int {
	switch c.Kind {
	case showBar:
		return 56 + 34*len(c.Labels)
	case showLevels:
		return 64 + 74*len(c.Themes)
	}
	if c.Narrow {
		return 240
	}
	return 290
}

// options are the chart as go-echarts describes it to ECharts.
func (c *chart) options() map[string]any {
	var base *charts.RectChart
	switch c.Kind {
	case showBar:
		base = c.bars()
	case showLevels:
		base = c.dots()
	default:
		base = c.lines()
	}
	base.SetGlobalOptions(
		charts.WithAnimation(false),
		charts.WithTitleOpts(opts.Title{Show: opts.Bool(false)}),
		charts.WithLegendOpts(opts.Legend{Show: opts.Bool(false)}),
		charts.WithTooltipOpts(opts.Tooltip{Show: opts.Bool(false)}),
	)
	all := base.JSON()
	all["textStyle"] = opts.TextStyle{FontFamily: typeface, FontSize: 14, Color: inkText}
	return all
}

// A datum is one point of a series as ECharts takes it.
type datum struct {
	Value      any    `json:"value"`
	Symbol     string `json:"symbol,omitempty"`
	SymbolSize any    `json:"symbolSize,omitempty"`
	ItemStyle  any    `json:"itemStyle,omitempty"`
	Label      *note  `json:"label,omitempty"`
}

// A look is how a point is drawn.
type look struct {
	opts.ItemStyle
	BorderType string `json:"borderType,omitempty"` // "solid" or "dashed"
}

// A note is the text beside a point. Its offset is in pixels.
type note struct {
	*opts.Label
	Offset []float64 `json:"offset,omitempty"`
}

// gap is how ECharts writes that there is nothing to draw.
const gap = "-"

func words(s, colour, position string) *note {
	// A template of ECharts would look for names in braces.
	s = strings.NewReplacer("{", "(", "}", ")").Replace(s)
	return &note{Label: &opts.Label{Show: opts.Bool(true), Formatter: s, Color: colour, Position: position,
		FontSize: 14, FontFamily: typeface}}
}

func (c *chart) lines() *charts.RectChart {
	line := charts.NewLine()
	right, shift := 64, c.apart()
	if len(c.Series) == 1 {
		right = max(right, 24+textWidth(c.Series[0].end()))
	}
	for i, s := range c.Series {
		colour := c.colour(i)
		series := charts.SingleSeries{Name: s.Name, Type: "line", Data: s.data(len(c.Series) > 1, shift[i]),
			Symbol: "circle", SymbolSize: 5, ShowSymbol: opts.Bool(true), Color: colour, ConnectNulls: opts.Bool(false)}
		series.ConfigureSeriesOpts(
			charts.WithLineStyleOpts(opts.LineStyle{Width: 2.5, Color: colour, Type: dash(i)}),
			charts.WithItemStyleOpts(opts.ItemStyle{Color: colour}))
		if len(c.Series) > 1 {
			right = max(right, 24+textWidth(s.Name+" "+s.end()))
		}
		series.MarkLines = s.whiskers()
		line.MultiSeries = append(line.MultiSeries, series)
	}
	line.SetXAxis(c.Labels)
	line.Validate()
	line.SetGlobalOptions(
		charts.WithXAxisOpts(opts.XAxis{Type: "category", Data: c.Labels,
			AxisLabel: &opts.AxisLabel{Color: inkSoft, FontSize: 13, Interval: "auto", ShowMinLabel: opts.Bool(true), HideOverlap: opts.Bool(true)},
			AxisLine:  &opts.AxisLine{LineStyle: &opts.LineStyle{Color: inkRule}},
			AxisTick:  &opts.AxisTick{Show: opts.Bool(false)}}),
		charts.WithYAxisOpts(opts.YAxis{Type: "value", Min: 0, Max: c.top(), SplitNumber: 4, MinInterval: c.least(),
			AxisLabel: &opts.AxisLabel{Show: opts.Bool(true), Color: inkSoft, FontSize: 13, Formatter: types.FuncStr(c.unit())},
			SplitLine: &opts.SplitLine{Show: opts.Bool(true), LineStyle: &opts.LineStyle{Color: inkFaint}}}),
		charts.WithGridOpts(opts.Grid{Left: "52", Right: fmt.Sprint(right), Top: fmt.Sprint(lineTop), Bottom: fmt.Sprint(lineBottom)}),
	)
	return &line.RectChart
}

// data are the points of a line. The last that has a number is labelled, with
// its name where there are several lines.
func (s series) data(named bool, shift float64) []datum {
	last := s.last()
	var data []datum
	for i, p := range s.Points {
		d := datum{Value: gap}
		if p.Is {
			d.Value = p.Value
		}
		if i == last {
			name := s.end()
			if named {
				name = s.Name + " " + name
			}
			d.Symbol, d.SymbolSize = "circle", 8
			d.Label = words(name, inkText, "right")
			d.Label.FontWeight = "bold"
			if shift != 0 {
				d.Label.Offset = []float64{0, shift}
			}
		}
		data = append(data, d)
	}
	return data
}

// whiskers are the intervals of the points.
func (s series) whiskers() *opts.MarkLines {
	var data []any
	for i, p := range s.Points {
		if p.Interval {
			data = append(data, []any{
				map[string]any{"coord": []any{i, p.Low}}, map[string]any{"coord": []any{i, p.High}}})
		}
	}
	return whiskers(data)
}

func whiskers(data []any) *opts.MarkLines {
	if data == nil {
		return nil
	}
	return &opts.MarkLines{Data: data, MarkLineStyle: opts.MarkLineStyle{
		Symbol: []string{"none", "none"}, Label: &opts.Label{Show: opts.Bool(false)},
		LineStyle: &opts.LineStyle{Color: inkSoft, Width: 1.5, Type: "solid"}}}
}

// The room above and below the lines, in pixels.
const lineTop, lineBottom = 20, 34

// apart is how far the labels at the ends of lines have to be moved so that
// they do not lie on each other, in pixels.
func (c *chart) apart() []float64 {
	const gap = 18.0
	shift := make([]float64, len(c.Series))
	at := make([]float64, len(c.Series))
	order := make([]int, len(c.Series))
	for i, s := range c.Series {
		order[i] = i
		if last := s.last(); last >= 0 {
			at[i] = (1 - s.Points[last].Value/c.top()) * float64(c.height()-lineTop-lineBottom)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(at[a], at[b]) })
	for n := 1; n < len(order); n++ {
		above, i := order[n-1], order[n]
		shift[i] = max(0, math.Round(at[above]+shift[above]+gap-at[i]))
	}
	return shift
}

// top is where the axis of the values ends: a round number that no value and
// no interval goes beyond.
func (c *chart) top() float64 {
	high := 0.0
	for _, s := range c.Series {
		for _, p := range s.Points {
			high = max(high, p.High, p.Value)
		}
	}
	if high == 0 {
		return 1
	}
	top := high
	for range 3 { // the last line may ask for another step
		step := max(tick(top/4), c.least())
		top = math.Ceil(high/step-1e-9) * step
	}
	return top
}

// least is the smallest step of an axis: there is no half of one of a count.
func (c *chart) least() float64 {
	if c.Rate {
		return 0
	}
	return 1
}

// tick is the step of an axis that ECharts takes for about that distance of
// lines, so that the top of ours lies on one.
func tick(about float64) float64 {
	ten := math.Pow10(int(math.Floor(math.Log10(about))))
	switch times := about / ten; {
	case times < 1.5:
		return ten
	case times < 2.5:
		return 2 * ten
	case times < 4:
		return 3 * ten
	case times < 7:
		return 5 * ten
	}
	return 10 * ten
}

func (c *chart) colour(i int) string {
	if len(c.Series) <= len(duo) {
		return duo[i]
	}
	return categorical[i%len(categorical)]
}

// dash tells lines apart without colour; they are named at their end as well.
func dash(i int) string { return []string{"solid", "dashed", "dotted", "solid"}[i%4] }

func (c *chart) unit() string {
	if c.Rate {
		return "{value}%"
	}
	return "{value}"
}

// textWidth is about how many pixels a text of the charts takes.
func textWidth(s string) int { return int(math.Ceil(float64(len([]rune(s))) * 7.4)) }
