package reports

import (
	"cmp"
	"fmt"
	"path"
	"strings"

	"academy/queries"
)

// OpenFindings are the faults that a file leaves open, as its sender is told of them:
// each by its workplace, time and box, since it is in another file.
func OpenFindings(src queries.Source, earlier []queries.EarlierFault) []Finding {
	headings := map[string]string{}
	for _, c := range src.Columns {
		headings[c.Name] = c.Heading
	}
	var open []Finding
	for _, f := range earlier {
		_, cell, _ := placeOf(f.Place)
		at := "line " + fmt.Sprint(f.Line)
		if cell != "" {
			at = "cell " + cell
		}
		var words []string
		if f.Home != "" && !f.Period.IsZero() {
			words = []string{f.Home, src.When(f.Period)}
		}
		if h := headings[f.Column]; h != "" && f.Severity != queries.LeaveOutRow {
			words = append(words, h)
		}
		in := f.Fault
		in.Place = strings.TrimSpace(strings.Join(words, ", ") + " (" + at + ")")
		if len(words) == 0 {
			in.Place = at
		}
		in.Fix = sentence(f.Fix) + fmt.Sprintf(" It is in your file %s of %s.", path.Base(f.File), f.Received.Format("2 January 2006"))
		in.Column = "" // what is said of several boxes is said once
		open = append(open, Finding{Fault: in})
	}
	return open
}

// RightWords say what stood in the way of earlier files, of all they said of a
// workplace and time, and is put right in the file that came.
func RightWords(src queries.Source, earlier []queries.EarlierFault) []string {
	var said sharedLines
	var lines []string
	for _, f := range earlier {
		if f.Severity == queries.RefuseFile && f.Code != queries.Held && f.Corrected && !f.Remains {
			lines = append(lines, sentence(fmt.Sprintf("we could not use your file %s of %s: %s",
				path.Base(f.File), f.Received.Format("2 January 2006"), f.Says))+" This file puts that right.")
		}
		if f.Code == queries.Held && f.Corrected && !f.Remains {
			said.add(f.Home, fmt.Sprintf("the files of %s said different things about %s. This file settles that.", f.Received.Format("2 January 2006"), cmp.Or(src.When(f.Period), "the same")))
		}
	}
	return append(lines, said.lines()...)
}

// openRows lists what earlier files leave open.
func (fb Feedback) openRows() []listRow {
	if len(fb.Open) == 0 {
		return nil
	}
	what := "This is in what you sent before. To put it right, send the row once more"
	switch {
	case fb.Ticked:
		what += ", with the box Correction ticked"
	case !fb.Received.IsZero():
		what += ", on a later day than " + fb.Received.Format("2 January 2006")
	}
	return append([]listRow{{where: "Still open", what: sentence(what), look: asHeading}}, findingRows(fb.Open, nil)...)
}
