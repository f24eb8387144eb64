package metrics

import (
	"testing"

	"pgregory.net/rapid"

	"academy/queries"
)

// Seven people in each of four months, and 28 rounded to 30 in the year to
// date: months of 1 to 7 that add up to at least 28 are 7 each.
func TestAuditHidesATotalThatGivesMonthsAway(t *testing.T) {
	var sums []queries.Sum
	for _, month := range []string{"2026-04", "2026-05", "2026-06", "2026-07"} {
		sums = append(sums, people(month, "North", "Jobcentre", 7))
	}
	c := compute(t, metric(t, outcomes), frame("2026-04", "2026-07"), sums...)
	figures := c.Figures(audience("steering"))
	for _, window := range []string{WindowYear, WindowLaunch} {
		if f := find(t, figures, window, "2026-07", "everyone", "all"); f.Mark() != Confidential || !isEmpty(f) {
			t.Errorf("the total gives the months away: %s", line(f))
		}
	}
	if f := find(t, figures, WindowYear, "2026-06", "everyone", "all"); f.Mark() != "" {
		t.Errorf("21 as 20 gives nothing away and is hidden: %s", line(f))
	}
}

// chain is the spans of a single cell under the steering rule, and the figures
// behind them. The windows are month, and a year that starts in the second month.
func chain(months []int64) []span {
	f := frame("2026-03", "2026-06")
	f.Last = f.period(len(months) - 1)
	var spans []span
	for _, window := range []string{WindowMonth, WindowYear, WindowLaunch} {
		for p := range months {
			var sum int64
			for _, n := range months[f.from(window, p) : p+1] {
				sum += n
			}
			figure := &Figure{}
			if shown, ok := steering.protect(sum*thousand, Counts{"people", 1}); ok {
				figure.set(shown, 0, false)
			} else {
				figure.hide()
			}
			s := span{from: f.from(window, p), to: p + 1, worth: worth[window], figure: figure}
			s.read(Counts{"people", 1})
			spans = append(spans, s)
		}
	}
	return spans
}

// possible is how many values each span can have, by trying all months of up to
// 40 people.
func possible(spans []span, months int) []int64 {
	seen := make([]map[int]bool, len(spans))
	for i := range seen {
		seen[i] = map[int]bool{}
	}
	running := make([]int, months+1)
	var try func(month int)
	try = func(month int) {
		for i := range spans {
			s := &spans[i]
			sum := int64(running[month] - running[s.from])
			if s.tells && s.to == month && (sum < s.low || sum > s.high) {
				return
			}
		}
		if month == months {
			for i := range spans {
				seen[i][running[spans[i].to]-running[spans[i].from]] = true
			}
			return
		}
		for n := range 41 {
			running[month+1] = running[month] + n
			try(month + 1)
		}
	}
	try(0)
	values := make([]int64, len(spans))
	for i := range seen {
		values[i] = int64(len(seen[i]))
	}
	return values
}

// After the audit nobody who tries every history finds fewer than three values
// for a hidden or rounded count, but where hiding everything would not help.
func TestAuditLeavesThreeValues(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		months := rapid.SliceOfN(rapid.Int64Range(0, 13), 1, 3).Draw(t, "months")
		spans := chain(months)
		bare := chain(months)
		for i := range bare {
			bare[i].tells = bare[i].tells && !bare[i].open
		}
		before := possible(spans, len(months))
		k := derive(spans, len(months))
		for i := range spans {
			if got := k.values(&spans[i]); got != before[i] {
				t.Fatalf("%v: span %d has %d values, derived %d", months, i, before[i], got)
			}
		}
		hideDerivable(spans, len(months))
		after, least := possible(spans, len(months)), possible(bare, len(months))
		for i := range spans {
			if spans[i].secret && after[i] < leastValues && least[i] >= leastValues {
				t.Fatalf("%v: span %+v can have %d values", months, spans[i], after[i])
			}
		}
	})
}

// The latest figure since launch is what is read: it is hidden only where all
// else that could be hidden would not have been enough.
func TestAuditHidesTheLatestSinceLaunchLast(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		months := rapid.SliceOfN(rapid.Int64Range(0, 13), 1, 8).Draw(t, "months")
		spans, alone := chain(months), chain(months)
		last := len(spans) - 1
		hideDerivable(spans, len(months))
		if !alone[last].open || spans[last].open {
			return
		}
		for i := range alone {
			s := &alone[i]
			s.tells = s.tells && (!s.open || s.from == 0 && s.to == len(months))
		}
		k := derive(alone, len(months))
		for i := range alone {
			if s := &alone[i]; s.secret && k.values(s) < leastValues {
				return
			}
		}
		t.Fatalf("%v: the latest figure since launch is hidden, and alone gives nothing away", months)
	})
}
