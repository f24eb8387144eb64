package ingest

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestUnitsBelowHeadings holds that a row which says how each column is to be filled in
// is no return of anybody, whatever stands under the name of the workplace, and that one
// of which a word is none is.
func TestUnitsBelowHeadings(t *testing.T) {
	for name, tt := range map[string]struct{ row, units, left string }{
		"words alone":          {"text,mm/yyyy" + strings.Repeat(",number", 16), "row 2", ""},
		"signs":                {"(text),DD/MM/YYYY,£ ,%,#" + strings.Repeat(",", 13), "row 2", ""},
		"what the ID is":       {"CQC location ID,date" + strings.Repeat(",whole number", 16), "row 2", ""},
		"a workplace of ours":  {"Nowhere House,date" + strings.Repeat(",number", 16), "", "line 2, column Month"},
		"a value among them":   {"text,June 2026,3" + strings.Repeat(",number", 15), "", "line 2, column Workplace"},
		"below a row of data":  {strings.TrimSpace(strings.SplitN(returnCSV("W0001", "May 2026"), "\n", 2)[1]) + "\ntext,date" + strings.Repeat(",number", 16), "", "line 3, column Month"},
		"another word is none": {"Elsewhere,date,some" + strings.Repeat(",number", 15), "", "line 2, column Month"},
	} {
		t.Run(name, func(t *testing.T) {
			l, dir := loaderOf(t)
			headings, row, _ := strings.Cut(returnCSV("W0001", "June 2026"), "\n")
			fileOf(t, filepath.Join(dir, "inbox", "2026-07-10", "return.csv"), headings+"\n"+tt.row+"\n"+row)
			o, left := rowsLeftOutOf(t, l)
			same(t, left, tt.left)
			if got := o.Receipt.Units.String(); got != tt.units {
				t.Errorf("units are in %q, want %q", got, tt.units)
			}
		})
	}
}
