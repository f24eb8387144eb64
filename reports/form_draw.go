package reports

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"academy/queries"
)

const formHelp = "How to fill" // the name of the sheet that explains the other

// drawForm draws the workbook without its rows: for everybody, or where p is
// given for one sender, with what is owed on a sheet before the others. It
// returns the workbook and how its rows are to be written.
func drawForm(src queries.Source, p *Prefill) ([]byte, *form, error) {
	x := excelize.NewFile()
	defer x.Close()
	d := &drawing{File: x}
	f := &form{source: src, sheet: "xl/worksheets/sheet1.xml"}
	sheets := []string{src.Sheet, formHelp}
	if p != nil {
		d.lead, f.lead, f.sheet = 1, 1, "xl/worksheets/sheet2.xml"
		sheets = append([]string{formOwed}, sheets...)
	}
	d.do(x.SetDefaultFont("Arial"))
	d.do(x.SetSheetName("Sheet1", sheets[0]))
	for _, name := range sheets[1:] {
		_, err := x.NewSheet(name)
		d.do(err)
	}
	f.styles = d.data(src, p)
	if p != nil {
		f.answered = d.prefilled(src, *p)
	}
	d.help(src)
	d.do(x.SetDocProps(&excelize.DocProperties{
		Title: src.Title, Language: "en-GB", Creator: "academy",
		Created: "2024-04-01T00:00:00Z", Modified: "2024-04-01T00:00:00Z",
	}))
	if d.err != nil {
		return nil, nil, d.err
	}
	var b bytes.Buffer
	if err := x.Write(&b); err != nil {
		return nil, nil, err
	}
	return b.Bytes(), f, nil
}

// A drawing is a workbook being made. After the first thing that goes wrong it
// does nothing more, and err says what it was.
type drawing struct {
	*excelize.File
	lead   int // columns of the data sheet before the first of the source
	styles map[string]int
	err    error
}

func (d *drawing) do(err error) {
	if d.err == nil {
		d.err = err
	}
}

// put writes a value into a cell with a style. Strings stay strings.
func (d *drawing) put(sheet string, column, row, style int, value any) {
	cell, err := excelize.CoordinatesToCellName(column, row)
	d.do(err)
	if d.err != nil {
		return
	}
	if text, ok := value.(string); ok {
		d.do(d.SetCellStr(sheet, cell, text))
	} else if value != nil {
		d.do(d.SetCellValue(sheet, cell, value))
	}
	d.do(d.SetCellStyle(sheet, cell, cell, style))
}

// style returns a style of the workbook, made when it is first asked for.
func (d *drawing) style(name string, style excelize.Style) int {
	if id, ok := d.styles[name]; ok {
		return id
	}
	id, err := d.NewStyle(&style)
	d.do(err)
	if d.styles == nil {
		d.styles = map[string]int{}
	}
	d.styles[name] = id
	return id
}

// Colours as Excel writes them.
const (
	inkDark = "12436D"
	white   = "FFFFFF"

	middle = "center"
)

func (d *drawing) titleStyle() int {
	return d.style("title", excelize.Style{
		Font: &excelize.Font{Family: "Arial", Size: 16, Bold: true, Color: inkDark}})
}

