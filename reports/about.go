package reports

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"academy/metrics"
	"academy/queries"
)

// about lays out what a reader needs to judge the figures: how much is behind
// them, what they mean, what others published and where they come from.
func (d *document) about() {
	d.add("coverage", "Coverage", "How many of the workplaces in scope are behind each figure.", d.coverage())
	d.add("definitions", "Definitions", "What each measure counts, and who is in it.", d.definitions())
	d.add("published", "Published figures to compare", "Figures that others published. They are quoted with their year and enter no figure of this pack.", d.benchmarks())
	d.add("sources", "Sources", "What the figures were made from.", d.inputs())
	d.add("waived", "Waived", "What our checks found odd in these files and a person let through. The figures count it as it was sent.", d.waived())
}

// waived has a row for each oddity that a waiver let through, for the lead: its words
// may tell who sent it.
func (d *document) waived() block {
	t := &table{Columns: []column{{Title: "Kind", Width: 28}, {Title: "What is odd, and who let it through", Width: 100}, {Title: "Times", Number: true, Width: 10}}}
	if d.Pack.Audience.Lead() {
		for _, w := range d.Pack.Waived {
			t.Rows = append(t.Rows, []cell{text(w.Kind), text(upper(w.Says)), whole(w.Times)})
		}
	}
	return block{Table: t}
}

// inputNotes say what this academy changed, and how often a waiver let something
// through. Once or twice may say whose it is.
func (d *document) inputNotes() []string {
	notes, times := d.overrides(), 0
	for _, w := range d.Pack.Waived {
		times += w.Times
	}
	many := strconv.Itoa(times)
	if times < leastFiles && !d.Pack.Audience.Lead() {
		many = "fewer than " + strconv.Itoa(leastFiles)
	}
	if times > 0 {
		notes = append(notes, "Our checks found oddities in these files that the academy knows of and has let through: "+many+". The figures count them as they were sent.")
	}
	return notes
}

func (d *document) add(id, title, lead string, b block) {
	if b.Table == nil || len(b.Table.Rows) == 0 {
		return
	}
	b.ID = id + "-1"
	b.Table.Name, b.Table.Caption = title, title+", "+month(d.Pack.Month)
	d.About = append(d.About, section{ID: id, Title: title, Lead: lead, Blocks: []block{b}})
}

// coverage has a row for each measure that counts over workplaces.
func (d *document) coverage() block {
	t := &table{Columns: []column{
		{Title: "Measure", Width: 44}, {Title: "Month", Width: 16}, {Title: "Workplaces with a figure", Number: true, Width: 16},
		{Title: "Workplaces in scope", Number: true, Width: 14}, {Title: "Per cent", Number: true, Width: 10},
		{Title: "From", Width: 44}}}
	if d.Pack.Audience.Lead() {
		t.Columns = append(t.Columns, column{Title: "Left out, and why", Width: 50})
	}
	for _, m := range d.Pack.Metrics {
		figures := d.figures(View{m.Name, m.Windows[0], everyone})
		last, _ := latest(figures)
		for _, f := range in(figures, last) {
			if f.InScope() == 0 {
				continue
			}
			share := math.Round(100 * float64(f.Workplaces()) / float64(f.InScope()))
			row := []cell{text(m.Title), text(month(last)), whole(f.Workplaces()), whole(f.InScope()),
				{Text: number(share, 0), Number: share, Is: true, Format: "0"}, text(d.from(f))}
			if d.Pack.Audience.Lead() {
				row = append(row, text(reasons(f)))
			}
			t.Rows = append(t.Rows, row)
		}
	}
	return block{Table: t}
}

// from says which sources fed a figure.
func (d *document) from(f metrics.Figure) string {
	var words []string
	for _, s := range f.Sources() {
		name := d.source(s.Source)
		if s.Workplaces > 0 {
			name += " (" + strconv.Itoa(s.Workplaces) + ")"
		}
		words = append(words, name)
	}
	return orNone(strings.Join(words, "; "))
}

// source is the title of what a metric calls a source: that of the source, or
// of all that go by that name.
func (d *document) source(group string) string {
	var titles []string
	for _, s := range d.Pack.Sources {
		if s.Group == group || s.Group == "" && s.Name == group {
			titles = append(titles, s.Title)
		}
	}
	if len(titles) == 0 {
		return group
	}
	return list(titles)
}

