package main

import (
	"slices"
	"strings"
	"testing"
)

// TestAnswerNamesTheKind sends an extract with no day in its name: it is refused, and
// its answer does not say that nobody could tell what it is.
func TestAnswerNamesTheKind(t *testing.T) {
	dir := sampleWorkspace(t)
	sendFile(t, dir, "2026-11-05/Capacity Tracker.csv", "cqcid,nursesemployed,careworkersemployed,noncareworkersemployed,agencynursesemployed,"+
		"agencycareworkersemployed,agencynoncareworkersemployed,maxcapacity,usedbeds,lastupdatedutc\n1-900001200,3,10,4,2,3,0,40,38,2026-11-04\n")
	academy(t, exitPerson, "-C", dir, "ingest", "--answer")
	lines := listed(t, dir, "sender not known", "2026-11-05 Capacity Tracker.csv")
	if !slices.Contains(lines, "Kind of file: Capacity Tracker, care homes") {
		t.Errorf("it does not say what kind of file it is:\n%s", strings.Join(lines, "\n"))
	}
	if text := strings.Join(lines, "\n"); !strings.Contains(text, "has none that we can read") || strings.Contains(text, "could not tell") {
		t.Errorf("it says\n%s", text)
	}
}
