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
