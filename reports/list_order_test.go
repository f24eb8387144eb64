package reports

import (
	"slices"
	"testing"

	"academy/queries"
)

// TestListOrder holds that what the sender has to do stands first, and what needs
// nothing of them last.
func TestListOrder(t *testing.T) {
	one := func(severity string, tells bool) queries.Fault {
		return queries.Fault{Severity: severity, Code: severity, Says: severity, Place: "Return!B7", Tells: tells}
	}
	fb := Feedback{
		Verdict: "Used.", Owed: []string{"the next return"}, NotAsked: []string{"these boxes"}, NotRun: []Told{{"A check", "it lacked something"}},
		Figures: []OwnFigure{{Title: "Leavers", Value: "1 person"}}, Open: []Finding{{Fault: one(queries.Ask, false)}}, File: "return.xlsx",
	}
	faults := []queries.Fault{one(queries.Waived, false), one(queries.Confirmed, false), one(queries.LeaveOutRow, true), one(queries.Ask, false), one(queries.LeaveOutCell, false)}
	headings := func() (got []string) {
		for _, r := range listRows(fb, nil, "")[2:] {
			if r.look == asHeading || r.where == "Nothing to fix" {
				got = append(got, r.where)
			}
		}
		return got
	}
	fb.Findings, _ = Findings(faults, nil, nil, nil)
	last := []string{"Still open", "Still to come", "Your own figures", "For you to know", "Confirmed", "Let through", "Checks not made", "Not asked again", "About this file"}
	if got, want := headings(), append([]string{"Please put right"}, last...); !slices.Equal(got, want) {
		t.Errorf("the list has %q, want %q", got, want)
	}
	fb.Findings, _ = Findings(faults[:3], nil, nil, nil)
	if got, want := headings(), append([]string{"Nothing to fix"}, last...); !slices.Equal(got, want) {
		t.Errorf("with nothing to put right the list has %q, want %q", got, want)
	}
}

// TestTellingIsNotCounted holds that what asks nothing is no fault that is fixed or new.
func TestTellingIsNotCounted(t *testing.T) {
	fault := func(column string, tells bool) queries.Fault {
		return queries.Fault{Column: column, Severity: queries.LeaveOutRow, Code: "odd", Tells: tells}
	}
	earlier := []queries.EarlierFault{{Fault: fault("a", false), Corrected: true}, {Fault: fault("b", true), Corrected: true}}
	found, p := Findings([]queries.Fault{fault("b", true), fault("c", true)}, earlier, func(queries.Fault) bool { return true }, nil)
	if got, want := found[0].State+p.String(), "1 of 1 fixed, 0 remain, 0 are new"; got != want {
		t.Errorf("it says %q, want %q", got, want)
	}
}
