package reports

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"academy/metrics"
)

// layOut puts a pack in the order in which it is read.
func layOut(p Pack) (*document, error) {
	d := &document{Pack: p, Title: "Monthly pack, " + month(p.Month), used: map[string]bool{}, views: map[string]map[View][]metrics.Figure{}}
	d.Facts = []term{
		{"For", p.Audience.Title},
		{"Month", month(p.Month)},
		{"As of", "includes everything received by " + day(p.AsOf)},
	}
	for _, paragraph := range strings.Split(strings.ReplaceAll(p.Commentary, "\r\n", "\n"), "\n\n") {
		if text := strings.TrimSpace(paragraph); text != "" {
			d.Commentary = append(d.Commentary, strings.Join(strings.Fields(text), " "))
		}
	}
	for _, page := range pagesFor(p) {
		s, err := d.section(page)
		if err != nil {
			return nil, fmt.Errorf("page %s: %w", page.Name, err)
		}
		d.Sections = append(d.Sections, s)
	}
	d.about()
	d.legend()
	return d, nil
}

func (d *document) section(page Page) (section, error) {
	s := section{ID: slug(page.Name), Title: page.Title, Lead: page.Lead}
	for i, b := range page.Blocks {
		made, err := d.block(b)
		if err != nil {
			return section{}, err
		}
		made.ID = fmt.Sprintf("%s-%d", s.ID, i+1)
		if made.Table != nil {
			made.Table.Said = made.Table.Caption == made.Title
			if b.Show != showHeadlines && !made.Table.numbers() {
				made.Fold = true
				made.Notes = append([]string{"None of these figures can be given; the signs in the table say why."}, made.Notes...)
			}
		}
		s.Blocks = append(s.Blocks, made)
		for _, note := range made.Intervals {
			if !slices.Contains(s.Intervals, note) {
				s.Intervals = append(s.Intervals, note)
			}
		}
	}
	return s, nil
}

func (d *document) block(b Block) (block, error) {
	if b.Show == showHeadlines {
		return d.headlines(b)
	}
	m, ok := d.Pack.metric(b.Of[0].Metric)
	if !ok {
		return block{}, fmt.Errorf("no metric %q", b.Of[0].Metric)
	}
	switch v := b.Of[0]; b.Show {
	case showLine:
		return d.line(m, v, b.Months), nil
	case showGrid:
		return d.grid(m, v), nil
	case showLevels:
		return d.levels(m, v), nil
	default:
		return d.bars(m, v, b.Show == showBar), nil
	}
}

// heading is the title of the column that holds a metric's values.
func heading(m metrics.Metric) string { return upper(m.Noun) + " (" + m.Unit + ")" }

// about says whom the figures are about, and their unit.
func about(m metrics.Metric) string { return upper(m.Population) + ". Unit: " + m.Unit + "." }

// figure is a figure in a table: its number, or the mark that stands for it.
func (d *document) figure(m metrics.Metric, f metrics.Figure) cell {
	v, ok := f.Value()
	if !ok {
		return cell{Text: d.use(string(f.Mark()))}
	}
	return value(m, v)
}

// notes are the signs beside a number.
func (d *document) notes(f metrics.Figure) string {
	var signs strings.Builder
	for _, n := range f.Notes() {
		signs.WriteString(d.use(string(n)))
	}
	return signs.String()
}

// latest returns the last period of the figures, and the one to compare it
// with: a year before where there is one, else the period before. Either is
// zero where there is none.
func latest(figures []metrics.Figure) (last, before time.Time) {
	periods := map[time.Time]bool{}
	for _, f := range figures {
		periods[f.Period] = true
		if f.Period.After(last) {
			last = f.Period
		}
	}
	if year := last.AddDate(-1, 0, 0); periods[year] {
		return last, year
	}
	for p := range periods {
		if p.Before(last) && p.After(before) {
			before = p
		}
	}
	return last, before
}

// compared says in words which period the latest is compared with.
func compared(last, before time.Time) string {
	switch {
	case before.IsZero():
		return ""
	case before.Equal(last.AddDate(-1, 0, 0)):
		return "a year before"
	case before.Equal(last.AddDate(0, -1, 0)):
		return "the month before"
	}
	return "in " + month(before)
}
