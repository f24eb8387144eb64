package metrics

import (
	"fmt"
	"reflect"
	"testing"

	"academy/queries"
)

// homes are workplaces in North in September, one for each employer, with these
// sums above and below the line.
func homes(above, below []int64) []queries.Sum {
	sums := make([]queries.Sum, len(above))
	for i := range above {
		sums[i] = at("2026-09", "North", fmt.Sprint("E", i), fmt.Sprint("W", i), "Home", above[i], below[i])
	}
	return sums
}

func TestSteeringOfWorkforce(t *testing.T) {
	posts := head{"numerator counts": "posts"}
	rate := with(ratio, posts, head{"windows": "snapshot", "interval": "wilson"})
	turnover := with(ratio, head{"windows": "rolling12", "numerator counts": "people x 12", "denominator counts": "people x 12"})
	zeros := []int64{0, 0, 0, 0}
	tests := []struct {
		name         string
		metric       head
		above, below []int64
		want         string // numerator/denominator=value mark
	}{
		{"two employers are too few", nil, []int64{50, 50}, zeros, "/= [c]"},
		{"three employers are enough", nil, []int64{50, 50, 50}, zeros, "150/=150 "},
		{"a third employer with a tenth of the largest is enough", nil, []int64{100, 60, 10}, zeros, "170/=170 "},
		{"a third employer with less than a tenth is not", nil, []int64{100, 60, 9}, zeros, "/= [c]"},
		{"nobody anywhere is shown", nil, []int64{0, 0, 0}, zeros, "0/=0 "},
		{"seven people are hidden", nil, []int64{3, 2, 2}, zeros, "/= [c]"},
		{"eight people are ten", nil, []int64{3, 3, 2}, zeros, "10/=10 "},
		{"twelve people are ten", nil, []int64{4, 4, 4}, zeros, "10/=10 "},
		{"thirteen people are fifteen", nil, []int64{5, 4, 4}, zeros, "15/=15 "},
		{"posts are exact", posts, []int64{1, 1, 1}, zeros, "3/=3 "},
		{"posts of two employers who matter are hidden", posts, []int64{1, 1, 0}, zeros, "/= [c]"},
		{"a rate comes from the rounded people", rate, []int64{2, 2, 2}, []int64{10, 10, 12}, "6/30=20 "},
		{"a rate is hidden with the people below it", rate, []int64{0, 0, 0}, []int64{2, 2, 2}, "/= [c]"},
		{"a rate is hidden where one employer is nearly all that is below it", rate, []int64{2, 2, 2}, []int64{1000, 20, 20}, "/= [c]"},
		{"a share of rounded people is no more than all", rate, []int64{4, 4, 4}, []int64{4, 4, 4}, "12/10=100 "},
		{"no leavers are shown", turnover, []int64{0, 0, 0}, []int64{120, 120, 120}, "0/360=0 "},
		{"seven leavers a year are hidden, twelve times or not", turnover, []int64{36, 24, 24}, []int64{240, 240, 240}, "/= [c]"},
		// 8 leavers are 10; 61 people are 60: 120/720.
		{"eight leavers of 61 people are ten of sixty", turnover, []int64{36, 36, 24}, []int64{240, 240, 252}, "120/720=16.666666666666668 "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := metric(t, tt.metric)
			c := compute(t, m, frame("2026-09", "2026-09"), homes(tt.above, tt.below)...)
			for _, id := range []string{"steering", "funder-x"} {
				f := find(t, c.Figures(audience(id)), m.Windows[0], "2026-09", "area", "North")
				n, _ := f.Numerator()
				d, _ := f.Denominator()
				value := ""
				if v, ok := f.Value(); ok {
					value = fmt.Sprint(v)
				}
				if got := fmt.Sprintf("%s/%s=%s %s", n, d, value, f.Mark()); got != tt.want {
					t.Errorf("%s: got %q, want %q", id, got, tt.want)
				}
			}
		})
	}
}

func TestSteeringOfPeopleSupported(t *testing.T) {
	for n, want := range map[int64]string{0: "0", 1: "[c]", 7: "[c]", 8: "10", 12: "10", 13: "15", 100: "100"} {
		c := compute(t, metric(t, outcomes), frame("2026-09", "2026-10"), people("2026-09", "North", "Jobcentre", n), people("2026-10", "North", "Jobcentre", 50))
		f := find(t, c.Figures(audience("steering")), WindowMonth, "2026-09", "route", "Jobcentre")
		got, ok := f.Numerator()
		if !ok {
			got = string(f.Mark())
		}
		if got != want {
			t.Errorf("%d people are shown as %s, want %s", n, got, want)
		}
	}
}

