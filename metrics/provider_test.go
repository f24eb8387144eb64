package metrics

import (
	"fmt"
	"testing"

	"academy/queries"
)

// twoServices are homes of employers E1 to E4 (E1 has two), and one care agency
// of E1.
func twoServices() []queries.Sum {
	sums := []queries.Sum{
		at("2026-09", "North", "E1", "W1", "Home", 11, 0),
		at("2026-09", "Hill", "E1", "W2", "Care", 3, 0),
		leftOut("2026-09", "Hill", "E1", "W3", "Home", "not answered"),
	}
	for i := range 6 {
		sums = append(sums, at("2026-09", "South", fmt.Sprint("E", 2+i%3), fmt.Sprint("W", 4+i), "Home", 8, 0))
	}
	return sums
}

func TestProvider(t *testing.T) {
	c := compute(t, metric(t, head{"peers": "service"}), frame("2026-09", "2026-09"), twoServices()...)
	want := `month,2026-09,employer,E1,,14,,2,not answered=1,
month,2026-09,workplace,W1,,11,,1,,
month,2026-09,workplace,W2,,3,,1,,
month,2026-09,workplace,W3,,,,0,not answered=1,[x]
month,2026-09,peers,Care,,,,0,,[z]
month,2026-09,peers,Home,,50,,6,,
`
	figures := c.Figures(audience("provider-E1"))
	if got := lines(figures); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	for i, want := range []string{"", "Home", "Care", "Home", "", ""} {
		if got := figures[i].PeerGroup(); got != want {
			t.Errorf("%s is to be compared with %q, want %q", line(figures[i]), got, want)
		}
	}
	if got := c.Figures(audience("provider-E9")); got != nil {
		t.Errorf("an employer without rows sees %d figures", len(got))
	}
	if got := c.Figures(Audience{ID: "provider-W1", Employer: "W1"}); got != nil {
		t.Errorf("a workplace is no employer, and sees %d figures", len(got))
	}
}

func TestPeerGroup(t *testing.T) {
	tests := []struct {
		name   string
		others []int64 // of workplace i, whose employer is E(2 + i mod employers)
		of     int     // employers
		want   string
	}{
		{"five workplaces of three others are a group", []int64{10, 10, 10, 10, 10}, 3, "50 of 5"},
		{"four workplaces are not", []int64{10, 10, 10, 10}, 4, "[c]"},
		{"two employers are not", []int64{10, 10, 10, 10, 10}, 2, "[c]"},
		{"nor are five of which two are nearly all", []int64{100, 100, 1, 1, 1}, 5, "[c]"},
		{"nor are seven people", []int64{2, 2, 1, 1, 1}, 5, "[c]"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			// One's own workplaces, however large, make no group.
			sums := []queries.Sum{at("2026-09", "North", "E1", "W1", "Home", 500, 0), at("2026-09", "North", "E1", "W0", "Home", 500, 0)}
			for i, n := range tt.others {
				sums = append(sums, at("2026-09", "North", fmt.Sprint("E", 2+i%tt.of), fmt.Sprint("W", 2+i), "Home", n, 0))
			}
			f := find(t, compute(t, metric(t), frame("2026-09", "2026-09"), sums...).Figures(audience("provider-E1")), WindowMonth, "2026-09", "peers", "all")
			got := string(f.Mark())
			if n, ok := f.Numerator(); ok {
				got = fmt.Sprintf("%s of %d", n, f.Workplaces())
			}
			if got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestLeadSeesProvidersUnderAnAgreement(t *testing.T) {
	c := compute(t, metric(t), frame("2026-09", "2026-09"), twoServices()...)
	lead := audience("lead")
	without := c.Figures(lead)
	for _, f := range without {
		if f.DimensionText() == "workplace" {
			t.Errorf("without an agreement the lead sees %s", line(f))
		}
	}
	lead.Agreement = "data sharing agreement of 2026"
	with := c.Figures(lead)
	if got, want := len(with), len(without)+9; got != want {
		t.Fatalf("%d figures, want %d", got, want)
	}
	if got, want := lines(with), lines(without)+lines(with[len(without):]); got != want {
		t.Error("workplaces do not come last")
	}
	f := with[len(without)]
	if _, _, ok := f.Interval(); line(f) != "month,2026-09,workplace,W1,,11,,1,," || !ok {
		t.Errorf("got %s", line(f))
	}
	// Nobody else's figures are widened by an agreement.
	steering := audience("steering")
	before := lines(c.Figures(steering))
	steering.Agreement = lead.Agreement
	if lines(c.Figures(steering)) != before {
		t.Error("an agreement of the lead changes what the steering group sees")
	}
}
