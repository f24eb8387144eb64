package main

import (
	"slices"
	"strings"
	"testing"
)

// TestAnswersCountLists sends lists that are not about workplaces, and then again with
// most of what is wrong put right. Rows that were left out count, a person's row is
// found wherever it stands, and another row of an offer is another row.
func TestAnswersCountLists(t *testing.T) {
	const (
		offers  = "Offer,Offered by,Area of the offer,Places a year,Offered from,Offered until\n"
		courses = "Learner reference,Course title,Enrolment date,Outcome,Date completed\n"
		hosts   = "Person reference,Placement host,Placement start date,Placement completion date,Interview guaranteed\n"
		still   = "\nThis was wrong before too."
		isNew   = "\nThis is new in this file."
		left    = "We left this value out."
	)
	dir := sampleWorkspace(t)
	for name, text := range map[string]string{
		"2026-11-09/offers.csv": offers + "Course,College,Fabling,12,,\n",
		// The places of all three, two dates, and the area.
		"2026-11-10/offers.csv": offers + "Course,College,Fabling,unlimited,,\nDiploma,College,Fabling,12-15,Sept 2026,ongoing\nTaster,College,,£0,,\n",
		"2026-11-11/offers.csv": offers + "Course,College,Fabling,unlimited,,\nDiploma,College,Fabling,12,1/9/2026,\nTaster,College,Fabling,0,,soon\n",
		// The title, which leaves a row out, and the date, which is part of its row's own key.
		"2026-11-10/courses.csv": courses + "L-1,Care,5/1/2026,completed,1/3/2026\nL-3,Level 2,spring 2026,withdrawn,\nL-5,,5/1/2026,in progress,\nL-6,Level 2,spring 2026,withdrawn,\n",
		"2026-11-11/courses.csv": courses + "L-3,Level 2,5/1/2026,withdrawn,\nL-5,Level 2,autumn,in progress,\n",
		// The date of one person, the tick of another, and a row of nobody.
		"2026-11-10/hosts.csv": hosts + "M-1,W0007,Sept 2026,,yes\n,W0001,1/9/2026,,yes\nM-2,W0001,1/9/2026,,maybe\n",
		"2026-11-11/hosts.csv": hosts + "M-2,W0001,1/9/2026,,maybe\nM-1,W0007,7/9/2026,,yes\n",
		// Nothing of the first can be used.
		"2026-11-12/offers.csv": offers + "Course,College,,12,,\nDiploma,College,,12,,\n",
		"2026-11-13/offers.csv": offers + "Course,College,Fabling,12,,\nDiploma,College,Fabling,12,1/9/2026,\n",
	} {
		sendFile(t, dir, name, text)
	}
	academy(t, exitPerson, "-C", dir, "ingest", "--answer")
	tests := []struct{ name, folder, want string }{
		{"one place of six remains, and a date of another row is new", "2026-11-11 offers.csv", "Since your last file: 5 of 6 fixed, 1 remains, 1 is new."},
		{"the one that remains", "2026-11-11 offers.csv", left + still},
		{"the one that is new", "2026-11-11 offers.csv", left + isNew},
		{"what is not here again is not counted", "2026-11-11 courses.csv", "Since your last file: 2 of 2 fixed, 0 remain, 1 is new."},
		{"a row that moved", "2026-11-11 hosts.csv", "Since your last file: 2 of 3 fixed, 1 remains, 0 are new."},
		{"and is still wrong", "2026-11-11 hosts.csv", left + still},
		{"a file of which nothing could be used is the last too", "2026-11-13 offers.csv", "Since your last file: 2 of 2 fixed, 0 remain, 0 are new."},
	}
	for _, tt := range tests {
		if said := strings.Join(listed(t, dir, "academy", tt.folder), "\n"); !strings.Contains(said, tt.want) {
			t.Errorf("%s: no line holds\n%s\nthey are\n%s", tt.name, tt.want, said)
		}
	}
	first := listed(t, dir, "academy", "2026-11-10 offers.csv")
	if slices.ContainsFunc(first, func(line string) bool { return strings.Contains(line, "new in this file") }) {
		t.Errorf("what is wrong is told as new where nothing was wrong before:\n%s", strings.Join(first, "\n"))
	}
}
