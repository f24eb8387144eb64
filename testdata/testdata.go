// Package testdata compares what a test got with the golden files beside it.
// The files themselves are in the folders of this one, and in the testdata
// folder of a package where only that package reads them.
package testdata

import (
	"bytes"
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/diff"
)

// Update makes Golden write what it got instead of comparing.
var Update = flag.Bool("update", false, "rewrite golden files with what the tests got")

// Golden fails the test unless got is what the golden file holds.
// The path is relative to the test's package.
func Golden(t *testing.T, path string, got []byte) {
	t.Helper()
	if *Update {
		if err := write(path, got); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("%s: there is no such golden file; run with -update, then read what it wrote", path)
	}
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s (run with -update if the new text is right):\n%s", path, diff.Diff("want", want, "got", got))
	}
}

// write makes the golden file, and its folder if it is the first there.
func write(path string, got []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, got, 0o644)
}
