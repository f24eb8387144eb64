package reports

import (
	"bytes"
	"errors"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A cellNote is what is said at one cell.
type cellNote struct {
	at   spot
	text string
}

// afterNotes are what the shapes of notes stand before in a sheet.
var afterNotes = []string{"legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst"}

// writeNotes writes the notes of one sheet, and the shapes in which Excel shows
// them.
func (m *marker) writeNotes(part string, g *grid, notes []cellNote, e *edits) error {
	all, err := m.bundle.relations(part)
	if err != nil {
		return err
	}
	comments, threads := "", map[string]bool{}
	for _, r := range all {
		switch r.kind {
		case "comments":
			comments = r.target
		case "threadedComment":
			root, err := m.scan(r.target)
			if err != nil {
				return err
			}
			for _, k := range root.kids {
				threads[k.text("ref")] = true
			}
		}
	}
	if comments == "" {
		if comments, err = m.newComments(part, g.root.namespace()); err != nil {
			return err
		}
	}
	fresh, err := m.addComments(comments, threads, notes)
	if err != nil || len(fresh) == 0 {
		return err
	}
	drawing, err := m.drawingOf(part, g, all, e)
	if err != nil {
		return err
	}
	return m.addShapes(drawing, fresh)
}

func (m *marker) newComments(part, namespace string) (string, error) {
	name, err := m.fresh(m.beside("comments%d.xml"))
	if err != nil {
		return "", err
	}
	if err := m.create(name, typeSheetML+"comments+xml",
		xmlHead+`<comments xmlns="`+escapeXML(namespace)+`"><authors></authors><commentList></commentList></comments>`); err != nil {
		return "", err
	}
	_, err = m.relate(part, m.relNS+"/comments", name)
	return name, err
}

// addComments adds notes to a part of comments and returns those that need a
// shape. A note that mirrors a discussion is left alone: the fill and the list
// speak for it.
func (m *marker) addComments(part string, threads map[string]bool, notes []cellNote) ([]cellNote, error) {
	root, err := m.scan(part)
	if err != nil {
		return nil, err
	}
	authors, list := root.kid("authors"), root.kid("commentList")
	if authors == nil || list == nil {
		return nil, errors.New("its notes have no authors")
	}
	there := map[string]*node{}
	for _, k := range list.kids {
		there[k.text("ref")] = k
	}
	by := slices.IndexFunc(authors.kids, func(a *node) bool { return a.content() == m.fb.signature() })
	if by < 0 {
		by = len(authors.kids)
	}
	var e edits
	var fresh []cellNote
	added := ""
	p := list.prefixed
	run := func(text string) string {
		return fmt.Sprintf(`<%s><%s xml:space="preserve">%s</%s></%s>`, p("r"), p("t"), escapeXML(text), p("t"), p("r"))
	}
	for _, n := range notes {
		ref, text := n.at.String(), cut(m.fb.signed()+n.text, maxCell)
		old := there[ref]
		switch {
		case threads[ref] || old != nil && mirrors(old, authors):
			m.report.Threads++
		case old != nil:
			m.report.Notes++
			if text, err = appendNote(&e, old, text, run); err != nil {
				return nil, err
			}
			m.say(text)
		default:
			m.report.Notes++
			m.say(text)
			fresh = append(fresh, n)
			added += fmt.Sprintf(`<%s ref="%s" authorId="%d"><%s>%s</%s></%s>`,
				p("comment"), ref, by, p("text"), run(text), p("text"), p("comment"))
		}
	}
	if added != "" {
		e.add(list, false, added)
	}
	if added != "" && by == len(authors.kids) {
		e.add(authors, false, fmt.Sprintf("<%s>%s</%s>", p("author"), escapeXML(m.fb.signature()), p("author")))
	}
	return fresh, m.change(part, e)
}

// mirrors reports whether a note only repeats a discussion for old programs.
func mirrors(comment, authors *node) bool {
	id, err := strconv.Atoi(comment.text("authorId"))
	if err != nil || id < 0 || id >= len(authors.kids) {
		return false
	}
	return strings.HasPrefix(strings.TrimSpace(authors.kids[id].content()), "tc=")
}

// say remembers what a note of ours holds, by which to know it again.
func (m *marker) say(text string) {
	if m.said == nil {
		m.said = map[string]bool{}
	}
	if text != "" {
		m.said[text] = true
	}
}

// appendNote adds to a note that the sender wrote, or that says something of an
// earlier answer still, and returns the text of ours that is in it then. Plain
// text becomes a run of the same characters, since plain text and runs do not go
// together.
func appendNote(e *edits, comment *node, text string, run func(string) string) (string, error) {
	holder := comment.kid("text")
	if holder == nil {
		return "", errors.New("one of its notes has no text")
	}
	if strings.Contains(holder.words(), text) {
		return text, nil
	}
	length := 0
	for _, k := range holder.kids {
		length += k.end - k.start
	}
	room := maxCell - length
	if room <= 100 {
		return "", nil
	}
	for _, k := range holder.kids {
		if k.is("t") {
			e.insert(k.start, "<"+holder.prefixed("r")+">")
			e.insert(k.end, "</"+holder.prefixed("r")+">")
		}
	}
	text = cut(text, room-1)
	e.add(holder, false, run("\n"+text))
	return text, nil
}

// drawingOf is the part that holds the shapes of a sheet, made if there is none.
func (m *marker) drawingOf(part string, g *grid, all []relation, e *edits) (string, error) {
	if old := legacyDrawings(g.root); len(old) > 0 {
		return m.drawingThere(old, all)
	}
	name, err := m.fresh(m.beside("drawings/vmlDrawing%d.vml"))
	if err != nil {
		return "", err
	}
	if err := m.create(name, "application/vnd.openxmlformats-officedocument.vmlDrawing",
		`<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel">`+
			`<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data=""/></o:shapelayout></xml>`); err != nil {
		return "", err
	}
	id, err := m.relate(part, m.relNS+"/vmlDrawing", name)
	if err != nil {
		return "", err
	}
	prefix, declaration := g.root.prefixOf(m.relNS)
	at := g.root.closeStart
	for _, k := range g.root.kids {
		inner := k
		for inner.is("AlternateContent") && len(inner.kids) > 0 && len(inner.kids[0].kids) > 0 {
			inner = inner.kids[0].kids[0]
		}
		if k.start > g.data.start && slices.Contains(afterNotes, inner.local()) {
			at = k.start
			break
		}
	}
	e.insert(at, fmt.Sprintf(`<%s %s:id="%s"%s/>`, g.root.prefixed("legacyDrawing"), prefix, id, declaration))
	return name, nil
}

// legacyDrawings are the elements of a sheet that name the part of its shapes: one,
// or one of each kind of program that it is written for.
func legacyDrawings(sheet *node) []*node {
	var all []*node
	for _, k := range sheet.kids {
		switch {
		case k.is("legacyDrawing"):
			all = append(all, k)
		case k.is("AlternateContent"), k.is("Choice"), k.is("Fallback"):
			all = append(all, legacyDrawings(k)...)
		}
	}
	return all
}

// drawingThere is the part that elements of a sheet name, which must be one: what
// is added to another is not shown.
func (m *marker) drawingThere(old []*node, all []relation) (string, error) {
	part := ""
	for i, k := range old {
		id, _ := k.link()
		at := slices.IndexFunc(all, func(r relation) bool { return r.id == id })
		if at < 0 || !m.has(all[at].target) {
			return "", errors.New("the shapes of a sheet are missing")
		}
		if i > 0 && all[at].target != part {
			return "", errors.New("a sheet has other shapes for newer programs")
		}
		part = all[at].target
	}
	return part, nil
}

// shapeIDs hands out the numbers of shapes. Excel deals them in blocks of 1,024,
// each of which belongs to one sheet.
type shapeIDs struct{ taken map[int]bool }

var (
	shapeNumber = regexp.MustCompile(`_s(\d{3,9})\b`)
	shapeBlocks = regexp.MustCompile(`idmap[^>]*?\sdata\s*=\s*["']([\d,\s]*)["']`)
	noteShape   = regexp.MustCompile(`<v:shapetype[^>]*_x0000_t202["']`)
)

// newShapeIDs finds the blocks that the sheets of the workbook have taken.
func (m *marker) newShapeIDs() (*shapeIDs, error) {
	ids := &shapeIDs{map[int]bool{0: true}}
	for _, f := range m.zip.File {
		if !strings.EqualFold(path.Ext(f.Name), ".vml") {
			continue
		}
		data, err := inflate(f)
		if err != nil {
			return nil, err
		}
		for _, b := range blocksOf(data) {
			ids.taken[b] = true
		}
		for _, s := range shapeNumber.FindAllSubmatch(data, -1) {
			n, _ := strconv.Atoi(string(s[1]))
			ids.taken[n/1024] = true
		}
	}
	return ids, nil
}

func blocksOf(data []byte) []int {
	var blocks []int
	if found := shapeBlocks.FindSubmatch(data); found != nil {
		for _, b := range strings.Split(string(found[1]), ",") {
			if n, err := strconv.Atoi(strings.TrimSpace(b)); err == nil {
				blocks = append(blocks, n)
			}
		}
	}
	return blocks
}

// next is the number of a new shape in a drawing that owns blocks, and whose
// highest so far is given; a full block is followed by a free one.
func (s *shapeIDs) next(highest int, blocks []int) (int, []int) {
	if id := highest + 1; highest > 0 && slices.Contains(blocks, id/1024) {
		return id, blocks
	}
	block := 1
	for s.taken[block] {
		block++
	}
	s.taken[block] = true
	return block*1024 + 1, append(blocks, block)
}

// addShapes adds the shapes of notes to a drawing, before its last closing tag:
// it may hold form controls too, and is often not well-formed.
func (m *marker) addShapes(part string, notes []cellNote) error {
	data, err := m.read(part)
	if err != nil {
		return err
	}
	end := bytes.LastIndex(data, []byte("</"))
	if end < 0 || !isWhole(data, end) || !bytes.Contains(data, []byte("urn:schemas-microsoft-com:vml")) {
		return errors.New("the shapes of a sheet are not as we know them")
	}
	var e edits
	var out strings.Builder
	if !noteShape.Match(data) {
		out.WriteString(`<v:shapetype ` + vmlNames + ` id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>`) //nolint:misspell // the word is the format's own
	}
	blocks, highest := blocksOf(data), 0
	for _, s := range shapeNumber.FindAllSubmatch(data, -1) {
		if n, _ := strconv.Atoi(string(s[1])); slices.Contains(blocks, n/1024) {
			highest = max(highest, n)
		}
	}
	for i, n := range notes {
		highest, blocks = m.shapes.next(highest, blocks)
		writeShape(&out, n, highest, i+1)
	}
	e.insert(end, out.String())
	if found := shapeBlocks.FindSubmatchIndex(data); found != nil {
		var list []string
		for _, b := range blocks {
			list = append(list, strconv.Itoa(b))
		}
		if text := strings.Join(list, ","); text != string(data[found[2]:found[3]]) {
			e.replace(found[2], found[3], text)
		}
	}
	return m.change(part, e)
}

// firstName finds the name of the first element of a drawing.
var firstName = regexp.MustCompile(`<([A-Za-z][\w:.-]*)`)

// isWhole reports whether the close tag that begins at end is that of the first
// element of a drawing: in one that breaks off it is another's.
func isWhole(drawing []byte, end int) bool {
	first := firstName.FindSubmatch(drawing)
	name, ok := bytes.CutSuffix(bytes.TrimSpace(drawing[end+len("</"):]), []byte(">"))
	return ok && first != nil && bytes.Equal(bytes.TrimSpace(name), first[1])
}

const vmlNames = `xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel"`

// writeShape draws the yellow box of a note, as high as its text needs.
func writeShape(out *strings.Builder, n cellNote, id, order int) {
	row, column := n.at.row-1, n.at.column-1
	high := min(4+len(n.text)/30, 20)
	fmt.Fprintf(out, `<v:shape `+vmlNames+` id="_x0000_s%d" type="#_x0000_t202" style="position:absolute;margin-left:59.25pt;margin-top:1.5pt;width:200pt;height:%dpt;z-index:%d;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">`+
		`<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>`+
		`<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>`+
		`<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>%d, 15, %d, 2, %d, 31, %d, 9</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>%d</x:Row><x:Column>%d</x:Column></x:ClientData></v:shape>`,
		id, high*15, order, min(column+1, 16380), max(row-1, 0), min(column+4, 16383), min(row-1+high, 1_048_575), row, column)
}
