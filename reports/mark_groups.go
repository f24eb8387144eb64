package reports

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// maxPlaces is how many places of one group are listed.
const maxPlaces = 30

// A group is the findings that say the same: of the cells of one sheet, or of one
// column where there are no cells to name.
type group struct {
	Finding
	places []Finding
}

// grouped gathers findings that say the same, in the order of the first of each.
func grouped(findings []Finding) []group {
	type key struct{ sheet, heading, column, severity, code, says, fix, state string }
	var all []group
	at := map[key]int{}
	for _, f := range findings {
		k := key{f.Sheet, f.Heading, f.Column, f.Severity, f.Code, f.Says, f.Fix, f.State}
		if f.Cell != "" {
			k.heading, k.column = "", ""
		}
		i, ok := at[k]
		if !ok {
			i = len(all)
			at[k] = i
			all = append(all, group{Finding: f})
		}
		all[i].places = append(all[i].places, f)
	}
	return all
}

// need says what the values of a group are for: where that is not the same of
// each, of all of them together.
func (g group) need() string {
	if !slices.ContainsFunc(g.places, func(f Finding) bool { return f.need() != g.Finding.need() }) {
		return g.Finding.need()
	}
	var lacks, feeds []string
	for _, f := range g.places {
		lacks = append(lacks, f.Lacks...)
	}
	for _, f := range g.places {
		for _, figure := range f.Feeds {
			if !slices.Contains(lacks, figure) {
				feeds = append(feeds, figure)
			}
		}
	}
	more := fewOf(unique(feeds))
	switch {
	case len(lacks) == 0:
		if len(unique(feeds)) > maxNeeds {
			return "We need them for your " + more + "."
		}
		return "We need them for your " + more + ", each for one or more of these."
	case len(feeds) == 0:
		more = ""
	default:
		more = " Some are for your " + more + " too."
	}
	return "Without them we cannot work out your " + fewOf(unique(lacks)) + "." + more
}

// unique takes from words those that stood there before.
func unique(words []string) []string {
	var once []string
	for _, w := range words {
		if !slices.Contains(once, w) {
			once = append(once, w)
		}
	}
	return once
}

// others are the further places of a group.
func (g group) others(m *marker) string {
	if len(g.places) < 2 {
		return ""
	}
	text := fmt.Sprintf("The same in %s: ", plural(len(g.places)-1, "more place", "more places"))
	var cells []spot
	var spans []string
	at := map[spot]Finding{}
	for _, f := range g.places[1:] {
		s := spotOf(f.Cell)
		switch {
		case f.isText() && f.Reference == "":
			spans = append(spans, inBrackets(f.Place, f.Row))
		case s != (spot{}):
			cells = append(cells, s)
			at[s] = f
		case f.Reference != "" && f.Line > 0:
			spans = append(spans, fmt.Sprintf("line %d (%s)", f.Line, f.Reference))
		default:
			spans = append(spans, cmp.Or(placeWords(f.Place), "the whole file"))
		}
	}
	slices.SortFunc(cells, compareSpots)
	var located []string
	for i, run := range runsOf(cells) {
		span := runWords(run)
		if i < maxNamed {
			span = inBrackets(span, named(at[run[0]], at[run[len(run)-1]]))
		}
		if m.hides(g.Sheet, run) {
			span += " (hidden)"
		}
		located = append(located, span)
	}
	return text + bounded(append(located, spans...)) + "."
}

// spansOf names cells, neighbours in a column or a row as one.
func spansOf(cells []spot) []string {
	var spans []string
	for _, run := range runsOf(cells) {
		spans = append(spans, runWords(run))
	}
	return spans
}

func runWords(run []spot) string {
	if len(run) == 1 {
		return run[0].String()
	}
	return run[0].String() + " to " + run[len(run)-1].String()
}

// runsOf parts cells into those that are neighbours in a column or a row.
func runsOf(cells []spot) [][]spot {
	var runs [][]spot
	for i := 0; i < len(cells); {
		j := i + 1
		for _, step := range []spot{{row: 1}, {column: 1}} {
			for j < len(cells) && cells[j] == (spot{cells[i].row + (j-i)*step.row, cells[i].column + (j-i)*step.column}) {
				j++
			}
			if j > i+1 {
				break
			}
		}
		runs = append(runs, cells[i:j])
		i = j
	}
	return runs
}

func bounded(places []string) string {
	between, rest := ", ", ""
	if len(places) > maxPlaces {
		places, rest = places[:maxPlaces], " and others"
	}
	if slices.ContainsFunc(places, func(p string) bool { return strings.Contains(p, between) }) {
		between = "; "
	}
	return strings.Join(places, between) + rest
}
