package reports

import (
	"fmt"
	"time"

	"academy/metrics"
)

// A chart is what is drawn above a table, before anything is drawn. It holds
// only numbers that the table under it prints.
type chart struct {
	Kind   string // showLine, showBar or showLevels
	Title  string
	Desc   string // what a person sees in it, for those who cannot
	Rate   bool
	Labels []string // months or members, in order
	Series []series
	All    bool // of bars of a rate: the first is everyone's
	Levels []string
	Themes []theme
	Narrow bool // drawn for the screen of a phone
}

type series struct {
	Name   string
	Months []time.Time
	Points []point
}

// A point is a number as it is printed. Is reports false for a gap.
type point struct {
	Value     float64
	Is        bool
	Text      string
	Low, High float64
	Interval  bool
}

func pointOf(m metrics.Metric, f metrics.Figure) point {
	v, ok := f.Value()
	if !ok {
		return point{Text: string(f.Mark())}
	}
	c := withUnit(m, value(m, v))
	p := point{Value: c.Number, Is: true, Text: c.Text}
	if low, high, ok := f.Interval(); ok {
		p.Low, p.High, p.Interval = printed(m, low), printed(m, high), true
	}
	return p
}

func everyonesSeries(m metrics.Metric, figures []metrics.Figure) series {
	s := series{Name: brief(m)}
	for _, f := range figures {
		s.Months = append(s.Months, f.Period)
		s.Points = append(s.Points, pointOf(m, f))
	}
	return s
}

// lineChart draws months; nil if there is no number to draw.
func lineChart(title string, m metrics.Metric, all ...series) *chart {
	c := &chart{Kind: showLine, Title: title, Rate: rate(m), Series: all}
	if len(all) == 0 || len(all[0].Months) == 0 {
		return nil
	}
	for _, p := range all[0].Months {
		c.Labels = append(c.Labels, short(p))
	}
	any := false
	for _, s := range all {
		if says := s.describe(); says != "" {
			any = true
			c.Desc += s.Name + ": " + says + " "
		}
	}
	if !any {
		return nil
	}
	c.Desc = "A line chart. " + c.Desc + "The table below has every number."
	return c
}

// last is the place of the last point that has a number; -1 if none has.
func (s series) last() int {
	last := -1
	for i, p := range s.Points {
		if p.Is {
			last = i
		}
	}
	return last
}

// end is the text at the end of a line: its last number, with the month where
// that is not the last month.
func (s series) end() string {
	last := s.last()
	switch {
	case last < 0:
		return ""
	case last < len(s.Points)-1:
		return s.Points[last].Text + " in " + short(s.Months[last])
	}
	return s.Points[last].Text
}

// describe says where a line is lowest, highest and last.
func (s series) describe() string {
	lowest, highest, last := -1, -1, s.last()
	for i, p := range s.Points {
		if !p.Is {
			continue
		}
		if lowest < 0 || p.Value < s.Points[lowest].Value {
			lowest = i
		}
		if highest < 0 || p.Value > s.Points[highest].Value {
			highest = i
		}
	}
	if last < 0 {
		return ""
	}
	at := func(i int) string { return s.Points[i].Text + " in " + month(s.Months[i]) }
	return fmt.Sprintf("lowest %s, highest %s, latest %s.", at(lowest), at(highest), at(last))
}

// barChart draws members; nil if there is no number to draw.
func barChart(title string, m metrics.Metric, figures, everyones []metrics.Figure) *chart {
	c := &chart{Kind: showBar, Title: title, Rate: rate(m)}
	s := series{Name: brief(m)}
	if c.Rate && len(everyones) == 1 {
		if p := pointOf(m, everyones[0]); p.Is {
			c.All, c.Labels, s.Points = true, []string{"All"}, []point{p}
		}
	}
	drawn := 0
	for _, f := range figures {
		p := pointOf(m, f)
		if p.Is {
			drawn++
		}
		c.Labels = append(c.Labels, f.MembersText())
		s.Points = append(s.Points, p)
	}
	if drawn == 0 {
		return nil
	}
	c.Series = []series{s}
	c.Desc = "A bar chart:"
	for i, label := range c.Labels {
		c.Desc += " " + label + " " + s.Points[i].Text + ";"
	}
	c.Desc = c.Desc[:len(c.Desc)-1] + "."
	return c
}

// levelsChart draws themes against levels; nil if nobody voted.
func levelsChart(title string, levels []metrics.Level, themes []theme) *chart {
	c := &chart{Kind: showLevels, Title: title, Themes: themes}
	for _, l := range levels {
		c.Levels = append(c.Levels, l.Title)
	}
	c.Desc = "A chart with a row for each theme and a column for each level. The size of a circle is the number of votes."
	name := func(rank int) string {
		if rank < 1 || rank > len(c.Levels) {
			return "none"
		}
		return c.Levels[rank-1]
	}
	for _, t := range themes {
		c.Labels = append(c.Labels, t.name)
		c.Desc += " " + t.name + ": agreed " + name(t.agreed) + ", target " + name(t.target) + "."
	}
	if len(themes) == 0 || len(levels) == 0 {
		return nil
	}
	return c
}
