package main

import (
	"strings"
	"testing"

	"academy/queries"
)

// TestVerdictWords holds that a file is not said to be used in part over a row in whose
// place another one counts, unless something else is left out or asked about.
func TestVerdictWords(t *testing.T) {
	replaced := queries.Fault{Severity: queries.LeaveOutRow, Tells: true}
	lost, asked := queries.Fault{Severity: queries.LeaveOutCell}, queries.Fault{Severity: queries.Ask}
	const inPart = "We have used this file, but not all of it."
	tests := []struct {
		name   string
		faults []queries.Fault
		want   string
	}{
		{"a row that another replaces", []queries.Fault{replaced}, "We have used this file. Of what stands in it twice"},
		{"and a value that is lost", []queries.Fault{replaced, lost}, inPart},
		{"and a question", []queries.Fault{replaced, asked}, inPart},
		{"a value that is lost", []queries.Fault{lost}, inPart},
	}
	for _, tt := range tests {
		if got := verdictWords(queries.File{Verdict: queries.AcceptedInPart}, tt.faults, nil, nil); !strings.HasPrefix(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}
