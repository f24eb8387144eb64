package main

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestAnswersToFilesOfOneName sends files of one name and day: of one home, in two
// folders, and of nobody, in two packed ones. Each has an answer of its own, with the
// same name in another workspace. One that is replaced in the inbox has a further one.
func TestAnswersToFilesOfOneName(t *testing.T) {
	files := map[string]string{
		"2026-11-05/ann/Return.csv":  "W0007,October 2026,9,1,0,0,,0,0,4,0,0,0,0,0,0\n",
		"2026-11-05/post/return.csv": "W0007,September 2026,9,1,0,0,0,,0,4,0,0,0,0,0,0\n",
		"2026-11-05/a.zip":           "Name,Colour\nOne,red\n",
		"2026-11-05/b.zip":           "Name,Colour\nTwo,blue\n",
	}
	answers := func() (dir string, said string, found []string) {
		dir = sampleWorkspace(t)
		for name, text := range files {
			if strings.HasSuffix(name, ".zip") {
				text = packed(t, "south/list.csv", text)
			} else {
				text = returnHeadings + text
			}
			sendFile(t, dir, name, text)
		}
		said = academy(t, -1, "-C", dir, "ingest", "--answer")
		found, err := filepath.Glob(filepath.Join(dir, "outbox", "*", "*", "feedback.xlsx"))
		if err != nil {
			t.Fatal(err)
		}
		for i := range found {
			data, err := os.ReadFile(found[i])
			if err != nil {
				t.Fatal(err)
			}
			rel, _ := filepath.Rel(dir, filepath.Dir(found[i]))
			found[i] = filepath.ToSlash(rel) + " " + string(data)
		}
		return dir, said, found
	}
	dir, said, found := answers()
	_, _, again := answers()
	if !slices.Equal(found, again) {
		t.Error("the answers are not the same in another workspace")
	}
	for _, want := range []string{
		"the answer to 2026-11-05/b.zip/south/list.csv is in " + filepath.Join("outbox", "sender not known", "2026-11-05 list (2).csv") + ": 2026-11-05/a.zip/south/list.csv has the same name",
		"the answer to 2026-11-05/post/return.csv is in " + filepath.Join("outbox", "E0003", "2026-11-05 return (2).csv") + ": 2026-11-05/ann/Return.csv has the same name",
	} {
		if !strings.Contains(said, want) {
			t.Errorf("it does not say\n%s\nbut\n%s", want, said)
		}
	}
	for _, tt := range []struct{ employer, folder, want string }{
		{"E0003", "2026-11-05 Return.csv", "About: October 2026"},
		{"E0003", "2026-11-05 return (2).csv", "About: September 2026"},
		{"sender not known", "2026-11-05 list.csv", "File: a.zip/south/list.csv"},
		{"sender not known", "2026-11-05 list (2).csv", "File: b.zip/south/list.csv"},
	} {
		if lines := listed(t, dir, tt.employer, tt.folder); !slices.Contains(lines, tt.want) {
			t.Errorf("%s does not say %q but\n%s", tt.folder, tt.want, strings.Join(lines, "\n"))
		}
	}
	sendReturns(t, dir, map[string]string{"2026-11-05/ann/Return.csv": "W0007,August 2026,9,1,0,0,0,0,,4,0,0,0,0,0,0\n"})
	academy(t, -1, "-C", dir, "ingest", "--answer")
	if lines := listed(t, dir, "E0003", "2026-11-05 Return (3).csv"); !slices.Contains(lines, "About: August 2026") {
		t.Errorf("the file that was replaced is answered with\n%s", strings.Join(lines, "\n"))
	}
}

// packed is a zip of one file.
func packed(t *testing.T, name, text string) string {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	w, err := z.Create(name)
	if err == nil {
		_, err = w.Write([]byte(text))
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.String()
}
