package main

import (
	"strings"
	"testing"

	"academy/metrics"
)

// TestFiguresAsCSVHoldNoFormula holds that what a spreadsheet would take for a
// formula is printed as text. Members are what the reference data calls them.
func TestFiguresAsCSVHoldNoFormula(t *testing.T) {
	tests := []struct{ name, member, want string }{
		{"a formula", "=1+1", "'=1+1"},
		{"a plus", "+44", "'+44"},
		{"a minus", "-2+3", "'-2+3"},
		{"a command", "@SUM(1)", "'@SUM(1)"},
		{"a name", "North Pretend", "North Pretend"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := metrics.Figure{Metric: "m", Dimensions: []string{"area"}, Members: []string{tt.member}}
			var out strings.Builder
			if err := printCSV(&out, metrics.Metric{}, []metrics.Figure{f}); err != nil {
				t.Fatal(err)
			}
			if cells := strings.Split(strings.Split(out.String(), "\n")[1], ","); cells[membersColumn] != tt.want {
				t.Errorf("it prints %q, want %q", cells[membersColumn], tt.want)
			}
		})
	}
}
