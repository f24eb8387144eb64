package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// TestAnswersToAnAnswer sends back the marked copy, twice, with one value put
// right each time: of three that are no numbers, two and then one are left.
func TestAnswersToAnAnswer(t *testing.T) {
	dir := sampleWorkspace(t)
	// put writes values into a workbook as a day's return and returns where the
	// answer to it will be.
	put := func(from, day string, values map[string]any) string {
		x, err := excelize.OpenFile(from)
		if err != nil {
			t.Fatal(err)
		}
		defer x.Close()
		for cell, value := range values {
			if err := x.SetCellValue("Return", cell, value); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.MkdirAll(filepath.Join(dir, "inbox", day), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := x.SaveAs(filepath.Join(dir, "inbox", day, "feedback.xlsx")); err != nil {
			t.Fatal(err)
		}
		return day + " feedback.xlsx"
	}
	notes := func(folder string) (cells []string) {
		x, err := excelize.OpenFile(filepath.Join(dir, "outbox", "E0007", folder, "feedback.xlsx"))
		if err != nil {
			t.Fatal(err)
		}
		defer x.Close()
		if want := []string{"What to fix", "Return", "How to fill"}; !slices.Equal(x.GetSheetList(), want) {
			t.Errorf("%s: the sheets are %q, want %q", folder, x.GetSheetList(), want)
		}
		comments, err := x.GetComments("Return")
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range comments {
			cells = append(cells, c.Cell)
		}
		slices.Sort(cells)
		return cells
	}
	const sent = "../../testdata/region/inbox/2026-11-05/E0007 return 2026-10.xlsx"
	folder := put(sent, "2026-11-05", map[string]any{"F5": "x", "G5": "two", "J5": "tbc"})
	for _, round := range []struct {
		day, right, want, says string
	}{
		{"2026-11-10", "G5", "F5 J5", "Since we asked about October 2026: 1 of 3 fixed, 2 remain, 0 are new."},
		{"2026-11-12", "J5", "F5", "Since we asked about October 2026: 1 of 2 fixed, 1 remains, 0 are new."},
		{"2026-11-14", "F5", "", "Since we asked about October 2026: 1 of 1 fixed, 0 remain, 0 are new."},
	} {
		academy(t, -1, "-C", dir, "ingest", "--answer")
		folder = put(filepath.Join(dir, "outbox", "E0007", folder, "feedback.xlsx"), round.day, map[string]any{round.right: 1})
		academy(t, -1, "-C", dir, "ingest", "--answer")
		if got := strings.Join(notes(folder), " "); got != round.want {
			t.Errorf("%s: there are notes at %q, want %q", round.day, got, round.want)
		}
		if lines := listed(t, dir, "E0007", folder); !slices.Contains(lines, round.says) {
			t.Errorf("%s: no line is %q; they are\n%s", round.day, round.says, strings.Join(lines, "\n"))
		}
		said := academy(t, -1, "-C", dir, "check", filepath.Join(dir, "outbox", "E0007", folder, "feedback.xlsx"))
		if want := `2 other sheets not read: "What to fix" and "How to fill"`; !strings.Contains(said, want) {
			t.Errorf("%s: check does not say that our list is passed over, but\n%s", round.day, said)
		}
	}
}

// TestAnswersTakeWhatIsSentAgain sends a return with a blank box and more leavers than
// posts, and twice again with those leavers: they are asked about once. The first time
// the blank box stays too, which confirms nothing. A number that is another one is asked
// about anew.
func TestAnswersTakeWhatIsSentAgain(t *testing.T) {
	dir := sampleWorkspace(t)
	headings := strings.TrimSpace(returnHeadings) + ",Correction\n"
	home := func(vacancies, joined, left string) string {
		return headings + "W0007,October 2026,9,1,0,0," + vacancies + "," + joined + "," + left + ",4,0,0,0,0,0,0,yes\n"
	}
	sendReturns(t, dir, map[string]string{
		"2026-11-05/first.csv":  home("", "0", "50"),
		"2026-11-08/again.csv":  home("", "1", "50"),
		"2026-11-09/third.csv":  home("0", "1", "50"),
		"2026-11-10/fourth.csv": home("0", "1", "51"),
	})
	academy(t, -1, "-C", dir, "ingest", "--answer")
	const since, confirmed = "Since we asked about October 2026: ", "Confirmed: We asked about these, and you sent them again as they were. So we take them as right. You need do nothing."
	for _, tt := range []struct {
		folder    string
		want, not []string
	}{
		{"2026-11-05 first.csv", []string{"Count only those who left in this month."}, []string{confirmed}},
		{"2026-11-08 again.csv", []string{since + "0 of 2 fixed, 1 confirmed, 1 remains, 0 are new.", confirmed + "\nLine 2: Mirage House, column Care: left\n"}, []string{"Count only those who left"}},
		{"2026-11-09 third.csv", []string{since + "1 of 1 fixed, 0 remain, 0 are new.", "In short: We have used everything in this file.", confirmed}, []string{"Count only those who left"}},
		{"2026-11-10 fourth.csv", []string{"Count only those who left in this month."}, []string{confirmed, since}},
	} {
		said := strings.Join(listed(t, dir, "E0003", tt.folder), "\n")
		for _, want := range tt.want {
			if !strings.Contains(said, want) {
				t.Errorf("%s: it does not say\n%s\nbut\n%s", tt.folder, want, said)
			}
		}
		for _, not := range tt.not {
			if strings.Contains(said, not) {
				t.Errorf("%s: it says %q; it is\n%s", tt.folder, not, said)
			}
		}
	}
}

// TestAnswerToAListOfOurs sends the list of an answer back in place of a file, which
// is told of as what it is, with what to do.
func TestAnswerToAListOfOurs(t *testing.T) {
	dir := sampleWorkspace(t)
	put := func(day, name string, data []byte) {
		folder := filepath.Join(dir, "inbox", day)
		if err := os.MkdirAll(folder, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	put("2026-11-05", "odd.csv", []byte("Shift,Start\nEarly,7\n"))
	academy(t, -1, "-C", dir, "ingest", "--answer")
	answer, err := os.ReadFile(filepath.Join(dir, "outbox", "sender not known", "2026-11-05 odd.csv", "feedback.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	put("2026-11-10", "feedback.xlsx", answer)
	academy(t, -1, "-C", dir, "ingest", "--answer")
	lines := listed(t, dir, "sender not known", "2026-11-10 feedback.xlsx")
	for _, want := range []string{
		"Why not in your own file: We could not mark your own file: the list came in its place. This workbook lists what we found instead.",
		"The whole file: The file is an academy's list of what to put right, and holds no rows of yours. Put it right in your own file, where it came from, and send that instead.\nWe cannot use the file until this is put right.",
	} {
		if !slices.Contains(lines, want) {
			t.Errorf("no line is\n%s\nthey are\n%s", want, strings.Join(lines, "\n"))
		}
	}
}

// TestAnswersSayThatAFileIsReadNow sends a return without the months, then a file about
// something else, and then the return with them, twice: the first says that what stopped
// it is put right, and the second does not say so again. It is nothing to the return of
// another employer.
func TestAnswersSayThatAFileIsReadNow(t *testing.T) {
	dir := sampleWorkspace(t)
	const numbers = "9,1,0,0,0,0,2,4,0,0,0,0,0,0\n"
	sendReturns(t, dir, map[string]string{
		"2026-11-05/return.csv": strings.Replace(returnHeadings, "Month,", "", 1) + "W0007," + numbers,
		"2026-11-06/other.csv":  "W0009,October 2026," + numbers,
		"2026-11-07/return.csv": "W0007,October 2026," + numbers,
		"2026-11-08/return.csv": "W0007,October 2026," + strings.Replace(numbers, "9", "8", 1),
	})
	sendFile(t, dir, "2026-11-06/rota.csv", "Shift,Home\nEarly,W0007\n")
	academy(t, exitPerson, "-C", dir, "ingest", "--answer")
	lines := listed(t, dir, "E0003", "2026-11-07 return.csv")
	for _, want := range []string{
		"Since we asked about October 2026: 1 of 1 fixed, 0 remain, 0 are new.",
		"Put right: We could not use your file return.csv of 5 November 2026: the file is most like the Monthly return (line 1), but these headings are missing: \"Month\". This file puts that right.",
	} {
		if !slices.Contains(lines, want) {
			t.Errorf("no line is\n%s\nthey are\n%s", want, strings.Join(lines, "\n"))
		}
	}
	for employer, folder := range map[string]string{"E0005": "2026-11-06 other.csv", "E0003": "2026-11-08 return.csv"} {
		if said := strings.Join(listed(t, dir, employer, folder), "\n"); strings.Contains(said, "We could not use") || strings.Contains(said, " fixed, ") {
			t.Errorf("%s: it says that something is put right; it is\n%s", folder, said)
		}
	}
}

// TestAnswersFromFactsAlreadyMade answers a return once the packs were drafted, for which
// the facts were made: it says the same as where they are made for the answer.
func TestAnswersFromFactsAlreadyMade(t *testing.T) {
	var answers []string
	for _, runs := range [][]string{{"run"}, {"ingest", "publish", "feedback"}} {
		dir := sampleWorkspace(t)
		sendReturns(t, dir, map[string]string{"2026-11-05/return.csv": "W0007,October 2026,9,1,0,0,,0,1,4,0,0,0,0,0,0\n"})
		for _, command := range runs {
			academy(t, -1, "-C", dir, command)
		}
		answers = append(answers, strings.Join(listed(t, dir, "E0003", "2026-11-05 return.csv"), "\n"))
	}
	if want := "and we have none for 11 of them"; !strings.Contains(answers[0], want) || answers[0] != answers[1] {
		t.Errorf("the answers are\n%s\n\nand\n\n%s", answers[0], answers[1])
	}
}

// TestAnswersSayItIsTheSame sends a file that is refused twice, on two days.
func TestAnswersSayItIsTheSame(t *testing.T) {
	dir := sampleWorkspace(t)
	const same = "It is the very same as the file that we received on 5 November 2026: nothing in it has changed."
	for i, day := range []string{"2026-11-05", "2026-11-06"} {
		sendFile(t, dir, day+"/note.csv", "a,b\n1,2\n")
		academy(t, -1, "-C", dir, "ingest", "--answer")
		lines := strings.Join(listed(t, dir, "sender not known", day+" note.csv"), "\n")
		if strings.Contains(lines, same) != (i > 0) {
			t.Errorf("%s: it says\n%s", day, lines)
		}
	}
}
