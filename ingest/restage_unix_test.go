//go:build !windows

package ingest

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"academy/queries"
)

// TestOfficeHasGone holds that a load takes in what came although an earlier
// file has to be read again through a LibreOffice that is no longer there, or
// that fails, says so, and reads it again once it is back.
func TestOfficeHasGone(t *testing.T) {
	const gone, fails = "it is not installed now; install it", "it did not start, took too long or broke off"
	xlsb := string(binaryBook(t, [][]any{{"Workplace"}}))
	tests := []struct {
		name, file, content string
		script              string // what LibreOffice has become; "" if it is gone
		says                string
	}{
		{"a binary workbook, and it is gone", "return.xlsb", xlsb, "", gone},
		{"an encrypted workbook, and it is gone", "return.xls", encryptedOld(), "", gone},
		{"it is ended from outside", "return.xlsb", xlsb, "kill -9 $$", fails},
		{"it is ended from outside over an encrypted workbook", "return.xls", encryptedOld(), "kill -9 $$", fails},
		{"it takes too long", "return.xlsb", xlsb, "exec /bin/sleep 60", fails},
		{"it takes too long over an encrypted workbook", "return.xls", encryptedOld(), "exec /bin/sleep 60", fails},
		{"its program is not there", "return.xlsb", xlsb, "exec /nowhere/soffice.bin", fails},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { officeHasGone(t, tt.file, tt.content, tt.script, tt.says) })
	}
}

func officeHasGone(t *testing.T, file, content, script, says string) {
	t.Helper()
	l, dir := loaderOf(t)
	path, program := filepath.Join(dir, "academy.db"), standInOffice(t, "")
	closed := func() error { return nil } // the loader's own database is closed after the test
	open := func(workspace fstest.MapFS) {
		t.Helper()
		must(t, closed())
		book, err := queries.OpenBook(workspace)
		must(t, err)
		l.DB, err = queries.Open(t.Context(), book, queries.Options{Path: path, BuildDir: t.TempDir(), Threads: 1})
		must(t, err)
		closed = l.DB.Close
	}
	stale := func(want int) {
		t.Helper()
		files, err := l.DB.Stale(t.Context())
		must(t, err)
		if len(files) != want {
			t.Fatalf("%d files have to be read again, want %d", len(files), want)
		}
	}
	open(nil)
	t.Cleanup(func() { must(t, closed()) })
	t.Setenv("PATH", program)
	fileOf(t, filepath.Join(dir, "inbox", file), content)
	same(t, verdicts(t, l), file+": accepted\n")

	staging, err := os.ReadFile("../queries/staging/provider_return.sql")
	must(t, err)
	open(fstest.MapFS{"staging/provider_return.sql": {Data: append(staging, "\n-- as it is understood today\n"...)}})
	office = &converter{limit: time.Second}
	t.Setenv("PATH", "")
	if script != "" {
		t.Setenv("PATH", programOf(t, script))
	}
	stale(1)
	fileOf(t, filepath.Join(dir, "inbox", "return.csv"), returnCSV("W0001", "August 2026"))
	days, err := Inbox(l.Inbox, l.Today)
	must(t, err)
	outcomes, err := l.Load(t.Context(), days)
	var left NotReadAgain
	if !errors.As(err, &left) || !strings.HasPrefix(err.Error(), file+": LibreOffice opened it before, 1 file has to be read again, and "+says) {
		t.Errorf("the load gives %v", err)
	}
	if len(outcomes) != 1 || outcomes[0].Name != "return.csv" || outcomes[0].Verdict != queries.Accepted {
		t.Errorf("what came beside it became %+v", outcomes)
	}
	const why = `an earlier "Monthly return" has to be read again first`
	var codes []string
	for _, r := range outcomes[0].NotRun {
		if r.Why == why {
			codes = append(codes, r.Code)
		}
	}
	if !slices.Contains(codes, "tenfold-jump") || !slices.Contains(codes, "number-frozen") {
		t.Errorf("held against earlier ones, though one is missing: the rules not run are %+v", outcomes[0].NotRun)
	}
	stale(1)

	office.limit = convertTime
	t.Setenv("PATH", program)
	same(t, verdicts(t, l), "")
	stale(0)
}

// TestEncryptedTriedAgain holds that an encrypted .xls which was refused for
// want of LibreOffice is tried again once it is installed, and that one which
// LibreOffice makes nothing of is refused for its password.
func TestEncryptedTriedAgain(t *testing.T) {
	l, dir := loaderOf(t)
	program, idle := standInOffice(t, ""), programOf(t, "exit 0")
	fileOf(t, filepath.Join(dir, "inbox", "return.xls"), encryptedOld())
	for _, run := range []struct{ path, want string }{
		{"", "return.xls: refused, old-workbook\n"},
		{"", ""},
		{program, "return.xls: accepted\n"},
		{program, ""},
	} {
		t.Setenv("PATH", run.path)
		same(t, verdicts(t, l), run.want)
	}
	t.Setenv("PATH", idle)
	fileOf(t, filepath.Join(dir, "inbox", "other.xls"), encryptedOld()+"\x00")
	same(t, verdicts(t, l), "other.xls: refused, protected\n")
	same(t, verdicts(t, l), "")
}

