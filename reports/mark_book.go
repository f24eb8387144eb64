package reports

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// readBook reads the part that lists the sheets.
func (m *marker) readBook() error {
	top, err := m.bundle.relations("")
	if err != nil {
		return err
	}
	for _, r := range top {
		if r.kind == "officeDocument" {
			m.book = r.target
		}
	}
	if m.book == "" || strings.HasSuffix(m.book, ".bin") {
		return errors.New("it is not an Excel workbook of the kind .xlsx")
	}
	if m.root, err = m.scan(m.book); err != nil {
		return err
	}
	switch m.namespace = m.root.namespace(); m.namespace {
	case looseSheets:
		m.relNS = looseRels
	case strictSheets:
		m.relNS = strictRels
	default:
		return errors.New("it is not written as an Excel workbook is")
	}
	if m.relations, err = m.bundle.relations(m.book); err != nil {
		return err
	}
	if m.target("revisionHeaders") != "" {
		return errors.New("it is a shared workbook that keeps a history of changes")
	}
	if err := m.readMacros(); err != nil {
		return err
	}
	return m.readSheets()
}

// readMacros finds out whether the workbook holds macros or is one that may.
func (m *marker) readMacros() error {
	types, err := m.scan(typesPart)
	if err != nil {
		return err
	}
	m.macros = m.target("vbaProject") != ""
	for _, k := range types.kids {
		if strings.EqualFold(k.text("PartName"), "/"+m.book) && strings.Contains(k.text("ContentType"), "macroEnabled") {
			m.macros, m.report.Macros = true, true
		}
	}
	return nil
}

func (m *marker) readSheets() error {
	list := m.root.kid("sheets")
	if list == nil {
		return errors.New("it has no sheets")
	}
	names := map[string]bool{}
	for _, k := range list.kids {
		s := bookSheet{name: k.text("name")}
		id, given := k.link()
		if i := slices.IndexFunc(m.relations, func(r relation) bool { return r.id == id }); i >= 0 {
			s.part, s.kind = m.relations[i].target, m.relations[i].kind
		}
		module := given && id == "" // of macros, as old workbooks have them: it has no part
		if !module && (s.part == "" || !m.has(s.part)) {
			return errors.New("a sheet in its list is missing")
		}
		if names[strings.ToLower(s.name)] {
			return errors.New("two of its sheets have one name")
		}
		names[strings.ToLower(s.name)] = true
		state := k.text("state")
		s.hidden = state != "" && state != "visible"
		m.sheets = append(m.sheets, s)
	}
	m.list = fixSheet
	for i := 2; names[strings.ToLower(m.list)]; i++ {
		m.list = fmt.Sprintf("%s (%d)", fixSheet, i)
	}
	if m.macros {
		m.place = len(m.sheets)
	}
	return nil
}

// changeBook lists the new sheet, and shows it.
func (m *marker) changeBook(part string) error {
	var e edits
	if m.replaced != "" {
		own := m.root.kid("sheets").kids[m.place]
		if _, ok := own.attr("state"); ok {
			e.set(own, "state", "visible")
		}
	} else if err := m.enlist(part, &e); err != nil {
		return err
	}
	if views := m.root.kid("bookViews"); views != nil {
		for _, v := range views.kids {
			if _, ok := v.attr("activeTab"); ok || m.place > 0 {
				e.set(v, "activeTab", strconv.Itoa(m.place))
			}
			if _, ok := v.attr("firstSheet"); ok && m.place == 0 {
				e.set(v, "firstSheet", "0")
			}
		}
	}
	return m.change(m.book, e)
}

// enlist puts a new sheet among the others, and moves what counts them by their
// place.
func (m *marker) enlist(part string, e *edits) error {
	id, err := m.relate(m.book, m.relNS+"/worksheet", part)
	if err != nil {
		return err
	}
	list := m.root.kid("sheets")
	largest := 0
	for _, k := range list.kids {
		n, err := strconv.Atoi(k.text("sheetId"))
		if err != nil || n < 0 || n > 65_000 {
			return errors.New("a sheet in its list has no number")
		}
		largest = max(largest, n)
	}
	prefix, declaration := m.root.prefixOf(m.relNS)
	e.add(list, !m.macros, fmt.Sprintf(`<%s name="%s" sheetId="%d" %s:id="%s"%s/>`,
		list.prefixed("sheet"), m.list, largest+1, prefix, id, declaration))
	return m.shiftNames(e)
}

// beforeNames are the elements of a workbook after which its names may come.
var beforeNames = []string{"sheets", "functionGroups", "externalReferences"}

// shiftNames moves the names that belong to one sheet with it, and adds the one
// by which the headings of the list are printed on every page.
func (m *marker) shiftNames(e *edits) error {
	names := m.root.kid("definedNames")
	p := m.root.prefixed
	titles := fmt.Sprintf(`<%s name="_xlnm.Print_Titles" localSheetId="%d">%s!$1:$2</%s>`,
		p("definedName"), m.place, escapeXML(quoteSheet(m.list)), p("definedName"))
	if names == nil {
		after := m.root.kid("sheets")
		for _, k := range m.root.kids {
			if slices.Contains(beforeNames, k.local()) {
				after = k
			}
		}
		e.insert(after.end, "<"+p("definedNames")+">"+titles+"</"+p("definedNames")+">")
		return nil
	}
	for _, n := range names.kids {
		local, ok := n.attr("localSheetId")
		if !ok {
			continue
		}
		place, err := strconv.Atoi(local)
		if err != nil || place < 0 || place >= len(m.sheets) {
			return errors.New("one of its names belongs to a sheet that is not there")
		}
		if place >= m.place {
			e.set(n, "localSheetId", strconv.Itoa(place+1))
		}
	}
	e.add(names, true, titles)
	return nil
}

// quoteSheet is the name of a sheet as a reference writes it.
func quoteSheet(name string) string { return "'" + strings.ReplaceAll(name, "'", "''") + "'" }

// check holds the written workbook against the one that came: every part is
// there, those that were not touched byte by byte, those that were give the
// original back when the edits are undone, and what we added hangs together.
func (m *marker) check(data []byte) error {
	got, err := openBundle(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return err
	}
	if err := m.checkParts(got); err != nil {
		return err
	}
	n := &marker{bundle: got}
	if err := n.readBook(); err != nil {
		return err
	}
	if err := n.checkBook(m); err != nil {
		return err
	}
	return n.checkAdded(m)
}
