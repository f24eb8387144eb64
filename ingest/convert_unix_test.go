//go:build !windows

package ingest

import (
	"context"
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

// hangingOffice puts a LibreOffice on the path that never ends. started is
// closed when it runs, and ended gives nil once all that it started is gone.
func hangingOffice(t *testing.T) (dir string, started chan struct{}, ended chan error) {
	t.Helper()
	dir = t.TempDir()
	pipe := filepath.Join(dir, "pipe")
	must(t, syscall.Mkfifo(pipe, 0o600))
	// What it starts holds the pipe open for as long as it lives.
	script := fmt.Sprintf("#!/bin/sh\nenv > '%s/env'\necho x >> '%s/runs'\n/bin/sleep 3600 > '%s' &\nwait\n", dir, dir, pipe)
	must(t, os.WriteFile(filepath.Join(dir, "soffice"), []byte(script), 0o700)) //nolint:gosec // it is a program
	t.Setenv("PATH", dir+":/usr/bin:/bin")
	t.Setenv("TMPDIR", t.TempDir())
	started, ended = make(chan struct{}), make(chan error, 1)
	go func() {
		f, err := os.Open(pipe)
		close(started)
		if err == nil {
			_, err = io.ReadAll(f) // until nobody holds it
		}
		ended <- err
	}()
	return dir, started, ended
}

// nothingLeft holds that no folder of a conversion is left behind.
func nothingLeft(t *testing.T) {
	t.Helper()
	if left, _ := filepath.Glob(filepath.Join(os.TempDir(), "academy-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// TestConversionIsStopped holds that whoever stops a load stops LibreOffice too,
// with all that it started, and that the file is taken in another time.
func TestConversionIsStopped(t *testing.T) {
	l, dir := loaderOf(t)
	book := binaryBook(t, [][]any{{"Workplace", "Month"}, {"W0001", "2026-09"}})
	fileOf(t, filepath.Join(dir, "inbox", "return.xlsb"), string(book))
	_, started, ended := hangingOffice(t)
	before := office
	office = &converter{limit: time.Hour}
	t.Cleanup(func() { office = before })
	ctx, stop := context.WithCancel(t.Context())
	go func() {
		<-started
		stop()
	}()
	days, err := Inbox(l.Inbox, l.Today)
	must(t, err)
	if _, err = l.Load(ctx, days); !errors.Is(err, context.Canceled) {
		t.Errorf("the load gives %v", err)
	}
	must(t, <-ended)
	nothingLeft(t)
	if office.err != nil {
		t.Errorf("it remembers %v, and the file is as good as before", office.err)
	}
	files, err := l.DB.Files(t.Context())
	must(t, err)
	for _, f := range files {
		if f.Name == "return.xlsb" {
			t.Errorf("it is in the ledger: %+v", f)
		}
	}
	t.Setenv("PATH", "")
	same(t, verdicts(t, l), "return.xlsb: refused, binary-workbook\n")
}

// TestConverterThatHangs holds that a conversion is ended at its limit with all
// that it started, that the file is then refused, and that it is not tried
// again when the file is looked at once more.
func TestConverterThatHangs(t *testing.T) {
	dir, _, ended := hangingOffice(t)
	t.Setenv("https_proxy", "proxy.example.org")
	c := &converter{limit: 2 * time.Second}
	for range 2 {
		_, err := c.convert(t.Context(), xlsbKind, strings.NewReader("x"), 1)
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
	nothingLeft(t)
}
