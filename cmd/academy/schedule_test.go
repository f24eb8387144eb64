package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// TestSchedule starts the schedule on a Monday at noon, when the job of 6 o'clock
// was missed: it is made up at once. While it waits the database is free. On
// SIGTERM it stops, and says so with exit status 0.
func TestSchedule(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no SIGTERM on Windows")
	}
	dir := killWorkspace(t)
	noteRun(t, dir, "ingest and draft packs", time.Date(2026, 11, 13, 6, 0, 0, 0, time.UTC))
	cmd := exec.Command(self(t), "-C", dir, "schedule")
	cmd.Env = append(os.Environ(), "ACADEMY_TEST_PROGRAM=1")
	var out safeBuffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = cmd.Process.Kill() }() // if the test has failed; otherwise it is gone
	wait(t, &out, "ingest and draft packs: finished")
	for _, want := range []string{"made up for (due 2026-11-16 06:00)", "drafted ", "need a person"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the schedule does not say %q:\n%s", want, out.String())
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "packs/2026-10/lead/v1/pack.html")); err != nil {
		t.Error(err)
	}

	// The database is open only while a job runs.
	if status, said := runProgram(t, "-C", dir, "status"); status != exitPerson || !strings.Contains(said, "ingest and draft packs: done; something needs a person") {
		t.Errorf("status while the schedule waits: exit status %d\n%s", status, said)
	}
	// One schedule is enough.
	if status, said := runProgram(t, "-C", dir, "schedule"); status != exitFailed || !strings.Contains(said, "schedule") {
		t.Errorf("a second schedule: exit status %d\n%s", status, said)
	}

	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("after SIGTERM: %v\n%s", err, out.String())
	}
}

// TestBusy asks for figures while another process has the database: the
// newest build serves, and without one it says so and ends with 3. Nothing
// that writes is begun.
func TestBusy(t *testing.T) {
	dir := killWorkspace(t)
	w, err := openWorkspace(dir)
	if err != nil {
		t.Fatal(err)
	}
	book, err := w.book()
	if err != nil {
		t.Fatal(err)
	}
	hold := func() io.Closer {
		db, err := w.open(&session{ctx: context.Background()}, book, false)
		if err != nil {
			t.Fatal(err)
		}
		return db
	}
	busy := hold()
	for _, args := range [][]string{
		{"-C", dir, "figures", "vacancies", "--audience", "lead"},
		{"-C", dir, "run"},
		{"-C", dir, "status"},
	} {
		status, said := runProgram(t, args...)
		if status != exitFailed || !strings.Contains(said, "in use by another academy") {
			t.Errorf("%v: exit status %d\n%s", args[2:], status, said)
		}
	}
	if err := busy.Close(); err != nil {
		t.Fatal(err)
	}
	runProgram(t, "-C", dir, "run")
	busy = hold()
	defer busy.Close()
	status, said := runProgram(t, "-C", dir, "figures", "vacancies", "--audience", "lead", "--by", "everyone")
	if status != exitDone || !strings.Contains(said, "these figures are as of 2026-11-16") || !strings.Contains(said, "2026-10  snapshot") {
		t.Errorf("figures from the newest build: exit status %d\n%s", status, said)
	}
}

func self(t *testing.T) string {
	t.Helper()
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// runProgram runs the program as a process of its own.
func runProgram(t *testing.T, args ...string) (int, string) {
	t.Helper()
	cmd := exec.Command(self(t), args...)
	cmd.Env = append(os.Environ(), "ACADEMY_TEST_PROGRAM=1")
	out, err := cmd.CombinedOutput()
	if cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), string(out)
}

// noteRun notes that a job ran and was due at a time.
func noteRun(t *testing.T, dir, job string, due time.Time) {
	t.Helper()
	w, err := openWorkspace(dir)
	if err != nil {
		t.Fatal(err)
	}
	l := ledger{&session{ctx: t.Context()}, w}
	if err := l.Started(job, due, due); err != nil {
		t.Fatal(err)
	}
	if err := l.Ended(job, due, due, ""); err != nil {
		t.Fatal(err)
	}
}

// wait waits until what a process printed holds a text.
func wait(t *testing.T, out *safeBuffer, text string) {
	t.Helper()
	for range 600 {
		if strings.Contains(out.String(), text) {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatalf("it never said %q:\n%s", text, out.String())
}

// A safeBuffer is written by a process while a test reads it.
type safeBuffer struct {
	mutex sync.Mutex
	bytes bytes.Buffer
}

func (b *safeBuffer) Write(p []byte) (int, error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	return b.bytes.Write(p)
}

func (b *safeBuffer) String() string {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	return b.bytes.String()
}
