package main

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// TestAnswersCountWhatIsOpen sends a group's return with four faults, and corrections
// of some rows each: of a home with two of them, of the row whose home was not known,
// one that is refused, and of the last home. Answered at once or day by day, it is
// the same.
func TestAnswersCountWhatIsOpen(t *testing.T) {
	const numbers = ",October 2026,9,1,0,0,0,0,0,4,0,0,0,0,0,0,"
	headings := strings.TrimSpace(returnHeadings) + ",Correction\n"
	files := map[string]string{
		"2026-11-05/all.csv": headings + "W0001,October 2026,9,1,0,0,,0,0,4,0,0,0,0,0,0,\n" +
			"W0002,October 2026,x,1,0,0,0,0,,4,0,0,0,0,0,0,\nX999" + numbers + "\n",
		"2026-11-08/home.csv":  headings + "W0002" + numbers + "yes\n",
		"2026-11-09/named.csv": headings + "W0003" + numbers + "\n",
		"2026-11-10/twice.csv": headings + "W0001" + numbers + "yes\nW0001,October 2026,8,1,0,0,0,0,0,4,0,0,0,0,0,0,yes\n",
		"2026-11-11/last.csv":  headings + "W0001" + numbers + "yes\n",
		// The first row has no tick, and was in another file of the day.
		"2026-11-12/some.csv": headings + "W0001,August 2026,9,1,0,0,,0,0,4,0,0,0,0,0,0,\nW0003,August 2026,x,1,0,0,0,0,0,4,0,0,0,0,0,0,\n",
		"2026-11-12/tick.csv": strings.ReplaceAll(headings+"W0001"+numbers+"\nW0003"+numbers+"yes\n", "October", "August"),
		"2026-11-15/next.csv": strings.ReplaceAll(headings+"W0001"+numbers+"\n", "October", "September"),
	}
	const blank = "This box is blank, so it counts as not answered. Put in a whole number; 0 if there were none. It is in your file all.csv of 5 November 2026."
	const first = "Since we asked about October 2026: "
	tests := []struct {
		name, folder string
		want         []string
		not          string
	}{
		{"nothing was open", "2026-11-05 all.csv", nil, "Since "},
		{"two of the home, and of the two others one is blank and one is nobody's", "2026-11-08 home.csv",
			[]string{first + "2 of 4 fixed, 2 remain, 0 are new.", "Mirage Manor, October 2026, Care: vacancies (line 2): " + blank + "\nPlease check it.", "Line 4: ",
				"Still open: This is in what you sent before. To put it right, send the row once more, with the box Correction ticked."}, ""},
		{"the row that was nobody's", "2026-11-09 named.csv",
			[]string{first + "1 of 2 fixed, 1 remains, 0 are new.", "Mirage Manor, October 2026, Care: vacancies (line 2): "}, "Line 4"},
		{"what is refused puts nothing right", "2026-11-10 twice.csv",
			[]string{first + "0 of 1 fixed, 1 remains, 2 are new.", "Mirage Manor, October 2026, Care: vacancies (line 2): "}, ""},
		{"with what was refused", "2026-11-11 last.csv", []string{first + "3 of 3 fixed, 0 remain, 0 are new."}, "Still open"},
		{"a row that is held is not counted", "2026-11-12 tick.csv",
			[]string{"Since we asked about August 2026: 1 of 1 fixed, 0 remain, 0 are new."}, "Mirage Manor, August 2026, Care: vacancies (line 2): "},
		{"another month corrects nothing", "2026-11-15 next.csv", nil, "Since "},
	}
	atOnce, byDay := sampleWorkspace(t), sampleWorkspace(t)
	sendReturns(t, atOnce, files)
	academy(t, -1, "-C", atOnce, "ingest", "--answer")
	for _, name := range slices.Sorted(maps.Keys(files)) {
		sendReturns(t, byDay, map[string]string{name: files[name]})
		academy(t, -1, "-C", byDay, "ingest", "--answer")
	}
	for _, dir := range []string{atOnce, byDay} {
		for _, tt := range tests {
			lines := listed(t, dir, "E0001", tt.folder)
			for _, want := range tt.want {
				if !slices.ContainsFunc(lines, func(line string) bool { return strings.HasPrefix(line, want) }) {
					t.Errorf("%s: no line begins with\n%s\nthey are\n%s", tt.name, want, strings.Join(lines, "\n"))
				}
			}
			if tt.not != "" && slices.ContainsFunc(lines, func(line string) bool { return strings.HasPrefix(line, tt.not) }) {
				t.Errorf("%s: a line begins with %q; they are\n%s", tt.name, tt.not, strings.Join(lines, "\n"))
			}
		}
	}
}

