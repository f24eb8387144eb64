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

// TestPlantedFaultsAreFound holds that what was planted is found by its code
// and at its place; and that every rule has something to find.
func TestPlantedFaultsAreFound(t *testing.T) {
	tests := []struct {
		name, workplaces, seed, faults string
		codes                          int // planted at least
	}{
		{"a usual region", "12", "1", "some", 40},
		{"a region with a fault for every rule", "24", "2", "all", 80},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := sample(t, "--workplaces", tt.workplaces, "--months", "15", "--seed", tt.seed, "--faults", tt.faults)
			academy(t, 1, "-C", dir, "ingest")
			found := faultsFound(t, dir)
			codes := 0
			for _, row := range readCSV(t, filepath.Join(dir, "truth/faults.csv"))[1:] {
				name, code, place := strings.TrimPrefix(row[0], "inbox/"), row[3], row[4]
				if code == "" {
					continue
				}
				codes++
				if place == "" {
					t.Errorf("%s: %s was planted nowhere", name, code)
				}
				if !slices.Contains(found, name+" | "+code+" | "+place) {
					t.Errorf("%s: %s is not found at %q (planted: %s)", name, code, place, row[1])
				}
			}
			if codes < tt.codes {
				t.Errorf("only %d of the planted faults have a code", codes)
			}
			if tt.faults == "all" {
				everyRuleFindsSomething(t, found)
			}
		})
	}
}

// everyRuleFindsSomething holds that the region has a fault for each rule there
// is.
func everyRuleFindsSomething(t *testing.T, found []string) {
	t.Helper()
	rules, err := filepath.Glob("../../queries/checks/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range rules {
		code := strings.ReplaceAll(strings.TrimSuffix(filepath.Base(path), ".sql"), "_", "-")
		if !slices.ContainsFunc(found, func(f string) bool { return strings.Contains(f, " | "+code+" | ") }) {
			t.Errorf("%s: the sample region has no fault for it", code)
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
