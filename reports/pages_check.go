package reports

import (
	"fmt"
	"slices"
	"strings"

	"academy/metrics"
)

// parseBlock checks a block against the metrics. Its errors begin with a line.
func parseBlock(y blockYAML, ms []metrics.Metric) (Block, error) {
	b := Block{Show: y.Show.text, Months: y.Months}
	line := max(y.Show.line, y.Metric.line, 1)
	if !slices.Contains(shows, b.Show) {
		return Block{}, fmt.Errorf("%d: no way to show %q; there are %s", line, b.Show, strings.Join(shows, ", "))
	}
	views := y.Of
	switch {
	case b.Show == showHeadlines && (len(views) == 0 || y.Metric.text != ""):
		return Block{}, fmt.Errorf("%d: headlines have a list \"of\" of metrics", line)
	case b.Show != showHeadlines && (len(views) > 0 || y.Metric.text == ""):
		return Block{}, fmt.Errorf("%d: a %s has one metric", line, b.Show)
	case b.Show != showHeadlines:
		views = []viewYAML{{y.Metric, y.Window, y.By}}
	}
	if b.Months < 0 || b.Months > 0 && b.Show != showLine {
		return Block{}, fmt.Errorf("%d: months are for a line, and count from 1", line)
	}
	for _, v := range views {
		view, err := parseView(v, b.Show, ms)
		if err != nil {
			return Block{}, err
		}
		b.Of = append(b.Of, view)
	}
	return b, nil
}

func parseView(y viewYAML, show string, ms []metrics.Metric) (View, error) {
	i := slices.IndexFunc(ms, func(m metrics.Metric) bool { return m.Name == y.Metric.text })
	if i < 0 {
		var names []string
		for _, m := range ms {
			names = append(names, m.Name)
		}
		return View{}, fmt.Errorf("%d: no metric %q; there are %s", y.Metric.line, y.Metric.text, strings.Join(names, ", "))
	}
	m := ms[i]
	v := View{Metric: m.Name, Window: y.Window.text, By: y.By.text}
	if v.Window == "" {
		v.Window = m.Windows[0]
	}
	if !slices.Contains(m.Windows, v.Window) {
		return View{}, fmt.Errorf("%d: %s has no window %q; there are %s", y.Window.line, m.Name, v.Window, strings.Join(m.Windows, ", "))
	}
	if v.By == "" {
		v.By = breakdowns(m)[0]
	}
	if !slices.Contains(breakdowns(m), v.By) {
		return View{}, fmt.Errorf("%d: %s is not broken down by %q; there are %s",
			y.By.line, m.Name, v.By, strings.Join(breakdowns(m), ", "))
	}
	return v, fits(y, show, m, v)
}

// fits says why a metric cannot be shown in a way, with the line.
func fits(y viewYAML, show string, m metrics.Metric, v View) error {
	ordinal := m.Kind == metrics.KindOrdinal
	switch {
	case ordinal && show != showLevels:
		return fmt.Errorf("%d: %s is ordinal; it can only be shown as levels", y.Metric.line, m.Name)
	case !ordinal && show == showLevels:
		return fmt.Errorf("%d: %s has no levels to show", y.Metric.line, m.Name)
	case show == showHeadlines && v.By != everyone:
		return fmt.Errorf("%d: a headline is about everyone", max(y.By.line, y.Metric.line))
	case (show == showBar || show == showTable) && v.By == everyone:
		return fmt.Errorf("%d: a %s needs \"by\"", y.Metric.line, show)
	case show == showGrid && len(dimensions(v.By)) != 2:
		return fmt.Errorf("%d: a grid needs \"by\" with two dimensions", y.Metric.line)
	case show == showLine && len(dimensions(v.By)) > 1:
		return fmt.Errorf("%d: a line has one dimension", y.Metric.line)
	}
	return nil
}

const crossing = " x "

// dimensions splits a breakdown as it is printed.
func dimensions(by string) []string { return strings.Split(by, crossing) }

// breakdowns are those of a metric as they are printed, everyone first. An
// ordinal has no everyone: levels of different themes are not one scale.
func breakdowns(m metrics.Metric) []string {
	var all []string
	if m.Kind != metrics.KindOrdinal {
		all = append(all, everyone)
	}
	for _, b := range m.Breakdowns {
		if by := strings.Join(b, crossing); by != everyone {
			all = append(all, by)
		}
	}
	return all
}

// pagesFor returns the pages for an audience, and one more for the metrics
// that are on no page at all.
func pagesFor(p Pack) []Page {
	var pages []Page
	shown := map[string]bool{}
	for _, page := range p.Pages {
		if slices.Contains(page.For, kindOf(p.Audience)) {
			pages = append(pages, page)
		}
		for _, b := range page.Blocks {
			for _, v := range b.Of {
				shown[v.Metric] = true
			}
		}
	}
	rest := Page{Name: "all-measures", Title: "All measures", Lead: "Measures that have no page of their own."}
	for _, m := range p.Metrics {
		if shown[m.Name] {
			continue
		}
		show := showLine
		if m.Kind == metrics.KindOrdinal {
			show = showLevels
		}
		rest.Blocks = append(rest.Blocks, Block{Show: show, Of: []View{{m.Name, m.Windows[0], breakdowns(m)[0]}}})
	}
	if len(rest.Blocks) > 0 {
		pages = append(pages, rest)
	}
	return pages
}
