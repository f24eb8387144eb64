package reports

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"path"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"academy/queries"
)

const (
	typeSheetML  = "application/vnd.openxmlformats-officedocument.spreadsheetml."
	looseSheets  = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	strictSheets = "http://purl.oclc.org/ooxml/spreadsheetml/main"
	strictRels   = "http://purl.oclc.org/ooxml/officeDocument/relationships"
	looseRels    = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

	// maxMarked is how many cells of a workbook are marked.
	maxMarked = 5_000

	fixSheet = queries.AnswerSheet
)

// A MarkReport says what became of a file that was to be marked.
type MarkReport struct {
	Marked   int    // cells with a hatched fill
	Notes    int    // notes written, those added to a note that was there included
	Threads  int    // marked cells whose discussion was left alone
	Unmarked int    // findings that the list alone tells
	Macros   bool   // it is the sender's, and may hold macros
	Fallback string // why the workbook is one of our own; "" if it is the sender's
	Slip     string // the function of ours that stopped; "" if none did
}

// A marker marks one workbook.
type marker struct {
	*bundle
	fb        Feedback
	book      string // the part that lists the sheets
	root      *node  // of that part
	namespace string
	relNS     string
	relations []relation
	sheets    []bookSheet
	macros    bool
	list      string          // the name of the sheet with the list
	place     int             // of it among the sheets, once it is there
	replaced  string          // the part of our earlier list, which it replaces; "" if it is new
	kept      []string        // earlier lists of ours that stay
	leftover  bool            // whether marks of an earlier answer stay
	taken     []string        // the shades of the stripes that stay
	said      map[string]bool // the texts of our notes
	styles    *stylist
	shapes    *shapeIDs
	report    MarkReport
	bounded   bool // whether there were more cells than are marked
	atHeading bool // whether a cell that is not there is marked at its heading
}

// A bookSheet is one sheet of the workbook being marked.
type bookSheet struct {
	name, part, kind  string // part is "" of a module of macros
	hidden, protected bool
	unseen            map[spot]string // why a cell with a finding cannot be seen, though the sheet can
}

// Mark writes the sender's own workbook with every finding marked in place, by a
// note and a hatched fill, and with the list of them on a sheet of its own: the
// first, or the last where there are macros, since those count sheets. No cell
// changes its value, and no part that carries no mark changes a byte.
//
// What cannot be marked, is about people or does not pass the checks after
// writing is answered by a workbook of our own, and the report says why. The
// error is one of reading or writing.
func Mark(original io.ReaderAt, size int64, fb Feedback, w io.Writer) (MarkReport, error) {
	if fb.People || fb.NoCopy != "" {
		return markOwn(fb, fb.NoCopy, w)
	}
	var out bytes.Buffer
	report, err := markSafely(original, size, fb, &out)
	if err != nil {
		slip := report.Slip
		report, err = markOwn(fb, err.Error(), w)
		report.Slip = slip
		return report, err
	}
	_, err = w.Write(out.Bytes())
	return report, err
}

// markSafely is markBundle, and takes a slip of ours for one more reason not to
// mark: the sender gets an answer, and so do those after them.
func markSafely(original io.ReaderAt, size int64, fb Feedback, out *bytes.Buffer) (report MarkReport, err error) {
	defer func() {
		if recover() != nil { // what it says may hold what a cell does
			report, err = MarkReport{Slip: stoppedIn()}, errors.New("our marking of it stopped")
		}
	}()
	return markBundle(original, size, fb, out)
}

// stoppedIn names the function that a panic began in, called from where it is
// recovered.
func stoppedIn() string {
	calls := make([]uintptr, 32)
	frames := runtime.CallersFrames(calls[:runtime.Callers(3, calls)])
	for {
		f, more := frames.Next()
		if !strings.HasPrefix(f.Function, "runtime.") || !more {
			return fmt.Sprintf("%s, line %d", f.Function, f.Line)
		}
	}
}

func markBundle(original io.ReaderAt, size int64, fb Feedback, out *bytes.Buffer) (MarkReport, error) {
	b, err := openBundle(original, size)
	if err != nil {
		return MarkReport{}, err
	}
	m := &marker{bundle: b, fb: fb}
	if err := m.patch(); err != nil {
		return MarkReport{}, err
	}
	if err := m.write(out); err != nil {
		return MarkReport{}, errors.New("it cannot be written again")
	}
	if err := m.check(out.Bytes()); err != nil {
		return MarkReport{}, fmt.Errorf("our check of the marked copy found that %w", err)
	}
	return m.report, nil
}

// patch makes every change to the parts.
func (m *marker) patch() error {
	if err := m.readBook(); err != nil {
		return err
	}
	if err := m.undo(); err != nil {
		return err
	}
	if err := m.newStylist(); err != nil {
		return err
	}
	if err := m.markSheets(); err != nil {
		return err
	}
	part, err := m.addList()
	if err != nil {
		return err
	}
	if err := m.styles.flush(m.bundle); err != nil {
		return err
	}
	return m.changeBook(part)
}

// target is the part to which the workbook has a relation of a kind, or "".
func (m *marker) target(kind string) string {
	for _, r := range m.relations {
		if r.kind == kind {
			return r.target
		}
	}
	return ""
}

// beside is a name in the folder of the workbook's own part.
func (m *marker) beside(name string) string { return path.Join(path.Dir(m.book), name) }

// A target is one cell to mark, with all that is said of it.
type target struct {
	spot spot
	says []string
}

