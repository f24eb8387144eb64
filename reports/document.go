package reports

import "academy/metrics"

// A document is a pack laid out: every sentence, table and chart in the order
// in which it is read. Page and workbook are printed from it and add nothing.
type document struct {
	Pack       Pack
	Title      string
	Facts      []term   // under the title
	Sentences  []term   // what the headlines say, by measure
	Commentary []string // paragraphs by a person
	Sections   []section
	About      []section // how to read the pack
	Marks      []term    // those used, in the order of the legend
	used       map[string]bool
	views      map[string]map[View][]metrics.Figure // by metric
}

type term struct{ Name, Text string }

// A section is a page of the pack.
type section struct {
	ID, Title, Lead string
	Blocks          []block
	Intervals       []string // why figures of the page have no interval, each reason once
}

// A block is a chart and its table, or either.
type block struct {
	ID        string
	Title     string
	About     string // whom the figures are about, and their unit
	Sentences []string
	Chart     *chart
	SVG       string // the chart, once drawn
	Narrow    string // the same for the screen of a phone; "" if there is only one
	Table     *table
	Notes     []string
	Intervals []string // why figures have no interval
	Fold      bool     // the table is long, so the page closes it
	Terms     bool     // the table reads better as a list of terms: one for each row
}

// A table has a heading for each column and a cell for each column in a row.
type table struct {
	Name    string // short, for the tab of its sheet
	Caption string // as a title: what, about whom, when
	Columns []column
	Rows    [][]cell
	Said    bool // the caption repeats the title of the block, so a page hides it from the eye
}

// numbers reports whether any cell holds a number.
func (t *table) numbers() bool {
	for _, row := range t.Rows {
		for _, c := range row {
			if c.Is {
				return true
			}
		}
	}
	return false
}

type column struct {
	Title  string
	Number bool    // holds numbers, and marks where there is none
	Width  float64 // in the workbook, in characters
}

// A cell is text, or a number as it is printed with the text that prints it,
// or a mark. It has no other number: what is not printed is not there.
type cell struct {
	Text   string
	Number float64
	Is     bool   // there is a number
	Format string // of the number, as Excel writes it
}

// text makes a cell of words.
func text(s string) cell { return cell{Text: s} }

// use remembers that a sign is on the page, for the legend.
func (d *document) use(sign string) string {
	if sign != "" {
		d.used[sign] = true
	}
	return sign
}

// legend lists the signs that were used and what they mean.
func (d *document) legend() {
	for _, s := range metrics.Legend() {
		if d.used[s.Text] {
			d.Marks = append(d.Marks, term{s.Text, s.Meaning})
		}
	}
}

// figures are those of one view, in the order in which they were computed.
func (d *document) figures(v View) []metrics.Figure {
	if _, ok := d.views[v.Metric]; !ok {
		views := map[View][]metrics.Figure{}
		for _, f := range d.Pack.Figures[v.Metric] {
			of := View{f.Metric, f.Window, f.DimensionText()}
			views[of] = append(views[of], f)
		}
		d.views[v.Metric] = views
	}
	return d.views[v.Metric][v]
}
