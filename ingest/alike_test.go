package ingest

import (
	"os"
	"path/filepath"
	"testing"
)

// TestRefusedAlike holds that of equal files of a day of which the same is said one is
// refused, in one run or two, and that the others wait for nothing: when that one is
// taken, they are the same as it.
func TestRefusedAlike(t *testing.T) {
	const note = "this is no return\n"
	stranger := returnCSV("W0002", "August 2026")
	tests := []struct {
		name    string
		first   string // its path in the inbox
		second  string
		content string
		want    string // of the second
		known   string // what comes of both once the workplace is known
	}{
		{"of no kind that is known", "2026-09-11/a.csv", "2026-09-11/b.csv", note, "already received, already-received", "2026-09-11/a.csv: refused, wrong-headings\n"},
		{"of no workplace that is known", "2026-09-11/a.csv", "2026-09-11/b.csv", stranger, "already received, already-received", "2026-09-11/a.csv: accepted\n"},
		{"on the next day", "2026-09-11/a.csv", "2026-09-12/a.csv", note, "refused, wrong-headings", "2026-09-11/a.csv: refused, wrong-headings\n2026-09-12/a.csv: refused, wrong-headings\n"},
		{"names with other dates", "2026-09-11/a 2026-08-01.csv", "2026-09-11/a 2026-09-01.csv", note, "refused, wrong-headings",
			"2026-09-11/a 2026-08-01.csv: refused, wrong-headings\n2026-09-11/a 2026-09-01.csv: refused, wrong-headings\n"},
		{"names of other kinds", "2026-09-11/a.csv", "2026-09-11/a.txt", note, "refused, wrong-headings", "2026-09-11/a.csv: refused, wrong-headings\n2026-09-11/a.txt: refused, wrong-headings\n"},
	}
	for _, tt := range tests {
		for _, runs := range []string{"in one run", "in two"} {
			t.Run(tt.name+" "+runs, func(t *testing.T) {
				l, dir := loaderOf(t)
				put := func(name string) { fileOf(t, filepath.Join(dir, "inbox", filepath.FromSlash(name)), tt.content) }
				put(tt.first)
				got := ""
				if runs == "in two" {
					got = verdicts(t, l)
				}
				put(tt.second)
				got += verdicts(t, l)
				code := "wrong-headings"
				if tt.content == stranger {
					code = "unknown-workplace"
				}
				same(t, got, tt.first+": refused, "+code+"\n"+tt.second+": "+tt.want+"\n")
				same(t, verdicts(t, l), "")
				workplaces := filepath.Join(dir, "reference", "workplaces.csv")
				text, err := os.ReadFile(workplaces)
				must(t, err)
				fileOf(t, workplaces, string(text)+"W0002,,,,Elsewhere,E0002,Nobody,Nowhere,Care home,2024-04-01,\n")
				same(t, verdicts(t, l), tt.known)
				same(t, verdicts(t, l), "")
			})
		}
	}
}
