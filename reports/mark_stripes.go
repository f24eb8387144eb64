package reports

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// shade is the ground of our stripes in one of its 512 shades. Each format that is
// marked has one of its own, too like the others to be seen, by which to find the
// format again.
func shade(n int) string {
	return fmt.Sprintf("FF%02X%02X%02X", 255-2*(n%8), 242-2*(n/8%8), 204-2*(n/64%8))
}

// ourStripes reports whether a fill is ours: as we made it, or as LibreOffice
// writes it, which mixes the two colours, three parts of the ground and one of
// the stripes.
func ourStripes(fill *node) (ours, exact bool) {
	pattern := fill.kid("patternFill")
	if pattern.kid("fgColor") == nil || pattern.kid("bgColor") == nil {
		return false, false
	}
	rgb, err := strconv.ParseUint(pattern.kid("fgColor").text("rgb"), 16, 32)
	if err != nil {
		return false, false
	}
	switch pattern.text("patternType") {
	case "lightUp":
		return rgb == 0xFFC00000, true
	case "solid":
		within := func(value uint64, most int) bool { return int(value&255) <= most+1 && int(value&255) >= most-12 }
		return within(rgb>>16, 240) && within(rgb>>8, 182) && within(rgb, 153), false
	}
	return false, false
}

// A cellFormat is a format taken apart: what marking changes of it, and the rest.
type cellFormat struct{ fill, font, rest string }

func cellFormatOf(xf *node) cellFormat {
	f := cellFormat{fill: cmp.Or(xf.text("fillId"), "0"), font: cmp.Or(xf.text("fontId"), "0")}
	var rest []string
	for a := range xf.attributes() {
		if !slices.Contains([]string{"fillId", "fontId", "applyFill", "applyFont"}, a.name) {
			rest = append(rest, a.name+"="+string(xf.doc[a.from:a.to]))
		}
	}
	slices.Sort(rest)
	f.rest = strings.Join(rest, " ")
	if !xf.closesItself() {
		f.rest += string(xf.doc[xf.tagEnd:xf.closeStart])
	}
	return f
}

// unknown stands for the format that a striped cell had before, where nothing
// says for certain which that was.
const unknown = -1

// A marking is a format with our stripes, and the format that it was made from.
type marking struct {
	marked, before cellFormat
	id             int // of the one before; unknown where there are several
}

// A washer takes our stripes from formats.
type washer struct {
	xfs      *node
	formats  []cellFormat
	first    map[cellFormat]int // the first of each
	ours     map[string]bool    // fills that are ours: whether they are as we made them
	markings map[string]marking // by fill
	added    string             // formats that there were not
	count    int                // of them
}

// withoutStripes returns for each format with our stripes, by its number, the one
// to give back.
func (m *marker) withoutStripes(rec record) (map[string]int, error) {
	part := m.target("styles")
	if part == "" || !m.has(part) {
		return nil, nil
	}
	root, err := m.scan(part)
	if err != nil {
		return nil, err
	}
	fills, xfs := root.kid("fills"), root.kid("cellXfs")
	if fills == nil || xfs == nil {
		return nil, nil // newStylist says so
	}
	w := &washer{xfs: xfs, formats: make([]cellFormat, len(xfs.kids)), first: map[cellFormat]int{},
		ours: map[string]bool{}, markings: map[string]marking{}}
	for i, f := range fills.kids {
		if is, exact := ourStripes(f); is {
			w.ours[strconv.Itoa(i)] = exact
		}
	}
	if len(w.ours) == 0 {
		return nil, nil
	}
	for i, xf := range slices.Backward(xfs.kids) {
		w.formats[i] = cellFormatOf(plainly(xf))
		w.first[w.formats[i]] = i
	}
	w.learn(rec)
	for _, id := range rec.others {
		m.taken = append(m.taken, w.disown(id, fills)...)
	}
	formats := map[string]int{}
	for i := range xfs.kids {
		id, is, err := w.wash(i)
		if err != nil {
			return nil, err
		}
		if is {
			formats[strconv.Itoa(i)] = id
		}
		if is && id == unknown {
			fill, _ := strconv.Atoi(w.formats[i].fill) // it is one of the keys above
			m.taken = append(m.taken, fills.kids[fill].kid("patternFill").kid("bgColor").text("rgb"))
		}
	}
	var e edits
	if w.count > 0 {
		e.set(xfs, "count", strconv.Itoa(len(xfs.kids)+w.count))
		e.add(xfs, false, w.added)
	}
	return formats, m.change(part, e)
}

// learn takes from a record what each of our fills has covered.
func (w *washer) learn(rec record) {
	for _, pair := range rec.formats {
		if max(pair[0], pair[1]) >= len(w.formats) || min(pair[0], pair[1]) < 0 {
			continue
		}
		now := marking{w.formats[pair[0]], w.formats[pair[1]], pair[1]}
		if _, ours := w.ours[now.marked.fill]; !ours {
			continue
		}
		old, there := w.markings[now.marked.fill]
		same := old.before.fill == now.before.fill && old.before.font == now.before.font && old.marked.font == now.marked.font
		if there && (old.id == unknown || !same) {
			now.id = unknown
		}
		w.markings[now.marked.fill] = now
	}
}

// disown leaves the fill of a format that another academy has marked, and returns its
// shade. Where ours is the same one, nothing says any more what it covers.
func (w *washer) disown(id int, fills *node) []string {
	if id < 0 || id >= len(w.formats) {
		return nil
	}
	fill := w.formats[id].fill
	if _, ours := w.ours[fill]; !ours {
		return nil
	}
	i, _ := strconv.Atoi(fill) // it is the key of a fill
	if was, both := w.markings[fill]; both {
		was.id = unknown
		w.markings[fill] = was
	} else {
		delete(w.ours, fill)
	}
	return []string{fills.kids[i].kid("patternFill").kid("bgColor").text("rgb")}
}

// wash returns the format to give back for one that has our stripes, and makes it
// where there is none: a cell may have got another format since, as one has in
// which a date was typed, and its fill still tells what it had.
func (w *washer) wash(i int) (id int, ours bool, err error) {
	f := w.formats[i]
	exact, ours := w.ours[f.fill]
	was, known := w.markings[f.fill]
	if !ours || !known && !exact {
		return 0, false, nil
	}
	if !known || was.id == unknown {
		return unknown, true, nil
	}
	want := cellFormat{was.before.fill, f.font, f.rest}
	if f.font == was.marked.font {
		want.font = was.before.font
	}
	if want == was.before {
		return was.id, true, nil
	}
	if id, ok := w.first[want]; ok {
		return id, true, nil
	}
	var e edits
	own := plainly(w.xfs.kids[i]).alone()
	e.set(own, "fillId", want.fill)
	e.set(own, "fontId", want.font)
	text, err := e.apply(own.doc)
	w.added += string(text)
	id = len(w.xfs.kids) + w.count
	w.count++
	w.first[want] = id
	return id, true, err
}
