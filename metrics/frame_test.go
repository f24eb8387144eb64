package metrics

import (
	"slices"
	"strings"
	"testing"
)

func TestAreasThatHoldAnArea(t *testing.T) {
	two := map[string]string{"East": "", "West": "", "Hill": "East"}
	loop := map[string]string{"A": "B", "B": "A", "C": "A", "D": "C"}
	tests := []struct {
		name   string
		parent map[string]string
		area   string
		want   string
	}{
		{"an area and the one above it, but not the whole", county, "Hill", "Hill, North"},
		{"the whole is no member", county, "County", "Not recorded"},
		{"an area that nobody knows", county, "Atlantis", "Not recorded"},
		{"no area", county, "", "Not recorded"},
		{"the whole is only named as a parent", map[string]string{"North": "County"}, "North", "North"},
		{"the only root is listed alone", map[string]string{"County": ""}, "County", "Not recorded"},
		{"one of two roots is a member", two, "West", "West"},
		{"an area inside one of two roots", two, "Hill", "Hill, East"},
		{"an area that nobody knows beside two roots", two, "Atlantis", "Not recorded"},
		{"no area beside two roots", two, "", "Not recorded"},
		{"roots that are only named as parents", map[string]string{"Hill": "East", "Dale": "West"}, "Hill", "Hill, East"},
		{"an area above itself has no parent", map[string]string{"A": "A"}, "A", "Not recorded"},
		{"an area above itself, beside the whole", map[string]string{"A": "A", "County": "", "North": "County"}, "A", "A"},
		{"two areas above each other are two roots", loop, "A", "A"},
		{"the other of the two", loop, "B", "B"},
		{"an area below them", loop, "D", "D, C, A"},
		{"three areas in a ring", map[string]string{"A": "B", "B": "C", "C": "A"}, "B", "B"},
		{"no areas at all", nil, "A", "Not recorded"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := strings.Join((Frame{Parent: tt.parent}).tree().areas(tt.area), ", "); got != tt.want {
				t.Errorf("%q is in %s, want %s", tt.area, got, tt.want)
			}
		})
	}
}

// In a region of two councils each is a member, and everyone is both.
func TestTwoCouncilsAreMembers(t *testing.T) {
	f := frame("2026-09", "2026-09")
	f.Parent = map[string]string{"East": "", "West": "", "Hill": "East"}
	c := compute(t, metric(t, outcomes), f,
		people("2026-09", "Hill", "Jobcentre", 3), people("2026-09", "East", "Jobcentre", 4), people("2026-09", "West", "Jobcentre", 5))
	var got []string
	for _, figure := range c.Figures(audience("lead")) {
		if by := figure.DimensionText(); figure.Window == WindowMonth && (by == "everyone" || by == "area") {
			n, _ := figure.Numerator()
			got = append(got, figure.MembersText()+" "+n)
		}
	}
	if want := []string{"all 12", "East 7", "Hill 3", "West 5"}; !slices.Equal(got, want) {
		t.Errorf("figures are %q, want %q", got, want)
	}
}
