package ingest

import (
	"fmt"
	"slices"
	"strings"

	"academy/queries"
)

const (
	// headingRows is how many rows of a sheet are looked at for the headings:
	// titles and notes stand above them.
	headingRows = 40
	// lookedRows is how many rows of a sheet are looked at for further tables
	// below the first. A second table that begins later is refused when it is
	// come upon.
	lookedRows = 1000
	// mostTables is how many tables of one source a file can have.
	mostTables = 1000
	// mostAnswers is how many lists of answers in a file are asked what they answer.
	mostAnswers = 20
)

// A search is what was found while looking for headings.
type search struct {
	cat        *catalogue
	found      []*fit       // the tables, in their order
	nearest    *fit         // the row that has most of what some source requires; nil if none has any
	rows       int          // rows that hold anything
	sheets     []sheetSeen  // those that were looked at
	answers    []string     // the SHA-256 of each file that a list in it answers
	considered []considered // the rows that could be headings, and why each was chosen or not
}

// A sheetSeen is a sheet that was looked at.
type sheetSeen struct {
	name   string
	empty  bool // it holds nothing
	hidden bool
	copyOf string // the sheet it is a copy of, if it is one
	answer bool   // it is the list of an answer
}

// A considered is a row that has headings that some source knows.
type considered struct {
	sheet, title string
	line         int
	known        int
	missing      []string
	chosen       string // "" if it was not; otherwise how
}

// look searches the first rows of a sheet.
func (s *search) look(sheet Sheet) error {
	rows, err := firstRows(sheet)
	if err != nil {
		return err
	}
	if len(rows) == 0 {
		s.sheets = append(s.sheets, sheetSeen{name: sheet.Name, hidden: sheet.Hidden, empty: true})
		return nil
	}
	return s.lookAt(sheet, rows)
}

// lookAt is look for rows that are there: at least one.
func (s *search) lookAt(sheet Sheet, rows []RowOfCells) error {
	s.rows += len(rows)
	seal, answer := sealOf(rows[0])
	if seal.To != "" && len(s.answers) < mostAnswers && !slices.Contains(s.answers, seal.To) {
		s.answers = append(s.answers, seal.To)
	}
	s.sheets = append(s.sheets, sheetSeen{name: sheet.Name, hidden: sheet.Hidden, answer: answer})
	if found := s.tagged(sheet, rows); len(found) > 0 {
		s.found = append(s.found, found...)
		return nil
	}
	var last []*fit // the tables that go on
	for i := 0; i < len(rows); i++ {
		cells := ink(rows[i])
		if last == nil && i >= headingRows || last != nil && !s.likely(cells) {
			if last == nil {
				break
			}
			continue
		}
		all := s.cat.fits(sheet, rows[i], cells)
		tables := s.cat.tables(sheet, rows[i], cells, all)
		if !answer || tables != nil {
			s.consider(sheet, rows[i].Line, all, tables)
		}
		if tables == nil || last != nil && again(last, tables) {
			continue
		}
		if last != nil && rows[i].Behind > 0 {
			return refuseTables(sheet.Name, rows[i].Line) // a line is of one table
		}
		if last == nil && i+1 < len(rows) && s.nextIsBetter(sheet, rows[i+1], tables) {
			continue
		}
		for _, f := range tables {
			f.extend(rows[i+1:])
		}
		for _, f := range last {
			f.until = rows[i].Line
		}
		last = tables
		s.found = append(s.found, tables...)
		for i+1 < len(rows) && rows[i+1].Line <= tables[0].end {
			i++
		}
	}
	return nil
}

// sealOf returns the seal of the list of an answer of which a row is the first. It
// reports false for any other row.
func sealOf(row RowOfCells) (queries.AnswerSeal, bool) {
	i := slices.IndexFunc(row.Cells, func(c Cell) bool { return c.Ref == Ref{1, 3} && c.Kind == Text })
	if i < 0 {
		return queries.AnswerSeal{}, false
	}
	return queries.ParseAnswerSeal(row.Cells[i].Raw)
}

// firstRows copies the rows of a sheet that are looked at, since a row is good
// only until the next one is asked for.
func firstRows(sheet Sheet) ([]RowOfCells, error) {
	var rows []RowOfCells
	for row, err := range sheet.Rows {
		if err != nil {
			return nil, err
		}
		row.Cells = slices.Clone(row.Cells)
		for i := range row.Cells {
			row.Cells[i].Raw = strings.Clone(row.Cells[i].Raw)
		}
		if rows = append(rows, row); len(rows) == lookedRows {
			break
		}
	}
	return rows, nil
}

// likely reports whether a row below a table may be of headings: words alone,
// and half of them known.
func (s *search) likely(cells []inked) bool {
	const early = 3 // a row whose first texts are no headings has none
	hits := 0
	for i, c := range cells {
		if c.kind != Text {
			return false
		}
		if len(s.cat.index[c.folded]) > 0 {
			hits++
		}
		if i+1 >= early && hits == 0 {
			return false
		}
	}
	return hits > 1 && hits*2 >= len(cells)
}

