package ingest

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"academy/queries"
)

var day = time.Date(2026, 9, 11, 0, 0, 0, 0, time.UTC)

func fileOf(t testing.TB, path, text string) string {
	t.Helper()
	must(t, os.MkdirAll(filepath.Dir(path), 0o755))
	must(t, os.WriteFile(path, []byte(text), 0o644))
	return path
}

// tree lists the files below dir and what they hold, in order.
func tree(t testing.TB, dir string) string {
	t.Helper()
	var b strings.Builder
	must(t, filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		must(t, err)
		text, err := os.ReadFile(path)
		b.WriteString(filepath.ToSlash(rel) + ": " + strings.TrimSpace(string(text)) + "\n")
		return err
	}))
	return b.String()
}

func TestArchive(t *testing.T) {
	dir, in := t.TempDir(), t.TempDir()
	var steps []string
	a := &Archive{Dir: filepath.Join(dir, "archive"), Steps: func(s string) { steps = append(steps, s) }}
	path := fileOf(t, filepath.Join(in, "Sept: return?.csv"), "a,b\n")
	s, err := a.Put(path, day)
	must(t, err)
	const rel = "2026/09/5be08c9684a1d25e-Sept_ return_.csv"
	if s.Rel != rel || s.Again || s.Bytes != 4 {
		t.Errorf("stored as %+v, want %s", s, rel)
	}
	must(t, a.Note(s, Sidecar{Name: "Sept: return?.csv", Received: "2026-09-11", Place: 3, Source: "boxes", Verdict: "accepted"}))
	same(t, tree(t, a.Dir), rel+`: a,b
`+rel+`.json: {
  "name": "Sept: return?.csv",
  "sha256": "`+s.SHA256+`",
  "bytes": 4,
  "received": "2026-09-11",
  "place": 3,
  "from": "",
  "source": "boxes",
  "verdict": "accepted"
}`)
	c, err := a.Sidecar(s)
	must(t, err)
	if c.Verdict != "accepted" || c.Place != 3 {
		t.Errorf("the sidecar reads as %+v", c)
	}
	same(t, strings.Join(steps, "\n"), `
archive: before original
archive: after original
archive: before sidecar
archive: after sidecar
archive: before sidecar
archive: after sidecar`)

	// The same content under another name, on another day, by another run.
	steps = nil
	before := tree(t, a.Dir)
	for _, archive := range []*Archive{a, {Dir: a.Dir, Steps: a.Steps}} {
		again, err := archive.Put(fileOf(t, filepath.Join(in, "copy.csv"), "a,b\n"), day.AddDate(0, 2, 0))
		must(t, err)
		if !again.Again || again.Rel != rel || len(steps) > 0 || tree(t, a.Dir) != before {
			t.Errorf("the same content was stored as %+v in steps %q", again, steps)
		}
	}
}

// TestArchiveAfterKill stops at each step, runs again, and finds what one run
// without a stop leaves.
func TestArchiveAfterKill(t *testing.T) {
	path := fileOf(t, filepath.Join(t.TempDir(), "a.csv"), "a,b\n")
	run := func(dir string, stop string) {
		defer func() { _ = recover() }()
		a := &Archive{Dir: dir, Steps: func(s string) {
			if s == stop {
				panic("stopped")
			}
		}}
		_, err := a.Put(path, day)
		must(t, err)
	}
	whole := t.TempDir()
	run(whole, "")
	for _, stop := range []string{"archive: before original", "archive: after original", "archive: before sidecar", "archive: after sidecar"} {
		dir := t.TempDir()
		run(dir, stop)
		fileOf(t, filepath.Join(dir, "2026", "09", ".writing"), "half of a fi") // as a kill within a write leaves it
		run(dir, "")
		got := strings.ReplaceAll(tree(t, dir), "2026/09/.writing: half of a fi\n", "")
		if want := tree(t, whole); got != want {
			t.Errorf("%s: %s\nwant %s", stop, got, want)
		}
	}
}

func TestArchiveIsNotTrustedBlindly(t *testing.T) {
	a := &Archive{Dir: t.TempDir()}
	path := fileOf(t, filepath.Join(t.TempDir(), "a.csv"), "a,b\n")
	s, err := a.Put(path, day)
	must(t, err)
	fileOf(t, a.Path(s), "changed")
	if _, err := a.Put(path, day); err == nil {
		t.Error("a file of the archive was changed, and nobody noticed")
	}
}

