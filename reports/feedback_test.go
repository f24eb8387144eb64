package reports

import (
	"testing"

	"academy/queries"
)

func TestPlaceOf(t *testing.T) {
	tests := []struct{ name, place, sheet, cell, heading string }{
		{"a plain sheet", "Return!B7", "Return", "B7", ""},
		{"a quoted sheet with quotes in it", "'My ''x'' sheet'!AB12", "My 'x' sheet", "AB12", ""},
		{"a line and its heading", "line 12, column Start date, if known", "", "", "Start date, if known"},
		{"a line alone", "line 12", "", "", ""},
	}
	for _, tt := range tests {
		sheet, cell, heading := placeOf(tt.place)
		if sheet != tt.sheet || cell != tt.cell || heading != tt.heading {
			t.Errorf("%s: placeOf(%q) = %q, %q, %q", tt.name, tt.place, sheet, cell, heading)
		}
	}
}

func TestFindings(t *testing.T) {
	fault := func(column, code, severity string) queries.Fault {
		return queries.Fault{Column: column, Code: code, Severity: severity, Place: "Return!B7"}
	}
	before := func(faults ...queries.Fault) (earlier []queries.EarlierFault) {
		for _, f := range faults {
			earlier = append(earlier, queries.EarlierFault{Fault: f, Corrected: true})
		}
		return earlier
	}
	all := func(queries.Fault) bool { return true }
	earlier := before(fault("a", "x", queries.Ask), fault("a", "x", queries.Ask), fault("b", "y", queries.Ask))
	now := []queries.Fault{fault("a", "x", queries.Ask), fault("c", "z", queries.Ask), fault("d", "z", queries.LeaveOutRow)}
	found, p := Findings(now, earlier, all, nil)
	if got, want := p.String(), "2 of 3 fixed, 1 remains, 2 are new"; got != want {
		t.Errorf("progress is %q, want %q", got, want)
	}
	got := ""
	for _, f := range found {
		got += f.Column + " " + f.State + ";"
	}
	if want := "d new;a still wrong;c new;"; got != want {
		t.Errorf("findings are %q, want the row left out first: %q", got, want)
	}
	home := func(unit, code string) queries.Fault {
		return queries.Fault{Unit: unit, Column: "a", Code: code, Severity: queries.Ask}
	}
	_, p = Findings([]queries.Fault{home("W2", "x"), home("W2", "x")}, before(home("W1", "x"), home("W2", "x")), all, nil)
	if got, want := p.String(), "1 of 2 fixed, 1 remains, 1 is new"; got != want {
		t.Errorf("a group's file is compared home by home: progress is %q, want %q", got, want)
	}
	part := before(home("W1", "x"), home("W2", "x"), home("W3", "x"), home("W4", "x"))
	part[0].Remains, part[3].Corrected = true, false
	_, p = Findings([]queries.Fault{home("W1", "x"), home("W2", "x")}, part, all, nil)
	if got, want := p.String(), "1 of 3 fixed, 2 remain, 1 is new"; got != want { // W1 as it was, and W2; W4 is of another month
		t.Errorf("what a file leaves open remains: progress is %q, want %q", got, want)
	}
	whole, p := Findings([]queries.Fault{{Severity: queries.RefuseFile, Code: "held"}, now[0]}, earlier, all, nil)
	if got, want := whole[0].State+p.String(), "2 of 3 fixed, 1 remains, 0 are new"; got != want {
		t.Errorf("what is wrong with a whole file is not compared: got %q, want %q", got, want)
	}
	again, p := Findings([]queries.Fault{fault("b", "y", queries.Confirmed), fault("c", "z", queries.Confirmed), now[0]}, earlier, all, nil)
	if got, want := again[1].State+again[2].State+p.String(), "1 of 3 fixed, 1 confirmed, 1 remains, 0 are new"; got != want {
		t.Errorf("what is sent again as it was is confirmed, and nothing else about it is counted: got %q, want %q", got, want)
	}
	held, p := Findings([]queries.Fault{{Place: "Rose House", Severity: queries.LeaveOutRow, Code: queries.Held}, now[0]}, earlier, all, nil)
	if got, want := held[0].State+p.String(), "2 of 3 fixed, 1 remains, 0 are new"; got != want {
		t.Errorf("what another file says otherwise is not compared: got %q, want %q", got, want)
	}
	late, early := fault("e", "v", queries.Ask), fault("f", "w", queries.Ask)
	late.Gate, early.Gate = 2, 1
	sorted, _ := Findings([]queries.Fault{late, now[1], early, now[2]}, nil, nil, nil)
	got = ""
	for _, f := range sorted {
		got += f.Column + ";"
	}
	if want := "d;c;f;e;"; got != want {
		t.Errorf("findings are %q, want the row left out, then what is asked gate by gate: %q", got, want)
	}
	figures := func(f queries.Fault) int { return map[string]int{"c": 1, "a": 3}[f.Column] }
	sorted, _ = Findings([]queries.Fault{fault("b", "y", queries.Ask), late, now[1], now[0], now[2]}, nil, nil, figures)
	got = ""
	for _, f := range sorted {
		got += f.Column + ";"
	}
	if want := "d;a;c;b;e;"; got != want {
		t.Errorf("findings are %q, want within a gate first what most figures rest on: %q", got, want)
	}
	if first, p := Findings(now, nil, nil, nil); first[0].State != "" || p.String() != "" {
		t.Errorf("a first file is compared with nothing, got state %q and progress %q", first[0].State, p)
	}
}

func TestNeed(t *testing.T) {
	tests := []struct {
		name         string
		feeds, lacks []string
		want         string
	}{
		{"no figure rests on it", nil, nil, ""},
		{"a figure that another file gave", []string{"vacancies"}, nil, "We need it for your vacancies."},
		{"a figure that is missing", []string{"vacancies", "vacancy rate"}, []string{"vacancy rate"}, "Without it we cannot work out your vacancy rate."},
		{"one of many is missing", []string{"a", "b", "c", "d"}, []string{"d"}, "Without it we cannot work out your d."},
		{"three of many are named", []string{"a", "b", "c", "d"}, nil, "We need it for your a, b, c and other figures."},
		{"three of many that are missing are named", []string{"a", "b", "c", "d"}, []string{"a", "b", "c", "d"}, "Without it we cannot work out your a, b, c and other figures."},
	}
	for _, tt := range tests {
		if got := (Finding{Feeds: tt.feeds, Lacks: tt.lacks}).need(); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}
