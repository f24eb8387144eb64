package ingest

import (
	"bytes"
	"fmt"
	"slices"
	"testing"

	"github.com/xuri/excelize/v2"

	"academy/queries"
)

// TestHiddenTables holds that a table on a hidden sheet that is not read is asked about,
// and what only looks like one is not.
func TestHiddenTables(t *testing.T) {
	one := [][]any{headings, {"W0001", "Sep-26", 12, 1}}
	other := [][]any{{"Our August"}, headings, {"W0001", "Aug-26", 11, 1}}
	stamped := queries.Source{Name: "stamped", Title: "Stamped answers", Unit: "row", Columns: []queries.Column{{Name: "at", Heading: "Timestamp", Keep: "text", Required: true}}}
	sources := append(slices.Clone(all), stamped)
	tests := []struct {
		name   string
		rows   [][]any // of the sheet that is seen
		hidden [][]any
		want   string
	}{
		{"another month", one, other, "[Hidden!A2]"},
		{"below a form that is blank", one[:1], other, "[Hidden!A2]"},
		{"a copy of what is seen", one, one, "[]"},
		{"a blank form", one, other[:2], "[]"},
		{"headings, units and a total", one, [][]any{headings, {"Home", "mm/yyyy", "number", "number"}, {"Total", nil, 11, 1}}, "[]"},
		{"a list of choices", one, [][]any{{"Workplace", "Answers"}, {"W0001", "Yes"}, {"W0002", "No"}}, "[]"},
		{"a heading of another source alone", one, [][]any{{"Timestamp"}, {"Monday"}}, "[]"},
	}
	for _, tt := range tests {
		data := bookOf(t, tt.rows, func(f *excelize.File) {
			sheetOf(t, f, "Hidden", tt.hidden)
			must(t, f.SetSheetVisible("Hidden", false))
		})
		tables, err := ReadAll("return.xlsx", bytes.NewReader(data), int64(len(data)), sources, key)
		must(t, err)
		got := []string{}
		for _, f := range tables[0].unseen {
			got = append(got, f.Place)
		}
		if fmt.Sprint(got) != tt.want {
			t.Errorf("%s: it asks about %v, want %s", tt.name, got, tt.want)
		}
	}
}
