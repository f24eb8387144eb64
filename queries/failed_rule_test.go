package queries_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"

	"academy/queries"
)

// TestRuleFails holds that a rule which breaks off over what a file holds is listed
// as not run, stops nothing, and that all else is found once, what was
// found before it broke off too. 998 beside 3 is a jump,
// and a billion times 3 is more than an integer holds.
func TestRuleFails(t *testing.T) {
	const files = someWorkplaces + `-- provider_return 2026-05-05.csv --
workplace,month,care_bank
W1,2026-04-01,3
-- provider_return 2026-06-05.csv --
workplace,month,care_bank,care_left
W1,2026-05-01,998,0
-- provider_return 2026-06-05 .csv --
workplace,month,care_bank
W2,2026-05-01,0
`
	tests := []struct{ name, severity, sql string }{
		{"one of the file alone", queries.LeaveOutRow, "from provider_return where care_bank * 1000000000 > 1"},
		{"one that reads what is in force around it", queries.Ask, "from provider_return join provider_return_earlier on for_file = provider_return.file where provider_return.care_bank * 1000000000 > 1"},
		{"a text that is no number", queries.Ask, "from provider_return where care_bank::text::date is null"},
		{"after rows that it holds for", queries.Ask, "from (select line, care_bank from provider_return order by line desc) as provider_return where care_bank * care_bank * 1000000 <> 7 * care_bank + 1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rule := func(name, severity, column, sql string) *fstest.MapFile {
				return &fstest.MapFile{Data: []byte("-- check: " + name + "\n-- source: provider_return\n-- severity: " + severity + "\n-- gate: " + name +
					"\n-- column: " + column + "\n-- says: a\n-- fix: b\nselect provider_return.line " + sql + "\n")}
			}
			db := openWith(t, fstest.MapFS{
				"checks/cell.sql":   rule("cell", queries.Ask, "care_left", "from provider_return join provider_return_earlier on for_file = provider_return.file"),
				"checks/tables.sql": rule("tables", tt.severity, "care_bank", tt.sql),
			})
			j := judgeFiles(t, db, txtar.Parse([]byte(files)))
			var got []string
			for i, trial := range j.trials[2:] {
				for _, f := range j.entries[2+i].Faults {
					if f.Code != "box-left-blank" {
						got = append(got, fmt.Sprint(i, " ", f.Code))
					}
				}
				for _, r := range trial.NotRun {
					if r.Code == "tables" {
						got = append(got, fmt.Sprint(i, " not run: ", r.Why))
					}
				}
			}
			want := "0 cell, 0 tenfold-jump, 0 not run: it failed, 1 not run: it failed"
			if got := strings.Join(got, ", "); got != want {
				t.Errorf("got %s\nwant %s", got, want)
			}
		})
	}
}
