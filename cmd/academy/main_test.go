package main

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"
	"testing"
)

// TestWaysOut holds that what stops the program is told in one line, with what to do
// where that is known.
func TestWaysOut(t *testing.T) {
	const full, may = ": the disk is full; make room on it and run once more", ": the account that runs the academy may not read or write there; let it, and run once more"
	tests := []struct {
		name string
		err  error
		want string
	}{
		{"a full disk", &fs.PathError{Op: "write", Path: "x", Err: syscall.ENOSPC}, "write x: no space left on device" + full},
		{"a full disk, as the database says it", errors.New("IO Error: it failed. \nOriginal error: Could not write file \"x\": No space left on device"),
			"IO Error: it failed.  Original error: Could not write file \"x\": No space left on device" + full},
		{"a folder of another account", fmt.Errorf("answer x: %w", &fs.PathError{Op: "mkdir", Path: "y", Err: fs.ErrPermission}), "answer x: mkdir y: permission denied" + may},
		{"anything else", errors.New("x"), "x"},
	}
	for _, tt := range tests {
		var said strings.Builder
		status := statusOf(tt.err, &said)
		if want := "academy: " + tt.want + ". What was there before still stands\n"; status != exitFailed || said.String() != want {
			t.Errorf("%s: status %d and %q, want %q", tt.name, status, said.String(), want)
		}
	}
}
