package ingest

import (
	"crypto/sha256"
	"encoding/hex"
	"math"
	"slices"
	"strings"

	"academy/queries"
)

// How a heading was known.
const (
	byHeading   = "heading"
	byAlias     = "alias"
	byWorkspace = "alias of the workspace"
)

// A known is a source and its headings as they are compared.
type known struct {
	queries.Source
	number   int            // in the catalogue
	columns  map[string]int // folded heading, or another one it goes by, to the column
	by       map[string]string
	required []int // columns whose heading must be there
}

// A catalogue is all sources that a file could be, and where each heading may
// belong.
type catalogue struct {
	sources []*known
	index   map[string][]*known // folded heading to the sources that have it
}

// newCatalogue folds the headings of the sources. The heading of a column in the
// academy's own form is nobody else's; what the workspace calls a column stands over
// the aliases of the description.
func newCatalogue(sources []queries.Source) *catalogue {
	cat := &catalogue{index: make(map[string][]*known)}
	for i, s := range sources {
		if s.Headings.Rows == 0 {
			s.Headings = queries.Headings{Rows: 1, How: queries.FirstRow}
		}
		k := &known{Source: s, number: i, columns: make(map[string]int), by: make(map[string]string)}
		k.learn(byHeading, func(c queries.Column) []string { return []string{c.Heading} })
		k.learn(byWorkspace, func(c queries.Column) []string { return c.Local })
		k.learn(byAlias, func(c queries.Column) []string { return c.Also })
		for j, c := range s.Columns {
			if c.Required {
				k.required = append(k.required, j)
			}
		}
		if k.required == nil { // a source that requires nothing would fit everything
			for j, c := range s.Columns {
				if c.From == "" {
					k.required = append(k.required, j)
				}
			}
		}
		for folded := range k.columns {
			cat.index[folded] = append(cat.index[folded], k)
		}
		cat.sources = append(cat.sources, k)
	}
	return cat
}

func (k *known) learn(by string, names func(queries.Column) []string) {
	for j, c := range k.Columns {
		if c.From != "" {
			continue
		}
		for _, name := range names(c) {
			if _, taken := k.columns[fold(name)]; !taken {
				k.columns[fold(name)], k.by[fold(name)] = j, by
			}
		}
	}
}

// A fit is a row of a sheet, understood as the headings of one source.
type fit struct {
	source   *known
	sheet    Sheet
	line     int // of the headings; the first where they take several rows
	end      int // the last row of the headings
	until    int // the row in which another table begins below; 0 if none does
	left     int // the table's columns, where others stand beside it
	right    int
	tag      string // what ends the table; "" where it has no tags
	width    int    // how many values the row has in a text file
	headings []spelt
	missing  []int    // required columns that no heading is
	rivals   []string // titles of other sources that fit as well
}

// A spelt is one heading of the row.
type spelt struct {
	ref    Ref
	text   string // as written, in one line
	column int    // of the source, or -1
	by     string // how it was known
	hidden bool

	question, choice string // of an answer, where the headings have both
	who              bool   // of an answer that says who somebody is
}

// A score orders fits: how many columns of the source are there, and how many
// of those that must be.
type score struct{ columns, required int }

func (f *fit) score() score {
	there := make(map[int]bool)
	for _, h := range f.headings {
		if h.column >= 0 {
			there[h.column] = true
		}
	}
	return score{len(there), len(f.source.required) - len(f.missing)}
}

// better reports whether s is of a better fit than o.
func (s score) better(o score) bool {
	return s.columns > o.columns || s.columns == o.columns && s.required > o.required
}

// nearer reports whether f is more like its source than g is like its own: by
// how many of the headings that must be there are, then by what share of them.
func (f *fit) nearer(g *fit) bool {
	a, b := f.score().required, g.score().required
	return a > b || a == b && len(f.missing) < len(g.missing)
}

// An inked is a cell of a row that may be one of headings.
type inked struct {
	ref          Ref
	text, folded string
	kind         Kind
	hidden       bool
}

// ink folds the cells of a row that hold anything, tags aside.
func ink(row RowOfCells) []inked {
	var cells []inked
	for _, c := range row.Cells {
		text := c.text()
		if text == "" || c.Kind == Text && isTag(text) {
			continue
		}
		cells = append(cells, inked{c.Ref, text, fold(text), c.Kind, c.Flags&Hidden != 0})
	}
	return cells
}

// fits understands the cells as the headings of each source that knows any.
func (cat *catalogue) fits(sheet Sheet, row RowOfCells, cells []inked) []*fit {
	byNumber := make(map[int]*fit)
	var all []*fit
	for _, c := range cells {
		for _, k := range cat.index[c.folded] {
			if byNumber[k.number] == nil {
				f := k.fit(sheet, row, cells)
				byNumber[k.number] = f
				all = append(all, f)
			}
		}
	}
	slices.SortFunc(all, func(a, b *fit) int { return a.source.number - b.source.number })
	return all
}

