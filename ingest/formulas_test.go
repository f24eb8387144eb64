package ingest

import (
	"bytes"
	"fmt"
	"testing"
)

// TestStaleFormulas holds that a formula whose saved result is not what it gives
// is told with its place, and one that cannot be worked out is counted.
func TestStaleFormulas(t *testing.T) {
	text := func(ref, s string) string {
		return fmt.Sprintf(`<c r="%s" t="inlineStr"><is><t>%s</t></is></c>`, ref, s)
	}
	rows := `<row r="1">` + text("A1", "Workplace") + text("B1", "Month") + text("C1", "Care: permanent") + text("D1", "Joined: new to care") + `</row>`
	for i, formula := range []string{
		`<f>1+1</f><v>3</v>`,             // it was changed by something that does not calculate
		`<f>D3+1</f><v>3</v>`,            // right
		`<f>OURFUNCTION(1)</f><v>4</v>`,  // nobody knows it
		`<f>DAY(TODAY())</f><v>4</v>`,    // another result each day
		`<f>ROUND(10/3,1)</f><v>3.3</v>`, // right, but for what binary leaves
		`<f>SUM(D2:D6)</f><v>10</v>`,     // right
	} {
		r := i + 2
		rows += fmt.Sprintf(`<row r="%d">`, r) + text(fmt.Sprintf("A%d", r), "W0001") + text(fmt.Sprintf("B%d", r), "September 2026") +
			fmt.Sprintf(`<c r="C%d">%s</c><c r="D%d"><v>2</v></c></row>`, r, formula, r)
	}
	data := packedBook(t, `<sheetData>`+rows+`</sheetData>`, "")
	table, err := Read("return.xlsx", bytes.NewReader(data), int64(len(data)), all, key)
	must(t, err)
	must(t, table.Each(nil, nil, nil))
	table.Receipt.CheckFormulas(bytes.NewReader(data), int64(len(data)))
	r := table.Receipt
	if r.Formulas.N != 6 || r.NotChecked != 2 || r.Stale.N != 1 || r.Stale.First != "Return!C2" {
		t.Errorf("%d formulas, %d not checked, %d stale, the first at %q; want 6, 2, 1 and Return!C2", r.Formulas.N, r.NotChecked, r.Stale.N, r.Stale.First)
	}
}
