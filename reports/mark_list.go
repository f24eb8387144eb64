package reports

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"academy/queries"
)

const (
	// maxCell is how much text a cell or a note holds, in UTF-16 units.
	maxCell = 32_767
	// maxGroups is how many groups of findings are listed.
	maxGroups = 300

	// The widths of the two columns of the list, in characters: together they
	// fit a telephone held upright.
	whereWidth = 18
	whatWidth  = 42
)

// A listRow is one row of the sheet "What to fix".
type listRow struct {
	where, what string
	link        string // where the first cell leads, e.g. "'Return'!B7"
	look        rowLook
}

type rowLook int

const (
	asText rowLook = iota
	asTitle
	asHeading
)

// listRows are the rows of the sheet. why is the reason that the workbook is not
// the sender's own; m is nil then.
func listRows(fb Feedback, m *marker, why string) []listRow {
	rows := []listRow{{where: fixSheet, look: asTitle}, {where: "Where", what: "What we found", look: asHeading}}
	add := func(where, what string) {
		if what != "" {
			rows = append(rows, listRow{where: where, what: what})
		}
	}
	add("In short", fb.Verdict)
	add("Since "+fb.Since, sentence(fb.Progress.String()))
	add("Put right", strings.Join(fb.Right, "\n"))
	if why != "" {
		add("Why not in your own file", sentence("We could not mark your own file: "+why)+" This workbook lists what we found instead.")
	}
	var fix, told, confirmed, waived []Finding
	for _, f := range fb.Findings {
		switch {
		case f.Severity == queries.Waived:
			waived = append(waived, f)
		case f.Severity == queries.Confirmed:
			confirmed = append(confirmed, f)
		case f.Tells:
			told = append(told, f)
		default:
			fix = append(fix, f)
		}
	}
	switch {
	case len(fix) > 0:
		again := fb.Again
		if m != nil {
			again = cmp.Or(fb.AgainOwn, again)
		}
		add("When you have put this right", again)
		rows = append(rows, listRow{where: "Please put right", look: asHeading})
		rows = append(rows, findingRows(fix, m)...)
		rows = append(rows, m.remarks()...)
	case len(told) > 0:
		add("Nothing to fix", "We found nothing in this file that you must put right.")
	default:
		add("Nothing to fix", "We found nothing wrong in this file. Thank you.")
	}
	rows = append(rows, m.older()...)
	rows = append(rows, fb.openRows()...)
	rows = append(rows, fb.owedRows()...)
	rows = append(rows, fb.figureRows()...)
	for _, s := range []struct {
		title, what string
		findings    []Finding
	}{
		{"For you to know", "This is what we did. If it is as you meant it, you need do nothing.", told},
		{"Confirmed", "We asked about these, and you sent them again as they were. So we take them as right. You need do nothing.", confirmed},
		{"Let through", "You need not do anything about these.", waived},
	} {
		rows = append(rows, headed(s.title, s.what, findingRows(s.findings, m))...)
	}
	return append(rows, fb.rest()...)
}

// findingRows lists findings, one row for all that say the same.
func findingRows(findings []Finding, m *marker) []listRow {
	var rows []listRow
	groups := grouped(findings)
	for i, g := range groups {
		if i == maxGroups {
			left := 0
			for _, g := range groups[i:] {
				left += len(g.places)
			}
			rows = append(rows, listRow{where: "And more", what: fmt.Sprintf("There are %s more. Please put these right first and send the file again.", plural(left, "problem", "problems"))})
			break
		}
		row := listRow{where: g.where(), what: strings.TrimPrefix(g.about()+"\n"+g.words(), "\n")}
		if m != nil {
			row.link = m.link(g.Finding)
		}
		for _, more := range []string{consequence(g.Finding), g.need(), state(g.State), m.hiding(g.Finding), g.others(m)} {
			if more != "" {
				row.what += "\n" + more
			}
		}
		rows = append(rows, row)
	}
	return rows
}

