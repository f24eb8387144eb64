package reports

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"academy/queries"
)

const (
	formOwed  = "Still owed" // the name of the sheet that says what is owed
	formHomes = "Your home"  // the heading over the names of the workplaces
)

// A Prefill is a form for one sender and period, filled in as far as other
// files answer it.
type Prefill struct {
	For      string // whose it is, as a person would say it
	Month    time.Time
	Rows     []PrefillRow
	Received []string // names of those of whom everything is here
}

// A PrefillRow is the row of one workplace.
type PrefillRow struct {
	Name   string
	Values map[string]string // by column of the source; numbers and ISO dates as in Template
	From   map[string]string // what answers it, of a box filled in for the sender: "your ASC-WDS data of 1 September 2026"

	Unfilled string // why no more is filled in, in words that follow "because"; "" where that is not known

	Sent    bool   // part of it is of the sender's own form of that month
	Differ  bool   // files differ of it
	Changed string // the heading of the tick that stands at No, since what is filled in has changed; "" if none does
}

// Open returns the boxes that stand open. What may be left out of a form is not
// asked for again.
func (r PrefillRow) Open(src queries.Source) []queries.Column {
	return slices.DeleteFunc(OwedBoxes(src, func(column string) bool { return r.From[column] != "" }), func(c queries.Column) bool {
		return r.Sent && !c.Required
	})
}

// PrefilledTemplate writes the form of a source with the rows of one sender, a
// first sheet that says what is still owed, and the name of each workplace
// beside its row. What the rows hold reads back as it was given.
func PrefilledTemplate(w io.Writer, src queries.Source, p Prefill) error {
	if src.Sheet == "" {
		return fmt.Errorf("%s: nobody fills it by hand, so it has no template", src.Name)
	}
	f, err := drawnForm(src, &p)
	if err != nil {
		return err
	}
	var rows [][]string
	for _, r := range p.Rows {
		row := []string{r.Name}
		for _, c := range src.Columns {
			row = append(row, r.Values[c.Name])
		}
		rows = append(rows, row)
	}
	return f.write(w, rows, func(row, column int) bool {
		return column >= f.lead && p.Rows[row].From[src.Columns[column-f.lead].Name] != ""
	})
}

// OwedBoxes returns the columns of a source that stand open: those for numbers
// that nothing answers.
func OwedBoxes(src queries.Source, answered func(column string) bool) []queries.Column {
	return slices.DeleteFunc(slices.Clone(src.Columns), func(c queries.Column) bool {
		return !c.IsNumber() || answered(c.Name)
	})
}

// Boxes names columns in a line: those whose headings begin alike together, as
// in "Care: joined, left. Other: joined".
func Boxes(columns []queries.Column) string {
	var parts []string
	last := ""
	for _, c := range columns {
		begins, rest, ok := strings.Cut(c.Heading, ": ")
		switch {
		case !ok:
			parts, last = append(parts, c.Heading), ""
		case begins == last:
			parts[len(parts)-1] += ", " + rest
		default:
			parts, last = append(parts, c.Heading), begins
		}
	}
	return strings.Join(parts, ". ")
}

// names draws the column with the names of the workplaces, which is no column
// of the source, and returns its style.
func (d *drawing) names(sheet string) int {
	style := d.style("names", excelize.Style{
		Font: &excelize.Font{Family: "Arial", Size: 11, Bold: true}, Border: thin("B1B4B6")})
	d.do(d.SetColStyle(sheet, "A", style))
	d.do(d.SetColWidth(sheet, "A", "A", 30))
	for row := 1; row < formHeadings; row++ {
		d.put(sheet, 1, row, d.plainStyle(), nil)
	}
	d.put(sheet, 1, formHeadings, d.headingStyle(0), formHomes)
	return style
}

// prefilled says whose form it is and what is owed. It returns the styles of
// boxes that are filled in: shaded, in italics, and with another border.
func (d *drawing) prefilled(src queries.Source, p Prefill) []int {
	d.put(src.Sheet, 1, 1, d.titleStyle(), src.Title+", "+month(p.Month)+": "+p.For)
	d.put(src.Sheet, 1, 2, d.plainStyle(), "One row for each home. Fill the empty boxes; the sheet \""+formOwed+"\" lists them. The sheet \""+
		formHelp+"\" says what goes in each.")
	d.put(src.Sheet, 1, 3, d.plainStyle(),
		"Shaded boxes in italics are filled in for you from what you sent us before. Write over any that is wrong.")
	d.owed(src, p)
	styles := []int{d.plainStyle()}
	for _, c := range src.Columns {
		styles = append(styles, d.answeredStyle(c))
	}
	return styles
}

