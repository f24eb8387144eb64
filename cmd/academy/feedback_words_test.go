package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"academy/queries"
)

// TestVerdictWords holds that a file is not said to be used in part over a row in whose
// place another one counts, unless something else is left out or asked about.
func TestVerdictWords(t *testing.T) {
	replaced := queries.Fault{Severity: queries.LeaveOutRow, Tells: true}
	lost, asked := queries.Fault{Severity: queries.LeaveOutCell}, queries.Fault{Severity: queries.Ask}
	const inPart = "We have used this file, but not all of it."
	tests := []struct {
		name   string
		faults []queries.Fault
		want   string
	}{
		{"a row that another replaces", []queries.Fault{replaced}, "We have used this file. Of what stands in it twice"},
		{"and a value that is lost", []queries.Fault{replaced, lost}, inPart},
		{"and a question", []queries.Fault{replaced, asked}, inPart},
		{"a value that is lost", []queries.Fault{lost}, inPart},
	}
	for _, tt := range tests {
		if got := verdictWords(queries.File{Verdict: queries.AcceptedInPart}, tt.faults, nil, nil); !strings.HasPrefix(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// TestWithoutBox holds that no rule asks for a tick in a box that a sheet has not got,
// nor says that it was not ticked.
func TestWithoutBox(t *testing.T) {
	paths, err := filepath.Glob("../../queries/checks/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	words := regexp.MustCompile(`(?m)^-- (?:says|fix): +(.*Correction.*)$`)
	found := 0
	for _, p := range paths {
		text, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range words.FindAllStringSubmatch(string(text), -1) {
			found++
			if got := withoutBox(queries.Fault{Fix: m[1]}).Fix; strings.Contains(got, "Correction") {
				t.Errorf("%s: where there is no such box it still says %q", filepath.Base(p), got)
			}
		}
	}
	if found < 10 {
		t.Errorf("only %d lines speak of the box", found)
	}
}

// TestAnswersAskForNoTickWithoutItsBox sends a month twice, with other numbers and more
// vacancies than staff, on a sheet with and without the box Correction.
func TestAnswersAskForNoTickWithoutItsBox(t *testing.T) {
	dir := sampleWorkspace(t)
	const numbers = ",October 2026,9,1,0,0,50,0,0,4,0,0,0,0,0,0"
	sendReturns(t, dir, map[string]string{
		"2026-11-05/b.csv": "W0007,October 2026,8,1,0,0,0,0,0,4,0,0,0,0,0,0\n",
		"2026-11-05/c.csv": "W0008,October 2026,8,1,0,0,0,0,0,4,0,0,0,0,0,0\n",
		"2026-11-08/b.csv": "W0007" + numbers + "\n",
		"2026-11-08/c.csv": strings.TrimSpace(returnHeadings) + ",Correction\nW0008" + numbers + ",\n",
	})
	academy(t, -1, "-C", dir, "ingest", "--answer")
	for folder, box := range map[string]bool{"E0003/2026-11-08 b.csv": false, "E0004/2026-11-08 c.csv": true} {
		said := strings.Join(listed(t, dir, filepath.Dir(folder), filepath.Base(folder)), "\n")
		for _, words := range []string{"there are more vacancies", "you sent this month before, with another number here"} {
			if !strings.Contains(strings.ToLower(said), words) {
				t.Errorf("%s: it does not say %q but\n%s", folder, words, said)
			}
		}
		if strings.Contains(said, "Correction") != box {
			t.Errorf("%s: that it speaks of the box should be %t; it says\n%s", folder, box, said)
		}
	}
}