// definitions has a row for each measure of the pack.
func (d *document) definitions() block {
	t := &table{Columns: []column{
		{Title: "Measure", Width: 34}, {Title: "Population", Width: 34}, {Title: "Numerator", Width: 38},
		{Title: "Denominator", Width: 38}, {Title: "What is in and what is out", Width: 60},
		{Title: "Sources, the first that is fresh and sound", Width: 34}, {Title: "Status", Width: 30}, {Title: "Owner", Width: 16}}}
	for _, m := range d.Pack.Metrics {
		var sources []string
		for _, s := range m.Sources {
			sources = append(sources, d.source(s))
		}
		status := upper(m.Status)
		if m.Assumed() {
			status = "To be confirmed by the academy: " + m.Status
		}
		if m.Overridden {
			status += ". Changed by this academy"
		}
		denominator := upper(m.Denominator)
		if denominator == "" {
			denominator = "None: a count"
		}
		definition := m.Definition
		if m.Fresh != "" {
			definition += " Freshness: " + m.Fresh + "."
		}
		t.Rows = append(t.Rows, []cell{text(m.Title), text(upper(m.Population)), text(upper(m.Numerator)), text(denominator),
			text(definition), text(strings.Join(sources, ", then ")), text(status), text(m.Owner)})
	}
	return block{Table: t, Terms: true}
}

func (d *document) benchmarks() block {
	t := &table{Columns: []column{
		{Title: "Measure", Width: 34}, {Title: "Area", Width: 26}, {Title: "Value", Number: true, Width: 12}, {Title: "Unit", Width: 16},
		{Title: "Year", Width: 12}, {Title: "Population", Width: 40}, {Title: "Source", Width: 44}, {Title: "Note", Width: 44}}}
	for _, b := range d.Pack.Benchmarks {
		measure := b.Measure
		if m, ok := d.Pack.metric(measure); ok {
			measure = brief(m)
		}
		v := text(b.Value)
		if n, err := strconv.ParseFloat(b.Value, 64); err == nil {
			_, fraction, _ := strings.Cut(b.Value, ".")
			v = cell{Text: number(n, len(fraction)), Number: n, Is: true, Format: "#,##0"}
			if fraction != "" {
				v.Format += "." + strings.Repeat("0", len(fraction))
			}
		}
		t.Rows = append(t.Rows, []cell{text(label(measure)), text(b.Area), v, text(b.Unit), text(b.Year),
			text(b.Population), text(b.Source), text(orNone(b.Note))})
	}
	return block{Table: t}
}

// mostFiles is how many files a pack lists one by one; the manifest has all.
const mostFiles = 300

func (d *document) inputs() block {
	inputs := slices.Clone(d.Pack.Inputs)
	if !d.Pack.Audience.Lead() || len(inputs) > mostFiles {
		return d.inputCounts(inputs)
	}
	t := &table{Columns: []column{{Title: "Kind", Width: 28}, {Title: "File", Width: 56}, {Title: "Received", Width: 20},
		{Title: "Rows", Number: true, Width: 10}, {Title: "SHA-256", Width: 68}}}
	for _, in := range inputs {
		t.Rows = append(t.Rows, []cell{text(in.Kind), text(in.Name), text(day(in.Received)), whole(in.Rows), text(in.SHA256)})
	}
	return block{Table: t, Fold: len(t.Rows) >= longTable, Notes: d.inputNotes()}
}

// leastFiles is how many files of a kind a pack for others counts: with one or
// two, the number may say who sent them. Reference data is the academy's own.
const leastFiles = 3

// inputCounts counts the files by kind, where there are too many to list or for
// those who may not see their names. Only the lead's says how many rows they
// hold: in a tracker or a staff file, a row is a person.
func (d *document) inputCounts(inputs []Input) block {
	lead := d.Pack.Audience.Lead()
	t := &table{Columns: []column{{Title: "Kind", Width: 34}, {Title: "Files", Number: true, Width: 14}}}
	if lead {
		t.Columns = append(t.Columns, column{Title: "Rows", Number: true, Width: 12})
	}
	t.Columns = append(t.Columns, column{Title: "Last received", Width: 22})
	files, rows, last := map[string]int{}, map[string]int{}, map[string]time.Time{}
	for _, in := range inputs {
		files[in.Kind]++
		rows[in.Kind] += in.Rows
		if in.Received.After(last[in.Kind]) {
			last[in.Kind] = in.Received
		}
	}
	for _, kind := range sortedKeys(files) {
		count := whole(files[kind])
		if !lead && files[kind] < leastFiles && !d.reference(kind) {
			count = text("fewer than " + strconv.Itoa(leastFiles))
		}
		row := []cell{text(kind), count}
		if lead {
			row = append(row, whole(rows[kind]))
		}
		t.Rows = append(t.Rows, append(row, text(day(last[kind]))))
	}
	return block{Table: t, Notes: d.inputNotes()}
}

// reference reports whether files of a kind are reference data.
func (d *document) reference(kind string) bool {
	return slices.ContainsFunc(d.Pack.Sources, func(s queries.Source) bool { return s.Title == kind && s.Reference != "" })
}

// overrides names what this academy changed.
func (d *document) overrides() []string {
	changed := d.Pack.changed()
	if len(changed) == 0 {
		return nil
	}
	return []string{"This academy uses its own version of: " + strings.Join(changed, ", ") + "."}
}
