package ingest

import (
	"path/filepath"
	"testing"
)

// TestEmptiedList holds that a reference list that has no row any more is asked about
// where it had some, and not where it never had.
func TestEmptiedList(t *testing.T) {
	l, _ := loaderOf(t)
	areas := filepath.Join(l.Reference, "areas.csv")
	asked := func(text string) string {
		fileOf(t, areas, text)
		outcomes, err := l.Load(t.Context(), nil)
		must(t, err)
		var says string
		for _, o := range outcomes {
			for _, f := range o.Faults {
				if o.Name == "reference/areas.csv" {
					says += o.Verdict + ", " + f.Place + ": " + f.Severity + ": " + f.Says
				}
			}
		}
		return says
	}
	const headings = "area,parent,aliases\n"
	same(t, asked(headings), "")
	same(t, asked(headings+"Northmoor,,\nNorth,Northmoor,\n"), "")
	same(t, asked(headings+",,\n"), "accepted, line 1: ask: no row stands below the headings any more: 2 rows that stood there before will not count")
	same(t, asked(headings), "")
}
