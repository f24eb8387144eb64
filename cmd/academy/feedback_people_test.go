package main

import (
	"archive/zip"
	"bytes"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// somebody is the name of everybody in the sample.
const somebody = "Zzyzxperson"

// TestAnswersCopyNoPeople sends files about people that are not known as such, or
// only in part, and looks for people in the answers. A return with another sheet
// is still marked in the sender's own workbook.
func TestAnswersCopyNoPeople(t *testing.T) {
	dir := sampleWorkspace(t, "2026-11-15")
	const region = "../../testdata/region/inbox/"
	staff, err := os.ReadFile(region + "2026-09-22/ASC-WDS/E0003 2026-09-22-sfc-bulk-upload-staff.csv")
	if err != nil {
		t.Fatal(err)
	}
	_, rows, _ := bytes.Cut(staff, []byte("\n"))
	if !bytes.Contains(rows, []byte(somebody)) {
		t.Fatal("nobody is in the staff file")
	}
	var table [][]string
	for line := range strings.Lines(strings.ReplaceAll(string(staff), `"`, "")) {
		table = append(table, strings.Split(strings.TrimSpace(line), ","))
	}
	unknown := slices.Clone(table)
	unknown[0] = append([]string{"Worker"}, unknown[0][2:]...)
	for name, data := range map[string][]byte{
		"no day in its name.csv":         staff,
		"headings changed.csv":           bytes.Replace(staff, []byte("UNIQUEWORKERID"), []byte("Worker"), 1),
		"without headings.csv":           rows,
		"with staff.xlsx":                withSheet(t, region+"2026-11-14/E0003_staff_numbers_Oct26.xlsx", "Staff", table),
		"with some staff.xlsx":           withSheet(t, region+"2026-07-05/E0003_staff_numbers_Jun26.xlsx", "People", unknown),
		"with words of its own.xlsx":     withSheet(t, region+"2026-03-05/E0003_staff_numbers_Feb26.xlsx", "Team", [][]string{{"Staff name", "Born"}, {somebody, "x"}, {"NI", "QQ 12 34 56 C"}}),
		"with names and births.xlsx":     withSheet(t, region+"2026-04-11/E0003_staff_numbers_Mar26.xlsx", "Team", [][]string{{"Who", "When"}, {somebody + " Ann", "12/03/1985"}, {somebody + " Bob", "1.4.79"}}),
		"with a contact and a rota.xlsx": withSheet(t, region+"2026-10-11/E0003_staff_numbers_Sep26.xlsx", "Rota", [][]string{{"Shift", "Led by", "Contact since"}, {"Early", "Ann Example", "01/04/2006"}, {"Late", "Bob Example", "01/05/2024"}}),
		"with a rota.xlsx":               withSheet(t, region+"2026-06-11/E0003_staff_numbers_May26.xlsx", "Rota", [][]string{{"Shift", "Start", "End"}, {"Early", "7", "15"}}),
	} {
		if err := os.WriteFile(filepath.Join(dir, "inbox", "2026-11-15", name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	academy(t, exitPerson, "-C", dir, "ingest", "--answer")
	answers := 0
	err = filepath.WalkDir(filepath.Join(dir, "outbox"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		answers++
		if text := unpacked(t, path); strings.Contains(text, somebody) {
			t.Errorf("somebody is in %s", path)
		} else if rota := strings.Contains(text, "Early"); rota != strings.Contains(path, "rota") {
			t.Errorf("%s is a copy of what was sent: %t", path, rota)
		}
		return nil
	})
	if err != nil || answers < 9 {
		t.Errorf("%d answers, %v", answers, err)
	}
}

// withSheet returns a workbook with another sheet behind its own.
func withSheet(t *testing.T, path, name string, rows [][]string) []byte {
	t.Helper()
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.NewSheet(name); err != nil {
		t.Fatal(err)
	}
	for i, row := range rows {
		at, _ := excelize.CoordinatesToCellName(1, i+1)
		if err := f.SetSheetRow(name, at, &row); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// unpacked returns all that the parts of a workbook hold.
func unpacked(t *testing.T, path string) string {
	t.Helper()
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	var text strings.Builder
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&text, r); err != nil { //nolint:gosec // we wrote it
			t.Fatal(err)
		}
	}
	return text.String()
}
