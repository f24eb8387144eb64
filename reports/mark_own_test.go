package reports

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"academy/queries"
)

func TestMarkOfAFileAboutPeopleHoldsNoRow(t *testing.T) {
	fb := someFeedback([]Finding{
		{Fault: queries.Fault{Line: 12, Place: "line 12, column Date of birth", Severity: queries.LeaveOutCell, Code: "odd", Says: "this is not a date", Fix: "write it as 1 May 2024"},
			Heading: "Date of birth", Reference: "W0042"},
		{Fault: queries.Fault{Line: 13, Place: "Workers!K13", Severity: queries.LeaveOutCell, Code: "early", Says: "this is too early"}, Sheet: "Workers", Cell: "K13", Reference: "W0043"},
		{Fault: queries.Fault{Line: 15, Place: "Workers!L15", Severity: queries.LeaveOutCell, Code: "late", Says: "this is too late"}, Sheet: "Workers", Cell: "L15", Box: "Start date", Reference: "W0045"},
		{Fault: queries.Fault{Line: 16, Place: "line 16, column EMPLSTATUS", Severity: queries.LeaveOutRow, Code: "listed", Says: "this is not one of the answers there are"}, Heading: "EMPLSTATUS", Reference: "W0046"},
		{Fault: queries.Fault{Line: 14, Place: "Workers!A14", Severity: queries.LeaveOutRow, Code: "twice", Says: "it is there twice"}, Sheet: "Workers", Cell: "A14", Reference: "W0044"},
	})
	fb.People = true
	file := TextFile{Rows: [][]string{{"Worker", "Date of birth"}, {"W0042", "Ann Example"}}, Lines: []int{1, 12}}
	var out bytes.Buffer
	if _, err := MarkText(file, fb, &out); err != nil {
		t.Fatal(err)
	}
	all := ""
	for _, data := range parts(t, out.Bytes()) {
		all += string(data)
	}
	if strings.Contains(all, "Ann Example") || strings.Contains(all, "Workers") {
		t.Error("it holds the row, or leads to it")
	}
	for _, where := range []string{"Line 12, reference W0042, column Date of birth<", "Line 13, reference W0043, column K<", "Line 15, reference W0045, column Start date<", "Line 14, reference W0044, column A<", "Line 16, reference W0046, column EMPLSTATUS<"} {
		if !strings.Contains(all, where) {
			t.Errorf("it does not say where to look: %s", where)
		}
	}
}

func TestMarkTextOfSeveralRowsInALine(t *testing.T) {
	file := TextFile{Heading: 0, Lines: []int{1, 2, 3, 3, 3, 4, 4}, Rows: [][]string{
		{"Month", "Leavers"}, {"2024-01", "1"}, {"2024-02", "2"}, {"2024-03", "3"}, {"2024-04", "4"}, {"2024-05", "5"}, {"2024-06", "6"}}}
	behind := func(place string, line int) Finding {
		return Finding{Fault: queries.Fault{Line: line, Place: place, Severity: queries.LeaveOutRow, Says: "this row stands behind another"}}
	}
	odd := Finding{Fault: queries.Fault{Line: 3, Severity: queries.Ask, Code: "odd", Says: "this is odd"}, Heading: "Leavers"}
	placed := file.placed(someFeedback([]Finding{behind("row 2 of line 3", 3), behind("row 3 of line 3", 3), behind("row 2 of line 4", 4), odd}))
	var cells []string
	for _, f := range placed.Findings {
		cells = append(cells, f.Cell)
	}
	if want := []string{"A4", "A5", "A7", "B3"}; !slices.Equal(cells, want) {
		t.Errorf("they are marked at %v, want %v", cells, want)
	}
}

func TestMarkText(t *testing.T) {
	file := TextFile{Heading: 1, Lines: []int{1, 3, 4, 6}, Rows: [][]string{
		{"Return of Rowan House"}, {"Month", " Leavers "}, {"2024-03", "=1+1"}, {"2024-04", "007"}}}
	fb := someFeedback([]Finding{
		{Fault: queries.Fault{Line: 4, Place: "line 4, column Leavers", Severity: queries.Ask, Says: "odd"}, Heading: "Leavers"},
		{Fault: queries.Fault{Line: 6, Place: "line 6", Severity: queries.LeaveOutRow, Says: "it is there twice"}},
	})
	var out bytes.Buffer
	report, err := MarkText(file, fb, &out)
	if err != nil || report.Marked != 2 || report.Notes != 2 {
		t.Fatalf("the report is %+v (%v)", report, err)
	}
	x, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	for cell, want := range map[string]string{"B2": " Leavers ", "B3": "=1+1", "B4": "007"} {
		if got := cellOf(x, textSheet, cell); got.value != want || got.formula != "" {
			t.Errorf("%s holds %q and the formula %q, want the text %q", cell, got.value, got.formula, want)
		}
	}
	comments, err := x.GetComments(textSheet)
	if err != nil || len(comments) != 2 || comments[0].Cell != "B3" || comments[1].Cell != "A4" {
		t.Errorf("the notes are %+v (%v)", comments, err)
	}
}
