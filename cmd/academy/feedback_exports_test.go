package main

import (
	"os"
	"strings"
	"testing"
)

// TestAnswersCountExports sends an export of ASC-WDS with three faults and a workplace
// that nobody knows, and one made a week later: two and the workplace are put right, one is
// as it was, and one is new. An export that was
// made before both comes late, and is no correction of them.
func TestAnswersCountExports(t *testing.T) {
	dir := sampleWorkspace(t)
	data, err := os.ReadFile("../../testdata/region/inbox/2026-09-22/ASC-WDS/E0003 2026-09-22-sfc-bulk-upload-workplace.csv")
	if err != nil {
		t.Fatal(err)
	}
	const staff, starters, leavers, vacancies = ",28,8;7;26;34;43;4,", ",2;0;0;1;0;0,2;0;0;1;0;0,", ",2;0;0;1;0;0,0;0;0;0;0;0,", ",0;0;0;0;0;0,"
	export := func(replace ...string) string {
		text := string(data)
		for i := 0; i < len(replace); i += 2 {
			if !strings.Contains(text, replace[i]) {
				t.Fatalf("the export has no %q", replace[i])
			}
			text = strings.Replace(text, replace[i], replace[i+1], 1)
		}
		return text
	}
	_, row, _ := strings.Cut(string(data), "\n")
	stranger := strings.Replace(row, "1-900001242", "1-900009999", 1)
	sendFile(t, dir, "2026-11-02/2026-11-01-sfc-bulk-upload-workplace.csv",
		export(staff, ",some,8;7;26;34;43;4,", starters, ",2;0,2;0;0;1;0;0,", vacancies, ",0;0,")+strings.Replace(stranger, "PX00028", "PX99999", 1))
	sendFile(t, dir, "2026-11-09/2026-11-08-sfc-bulk-upload-workplace.csv",
		export(leavers, ",2;0,0;0;0;0;0;0,", ",2;0;0;1;0;0,2;0,", ",2;0,2;0,"))
	sendFile(t, dir, "2026-11-10/2026-10-20-sfc-bulk-upload-workplace.csv", string(data))
	academy(t, -1, "-C", dir, "ingest", "--answer")
	for folder, want := range map[string]string{
		"2026-11-02 2026-11-01-sfc-bulk-upload-workplace.csv": "",
		"2026-11-09 2026-11-08-sfc-bulk-upload-workplace.csv": "3 of 4 fixed, 1 remains, 1 is new",
		"2026-11-10 2026-10-20-sfc-bulk-upload-workplace.csv": "",
	} {
		said := strings.Join(listed(t, dir, "E0003", folder), "\n")
		if strings.Contains(said, " fixed") != (want != "") || !strings.Contains(said, want) {
			t.Errorf("%s: it should say %q and says\n%s", folder, want, said)
		}
	}
}

// exportOf is an export of ASC-WDS with a row for each home, given as "ID at ASC-WDS,
// location, staff".
func exportOf(t *testing.T, homes ...string) string {
	t.Helper()
	data, err := os.ReadFile("../../testdata/region/inbox/2026-09-22/ASC-WDS/E0003 2026-09-22-sfc-bulk-upload-workplace.csv")
	if err != nil {
		t.Fatal(err)
	}
	text, row, _ := strings.Cut(string(data), "\n")
	text += "\n"
	for _, home := range homes {
		parts := strings.Split(home, ",")
		text += strings.NewReplacer("PX00028", parts[0], "1-900001242", parts[1], ",28,8;7;26;34;43;4,", ","+parts[2]+",8;7;26;34;43;4,").Replace(row)
	}
	return text
}

const (
	exportName = "-sfc-bulk-upload-workplace.csv"
	stranger   = "PX99999,1-900009999,28" // nobody knows it
)

// countsIn asks that the answer to a file counts what is put right so; "" for not at all.
func countsIn(t *testing.T, dir, employer, folder, want string) []string {
	t.Helper()
	lines := listed(t, dir, employer, folder)
	said := strings.Join(lines, "\n")
	if strings.Contains(said, " fixed") != (want != "") || !strings.Contains(said, want) {
		t.Errorf("%s: it should say %q and says\n%s", folder, want, said)
	}
	return lines
}

// TestExportOfAnotherDaySettlesNothing sends two exports of a day that differ, and one of
// a week later. The first two still differ, and the answer does not say otherwise.
func TestExportOfAnotherDaySettlesNothing(t *testing.T) {
	dir := sampleWorkspace(t)
	sendFile(t, dir, "2026-11-02/a 2026-11-01"+exportName, exportOf(t, "PX00028,1-900001242,29"))
	sendFile(t, dir, "2026-11-02/b 2026-11-01"+exportName, exportOf(t, "PX00028,1-900001242,30"))
	sendFile(t, dir, "2026-11-09/2026-11-08"+exportName, exportOf(t, "PX00028,1-900001242,28"))
	academy(t, -1, "-C", dir, "ingest", "--answer")
	said := strings.Join(countsIn(t, dir, "E0003", "2026-11-09 2026-11-08"+exportName, ""), "\n")
	if !strings.Contains(said, "The files that we have of it differ") || strings.Contains(said, "This file settles that") {
		t.Errorf("the files of 1 November still differ; it says\n%s", said)
	}
}

