//go:build !windows

package ingest

import (
	"net"
	"os"
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
	if len(days) != 1 || strings.Join(days[0].Files, " ") != "2026-09-11/a.csv" || strings.Join(days[0].Others, " ") != "2026-09-11/pipe.csv 2026-09-11/s.csv" {
		t.Errorf("got %+v", days)
	}
	if _, err := FilesAt([]string{filepath.Join(dir, "2026-09-11", "pipe.csv")}, day); err == nil {
		t.Error("a pipe may be named on the command line")
	}
}

// TestUnread holds that whatever of a day cannot be read where it lies is listed, with
// what it is and what to do.
func TestUnread(t *testing.T) {
	dir := t.TempDir()
	inbox := filepath.Join(dir, "inbox")
	fileOf(t, filepath.Join(inbox, "a.csv"), "x")
	must(t, os.Symlink(fileOf(t, filepath.Join(dir, "elsewhere.csv"), "x"), filepath.Join(inbox, "link.csv")))
	must(t, os.Symlink(dir, filepath.Join(inbox, "loop")))
	must(t, syscall.Mkfifo(filepath.Join(inbox, "pipe.csv"), 0o600))
	want := "link.csv: link\nloop: link\npipe.csv: not-a-file\n"
	if os.Getuid() != 0 { // root may read everything
		must(t, os.Chmod(fileOf(t, filepath.Join(inbox, "b.csv"), "x"), 0))
		fileOf(t, filepath.Join(inbox, "folder", "c.csv"), "x")
		must(t, os.Chmod(filepath.Join(inbox, "folder"), 0))
		t.Cleanup(func() { must(t, os.Chmod(filepath.Join(inbox, "folder"), 0o755)) }) //nolint:gosec // as it was
		want = "b.csv: unreadable\nfolder: unreadable\n" + want
	}
	days, err := Inbox(inbox, day)
	must(t, err)
	var got strings.Builder
	for _, o := range Unread(inbox, days[0]) {
		got.WriteString(o.Name + ": " + o.Refusal.Code + "\n")
	}
	same(t, got.String(), want)
}