// TestGivenUpTriedAgain holds that a file which LibreOffice came to no end with is
// tried again by the next runs, three times in all, and whenever it is named, and that
// what is said of it says so.
func TestGivenUpTriedAgain(t *testing.T) {
	const asked, over = "open it, save it as an Excel workbook (.xlsx) and send that; ", "we have tried this one %d times, and will not again by ourselves"
	const more = "if you send nothing, our next runs try this one again, until we have tried it 3 times"
	for name, script := range map[string]string{"it takes too long": "exec /bin/sleep 60", "it is ended from outside": "kill -9 $$"} {
		l, dir := loaderOf(t)
		program := standInOffice(t, "")
		office.limit = 200 * time.Millisecond
		path := filepath.Join(dir, "inbox", "return.xls")
		fileOf(t, path, encryptedOld())
		t.Setenv("PATH", programOf(t, script))
		load := func(days []Day, want string) {
			t.Helper()
			outcomes, err := l.Load(t.Context(), days)
			must(t, err)
			got := ""
			for _, o := range outcomes {
				if got = o.Verdict; o.Refusal != nil {
					got = o.Refusal.Fix
				}
			}
			if got != want {
				t.Errorf("%s: %q, want %q", name, got, want)
			}
		}
		inbox := func() []Day {
			days, err := Inbox(l.Inbox, l.Today)
			must(t, err)
			return days
		}
		load(inbox()[:1], asked+more)
		l.Again = true // as where the inbox is loaded
		must(t, os.Remove(path))
		load(nil, asked+more)
		load(nil, asked+fmt.Sprintf(over, 3))
		load(nil, "")
		fileOf(t, path, encryptedOld())
		load(inbox(), "")
		named, err := FilesAt([]string{path}, l.Today)
		must(t, err)
		load(named, asked+fmt.Sprintf(over, 4))
		office.limit = convertTime
		t.Setenv("PATH", program)
		load(inbox(), "")
		load(named, "accepted")
		load(inbox(), "")
	}
}

// TestOfficeBreaksOffWhenDone holds that a workbook counts which LibreOffice made
// before it broke off, if it is whole.
func TestOfficeBreaksOffWhenDone(t *testing.T) {
	for then, want := range map[string]string{
		"kill -9 $$": "return.xls: accepted\n",
		"/bin/dd if=/dev/null of=\"$2/file.xlsx\" bs=1 seek=2000 2>/dev/null; kill -9 $$": "return.xls: refused, old-workbook\n",
	} {
		l, dir := loaderOf(t)
		t.Setenv("PATH", standInOffice(t, then))
		fileOf(t, filepath.Join(dir, "inbox", "return.xls"), encryptedOld())
		same(t, verdicts(t, l), want)
	}
}

// standInOffice returns the folder of a LibreOffice that makes a sound return
// of every file, and then does something more, and lets the tests of one function have a converter of their
// own.
func standInOffice(t *testing.T, then string) string {
	t.Helper()
	dir := t.TempDir()
	must(t, os.WriteFile(filepath.Join(dir, "made.xlsx"), bookOf(t, returnRows("W0001", "September 2026"), nil), 0o600))
	before := office
	office = &converter{limit: convertTime}
	t.Cleanup(func() { office = before })
	return programOf(t, fmt.Sprintf("while [ \"$1\" != --outdir ]; do shift; done\n/bin/mkdir \"$2\"\n/bin/cp '%s/made.xlsx' \"$2/file.xlsx\"\n%s", dir, then))
}

// programOf returns a folder with a LibreOffice that is a script.
func programOf(t *testing.T, script string) string {
	t.Helper()
	dir := t.TempDir()
	must(t, os.WriteFile(filepath.Join(dir, "soffice"), []byte("#!/bin/sh\n"+script+"\n"), 0o700)) //nolint:gosec // it is a program
	return dir
}

// encryptedOld is as much of an .xls whose records are encrypted as is looked
// at before LibreOffice opens it.
func encryptedOld() string {
	header := []byte(compoundMagic + strings.Repeat("\xFF", 512-len(compoundMagic)))
	header[30], header[31] = 9, 0 // sectors of 512 bytes
	const (
		bof          = "\x09\x08\x10\x00\x00\x06\x05\x00........\x00\x00\x00\x00"
		writeProtect = "\x86\x00\x00\x00" // says who may write
		filePass     = "\x2F\x00\x36\x00"
	)
	return string(header) + bof + writeProtect + filePass + strings.Repeat("x", 54) + "W\x00o\x00r\x00k\x00b\x00o\x00o\x00k\x00"
}
