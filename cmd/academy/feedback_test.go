package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"academy/metrics"
)

// listed returns the sheet "What to fix" of an answer, a line a row.
func listed(t *testing.T, dir, employer, folder string) []string {
	t.Helper()
	x, err := excelize.OpenFile(filepath.Join(dir, "outbox", employer, folder, "feedback.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	rows, err := x.GetRows("What to fix")
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, row := range rows {
		lines = append(lines, strings.Join(row, ": "))
	}
	return lines
}

// TestAnswersTell reads the answers to the export of a group, and to its first
// return.
func TestAnswersTell(t *testing.T) {
	dir := sampleWorkspace(t, "2026-09-27", "2026-11-05", "2026-11-14")
	text, err := os.ReadFile(filepath.Join(dir, "academy.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	text = append([]byte("contact: data@academy.example\n"), text...)
	if err := os.WriteFile(filepath.Join(dir, "academy.yaml"), text, 0o644); err != nil {
		t.Fatal(err)
	}
	academy(t, exitPerson, "-C", dir, "ingest")
	if isFolder(filepath.Join(dir, "outbox")) {
		t.Error("ingest answers without being asked to")
	}
	academy(t, exitDone, "-C", dir, "ingest", "--answer")
	export := listed(t, dir, "E0001", "2026-09-27 E0001 2026-09-26-sfc-bulk-upload-staff.csv")
	returned := listed(t, dir, "E0001", "2026-11-05 E0001 return 2026-10.xlsx")
	sendReturns(t, dir, map[string]string{"2026-11-15/rest.csv": "W0003,October 2026,,,,,,1,0,,,,,,0,\n"})
	academy(t, exitDone, "-C", dir, "ingest", "--answer")
	rest := listed(t, dir, "E0001", "2026-11-15 rest.csv")
	alone := listed(t, dir, "E0003", "2026-11-14 E0003_staff_numbers_Oct26.xlsx")
	tests := []struct {
		name, begins string
		in           []string
	}{
		{"a file that is used and asked about is not thanked for as if all were well", "In short: We have used what you sent. Please look at what is listed below", returned},
		{"a file about people names line, reference and column", "Line 106, reference 900001-0001, column ", export},
		{"how to send it again", "When you have put this right: Tick Correction in each row that you change, and send the whole file again.", returned},
		{"and where the sheet lacks the box", "When you have put this right: Send the whole file again: leave this list in it, or send it on a later day than 15 November 2026.", rest},
		{"where the form has no such box", "When you have put this right: Send the whole file again, on a later day than 27 September 2026.", export},
		{"which month a return is about", "About: October 2026", returned},
		{"of which day an export is", "About: 26 September 2026", export},
		{"whom to ask", "Questions: data@academy.example", export},
		{"a blank that no export answers", "Line 2: Mirage Living, column Other: left\nThis box is blank, so it counts as not answered. Put in a whole number; 0 if there were none.\nPlease check it.\nWe need it for your leavers and turnover rate.", rest},
		{"what is owed of the month that is over", "Please send: Mirage Living: monthly return for October 2026, due by 14 November 2026. " +
			"Ask us for the form with the rest filled in. Only these boxes are left in it. Care: joined, left. Other: joined, left. Joined: new to care. Left: to another care employer.", returned},
		{"what is owed next where that month is here", "Please send: Elsewhere Rest, East Wing; Whimsy Support: monthly return for November 2026, due by 14 December 2026.", returned},
		{"months that never came", "Please send: Elsewhere Rest, East Wing; Mirage Living; Mirage Manor; Whimsy Support: we have no monthly return for November 2025, December 2025, January 2026 and 8 more.", returned},
		{"what is not asked again", "We have it: Mirage Living: for October 2026 we have these boxes from your ASC-WDS data of 26 September 2026. " +
			"Care: permanent, temporary, bank or pool, agency, vacancies. Other: permanent, temporary, bank or pool, agency, vacancies.", returned},
		{"why a figure could not be made", "Turnover rate, permanent and temporary staff: Missing, because we need a return for each of the last 12 months, and we have none for 11 of them.", alone},
		{"what a figure is made from, where it is no return", "Filled posts, all staff: 104.5 people, October 2026\nMade from your ASC-WDS data of 26 September 2026, which we use before a return.", returned},
		{"and for whom, where others sent one", "Vacancies, permanent and temporary posts: 6 posts, October 2026\nMade from your ASC-WDS data of 26 September 2026 for Mirage Manor; Mirage Living.", returned},
		{"of which workplaces a figure is not", "Leavers, permanent and temporary staff: 0 people, October 2026\nThis counts 2 of your 4 workplaces. The others are left out, " +
			"because no box of your return for October 2026 is filled in (Mirage Manor); we have no return for October 2026 that counts (Mirage Living).", returned},
		{"what was not checked, and why", "Not checked: Numbers that stay the same for months; numbers that stay the same while people come and go; a month sent before with other numbers; " +
			"a month that somebody else sent with other numbers; numbers ten times those of the month before; \"nothing has changed\" in place of numbers sent before; leavers of twelve months against staff; a whole group entered at one home.\nThere is no earlier \"Monthly return\" to compare it with.", returned},
	}
	for _, tt := range tests {
		if !slices.ContainsFunc(tt.in, func(line string) bool { return strings.HasPrefix(line, tt.begins) }) {
			t.Errorf("%s: no line begins with\n%s\nthey are\n%s", tt.name, tt.begins, strings.Join(tt.in, "\n"))
		}
	}
	if blank := strings.Count(strings.Join(rest, "\n"), "\nThis box is blank"); blank != 1 || strings.Contains(strings.Join(rest, "\n"), "The same in") {
		t.Errorf("what an export answers is asked again: %s", strings.Join(rest, "\n"))
	}
}

const returnHeadings = "Workplace,Month,Care: permanent,Care: temporary,Care: bank or pool,Care: agency,Care: vacancies,Care: joined,Care: left," +
	"Other: permanent,Other: temporary,Other: bank or pool,Other: agency,Other: vacancies,Other: joined,Other: left\n"

// sendReturns puts rows of the monthly return into an inbox, by the day and name
// of the file. Those without headings get the usual ones.
func sendReturns(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, rows := range files {
		if !strings.HasPrefix(rows, "Workplace,") {
			rows = returnHeadings + rows
		}
		sendFile(t, dir, name, rows)
	}
}

// sendFile puts a text into an inbox, by the day and name of its file.
func sendFile(t *testing.T, dir, name, text string) {
	t.Helper()
	to := filepath.Join(dir, "inbox", filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestAnswersSayWhatABoxIsFor sends returns with boxes left blank, of one home
// for two months, and of another and a group for one.
func TestAnswersSayWhatABoxIsFor(t *testing.T) {
	dir := sampleWorkspace(t)
	waivers := "provider,rule,reason,who,until\nW0008,box-left-blank,it has none,Ann,2027-01-01\n"
	if err := os.WriteFile(filepath.Join(dir, "reference", "waivers.csv"), []byte(waivers), 0o644); err != nil {
		t.Fatal(err)
	}
	sendReturns(t, dir, map[string]string{
		"2026-11-05/waived.csv": "W0008,October 2026,9,1,0,0,,0,0,4,0,0,0,0,0,0\n",
		"2026-10-05/alone.csv":  "W0007,September 2026,9,1,0,0,,0,0,4,0,0,0,0,0,0\n",
		"2026-11-05/alone.csv":  "W0007,October 2026,9,1,0,0,,0,,4,0,0,0,0,0,0\n",
		"2026-11-05/first.csv":  "W0009,October 2026,9,1,0,0,0,0,,4,0,0,0,0,0,0\n",
		"2026-11-05/group.csv":  "W0001,October 2026,9,1,0,0,,0,0,4,0,0,0,0,0,0\nW0002,October 2026,9,1,0,0,,0,0,4,0,0,0,0,0,0\n",
	})
	academy(t, exitDone, "-C", dir, "ingest", "--answer")
	tests := []struct{ name, employer, folder, place, need string }{
		{"figures are missing, and turnover for another reason", "E0003", "2026-11-05 alone.csv", "Line 2: Mirage House, column Care: left\n", "Without them we cannot work out your leavers, vacancies and vacancy rate. Some are for your turnover rate too."},
		{"the month is not that of the figure", "E0003", "2026-10-05 alone.csv", "Line 2: Mirage House, column Care: vacancies\n", "We need it for your vacancies and vacancy rate."},
		{"a figure of twelve months is missing for want of eleven more", "E0005", "2026-11-05 first.csv", "Line 2: Supposed Support, column Care: left\n", "Without it we cannot work out your leavers."},
		{"the figure is of more homes", "E0001", "2026-11-05 group.csv", "Line 2: Mirage Manor, column Care: vacancies\n", "We need it for your vacancies and vacancy rate."},
	}
	for _, tt := range tests {
		lines := listed(t, dir, tt.employer, tt.folder)
		if !slices.ContainsFunc(lines, func(line string) bool {
			return strings.HasPrefix(line, tt.place) && strings.Contains(line, "\n"+tt.need)
		}) {
			t.Errorf("%s: %s does not say %q; the list is\n%s", tt.name, tt.place, tt.need, strings.Join(lines, "\n"))
		}
	}
	for _, line := range listed(t, dir, "E0004", "2026-11-05 waived.csv") {
		if strings.Contains(line, "We need it") || strings.Contains(line, "Without it") {
			t.Errorf("a box that is let through is asked for all the same: %s", line)
		}
	}
}

// TestAnswersSayWhatIsHeld sends two returns of one home and month on one day,
// alone, beside another home's, and after one that counts; and two that are both
// corrections of a third.
func TestAnswersSayWhatIsHeld(t *testing.T) {
	dir := sampleWorkspace(t)
	list := filepath.Join(dir, "reference", "workplaces.csv")
	homes, err := os.ReadFile(list)
	if err != nil {
		t.Fatal(err)
	}
	homes = regexp.MustCompile(`(?m)^W000[34],.*\n`).ReplaceAll(homes, nil) // two homes of the group are left
	if err := os.WriteFile(list, homes, 0o644); err != nil {
		t.Fatal(err)
	}
	corrections := strings.TrimSpace(returnHeadings) + ",Correction\n"
	sendReturns(t, dir, map[string]string{
		"2026-11-05/one.csv":   "W0007,October 2026,9,1,0,0,0,0,0,4,0,0,0,0,0,0\n",
		"2026-11-05/two.csv":   "W0007,October 2026,8,1,0,0,0,0,0,4,0,0,0,0,0,0\n",
		"2026-11-05/group.csv": "W0001,October 2026,9,1,0,0,0,0,0,4,0,0,0,0,0,0\nW0002,October 2026,9,1,0,0,0,0,0,4,0,0,0,0,0,0\n",
		"2026-11-05/again.csv": "W0001,October 2026,8,1,0,0,0,0,0,4,0,0,0,0,0,0\n",
		"2026-11-06/other.csv": "W0002,September 2026,9,1,0,0,0,0,0,4,0,0,0,0,0,0\n",
		"2026-11-04/blank.csv": "W0009,October 2026,9,1,0,0,0,0,,4,0,0,0,0,0,0\n",
		"2026-11-05/here.csv":  "W0009,October 2026,8,1,0,0,0,0,1,4,0,0,0,0,0,0\n",
		"2026-11-05/there.csv": "W0009,October 2026,7,1,0,0,0,0,1,4,0,0,0,0,0,0\n",
		"2026-11-05/plain.csv": "W0008,October 2026,9,1,0,0,0,0,0,4,0,0,0,0,0,0\n",
		"2026-11-05/this.csv":  corrections + "W0008,October 2026,8,1,0,0,0,0,0,4,0,0,0,0,0,0,yes\n",
		"2026-11-05/that.csv":  corrections + "W0008,October 2026,7,1,0,0,0,0,0,4,0,0,0,0,0,0,yes\n",
	})
	academy(t, exitPerson, "-C", dir, "ingest", "--answer")
	const again = "The whole file: Another file received on the same day says otherwise, and we cannot tell which is right. Send the right one once more, on another day."
	const fix = "and we cannot tell which is right. Send the right one once more, on another day or with the box Correction ticked."
	const held = "We have not used this file yet. What to do about it stands below. Until that is settled, none of the files that differ counts, and we do not count what is fixed."
	tests := []struct{ name, employer, folder, want string }{
		{"the whole file", "E0003", "2026-11-05 one.csv", "The whole file: Another file received on the same day says otherwise, " + fix + "\nWe cannot use the file until this is put right."},
		{"what counts meanwhile, where nothing came before", "E0003", "2026-11-05 one.csv", "In short: " + held + "\n"},
		{"and where something did", "E0005", "2026-11-05 here.csv", "In short: " + held + " What you sent before those files still counts.\n"},
		{"what is in dispute is not asked for as if nothing had come", "E0003", "2026-11-05 one.csv", "Please send: Mirage House: monthly return for November 2026, "},
		{"that is why a figure is missing", "E0003", "2026-11-05 one.csv", "Leavers, permanent and temporary staff: Missing, because the files for October 2026 differ, so that none of them counts yet."},
		{"and one of the latest number", "E0003", "2026-11-05 one.csv", "Vacancies, permanent and temporary posts: Missing, because the files for October 2026 differ, so that none of them counts yet."},
		{"of twelve months it is one reason", "E0003", "2026-11-05 one.csv", "Turnover rate, permanent and temporary staff: Missing, because we need a return for each of the last 12 months, " +
			"and the files for October 2026 differ, so that none of them counts yet."},
		{"what counts lacks a box, whatever is said later", "E0005", "2026-11-05 here.csv", "Leavers, permanent and temporary staff: Missing, because Care: left is blank in your return for October 2026."},
		{"a tick more tells nothing of two corrections", "E0004", "2026-11-05 this.csv", again + "\n"},
		{"what both correct does not settle it", "E0004", "2026-11-05 that.csv", again + "\n"},
		{"one home left out", "E0001", "2026-11-05 group.csv", "Leavers, permanent and temporary staff: 0 people, October 2026\nThis counts 1 of your 2 workplaces. " +
			"Mirage Manor is left out, because the files for October 2026 differ, so that none of them counts yet."},
		{"what to do, where another file is answered", "E0001", "2026-11-06 other.csv", "Please send: Mirage Manor (W0001), October 2026: monthly return. The files that we have of it differ: " +
			"send the right one once more, on another day or with the box Correction ticked."},
		{"one home of two", "E0001", "2026-11-05 group.csv", "Line 2: Mirage Manor, column Workplace\nAnother file received on the same day speaks for this workplace and month too, " + fix + "\nWe left this row out."},
	}
	for _, tt := range tests {
		if lines := listed(t, dir, tt.employer, tt.folder); !strings.Contains("\n"+strings.Join(lines, "\n")+"\n", "\n"+tt.want) {
			t.Errorf("%s: no line begins with\n%s\nthey are\n%s", tt.name, tt.want, strings.Join(lines, "\n"))
		}
	}
	if said := strings.Join(listed(t, dir, "E0005", "2026-11-05 here.csv"), "\n"); strings.Contains(said, "Since we asked") || strings.Contains(said, "When you have put this right") {
		t.Errorf("a file that is held is counted as if it were used: %s", said)
	}
	for employer, folder := range map[string]string{"E0001": "2026-11-05 group.csv", "E0003": "2026-11-05 one.csv"} {
		lines := listed(t, dir, employer, folder)[2:] // below what it keeps of the notes that it wrote
		if n := strings.Count(strings.ToLower(strings.Join(lines, "\n")), "send the right one"); n != 1 {
			t.Errorf("%s says %d times what to do, want once", folder, n)
		}
	}
	x, err := excelize.OpenFile(filepath.Join(dir, "outbox", "E0001", "2026-11-05 group.csv", "feedback.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	notes, err := x.GetComments(x.GetSheetList()[1])
	if err != nil || len(notes) != 1 || notes[0].Cell != "A2" {
		t.Errorf("the row that is held is not marked in its sheet: %v %v", notes, err)
	}
}

// TestAnswersAreNamedForWhatTheyAre sends files under the name of a workbook with
// macros that are none: a spreadsheet program opens no other under it.
func TestAnswersAreNamedForWhatTheyAre(t *testing.T) {
	dir := sampleWorkspace(t)
	sendReturns(t, dir, map[string]string{"2026-11-05/text.xlsm": "W0007,October 2026,9,1,0,0,,0,0,4,0,0,0,0,0,0\n"})
	if err := os.WriteFile(filepath.Join(dir, "inbox", "2026-11-05", "broken.xlsm"), []byte("PK\x03\x04 and no more"), 0o644); err != nil {
		t.Fatal(err)
	}
	plain, err := os.ReadFile("../../testdata/region/inbox/2026-05-14/E0003_staff_numbers_Apr26.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "inbox", "2026-11-05", "plain.xlsm"), plain, 0o644); err != nil {
		t.Fatal(err)
	}
	academy(t, exitPerson, "-C", dir, "ingest", "--answer")
	listed(t, dir, "sender not known", "2026-11-05 plain.xlsm")
	for employer, folder := range map[string]string{"E0003": "2026-11-05 text.xlsm", "sender not known": "2026-11-05 broken.xlsm"} {
		listed(t, dir, employer, folder)
	}
}

// TestAnswersOfSettledDisputes holds that the sender of two files of a day that
// disagree is asked for nothing once a later one has settled it.
func TestAnswersOfSettledDisputes(t *testing.T) {
	dir := sampleWorkspace(t)
	sendReturns(t, dir, map[string]string{
		"2026-11-05/one.csv":   "W0007,October 2026,nine,1,0,0,,0,0,4,0,0,0,0,0,0\n",
		"2026-11-05/two.csv":   "W0007,October 2026,8,1,0,0,,0,0,4,0,0,0,0,0,0\n",
		"2026-11-06/right.csv": "W0007,October 2026,7,1,0,0,,0,0,4,0,0,0,0,0,0\n",
	})
	academy(t, exitPerson, "-C", dir, "ingest", "--answer")
	right := listed(t, dir, "E0003", "2026-11-06 right.csv")
	for _, want := range []string{ // that they differed, and of the second the blank, which is still there
		"Since we asked about October 2026: 1 of 2 fixed, 1 remains, 0 are new.",
		"Put right: Mirage House: the files of 5 November 2026 said different things about October 2026. This file settles that.",
	} {
		if !slices.Contains(right, want) {
			t.Errorf("what settles it does not say\n%s\nbut\n%s", want, strings.Join(right, "\n"))
		}
	}
	lines := strings.Join(listed(t, dir, "E0003", "2026-11-05 one.csv"), "\n")
	for text, want := range map[string]bool{
		"A later one has settled it. You need do nothing.":    true,
		"We cannot use the file until this is put right.":     false,
		"Without it we cannot work out":                       false,
		"We left this value out":                              false,
		"another file received on the same day speaks for it": false,
	} {
		if strings.Contains(lines, text) != want {
			t.Errorf("the answer has %q: %t, want %t; it is\n%s", text, !want, want, lines)
		}
	}
}

// TestAnswersMarkEachRowOfALine sends files put one behind the other, whose last
// lines have no end: several rows stand in one line, and may be headings.
func TestAnswersMarkEachRowOfALine(t *testing.T) {
	dir := sampleWorkspace(t, "2026-09-27")
	const numbers = ",October 2026,9,1,0,0,0,0,0,4,0,0,0,0,0,0"
	staff := filepath.Join(dir, "inbox", "2026-09-27", "ASC-WDS", "E0001 2026-09-26-sfc-bulk-upload-staff.csv")
	workers, err := os.ReadFile(staff)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitN(string(workers), "\r\n", 3)
	if err := os.WriteFile(staff, []byte(lines[0]+"\r\n"+lines[1]+"\uFEFF"+lines[2]), 0o644); err != nil {
		t.Fatal(err)
	}
	headings := strings.TrimSpace(returnHeadings)
	sendReturns(t, dir, map[string]string{
		"2026-11-05/three.csv":    "W0007" + numbers + "\uFEFFW0008" + numbers + "\uFEFFW0009" + numbers + "\n",
		"2026-11-05/headings.csv": "W0010" + numbers + "\uFEFF" + headings + "\uFEFFW0009" + numbers + "\n",
	})
	academy(t, exitPerson, "-C", dir, "ingest", "--answer")
	tests := []struct {
		employer, folder string
		want             []string
	}{
		{"E0003", "2026-11-05 three.csv", []string{"Row 2 of line 2: ", "The same in 1 more place: row 3 of line 2.", "Filled posts, all staff: 14 people, October 2026"}},
		{"E0006", "2026-11-05 headings.csv", []string{"Row 3 of line 2: "}},
		{"E0001", "2026-09-27 E0001 2026-09-26-sfc-bulk-upload-staff.csv", []string{"Row 2 of line 2: "}}, // and no reference, which would be that of row 1
	}
	for _, tt := range tests {
		lines := listed(t, dir, tt.employer, tt.folder)
		for _, want := range tt.want {
			if !slices.ContainsFunc(lines, func(line string) bool { return strings.Contains(line, want) }) {
				t.Errorf("%s: no line has %q; they are\n%s", tt.folder, want, strings.Join(lines, "\n"))
			}
		}
	}
}

func TestWithUnit(t *testing.T) {
	for _, tt := range []struct{ unit, value, want string }{
		{"people", "0", "0 people"}, {"people", "1", "1 person"}, {"posts", "1", "1 post"}, {"posts", "1.5", "1.5 posts"}, {"per cent", "1", "1%"},
	} {
		if got := withUnit(metrics.Metric{Unit: tt.unit}, tt.value); got != tt.want {
			t.Errorf("%s %s: %q, want %q", tt.value, tt.unit, got, tt.want)
		}
	}
}
