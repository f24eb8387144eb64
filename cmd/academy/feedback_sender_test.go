package main

import (
	"slices"
	"strings"
	"testing"
)

// TestAnswersToTheSenderOfMost sends a group's return with a row of another
// employer's home, of which that employer has sent other months. The group is
// answered, with its own figures and with nothing of the other's. Where half is of
// each, and of an extract, nobody can tell.
func TestAnswersToTheSenderOfMost(t *testing.T) {
	dir := sampleWorkspace(t)
	const tracker = "cqcid,nursesemployed,careworkersemployed,noncareworkersemployed,agencynursesemployed,agencycareworkersemployed,agencynoncareworkersemployed,hourspaid,hoursovertime,hoursagency,hoursabsence,daysabsence,maxcapacity,usedbeds,lastupdatedutc\n"
	const numbers = ",3,18,6,0,2,0,1200,12,30,8,1,30,27,2026-07-12T08:15:00Z\n"
	sendReturns(t, dir, map[string]string{
		"2026-11-04/theirs.csv": "W0007,July 2026,9,1,0,0,0,0,0,4,0,0,0,0,0,0\nW0007,September 2026,9,1,0,0,,0,0,4,0,0,0,0,0,0\n",
		"2026-11-05/mixed.csv": "W0001,October 2026,9,1,0,0,0,0,2,4,0,0,0,0,0,0\nW0002,October 2026,9,1,0,0,0,0,1,4,0,0,0,0,0,0\n" +
			"W0007,August 2026,99,1,0,0,0,0,,4,0,0,0,0,0,0\n",
		"2026-11-06/more.csv":  "W0001,September 2026,9,1,0,0,0,0,2,4,0,0,0,0,0,0\nW0002,September 2026,9,1,0,0,0,0,1,4,0,0,0,0,0,0\nW0007,June 2026,7,1,0,0,0,0,0,4,0,0,0,0,0,0\n",
		"2026-11-06/again.csv": "W0001,August 2026,9,1,0,0,0,0,2,4,0,0,0,0,0,0\nW0002,August 2026,9,1,0,0,0,0,1,4,0,0,0,0,0,0\nW0007,June 2026,8,1,0,0,0,0,0,4,0,0,0,0,0,0\n",
		"2026-11-07/half.csv":  "W0001,May 2026,9,1,0,0,0,0,2,4,0,0,0,0,0,0\nW0007,May 2026,9,1,0,0,0,0,1,4,0,0,0,0,0,0\n",
	})
	sendFile(t, dir, "2026-11-08/extract 2026-07-13.csv", tracker+"W0001"+numbers+"W0002"+numbers+"W0007"+numbers)
	academy(t, exitPerson, "-C", dir, "ingest", "--answer")
	tests := []struct {
		folder string
		want   []string
	}{
		{"2026-11-05 mixed.csv", []string{
			"Line 4: Column Workplace\nHalf or more of the workplaces in this return belong to another employer than this one.",
			"Line 4: Column Care: left\nThis box is blank, so it counts as not answered. Put in a whole number; 0 if there were none.\nPlease check it.",
			"Leavers, permanent and temporary staff: 3 people, October 2026\nThis counts 2 of your 4 workplaces.",
			"Please send: ", "Sent by: Makebelieve Homes Group",
		}},
		{"2026-11-06 more.csv", []string{"Line 4: Column Workplace\nAnother file received on the same day speaks for this workplace and month too"}},
	}
	for _, tt := range tests {
		lines := listed(t, dir, "E0001", tt.folder)
		for _, want := range tt.want {
			if !slices.ContainsFunc(lines, func(line string) bool { return strings.HasPrefix(line, want) }) {
				t.Errorf("%s: no line begins with\n%s\nthey are\n%s", tt.folder, want, strings.Join(lines, "\n"))
			}
		}
		for _, line := range lines {
			for _, theirs := range []string{"Hearsay", "Mirage House", "ten times", "September 2026, Care", "Without it"} {
				if strings.Contains(line, theirs) {
					t.Errorf("%s: it says %q, which is of the other employer: %s", tt.folder, theirs, line)
				}
			}
			if strings.HasPrefix(line, "Line 4: Column Care: left") && strings.Contains(line, "We need it") {
				t.Errorf("%s: the other's box is said to be for the sender's figures: %s", tt.folder, line)
			}
		}
	}
	for _, folder := range []string{"2026-11-07 half.csv", "2026-11-08 extract 2026-07-13.csv"} {
		listed(t, dir, "several employers", folder)
	}
}

