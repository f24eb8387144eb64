package jobs

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// holdLock, if set, makes this test program take a lock and keep it.
const holdLock = "ACADEMY_TEST_HOLD_LOCK"

func TestMain(m *testing.M) {
	if path := os.Getenv(holdLock); path != "" {
		unlock, err := Lock(path)
		if err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		fmt.Println("held")
		time.Sleep(time.Minute) // it is killed long before
		if err := unlock(); err != nil {
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func TestLock(t *testing.T) {
	path := filepath.Join(t.TempDir(), "schedule.lock")
	unlock, err := Lock(path)
	if err != nil {
		t.Fatal(err)
	}
	_, err = Lock(path)
	if !errors.Is(err, ErrHeld) {
		t.Fatalf("a second lock: %v, want one that wraps %v", err, ErrHeld)
	}
	if want := fmt.Sprintf("held by another schedule: process %d on ", os.Getpid()); !strings.Contains(err.Error(), want) {
		t.Errorf("%q does not say %q", err, want)
	}
	if err := unlock(); err != nil {
		t.Fatal(err)
	}
	unlock, err = Lock(path)
	if err != nil {
		t.Fatalf("after unlock: %v", err)
	}
	if err := unlock(); err != nil {
		t.Fatal(err)
	}
}

// A schedule that is killed cannot unlock; the operating system does it.
func TestLockOfTheDead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "schedule.lock")
	other := exec.Command(os.Args[0])
	other.Env = append(os.Environ(), holdLock+"="+path)
	out, err := other.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := other.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = other.Process.Kill() }() // again, if the test stopped before it did
	if line, _ := bufio.NewReader(out).ReadString('\n'); line != "held\n" {
		t.Fatalf("the other process says %q", line)
	}
	_, err = Lock(path)
	if want := fmt.Sprintf("process %d on ", other.Process.Pid); !errors.Is(err, ErrHeld) || !strings.Contains(err.Error(), want) {
		t.Fatalf("while it lives: %v, want %q", err, want)
	}
	if err := other.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = other.Wait() // it was killed, and says so
	unlock, err := Lock(path)
	if err != nil {
		t.Fatalf("after its death: %v", err)
	}
	if err := unlock(); err != nil {
		t.Fatal(err)
	}
}

func TestLockNeedsItsFolder(t *testing.T) {
	if _, err := Lock(filepath.Join(t.TempDir(), "none", "schedule.lock")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v, want one that wraps %v", err, os.ErrNotExist)
	}
}