// TestArchiveOfAFileThatGrows holds that a file which changes while it is read
// is not kept under a name that is not its hash.
func TestArchiveOfAFileThatGrows(t *testing.T) {
	path := fileOf(t, filepath.Join(t.TempDir(), "a.csv"), "a,b\n")
	a := &Archive{Dir: t.TempDir(), Steps: func(string) { fileOf(t, path, "a,b\n1,2\n") }}
	if _, err := a.Put(path, day); err == nil || tree(t, a.Dir) != "" {
		t.Errorf("got %v and\n%s", err, tree(t, a.Dir))
	}
}

func TestCleanName(t *testing.T) {
	tests := []struct{ in, want string }{
		{"September return.xlsx", "September return.xlsx"},
		{"a/b\\c:d*e?f\"g<h>i|j.csv", "a_b_c_d_e_f_g_h_i_j.csv"},
		{"tab\there.csv", "tab_here.csv"},
		{"ends in a dot. ", "ends in a dot"},
		{"", "file"},
		{"...", "file"},
		{"con.csv", "_con.csv"},
		{"COM1", "_COM1"},
		{"Café.xlsx", "Café.xlsx"},
		{strings.Repeat("x", 300) + ".xlsx", strings.Repeat("x", longestName) + ".xlsx"},
		{"bad\xFFbyte.csv", "bad_byte.csv"},
		{strings.Repeat("𝒳", 62) + ".xlsx", strings.Repeat("𝒳", 45) + ".xlsx"},
	}
	for _, tt := range tests {
		if got := CleanName(tt.in); got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestRejected(t *testing.T) {
	dir, in := t.TempDir(), t.TempDir()
	var steps []string
	r := &Rejected{Dir: dir, Steps: func(s string) { steps = append(steps, s) }}
	why := Explanation{
		Name: "return.csv", Received: day,
		Refusal: &Refusal{"torn", "it is damaged", "send it again"},
		Faults: []queries.Fault{
			{Place: "line 3", Severity: queries.LeaveOutCell, Says: "this should be a number", Fix: "write digits"},
			{Place: "line 2", Severity: queries.LeaveOutRow, Says: "the workplace is blank"},
			{Place: "line 9", Severity: queries.LeaveOutCell, Says: "this should be a number", Fix: "write digits"},
			{Place: "line 8", Severity: queries.Ask, Says: "this is odd", Fix: "Look at it."},
		},
	}
	path := fileOf(t, filepath.Join(in, "a"), "one")
	rel, err := r.Put(path, "return.csv", day, why)
	must(t, err)
	const explanation = `return.csv, received 11 September 2026

We could not take this file.

What is wrong: it is damaged.
How to put it right: send it again.

Where: line 2
What is wrong: the workplace is blank.

Where: line 3, line 9
What is wrong: this should be a number.
How to put it right: write digits.

Where: line 8
What is wrong: this is odd.
How to put it right: Look at it.

When it is put right, send the whole file again. Until then, what you sent before still counts.`
	same(t, tree(t, dir), "2026-09-11/return.csv: one\n2026-09-11/return.csv.txt: "+explanation)
	same(t, rel+"\n"+strings.Join(steps, "\n"), `
2026-09-11/return.csv
rejected: before copy
rejected: after copy
rejected: before explanation
rejected: after explanation`)

	why.Refusal = nil
	if text := why.Text(); !strings.HasSuffix(text, "\nWhen it is put right, send the whole file again. Until then, what we could take of it counts.\n") {
		t.Errorf("of a file taken in part it says\n%s", text)
	}

	// Once more, then another of the same name.
	for _, tt := range []struct{ text, want string }{{"one", "2026-09-11/return.csv"}, {"two", "2026-09-11/return (2).csv"}, {"two", "2026-09-11/return (2).csv"}} {
		rel, err := r.Put(fileOf(t, path, tt.text), "return.csv", day, why)
		must(t, err)
		if rel != tt.want {
			t.Errorf("%s went to %s, want %s", tt.text, rel, tt.want)
		}
	}
}

// TestRejectedBesideAnExplanation holds that no explanation is written over
// another file that was rejected.
func TestRejectedBesideAnExplanation(t *testing.T) {
	dir, in := t.TempDir(), t.TempDir()
	r := &Rejected{Dir: dir}
	for range 2 {
		for _, name := range []string{"return.txt", "return"} {
			_, err := r.Put(fileOf(t, filepath.Join(in, "a"), "this is "+name), name, day, Explanation{Name: name, Received: day})
			must(t, err)
		}
	}
	var got []string
	for line := range strings.Lines(tree(t, dir)) {
		if strings.HasPrefix(line, "2026") {
			got = append(got, strings.TrimSpace(line))
		}
	}
	same(t, strings.Join(got, "\n"), `
2026-09-11/return (2): this is return
2026-09-11/return (2).txt: return, received 11 September 2026
2026-09-11/return.txt: this is return.txt
2026-09-11/return.txt.txt: return.txt, received 11 September 2026`)
}
