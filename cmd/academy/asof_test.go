package main

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestSameBytes runs two copies of one region in two places: every file of
// every pack has the same bytes.
func TestSameBytes(t *testing.T) {
	var packs [2]map[string][]byte
	for i := range packs {
		dir := killWorkspace(t)
		academy(t, -1, "-C", dir, "run", "--as-of", "2026-11-16")
		packs[i] = tree(t, filepath.Join(dir, "packs"))
	}
	if len(packs[0]) < 9 {
		t.Fatalf("there are %d files only", len(packs[0]))
	}
	for name, data := range packs[0] {
		if !bytes.Equal(data, packs[1][name]) {
			t.Errorf("%s differs", name)
		}
	}
	if len(packs[0]) != len(packs[1]) {
		t.Errorf("%d files and %d", len(packs[0]), len(packs[1]))
	}
}

func tree(t *testing.T, root string) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		files[filepath.ToSlash(rel)], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestAsOf publishes, then changes all that a figure rests on: a correction
// arrives, an area is renamed, a metric is overridden. The first pack can still
// be had as it was, byte for byte, and what differs now is told by its cause.
func TestAsOf(t *testing.T) {
	dir := t.TempDir()
	academy(t, 0, "init", filepath.Join(dir, "ws"), "--name", "Northmoor Academy")
	ws := filepath.Join(dir, "ws")
	write(t, ws, "reference/areas.csv", "area,parent,ons_code,aliases\nNorthmoor,,,\nNorth,Northmoor,,\nSouth,Northmoor,,\n")
	write(t, ws, "reference/workplaces.csv", `workplace,cqc_location,ascwds_id,name,employer,area,service,in_scope_from,in_scope_until
W1,1-1,,One,E1,North,Care home,2020-01-01,
W2,1-2,,Two,E2,North,Care home,2020-01-01,
W3,1-3,,Three,E3,South,Care home,2020-01-01,
`)
	heading := "Workplace,Month,Correction,Care perm,Care temp,Care bank,Care agency,Care vacs,Care joiners,Care gone," +
		"Other perm,Other temp,Other bank,Other agency,Other vacs,Other joiners,Other gone\n"
	write(t, ws, "inbox/2026-11-10/returns.csv", heading+
		"W1,2026-10,,20,0,0,0,2,0,0,5,0,0,0,0,0,0\nW2,2026-10,,20,0,0,0,3,0,0,5,0,0,0,0,0,0\nW3,2026-10,,20,0,0,0,4,0,0,5,0,0,0,0,0,0\n")
	academy(t, 0, "-C", ws, "run", "--as-of", "2026-11-16")
	first := tree(t, filepath.Join(ws, "packs/2026-10/lead/v1"))

	// A correction: W1 has 7 vacancies, not 2. W3 turns out to be in the north.
	// And a metric that counts each vacancy twice.
	write(t, ws, "inbox/2026-11-18/correction.csv", heading+"W1,2026-10,Yes,20,0,0,0,7,0,0,5,0,0,0,0,0,0\n")
	areas := filepath.Join(ws, "reference/areas.csv")
	text, err := os.ReadFile(areas)
	if err != nil {
		t.Fatal(err)
	}
	write(t, ws, "reference/areas.csv", strings.Replace(string(text), "North,Northmoor,,\nSouth,Northmoor,,", "North,Northmoor,,South\n", 1))
	ours, err := os.ReadFile("../../queries/metrics/leavers.sql")
	if err != nil {
		t.Fatal(err)
	}
	write(t, ws, "queries/metrics/leavers.sql", strings.Replace(string(ours), "returns.departed            as numerator", "returns.departed + 1 as numerator", 1))

	academy(t, 0, "-C", ws, "ingest", "--received", "2026-11-20")
	out := academy(t, 0, "-C", ws, "publish", "--month", "2026-10", "--as-of", "2026-11-20", "--recompute")
	for _, want := range []string{
		// 2+3+4 = 9 was, 7+3+4 = 14 is.
		"vacancies, snapshot, 2026-10, everyone, all, : was 9, is 14",
		"leavers, month, 2026-10, everyone, all, : was 0, is 6",
		"vacancies, snapshot, 2026-10, area, South, : was 4, is no such figure",
		"vacancies, snapshot, 2026-10, area, North, : was 5, is 9",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("recompute does not say %q", want)
		}
	}
	lead, _, _ := strings.Cut(out, "Steering group")
	causes := map[string]bool{}
	for _, cause := range []string{causeCorrection, causeReference, causeDefinition} {
		causes[cause] = !strings.Contains(lead, "  "+cause+": 0\n")
		if !causes[cause] {
			t.Errorf("no difference has the cause %s\n%s", cause, lead)
		}
	}
	if !strings.Contains(lead, "  program: 0\n") {
		t.Errorf("the program did not change, and is named as a cause\n%s", lead)
	}
	if t.Failed() {
		t.Log(out)
	}

	// The first version is as it was, and can be given once more.
	for name, data := range tree(t, filepath.Join(ws, "packs/2026-10/lead/v1")) {
		if !bytes.Equal(data, first[name]) {
			t.Errorf("v1/%s was changed", name)
		}
	}
	academy(t, 0, "-C", ws, "publish", "--month", "2026-10", "--reissue", "--version", "1", "--audience", "lead", "--to", filepath.Join(dir, "again"))
	again := tree(t, filepath.Join(dir, "again", "lead"))
	for name, data := range first {
		if !bytes.Equal(data, again[name]) {
			t.Errorf("the re-issue of %s differs", name)
		}
	}
	names := []string{}
	for name := range tree(t, filepath.Join(ws, "packs/2026-10/lead")) {
		names = append(names, name)
	}
	if !slices.Contains(names, "v2/pack.html") || slices.Contains(names, "v3/pack.html") {
		t.Errorf("recompute should have made version 2: %v", names)
	}

	// What an earlier day saw can still be asked for.
	out = academy(t, 0, "-C", ws, "figures", "vacancies", "--audience", "lead", "--by", "everyone", "--as-of", "2026-11-16", "--format", "csv")
	if !strings.Contains(out, "everyone,all,,9,") {
		t.Errorf("as of 16 November there were 9 vacancies:\n%s", out)
	}
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	path := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
