package metrics

import (
	"errors"
	"iter"
	"testing"

	"github.com/google/go-cmp/cmp"

	"academy/queries"
)

// One home in Hill has 2 of 10 in both months. In South one home has 1.5 of 5
// in September and does not answer in October; another never answers.
func TestFiguresOfARatio(t *testing.T) {
	half := at("2026-09", "South", "E2", "W2", "Home", 0, 5)
	half.Numerator = 1500
	c := compute(t, metric(t, ratio, head{"windows": "snapshot"}), frame("2026-09", "2026-10"),
		at("2026-10", "Hill", "E1", "W1", "Home", 2, 10),
		at("2026-09", "Hill", "E1", "W1", "Home", 2, 10),
		half,
		leftOut("2026-10", "South", "E2", "W2", "Home", "not up to date"),
		leftOut("2026-09", "South", "E3", "W3", "Care", "not answered"),
		leftOut("2026-10", "South", "E3", "W3", "Care", "not answered"),
		at("2026-08", "Moon", "E4", "W4", "Moon", 1, 1), // before launch
		at("2026-11", "Moon", "E4", "W4", "Moon", 1, 1), // after the last month
	)
	want := `snapshot,2026-09,everyone,all,,3.5,15,2,not answered=1,
snapshot,2026-09,area,Hill,,2,10,1,,
snapshot,2026-09,area,North,,2,10,1,,
snapshot,2026-09,area,South,,1.5,5,1,not answered=1,
snapshot,2026-09,service,Care,,,,0,not answered=1,[x]
snapshot,2026-09,service,Home,,3.5,15,2,,
snapshot,2026-09,area x service,Hill x Home,,2,10,1,,
snapshot,2026-09,area x service,North x Home,,2,10,1,,
snapshot,2026-09,area x service,South x Care,,,,0,not answered=1,[x]
snapshot,2026-09,area x service,South x Home,,1.5,5,1,,
snapshot,2026-10,everyone,all,,2,10,1,not answered=1; not up to date=1,
snapshot,2026-10,area,Hill,,2,10,1,,
snapshot,2026-10,area,North,,2,10,1,,
snapshot,2026-10,area,South,,,,0,not answered=1; not up to date=1,[x]
snapshot,2026-10,service,Care,,,,0,not answered=1,[x]
snapshot,2026-10,service,Home,,2,10,1,not up to date=1,
snapshot,2026-10,area x service,Hill x Home,,2,10,1,,
snapshot,2026-10,area x service,North x Home,,2,10,1,,
snapshot,2026-10,area x service,South x Care,,,,0,not answered=1,[x]
snapshot,2026-10,area x service,South x Home,,,,0,not up to date=1,[x]
`
	figures := c.Figures(audience("lead"))
	if diff := cmp.Diff(want, lines(figures)); diff != "" {
		t.Error(diff)
	}
	south := find(t, figures, WindowSnapshot, "2026-09", "area", "South")
	if v, ok := south.Value(); !ok || v != 30 || south.InScope() != 2 {
		t.Errorf("1.5 of 5 is %v per cent, %v, of %d workplaces", v, ok, south.InScope())
	}
	if s := south.Sources(); len(s) != 1 || s[0] != (SourceCount{"first", 1}) {
		t.Errorf("sources %v", s)
	}
}

