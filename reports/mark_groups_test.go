package reports

import (
	"fmt"
	"strings"
	"testing"

	"academy/queries"
)

func TestListGroupsEqualFindings(t *testing.T) {
	at := func(cell, column string, feeds, lacks []string) Finding {
		return Finding{Fault: queries.Fault{Column: column, Severity: queries.Ask, Code: "blank", Says: "it is blank", Place: "Return!" + cell},
			Sheet: "Return", Cell: cell, Feeds: feeds, Lacks: lacks}
	}
	on := func(sheet, cell, row string) Finding {
		f := at(cell, "b", nil, nil)
		f.Place, f.Sheet, f.Row = quoteSheet(sheet)+"!"+cell, sheet, row
		return f
	}
	var many []Finding
	for i := range 40 {
		many = append(many, on(fmt.Sprint("Home ", i), "B2", ""))
	}
	line := func(n int, column string) Finding {
		return Finding{Fault: queries.Fault{Line: n, Column: column, Severity: queries.LeaveOutCell, Code: "odd", Says: "it is odd"}, Reference: "P1"}
	}
	home := func(name string) Finding {
		return Finding{Fault: queries.Fault{Place: name + ", October 2026", Severity: queries.RefuseFile, Code: "disputed", Says: "it differs"}}
	}
	tests := []struct {
		name     string
		findings []Finding
		want     []string
	}{
		{"one", []Finding{at("B7", "b", nil, nil)}, []string{"Return, cell B7: It is blank.\nPlease check it."}},
		{"a column", []Finding{at("B7", "b", nil, nil), at("B8", "b", nil, nil), at("B9", "b", nil, nil)},
			[]string{"Return, cell B7: It is blank.\nPlease check it.\nThe same in 2 more places: B8 to B9."}},
		{"a row, the most important first", []Finding{at("D7", "d", nil, nil), at("C7", "c", nil, nil), at("B7", "b", nil, nil), at("F7", "f", nil, nil)},
			[]string{"Return, cell D7: It is blank.\nPlease check it.\nThe same in 3 more places: B7 to C7, F7."}},
		{"what they are for is said once", []Finding{at("B7", "b", []string{"leavers"}, nil), at("B8", "b", []string{"leavers"}, nil)},
			[]string{"Return, cell B7: It is blank.\nPlease check it.\nWe need it for your leavers.\nThe same in 1 more place: B8."}},
		{"what is for several figures is said of all of them", []Finding{at("B7", "b", []string{"leavers"}, nil), at("C7", "c", []string{"starters"}, nil), at("D7", "d", []string{"leavers"}, nil)},
			[]string{"Return, cell B7: It is blank.\nPlease check it.\nWe need them for your leavers and starters, each for one or more of these.\nThe same in 2 more places: C7 to D7."}},
		{"and what they stop", []Finding{at("B7", "b", []string{"leavers"}, []string{"leavers"}), at("C7", "c", []string{"starters"}, []string{"starters"}), at("D7", "d", []string{"starters", "vacancies"}, nil)},
			[]string{"Return, cell B7: It is blank.\nPlease check it.\nWithout them we cannot work out your leavers and starters. Some are for your vacancies too.\nThe same in 2 more places: C7 to D7."}},
		{"lines of two columns", []Finding{line(3, "b"), line(4, "b"), line(3, "c")},
			[]string{"Line 3, reference P1: It is odd.\nWe left this value out.\nThe same in 1 more place: line 4 (P1).", "Line 3, reference P1: It is odd.\nWe left this value out."}},
		{"cells of several sheets, after the name of each", []Finding{on("North", "B7", ""), on("South", "D4", "Ivy Court"), on("North", "B8", ""), on("South", "B3", ""), on("South", "B2", "")},
			[]string{"North, cell B7: It is blank.\nPlease check it.\nThe same in 4 more places: sheet South: B2 to B3, D4 (Ivy Court); sheet North: B8."}},
		{"a sheet for each home", many[:3], []string{"Home 0, cell B2: It is blank.\nPlease check it.\nThe same in 2 more places: sheet Home 1: B2; sheet Home 2: B2."}},
		{"homes, by their names", []Finding{home("The Firs"), home("Whimsy Support"), home("Elsewhere Rest, East Wing")},
			[]string{"The Firs, October 2026: It differs.\nWe cannot use the file until this is put right.\nThe same in 2 more places: Whimsy Support, October 2026; Elsewhere Rest, East Wing, October 2026."}},
	}
	if rows := findingRows(many, nil); len(rows) != 1 || !strings.HasPrefix(rows[0].what, "It is blank.\nPlease check it.\nThe same in 39 more places: sheet Home 1: B2; ") || !strings.HasSuffix(rows[0].what, "; sheet Home 30: B2; others.") {
		t.Errorf("of forty sheets it says %+v", rows)
	}
	for _, tt := range tests {
		rows := findingRows(tt.findings, nil)
		if len(rows) != len(tt.want) {
			t.Errorf("%s: there are %d rows, want %d: %+v", tt.name, len(rows), len(tt.want), rows)
			continue
		}
		for i, row := range rows {
			if got := row.where + ": " + row.what; got != tt.want[i] {
				t.Errorf("%s: row %d is\n%s\nwant\n%s", tt.name, i, got, tt.want[i])
			}
		}
	}
}