// TestAnswersRepeatWhatStopsAFigure sends October with boxes left blank, and then
// another month. Of October it is said once more what stops a figure: ASC-WDS gives
// the vacancies, and more leavers than posts are asked about once.
func TestAnswersRepeatWhatStopsAFigure(t *testing.T) {
	dir := sampleWorkspace(t, "2026-09-27")
	sendReturns(t, dir, map[string]string{
		"2026-11-05/october.csv": "W0001,October 2026,9,1,0,0,,0,0,4,0,0,0,0,0,0\nW0002,October 2026,9,1,0,0,0,0,50,4,0,0,0,0,0,\n" +
			"W0004,October 2026,9,1,0,0,0,0,,4,0,0,0,0,0,0\n",
		"2026-11-12/september.csv": "W0003,September 2026,9,1,0,0,0,0,0,4,0,0,0,0,0,0\n",
		"2026-11-13/late.csv":      "W0004,October 2026,9,1,0,0,0,0,2,4,0,0,0,0,0,0\n",
	})
	academy(t, -1, "-C", dir, "ingest", "--answer")
	october := strings.Join(listed(t, dir, "E0001", "2026-11-05 october.csv"), "\n")
	if !strings.Contains(october, "Line 3: Whimsy Support, column Care: left\n") {
		t.Errorf("October's answer does not ask about the leavers; it is\n%s", october)
	}
	lines := listed(t, dir, "E0001", "2026-11-12 september.csv")
	i := slices.IndexFunc(lines, func(line string) bool { return strings.HasPrefix(line, "Still open: ") })
	if want := "Still open: This is in what you sent before. To put it right, send the row once more, on a later day than 12 November 2026."; i >= 0 && lines[i] != want {
		t.Errorf("of a sheet without the box it says\n%s\nwant\n%s", lines[i], want)
	}
	if i < 0 || !strings.HasPrefix(lines[i+1], "Whimsy Support, October 2026, Other: left (line 3): This box is blank") {
		t.Errorf("September's answer does not say what October still lacks; it is\n%s", strings.Join(lines, "\n"))
	} else if !strings.HasPrefix(lines[i+2], "Still to come") {
		t.Errorf("September's answer says more of October than what stops a figure: %s", lines[i+2])
	}
}

// TestAnswersTellOfAMonthPutOver sends a month, then another's numbers as that month, and
// the marked copy of these with the other month in its place: the first has its own
// numbers no more, which is said once.
func TestAnswersTellOfAMonthPutOver(t *testing.T) {
	dir := sampleWorkspace(t)
	const numbers = ",1,0,0,0,0,0,4,0,0,0,0,0,0\n"
	sendReturns(t, dir, map[string]string{
		"2026-09-05/august.csv": "W0007,August 2026,9" + numbers,
		"2026-11-05/return.csv": "W0007,August 2026,8" + numbers,
		"2026-11-09/other.csv":  "W0007,September 2026,9" + numbers,
	})
	academy(t, -1, "-C", dir, "ingest", "--answer")
	x, err := excelize.OpenFile(filepath.Join(dir, "outbox", "E0003", "2026-11-05 return.csv", "feedback.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	if err := x.SetCellValue("Your file", "B2", "October 2026"); err != nil {
		t.Fatal(err)
	}
	if err := x.SaveAs(filepath.Join(dir, "inbox", "2026-11-09", "month.xlsx")); err != nil {
		t.Fatal(err)
	}
	academy(t, -1, "-C", dir, "ingest", "--answer")
	const open = "Mirage House, August 2026, Care: permanent (line 2): You sent this month before, with another number here"
	for folder, want := range map[string]bool{"2026-11-09 month.xlsx": true, "2026-11-09 other.csv": false} {
		said := strings.Join(listed(t, dir, "E0003", folder), "\n")
		if strings.Contains(said, open) != want {
			t.Errorf("%s: that August has another month's numbers is said to be %t, want %t; it says\n%s", folder, !want, want, said)
		}
	}
}