// TestExportCountsItsHomes sends an export with a fault of a home that closes, and later
// one of the home that is left, and the same of homes that are exported each apart. None
// counts what is wrong of a home that is not in it.
func TestExportCountsItsHomes(t *testing.T) {
	dir := sampleWorkspace(t)
	sendFile(t, dir, "2026-06-02/2026-06-01"+exportName, exportOf(t, "HM-00022,1-900001228,some", "HM-00099,1-900001235,some"))
	sendFile(t, dir, "2026-11-09/2026-11-08"+exportName, exportOf(t, "HM-00022,1-900001228,28")) // W0006 closed in July
	sendFile(t, dir, "2026-11-16/2026-11-15"+exportName, exportOf(t, "HM-00022,1-900001228,28"))
	sendFile(t, dir, "2026-11-02/a 2026-11-01"+exportName, exportOf(t, "HM-00010,1-900001200,some"))
	sendFile(t, dir, "2026-11-02/b 2026-11-01"+exportName, exportOf(t, "HM-00019,1-900001221,some"))
	sendFile(t, dir, "2026-11-10/a 2026-11-08"+exportName, exportOf(t, "HM-00010,1-900001200,28"))
	sendFile(t, dir, "2026-11-10/b 2026-11-08"+exportName, exportOf(t, "HM-00019,1-900001221,28"))
	academy(t, -1, "-C", dir, "ingest", "--answer")
	countsIn(t, dir, "E0002", "2026-11-09 2026-11-08"+exportName, "1 of 1 fixed, 0 remain")
	countsIn(t, dir, "E0002", "2026-11-16 2026-11-15"+exportName, "")
	countsIn(t, dir, "E0001", "2026-11-10 a 2026-11-08"+exportName, "1 of 1 fixed, 0 remain")
	countsIn(t, dir, "E0001", "2026-11-10 b 2026-11-08"+exportName, "1 of 1 fixed, 0 remain")
}

// TestExportMadeEarlierPutsNothingRight sends exports of two employers out of the order in
// which they were made, with a workplace that nobody knows in the newer one, or in the
// older. The next one counts it where it was in the newest before it.
func TestExportMadeEarlierPutsNothingRight(t *testing.T) {
	dir := sampleWorkspace(t)
	sendFile(t, dir, "2026-11-09/2026-11-08"+exportName, exportOf(t, "PX00028,1-900001242,28", stranger))
	sendFile(t, dir, "2026-11-10/2026-10-20"+exportName, exportOf(t, "PX00028,1-900001242,28"))
	sendFile(t, dir, "2026-11-16/2026-11-15"+exportName, exportOf(t, "PX00028,1-900001242,28"))
	sendFile(t, dir, "2026-11-09/h 2026-11-08"+exportName, exportOf(t, "HM-00010,1-900001200,28"))
	sendFile(t, dir, "2026-11-10/h 2026-10-20"+exportName, exportOf(t, "HM-00010,1-900001200,28", stranger))
	sendFile(t, dir, "2026-11-16/h 2026-11-15"+exportName, exportOf(t, "HM-00010,1-900001200,28"))
	academy(t, -1, "-C", dir, "ingest", "--answer")
	countsIn(t, dir, "E0003", "2026-11-16 2026-11-15"+exportName, "1 of 1 fixed, 0 remain")
	countsIn(t, dir, "E0001", "2026-11-16 h 2026-11-15"+exportName, "")
}

// TestExportPutsStrangersRight sends an export with a workplace that nobody knows, and
// later ones without it, of which the other home closed meanwhile: the first puts it right,
// and the second has nothing to count. One of another home that is exported apart does not.
func TestExportPutsStrangersRight(t *testing.T) {
	dir := sampleWorkspace(t)
	sendFile(t, dir, "2026-06-02/2026-06-01"+exportName, exportOf(t, "HM-00022,1-900001228,28", "HM-00099,1-900001235,28", stranger))
	sendFile(t, dir, "2026-11-09/2026-11-08"+exportName, exportOf(t, "HM-00022,1-900001228,28")) // W0006 closed in July
	sendFile(t, dir, "2026-11-16/2026-11-15"+exportName, exportOf(t, "HM-00022,1-900001228,28"))
	sendFile(t, dir, "2026-11-02/a 2026-11-01"+exportName, exportOf(t, "HM-00010,1-900001200,28"))
	sendFile(t, dir, "2026-11-02/b 2026-11-01"+exportName, exportOf(t, "HM-00019,1-900001221,28", stranger))
	sendFile(t, dir, "2026-11-09/a 2026-11-08"+exportName, exportOf(t, "HM-00010,1-900001200,28"))
	sendFile(t, dir, "2026-11-10/b 2026-11-08"+exportName, exportOf(t, "HM-00019,1-900001221,28", stranger))
	academy(t, -1, "-C", dir, "ingest", "--answer")
	countsIn(t, dir, "E0002", "2026-11-09 2026-11-08"+exportName, "1 of 1 fixed, 0 remain")
	countsIn(t, dir, "E0002", "2026-11-16 2026-11-15"+exportName, "")
	countsIn(t, dir, "E0001", "2026-11-09 a 2026-11-08"+exportName, "")
	countsIn(t, dir, "E0001", "2026-11-10 b 2026-11-08"+exportName, "0 of 1 fixed, 1 remains")
}

// TestExportLeavesOpenWhatItWasOf sends an export with a fault, and one of which no row
// can be used: what the first leaves open is of its own day.
func TestExportLeavesOpenWhatItWasOf(t *testing.T) {
	dir := sampleWorkspace(t)
	sendFile(t, dir, "2026-11-02/2026-11-01"+exportName, exportOf(t, "PX00028,1-900001242,some"))
	sendFile(t, dir, "2026-11-09/2026-12-08"+exportName, exportOf(t, "PX00028,1-900001242,28"))
	academy(t, -1, "-C", dir, "ingest", "--answer")
	said := strings.Join(countsIn(t, dir, "E0003", "2026-11-09 2026-12-08"+exportName, "0 of 1 fixed, 1 remains"), "\n")
	if !strings.Contains(said, "Mirage House, 1 November 2026, TOTALPERMTEMP") {
		t.Errorf("the fault is of 1 November; it says\n%s", said)
	}
}
