package ingest

import (
	"slices"
	"strings"
)

// A template has a hidden column after its last one, with a tag in the row of
// the headings and another one in the row after the last: "academy:NAME:start"
// and "academy:NAME:end". They move with the table. Between them everything is
// the table, and outside nothing is.
const (
	tagStart = ":start"
	tagEnd   = ":end"
	tagOurs  = "academy:"
)

func isTag(text string) bool {
	return strings.HasPrefix(text, tagOurs) && (strings.HasSuffix(text, tagStart) || strings.HasSuffix(text, tagEnd))
}

// tagged returns the tables of a sheet that have tags. A tag that does not
// stand in the row of its headings any more is passed over.
func (s *search) tagged(sheet Sheet, rows []RowOfCells) []*fit {
	var found []*fit
	for _, row := range rows {
		left := 0
		for _, c := range row.Cells {
			if c.Kind != Text {
				continue
			}
			name, ok := strings.CutPrefix(strings.TrimSuffix(c.text(), tagStart), tagOurs)
			if !ok || !strings.HasSuffix(c.text(), tagStart) {
				continue
			}
			i := slices.IndexFunc(s.cat.sources, func(k *known) bool { return k.Name == name })
			if i < 0 {
				continue
			}
			cells := slices.DeleteFunc(ink(row), func(o inked) bool { return o.ref.Col <= left || o.ref.Col >= c.Ref.Col })
			f := s.cat.sources[i].fit(sheet, row, cells)
			f.left, f.right, f.tag = left+1, c.Ref.Col-1, tagOurs+name+tagEnd
			tables := []*fit{f}
			if len(f.missing) > 0 {
				tables = nil
			} else {
				endAbove(found, f)
				found = append(found, f)
			}
			s.consider(sheet, row.Line, []*fit{f}, tables)
			left = c.Ref.Col
		}
	}
	return found
}

// endAbove ends the tables that reach down to another in the same columns: a form
// that somebody copied below itself.
func endAbove(above []*fit, f *fit) {
	for _, a := range above {
		if a.until == 0 && a.left <= f.right && f.left <= a.right && a.line < f.line {
			a.until = f.line
		}
	}
}

// ends reports whether a row holds the tag that ends the table.
func (f *fit) ends(row RowOfCells) bool {
	for i := len(row.Cells) - 1; i >= 0 && row.Cells[i].Ref.Col > f.right; i-- {
		if row.Cells[i].Kind == Text && row.Cells[i].text() == f.tag {
			return true
		}
	}
	return false
}
