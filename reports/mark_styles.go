package reports

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
)

// maxFormats is the number of cell formats up to which we add: Excel ends at
// 65,490, and a workbook so close to it is better left alone.
const maxFormats = 65_000

// A stylist adds formats to the styles of a workbook.
type stylist struct {
	part                       string
	fonts, fills, xfs          *node
	newFonts, newFills         string
	newXFs                     string
	count                      int // cell formats, ours included
	hatched                    map[int]int
	title, strong, plain, link int
	fontCount, fillCount       int
	shade                      int      // of the next fill
	taken                      []string // shades of stripes that stay
	darkened                   map[int]int
	section, aside             int
}

const emptyStyles = `<fonts count="1"><font><sz val="11"/><name val="Arial"/></font></fonts>` +
	`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
	`<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>` +
	`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
	`<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>` +
	`<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`

// newStylist reads the styles of a workbook, which it makes where there are none.
func (m *marker) newStylist() error {
	s := &stylist{part: m.target("styles"), hatched: map[int]int{}, darkened: map[int]int{}, taken: m.taken}
	if s.part == "" {
		// Some readers, openpyxl among them, look for it by its usual name alone.
		s.part = m.beside("styles.xml")
		free, err := m.free(s.part)
		if err == nil && !free {
			s.part, err = m.fresh(m.beside("styles%d.xml"))
		}
		if err != nil {
			return err
		}
		if err := m.create(s.part, typeSheetML+"styles+xml", xmlHead+`<styleSheet xmlns="`+m.namespace+`">`+emptyStyles); err != nil {
			return err
		}
		if _, err := m.relate(m.book, m.relNS+"/styles", s.part); err != nil {
			return err
		}
	}
	root, err := m.scan(s.part)
	if err != nil {
		return err
	}
	s.fonts, s.fills, s.xfs = root.kid("fonts"), root.kid("fills"), root.kid("cellXfs")
	switch {
	case s.xfs == nil || len(s.xfs.kids) == 0:
		return errors.New("its list of cell formats is empty")
	case s.fonts == nil || s.fills == nil:
		return errors.New("its styles have no list of fonts or of fills, which every workbook has")
	}
	if hasOthers(s.xfs, "xf") || hasOthers(s.fonts, "font") || hasOthers(s.fills, "fill") {
		return errors.New("a list of its styles holds what does not belong there")
	}
	s.count = len(s.xfs.kids)
	m.styles = s
	return s.ours(root.kid("cellStyleXfs") != nil)
}

// hasOthers reports whether a list holds elements by which not every program counts.
func hasOthers(list *node, name string) bool {
	return slices.ContainsFunc(list.kids, func(k *node) bool { return !k.is(name) && !k.is("AlternateContent") })
}

