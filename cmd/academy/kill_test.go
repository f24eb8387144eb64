package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestKill stops the program dead before and after every write that matters,
// the first and the last time it comes to it, runs it again, and sees that the
// workspace is what it would have been without: archive, rejected files,
// answers, ledger and packs, byte for byte.
func TestKill(t *testing.T) {
	if testing.Short() {
		t.Skip("short: some fifty runs of the program")
	}
	steps := filepath.Join(t.TempDir(), "steps")
	whole := killWorkspace(t)
	if status, out := program(t, whole, "ACADEMY_STEPS="+steps); status != exitPerson {
		t.Fatalf("exit status %d\n%s", status, out)
	}
	want := fingerprint(t, whole)
	if len(want) < 20 {
		t.Fatalf("the fingerprint has %d lines only", len(want))
	}
	text, err := os.ReadFile(steps)
	if err != nil {
		t.Fatal(err)
	}
	times := map[string]int{}
	var order []string
	for _, step := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		if times[step] == 0 {
			order = append(order, step)
		}
		times[step]++
	}
	for _, must := range []string{"archive", "verdict", "staging", "rejected", "publish", "latest.json"} {
		if !slices.ContainsFunc(order, func(s string) bool { return strings.HasPrefix(s, must+":") }) {
			t.Errorf("no step of %s was seen", must)
		}
	}
	var mutex sync.Mutex
	kills := map[string]int{}
	t.Run("at", func(t *testing.T) { // returns when all its parallel tests have
		for _, step := range order {
			for _, at := range slices.Compact([]int{1, times[step]}) {
				t.Run(fmt.Sprintf("%s, time %d", step, at), func(t *testing.T) {
					t.Parallel()
					killOnce(t, step, at, want)
					mutex.Lock()
					defer mutex.Unlock()
					kills[step]++
				})
			}
		}
	})
	for _, step := range order {
		t.Logf("%2d kills at %s", kills[step], step)
		if kills[step] == 0 {
			t.Errorf("no kill fell at %s", step)
		}
	}
}

// killDays are days of the sample on which files are accepted, accepted in
// part, refused, sent twice, corrected and held.
var killDays = []string{"2025-10-05", "2025-10-11", "2025-10-20", "2025-11-11", "2026-03-14"}

func killOnce(t *testing.T, step string, at int, want []string) {
	dir := killWorkspace(t)
	status, out := program(t, dir, "ACADEMY_KILL="+step, fmt.Sprintf("ACADEMY_KILL_AT=%d", at))
	if status != -1 {
		t.Fatalf("it was not killed: exit status %d\n%s", status, out)
	}
	if status, out = program(t, dir); status != exitDone && status != exitPerson {
		t.Fatalf("after the kill: exit status %d\n%s", status, out)
	}
	got := fingerprint(t, dir)
	for _, line := range want {
		if !slices.Contains(got, line) {
			t.Errorf("lost: %s", line)
		}
	}
	for _, line := range got {
		if !slices.Contains(want, line) {
			t.Errorf("left behind: %s", line)
		}
	}
}

// killWorkspace is a small part of the sample region: two days, with files
// that are accepted, accepted in part, held, refused and sent twice.
func killWorkspace(t *testing.T) string {
	t.Helper()
	const region = "../../testdata/region"
	dir := t.TempDir()
	for _, name := range []string{"academy.yaml", "data", "reference"} {
		copyTree(t, filepath.Join(region, name), filepath.Join(dir, name))
	}
	for _, day := range killDays {
		from := filepath.Join(region, "inbox", day)
		if _, err := os.Stat(from); err != nil {
			t.Fatal(err)
		}
		copyTree(t, from, filepath.Join(dir, "inbox", day))
	}
	return dir
}

func copyTree(t testing.TB, from, to string) {
	t.Helper()
	info, err := os.Stat(from)
	if err != nil {
		t.Fatal(err)
	}
	if !info.IsDir() {
		data, err := os.ReadFile(from)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(to, data, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
}

// program does the job of a day with the program as a process of its own. The
// status is -1 if it was killed.
func program(t *testing.T, dir string, env ...string) (int, string) {
	t.Helper()
	return process(t, env, "-C", dir, "run", "--as-of", "2026-11-16")
}

// process runs the program as a process of its own.
func process(t testing.TB, env []string, args ...string) (int, string) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, args...)
	cmd.Env = append(append(os.Environ(), "ACADEMY_TEST_PROGRAM=1"), env...)
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), string(out)
}

// fingerprint is the state of a workspace, a line a fact: every file that the
// program writes by its hash, and the ledger. What it does not hold is when
// jobs ran, and the database's own bytes.
func fingerprint(t *testing.T, dir string) []string {
	t.Helper()
	var lines []string
	for _, folder := range []string{"archive", "rejected", "outbox", "packs"} {
		root := filepath.Join(dir, folder)
		err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() {
				return err
			}
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			rel, err := filepath.Rel(dir, path)
			sum := sha256.Sum256(data)
			lines = append(lines, filepath.ToSlash(rel)+" "+hex.EncodeToString(sum[:8]))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return append(lines, ledgerLines(t, dir)...)
}

// oneLedger lets the tests that run side by side read their ledgers in turn: the
// program itself has one database open at a time, in a process of its own.
var oneLedger sync.Mutex

func ledgerLines(t *testing.T, dir string) []string {
	t.Helper()
	oneLedger.Lock()
	defer oneLedger.Unlock()
	ctx := context.Background() // that of a test ends while the driver may still watch it
	w, err := openWorkspace(dir)
	if err != nil {
		t.Fatal(err)
	}
	book, err := w.book()
	if err != nil {
		t.Fatal(err)
	}
	db, err := w.open(&session{ctx: ctx}, book, false)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var lines []string
	files, err := db.Files(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		lines = append(lines, fmt.Sprintf("file %+v", f))
	}
	faults, err := db.Faults(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range faults {
		lines = append(lines, fmt.Sprintf("fault %+v", f))
	}
	disputes, err := db.Disputes(ctx, time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range disputes {
		lines = append(lines, fmt.Sprintf("dispute %+v", d))
	}
	packs, err := db.Packs(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range packs {
		lines = append(lines, fmt.Sprintf("pack %+v", p))
	}
	rows, err := db.StagedRows(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return append(lines, rows...)
}
