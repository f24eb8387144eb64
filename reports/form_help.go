package reports

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"academy/queries"
)

// check is what some boxes of a column accept and what they say when they are
// clicked: where the value is from, if it was filled in, and what goes in.
func check(letter string, c queries.Column, boxes boxes) *excelize.DataValidation {
	dv := excelize.NewDataValidation(true)
	dv.SetSqref(boxes.ranges(letter))
	says := c.Help
	if boxes.from != "" {
		says = "From " + boxes.from + ". Change it if it is wrong.\n" + says
	}
	if says != "" {
		dv.SetInput(clip(c.Heading, 32), clip(strings.TrimSpace(says), 255))
	}
	style := excelize.DataValidationErrorStyleStop
	if mayBeUnknown(c) {
		style = excelize.DataValidationErrorStyleWarning
	}
	switch {
	case len(c.Allowed) > 0:
		_ = dv.SetDropList(c.Allowed) // too long a list only loses the drop-down
	case c.Keep == "tick":
		_ = dv.SetDropList([]string{"Yes", "No"})
	case c.Keep == "whole number":
		_ = dv.SetRange(0, queries.MostWhole, excelize.DataValidationTypeWhole, excelize.DataValidationOperatorBetween)
	case c.Keep == "number":
		_ = dv.SetRange(0, 1e9, excelize.DataValidationTypeDecimal, excelize.DataValidationOperatorBetween)
	case c.Keep == "date" || c.Keep == "month":
		// 1 January 2015 to 31 December 2099: a slip of the year shows at once.
		_ = dv.SetRange(42005, 73050, excelize.DataValidationTypeDate, excelize.DataValidationOperatorBetween)
	default:
		return dv
	}
	dv.SetError(style, clip(c.Heading, 32), clip(answer(c), 255))
	return dv
}

// clip shortens a text to what Excel shows in a prompt.
func clip(s string, longest int) string {
	r := []rune(s)
	if len(r) <= longest {
		return s
	}
	return string(r[:longest-1]) + "…"
}

// answer says what a column takes.
func answer(c queries.Column) string {
	var says string
	switch {
	case len(c.Allowed) > 0:
		says = "One of: " + strings.Join(c.Allowed, "; ") + "."
	case c.Keep == "tick":
		says = "Yes or No. Blank means No."
	case c.Keep == "whole number":
		says = "A whole number from 0."
	case c.Keep == "number":
		says = "A number from 0."
	case c.Keep == "money":
		says = "A sum of money, such as 1250.50."
	case c.Keep == "per cent":
		says = "A per cent, such as 25%."
	case c.Keep == "month":
		says = "Any date in the month, such as 1 September 2026."
	case c.Keep == "date":
		says = "A date, such as 1 September 2026."
	default:
		says = "Text."
	}
	if mayBeUnknown(c) {
		says += " Or: " + notKnown + "."
	}
	return says
}

const notKnown = "not known"

// mayBeUnknown reports whether a box takes "not known" for an answer. Other words
// for no value, such as n/a, are read and not asked for: there a blank will do. A
// box that must be filled takes none of them.
func mayBeUnknown(c queries.Column) bool { return !c.Filled && slices.Contains(c.Missing, notKnown) }

// help draws the sheet that explains the boxes.
func (d *drawing) help(src queries.Source) {
	d.put(formHelp, 1, 1, d.titleStyle(), "How to fill: "+src.Title)
	lines := []string{
		"Fill the sheet \"" + src.Sheet + "\": one row for each " + src.Row + ".",
		"Leave a box blank if you do not know. Blank is not the same as 0: write 0 when there were none.",
		"Keep the headings as they are. You may move or add columns; the headings say which is which.",
	}
	if slices.ContainsFunc(src.Columns, func(c queries.Column) bool { return c.Blanks }) {
		lines[1] = "Write 0 when there were none: a box for a number that is left blank counts as not answered, and we ask about it."
	}
	if when := whenWords(src); when != "" {
		lines = append(lines, when)
	}
	for i, line := range lines {
		d.put(formHelp, 1, 2+i, d.plainStyle(), line)
	}
	at := 3 + len(lines)
	for i, heading := range []string{"Heading", "What to enter", "Answers", "Must be filled"} {
		d.put(formHelp, i+1, at, d.headingStyle(0), heading)
	}
	for i, c := range src.Columns {
		filled := "No"
		if c.Filled {
			filled = "Yes"
		}
		row := []string{c.Heading, c.Help, answer(c), filled}
		for j, text := range row {
			d.put(formHelp, j+1, at+1+i, d.textStyle(), text)
		}
		d.do(d.SetRowHeight(formHelp, at+1+i, rowHeight(row, helpWidths)))
	}
	for i, width := range helpWidths {
		name, err := excelize.ColumnNumberToName(i + 1)
		d.do(err)
		d.do(d.SetColWidth(formHelp, name, name, width))
	}
	d.do(d.AddTable(formHelp, &excelize.Table{
		Range: fmt.Sprintf("A%d:D%d", at, at+len(src.Columns)), Name: "how_to_fill", StyleName: "TableStyleLight1",
		ShowHeaderRow: boolPointer(true),
	}))
	d.page(formHelp, "portrait")
}

var helpWidths = []float64{32, 64, 36, 16}

// rowHeight is the height in points of a row whose texts wrap in columns of
// these widths, as far as a workbook takes one. A program that opens it does not work
// it out.
func rowHeight(texts []string, widths []float64) float64 {
	lines := 1
	for i, text := range texts {
		if i >= len(widths) {
			break
		}
		n := 0
		for _, line := range strings.Split(text, "\n") {
			n += max(1, int(math.Ceil(float64(len([]rune(line)))*0.92/widths[i])))
		}
		lines = max(lines, n)
	}
	return min(float64(lines)*15+1, excelize.MaxRowHeight)
}

func boolPointer(b bool) *bool { return &b }

func sortedKeys[V any](m map[string]V) []string {
	var keys []string
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
