package ingest

import "strings"

// notData reports whether a row is no data: one of units, a total, or a note. It notes
// each in the receipt.
func (r *rowReader) notData(row RowOfCells) bool {
	switch {
	case r.isUnits(row):
		r.Receipt.Units.add(r.part, row.Line)
	case r.isTotal(row):
		r.Receipt.Totals.add(r.part, row.Line)
	case r.isNote(row):
		r.Receipt.Notes.add(r.part, row.Line)
	default:
		return false
	}
	return true
}

// unit returns whose row it is, and whether the source has a column for it.
func (r *rowReader) unit() (text string, has bool) {
	for i := range r.columns {
		if r.columns[i].Keep == "unit" && r.columns[i].From == "" {
			has = true
			if text == "" {
				text = r.cells[i].text()
			}
		}
	}
	return text, has
}

func first(row RowOfCells) Cell {
	for _, c := range row.Cells {
		if c.Kind != Empty {
			return c
		}
	}
	return Cell{}
}

// isHeadingAgain reports whether the headings are repeated, as at the top of a
// printed page.
func (r *rowReader) isHeadingAgain(row RowOfCells) bool {
	same := 0
	for _, c := range row.Cells {
		if c.Kind != Text {
			continue
		}
		if h := r.part.under(c); h != nil && sameText(c.Raw, h.text) {
			same++
		} else if same == 0 {
			return false
		}
	}
	return same > 1 && same*2 >= r.filled
}

// sameText reports whether a cell says what a heading says, without regard to
// case and to how much space there is.
func sameText(cell, heading string) bool {
	if strings.EqualFold(cell, heading) {
		return true
	}
	t := strings.TrimSpace(cell)
	return t != "" && heading != "" && t[0]|0x20 == heading[0]|0x20 && len(t) <= 2*len(heading) && fold(t) == fold(heading)
}

// isHeadings reports whether a row is of headings, wherever they stand: as many
// of the source as half of those that the table has.
func (r *rowReader) isHeadings(row RowOfCells) bool {
	const early = 3 // a row whose first texts are no headings has none
	known, texts := 0, 0
	for _, c := range row.Cells {
		if c.Kind != Text {
			continue
		}
		if _, ok := r.names[fold(c.text())]; ok {
			known++
		}
		if texts++; texts >= early && known == 0 {
			return false
		}
	}
	have := 0
	for _, h := range r.part.headings {
		if h.column >= 0 {
			have++
		}
	}
	return known > 1 && known*2 >= have
}

// sameColumns refuses a file in which a second table begins whose columns are
// not those of the first: its values would be read as something else.
func (r *rowReader) sameColumns(row RowOfCells) error {
	for _, c := range row.Cells {
		if c.Kind == Empty {
			continue
		}
		text := fold(c.text())
		column, ok := r.names[text]
		if !ok {
			column = -1
		}
		h := r.part.under(c)
		switch {
		case h == nil && ok, h != nil && h.column != column,
			h != nil && column < 0 && r.Source.Long && fold(h.text) != text:
			return refuseTables(r.part.sheet.Name, row.Line)
		}
	}
	return nil
}

// isUnits reports whether a row says below the headings in which unit, or how, each
// column is to be filled in: two texts or more, and each of them is such a word. The
// first may be another without a figure in it, as "Location ID", beside two of them.
func (r *rowReader) isUnits(row RowOfCells) bool {
	if r.begun || r.filled < 2 || r.Source.Long {
		return false
	}
	others := 0
	for _, c := range row.Cells {
		switch {
		case c.Kind == Empty:
		case c.Kind != Text:
			return false
		case isUnitWord(c.text()):
		case c != first(row) || signs(c.text())&figures != 0 || r.isWorkplace(c.text()):
			return false
		default:
			others++
		}
	}
	return others == 0 || r.filled > 2
}

// isUnitWord reports whether a text is the unit of a column, or how its values are
// written.
func isUnitWord(text string) bool {
	const longest = 24
	if len(text) > longest {
		return false
	}
	text = strings.Trim(strings.ToLower(strings.Join(strings.Fields(text), " ")), "()[] ")
	text = strings.TrimPrefix(text, "in ")
	switch text {
	case "£", "£s", "£k", "£m", "£000", "£000s", "£'000", "£'000s", "gbp", "pounds", "%", "per cent", "percent", "#",
		"number", "whole number", "count", "no.", "text", "free text", "date", "unit", "units", "format",
		"hours", "hrs", "days", "weeks", "months", "years", "headcount", "people", "posts", "beds", "fte", "wte",
		"yes/no", "yes / no", "yes or no", "y/n", "yes/no/not known":
		return true
	}
	return isDayPattern(text)
}

