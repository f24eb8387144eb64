package reports

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// checkParts holds the parts of the written zip against those that came.
func (m *marker) checkParts(got *bundle) error {
	if len(got.zip.File) != len(m.zip.File)+len(m.added) {
		return errors.New("it has another number of parts")
	}
	for i, f := range m.zip.File {
		now := got.zip.File[i]
		if now.Name != f.Name {
			return errors.New("its parts are in another order")
		}
		history, changed := m.history[f.Name]
		if !changed {
			if now.CRC32 != f.CRC32 || now.UncompressedSize64 != f.UncompressedSize64 {
				return fmt.Errorf("part %s is another", f.Name)
			}
			if err := sameRaw(f.OpenRaw, now.OpenRaw); err != nil {
				return fmt.Errorf("part %s is another", f.Name)
			}
			continue
		}
		data, err := inflate(now)
		if err != nil {
			return err
		}
		got.data[f.Name] = data // for the checks that follow
		for _, e := range slices.Backward(history) {
			if data, err = e.undo(data); err != nil {
				return fmt.Errorf("part %s: %w", f.Name, err)
			}
		}
		was, err := inflate(f)
		if err != nil {
			return err
		}
		if !bytes.Equal(was, data) {
			return fmt.Errorf("part %s does not go back to what it was", f.Name)
		}
	}
	return nil
}

// sameRaw compares two parts as they lie in their zips.
func sameRaw(a, b func() (io.Reader, error)) error {
	from, err := a()
	if err != nil {
		return err
	}
	to, err := b()
	if err != nil {
		return err
	}
	var one, two [32 << 10]byte
	for {
		n, err := io.ReadFull(from, one[:])
		k, other := io.ReadFull(to, two[:])
		if !bytes.Equal(one[:n], two[:k]) || (err == nil) != (other == nil) {
			return errXML
		}
		if err != nil {
			return nil
		}
	}
}

// checkBook holds what counts sheets by their place against the sheets.
func (m *marker) checkBook(before *marker) error {
	want := len(before.sheets)
	if before.replaced == "" {
		want++
	}
	if len(m.sheets) != want || m.sheets[before.place].name != before.list {
		return errors.New("its sheets are not those that came and ours")
	}
	ids := map[string]bool{}
	for _, k := range m.root.kid("sheets").kids {
		if id := k.text("sheetId"); ids[id] {
			return errors.New("two sheets have one number")
		}
		ids[k.text("sheetId")] = true
	}
	if names := m.root.kid("definedNames"); names != nil {
		for _, n := range names.kids {
			local, ok := n.attr("localSheetId")
			if place, err := strconv.Atoi(local); ok && (err != nil || place < 0 || place >= len(m.sheets)) {
				return errors.New("a name belongs to a sheet that is not there")
			}
		}
	}
	if m.doubled() > before.doubled() {
		return errors.New("a name is there twice")
	}
	if views := m.root.kid("bookViews"); views != nil {
		for _, v := range views.kids {
			if tab, err := strconv.Atoi(v.text("activeTab")); err == nil && tab >= len(m.sheets) {
				return errors.New("the sheet to show is not there")
			}
		}
	}
	return nil
}

// doubled counts the names of a sheet that stand there once more, as LibreOffice
// has written those of filters.
func (m *marker) doubled() int {
	names := m.root.kid("definedNames")
	if names == nil {
		return 0
	}
	type name struct{ name, sheet string }
	seen, doubled := map[name]bool{}, 0
	for _, n := range names.kids {
		local, ok := n.attr("localSheetId")
		key := name{strings.ToLower(n.text("name")), local}
		if ok && seen[key] {
			doubled++
		}
		seen[key] = true
	}
	return doubled
}

// checkAdded holds what was added to sheets against the rest of the workbook.
func (m *marker) checkAdded(before *marker) error {
	selected := 0
	formats, err := m.formats()
	if err != nil {
		return err
	}
	for _, s := range m.sheets {
		if s.part == "" {
			continue
		}
		data, err := m.read(s.part)
		if err != nil {
			return err
		}
		views, err := viewsOf(data)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(views, isSelected) {
			selected++
		}
		if len(before.history[before.own(s.part)]) == 0 {
			continue
		}
		if _, err := scan(data, func(parent, _ *node) bool { return false }); err != nil {
			return err
		}
		if err := m.checkNotes(s.part, before); err != nil {
			return err
		}
	}
	for _, id := range before.styles.hatched {
		if id >= formats {
			return errors.New("a cell has a format that is not in the list")
		}
	}
	if selected > 1 {
		return errors.New("more than one sheet is selected")
	}
	for _, name := range before.added {
		if _, err := m.scan(name); err != nil {
			return err
		}
	}
	return nil
}

// formats counts the cell formats.
func (m *marker) formats() (int, error) {
	root, err := m.scan(m.target("styles"))
	if err != nil {
		return 0, err
	}
	xfs := root.kid("cellXfs")
	if xfs == nil || xfs.text("count") != strconv.Itoa(len(xfs.kids)) {
		return 0, errors.New("its cell formats are miscounted")
	}
	return len(xfs.kids), nil
}

// checkNotes holds the notes that we wrote on a sheet against their authors, and
// each cell to one note.
func (m *marker) checkNotes(part string, before *marker) error {
	all, err := m.bundle.relations(part)
	if err != nil {
		return err
	}
	for _, r := range all {
		if r.kind != "comments" || before.data[before.own(r.target)] == nil {
			continue
		}
		root, err := m.scan(r.target)
		if err != nil {
			return err
		}
		list, by, seen := root.kid("commentList"), root.kid("authors"), map[string]bool{}
		if list == nil || by == nil {
			return errors.New("its notes have no authors")
		}
		for _, k := range list.kids {
			id, err := strconv.Atoi(k.text("authorId"))
			if err != nil || id < 0 || id >= len(by.kids) || seen[k.text("ref")] {
				return errors.New("a note has no author, or a cell has two notes")
			}
			seen[k.text("ref")] = true
		}
	}
	return nil
}
