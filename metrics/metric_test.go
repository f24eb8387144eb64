package metrics

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"academy/queries"
)

func TestLoad(t *testing.T) {
	m := metric(t, ratio, head{
		"windows": "rolling12", "numerator counts": "people x 12", "denominator counts": "people x 12",
		"breakdowns": "area; service; role_group; area x service", "peers": "service", "links": "vacancies, leavers",
	})
	type part struct {
		Above, Below    Counts
		Breakdowns      [][]string
		Columns, Linked []string
		Assumed         bool
	}
	got := part{m.NumeratorCounts, m.DenominatorCounts, m.Breakdowns, m.Columns, m.Links, m.Assumed()}
	want := part{
		Counts{"people", 12}, Counts{"people", 12},
		[][]string{{"area"}, {"service"}, {"role_group"}, {"area", "service"}},
		[]string{"service", "role_group"}, []string{"vacancies", "leavers"}, true,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestLoadRefuses(t *testing.T) {
	tests := []struct {
		name    string
		changes head
		want    string // after queries/metrics/m.sql
	}{
		{"a key that no metric has", head{"colour": "red"}, `:19: a metric has no key "colour"`},
		{"a metric without an owner", head{"owner": ""}, `:1: the header lacks "owner"`},
		{"a metric that is not named as its file", head{"metric": "n"}, `:1: the header names the metric "n", the file "m"`},
		{"a kind that does not exist", head{"kind": "mean"}, `:5: kind "mean" is not one of count, ratio and ordinal`},
		{"a kind that is not built", head{"kind": "survival"}, `:5: kind "survival" is designed and not built yet; there are count, ratio and ordinal`},
		{"a window that is not built", head{"windows": "cohort"}, `:6: window "cohort" is designed and not built yet`},
		{"a count over rolling months", head{"windows": "rolling12"}, `:6: a count has no window "rolling12"; it has month, snapshot, year to date and since launch`},
		{"a rate added up over the year", with(ratio, head{"windows": "month; year to date"}), `:6: a ratio has no window "year to date"; it has month, snapshot and rolling12`},
		{"a snapshot added up", head{"windows": "snapshot; since launch", "absence": "zero"}, `:6: window "since launch" adds up months, so it comes with window "month"`},
		{"months added up where silence is not zero", head{"windows": "month; since launch"}, `:6: window "since launch" would read a month that nobody answered as a month in which nothing happened; it needs "absence: zero"`},
		{"two windows of one row", head{"windows": "month; snapshot"}, `:6: the rows of a metric have one window, beside the cumulative ones; there are 2`},
		{"the same window twice", head{"windows": "month; month"}, `:6: window "month" is there twice`},
		{"a ratio without what is below the line", with(ratio, head{"denominator": ""}), `:1: the header lacks "denominator", which a ratio has`},
		{"a count with something below the line", head{"denominator": "all"}, `:10: a count has no "denominator"`},
		{"something that cannot be counted", head{"numerator counts": "cats"}, `:7: "cats" is not one of people, people and posts, posts, organisations, money and judgements`},
		{"people counted some times", head{"numerator counts": "people x some"}, `:7: "people x some": after x comes how often each is counted, a whole number from 2`},
		{"a status that is neither", head{"status": "sure"}, `:13: a status says what of the definition was found and what is assumed`},
		{"a direction that is neither", head{"direction": "left"}, `:14: direction "left" is not one of up is better, down is better and neutral`},
		{"a breakdown by everyone", head{"breakdowns": "everyone"}, `:17: "everyone" is made by the program and is not a column of the metric`},
		{"a crossing with itself", head{"breakdowns": "area x area"}, `:17: "area x area" crosses a column with itself`},
		{"a breakdown twice", head{"breakdowns": "area; area"}, `:17: "area" is there twice`},
		{"a count without an interval or none", head{"interval": ""}, `:1: interval "" is not one of wilson, byar and none`},
		{"a share's interval on a count", head{"interval": "wilson"}, `:18: wilson is the interval of a share, and a count is none`},
		{"zero for a rate that nobody gave", with(ratio, head{"absence": "zero"}), `:20: absence is "zero", of a count only, or it is not there`},
		{"peers by a column that is not there", head{"peers": "size"}, `:18: peers "size" is not a column of the breakdowns`},
		{"control limits on overlapping windows", with(ratio, head{"windows": "rolling12", "charts": "line, xmr"}), `:21: chart "xmr" is for counts of separate months`},
		{"a mean of levels", with(votes, head{"charts": "mean"}), `:18: levels have an order and no distance, so they have no mean`},
		{"levels of everything at once", with(votes, head{"breakdowns": "none"}), `:17: an ordinal needs a breakdown: levels of different things are not one scale`},
		{"levels of people", with(votes, head{"numerator counts": "people"}), `:7: the votes of an ordinal are judgements`},
		{"an interval around votes", with(votes, head{"interval": "byar"}), `:18: votes are judgements and not a sample, so an ordinal has no interval`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Load([]queries.Query{query(t, "m", header0(tt.changes).text())})
			if err == nil {
				t.Fatal("it was taken")
			}
			if got := strings.TrimPrefix(err.Error(), "queries/metrics/m.sql"); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestLoadSortsAndRefusesTwins(t *testing.T) {
	named := func(name string) queries.Query {
		return query(t, name, header0(head{"metric": name}).text())
	}
	got, err := Load([]queries.Query{named("b"), named("a")})
	if err != nil || got[0].Name != "a" {
		t.Errorf("got %v, %v", got, err)
	}
	if _, err := Load([]queries.Query{named("a"), named("a")}); err == nil {
		t.Error("two metrics of one name were taken")
	}
}

// The headers that come with the program are metrics.
func TestLoadOwn(t *testing.T) {
	book, err := queries.OpenBook(nil)
	if err != nil {
		t.Fatal(err)
	}
	files, err := book.Layer(queries.LayerMetrics)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Load(files); err != nil {
		t.Error(err)
	}
}