// ours adds the formats of the sheet "What to fix". They are text, so that what
// begins with "=" stays text when somebody edits it.
func (s *stylist) ours(based bool) error {
	p, n := s.fonts.prefixed, len(s.fonts.kids)
	for _, look := range []struct{ before, after string }{
		{"<" + p("b") + "/>", ""},
		{"<" + p("b") + "/>", ""},
		{"", ""},
		{"<" + p("u") + "/>", "<" + p("color") + ` rgb="FF1A5F9E"/>`},
	} {
		size := 11
		if s.newFonts == "" {
			size = 16
		}
		s.newFonts += fmt.Sprintf(`<%s>%s<%s val="%d"/>%s<%s val="Arial"/></%s>`,
			p("font"), look.before, p("sz"), size, look.after, p("name"), p("font"))
		s.fontCount++
	}
	base := ""
	if based {
		base = ` xfId="0"`
	}
	x := s.xfs.prefixed
	for _, f := range []struct {
		id            *int
		font          int
		side, wrapped string
	}{
		{&s.title, 0, "center", "0"},
		{&s.strong, 1, "top", "1"},
		{&s.section, 1, "bottom", "1"},
		{&s.plain, 2, "top", "1"},
		{&s.aside, 2, "bottom", "1"},
		{&s.link, 3, "top", "1"},
	} {
		var err error
		*f.id, err = s.add(fmt.Sprintf(`<%s numFmtId="49" fontId="%d" fillId="0" borderId="0"%s applyNumberFormat="1" applyFont="1" applyAlignment="1"><%s vertical="%s" wrapText="%s"/></%s>`,
			x("xf"), n+f.font, base, x("alignment"), f.side, f.wrapped, x("xf")))
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *stylist) add(xf string) (int, error) {
	if s.count >= maxFormats {
		return 0, fmt.Errorf("it has %d cell formats, and Excel takes hardly more", s.count)
	}
	s.newXFs += xf
	s.count++
	return s.count - 1, nil
}

// mark is the format of a marked cell: its own, with a hatched fill.
func (s *stylist) mark(base int) (int, error) {
	if id, ok := s.hatched[base]; ok {
		return id, nil
	}
	if base < 0 || base >= len(s.xfs.kids) {
		return 0, errors.New("a cell has a format that is not in its list")
	}
	xf := plainly(s.xfs.kids[base])
	if !xf.is("xf") {
		return 0, errors.New("a cell has a format that only newer programs know")
	}
	var e edits
	own := xf.alone()
	e.set(own, "fillId", strconv.Itoa(s.stripes()))
	e.set(own, "applyFill", "1")
	if font := s.readable(xf.text("fontId")); font >= 0 {
		e.set(own, "fontId", strconv.Itoa(font))
		e.set(own, "applyFont", "1")
	}
	text, err := e.apply(own.doc)
	if err != nil {
		return 0, err
	}
	id, err := s.add(string(text))
	s.hatched[base] = id
	return id, err
}

// plainly is an entry of the list of formats as every program knows it: one that
// is there twice, for newer programs and for others, takes one place in the list.
func plainly(entry *node) *node {
	if xf := entry.kid("Fallback").kid("xf"); xf != nil {
		return xf
	}
	return entry
}

// stripes adds the fill of one more format of marked cells and returns its number.
func (s *stylist) stripes() int {
	for slices.Contains(s.taken, shade(s.shade)) {
		s.shade++
	}
	p := s.fills.prefixed
	s.newFills += fmt.Sprintf(`<%s><%s patternType="lightUp"><%s rgb="FFC00000"/><%s rgb="%s"/></%s></%s>`,
		p("fill"), p("patternFill"), p("fgColor"), p("bgColor"), shade(s.shade), p("patternFill"), p("fill"))
	s.shade++
	s.fillCount++
	return len(s.fills.kids) + s.fillCount - 1
}

// readable is a font that can be read on our pale fill in place of one that is
// pale itself, as headings have it; -1 if the font will do.
func (s *stylist) readable(fontID string) int {
	id, err := strconv.Atoi(fontID)
	if err != nil || id < 0 || id >= len(s.fonts.kids) {
		return -1
	}
	color := s.fonts.kids[id].kid("color")
	if color == nil || !pale(color) {
		return -1
	}
	if dark, ok := s.darkened[id]; ok {
		return dark
	}
	font := s.fonts.kids[id]
	s.newFonts += string(font.doc[font.start:color.start]) + "<" + s.fonts.prefixed("color") + ` rgb="FF000000"/>` +
		string(font.doc[color.end:font.end])
	s.darkened[id] = len(s.fonts.kids) + s.fontCount
	s.fontCount++
	return s.darkened[id]
}

// pale reports whether a colour is nearer to white than to black.
func pale(color *node) bool {
	if theme, ok := color.attr("theme"); ok {
		return theme == "0" || theme == "2"
	}
	if index, ok := color.attr("indexed"); ok {
		return index == "1" || index == "9"
	}
	rgb, err := strconv.ParseUint(color.text("rgb"), 16, 32)
	return err == nil && (rgb>>16&255)*3+(rgb>>8&255)*6+(rgb&255) > 1275
}

// flush writes the formats into their part.
func (s *stylist) flush(b *bundle) error {
	var e edits
	grow := func(n *node, by int, text string) {
		e.set(n, "count", strconv.Itoa(len(n.kids)+by))
		e.add(n, false, text)
	}
	grow(s.fonts, s.fontCount, s.newFonts)
	grow(s.fills, s.fillCount, s.newFills)
	grow(s.xfs, s.count-len(s.xfs.kids), s.newXFs)
	return b.change(s.part, e)
}
