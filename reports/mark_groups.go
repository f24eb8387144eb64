package reports

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// maxPlaces is how many places of one group are listed.
const maxPlaces = 30

// A group is the findings that say the same, and are for the same figures: of the
// cells of one sheet, or of one column where there are no cells to name.
type group struct {
	Finding
	places []Finding
}

// grouped gathers findings that say the same, in the order of the first of each.
func grouped(findings []Finding) []group {
	type key struct{ sheet, heading, column, severity, code, says, fix, state, need string }
	var all []group
	at := map[key]int{}
	for _, f := range findings {
		k := key{f.Sheet, f.Heading, f.Column, f.Severity, f.Code, f.Says, f.Fix, f.State, f.need()}
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

// others are the further places of a group.
func (g group) others() string {
	if len(g.places) < 2 {
		return ""
	}
	text := fmt.Sprintf("The same in %s: ", plural(len(g.places)-1, "more place", "more places"))
	var cells []spot
	var spans []string
	for _, f := range g.places[1:] {
		s := spotOf(f.Cell)
		switch {
		case s != (spot{}):
			cells = append(cells, s)
		case f.Reference != "" && f.Line > 0:
			spans = append(spans, fmt.Sprintf("line %d (%s)", f.Line, f.Reference))
		default:
			spans = append(spans, cmp.Or(f.Place, "the whole file"))
		}
	}
	slices.SortFunc(cells, compareSpots)
	return text + bounded(append(spansOf(cells), spans...)) + "."
}

// spansOf names cells, neighbours in a column or a row as one.
func spansOf(cells []spot) []string {
	var spans []string
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
		if j == i+1 {
			spans = append(spans, cells[i].String())
		} else {
			spans = append(spans, cells[i].String()+" to "+cells[j-1].String())
		}
		i = j
	}
	return spans
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