func TestCoverageIsForThoseWhoSeeTheFigure(t *testing.T) {
	sums := append(homes([]int64{50, 50, 50}, []int64{0, 0, 0}),
		leftOut("2026-09", "North", "E7", "W7", "Home", "not answered"),
		leftOut("2026-09", "South", "E8", "W8", "Home", "not answered"),
		leftOut("2026-09", "Hill", "E9", "W9", "Care", "not answered"),
		at("2026-09", "South", "E9", "W9", "Care", 50, 0),
	)
	c := compute(t, metric(t), frame("2026-09", "2026-09"), sums...)
	tests := []struct{ name, members, lead, steering string }{
		{"those who see the figure are told how many answered", "North", "3 of 5 [not answered=2] [{first 3}]", "3 of 5 [] [{first 3}]"},
		{"those who do not are told nothing", "South", "1 of 2 [not answered=1] [{first 1}]", "[c] 0 of 0 [] []"},
		{"that one home did not answer is nobody's business", "Hill", "[x] 0 of 1 [not answered=1] []", "[c] 0 of 0 [] []"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for id, want := range map[string]string{"lead": tt.lead, "steering": tt.steering} {
				f := find(t, c.Figures(audience(id)), WindowMonth, "2026-09", "area", tt.members)
				got := fmt.Sprintf("%d of %d [%s] %v", f.Workplaces(), f.InScope(), f.LeftOutText(), f.Sources())
				if f.Mark() != "" {
					got = string(f.Mark()) + " " + got
				}
				if got != want {
					t.Errorf("%s: got %s, want %s", id, got, want)
				}
			}
		})
	}
}

// A source that fed one of many workplaces would say which, to its employer.
func TestSourcesOfFewAreNotCounted(t *testing.T) {
	sums := homes([]int64{50, 50, 50, 50}, []int64{0, 0, 0, 0})
	sums[0].Source = "second"
	c := compute(t, metric(t), frame("2026-09", "2026-09"), sums...)
	if got := fmt.Sprint(c.Figures(audience("steering"))[0].Sources()); got != "[{first 0} {second 0}]" {
		t.Errorf("steering sees %s", got)
	}
	if got := fmt.Sprint(c.Figures(audience("lead"))[0].Sources()); got != "[{first 3} {second 1}]" {
		t.Errorf("the lead sees %s", got)
	}
}

// isEmpty reports whether a figure holds nothing but what it is about and its
// mark, whatever way one looks.
func isEmpty(f Figure) bool {
	bare := Figure{
		Metric: f.Metric, Window: f.Window, Period: f.Period, Dimensions: f.Dimensions,
		Members: f.Members, Level: f.Level, mark: f.mark, peerGroup: f.peerGroup,
	}
	return reflect.DeepEqual(f, bare) && fmt.Sprintf("%+v", f) == fmt.Sprintf("%+v", bare)
}

func TestAHiddenFigureHoldsNoNumber(t *testing.T) {
	// The numbers are such that no date or name has their digits.
	c := compute(t, metric(t, head{"numerator counts": "posts"}), frame("2026-09", "2026-09"), homes([]int64{777, 333}, []int64{0, 0})...)
	for _, f := range c.Figures(audience("steering")) {
		if f.Mark() != Confidential || !isEmpty(f) {
			t.Errorf("%+v", f)
		}
	}
	// The test itself would see a number that is there.
	if f := c.Figures(audience("lead"))[0]; isEmpty(f) {
		t.Errorf("a figure with a number counts as empty: %+v", f)
	}
}

func TestNoAudienceSeesNothing(t *testing.T) {
	c := compute(t, metric(t), frame("2026-09", "2026-09"), homes([]int64{50, 50, 50}, []int64{0, 0, 0})...)
	for _, a := range []Audience{{}, {ID: "press"}, {ID: "funder-"}, {ID: "provider-E0"}, {ID: "provider-E0", Employer: "E1"}} {
		if got := c.Figures(a); got != nil {
			t.Errorf("%+v sees %d figures", a, len(got))
		}
		if a.Rule() != "" {
			t.Errorf("%+v has a rule: %s", a, a.Rule())
		}
	}
}

// An ID becomes the name of a folder.
func TestParseAudience(t *testing.T) {
	tests := []struct {
		id   string
		want bool
	}{
		{"lead", true},
		{"steering", true},
		{"funder-msif", true},
		{"funder-2nd-fund", true},
		{"provider-E0001", true},
		{"provider-1-a_B", true},
		{"provider-_x", true},
		{"", false},
		{"press", false},
		{"Lead", false},
		{"lead ", false},
		{"funder-", false},
		{"funder--a", false},
		{"funder-MSIF", false},
		{"funder-a b", false},
		{"funder-a\n", false},
		{"funder-..", false},
		{"funder-../../x", false},
		{"provider-", false},
		{"provider--a", false},
		{"provider-a/b", false},
		{`provider-a\b`, false},
		{"provider-..", false},
		{"provider-E1\n", false},
		{"provider-É1", false},
	}
	for _, tt := range tests {
		a, err := ParseAudience(tt.id)
		if got := err == nil; got != tt.want {
			t.Errorf("%q is an audience: %t, want %t (%+v, %v)", tt.id, got, tt.want, a, err)
		}
	}
	const says = `audience "funder-../../x": there are lead, steering, ` +
		`funder-NAME with a name of small letters, digits and hyphens such as funder-msif, and ` +
		`provider-EMPLOYER with an employer ID of letters, digits, hyphens and underscores such as provider-E0001`
	if _, err := ParseAudience("funder-../../x"); err == nil || err.Error() != says {
		t.Errorf("it says\n%v\nwant\n%s", err, says)
	}
}

func TestLegendHasEveryMark(t *testing.T) {
	for _, m := range []Mark{Confidential, NotAvailable, NotApplicable, NoneRecorded, Low} {
		if m.Meaning() == "" {
			t.Errorf("%s has no meaning", m)
		}
	}
	for _, n := range []Note{Revised, Provisional, Estimated, LowReliability} {
		if n.Meaning() == "" {
			t.Errorf("%s has no meaning", n)
		}
	}
}