func (d *drawing) textStyle() int {
	return d.style("text", excelize.Style{
		Font: &excelize.Font{Family: "Arial", Size: 11}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
}

func (d *drawing) plainStyle() int {
	return d.style("plain", excelize.Style{Font: &excelize.Font{Family: "Arial", Size: 11}})
}

// data draws the sheet that is filled. The style of a column is laid over all
// its cells, so columns come first. p is nil where nothing is filled in.
func (d *drawing) data(src queries.Source, p *Prefill) []int {
	sheet := src.Sheet
	var styles []int
	group := groups(src.Columns)
	if d.lead > 0 {
		styles = append(styles, d.names(sheet))
	}
	for i, c := range src.Columns {
		name, err := excelize.ColumnNumberToName(d.lead + i + 1)
		d.do(err)
		if d.err != nil {
			return nil
		}
		style := d.boxStyle(c)
		styles = append(styles, style)
		d.do(d.SetColStyle(sheet, name, style))
		d.do(d.SetColWidth(sheet, name, name, boxWidth(c)))
		for _, boxes := range p.boxes(c) {
			d.do(d.AddDataValidation(sheet, check(name, c, boxes)))
		}
		for row := 1; row < formHeadings; row++ { // above the table nothing is a box
			d.put(sheet, d.lead+i+1, row, d.plainStyle(), nil)
		}
		d.put(sheet, d.lead+i+1, formHeadings, d.headingStyle(group[i]), c.Heading)
	}
	d.put(sheet, 1, 1, d.titleStyle(), src.Title)
	d.put(sheet, 1, 2, d.plainStyle(), "One row for each "+src.Row+
		". Click a box to see what goes in it; the sheet \""+formHelp+"\" has it all on one page.")
	d.put(sheet, 1, 3, d.plainStyle(), whenWords(src))
	d.do(d.SetRowHeight(sheet, 1, 24))
	d.do(d.SetRowHeight(sheet, formHeadings, 48))
	d.frame(src)
	return styles
}

// whenWords say when the form is to come, and of what it is the whole list where what
// it lacks is gone.
func whenWords(src queries.Source) string {
	var says []string
	if src.Refresh != "" {
		says = append(says, "When: "+src.Refresh+".")
	}
	switch {
	case src.Replaces == "all":
		says = append(says, "Send the whole list each time: it takes the place of the one before.")
	case src.PartColumn() != "":
		says = append(says, fmt.Sprintf("Send all rows of each %s together: they take the place of what was sent of it before.",
			lower(src.HeadingOf(src.PartColumn()))))
	case src.Unit == "academy": // what is sent of a month has no workplace to tell it by
		says = append(says, "Send all rows of a month together: they take the place of what was sent of it before.")
	}
	return strings.Join(says, " ")
}

// frame sets what is seen and printed, and where the table begins and ends.
func (d *drawing) frame(src queries.Source) {
	last, err := excelize.ColumnNumberToName(d.lead + len(src.Columns))
	d.do(err)
	first, pane := fmt.Sprintf("A%d", formHeadings+1), "bottomLeft"
	if d.lead > 0 {
		first, pane = fmt.Sprintf("B%d", formHeadings+1), "bottomRight"
	}
	d.do(d.SetPanes(src.Sheet, &excelize.Panes{
		Freeze: true, XSplit: d.lead, YSplit: formHeadings, TopLeftCell: first, ActivePane: pane,
		Selection: []excelize.Selection{{SQRef: first, ActiveCell: first, Pane: pane}},
	}))
	d.page(src.Sheet, "landscape")
	quoted := "'" + strings.ReplaceAll(src.Sheet, "'", "''") + "'!"
	d.do(d.SetDefinedName(&excelize.DefinedName{
		Name: "_xlnm.Print_Titles", RefersTo: fmt.Sprintf("%s$%d:$%d", quoted, formHeadings, formHeadings), Scope: src.Sheet}))
	d.do(d.SetDefinedName(&excelize.DefinedName{
		Name: "_xlnm.Print_Area", RefersTo: fmt.Sprintf("%s$A$1:$%s$%d", quoted, last, formHeadings+formPrinted), Scope: src.Sheet}))
	d.tags(src)
}

// page sets a sheet to print on A4, one page wide.
func (d *drawing) page(sheet, orientation string) {
	a4, wide, tall, fit := 9, 1, 0, true
	d.do(d.SetPageLayout(sheet, &excelize.PageLayoutOptions{
		Size: &a4, Orientation: &orientation, FitToWidth: &wide, FitToHeight: &tall}))
	d.do(d.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &fit}))
	rows, err := d.GetRows(sheet)
	d.do(err)
	columns := 1
	for _, row := range rows {
		columns = max(columns, len(row))
	}
	last, err := excelize.CoordinatesToCellName(columns, max(len(rows), 1))
	d.do(err)
	if last != "A1" {
		d.do(d.SetSheetDimension(sheet, "A1:"+last)) // excelize says A1
	}
}

// headingFills are the colours of headings: the second for every other group
// of headings that begin alike ("Care: ...", "Other: ..."), so that the eye
// finds where one ends. The words say it too.
var headingFills = []string{inkDark, "3D3D3D"}

func (d *drawing) headingStyle(group int) int {
	fill := headingFills[group%len(headingFills)]
	return d.style("heading "+fill, excelize.Style{
		Font:      &excelize.Font{Family: "Arial", Size: 11, Bold: true, Color: white},
		Fill:      excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{fill}},
		Alignment: &excelize.Alignment{WrapText: true, Vertical: middle},
		Border:    thin(white),
	})
}

// groups numbers the columns by what their headings begin with.
func groups(columns []queries.Column) []int {
	numbers, group, last := make([]int, len(columns)), 0, ""
	for i, c := range columns {
		begins, _, ok := strings.Cut(c.Heading, ": ")
		if !ok {
			begins = ""
		}
		if begins != last && begins != "" && last != "" {
			group++
		}
		last, numbers[i] = begins, group
	}
	return numbers
}

func thin(colour string) []excelize.Border {
	var borders []excelize.Border
	for _, side := range []string{"left", "right", "top", "bottom"} {
		borders = append(borders, excelize.Border{Type: side, Color: colour, Style: 1})
	}
	return borders
}

// boxStyle is how the boxes of a column look, and how they show what is typed.
func (d *drawing) boxStyle(c queries.Column) int {
	format := "@"
	align := "left"
	switch c.Keep {
	case "whole number", "number":
		format, align = "General", "right"
	case "month":
		format = "mmmm yyyy"
	case "date":
		format = "d mmmm yyyy"
	}
	return d.style("box "+format, excelize.Style{
		Font: &excelize.Font{Family: "Arial", Size: 11}, CustomNumFmt: &format,
		Alignment: &excelize.Alignment{Horizontal: align}, Border: thin("B1B4B6"),
	})
}

func boxWidth(c queries.Column) float64 {
	switch c.Keep {
	case "whole number", "number", "tick":
		return 12.5
	case "month", "date":
		return 18
	}
	return 20
}
