package reports

import (
	"cmp"
	"slices"
	"strings"

	"academy/queries"
)

// maxNamed is how many further places of a group are named, and not only located.
const maxNamed = 10

// NameRows says of each finding whose row it is in and which box it is, so that the
// list can be read without the sheet beside it. homes are the names of workplaces by
// ID. It is for files that are not about people.
func NameRows(findings []Finding, src queries.Source, homes map[string]string) {
	first := slices.MinFunc(findings, byPeriod).Period
	several := !first.Equal(slices.MaxFunc(findings, byPeriod).Period)
	for i := range findings {
		f := &findings[i]
		if f.Line == 0 || f.Code == queries.SecondRow { // its place says what it is about; it is of the first row of its line
			continue
		}
		f.Row = homes[f.Unit]
		if f.Row != "" && several && !f.Period.IsZero() {
			f.Row += ", " + src.When(f.Period)
		}
	}
	NameBoxes(findings, src)
}

// NameBoxes says of each finding which box it is.
func NameBoxes(findings []Finding, src queries.Source) {
	for i := range findings {
		f := &findings[i]
		if f.Line == 0 || f.Code == queries.SecondRow {
			continue
		}
		for _, c := range src.Columns {
			if c.Name == f.Column {
				f.Box = c.Heading
			}
		}
	}
}

func byPeriod(a, b Finding) int { return a.Period.Compare(b.Period) }

// named are the row and the box of a finding, or of several from the first to the
// last: "Rose Lodge, Care: permanent". It is "" where neither is known.
func named(first, last Finding) string {
	words := []string{fromTo(first.Row, last.Row), fromTo(first.Box, last.Box)}
	return strings.Join(slices.DeleteFunc(words, func(w string) bool { return w == "" }), ", ")
}

func fromTo(first, last string) string {
	if first == last || first == "" || last == "" {
		return cmp.Or(first, last)
	}
	return first + " to " + last
}

// inBrackets puts a text behind another.
func inBrackets(text, more string) string {
	if more == "" {
		return text
	}
	return text + " (" + more + ")"
}

// placeWords is a place as a person would say it: "sheet Course records, cell E5".
func placeWords(place string) string {
	if sheet, cell, _ := placeOf(place); cell != "" {
		return "sheet " + sheet + ", cell " + cell
	}
	return place
}

// about is the line that names whose row a finding is in and which box; "" in a file
// about people.
func (f Finding) about() string {
	if f.isText() && f.Heading != "" && f.Cell != "" {
		f.Box = "column " + f.Heading
	}
	return upper(named(f, f))
}

// isText reports whether a finding is in a text file, whose sender's program may
// show no letters of columns.
func (f Finding) isText() bool {
	_, cell, _ := placeOf(f.Place)
	return f.Place != "" && cell == ""
}
