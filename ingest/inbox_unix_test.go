//go:build !windows

package ingest

import (
	"net"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestInboxWithPipes holds that what would wait for ever when it is opened is
// never opened.
func TestInboxWithPipes(t *testing.T) {
	dir := t.TempDir()
	fileOf(t, filepath.Join(dir, "2026-09-11", "a.csv"), "x")
	must(t, syscall.Mkfifo(filepath.Join(dir, "2026-09-11", "pipe.csv"), 0o600))
	socket, err := net.Listen("unix", filepath.Join(dir, "2026-09-11", "s.csv"))
	must(t, err)
	defer socket.Close()
	days, err := Inbox(dir, day.AddDate(0, 1, 0))
	must(t, err)
	if len(days) != 1 || strings.Join(days[0].Files, " ") != "2026-09-11/a.csv" || strings.Join(days[0].Links, " ") != "2026-09-11/pipe.csv 2026-09-11/s.csv" {
		t.Errorf("got %+v", days)
	}
	if _, err := FilesAt([]string{filepath.Join(dir, "2026-09-11", "pipe.csv")}, day); err == nil {
		t.Error("a pipe may be named on the command line")
	}
}
