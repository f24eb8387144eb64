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

	"academy/queries"
)

// TestOfficeHasGone holds that a load takes in what came although an earlier
// file has to be read again through a LibreOffice that is no longer there, says
// so, and reads it again once it is back.
func TestOfficeHasGone(t *testing.T) {
	l, dir := loaderOf(t)
	path, program := filepath.Join(dir, "academy.db"), t.TempDir()
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
	must(t, os.WriteFile(filepath.Join(program, "made.xlsx"), bookOf(t, returnRows("W0001", "September 2026"), nil), 0o600))
	script := fmt.Sprintf("#!/bin/sh\nwhile [ \"$1\" != --outdir ]; do shift; done\n/bin/mkdir \"$2\"\n/bin/cp '%s/made.xlsx' \"$2/file.xlsx\"\n", program)
	must(t, os.WriteFile(filepath.Join(program, "soffice"), []byte(script), 0o700)) //nolint:gosec // it is a program
	before := office
	office = &converter{limit: convertTime}
	t.Cleanup(func() { office = before })

	open(nil)
	t.Cleanup(func() { must(t, closed()) })
	t.Setenv("PATH", program)
	fileOf(t, filepath.Join(dir, "inbox", "return.xlsb"), string(binaryBook(t, [][]any{{"Workplace"}})))
	same(t, verdicts(t, l), "return.xlsb: accepted\n")

	staging, err := os.ReadFile("../queries/staging/provider_return.sql")
	must(t, err)
	open(fstest.MapFS{"staging/provider_return.sql": {Data: append(staging, "\n-- as it is understood today\n"...)}})
	t.Setenv("PATH", "")
	stale(1)
	fileOf(t, filepath.Join(dir, "inbox", "return.csv"), returnCSV("W0001", "October 2026"))
	days, err := Inbox(l.Inbox, l.Today)
	must(t, err)
	outcomes, err := l.Load(t.Context(), days)
	var left NotReadAgain
	if !errors.As(err, &left) || !strings.HasPrefix(err.Error(), "return.xlsb: LibreOffice opened it before, 1 file has to be read again") {
		t.Errorf("the load gives %v", err)
	}
	if len(outcomes) != 1 || outcomes[0].Name != "return.csv" || outcomes[0].Verdict != queries.Accepted {
		t.Errorf("what came beside it became %+v", outcomes)
	}
	const why = "an earlier one has to be read again first: Monthly return"
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

	t.Setenv("PATH", program)
	same(t, verdicts(t, l), "")
	stale(0)
}
