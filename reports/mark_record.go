package reports

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"html"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"academy/queries"
)

// Our list keeps what the next answer needs to take our marks off, in three
// hidden columns. Formats are kept as cells that have them, since a program that
// saves a workbook numbers its formats anew, and keeps the looks of cells.
const (
	sealCell      = "C1" // what begins so is a list; what follows tells whether it is as it was written, what it answers, and by whom
	markedColumn  = 3    // a cell of each format that a marked cell has
	unmarkedIn    = 4    // beside it, one of the format that it had before
	noteColumn    = 5    // each text that our notes hold
	recordColumns = `<col min="3" max="5" width="3" hidden="1" customWidth="1"/>`
)

// recordOf returns the cells of the record by their row, those with a text by
// their place too.
func (m *marker) recordOf() (cells map[int]string, texts map[spot]string) {
	cells, texts = map[int]string{}, map[spot]string{}
	for i, base := range slices.Sorted(maps.Keys(m.styles.hatched)) {
		cells[i+2] = fmt.Sprintf(`<c r="%s" s="%d"/><c r="%s" s="%d"/>`,
			spot{i + 2, markedColumn}, m.styles.hatched[base], spot{i + 2, unmarkedIn}, base)
	}
	for i, text := range slices.Sorted(maps.Keys(m.said)) {
		at := spot{i + 2, noteColumn}
		texts[at] = text
		cells[at.row] += textCell(at, m.styles.plain, text)
	}
	return cells, texts
}

// textCell is a cell that holds text as such.
func textCell(at spot, format int, text string) string {
	return fmt.Sprintf(`<c r="%s" s="%d" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>`, at, format, escapeXML(text))
}

// sumOf is what the texts of a list come to, however a program breaks their lines:
// a list on which somebody has written comes to something else.
func sumOf(texts map[spot]string) string {
	sum := sha256.New()
	for _, at := range slices.SortedFunc(maps.Keys(texts), compareSpots) {
		if words := strings.Join(strings.Fields(texts[at]), " "); words != "" && at.String() != sealCell {
			fmt.Fprintf(sum, "%s=%s\n", at, words)
		}
	}
	return hex.EncodeToString(sum.Sum(nil)[:8])
}

// sealed is the academy that a seal names, in one line.
func (fb Feedback) sealed() string { return strings.Join(strings.Fields(fb.signature()), " ") }

// Lists of ours are small, and are looked for in workbooks that may be anything:
// these are the bytes of the largest that is taken for one, and of the list of texts
// of its workbook.
const (
	maxList   = 8 << 20
	maxShared = 64 << 20
)

// A record is what the lists of earlier answers in a workbook say of their marks.
type record struct {
	formats [][2]int // of a marked cell, and of it before
	notes   map[string]bool
	others  []int // formats of cells that other academies have marked
}

// readRecords reads the lists of ours that a workbook holds. The first that
// nobody has written on is to be replaced; the others stay. A list that names
// another academy is none of ours, and one that names none was written before
// lists did.
func (m *marker) readRecords() (record, error) {
	rec := record{notes: map[string]bool{}}
	for i, s := range m.sheets {
		if s.kind != "worksheet" || !strings.HasPrefix(s.name, fixSheet) {
			continue
		}
		if data, err := m.read(s.part); err != nil || len(data) > maxList {
			return rec, err // we write no such list
		}
		texts, formats, err := m.cellsOf(s.part)
		if err != nil {
			return rec, err
		}
		seal, ok := queries.ParseAnswerSeal(texts[spotOf(sealCell)])
		if !ok {
			continue
		}
		theirs := seal.By != "" && seal.By != m.fb.sealed()
		for at, text := range texts {
			if at.column == noteColumn && strings.HasPrefix(text, m.fb.signed()) {
				rec.notes[text] = true
			}
		}
		for at, format := range formats {
			switch {
			case at.column != markedColumn || at.row == 1:
			case theirs:
				rec.others = append(rec.others, format)
			default:
				// A cell that is not there, since it holds nothing, has the first format.
				rec.formats = append(rec.formats, [2]int{format, formats[spot{at.row, unmarkedIn}]})
			}
		}
		alone, err := m.alone(s.part)
		switch {
		case err != nil:
			return rec, err
		case theirs:
		case m.replaced == "" && alone && seal.Sum == sumOf(texts):
			m.replaced, m.list, m.place = s.part, s.name, i
		default:
			m.kept = append(m.kept, s.name)
		}
	}
	slices.SortFunc(rec.formats, func(a, b [2]int) int { return slices.Compare(a[:], b[:]) })
	return rec, nil
}

// alone reports whether nothing hangs on a sheet that a person may have put
// there, as notes and pictures do.
func (m *marker) alone(part string) (bool, error) {
	all, err := m.bundle.relations(part)
	return !slices.ContainsFunc(all, func(r relation) bool { return r.kind != "printerSettings" && r.kind != "hyperlink" }), err
}

// cellsOf returns the texts of the cells of a sheet, and their formats.
func (m *marker) cellsOf(part string) (texts map[spot]string, formats map[spot]int, err error) {
	root, err := m.scan(part)
	if err != nil {
		return nil, nil, err
	}
	texts, formats = map[spot]string{}, map[spot]int{}
	data := root.kid("sheetData")
	if data == nil {
		return texts, formats, nil
	}
	var shared []*node
	if name := m.target("sharedStrings"); name != "" && m.has(name) {
		all, err := m.read(name)
		if err != nil {
			return nil, nil, err
		}
		if len(all) <= maxShared {
			strings, err := m.scan(name)
			if err != nil {
				return nil, nil, err
			}
			shared = strings.kids
		}
	}
	for _, row := range data.kids {
		for _, c := range row.kids {
			at := spotOf(c.text("r"))
			// No format is the first.
			formats[at], _ = strconv.Atoi(c.text("s"))
			switch value := c.kid("v"); {
			case c.text("t") == "s" && value != nil:
				if i, err := strconv.Atoi(value.content()); err == nil && i >= 0 && i < len(shared) {
					texts[at] = shared[i].words()
				}
			case value != nil:
				texts[at] = value.content()
			default:
				texts[at] = c.kid("is").words()
			}
		}
	}
	return texts, formats, nil
}

// content is the text that an element holds, as a person reads it.
func (n *node) content() string {
	if n.closesItself() {
		return ""
	}
	text := html.UnescapeString(string(n.doc[n.tagEnd:n.closeStart]))
	text = encoded.ReplaceAllStringFunc(text, func(code string) string {
		unit, _ := strconv.ParseUint(code[2:6], 16, 16)
		return string(utf16.Decode([]uint16{uint16(unit)}))
	})
	return strings.ReplaceAll(text, "\r\n", "\n")
}

// pieces are the elements of a text that hold it: one, or one of each run.
func (n *node) pieces() []*node {
	var all []*node
	if n == nil {
		return nil
	}
	for _, k := range n.kids {
		if k.is("t") {
			all = append(all, k)
		} else if t := k.kid("t"); k.is("r") && t != nil {
			all = append(all, t)
		}
	}
	return all
}

// words is a text, whether it is plain or in runs.
func (n *node) words() string {
	text := ""
	for _, t := range n.pieces() {
		text += t.content()
	}
	return text
}
