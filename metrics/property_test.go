package metrics

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"academy/queries"
)

// region draws the sums of a small region over three months: a row or none for
// each workplace and month, some left out.
func region(t *rapid.T) []queries.Sum {
	workplaces := rapid.IntRange(1, 12).Draw(t, "workplaces")
	var sums []queries.Sum
	for w := range workplaces {
		employer := fmt.Sprint("E", rapid.IntRange(1, 5).Draw(t, "employer"))
		area := rapid.SampledFrom([]string{"Hill", "North", "South", "", "Atlantis"}).Draw(t, "area")
		service := rapid.SampledFrom([]string{"Home", "Care", ""}).Draw(t, "service")
		for _, month := range []string{"2026-08", "2026-09", "2026-10"} {
			switch rapid.IntRange(0, 5).Draw(t, "answer") {
			case 0:
			case 1:
				sums = append(sums, leftOut(month, area, employer, fmt.Sprint("W", w), service, rapid.SampledFrom([]string{"why", "how"}).Draw(t, "reason")))
			default:
				d := rapid.Int64Range(0, 40).Draw(t, "denominator")
				sums = append(sums, at(month, area, employer, fmt.Sprint("W", w), service, rapid.Int64Range(0, d).Draw(t, "numerator"), d))
			}
		}
	}
	return sums
}

// inside reports whether a sum falls in the cell of a figure, by climbing the
// tree for itself.
func inside(f Figure, s queries.Sum) bool {
	if !s.Period.Equal(f.Period) {
		return false
	}
	for i, d := range f.Dimensions {
		switch {
		case d == "area":
			a := s.Area
			for a != f.Members[i] && a != "" {
				a = county[a]
			}
			unknown := s.Area == "" || s.Area == "Atlantis"
			if a == "" && (!unknown || f.Members[i] != NotRecorded) {
				return false
			}
		case s.Members[0] != f.Members[i] && (s.Members[0] != "" || f.Members[i] != NotRecorded):
			return false
		}
	}
	return true
}

// direct is what a cell must be, straight from the sums.
type direct struct {
	above, below int64
	workplaces   map[string]bool
	leftOut      map[string]int
	byEmployer   map[string][2]int64
	rows         int
}

func add(f Figure, sums []queries.Sum) direct {
	d := direct{workplaces: map[string]bool{}, leftOut: map[string]int{}, byEmployer: map[string][2]int64{}}
	for _, s := range sums {
		if !inside(f, s) {
			continue
		}
		d.rows++
		if s.LeftOut != "" {
			d.leftOut[s.LeftOut]++
			continue
		}
		d.above, d.below = d.above+s.Numerator, d.below+s.Denominator
		d.workplaces[s.Workplace] = true
		e := d.byEmployer[s.Employer]
		d.byEmployer[s.Employer] = [2]int64{e[0] + s.Numerator, e[1] + s.Denominator}
	}
	return d
}

// safe is the rule of the steering group, said another way.
func (d direct) safe(employers, workplaces int) bool {
	if len(d.byEmployer) < employers || len(d.workplaces) < workplaces {
		return false
	}
	for side := range 2 {
		var shares []int64
		var total int64
		for _, e := range d.byEmployer {
			shares = append(shares, e[side])
			total += e[side]
		}
		slices.Sort(shares)
		slices.Reverse(shares)
		if 10*(total-shares[0]-shares[1]) < shares[0] {
			return false
		}
	}
	return true
}

var shareOfPeople = with(ratio, head{"windows": "snapshot", "interval": "wilson", "peers": "service"})

