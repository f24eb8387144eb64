package reports

import (
	"bytes"
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// undo takes off what an earlier answer of ours put on the workbook, where it is
// sure what was there before: senders put right the copy that we sent.
func (m *marker) undo() error {
	rec, err := m.readRecords()
	if err != nil {
		return err
	}
	formats, err := m.withoutStripes(rec)
	if err != nil {
		return err
	}
	if len(formats) == 0 && len(rec.notes) == 0 {
		return nil
	}
	for _, s := range m.sheets {
		if s.kind != "worksheet" || s.part == m.replaced {
			continue
		}
		if err := m.unstripe(s.part, formats); err != nil {
			return err
		}
		if err := m.takeNotes(s.part, rec); err != nil {
			return err
		}
	}
	return nil
}

// unstripe gives cells the formats that they had before.
func (m *marker) unstripe(part string, formats map[string]int) error {
	data, err := m.read(part)
	if err != nil {
		return err
	}
	root, err := scan(data, func(parent, n *node) bool {
		if !parent.is("row") {
			return n.is("sheetData") || n.is("row")
		}
		_, ours := formats[n.text("s")]
		return ours
	})
	if err != nil {
		return err
	}
	var e edits
	if cells := root.kid("sheetData"); cells != nil {
		for _, row := range cells.kids {
			for _, c := range row.kids {
				if id := formats[c.text("s")]; id != unknown {
					e.set(c, "s", strconv.Itoa(id))
				} else {
					m.leftover = true
				}
			}
		}
	}
	return m.change(part, e)
}

// takeNotes takes the texts of our notes from a sheet, word for word. What a
// person wrote beside them stays; a note that holds nothing else goes, with the
// shape in which Excel shows it.
func (m *marker) takeNotes(part string, rec record) error {
	all, err := m.bundle.relations(part)
	if err != nil {
		return err
	}
	for _, r := range all {
		if r.kind != "comments" || !m.has(r.target) {
			continue
		}
		gone, err := m.takeFrom(r.target, rec)
		if err != nil {
			return err
		}
		for _, r := range all {
			if r.kind == "vmlDrawing" && m.has(r.target) && len(gone) > 0 {
				if err := m.takeShapes(r.target, gone); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// mostSearched is how many bytes of notes are searched for texts of ours: those of
// a part, once for each text. A list that somebody has forged may name any number.
const mostSearched = 1 << 32

// takeFrom takes our texts from a part of notes and returns the cells whose note
// has gone.
func (m *marker) takeFrom(part string, rec record) (map[spot]bool, error) {
	root, err := m.scan(part)
	if err != nil {
		return nil, err
	}
	authors, list := root.kid("authors"), root.kid("commentList")
	if authors == nil || list == nil {
		return nil, nil
	}
	// The longest first: one text may begin as another does.
	texts := slices.SortedFunc(maps.Keys(rec.notes), func(a, b string) int {
		return cmp.Or(len(b)-len(a), strings.Compare(a, b))
	})
	if len(texts)*len(root.doc) > mostSearched {
		m.leftover = true
		return nil, nil
	}
	gone := map[spot]bool{}
	var e edits
	for _, note := range list.kids {
		if mirrors(note, authors) {
			continue
		}
		holder := note.kid("text")
		words := holder.words()
		left := words
		for _, text := range texts {
			left = blankOut(left, text)
		}
		m.leftover = m.leftover || strings.Contains(left, m.fb.signed())
		switch {
		case left == words:
		case strings.Trim(left, " \t\n\x00") == "" && !hasMore(holder):
			gone[spotOf(note.text("ref"))] = true
			e.replace(note.start, note.end, "")
		default:
			for _, t := range holder.pieces() {
				was := t.content()
				if keep := strings.ReplaceAll(left[:len(was)], "\x00", ""); keep != was {
					e.replace(t.tagEnd, t.closeStart, escapeXML(keep))
				}
				left = left[len(was):]
			}
		}
	}
	return gone, m.change(part, e)
}

// hasMore reports whether a text holds what is neither words nor how they look.
func hasMore(text *node) bool {
	return slices.ContainsFunc(text.kids, func(k *node) bool {
		return !k.is("t") && !k.is("rPr") && (!k.is("r") || hasMore(k))
	})
}

// blankOut puts what no XML holds in the place of a text wherever it stands in
// another, and of the line end before it.
func blankOut(words, text string) string {
	for _, s := range []string{"\n" + text, text} {
		words = strings.ReplaceAll(words, s, strings.Repeat("\x00", len(s)))
	}
	return words
}

var (
	shapesOfNotes = regexp.MustCompile(`(?s)<v:shape\s[^>]*[^>/]>.*?</v:shape>`)
	rowOfShape    = regexp.MustCompile(`<x:Row>\s*(\d+)\s*</x:Row>`)
	columnOfShape = regexp.MustCompile(`<x:Column>\s*(\d+)\s*</x:Column>`)
)

// takeShapes takes from a drawing the shapes of the notes that have gone.
func (m *marker) takeShapes(part string, gone map[spot]bool) error {
	data, err := m.read(part)
	if err != nil {
		return err
	}
	var e edits
	for _, at := range shapesOfNotes.FindAllIndex(data, -1) {
		shape := data[at[0]:at[1]]
		row, column := rowOfShape.FindSubmatch(shape), columnOfShape.FindSubmatch(shape)
		if bytes.Count(shape, []byte("<v:shape ")) > 1 { // ours hold no other
			continue
		}
		if row == nil || column == nil || !bytes.Contains(shape, []byte(`ObjectType="Note"`)) {
			continue
		}
		r, _ := strconv.Atoi(string(row[1]))
		c, _ := strconv.Atoi(string(column[1]))
		if gone[spot{r + 1, c + 1}] {
			e.replace(at[0], at[1], "")
		}
	}
	return m.change(part, e)
}
