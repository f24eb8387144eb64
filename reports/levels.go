package reports

import (
	"slices"
	"strconv"
	"time"

	"academy/metrics"
)

// A theme is one row of an ordinal in one round.
type theme struct {
	name   string
	votes  []cell // by level, in rank order
	counts []float64
	total  cell
	agreed int // rank; 0 where none was agreed
	mark   string
	target int // rank; 0 where there is none
	by     time.Time
}

// levels shows the votes of the latest round, the level agreed and the target:
// never a mean, since levels have an order and no distance.
func (d *document) levels(m metrics.Metric, v View) block {
	figures := d.figures(v)
	last, before := rounds(figures)
	made := block{Title: m.Title + ", " + when(v.Window, last), About: about(m)}
	if last.IsZero() {
		made.Title = m.Title
		made.Notes = []string{"There has been no round yet."}
		return made
	}
	themes, earlier := d.themes(figures, last), d.themes(figures, before)
	made.Table = d.levelsTable(themes, earlier, before)
	made.Table.Caption, made.Table.Name = made.Title, upper(m.Noun)
	made.Table.Columns[0].Title = upper(by(v))
	made.Chart = levelsChart(made.Title, d.Pack.Levels, themes)
	made.Sentences = d.levelsSay(themes, earlier, before)
	made.Notes = []string{"Levels have an order and no distance, so there is no average: look at where the votes lie."}
	made.Intervals = intervalNotes(figures)
	return made
}

// rounds returns the days of the last round and of the one before it.
func rounds(figures []metrics.Figure) (last, before time.Time) {
	periods := periodsOf(figures)
	if n := len(periods); n > 1 {
		return periods[n-1], periods[n-2]
	} else if n == 1 {
		return periods[0], time.Time{}
	}
	return time.Time{}, time.Time{}
}

func (d *document) themes(figures []metrics.Figure, round time.Time) []theme {
	var themes []theme
	if round.IsZero() {
		return nil
	}
	for _, f := range in(figures, round) {
		i := slices.IndexFunc(themes, func(t theme) bool { return t.name == f.MembersText() })
		if i < 0 {
			i = len(themes)
			themes = append(themes, d.targeted(theme{name: f.MembersText(), mark: string(metrics.NotApplicable)}))
		}
		t := &themes[i]
		v, ok := f.Value()
		if f.Level == metrics.LevelAgreed {
			if ok {
				t.agreed, t.mark = int(v), ""
			} else {
				t.mark = string(f.Mark())
			}
			continue
		}
		t.counts = append(t.counts, v)
		if !ok {
			t.votes = append(t.votes, cell{Text: string(f.Mark())})
			t.total = cell{Text: string(f.Mark())}
			continue
		}
		t.votes = append(t.votes, whole(int(v)))
		if all, ok := f.Denominator(); ok {
			if n, err := strconv.Atoi(all); err == nil {
				t.total = whole(n)
			}
		}
	}
	return themes
}

// targeted adds the theme's target.
func (d *document) targeted(t theme) theme {
	for _, target := range d.Pack.Targets {
		if target.Theme != t.name {
			continue
		}
		for _, l := range d.Pack.Levels {
			if l.Key == target.Level {
				t.target, t.by = l.Rank, target.By
			}
		}
	}
	return t
}

func (d *document) level(rank int) string {
	for _, l := range d.Pack.Levels {
		if l.Rank == rank {
			return l.Title
		}
	}
	return ""
}

func (d *document) levelsTable(themes, earlier []theme, before time.Time) *table {
	t := &table{Columns: []column{{Title: "", Width: 40}}}
	for _, l := range d.Pack.Levels {
		t.Columns = append(t.Columns, column{Title: l.Title + " (votes)", Number: true, Width: 13})
	}
	t.Columns = append(t.Columns, column{Title: "All votes", Number: true, Width: 11}, column{Title: "Level agreed", Width: 16})
	if !before.IsZero() {
		t.Columns = append(t.Columns, column{Title: "Agreed on " + day(before), Width: 18})
	}
	t.Columns = append(t.Columns, column{Title: "Target", Width: 16}, column{Title: "To be reached by", Width: 20})
	for _, th := range themes {
		row := []cell{text(th.name)}
		for _, c := range append(slices.Clone(th.votes), th.total) {
			if !c.Is {
				c.Text = d.use(c.Text)
			}
			row = append(row, c)
		}
		row = append(row, d.agreed(th))
		if !before.IsZero() {
			row = append(row, d.agreed(find(earlier, th.name)))
		}
		if th.target == 0 {
			row = append(row, text("none set"), text("none set"))
		} else {
			row = append(row, text(d.level(th.target)), text(day(th.by)))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (d *document) agreed(t theme) cell {
	if t.agreed == 0 {
		return cell{Text: d.use(t.mark)}
	}
	return text(d.level(t.agreed))
}

func find(themes []theme, name string) theme {
	for _, t := range themes {
		if t.name == name {
			return t
		}
	}
	return theme{mark: string(metrics.NotApplicable)}
}

// levelsSay puts the lowest and highest level, the movement and the targets
// into words.
func (d *document) levelsSay(themes, earlier []theme, before time.Time) []string {
	var lowest, highest, rose, fell, stayed, reached, targets int
	for _, t := range themes {
		if t.agreed == 0 {
			continue
		}
		if lowest == 0 || t.agreed < lowest {
			lowest = t.agreed
		}
		highest = max(highest, t.agreed)
		if was := find(earlier, t.name).agreed; was > 0 {
			switch {
			case t.agreed > was:
				rose++
			case t.agreed < was:
				fell++
			default:
				stayed++
			}
		}
		if t.target > 0 {
			targets++
			if t.agreed >= t.target {
				reached++
			}
		}
	}
	if lowest == 0 {
		return []string{"No level has been agreed in this round."}
	}
	says := []string{"The lowest level agreed is " + d.level(lowest) + " (" + list(having(themes, lowest)) + ")."}
	if highest > lowest {
		says[0] = "The lowest level agreed is " + d.level(lowest) + " (" + list(having(themes, lowest)) +
			"), the highest " + d.level(highest) + " (" + list(having(themes, highest)) + ")."
	} else if len(having(themes, lowest)) == len(themes) {
		says[0] = "The level agreed is " + d.level(lowest) + " in every theme."
	}
	var moves []string
	for _, move := range []struct {
		n    int
		word string
	}{{rose, "rose"}, {fell, "fell"}, {stayed, "stayed the same"}} {
		if move.n > 0 {
			moves = append(moves, move.word+" in "+plural(move.n, "theme", "themes"))
		}
	}
	if moves != nil {
		says = append(says, "Since "+day(before)+" the level agreed "+list(moves)+".")
	}
	if targets > 0 {
		says = append(says, "Targets reached: "+strconv.Itoa(reached)+" of "+strconv.Itoa(targets)+".")
	}
	return says
}

func having(themes []theme, rank int) []string {
	var names []string
	for _, t := range themes {
		if t.agreed == rank {
			names = append(names, lower(t.name))
		}
	}
	return names
}