// where is the place of a finding as a person would say it, and short: LibreOffice
// does not wrap a link.
func (f Finding) where() string {
	switch {
	case f.Reference != "" && f.Line > 0:
		where := fmt.Sprintf("Line %d, reference %s", f.Line, f.Reference)
		if f.Heading != "" {
			where += ", column " + f.Heading
		}
		return where
	case f.Cell == "" && f.Place == "":
		return "The whole file"
	case f.isText() && f.Cell != "":
		return upper(strings.TrimSuffix(f.Place, ", column "+f.Heading))
	case f.Cell == "":
		return upper(placeWords(f.Place))
	}
	return f.Sheet + ", cell " + f.Cell
}

// hiding says why the cell of a finding cannot be seen; "" where it can.
func (m *marker) hiding(f Finding) string {
	if m == nil || m.sheet(f.Sheet) == nil {
		return ""
	}
	s := m.sheet(f.Sheet)
	if why := s.unseen[spotOf(f.Cell)]; why != "" && !s.hidden {
		return upper(why) + ": show it to see the cell."
	}
	if s.hidden {
		return "This sheet is hidden: the link works once you show it."
	}
	return ""
}

// hides reports whether one of some cells is in a hidden row or column.
func (m *marker) hides(sheet string, cells []spot) bool {
	if m == nil || m.sheet(sheet) == nil {
		return false
	}
	unseen := m.sheet(sheet).unseen
	return slices.ContainsFunc(cells, func(s spot) bool { return unseen[s] != "" })
}

// consequence says what became of what a finding is about.
func consequence(f Finding) string {
	if f.Unused {
		return "We could not use this as it is."
	}
	return map[string]string{
		queries.RefuseFile:   "We cannot use the file until this is put right.",
		queries.LeaveOutRow:  "We left this row out.",
		queries.LeaveOutCell: "We left this value out.",
		queries.Ask:          "Please check it.",
	}[f.Severity]
}

func state(state string) string {
	return map[string]string{StateNew: "This is new in this file.", StateStill: "This was wrong before too."}[state]
}

// link is where the list leads for a finding, or "".
func (m *marker) link(f Finding) string {
	s := m.sheet(f.Sheet)
	if s == nil || spotOf(f.Cell) == (spot{}) {
		return ""
	}
	return quoteSheet(s.name) + "!" + f.Cell
}

// remarks say what a person should know about the marks.
func (m *marker) remarks() []listRow {
	if m == nil {
		return nil
	}
	var rows []listRow
	if m.report.Marked > 0 {
		said := "Each cell above is striped, and a note on it says what is wrong. We changed nothing that you typed."
		if m.atHeading {
			said += " Where a cell was never filled, the mark is on the heading of its column."
		}
		rows = append(rows, listRow{where: "In your sheets", what: said})
	}
	if m.bounded {
		rows = append(rows, listRow{where: "Many marks", what: fmt.Sprintf("We marked the first %d cells. The others are in this list only.", maxMarked)})
	}
	for _, s := range m.sheets {
		if s.protected {
			rows = append(rows, listRow{where: s.name, what: "This sheet is protected, and we left it so. You can change only the cells that it leaves open."})
		}
	}
	return rows
}

// older says what stays of earlier answers of ours.
func (m *marker) older() []listRow {
	if m == nil {
		return nil
	}
	var rows []listRow
	if m.leftover {
		rows = append(rows, listRow{where: "Older marks", what: "Some stripes or notes of an earlier answer are still in your sheets, since we could not tell what was there before. You may take them off. What counts is this list."})
	}
	for _, name := range m.kept {
		rows = append(rows, listRow{where: name, what: "This is our list of an earlier answer. It is still here, since something was added to it. You may delete it."})
	}
	return rows
}

// addList adds the sheet "What to fix", or writes it anew where that of an earlier
// answer is there, and returns its part.
func (m *marker) addList() (string, error) {
	if m.replaced != "" {
		was, err := m.read(m.replaced)
		if err != nil {
			return "", err
		}
		var e edits
		e.replace(0, len(was), m.listXML(listRows(m.fb, m, "")))
		return m.replaced, m.change(m.replaced, e)
	}
	part, err := m.fresh(m.beside("worksheets/sheet%d.xml"))
	if err != nil {
		return "", err
	}
	return part, m.create(part, typeSheetML+"worksheet+xml", m.listXML(listRows(m.fb, m, "")))
}

