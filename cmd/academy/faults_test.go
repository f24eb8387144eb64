package main

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
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

func TestTemp(t *testing.T) {
	for _, a := range [][]string{{"--clean", "--seed", "6", "--workplaces", "12", "--months", "15"}, {"--clean", "--seed", "1", "--workplaces", "60", "--months", "26"}, {"--seed", "1", "--workplaces", "12", "--months", "15"}} {
		dir := sample(t, a...)
		academy(t, -1, "-C", dir, "ingest")
		t.Log(a)
		for _, f := range faultsFound(t, dir) {
			t.Log(f)
		}
	}
}
