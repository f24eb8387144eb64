package ingest

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"academy/queries"
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

// TestUnderstand holds that each sheet is told of, and each heading of a file that
// is refused, with those that are missing; and that a row which may be somebody's
// record is not shown.
func TestUnderstand(t *testing.T) {
	tests := []struct {
		name           string
		rows           [][]any
		setUp          func(*excelize.File)
		sheets, tables string
	}{
		{"a sheet that is read, one that is not, an empty one and a copy", [][]any{headings, {"W0001", "Sep-26", 12, 1}}, func(f *excelize.File) {
			for _, name := range []string{"Rota", "Spare", "Copy"} {
				_, err := f.NewSheet(name)
				must(t, err)
			}
			must(t, f.SetSheetRow("Rota", "A1", &[]any{"Monday", "Tuesday"}))
			must(t, f.SetSheetRow("Copy", "A1", &headings))
			must(t, f.SetSheetRow("Copy", "A2", &[]any{"W0001", "Sep-26", 12, 1}))
		}, `
Return true: read as Monthly return
Rota false: not read: no row among the first 40 has headings that we know
Spare false: nothing is on it
Copy false: not read: a copy of the sheet "Return"`, `
Return A "Workplace": Workplace, whose row it is
Return B "Month": Month, kept as a month
Return C "Care: permanent": Care: permanent, kept as a whole number
Return D "Joined: new to care": Joined: new to care, kept as a whole number
Copy A "Workplace": Workplace, whose row it is
Copy B "Month": Month, kept as a month
Copy C "Care: permanent": Care: permanent, kept as a whole number
Copy D "Joined: new to care": Joined: new to care, kept as a whole number`},
		{"a heading is missing", [][]any{{"Return"}, {"Workplace", "Care: permanent", "Colour"}, {"W0001", 12, "red"}}, nil, `
Return false: not read: row 2 is most like the headings of the Monthly return, but not all that must be there are`, `
Return A "Workplace": Workplace, whose row it is
Return B "Care: permanent": Care: permanent, kept as a whole number
Return C "Colour": , not used
Return  "": Month, missing, and must be there`},
		{"a record that is like a heading", [][]any{{"Jo Bloggs", "Workplace", "17 High Street"}}, nil, `
Return false: not read: row 1 is most like the headings of the Monthly return, but not all that must be there are`, `
Return A "(no heading that we know)": , not used
Return B "Workplace": Workplace, whose row it is
Return C "(no heading that we know)": , not used
Return  "": Month, missing, and must be there
Return  "": Care: permanent, missing, and must be there`},
		{"a column twice", [][]any{{"Workplace", "Month", "Care: permanent", "Month"}}, nil, `
Return false: not read: the headings of the Monthly return are in row 1, and the file is refused`, `
Return A "Workplace": Workplace, whose row it is
Return B "Month": Month, kept as a month
Return C "Care: permanent": Care: permanent, kept as a whole number
Return D "Month": Month, kept as a month`},
		{"nothing that we know", [][]any{{"Monday"}}, nil, `
Return false: not read: no row among the first 40 has headings that we know`, ``},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "return.xlsx")
			must(t, os.WriteFile(path, bookOf(t, tt.rows, tt.setUp), 0o600))
			u, err := Understand(t.Context(), path, all[:1])
			must(t, err)
			var sheets, tables []string
			for _, s := range u.Sheets {
				sheets = append(sheets, fmt.Sprintf("%s %t: %s", s.Sheet, s.Read, s.Says))
			}
			for _, c := range u.Headings {
				tables = append(tables, fmt.Sprintf("%s %s %q: %s, %s", c.Sheet, c.Column, c.Heading, c.Means, c.Becomes))
			}
			same(t, strings.Join(sheets, "\n"), tt.sheets)
			same(t, strings.Join(tables, "\n"), tt.tables)
		})
	}
}

// TestAliasesOfTheWorkspace holds that what the workspace calls a column stands over the
// aliases of its description, and not over another column's own heading.
func TestAliasesOfTheWorkspace(t *testing.T) {
	source := queries.Source{Name: "form", Columns: []queries.Column{
		{Name: "staff", Heading: "Staff", Also: []string{"People"}, Local: []string{"Leavers", "Team"}},
		{Name: "left", Heading: "Leavers", Local: []string{"People"}},
	}}
	k := newCatalogue([]queries.Source{source}).sources[0]
	for heading, want := range map[string]string{
		"Staff": "staff, " + byHeading, "Leavers": "left, " + byHeading, "Team": "staff, " + byWorkspace, "People": "left, " + byWorkspace,
	} {
		i, ok := k.columns[fold(heading)]
		if got := source.Columns[i].Name + ", " + k.by[fold(heading)]; !ok || got != want {
			t.Errorf("%q is %s, want %s", heading, got, want)
		}
	}
}
