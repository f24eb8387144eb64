package ingest

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// TestExplainCountsByTable holds that of two tables of a file each tells what was
// taken of its own columns.
func TestExplainCountsByTable(t *testing.T) {
	data := bookOf(t, [][]any{
		{"Workplace", "Month", "Care: permanent", "Colour"},
		{"W0001", "Sep-26", 12, "red"}, {"W0002", "Sep-26", 3},
		{},
		{"Workplace", "Month", "Joined: new to care", "Care: permanent"},
		{"W0003", "Sep-26", 1, "x"},
	}, nil)
	table, err := Read("return.xlsx", bytes.NewReader(data), int64(len(data)), all, key)
	must(t, err)
	var got []string
	for range 2 { // the second reading counts anew
		must(t, table.Each(nil, nil, nil))
		got = got[:0]
		for _, c := range table.Explain() {
			got = append(got, fmt.Sprintf("%d %s %s: %s, filled %d, values %d, faults %d", c.Line, c.Column, c.Heading, c.Means, c.Filled, c.Values, c.Faults))
		}
	}
	same(t, strings.Join(got, "\n"), `
1 A Workplace: Workplace, filled 2, values 2, faults 0
1 B Month: Month, filled 2, values 2, faults 0
1 C Care: permanent: Care: permanent, filled 2, values 2, faults 0
1 D Colour: , filled 1, values 0, faults 0
5 A Workplace: Workplace, filled 1, values 1, faults 0
5 B Month: Month, filled 1, values 1, faults 0
5 C Joined: new to care: Joined: new to care, filled 1, values 1, faults 0
5 D Care: permanent: Care: permanent, filled 1, values 0, faults 1`)
}
