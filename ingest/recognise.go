package ingest

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"academy/queries"
)

// headingRows is how many rows of a sheet are looked at for the headings:
// titles and notes stand above them.
const headingRows = 40

// A known is a source and its headings as they are compared.
type known struct {
	queries.Source
	columns  map[string]int // folded heading, or another one it goes by, to the column
	required []int          // columns whose heading must be there
}

func knowAll(sources []queries.Source) []known {
	all := make([]known, len(sources))
	for i, s := range sources {
		k := known{Source: s, columns: make(map[string]int)}
		for j, c := range s.Columns {
			for _, name := range append([]string{c.Heading}, c.Also...) {
				if _, taken := k.columns[fold(name)]; !taken {
					k.columns[fold(name)] = j
				}
			}
			if c.Required {
				k.required = append(k.required, j)
			}
		}
		if k.required == nil { // a source that requires nothing would fit everything
			for j := range s.Columns {
				k.required = append(k.required, j)
			}
		}
		all[i] = k
	}
	return all
}

// A fit is one row of a sheet, understood as the headings of one source.
type fit struct {
	source   *known
	sheet    Sheet
	line     int
	width    int // how many values the row has in a text file
	headings []spelt
	missing  []int // required columns that no heading is
}

// A spelt is one heading of the row.
type spelt struct {
	ref    Ref
	text   string // as written
	column int    // of the source, or -1
	hidden bool
}

// A score orders fits: how many columns of the source are there, and how many
// of those that must be.
type score struct{ columns, required int }

func (f fit) score() score {
	there := make(map[int]bool)
	for _, h := range f.headings {
		if h.column >= 0 {
			there[h.column] = true
		}
	}
	return score{len(there), len(f.source.required) - len(f.missing)}
}

// nearer reports whether f is more like its source than g is like its own: by
// how many of the headings that must be there are, then by what share of them.
func (f fit) nearer(g fit) bool {
	a, b := f.score().required, g.score().required
	return a > b || a == b && len(f.missing) < len(g.missing)
}

func (k *known) fit(sheet Sheet, row RowOfCells) fit {
	f := fit{source: k, sheet: sheet, line: row.Line, width: row.Width}
	there := make([]bool, len(k.Columns))
	for _, c := range row.Cells {
		text := c.text()
		if text == "" {
			continue
		}
		h := spelt{c.Ref, text, -1, c.Flags&Hidden != 0}
		if j, ok := k.columns[fold(text)]; ok {
			h.column, there[j] = j, true
		}
		f.headings = append(f.headings, h)
	}
	for _, j := range k.required {
		if !there[j] {
			f.missing = append(f.missing, j)
		}
	}
	return f
}

// A search is what was found while looking for headings.
type search struct {
	fits    []fit    // of each sheet and source at most one: the row with most columns, the first of them
	nearest fit      // the row that has most of what some source requires; without source if none has any
	rows    int      // rows that hold anything
	sheets  []string // those that hold anything
}

// look searches the first rows of a sheet.
func (s *search) look(all []known, sheet Sheet) error {
	found := make([]*fit, len(all))
	n := 0
	for row, err := range sheet.Rows {
		if err != nil {
			return err
		}
		s.rows++
		for i := range all {
			f := all[i].fit(sheet, row)
			score := f.score()
			if len(f.missing) == 0 && (found[i] == nil || score.columns > found[i].score().columns) {
				found[i] = &f
			}
			if score.required > 0 && (s.nearest.source == nil || f.nearer(s.nearest)) {
				s.nearest = f
			}
		}
		if n++; n == headingRows {
			break
		}
	}
	if n > 0 {
		s.sheets = append(s.sheets, sheet.Name)
	}
	for _, f := range found {
		if f != nil {
			s.fits = append(s.fits, *f)
		}
	}
	return nil
}

// choose returns the one fit there is, or a Refusal. A hidden sheet counts
// only where no visible one fits.
func (s *search) choose(all []known) (fit, error) {
	fits := slices.DeleteFunc(slices.Clone(s.fits), func(f fit) bool { return f.sheet.Hidden })
	if len(fits) == 0 {
		fits = s.fits
	}
	if len(fits) == 0 {
		return fit{}, s.refuse(all)
	}
	best := slices.MaxFunc(fits, func(a, b fit) int { return cmp.Compare(a.score().columns, b.score().columns) })
	var titles, sheets []string
	for _, f := range fits {
		if f.source == best.source {
			sheets = append(sheets, f.sheet.Name)
		}
		if f.score() == best.score() && !slices.Contains(titles, f.source.Title) {
			titles = append(titles, f.source.Title)
		}
	}
	if len(titles) > 1 {
		return fit{}, refuseSources(titles)
	}
	if len(sheets) > 1 {
		return fit{}, refuseSheets(best.source.Title, sheets)
	}
	return best, best.twice()
}

// refuse says what is missing. It names the headings that should be there and
// never those that are: in a file without headings they are somebody's record.
func (s *search) refuse(all []known) error {
	if s.rows == 0 {
		return refuseEmpty()
	}
	near := s.nearest
	if near.source == nil {
		titles := make([]string, len(all))
		for i, k := range all {
			titles[i] = k.Title
		}
		return Refusal{"wrong-headings",
			fmt.Sprintf("no row among the first %d has headings that we know; we read %s", headingRows, list(titles)),
			"put the headings of the template above the table and send it again"}
	}
	var missing []string
	for _, j := range near.missing {
		missing = append(missing, near.source.Columns[j].Heading)
	}
	where := fmt.Sprintf("line %d", near.line)
	if near.sheet.Name != "" {
		where = fmt.Sprintf("sheet %q, row %d", near.sheet.Name, near.line)
	}
	return Refusal{"wrong-headings",
		fmt.Sprintf("the file is most like the %s (%s), but these headings are missing: %s", near.source.Title, where, list(missing)),
		"use the headings of the template and send it again"}
}

// twice refuses a file in which two columns could be the same one.
func (f fit) twice() error {
	seen := make(map[int]spelt)
	for _, h := range f.headings {
		if h.column < 0 || f.source.Columns[h.column].Keep == "drop" {
			continue
		}
		first, ok := seen[h.column]
		if !ok {
			seen[h.column] = h
			continue
		}
		where := fmt.Sprintf("%s and %s", columnLetters(first.ref.Col), columnLetters(h.ref.Col))
		return refuseTwice(f.source.Title, f.source.Columns[h.column].Heading, heading(first.text), heading(h.text), "columns "+where)
	}
	return nil
}

// version is a short hash of the headings in their order, by which two
// versions of an export are told apart.
func (f fit) version() string {
	folded := make([]string, len(f.headings))
	for i, h := range f.headings {
		folded[i] = fold(h.text)
	}
	sum := sha256.Sum256([]byte(strings.Join(folded, "\n")))
	return hex.EncodeToString(sum[:6])
}