// again reports whether the tables of a row are those that go on: the headings
// were only repeated, as on every printed page.
func again(last, tables []*fit) bool {
	for _, f := range tables {
		if !slices.ContainsFunc(last, func(l *fit) bool { return l.sameColumns(f) }) {
			return false
		}
	}
	return true
}

// nextIsBetter reports whether the next row has more of the same source's
// headings: the one above it groups them.
func (s *search) nextIsBetter(sheet Sheet, next RowOfCells, tables []*fit) bool {
	cells := ink(next)
	f := best(s.cat.fits(sheet, next, cells))
	return f != nil && len(tables) == 1 && f.source == tables[0].source && f.score().better(tables[0].score())
}

// consider notes what a row could have been.
func (s *search) consider(sheet Sheet, line int, all, tables []*fit) {
	for _, f := range all {
		if f.score().required > 0 && (s.nearest == nil || f.nearer(s.nearest)) {
			s.nearest = f
		}
	}
	for _, f := range all {
		c := considered{sheet: sheet.Name, title: f.source.Title, line: line, known: f.score().columns}
		for _, j := range f.missing {
			c.missing = append(c.missing, f.source.Columns[j].Heading)
		}
		if slices.ContainsFunc(tables, func(t *fit) bool { return t.source == f.source }) {
			c.chosen = "the headings of a table"
		}
		if c.chosen != "" || c.known > 1 {
			s.considered = append(s.considered, c)
		}
	}
}

// choose returns the tables there are, or a Refusal. A hidden sheet counts
// only where no visible one fits.
func (s *search) choose() ([]*fit, error) {
	seen := slices.DeleteFunc(slices.Clone(s.found), func(f *fit) bool { return f.sheet.Hidden })
	if len(seen) == 0 {
		seen = s.found
	}
	if len(seen) == 0 {
		return nil, s.refuse()
	}
	if len(seen) > mostTables {
		return nil, refuseTooLarge(fmt.Sprintf("it has more than %d tables", mostTables))
	}
	for _, f := range seen {
		if len(f.rivals) > 0 {
			return nil, refuseSources(append([]string{f.source.Title}, f.rivals...))
		}
		if err := f.twice(); err != nil {
			return nil, err
		}
	}
	return s.withoutCopies(seen)
}

// answerSays is what is wrong with a file that is an answer, of whichever academy.
const answerSays = "the file is an academy's list of what to put right, and holds no rows of yours"

// IsAnswer reports whether a file was refused since it is an answer itself.
func IsAnswer(f queries.File) bool { return f.Says == answerSays }

// How the words begin that say what a file without some headings could be, and which
// are missing.
const (
	mostLike     = "the file is most like the "
	headingsLack = "but these headings are missing: "
)

// MostLike reports whether a file was refused since it lacks headings of a source, of
// all that it is most like, and has more of them than it lacks.
func MostLike(f queries.File, source queries.Source) bool {
	_, missing, _ := strings.Cut(f.Says, headingsLack)
	required := 0
	for _, c := range source.Columns {
		if c.Required {
			required++
		}
	}
	return strings.HasPrefix(f.Says, mostLike+source.Title+" (") && strings.Count(missing, `"`) < required // each has two
}

// mostTitles is how many kinds of file are named to whoever sent none of them.
const mostTitles = 6

// refuse says what is missing. It names the headings that should be there and
// never those that are: in a file without headings they are somebody's record.
func (s *search) refuse() error {
	if s.rows == 0 {
		return refuseEmpty()
	}
	near := s.nearest
	if all := s.cat.sources; len(all) == 1 && all[0].Reference != "" {
		return refuseList(all[0], near)
	}
	// Older lists have no mark, and are known by the name of the sheet alone.
	other := func(seen sheetSeen) bool {
		return !seen.empty && !seen.answer && !strings.HasPrefix(seen.name, queries.AnswerSheet)
	}
	switch {
	case near == nil && !slices.ContainsFunc(s.sheets, other):
		return Refusal{"our-answer", answerSays, "put it right in your own file, where it came from, and send that instead"}
	case near == nil:
		says := fmt.Sprintf("no row among the first %d has headings that we know", headingRows)
		if len(s.cat.sources) <= mostTitles {
			titles := make([]string, len(s.cat.sources))
			for i, k := range s.cat.sources {
				titles[i] = k.Title
			}
			says += "; we read " + list(titles)
		}
		return Refusal{"wrong-headings", says,
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
		fmt.Sprintf(mostLike+"%s (%s), "+headingsLack+"%s", near.source.Title, where, list(missing)),
		"use the headings of the template and send it again"}
}

// refuseList says that a file of reference data has not the headings of its list.
func refuseList(k *known, near *fit) Refusal {
	wanted := make([]string, len(k.required))
	for i, j := range k.required {
		wanted[i] = k.Columns[j].Heading
	}
	says := fmt.Sprintf("no row among the first %d has the headings of this list", headingRows)
	if near != nil {
		missing := make([]string, len(near.missing))
		for i, j := range near.missing {
			missing[i] = k.Columns[j].Heading
		}
		says = fmt.Sprintf("in line %d these headings are missing: %s", near.line, list(missing))
	}
	return Refusal{"wrong-headings", says + "; until that is put right, the list counts as it was before",
		"put the headings " + list(wanted) + " above the table; the file is read again by itself"}
}
