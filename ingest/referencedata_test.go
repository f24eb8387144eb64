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

// TestUnreadList holds that of a reference list that cannot be read nobody says that it
// was read: it is told which headings it needs, and that it counts as it was before.
func TestUnreadList(t *testing.T) {
	l, _ := loaderOf(t)
	areas := filepath.Join(l.Reference, "areas.csv")
	refused := func(text string) (says string) {
		fileOf(t, areas, text)
		outcomes, err := l.Load(t.Context(), nil)
		must(t, err)
		for _, o := range outcomes {
			if o.Name == "reference/areas.csv" && o.Refusal != nil {
				says += o.Refusal.Error()
			}
		}
		return says
	}
	const rest = `; until that is put right, the list counts as it was before; put the headings "area" and "parent" above the table; the file is read again by itself`
	same(t, refused("area,parent\nNorthmoor,\n"), "")
	same(t, refused("town,county\nNorthmoor,\n"), "no row among the first 40 has the headings of this list"+rest)
	same(t, refused("area,county\nNorthmoor,\n"), `in line 1 these headings are missing: "parent"`+rest)
}
