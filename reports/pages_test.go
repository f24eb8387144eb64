package reports

import (
	"strings"
	"testing"
	"testing/fstest"

	"academy/metrics"
)

const pageHead = "title: T\nlead: L\norder: 1\nfor: [lead]\nblocks:\n"

func TestPagesAreChecked(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"a page that is right", pageHead + "  - {show: line, metric: cold_kilns}\n", ""},
		{"an unknown key", "titel: T\n", `pages/p.yaml:1: unknown field "titel"`},
		{"an unknown key of a block", pageHead + "  - {show: line, metric: cold_kilns, colour: red}\n", `pages/p.yaml:6: unknown field "colour"`},
		{"no lead", "title: T\norder: 1\nfor: [lead]\nblocks:\n  - {show: line, metric: cold_kilns}\n", "pages/p.yaml:1: the page has no lead; a page has title, lead, order, for, blocks"},
		{"an unknown audience", strings.Replace(pageHead, "[lead]", "[public]", 1) + "  - {show: line, metric: cold_kilns}\n",
			`pages/p.yaml:4: no audience "public"; there are lead, steering, funder, provider`},
		{"an unknown metric", pageHead + "  - {show: line, metric: cold_kilns}\n  - {show: line, metric: hot_kilns}\n",
			`pages/p.yaml:7: no metric "hot_kilns"; there are apprentices, cold_kilns, craft`},
		{"an unknown metric of a headline", pageHead + "  - show: headlines\n    of:\n      - {metric: cold_kilns}\n      - {metric: hot_kilns}\n",
			`pages/p.yaml:9: no metric "hot_kilns"; there are apprentices, cold_kilns, craft`},
		{"an unknown breakdown", pageHead + "  - show: bar\n    metric: cold_kilns\n    by: colour\n",
			`pages/p.yaml:8: cold_kilns is not broken down by "colour"; there are everyone, area, clay, area x clay`},
		{"an unknown window", pageHead + "  - {show: line, metric: cold_kilns, window: month}\n", `pages/p.yaml:6: cold_kilns has no window "month"; there are snapshot`},
		{"an unknown way to show", pageHead + "  - {show: pie, metric: cold_kilns}\n", `pages/p.yaml:6: no way to show "pie"; there are headlines, line, bar, table, grid, levels`},
		{"a line of an ordinal", pageHead + "  - {show: line, metric: craft}\n", "pages/p.yaml:6: craft is ordinal; it can only be shown as levels"},
		{"levels of a rate", pageHead + "  - {show: levels, metric: cold_kilns}\n", "pages/p.yaml:6: cold_kilns has no levels to show"},
		{"a bar of everyone", pageHead + "  - {show: bar, metric: cold_kilns}\n", `pages/p.yaml:6: a bar needs "by"`},
		{"a grid of one dimension", pageHead + "  - {show: grid, metric: cold_kilns, by: area}\n", `pages/p.yaml:6: a grid needs "by" with two dimensions`},
		{"a headline without a list", pageHead + "  - {show: headlines, metric: cold_kilns}\n", `pages/p.yaml:6: headlines have a list "of" of metrics`},
		{"months of a bar", pageHead + "  - {show: bar, metric: cold_kilns, by: area, months: 3}\n", "pages/p.yaml:6: months are for a line, and count from 1"},
		{"text that is no YAML", "title: [T\n", "pages/p.yaml:1: "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			pages := map[string]Page{}
			err := readPages(pages, tinyMetrics, "pages/", fstest.MapFS{"p.yaml": {Data: []byte(tt.text)}})
			if got := errorText(err); got != tt.want && (!strings.HasSuffix(tt.want, " ") || !strings.HasPrefix(got, tt.want)) {
				t.Errorf("it says\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

func TestBuiltInPagesFitTheMetrics(t *testing.T) {
	pages, err := LoadPages(realMetrics(t))
	if err != nil {
		t.Fatal(err)
	}
	if len(pages) == 0 {
		t.Error("there are no pages")
	}
}

func TestAWorkspacesPageReplacesOurs(t *testing.T) {
	ms := realMetrics(t)
	ours, err := LoadPages(ms)
	if err != nil {
		t.Fatal(err)
	}
	name := ours[0].Name
	text := "title: Another\nlead: L\norder: 99\nfor: [lead]\nblocks:\n  - {show: " + map[bool]string{true: "levels", false: "line"}[ms[0].Kind == "ordinal"] +
		", metric: " + ms[0].Name + "}\n"
	pages, err := LoadPages(ms, fstest.MapFS{name + ".yaml": {Data: []byte(text)}})
	if err != nil {
		t.Fatal(err)
	}
	if len(pages) != len(ours) || pages[len(pages)-1].Title != "Another" || pages[len(pages)-1].Name != name {
		t.Errorf("pages are %d, the last %q; want %d, the last Another", len(pages), pages[len(pages)-1].Title, len(ours))
	}
	for _, page := range pages {
		if page.Overridden != (page.Name == name) {
			t.Errorf("%s is the workspace's: %t", page.Name, page.Overridden)
		}
	}
}

func TestAMetricOnNoPageAppearsAllTheSame(t *testing.T) {
	for _, id := range []string{"lead", "steering"} {
		pages := pagesFor(tinyPack(t, id))
		last := pages[len(pages)-1]
		if last.Title != "All measures" || len(last.Blocks) != 1 || last.Blocks[0].Of[0].Metric != "craft" {
			t.Errorf("%s: the last page is %q with %+v, want craft under All measures", id, last.Title, last.Blocks)
		}
	}
}

// The pages that ship, over a region: every chart is drawn, and each audience
// gets the same measures.
func TestBuiltInPagesOfARegion(t *testing.T) {
	for _, a := range []metrics.Audience{{ID: "lead", Title: "Strategic lead"}, {ID: "steering", Title: "Steering group"}} {
		p := regionPack(t, invented(45, 15), a)
		d, err := layOut(p)
		if err != nil {
			t.Fatal(err)
		}
		if err := d.draw(); err != nil {
			t.Fatal(err)
		}
		if len(d.Sections) != len(p.Pages) {
			t.Errorf("%s: %d pages, want %d: every metric is on one", a.ID, len(d.Sections), len(p.Pages))
		}
		for _, s := range d.Sections {
			for _, b := range s.Blocks {
				if b.Chart != nil && !strings.HasPrefix(b.SVG, "<svg") {
					t.Errorf("%s: %s has no picture", a.ID, b.ID)
				}
				if b.Table == nil || len(b.Table.Rows) == 0 {
					t.Errorf("%s: %s has no table", a.ID, b.ID)
				}
			}
		}
		if len(d.Sentences) == 0 {
			t.Errorf("%s: the headlines say nothing", a.ID)
		}
	}
}

func BenchmarkPack(b *testing.B) {
	p := regionPack(b, invented(45, 15), metrics.Audience{ID: "steering", Title: "Steering group"})
	for b.Loop() {
		if _, err := p.Files(); err != nil {
			b.Fatal(err)
		}
	}
}
