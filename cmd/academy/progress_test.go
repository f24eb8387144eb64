package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

	"academy/ingest"
)

// TestBar holds that the bar says how many of how many files are done, and how
// many rows were read, and that it comes to an end.
func TestBar(t *testing.T) {
	var out bytes.Buffer
	b := drawBar(&out, mpb.WithAutoRefresh())
	for done := range 4 {
		b.show(ingest.Progress{Files: 3, Done: done, Rows: 1000 * done})
	}
	b.end()
	if !strings.Contains(out.String(), "3 of 3 files") || !strings.Contains(out.String(), "3000 rows") {
		t.Errorf("the bar is %q", out.String())
	}
}

// TestTimeLeft holds that the bar promises a time only where it can tell one.
func TestTimeLeft(t *testing.T) {
	say := timeLeft(decor.Any(func(decor.Statistics) string { return "00:09" }))
	tests := []struct {
		name string
		at   decor.Statistics
		want string
	}{
		{"nothing is known yet", decor.Statistics{}, ""},
		{"no file is done", decor.Statistics{Total: 3}, ""},
		{"some files are done", decor.Statistics{Total: 3, Current: 1}, "  00:09 left"},
		{"all are read and not yet judged", decor.Statistics{Total: 3, Current: 3}, "  judging"},
		{"it has come to its end", decor.Statistics{Total: 3, Current: 3, Completed: true}, ""},
	}
	for _, tt := range tests {
		if got := say(tt.at); got != tt.want {
			t.Errorf("%s: it says %q, want %q", tt.name, got, tt.want)
		}
	}
}

// TestNoBarInFiles holds that a file is no terminal: a job's log has lines.
func TestNoBarInFiles(t *testing.T) {
	f, err := os.CreateTemp(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	if newBar(f) != nil || newBar(null) != nil || newBar(&bytes.Buffer{}) != nil {
		t.Error("there is a bar where nobody looks")
	}
}

// TestIngestJSON holds that programs get all that the ledger keeps, and that
// nothing else is on the output.
func TestIngestJSON(t *testing.T) {
	dir := sample(t, "--workplaces", "12", "--months", "15", "--seed", "1")
	var files []struct {
		File   string
		Needs  bool `json:"needs_person"`
		Faults []struct{ Code, Place string }
	}
	if err := json.Unmarshal([]byte(academy(t, 1, "-C", dir, "ingest", "--json")), &files); err != nil {
		t.Fatal(err)
	}
	needs, faults := 0, map[string]int{}
	for _, f := range files {
		if f.Needs {
			needs++
		}
		for _, fault := range f.Faults {
			faults[fmt.Sprintf("%s | %s | %s", f.File, fault.Code, cmp.Or(fault.Place, "-"))]++
		}
	}
	for _, f := range faultsFound(t, dir) {
		faults[f]--
	}
	for f, n := range faults {
		if n != 0 {
			t.Errorf("%s: %d more as JSON than in the ledger", f, n)
		}
	}
	if needs == 0 || len(faults) < 30 {
		t.Errorf("%d files need a person, with %d kinds of faults; the sample has more", needs, len(faults))
	}
}