func (d *drawing) answeredStyle(c queries.Column) int {
	if !c.IsNumber() {
		return d.boxStyle(c)
	}
	format := "General"
	return d.style("answered", excelize.Style{
		Font: &excelize.Font{Family: "Arial", Size: 11, Italic: true}, CustomNumFmt: &format,
		Fill:      excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"EEEFEF"}},
		Alignment: &excelize.Alignment{Horizontal: "right"}, Border: thin("0B0C0C"),
	})
}

var owedWidths = []float64{30, 46, 56}

// owed draws the sheet that says what is still owed.
func (d *drawing) owed(src queries.Source, p Prefill) {
	lines := []string{"For " + p.For + "."}
	if when := dueWords(src, p.Month); when != "" {
		lines = append(lines, "When: "+when+".")
	}
	lines = append(lines, "Fill these boxes on the sheet \""+src.Sheet+"\" and send us this file.")
	if len(p.Received) > 0 {
		lines = append(lines, "We have this already, so nothing is owed: "+strings.Join(p.Received, "; ")+".")
	}
	d.put(formOwed, 1, 1, d.titleStyle(), "Still owed: "+lower(src.Title)+", "+month(p.Month))
	for i, line := range lines {
		d.put(formOwed, 1, 2+i, d.plainStyle(), line)
	}
	at := 3 + len(lines)
	for i, heading := range []string{formHomes, "Still to fill", "Filled in for you"} {
		d.put(formOwed, i+1, at, d.headingStyle(0), heading)
	}
	for i, r := range p.Rows {
		d.owedRow(src, r, at+1+i, formHeadings+1+i)
	}
	for i, width := range owedWidths {
		name, err := excelize.ColumnNumberToName(i + 1)
		d.do(err)
		d.do(d.SetColWidth(formOwed, name, name, width))
	}
	d.page(formOwed, "portrait")
}

// owedRow draws the line of one workplace, with a link to its first empty box.
func (d *drawing) owedRow(src queries.Source, r PrefillRow, at, row int) {
	open := r.Open(src)
	texts := []string{r.Name, "Nothing. Check what is filled in, and send it.", "Nothing."}
	if len(open) > 0 {
		texts[1] = Boxes(open) + "."
	}
	if r.Differ {
		texts[1] = "The files that we have of this month differ. Check every box, and send it.\n" + strings.TrimPrefix(texts[1], "Nothing. Check what is filled in, and send it.")
		texts[1] = strings.TrimSpace(texts[1])
	}
	filled := r.filled(src)
	if len(open) > 0 && r.Unfilled != "" {
		what := "No more, because "
		if len(filled) == 0 {
			what = "Nothing, because "
		}
		filled = append(filled, what+r.Unfilled+".")
	}
	if len(filled) > 0 {
		texts[2] = strings.Join(filled, "\n")
	}
	for i, text := range texts {
		d.put(formOwed, i+1, at, d.textStyle(), text)
	}
	d.do(d.SetRowHeight(formOwed, at, rowHeight(texts, owedWidths)))
	if len(open) == 0 || d.err != nil {
		return
	}
	column := slices.IndexFunc(src.Columns, func(c queries.Column) bool { return c.Name == open[0].Name })
	box, err := excelize.CoordinatesToCellName(d.lead+column+1, row)
	d.do(err)
	cell := fmt.Sprintf("A%d", at)
	tip := "Go to the first empty box"
	d.do(d.SetCellHyperLink(formOwed, cell, "'"+strings.ReplaceAll(src.Sheet, "'", "''")+"'!"+box, "Location", excelize.HyperlinkOpts{Tooltip: &tip}))
	d.do(d.SetCellStyle(formOwed, cell, cell, d.style("link", excelize.Style{
		Font:      &excelize.Font{Family: "Arial", Size: 11, Underline: "single", Color: inkDark},
		Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})))
}

// filled says what is filled in, a line for each thing that answers.
func (r PrefillRow) filled(src queries.Source) []string {
	boxes := boxesFrom(src, func(column string) string { return r.From[column] })
	var lines []string
	for _, from := range sortedKeys(boxes) {
		lines = append(lines, "From "+from+". "+boxes[from]+".")
	}
	if r.Changed != "" {
		lines = append(lines, "Some of it is not as in your last return, so \""+r.Changed+"\" says No.")
	}
	return lines
}