// TestAnswersCountNoFaultOfAnothers sends a group's return with a row of another
// employer's home, with a box left blank, and then that employer's own of the month,
// twice. Its first has no last file: of its second the one blank box is put right.
func TestAnswersCountNoFaultOfAnothers(t *testing.T) {
	dir := sampleWorkspace(t)
	const numbers = ",October 2026,9,1,0,0,0,0,2,4,0,0,0,0,0,0,"
	headings := strings.TrimSpace(returnHeadings) + ",Correction\n"
	sendReturns(t, dir, map[string]string{
		"2026-11-05/mixed.csv": headings + "W0001" + numbers + "\nW0002" + numbers + "\nW0007,October 2026,9,1,0,0,0,0,,4,0,0,0,0,0,0,\n",
		"2026-11-06/own.csv":   headings + "W0007,October 2026,9,1,0,0,,0,0,4,0,0,0,0,0,0,yes\n",
		"2026-11-07/again.csv": headings + "W0007" + numbers + "yes\n",
	})
	academy(t, -1, "-C", dir, "ingest", "--answer")
	if said := strings.Join(listed(t, dir, "E0003", "2026-11-06 own.csv"), "\n"); strings.Contains(said, " fixed, ") || strings.Contains(said, "mixed.csv") {
		t.Errorf("the first answer counts the faults of another's file; it is\n%s", said)
	}
	if said := strings.Join(listed(t, dir, "E0003", "2026-11-07 again.csv"), "\n"); !strings.Contains(said, "1 of 1 fixed, 0 remain, 0 are new.") {
		t.Errorf("the second answer does not count its own; it is\n%s", said)
	}
}

// TestAnswersCountNothingUnreadOfAnothers sends a group's return of which no month can
// be read, with a row of another employer's home, and then that employer's own.
func TestAnswersCountNothingUnreadOfAnothers(t *testing.T) {
	dir := sampleWorkspace(t)
	const numbers = "9,1,0,0,0,0,2,4,0,0,0,0,0,0\n"
	sendReturns(t, dir, map[string]string{
		"2026-11-05/words.csv": "W0001,autumn," + numbers + "W0002,autumn," + numbers + "W0007,autumn," + numbers,
		"2026-11-06/own.csv":   "W0007,October 2026," + numbers,
	})
	academy(t, exitPerson, "-C", dir, "ingest", "--answer")
	if said := strings.Join(listed(t, dir, "E0003", "2026-11-06 own.csv"), "\n"); strings.Contains(said, " fixed, ") || strings.Contains(said, "words.csv") {
		t.Errorf("the answer counts the faults of another's file; it is\n%s", said)
	}
}

// TestAnswersToRowsOfNoMonth sends a return of two homes whose months are in words
// without a year: it is their employer's, and what is wrong with it counts in the
// answer to the next, once.
func TestAnswersToRowsOfNoMonth(t *testing.T) {
	dir := sampleWorkspace(t)
	const numbers = "9,1,0,0,0,0,2,4,0,0,0,0,0,0\n"
	sendReturns(t, dir, map[string]string{
		"2026-11-05/words.csv": "W0001,autumn," + numbers + "W0002,autumn," + numbers,
		"2026-11-06/right.csv": "W0001,October 2026,x" + numbers[1:] + "W0002,October 2026," + numbers,
		"2026-11-07/again.csv": "W0001,October 2026," + numbers + "W0002,October 2026," + numbers,
	})
	academy(t, exitPerson, "-C", dir, "ingest", "--answer")
	tests := []struct{ name, folder, want string }{
		{"whose it is", "2026-11-05 words.csv", "Sent by: Makebelieve Homes Group"},
		{"why nothing was compared", "2026-11-05 words.csv", "\nNo row of this file could be used."},
		{"both months are put right, and a box is new", "2026-11-06 right.csv", "Since we asked about October 2026: 2 of 2 fixed, 0 remain, 1 is new."},
		{"the months do not count again", "2026-11-07 again.csv", "Since we asked about October 2026: 1 of 1 fixed, 0 remain, 0 are new."},
	}
	for _, tt := range tests {
		if said := strings.Join(listed(t, dir, "E0001", tt.folder), "\n"); !strings.Contains(said, tt.want) {
			t.Errorf("%s: no line holds\n%s\nthey are\n%s", tt.name, tt.want, said)
		}
	}
}