func TestStates(t *testing.T) {
	tests := []struct {
		name string
		sums []queries.Sum
		want string // of South in September
	}{
		{"nobody in scope in that month", []queries.Sum{at("2026-10", "South", "E1", "W1", "Home", 1, 2)}, "snapshot,2026-09,area,South,,,,0,,[z]"},
		{"nothing to divide by shows both sums", []queries.Sum{at("2026-09", "South", "E1", "W1", "Home", 0, 0)}, "snapshot,2026-09,area,South,,0,0,1,,[z]"},
		{"a workplace with a row for each of two roles is one", []queries.Sum{
			at("2026-09", "South", "E1", "W1", "Home", 1, 2), at("2026-09", "South", "E1", "W1", "Care", 1, 2),
			leftOut("2026-09", "South", "E1", "W2", "Home", "why"), leftOut("2026-09", "South", "E1", "W2", "Care", "why"),
		}, "snapshot,2026-09,area,South,,2,4,1,why=1,"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := compute(t, metric(t, ratio, head{"windows": "snapshot"}), frame("2026-09", "2026-10"), tt.sums...)
			if got := line(find(t, c.Figures(audience("lead")), WindowSnapshot, "2026-09", "area", "South")); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// What is not known is a member too, and the whole is none: the members of area
// add up to everyone.
func TestNotRecorded(t *testing.T) {
	c := compute(t, metric(t, outcomes), frame("2026-09", "2026-09"),
		people("2026-09", "", "", 1), people("2026-09", "Atlantis", "Jobcentre", 2), people("2026-09", "County", "", 4))
	want := `month,2026-09,everyone,all,,7,,0,,
month,2026-09,area,Not recorded,,7,,0,,
month,2026-09,route,Jobcentre,,2,,0,,
month,2026-09,route,Not recorded,,5,,0,,
month,2026-09,area x route,Not recorded x Jobcentre,,2,,0,,
month,2026-09,area x route,Not recorded x Not recorded,,5,,0,,
`
	if got := lines(c.Figures(audience("lead"))[:6]); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

// Launched in February: the year to date starts in February, then in April, and
// since launch goes on. March, without a row, is a true 0.
func TestCumulativeWindows(t *testing.T) {
	m := metric(t, outcomes, head{"breakdowns": "none"})
	s := func(period string, n int64) queries.Sum {
		s := people(period, "North", "", n)
		s.Members = nil
		return s
	}
	c := compute(t, m, frame("2026-02", "2026-05"), s("2026-01", 100), s("2026-02", 1), s("2026-04", 4), s("2026-05", 16))
	want := map[string][]string{
		WindowMonth:  {"1", "0", "4", "16"},
		WindowYear:   {"1", "1", "4", "20"},
		WindowLaunch: {"1", "1", "5", "21"},
	}
	got := map[string][]string{}
	for _, f := range c.Figures(audience("lead")) {
		n, ok := f.Numerator()
		if !ok || f.Mark() != "" || f.Workplaces() != 0 {
			t.Errorf("%s: a count of people supported", line(f))
		}
		got[f.Window] = append(got[f.Window], n)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestComputeRefuses(t *testing.T) {
	share := head{"interval": "wilson", "windows": "snapshot"}
	failing := func(yield func(queries.Sum, error) bool) { yield(queries.Sum{}, errors.New("no such column")) }
	tests := []struct {
		name string
		sums iter.Seq2[queries.Sum, error]
		want string
	}{
		{"what the statement says went wrong", failing, "metric m: no such column"},
		{"a day within a month", seq([]queries.Sum{{Period: day("2026-09-05"), Members: []string{""}}}), "metric m: period 2026-09-05 is not the first day of a month"},
		{"another number of columns", seq([]queries.Sum{{Period: month("2026-09")}}), "metric m: period 2026-09: 0 members for the 1 breakdown columns of the header"},
		{"less than nothing", seq([]queries.Sum{at("2026-09", "", "", "", "", -1, 1)}), "metric m: period 2026-09, from first: a sum is below 0"},
		{"less than nothing of a workplace", seq([]queries.Sum{at("2026-09", "", "E1", "W1", "", -1, 1)}), "metric m: period 2026-09, workplace W1, from first: a sum is below 0"},
		{"more than all", seq([]queries.Sum{at("2026-09", "", "", "", "", 2, 1)}), "metric m: period 2026-09, from first: the numerator of a share is above its denominator"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Compute(metric(t, ratio, share), tt.sums, frame("2026-09", "2026-09"))
			if err == nil || err.Error() != tt.want {
				t.Errorf("got  %v\nwant %s", err, tt.want)
			}
		})
	}
}

func TestFormatThousandths(t *testing.T) {
	for n, want := range map[int64]string{0: "0", 12000: "12", 12500: "12.5", 5: "0.005", 1050: "1.05", -1500: "-1.5"} {
		if got := formatThousandths(n); got != want {
			t.Errorf("%d thousandths are %s, want %s", n, got, want)
		}
	}
}
