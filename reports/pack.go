// Package reports prints figures as packs, and draws the workbooks that people
// fill.
//
// What a pack shows is the list in pages/*.yaml. Pack.Files lays it out once,
// as sections of charts and tables; the web page and the workbook are both
// printed from that layout, so the two cannot drift apart:
//
//	Pack --layOut--> document --> pack.html, pack.xlsx
//	Pack ----------------------> figures.csv
//
// A pack is handed figures, never the database: what its audience may not see
// is not there to be printed. The same pack gives the same bytes.
package reports

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"time"

	"academy/metrics"
	"academy/queries"
)

// A Pack is everything that one audience gets for one month. Whether it is a
// draft is not part of it: that is known beside a pack, never inside.
type Pack struct {
	Academy  string // its name, as printed
	Audience metrics.Audience
	Month    time.Time // first day of the month that the pack is about
	AsOf     time.Time // the day by whose end a file had to be received to count
	Program  string    // version of the program

	Metrics []metrics.Metric            // in name order
	Figures map[string][]metrics.Figure // by metric, as Cells.Figures gives them
	Pages   []Page                      // as LoadPages gives them; those for other audiences are passed over

	Sources    []queries.Source // of which the titles are printed
	Levels     []metrics.Level  // of an ordinal, in rank order
	Targets    []Target
	Benchmarks []Benchmark

	Commentary string   // plain paragraphs, by a person; "" if nobody wrote any
	Overrides  []string // the workspace's statements that stand in the place of ours; its pages say so themselves
	Inputs     []Input  // every file in force
	Waived     []Waived // what a waiver let through of them
}

// A Target is the level to be reached in a theme by a day.
type Target struct {
	Theme string
	Level string // a level's key
	By    time.Time
}

// A Benchmark is a figure somebody else published. It is quoted, never used.
type Benchmark struct {
	Measure    string // a metric's name, or any other measure in words
	Area       string
	Value      string // as published
	Unit, Year string
	Population string
	Source     string
	Note       string
}

// An Input is a file that the figures were made from.
type Input struct {
	Kind     string // title of its source, e.g. "Monthly return"
	Name     string
	SHA256   string // of its bytes, in hex
	Received time.Time
	Rows     int // rows that loaded
}

// Waived is an oddity of the files that the figures count as it was sent, since the
// academy knows of it. Says ends with who let it through, until when and why, so that
// it is for the lead alone.
type Waived struct {
	Kind  string // title of its source
	Says  string
	Times int
}

// A File is one file of a pack.
type File struct {
	Name string
	Data []byte
}

// Files returns pack.html, pack.xlsx and figures.csv, in this order.
func (p Pack) Files() ([]File, error) {
	doc, err := layOut(p)
	if err != nil {
		return nil, err
	}
	if err := doc.draw(); err != nil {
		return nil, err
	}
	var html, xlsx, csv bytes.Buffer
	if err := writeHTML(&html, doc); err != nil {
		return nil, fmt.Errorf("pack.html: %w", err)
	}
	if err := writeWorkbook(&xlsx, doc); err != nil {
		return nil, fmt.Errorf("pack.xlsx: %w", err)
	}
	if err := WriteFigures(&csv, p); err != nil {
		return nil, fmt.Errorf("figures.csv: %w", err)
	}
	return []File{{"pack.html", html.Bytes()}, {"pack.xlsx", xlsx.Bytes()}, {"figures.csv", csv.Bytes()}}, nil
}

// kindOf returns the kind of an audience: "funder" for funder-msif.
func kindOf(a metrics.Audience) string {
	kind, _, _ := strings.Cut(a.ID, "-")
	return kind
}

// changed are the paths of all that a workspace put in the place of ours or
// beside it: Overrides, and then its pages, whoever they are for.
func (p Pack) changed() []string {
	paths := slices.Clone(p.Overrides)
	for _, page := range p.Pages {
		if path := ownPages + page.Name + ".yaml"; page.Overridden && !slices.Contains(paths, path) {
			paths = append(paths, path)
		}
	}
	slices.Sort(paths[len(p.Overrides):])
	return paths
}

// metric returns the metric of a name. Pages are checked when they are read,
// so it is there.
func (p Pack) metric(name string) (metrics.Metric, bool) {
	for _, m := range p.Metrics {
		if m.Name == name {
			return m, true
		}
	}
	return metrics.Metric{}, false
}