// isDayPattern reports whether a text says how a date is written, as "dd/mm/yyyy" does.
func isDayPattern(text string) bool {
	letters := 0
	for _, c := range text {
		switch c {
		case 'd', 'm', 'y':
			letters++
		case '/', '-', '.', ' ':
		default:
			return false
		}
	}
	return letters >= 4 && strings.Contains(text, "m") && strings.Contains(text, "y")
}

// isTotal reports whether the row adds up others: its unit says so, or it has
// no unit and its first cell says so. Where that says what is added up, as in
// "Total people" or "North Total", it may be the name of something, which has more
// than numbers beside it.
func (r *rowReader) isTotal(row RowOfCells) bool {
	unit, has := r.unit()
	text := unit
	if text == "" {
		text = first(row).text()
	}
	switch {
	case !mayBeTotal(text):
		return unit == "" && r.isTotalOfOne(row)
	case isTotalWord(text), has && unit == "" && strings.HasPrefix(fold(text), "total"):
		return true
	}
	words := strings.Fields(text)
	says := isTotalWord(words[0]) || isTotalWord(words[len(words)-1]) || isTotalWord(strings.Join(words[:min(2, len(words))], " "))
	return says && onlyNumbers(row) && !r.isWorkplace(text)
}

// isTotalOfOne reports whether a row adds up what its first cell names, as the foot
// "Example Fund | Total | | 12,000" does: the word comes second, nothing but numbers
// stands beside the two, and a box is blank that every row has.
func (r *rowReader) isTotalOfOne(row RowOfCells) bool {
	nth := 0
	for _, c := range row.Cells {
		if c.Kind == Empty {
			continue
		}
		if nth++; nth == 2 && (c.Kind != Text || !isTotalWord(c.text())) {
			return false
		}
	}
	return nth > 2 && notNumbers(row) == 2 && r.lacksOne()
}

// lacksOne reports whether a box is blank that every row has.
func (r *rowReader) lacksOne() bool {
	for i := range r.columns {
		if r.columns[i].Filled && r.cells[i].Kind == Empty {
			return true
		}
	}
	return false
}

// onlyNumbers reports whether nothing but numbers, or an error in place of one,
// stands beside the first text of a row.
func onlyNumbers(row RowOfCells) bool { return notNumbers(row) == 1 }

// notNumbers counts the cells of a row that hold something other than a number, or an
// error in place of one.
func notNumbers(row RowOfCells) (n int) {
	for _, c := range row.Cells {
		if c.Kind == Empty || c.Kind == Error {
			continue
		}
		_, isMoney := cellMoney(c)
		if _, isPercent := cellPercent(c); !isMoney && !isPercent {
			n++
		}
	}
	return n
}

// isWorkplace reports whether a text is an ID or the name of a workplace of the
// reference list.
func (r *rowReader) isWorkplace(text string) bool { return r.workplace != nil && r.workplace(text) }

// mayBeTotal reports whether a text holds a letter sequence without which it is
// no word for a total.
func mayBeTotal(s string) bool {
	for i := 0; i+2 < len(s); i++ {
		a, b, c := s[i]|0x20, s[i+1]|0x20, s[i+2]|0x20
		if a == 't' && b == 'o' && c == 't' || a == 's' && b == 'u' && (c == 'm' || c == 'b') {
			return true
		}
	}
	return false
}

func isTotalWord(s string) bool {
	if len(s) > 40 || !mayBeTotal(s) {
		return false
	}
	switch fold(s) {
	case "total", "totals", "grandtotal", "grandtotals", "subtotal", "subtotals", "overalltotal", "sum":
		return true
	}
	return false
}

// isNote reports whether the row is a remark or the heading of a group: one filled
// cell in a table of several columns. A workplace alone is neither: its boxes were
// forgotten. So with one word that has a figure in it, as an ID has that nobody
// knows, or the reference or date that a list without workplaces begins with.
func (r *rowReader) isNote(row RowOfCells) bool {
	if r.filled > 1 || len(r.part.headings) < 3 {
		return false
	}
	unit, has := r.unit()
	if has {
		isID := hasFigures(unit) || len(strings.Fields(unit)) == 1 && row.Torn
		return !isID && !r.isWorkplace(unit)
	}
	begins := true // no column before this one must be filled
	for i := range r.columns {
		switch {
		case !r.columns[i].Filled:
		case r.cells[i].Kind == Empty:
			return true
		case begins && hasFigures(r.cells[i].text()):
			return false
		default:
			begins = false
		}
	}
	return false
}

// hasFigures reports whether a text is one word with a figure in it.
func hasFigures(text string) bool {
	return signs(text)&figures != 0 && len(strings.Fields(text)) == 1
}