// listXML writes the sheet: upright, as wide as a page, its headings frozen and
// on every page, each row as high as its text.
func (m *marker) listXML(rows []listRow) string {
	var out, links strings.Builder
	record, texts := m.recordOf()
	for i, r := range rows {
		rows[i].where, rows[i].what = cut(r.where, maxCell), cut(r.what, maxCell)
		texts[spot{i + 1, 1}], texts[spot{i + 1, 2}] = rows[i].where, rows[i].what
	}
	record[1] = textCell(spotOf(sealCell), m.styles.plain, queries.AnswerSeal{Sum: sumOf(texts), To: m.fb.SHA256, By: m.fb.sealed()}.String())
	fmt.Fprintf(&out, xmlHead+`<worksheet xmlns="%s"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews>`+
		`<sheetView showGridLines="0" tabSelected="1" workbookViewId="0"><pane ySplit="2" topLeftCell="A3" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft" activeCell="A3" sqref="A3"/></sheetView></sheetViews>`+
		`<sheetFormatPr defaultRowHeight="15"/><cols><col min="1" max="1" width="%d" customWidth="1"/><col min="2" max="2" width="%d" customWidth="1"/>`+recordColumns+`</cols><sheetData>`,
		m.namespace, whereWidth, whatWidth)
	for i, r := range rows {
		where, what, high := m.styles.plain, m.styles.plain, max(linesOf(r.where, whereWidth+1), linesOf(r.what, whatWidth+4))*15+3
		switch {
		case r.look == asTitle:
			where, high = m.styles.title, 24
		case r.look == asHeading:
			where, what = m.styles.strong, m.styles.strong
			if i > 1 {
				where, what, high = m.styles.section, m.styles.aside, high+12
			}
		case r.link != "":
			where = m.styles.link
			fmt.Fprintf(&links, `<hyperlink ref="A%d" location="%s" display="%s"/>`, i+1, escapeXML(r.link), escapeXML(cut(r.where, 255)))
		}
		fmt.Fprintf(&out, `<row r="%d" ht="%d" customHeight="1">`, i+1, min(high, 400))
		for j, text := range []string{r.where, r.what} {
			if text != "" {
				out.WriteString(textCell(spot{i + 1, j + 1}, []int{where, what}[j], text))
			}
		}
		out.WriteString(record[i+1] + "</row>")
	}
	for i := len(rows) + 1; record[i] != ""; i++ {
		fmt.Fprintf(&out, `<row r="%d">%s</row>`, i, record[i])
	}
	out.WriteString("</sheetData>")
	if links.Len() > 0 {
		out.WriteString("<hyperlinks>" + links.String() + "</hyperlinks>")
	}
	out.WriteString(`<pageMargins left="0.6" right="0.6" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>` +
		`<pageSetup paperSize="9" orientation="portrait" fitToHeight="0"/></worksheet>`)
	return out.String()
}

// linesOf is about how many lines a text takes in a column.
func linesOf(text string, width int) int {
	lines := 0
	for line := range strings.SplitSeq(text, "\n") {
		used := 0
		lines++
		for word := range strings.FieldsSeq(line) {
			length := utf8.RuneCountInString(word)
			if used > 0 && used+1+length > width {
				lines, used = lines+1, 0
			}
			lines += max(length-1, 0) / width
			used += min(length, width) + 1
		}
	}
	return lines
}

// cut is a text of at most so many UTF-16 units.
func cut(text string, units int) string {
	if len(text) <= units {
		return text
	}
	wide := utf16.Encode([]rune(text))
	if len(wide) <= units {
		return text
	}
	return strings.TrimRight(string(utf16.Decode(wide[:units-1])), "\ufffd") + "…"
}

// encoded is what a spreadsheet program would read as a character by its number.
var encoded = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

// escapeXML writes text for a part: what no XML may hold is replaced.
func escapeXML(text string) string {
	text = encoded.ReplaceAllString(text, "_x005F$0")
	var out strings.Builder
	// A builder takes all that it is given.
	_ = xml.EscapeText(&out, []byte(text))
	return strings.ReplaceAll(out.String(), "&#xA;", "\n")
}
