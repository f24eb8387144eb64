package reports

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"
)

const coverWidth = 76

// cover says what the workbook is.
func (b *book) cover() {
	d := b.doc
	b.width(coverSheet, 1, coverWidth)
	row := b.lines(coverSheet, 1, b.titleStyle(), d.Pack.Academy+": "+d.Title)
	for _, f := range d.Facts {
		row = b.lines(coverSheet, row, b.plainStyle(), f.Name+": "+f.Text)
	}
	row++
	var sentences []string
	for _, s := range d.Sentences {
		sentences = append(sentences, s.Name+": "+s.Text)
	}
	row = b.paragraphs(row, "In short", sentences)
	row = b.paragraphs(row, "From the academy", d.Commentary)
	b.paragraphs(row, "About this workbook", []string{
		"The sheet \"" + contentsSheet + "\" lists the tables; the sheet \"" + notesSheet + "\" explains the signs. " +
			"The same tables are in pack.html; figures.csv has every figure in one list.",
		d.Pack.Audience.Rule(),
	})
	b.page(coverSheet, "portrait")
}

// paragraphs writes texts under a heading, and returns the next row.
func (b *book) paragraphs(row int, heading string, texts []string) int {
	if len(texts) == 0 {
		return row
	}
	row = b.lines(coverSheet, row, b.strong(), heading)
	for _, s := range texts {
		if s == "" {
			continue
		}
		b.do(b.SetRowHeight(coverSheet, row, rowHeight([]string{s}, []float64{coverWidth})))
		row = b.lines(coverSheet, row, b.wrapped(), s)
	}
	return row + 1
}

// contents lists the tables, with a link to each.
func (b *book) contents() {
	row := b.lines(contentsSheet, 1, b.titleStyle(), "Contents")
	row = b.lines(contentsSheet, row, b.plainStyle(), "This worksheet contains one table. Each name of a sheet is a link to it.")
	widths := []float64{34, 28, 104} // each caption fits on a line
	b.header(contentsSheet, row, []column{{Title: "Sheet", Width: widths[0]}, {Title: "Chapter", Width: widths[1]}, {Title: "Table", Width: widths[2]}})
	at := row + 1
	entry := func(tab, chapter, title string) {
		b.put(contentsSheet, 1, at, b.link(), tab)
		cell, err := excelize.CoordinatesToCellName(1, at)
		b.do(err)
		b.do(b.SetCellHyperLink(contentsSheet, cell, "'"+tab+"'!A1", "Location"))
		b.put(contentsSheet, 2, at, b.indented(), chapter)
		b.put(contentsSheet, 3, at, b.indented(), title)
		b.do(b.SetRowHeight(contentsSheet, at, rowHeight([]string{tab, chapter, title}, widths)))
		at++
	}
	entry(notesSheet, "Notes", "Signs used in this workbook")
	for _, s := range b.sheets {
		entry(s.tab, s.section, s.block.Table.Caption)
	}
	b.mark(contentsSheet, "contents", row, at-1, 3)
	b.page(contentsSheet, "landscape")
}

// notes explains the signs.
func (b *book) notes() {
	row := b.lines(notesSheet, 1, b.titleStyle(), "Notes")
	row = b.lines(notesSheet, row, b.plainStyle(), "This worksheet contains one table: the signs used in this workbook.",
		b.doc.Pack.Audience.Rule())
	widths := []float64{12, 100}
	b.header(notesSheet, row, []column{{Title: "Sign", Width: widths[0]}, {Title: "Meaning", Width: widths[1]}})
	at := row + 1
	marks := b.doc.Marks
	if len(marks) == 0 {
		marks = []term{{"none", "no sign is used in this workbook"}}
	}
	for _, m := range marks {
		b.put(notesSheet, 1, at, b.wrapped(), m.Name)
		b.put(notesSheet, 2, at, b.indented(), m.Text)
		b.do(b.SetRowHeight(notesSheet, at, rowHeight([]string{m.Name, m.Text}, widths)))
		at++
	}
	b.mark(notesSheet, "signs", row, at-1, 2)
	b.page(notesSheet, "portrait")
}

// table writes the nth table on a sheet of its own.
func (b *book) table(n int, s sheet) {
	t := s.block.Table
	row := b.lines(s.tab, 1, b.titleStyle(), t.Caption)
	row = b.lines(s.tab, row, b.plainStyle(), "This worksheet contains one table."+b.signsOf(t), s.block.About)
	row = b.lines(s.tab, row, b.plainStyle(), s.block.Sentences...)
	row = b.lines(s.tab, row, b.plainStyle(), append(s.block.Notes, s.block.Intervals...)...)
	row = b.lines(s.tab, row, b.plainStyle(), "Source: "+b.doc.Pack.Academy+", everything received by "+day(b.doc.Pack.AsOf)+".")
	b.header(s.tab, row, t.Columns)
	var widths []float64
	for _, c := range t.Columns {
		widths = append(widths, c.Width)
	}
	for i, cells := range t.Rows {
		var texts []string
		for j, c := range cells {
			b.cell(s.tab, j+1, row+1+i, t.Columns[j], c)
			texts = append(texts, c.Text)
		}
		b.do(b.SetRowHeight(s.tab, row+1+i, rowHeight(texts, widths)))
	}
	b.mark(s.tab, fmt.Sprintf("table_%d_%s", n+1, strings.ReplaceAll(slug(t.Name), "-", "_")), row, row+len(t.Rows), len(t.Columns))
	b.page(s.tab, "landscape")
}

func (b *book) cell(sheet string, column, row int, of column, c cell) {
	switch {
	case c.Is:
		b.put(sheet, column, row, b.numbers(c.Format), c.Number)
	case of.Number:
		b.put(sheet, column, row, b.right(), c.Text)
	case column > 1:
		b.put(sheet, column, row, b.indented(), c.Text)
	default:
		b.put(sheet, column, row, b.wrapped(), c.Text)
	}
}

// header writes the headings of a table and sets the widths of its columns.
func (b *book) header(sheet string, row int, columns []column) {
	var titles []string
	var widths []float64
	for i, c := range columns {
		style := b.strong()
		if c.Number {
			style = b.strongRight()
		} else if i > 0 {
			style = b.strongIndented()
		}
		b.put(sheet, i+1, row, style, c.Title)
		b.width(sheet, i+1, c.Width)
		titles, widths = append(titles, c.Title), append(widths, c.Width*0.9) // bold is wider
	}
	b.do(b.SetRowHeight(sheet, row, rowHeight(titles, widths)))
}

// mark makes rows and columns a real table of Excel.
func (b *book) mark(sheet, name string, top, bottom, columns int) {
	last, err := excelize.ColumnNumberToName(columns)
	b.do(err)
	if b.err != nil {
		return
	}
	b.do(b.AddTable(sheet, &excelize.Table{
		Range: fmt.Sprintf("A%d:%s%d", top, last, bottom), Name: name, StyleName: "TableStyleLight1",
		ShowHeaderRow: boolPointer(true), ShowRowStripes: boolPointer(false)}))
}

// signsOf says which signs a table uses, above it.
func (b *book) signsOf(t *table) string {
	used := map[string]bool{}
	for _, row := range t.Rows {
		for _, c := range row {
			for _, s := range signs(c) {
				if s = strings.TrimSpace(s); meaning(s) != "" {
					used[s] = true
				}
			}
		}
	}
	if len(used) == 0 {
		return ""
	}
	return " Some cells hold a sign (" + list(sortedKeys(used)) + "); the sheet \"" + notesSheet + "\" explains them."
}