// targets are the cells of each sheet that findings name, in the order of the
// sheets and their cells, and as many as are marked at most. What is confirmed is not
// marked: a mark asks for something.
func (m *marker) targets() map[string][]target {
	bySheet := map[string][]target{}
	at := map[string]map[spot]int{}
	count := 0
	for _, f := range m.fb.Findings {
		if f.Severity == queries.Confirmed {
			continue
		}
		s, sheet := spotOf(f.Cell), m.sheet(f.Sheet)
		if s == (spot{}) || sheet == nil || sheet.kind != "worksheet" {
			m.report.Unmarked++
			continue
		}
		if at[sheet.name] == nil {
			at[sheet.name] = map[spot]int{}
		}
		i, ok := at[sheet.name][s]
		if !ok {
			if count == maxMarked {
				m.bounded = true
				m.report.Unmarked++
				continue
			}
			count++
			i = len(bySheet[sheet.name])
			at[sheet.name][s] = i
			bySheet[sheet.name] = append(bySheet[sheet.name], target{spot: s})
		}
		t := &bySheet[sheet.name][i]
		if says := f.words(); !slices.Contains(t.says, says) {
			t.says = append(t.says, says)
		}
	}
	for _, targets := range bySheet {
		slices.SortFunc(targets, func(a, b target) int { return compareSpots(a.spot, b.spot) })
	}
	return bySheet
}

// sheet is the sheet of a name, or nil.
func (m *marker) sheet(name string) *bookSheet {
	if name == "" {
		return nil
	}
	for i := range m.sheets {
		if strings.EqualFold(m.sheets[i].name, name) {
			return &m.sheets[i]
		}
	}
	return nil
}

func (m *marker) markSheets() error {
	targets := m.targets()
	var err error
	if m.shapes, err = m.newShapeIDs(); err != nil {
		return err
	}
	for i := range m.sheets {
		s := &m.sheets[i]
		if s.part == "" {
			continue
		}
		if err := m.markSheet(s, targets[s.name]); err != nil {
			return err
		}
	}
	return nil
}

// markSheet marks the cells of one sheet and takes its selection from it: with
// two sheets selected, what is typed into one goes into both.
func (m *marker) markSheet(s *bookSheet, targets []target) error {
	data, err := m.read(s.part)
	if err != nil {
		return err
	}
	var e edits
	var notes []cellNote
	var g *grid
	if len(targets) > 0 {
		var spots []spot
		for _, t := range targets {
			spots = append(spots, t.spot)
		}
		if g, err = readGrid(data, spots); err != nil {
			return err
		}
		s.protected = g.root.kid("sheetProtection") != nil
		s.unseen = g.unseen(targets)
		if notes, err = m.fill(g, s.name, targets, &e); err != nil {
			return err
		}
	}
	if err := deselect(data, &e); err != nil {
		return err
	}
	if len(notes) > 0 {
		if err := m.writeNotes(s.part, g, notes, &e); err != nil {
			return err
		}
	}
	return m.change(s.part, e)
}

// fill hatches the cells to be marked, and returns what is to be said at each.
func (m *marker) fill(g *grid, sheet string, targets []target, e *edits) ([]cellNote, error) {
	said := map[spot][]string{}
	type missing struct {
		heading spot
		says    string
	}
	var absent []missing // in order
	cells := map[missing][]spot{}
	for _, t := range targets {
		c, at := g.find(t.spot, m.fb.HeadingRow[sheet])
		if c == nil {
			m.report.Unmarked++
			continue
		}
		if said[at] == nil {
			said[at] = []string{}
			if err := m.hatch(c, e); err != nil {
				return nil, err
			}
		}
		for _, says := range t.says {
			if at == g.anchor(t.spot) {
				said[at] = append(said[at], says)
				continue
			}
			k := missing{at, says}
			if cells[k] == nil {
				absent = append(absent, k)
			}
			cells[k] = append(cells[k], t.spot)
		}
	}
	for _, k := range absent {
		m.atHeading = true
		said[k.heading] = append(said[k.heading], bounded(spansOf(cells[k]))+": "+k.says)
	}
	var notes []cellNote
	for at, says := range said {
		notes = append(notes, cellNote{at, strings.Join(says, "\n")})
	}
	slices.SortFunc(notes, func(a, b cellNote) int { return compareSpots(a.at, b.at) })
	return notes, nil
}

func (m *marker) hatch(c *node, e *edits) error {
	base, err := strconv.Atoi(cmp.Or(c.text("s"), "0"))
	if err != nil {
		return errors.New("a cell has a format that is no number")
	}
	id, err := m.styles.mark(base)
	if err != nil {
		return err
	}
	e.set(c, "s", strconv.Itoa(id))
	m.report.Marked++
	return nil
}

// deselect takes the selection from every view of a sheet.
func deselect(data []byte, e *edits) error {
	views, err := viewsOf(data)
	for _, v := range views {
		if isSelected(v) {
			e.set(v, "tabSelected", "0")
		}
	}
	return err
}

// isSelected reports whether a view is of a sheet that is selected.
func isSelected(view *node) bool {
	on := view.text("tabSelected")
	return on == "1" || on == "true"
}

// viewsOf returns the views of a sheet on which something is selected. They come
// before the cells, so what follows is read only where it may hold some too.
func viewsOf(data []byte) ([]*node, error) {
	if !bytes.Contains(data, []byte("tabSelected")) {
		return nil, nil
	}
	root, err := scanUntil(data, "sheetData", nil)
	if err != nil {
		return nil, err
	}
	if n := len(root.kids); n > 0 && bytes.Contains(data[root.kids[n-1].tagEnd:], []byte("tabSelected")) {
		if root, err = scan(data, keepViews); err != nil {
			return nil, err
		}
	}
	var views []*node
	for _, k := range root.kids {
		if k.is("sheetViews") {
			views = append(views, k.kids...)
		}
	}
	return views, nil
}

// keepViews keeps of a sheet its parts and its views.
func keepViews(parent, n *node) bool {
	return parent.is("worksheet") || parent.is("sheetViews")
}
