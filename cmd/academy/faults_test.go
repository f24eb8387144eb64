package main

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"academy/queries"
)

// faultsFound lists what the ledger of a workspace says is wrong: name of the
// file, code and place.
func faultsFound(t *testing.T, dir string) []string {
	t.Helper()
	book, err := queries.OpenBook(nil)
	if err != nil {
		t.Fatal(err)
	}
	db, err := queries.Open(t.Context(), book, queries.Options{Path: filepath.Join(dir, "data", "academy.duckdb"), Threads: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	files, err := db.Files(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	names := map[int]string{}
	for _, f := range files {
		names[f.File] = f.Name
	}
	faults, err := db.Faults(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, f := range faults {
		found = append(found, fmt.Sprintf("%s | %s | %s", names[f.File], f.Code, cmp.Or(f.Place, "-")))
	}
	slices.Sort(found)
	return found
}

// TestPlantedFaultsAreFound holds that what was planted is found by its code,
// and at its place where the generator knows it.
func TestPlantedFaultsAreFound(t *testing.T) {
	dir := sample(t, "--workplaces", "12", "--months", "15", "--seed", "1")
	academy(t, 1, "-C", dir, "ingest")
	found := faultsFound(t, dir)
	codes := 0
	for _, row := range readCSV(t, filepath.Join(dir, "truth/faults.csv"))[1:] {
		name, code, place := strings.TrimPrefix(row[0], "inbox/"), row[3], row[4]
		if code == "" {
			continue
		}
		codes++
		if !slices.ContainsFunc(found, func(f string) bool {
			return strings.HasPrefix(f, name+" | "+code+" | ") && (place == "" || strings.HasSuffix(f, " | "+place))
		}) {
			t.Errorf("%s: %s is not found at %q (planted: %s)", name, code, place, row[1])
		}
	}
	if codes < 30 {
		t.Errorf("only %d of the planted faults have a code", codes)
	}
	notPlanted(t, found)
}

// unplanted are the rules that the sample region holds nothing for yet: about
// reference data, which the generator writes right; those that need months of
// their own; and those about surveys and courses, which it does not write. Their cases in testdata/rules hold them. The list may only get
// shorter.
var unplanted = strings.Fields(`
	area-without-parent job-role-listed-twice scope-ends-before-it-begins unknown-area unknown-job-role
	waiver-of-nobody workplace-listed-twice
	date-before-1900 date-in-the-future unknown-level round-not-begun
	care-certificate-on-before-referral course-started-on-before-referral interview-on-before-referral
	placement-started-on-before-referral
	duplicate-worker duplicate-workplace export-not-yet-made
	tenfold-jump-of-account turnover-of-account-above-995
	worker-without-workplace workplace-without-workers
	number-frozen number-frozen-despite-moves
	not-activity-progress
	not-on-the-scale unknown-survey`)

// notPlanted holds the list against what was found.
func notPlanted(t *testing.T, found []string) {
	t.Helper()
	rules, err := filepath.Glob("../../queries/checks/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range rules {
		code := strings.ReplaceAll(strings.TrimSuffix(filepath.Base(path), ".sql"), "_", "-")
		there := slices.ContainsFunc(found, func(f string) bool { return strings.Contains(f, " | "+code+" | ") })
		if there == slices.Contains(unplanted, code) {
			t.Errorf("%s: found in the sample is %v, and the list of those that are not says otherwise", code, there)
		}
	}
}

// TestCleanSampleRaisesNothing holds that no rule fires by chance.
func TestCleanSampleRaisesNothing(t *testing.T) {
	sizes := [][]string{{"12", "15", "6"}, {"60", "26", "1"}}
	if testing.Short() {
		sizes = sizes[:1]
	}
	for _, size := range sizes {
		dir := sample(t, "--clean", "--workplaces", size[0], "--months", size[1], "--seed", size[2])
		academy(t, 0, "-C", dir, "ingest")
		for _, f := range faultsFound(t, dir) {
			t.Errorf("%s workplaces: %s", size[0], f)
		}
	}
}
