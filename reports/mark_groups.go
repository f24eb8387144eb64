package reports

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// maxPlaces is how many places of one group are listed.
const maxPlaces = 30

// A group is the findings that say the same: of the cells of a workbook, or of one
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
			k.sheet, k.heading, k.column = "", "", ""
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
	var sheets, spans []string
	cells := map[string][]Finding{} // by sheet
	for _, f := range g.places[1:] {
		switch {
		case f.isText() && f.Reference == "":
			spans = append(spans, inBrackets(f.Place, f.Row))
		case spotOf(f.Cell) != (spot{}):
			if cells[f.Sheet] == nil {
				sheets = append(sheets, f.Sheet)
			}
			cells[f.Sheet] = append(cells[f.Sheet], f)
		case f.Reference != "" && f.Line > 0:
			spans = append(spans, fmt.Sprintf("line %d (%s)", f.Line, f.Reference))
		default:
			spans = append(spans, cmp.Or(placeWords(f.Place), "the whole file"))
		}
	}
	text := fmt.Sprintf("The same in %s: ", plural(len(g.places)-1, "more place", "more places"))
	if len(sheets) == 0 || len(sheets) == 1 && sheets[0] == g.Sheet {
		return text + bounded(append(m.spans(cells[g.Sheet], maxNamed), spans...)) + "."
	}
	return text + strings.Join(append(m.onSheets(sheets, cells), spans...), "; ") + "."
}

// spans names cells of one sheet, neighbours as one, and of the first few also whose
// row and which box they are.
func (m *marker) spans(findings []Finding, few int) (spans []string) {
	var cells []spot
	at := map[spot]Finding{}
	for _, f := range findings {
		s := spotOf(f.Cell)
		cells = append(cells, s)
		at[s] = f
	}
	slices.SortFunc(cells, compareSpots)
	for i, run := range runsOf(cells) {
		span := runWords(run)
		if i < few {
			span = inBrackets(span, named(at[run[0]], at[run[len(run)-1]]))
		}
		if m.hides(findings[0].Sheet, run) {
			span += " (hidden)"
		}
		spans = append(spans, span)
	}
	return spans
}

// onSheets names cells of several sheets, those of each after its name.
func (m *marker) onSheets(sheets []string, cells map[string][]Finding) (located []string) {
	listed := 0
	for _, sheet := range sheets {
		if listed >= maxPlaces {
			return append(located, "others")
		}
		name := "sheet " + sheet
		if m != nil && m.sheet(sheet) != nil && m.sheet(sheet).hidden {
			name = "hidden " + name
		}
		spans := m.spans(cells[sheet], maxNamed-listed)
		rest := ""
		if room := maxPlaces - listed; len(spans) > room {
			spans, rest = spans[:room], " and others"
		}
		listed += len(spans)
		located = append(located, name+": "+strings.Join(spans, ", ")+rest)
	}
	return located
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
