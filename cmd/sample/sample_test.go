package main

import (
	"bytes"
	"encoding/csv"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// makeRegion writes a region and returns its files by name.
func makeRegion(t *testing.T, args ...string) map[string][]byte {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "region")
	var stdout, stderr bytes.Buffer
	if code := run(append([]string{"--out", dir}, args...), &stdout, &stderr); code != exitOK {
		t.Fatalf("exit status %d: %s", code, stderr.String())
	}
	files := map[string][]byte{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		files[filepath.ToSlash(name)], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func faultsOf(t *testing.T, files map[string][]byte) [][]string {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(files["truth/faults.csv"])).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows[1:]
}

func TestSameFlagsSameBytes(t *testing.T) {
	flags := []string{"--workplaces", "14", "--months", "5", "--seed", "3"}
	first, second := makeRegion(t, flags...), makeRegion(t, flags...)
	if !slices.Equal(slices.Sorted(maps.Keys(first)), slices.Sorted(maps.Keys(second))) {
		t.Fatal("the two regions do not have the same files")
	}
	for name, content := range first {
		if !bytes.Equal(content, second[name]) {
			t.Errorf("%s differs", name)
		}
	}
	other := makeRegion(t, "--workplaces", "14", "--months", "5", "--seed", "4")
	if bytes.Equal(first["truth/figures.csv"], other["truth/figures.csv"]) {
		t.Error("another seed gives the same figures")
	}
}

// TestSmallRegion is about the region that is committed for newcomers.
func TestSmallRegion(t *testing.T) {
	files := makeRegion(t, "--workplaces", "12", "--months", "15", "--seed", "1")
	size := 0
	for name, content := range files {
		size += len(content)
		if strings.Contains(name, "-staff.csv") {
			continue
		}
		if bytes.Contains(content, []byte(workerSurname)) {
			t.Errorf("%s names somebody", name)
		}
	}
	if size > 4<<20 {
		t.Errorf("the region is %d bytes, want at most 4 MB", size)
	}
	if got := string(files["truth/as-of.txt"]); got != "2026-11-16\n" {
		t.Errorf("as-of is %q", got)
	}
	if got := len(files["data/key"]); got != 64 {
		t.Errorf("the key has %d characters, want 64", got)
	}
	if !slices.ContainsFunc(slices.Collect(maps.Values(files)), func(b []byte) bool { return bytes.Contains(b, []byte(",Cook, part time,")) }) {
		t.Error("no worker's row is shifted by a comma")
	}
	checkFaults(t, files)
	checkVariety(t, files)
}

// checkFaults wants a fault of each kind.
func checkFaults(t *testing.T, files map[string][]byte) {
	t.Helper()
	faults := faultsOf(t, files)
	for _, f := range faults {
		if files[f[0]] == nil {
			t.Errorf("%s: there is no such file", f[0])
		}
	}
	says := func(what string) bool {
		return slices.ContainsFunc(faults, func(f []string) bool { return strings.Contains(f[1], what) })
	}
	for _, what := range []string{
		"a correction, so marked", "without the mark of a correction", "a correction with a blank box", "the month after says that nothing has changed",
		"the same file again on a later day", "the same file twice on one day", "the first file again, after its correction",
		"two claims on", "two later claims on", "the other marked as a correction",
		"cut in half", "none of its headings", "a letter saved", "a scan", "a workplace that nobody knows", "a home that nobody knows",
		"cannot be read as a whole number", "without one of the month before",
		"shifted by a comma", "another length", "lists that cannot be read", "far from the worker records", "a stated total of 0", "sent again, finished", "a head office",
		"entered twice", "dated before the referral",
	} {
		if !says(what) {
			t.Errorf("nothing is planted of the kind %q", what)
		}
	}
}

// checkVariety wants the template and three layouts, both header versions, and
// every reason for leaving a workplace out.
func checkVariety(t *testing.T, files map[string][]byte) {
	t.Helper()
	names := slices.Collect(maps.Keys(files))
	for _, part := range []string{"E0002 Staffing ", "E0003_staff_numbers_", "E0004 staffing ", "E0001 return "} {
		if !slices.ContainsFunc(names, func(name string) bool { return strings.Contains(name, part) }) {
			t.Errorf("no file is called like %q", part)
		}
	}
	for _, headers := range [][]header{workplaceHeaders, staffHeaders} {
		for _, h := range headers {
			line := []byte(strings.Join(h.columns, ",") + "\r\n")
			if !slices.ContainsFunc(slices.Collect(maps.Values(files)), func(b []byte) bool { return bytes.HasPrefix(b, line) }) {
				t.Errorf("no file has the header of %s", date(h.from))
			}
		}
	}
	for _, r := range reasonNames[1:] {
		if !bytes.Contains(files["truth/figures.csv"], []byte(r+"=")) {
			t.Errorf("no workplace is left out for %q", r)
		}
	}
}

func TestStableBytes(t *testing.T) {
	types := `<Types xmlns="x"><Override PartName="/b"/><Default Extension="a"/><Override PartName="/a"/></Types>`
	if got, want := sortedTypes(types), `<Types xmlns="x"><Default Extension="a"/><Override PartName="/a"/><Override PartName="/b"/></Types>`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	core := `<dcterms:created xsi:type="dcterms:W3CDTF">2001-01-01T00:00:00Z</dcterms:created>`
	if got, want := undated(core), strings.Replace(core, "2001-01-01T00:00:00Z", "2026-11-01T09:00:00Z", 1); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestCleanRegion(t *testing.T) {
	flags := []string{"--workplaces", "12", "--months", "6", "--seed", "1"}
	spoilt, clean := makeRegion(t, flags...), makeRegion(t, append(flags, "--clean")...)
	if faults := faultsOf(t, clean); len(faults) > 0 {
		t.Errorf("%d faults are planted, the first in %s", len(faults), faults[0][0])
	}
	for _, same := range []string{"reference/workplaces.csv", "data/key", "academy.yaml"} {
		if !bytes.Equal(spoilt[same], clean[same]) {
			t.Errorf("%s differs", same)
		}
	}
	for name := range clean {
		if strings.Contains(name, "corrected") || strings.HasSuffix(name, ".pdf") {
			t.Errorf("%s is there", name)
		}
	}
}

func TestFlagsThatCannotBe(t *testing.T) {
	used := t.TempDir()
	if err := os.WriteFile(filepath.Join(used, "mine.txt"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name string
		args []string
		want string
	}{
		{"no folder", nil, "--out"},
		{"a folder in use", []string{"--out", used}, "not empty"},
		{"nobody", []string{"--out", "x", "--workplaces", "0"}, "--workplaces: want 1 to 200000, have 0"},
		{"no months", []string{"--out", "x", "--months", "0"}, "--months: want 1 to 120, have 0"},
	}
	for _, tt := range tests {
		var stdout, stderr bytes.Buffer
		if code := run(tt.args, &stdout, &stderr); code != exitUsage || !strings.Contains(stderr.String(), tt.want) {
			t.Errorf("%s: exit status %d and %q, want %d and %q", tt.name, code, stderr.String(), exitUsage, tt.want)
		}
	}
}

// TestWitnessKnowsNoSQL is policy: who writes the truth must not see how the
// program counts. Don't change it to make a build pass.
func TestWitnessKnowsNoSQL(t *testing.T) {
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range f.Imports {
			if path := strings.Trim(i.Path.Value, `"`); strings.HasPrefix(path, "academy/") && path != "academy/reports" {
				t.Errorf("%s imports %s", name, path)
			}
		}
	}
}

func TestEmployersGrowSlowerThanWorkplaces(t *testing.T) {
	for _, n := range []int{1, 2, 5, 12, 60, 200, 201, 2000, 40000, 200000} {
		sizes, sum := employerSizes(n), 0
		for _, s := range sizes {
			if s < 1 {
				t.Errorf("%d workplaces: an employer has %d", n, s)
			}
			sum += s
		}
		if sum != n || len(sizes) > 1600 {
			t.Errorf("%d workplaces: %d employers hold %d", n, len(sizes), sum)
		}
	}
}
