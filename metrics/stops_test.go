package metrics_test

import (
	"slices"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"academy/metrics"
	"academy/queries"
)

// TestStops holds that each source which gives nothing is told of, in the order in
// which the metric takes them, and not in that of their names: in the case of the
// vacancies One and Two sent returns, Three an export, and the exports of the others
// have lists that cannot be read. Four has left.
func TestStops(t *testing.T) {
	archive, err := txtar.ParseFile("../testdata/metrics/vacancies.txtar")
	if err != nil {
		t.Fatal(err)
	}
	db := caseDB(t, archive)
	layer, all := allMetrics(t, db)
	i := slices.IndexFunc(all, func(m metrics.Metric) bool { return m.Name == "vacancies" })
	if order := []string{"provider_return", "ascwds"}; !slices.Equal(all[i].Sources, order) {
		t.Fatalf("it takes %v, want %v", all[i].Sources, order)
	}
	got, err := db.Stops(t.Context(), layer[i], all[i].Sources, all[i].Columns)
	if err != nil {
		t.Fatal(err)
	}
	want := []queries.Stop{
		{Workplace: "W1", Source: "ascwds", Reason: "not answered"},
		{Workplace: "W2", Source: "ascwds", Reason: "not answered"},
		{Workplace: "W3", Source: "provider_return", Reason: "not answered"},
	}
	for _, w := range []string{"W5", "W6", "W7"} {
		want = append(want, queries.Stop{Workplace: w, Source: "provider_return", Reason: "not answered"},
			queries.Stop{Workplace: w, Source: "ascwds", Reason: "lists do not match"})
	}
	if !slices.Equal(got, want) {
		t.Errorf("the stops are\n%v\nwant\n%v", got, want)
	}
}
