package reports

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"academy/queries"
)

// TestListNamesRows reads a list without the sheet beside it: each place says whose
// row it is, and which box.
func TestListNamesRows(t *testing.T) {
	src := queries.Source{Period: "column month", Columns: []queries.Column{
		{Name: "home", Heading: "Workplace", Keep: "unit"}, {Name: "month", Heading: "Month", Keep: "month"},
		{Name: "a", Heading: "Care: staff", Keep: "whole number"}, {Name: "b", Heading: "Care: left", Keep: "whole number"}}}
	homes := map[string]string{"W1": "Rose Lodge", "W2": "Ivy Court", "W3": "Lily House"}
	month := func(m time.Month) time.Time { return time.Date(2026, m, 1, 0, 0, 0, 0, time.UTC) }
	fault := func(unit, column, place string, m time.Month) queries.Fault {
		return queries.Fault{Line: 5, Unit: unit, Column: column, Place: place, Period: month(m), Severity: queries.Ask, Says: "it is blank"}
	}
	const text = "It is blank.\nPlease check it."
	tests := []struct {
		name   string
		faults []queries.Fault
		want   string
	}{
		{"a box of a home", []queries.Fault{fault("W1", "a", "Return!C5", 10)}, "Return, cell C5: Rose Lodge, Care: staff\n" + text},
		{"a row", []queries.Fault{fault("W1", "", "Return!A5", 10)}, "Return, cell A5: Rose Lodge\n" + text},
		{"a home that nobody knows", []queries.Fault{fault("", "home", "Return!A5", 10)}, "Return, cell A5: Workplace\n" + text},
		{"a month, where there are several",
			[]queries.Fault{fault("W1", "a", "Return!C5", 10), fault("W1", "a", "Return!C7", 11)},
			"Return, cell C5: Rose Lodge, October 2026, Care: staff\n" + text + "\nThe same in 1 more place: C7 (Rose Lodge, November 2026, Care: staff)."},
		{"neighbours, from the first to the last",
			[]queries.Fault{fault("W1", "b", "Return!D5", 10), fault("W2", "a", "Return!C6", 10), fault("W3", "a", "Return!C7", 10), fault("W1", "a", "Return!C9", 10), fault("W1", "b", "Return!D9", 10)},
			"Return, cell D5: Rose Lodge, Care: left\n" + text + "\nThe same in 4 more places: C6 to C7 (Ivy Court to Lily House, Care: staff); C9 to D9 (Rose Lodge, Care: staff to Care: left)."},
		{"a line and a heading of a text file, not a letter",
			[]queries.Fault{fault("W1", "a", "line 5, column STAFF", 10), fault("W2", "a", "line 6, column STAFF", 10)},
			"Line 5: Rose Lodge, column STAFF\n" + text + "\nThe same in 1 more place: line 6, column STAFF (Ivy Court)."},
		{"a fault of the whole file", []queries.Fault{{Place: "Rose Lodge, October 2026", Unit: "W1", Severity: queries.Ask, Says: "it is blank"}}, "Rose Lodge, October 2026: " + text},
	}
	for _, tt := range tests {
		findings, _ := Findings(tt.faults, nil, nil, nil)
		NameRows(findings, src, homes)
		for i := range findings { // as MarkText places them
			if findings[i].Heading != "" {
				findings[i].Sheet, findings[i].Cell = textSheet, fmt.Sprint("C", 5+i)
			}
		}
		var got []string
		for _, row := range findingRows(findings, nil) {
			got = append(got, row.where+": "+row.what)
		}
		if strings.Join(got, "\n") != tt.want {
			t.Errorf("%s: it says\n%s\nwant\n%s", tt.name, strings.Join(got, "\n"), tt.want)
		}
	}
}

// TestPlacesInWords holds that no place is written as a formula: people who have no
// reference that may be named are found by sheet and cell.
func TestPlacesInWords(t *testing.T) {
	var fb Feedback
	fb.Findings, _ = Findings([]queries.Fault{
		{Line: 5, Place: "'Course records'!E5", Severity: queries.Ask, Says: "it is odd"},
		{Line: 6, Place: "'Course records'!E6", Severity: queries.Ask, Says: "it is odd"}}, nil, nil, nil)
	rows := findingRows(withoutRows(fb).Findings, nil)
	want := "Sheet Course records, cell E5: It is odd.\nPlease check it.\nThe same in 1 more place: sheet Course records, cell E6."
	if got := rows[0].where + ": " + rows[0].what; got != want {
		t.Errorf("it says\n%s\nwant\n%s", got, want)
	}
}
