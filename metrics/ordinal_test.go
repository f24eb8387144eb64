package metrics

import (
	"testing"

	"academy/queries"
)

func vote(round, theme, level string, n int64) queries.Sum {
	return queries.Sum{Period: day(round), Members: []string{theme}, Level: level, Source: "maturity", Numerator: n * thousand}
}

func agreed(round, theme, level string) queries.Sum {
	s := vote(round, theme, level, 1)
	s.Agreed = true
	return s
}

// Three voted on Access in the round before launch and agreed on the second
// level. In the next they voted and did not agree; nobody spoke of Quality but
// one who left it blank. A round after the last month is not known yet.
func TestFiguresOfAnOrdinal(t *testing.T) {
	c := compute(t, metric(t, votes), frame("2026-09", "2026-10"),
		vote("2026-08-31", "Access", "second", 2), vote("2026-08-31", "Access", "third", 1), agreed("2026-08-31", "Access", "second"),
		vote("2026-10-31", "Access", "first", 3), vote("2026-10-31", "Quality", "", 0),
		vote("2026-11-01", "Access", "first", 3),
	)
	want := `round,2026-08-31,theme,Access,first,0,3,0,,
round,2026-08-31,theme,Access,second,2,3,0,,
round,2026-08-31,theme,Access,third,1,3,0,,
round,2026-08-31,theme,Access,agreed,2,,0,,
round,2026-08-31,theme,Quality,first,,,0,,[w]
round,2026-08-31,theme,Quality,second,,,0,,[w]
round,2026-08-31,theme,Quality,third,,,0,,[w]
round,2026-08-31,theme,Quality,agreed,,,0,,[z]
round,2026-10-31,theme,Access,first,3,3,0,,
round,2026-10-31,theme,Access,second,0,3,0,,
round,2026-10-31,theme,Access,third,0,3,0,,
round,2026-10-31,theme,Access,agreed,,,0,,[z]
round,2026-10-31,theme,Quality,first,,,0,,[w]
round,2026-10-31,theme,Quality,second,,,0,,[w]
round,2026-10-31,theme,Quality,third,,,0,,[w]
round,2026-10-31,theme,Quality,agreed,,,0,,[z]
`
	for _, id := range []string{"lead", "steering", "funder-x"} {
		figures := c.Figures(audience(id))
		if got := lines(figures); got != want {
			t.Errorf("%s: got\n%swant\n%s", id, got, want)
		}
		if f := figures[3]; f.LevelTitle() != "Second" || f.IntervalNote() != noteVotes {
			t.Errorf("agreed on %q, %q", f.LevelTitle(), f.IntervalNote())
		}
	}
	if figures := c.Figures(audience("provider-E1")); figures != nil {
		t.Errorf("a provider sees %d figures of the academy's own levels", len(figures))
	}
}

func TestTwoAgreedLevelsAreNone(t *testing.T) {
	c := compute(t, metric(t, votes), frame("2026-09", "2026-10"),
		agreed("2026-09-30", "Access", "second"), agreed("2026-09-30", "Access", "third"))
	if f := c.Figures(audience("lead"))[3]; f.Mark() != NotAvailable || f.LevelTitle() != "" {
		t.Errorf("got %s, %q", line(f), f.LevelTitle())
	}
}

func TestComputeRefusesVotes(t *testing.T) {
	ofProvider := vote("2026-09-30", "Access", "first", 1)
	ofProvider.Employer = "E1"
	for name, s := range map[string]queries.Sum{
		"a level that reference does not have":    vote("2026-09-30", "Access", "fourth", 1),
		"a vote of a provider, who could be told": ofProvider,
	} {
		if _, err := Compute(metric(t, votes), seq([]queries.Sum{s}), frame("2026-09", "2026-10")); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}
