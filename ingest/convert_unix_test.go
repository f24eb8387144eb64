//go:build !windows

package ingest

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestConverterThatHangs holds that a conversion is ended at its limit with all
// that it started, that the file is then refused, and that it is not tried
// again when the file is looked at once more.
func TestConverterThatHangs(t *testing.T) {
	dir := t.TempDir()
	pipe := filepath.Join(dir, "pipe")
	must(t, syscall.Mkfifo(pipe, 0o600))
	// What it starts holds the pipe open for as long as it lives.
	script := fmt.Sprintf("#!/bin/sh\nenv > '%s/env'\necho x >> '%s/runs'\n/bin/sleep 3600 > '%s' &\nwait\n", dir, dir, pipe)
	must(t, os.WriteFile(filepath.Join(dir, "soffice"), []byte(script), 0o700)) //nolint:gosec // it is a program
	t.Setenv("PATH", dir+":/usr/bin:/bin")
	t.Setenv("https_proxy", "proxy.example.org")
	ended := make(chan error, 1)
	go func() {
		f, err := os.Open(pipe)
		if err == nil {
			_, err = io.ReadAll(f) // until nobody holds it
		}
		ended <- err
	}()
	c := &converter{limit: 2 * time.Second}
	for range 2 {
		_, err := c.convert(xlsbKind, strings.NewReader("x"), 1)
		var r Refusal
		if !errors.As(err, &r) || r.Code != "too-large" || !strings.Contains(r.Says, "more than 2 seconds") {
			t.Fatalf("got %v", err)
		}
	}
	must(t, <-ended)
	runs, err := os.ReadFile(filepath.Join(dir, "runs"))
	must(t, err)
	same(t, string(runs), "x\n")
	env, err := os.ReadFile(filepath.Join(dir, "env"))
	must(t, err)
	if strings.Contains(string(env), "proxy") || !strings.Contains(string(env), "HOME="+os.TempDir()) {
		t.Errorf("it was told more than it needs, or has another home:\n%s", env)
	}
	if left, _ := filepath.Glob(filepath.Join(os.TempDir(), "academy-convert-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}
