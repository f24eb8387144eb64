package ingest

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestInbox(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{
		"2026-09-11/b.csv", "2026-09-11/B.csv", "2026-09-11/E0003/a.csv", "2026-09-10/z.csv",
		"2026-09-12/~$b.xlsx", "2026-09-12/.DS_Store", // a day with nothing on it
		"2026-02-30/no day.csv", "loose.csv", "later/2026-09-09/deep.csv",
		"desktop.ini", "Thumbs.db", ".hidden/x.csv", "2026-09-11/.~lock.b.csv#",
	} {
		fileOf(t, filepath.Join(dir, filepath.FromSlash(name)), "x")
	}
	links := os.Symlink("/etc/passwd", filepath.Join(dir, "2026-09-11", "link.csv")) == nil &&
		os.Symlink(dir, filepath.Join(dir, "2026-09-11", "loop")) == nil
	days, err := Inbox(dir, day.AddDate(0, 1, 0))
	must(t, err)
	var b strings.Builder
	for _, d := range days {
		fmt.Fprintf(&b, "%s: %s", d.Received.Format("2006-01-02"), strings.Join(d.Files, ", "))
		if links && len(d.Links) > 0 {
			fmt.Fprintf(&b, " without %s", strings.Join(d.Links, ", "))
		}
		b.WriteString("\n")
	}
	without := " without 2026-09-11/link.csv, 2026-09-11/loop"
	if !links {
		without = ""
	}
	same(t, b.String(), `
2026-09-10: 2026-09-10/z.csv
2026-09-11: 2026-09-11/B.csv, 2026-09-11/E0003/a.csv, 2026-09-11/b.csv`+without+`
2026-10-11: 2026-02-30/no day.csv, later/2026-09-09/deep.csv, loose.csv`)
	if _, err := Inbox(filepath.Join(dir, "no such"), day); err == nil {
		t.Error("an inbox that is not there is no error")
	}
}