func (k *known) fit(sheet Sheet, row RowOfCells, cells []inked) *fit {
	f := &fit{source: k, sheet: sheet, line: row.Line, end: row.Line, width: row.Width, right: math.MaxInt}
	there := make([]bool, len(k.Columns))
	for _, c := range cells {
		h := spelt{ref: c.ref, text: heading(c.text), column: -1, hidden: c.hidden}
		if j, ok := k.columns[c.folded]; ok {
			h.column, h.by, there[j] = j, k.by[c.folded], true
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

// best returns the fit that has all it must have and most of the rest, with
// the titles of those that are as good, or nil.
func best(fits []*fit) *fit {
	var top *fit
	for _, f := range fits {
		switch {
		case len(f.missing) > 0:
		case top == nil || f.score().better(top.score()):
			top, f.rivals = f, nil
		case f.score() == top.score():
			top.rivals = append(top.rivals, f.source.Title)
		}
	}
	return top
}

// tables returns the tables whose headings stand in a row: one, or several
// side by side where each fits on its own.
func (cat *catalogue) tables(sheet Sheet, row RowOfCells, cells []inked, all []*fit) []*fit {
	var beside []*fit
	for _, run := range cat.parted(sheet, row, cells, best(all)) {
		if f := best(cat.fits(sheet, row, run)); f != nil {
			f.left = run[0].ref.Col
			beside = append(beside, f)
		}
	}
	if len(beside) > 1 {
		for i, f := range beside[:len(beside)-1] {
			f.right = beside[i+1].left - 1
		}
		return beside
	}
	if f := best(all); f != nil {
		return []*fit{f}
	}
	return nil
}

// parted parts the cells at blank columns or, where there is none, before or
// behind the columns of the fit that knows the most of them, if what stands there
// is all that another source must have.
func (cat *catalogue) parted(sheet Sheet, row RowOfCells, cells []inked, most *fit) [][]inked {
	const enough = 3 // headings that are no chance
	runs := runsOf(cells)
	if len(runs) != 1 || most == nil || most.source.Long {
		return runs
	}
	known := func(h spelt) bool { return h.column >= 0 }
	from := slices.IndexFunc(most.headings, known)
	until := len(most.headings)
	for !known(most.headings[until-1]) {
		until--
	}
	other := func(part []inked) bool {
		f := best(cat.fits(sheet, row, part))
		return f != nil && f.source != most.source && f.score().columns >= enough
	}
	var parts [][]inked
	if before := cells[:from]; other(before) {
		parts, cells, until = append(parts, before), cells[from:], until-from
	}
	if behind := cells[until:]; other(behind) {
		return append(parts, cells[:until], behind)
	}
	return append(parts, cells)
}

// runsOf parts the cells of a row at blank columns.
func runsOf(cells []inked) [][]inked {
	var runs [][]inked
	start := 0
	for i := 1; i <= len(cells); i++ {
		if i == len(cells) || cells[i].ref.Col > cells[i-1].ref.Col+1 {
			runs = append(runs, cells[start:i])
			start = i
		}
	}
	return runs
}

// twice refuses a table in which two columns could be the same one.
func (f *fit) twice() error {
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
		where := "columns " + columnLetters(first.ref.Col) + " and " + columnLetters(h.ref.Col)
		return refuseTwice(f.source.Title, f.source.Columns[h.column].Heading, first.text, h.text, where)
	}
	return nil
}

// sameColumns reports whether g has the columns of f where f has them.
func (f *fit) sameColumns(g *fit) bool {
	columns := func(f *fit) map[int]string {
		at := make(map[int]string)
		for _, h := range f.headings {
			at[h.ref.Col] = fold(h.text)
			if h.column >= 0 {
				at[h.ref.Col] = f.source.Columns[h.column].Name + "\n"
			}
		}
		return at
	}
	a, b := columns(f), columns(g)
	for col, name := range b {
		if a[col] != name && (f.source.Long || strings.HasSuffix(a[col], "\n") || strings.HasSuffix(name, "\n")) {
			return false
		}
	}
	return f.source == g.source
}

// version is a short hash of the headings in their order, by which two
// versions of an export are told apart.
func (f *fit) version() string {
	folded := make([]string, len(f.headings))
	for i, h := range f.headings {
		folded[i] = fold(h.text)
	}
	sum := sha256.Sum256([]byte(strings.Join(folded, "\n")))
	return hex.EncodeToString(sum[:6])
}
