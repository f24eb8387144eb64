package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestTruth is the spine of the project. The generator of the sample region
// counts its figures itself, as it invents people and workplaces; it never saw
// the SQL. The whole program, run on what the generator sent, must come to the
// same figures: every row, none missing, none extra, in the same order.
func TestTruth(t *testing.T) {
	tests := []struct{ workplaces, months, seed, faults string }{
		{"12", "15", "1", "some"},
		{"12", "15", "2", "some"},
		{"12", "15", "7", "all"},
		{"5", "3", "3", "some"},
		{"60", "26", "1", "some"},
		{"33", "7", "4", "all"},
		{"1", "1", "5", "some"},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprintf("%s workplaces, %s months, seed %s, %s faults", tt.workplaces, tt.months, tt.seed, tt.faults), func(t *testing.T) {
			if testing.Short() && tt.workplaces != "5" {
				t.Skip("short: the larger regions take a while")
			}
			t.Parallel()
			dir := sample(t, "--workplaces", tt.workplaces, "--months", tt.months, "--seed", tt.seed, "--faults", tt.faults)
			academy(t, 1, "-C", dir, "run", "--as-of", asOfOf(t, dir))
			for _, d := range compareTruth(t, dir) {
				t.Error(d)
			}
		})
	}
}

// TestCleanTruth runs a region in which nothing was planted: nothing needs a
// person, and the figures agree.
func TestCleanTruth(t *testing.T) {
	dir := sample(t, "--workplaces", "12", "--months", "15", "--seed", "6", "--clean")
	academy(t, 0, "-C", dir, "run", "--as-of", asOfOf(t, dir))
	for _, d := range compareTruth(t, dir) {
		t.Error(d)
	}
}

// TestTruthSeesAFlippedDefinition flips one definition at a time, and sees
// that the witness disagrees about that metric and no other.
func TestTruthSeesAFlippedDefinition(t *testing.T) {
	tests := []struct{ metric, was, is string }{
		{"vacancy_rate", "ascwds.employed + ascwds.vacancies", "ascwds.records + ascwds.vacancies"},
		{"turnover_rate", "returns.year_person_months", "12 * (returns.permanent + returns.temporary)"},
		{"paid_employment", "job_started_on", "interview_on"},
	}
	dir := sample(t, "--workplaces", "12", "--months", "15", "--seed", "1")
	for _, tt := range tests {
		t.Run(tt.metric, func(t *testing.T) {
			path := filepath.Join("../../queries/metrics", tt.metric+".sql")
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Contains(text, []byte(tt.was)) {
				t.Fatalf("%s no longer has %q", path, tt.was)
			}
			own := filepath.Join(dir, "queries/metrics")
			if err := os.MkdirAll(own, 0o755); err != nil {
				t.Fatal(err)
			}
			own = filepath.Join(own, tt.metric+".sql")
			if err := os.WriteFile(own, bytes.ReplaceAll(text, []byte(tt.was), []byte(tt.is)), 0o644); err != nil {
				t.Fatal(err)
			}
			defer os.Remove(own)
			academy(t, -1, "-C", dir, "run", "--as-of", asOfOf(t, dir))
			found := compareTruth(t, dir)
			if len(found) == 0 {
				t.Fatal("the witness saw no difference")
			}
			for _, d := range found {
				if !strings.Contains(d, tt.metric) {
					t.Errorf("another metric differs: %s", d)
				}
			}
		})
	}
}

// compareTruth lists how the lead's figures.csv differs from what the
// generator counted.
func compareTruth(t *testing.T, dir string) []string {
	t.Helper()
	truth := readCSV(t, filepath.Join(dir, "truth/figures.csv"))
	packs, err := filepath.Glob(filepath.Join(dir, "packs/*/lead/v*/figures.csv"))
	if err != nil || len(packs) == 0 {
		t.Fatalf("no pack for the lead: %v", err)
	}
	slices.SortFunc(packs, func(a, b string) int { return len(a) - len(b) + strings.Compare(a, b) })
	got := readCSV(t, packs[len(packs)-1])
	columns := len(truth[0])
	if len(truth) < 10 {
		t.Fatalf("the truth has %d rows only", len(truth))
	}
	const key = 6 // metric, window, period, dimensions, members, level
	want := map[string][]string{}
	for _, row := range truth {
		want[strings.Join(row[:key], ", ")] = row
	}
	var found []string
	for i, row := range got {
		k := strings.Join(row[:key], ", ")
		w, ok := want[k]
		switch {
		case !ok:
			found = append(found, "extra: "+k)
		case !slices.Equal(w, row[:columns]):
			found = append(found, fmt.Sprintf("%s: the witness has %q, the program %q", k, w[key:], row[key:columns]))
		case i < len(truth) && !slices.Equal(truth[i], row[:columns]) && len(got) == len(truth):
			found = append(found, "out of order: "+k)
		}
		delete(want, k)
	}
	for k := range want {
		found = append(found, "missing: "+k)
	}
	slices.Sort(found)
	if len(found) > 20 {
		found = append(found[:20], fmt.Sprintf("... %d differences in all, also in %s", len(found), found[len(found)-1]))
	}
	return found
}

func readCSV(t *testing.T, path string) [][]string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// generator builds the generator once.
var generator = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "academy-sample-")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "sample")
	out, err := exec.Command("go", "build", "-o", path, "academy/cmd/sample").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("build the generator: %w\n%s", err, out)
	}
	return path, nil
})

// sample writes a region in a folder of its own.
func sample(t *testing.T, args ...string) string {
	t.Helper()
	path, err := generator()
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "region")
	if out, err := exec.Command(path, append([]string{"--out", dir}, args...)...).CombinedOutput(); err != nil {
		t.Fatalf("sample: %v\n%s", err, out)
	}
	return dir
}

func asOfOf(t *testing.T, dir string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, "truth/as-of.txt"))
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(text))
}

// academy runs the program in this process and returns what it printed. want
// is the exit status; -1 is 0 or 1.
func academy(t *testing.T, want int, args ...string) string {
	t.Helper()
	var out bytes.Buffer
	now := func() time.Time { return time.Date(2026, 11, 16, 12, 0, 0, 0, time.UTC) }
	got := run(context.Background(), args, &out, &out, now, nil)
	if got != want && (want != -1 || got > exitPerson) {
		t.Fatalf("academy %s: exit status %d, want %d\n%s", strings.Join(args, " "), got, want, out.String())
	}
	return out.String()
}