func TestRollUpIsTheDirectSum(t *testing.T) {
	m := metric(t, shareOfPeople)
	rapid.Check(t, func(t *rapid.T) {
		sums := region(t)
		c, err := Compute(m, seq(sums), frame("2026-08", "2026-10"))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range c.Figures(audience("lead")) {
			d := add(f, sums)
			if f.Workplaces() != len(d.workplaces) {
				t.Fatalf("%s: %d workplaces", line(f), len(d.workplaces))
			}
			for _, r := range f.LeftOut() {
				if d.leftOut[r.Reason] != r.Workplaces {
					t.Fatalf("%s: left out %v", line(f), d.leftOut)
				}
				delete(d.leftOut, r.Reason)
			}
			if len(d.leftOut) != 0 {
				t.Fatalf("%s: also left out %v", line(f), d.leftOut)
			}
			numerator, has := f.Numerator()
			if has != (len(d.workplaces) > 0) || has && numerator != formatThousandths(d.above) {
				t.Fatalf("%s: directly %d", line(f), d.above)
			}
			if v, ok := f.Value(); ok && math.Abs(v*float64(d.below)-100*float64(d.above)) > 1e-6 {
				t.Fatalf("%s is %v, directly %d of %d", line(f), v, d.above, d.below)
			}
		}
	})
}

func TestWhatOthersSee(t *testing.T) {
	m := metric(t, shareOfPeople)
	rapid.Check(t, func(t *rapid.T) {
		sums := region(t)
		c, err := Compute(m, seq(sums), frame("2026-08", "2026-10"))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range c.Figures(audience("steering")) {
			check(t, f, add(f, sums), 3, 0)
		}
		// The peers of E1 are the steering group's cells of a region without E1.
		others := slices.DeleteFunc(slices.Clone(sums), func(s queries.Sum) bool { return s.Employer == "E1" })
		for _, f := range c.Figures(audience("provider-E1")) {
			if f.DimensionText() != "peers" {
				continue
			}
			cell := f
			cell.Dimensions = []string{"service"}
			check(t, f, add(cell, others), 3, 5)
		}
	})
}

// check holds a figure of people over people against its direct sums and the
// rule.
func check(t *rapid.T, f Figure, d direct, employers, workplaces int) {
	t.Helper()
	few := func(n int64) bool { return 0 < n && n < 8*thousand }
	hidden := few(d.above) || few(d.below) || !d.safe(employers, workplaces)
	if f.Mark() != "" && f.Mark() != NotApplicable && !isEmpty(f) {
		t.Fatalf("%s holds something: %+v", line(f), f)
	}
	if strings.Contains(f.LeftOutText(), "=") {
		t.Fatalf("%s says who did not answer", line(f))
	}
	if len(d.workplaces) == 0 {
		if f.Mark() == "" {
			t.Fatalf("%s: nobody contributes", line(f))
		}
		return
	}
	if (f.Mark() == Confidential) != hidden {
		t.Fatalf("%s: directly %d of %d, by employer %v", line(f), d.above, d.below, d.byEmployer)
	}
	if hidden {
		return
	}
	for _, side := range [][2]int64{{f.numerator, d.above}, {f.denominator, d.below}} {
		shown, exact := side[0], side[1]
		if shown%(5*thousand) != 0 || 2*max(shown-exact, exact-shown) > 5*thousand {
			t.Fatalf("%s: %d is shown as %d", line(f), exact, shown)
		}
	}
	if v, ok := f.Value(); ok && v != 100*float64(f.numerator)/float64(f.denominator) {
		t.Fatalf("%s is %v, not the rate of what is shown", line(f), v)
	}
}

func TestWindowsAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := Frame{Launch: firstDay(rapid.IntRange(24000, 24400).Draw(t, "launch"))}
		f.Last = firstDay(monthOf(f.Launch) + rapid.IntRange(0, 40).Draw(t, "months"))
		window := rapid.SampledFrom([]string{WindowMonth, WindowYear, WindowLaunch}).Draw(t, "window")
		for i := range f.months() {
			for p := range f.months() {
				if in, reaches := f.from(window, p) <= i && i <= p, i <= p && p <= f.until(window, i); in != reaches {
					t.Fatalf("%s of %d holds %d: %v, and %d reaches it: %v", window, p, i, in, i, reaches)
				}
			}
			if start := f.period(f.from(WindowYear, i)); !start.Equal(f.period(0)) && start.Month() != 4 {
				t.Fatalf("a year starts in %s", start.Month())
			}
		}
	})
}
