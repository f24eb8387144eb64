package main

import (
	"archive/zip"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestCheckPackedFolder holds that a check tries each file of a packed folder,
// and refuses one that may not be unpacked.
func TestCheckPackedFolder(t *testing.T) {
	dir := sampleWorkspace(t)
	book, err := os.ReadFile("../../testdata/region/inbox/2026-11-05/E0001 homes/E0001 return 2026-10.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name  string
		files map[string]string
		want  string // each file with its tables, or what refuses it
	}{
		{"files in a folder", map[string]string{"homes/return.xlsx": string(book)}, "all.zip/homes/return.xlsx: provider_return"},
		{"a file that is nothing we know", map[string]string{"notes.txt": "ring the manager\n"}, "all.zip/notes.txt: wrong-headings"},
		{"a path that climbs out", map[string]string{"../../return.xlsx": string(book)}, "all.zip: unsafe-names"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "all.zip")
			packFiles(t, path, tt.files)
			var found []checkJSON
			if err := json.Unmarshal([]byte(academy(t, -1, "-C", dir, "check", "--json", path)), &found); err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, f := range found {
				what := ""
				for _, table := range f.Tables {
					what += table.Source
				}
				if f.Refusal != nil {
					what = f.Refusal.Code
				}
				got = append(got, f.File+": "+what)
			}
			if strings.Join(got, "\n") != tt.want {
				t.Errorf("found %q, want %q", got, tt.want)
			}
		})
	}
}

func packFiles(t *testing.T, path string, files map[string]string) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	z := zip.NewWriter(f)
	for name, text := range files {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestCheckTwice holds that a check leaves nothing behind: the same file is
// judged the same a second time, beside what was loaded before.
func TestCheckTwice(t *testing.T) {
	dir := sampleWorkspace(t, "2026-09-27", "2026-11-05")
	academy(t, exitPerson, "-C", dir, "ingest")
	const path = "../../testdata/region/inbox/2026-11-05/E0001 homes/E0001 return 2026-10.xlsx"
	var found []checkJSON
	if err := json.Unmarshal([]byte(academy(t, exitPerson, "-C", dir, "check", "--json", path, path)), &found); err != nil {
		t.Fatal(err)
	}
	if len(found) != 2 || len(found[0].Tables) != 1 || len(found[0].Tables[0].Faults) == 0 {
		t.Fatalf("found %+v, want two files with faults", found)
	}
	first, second := fmt.Sprintf("%+v", found[0].Tables), fmt.Sprintf("%+v", found[1].Tables)
	if first != second {
		t.Errorf("the second time it is\n%s\nthe first time it was\n%s", second, first)
	}
}
