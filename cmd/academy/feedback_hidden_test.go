package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// TestAnswersTellOfHiddenSheets sends a return with another month on a hidden sheet, and
// lists of choices on a second one: the first is told of, with how to put it right.
func TestAnswersTellOfHiddenSheets(t *testing.T) {
	dir := sampleWorkspace(t)
	x := excelize.NewFile()
	defer x.Close()
	set := func(sheet, rows string) {
		if _, err := x.NewSheet(sheet); err != nil {
			t.Fatal(err)
		}
		for i, row := range strings.Split(strings.TrimSpace(rows), "\n") {
			var cells []any
			for cell := range strings.SplitSeq(row, ",") {
				cells = append(cells, cell)
			}
			if err := x.SetSheetRow(sheet, "A"+string(rune('1'+i)), &cells); err != nil {
				t.Fatal(err)
			}
		}
		if err := x.SetSheetVisible(sheet, sheet == "October"); err != nil {
			t.Fatal(err)
		}
	}
	set("October", returnHeadings+"W0007,October 2026,9,1,0,0,0,0,0,4,0,0,0,0,0,0\n")
	set("Sept", returnHeadings+"W0007,September 2026,9,1,0,0,0,0,0,4,0,0,0,0,0,0\n")
	set("Lists", "Workplace,Month\nW0007,October 2026\nW0009,September 2026\n")
	if err := x.DeleteSheet("Sheet1"); err != nil {
		t.Fatal(err)
	}
	sendFile(t, dir, "2026-11-05/return.xlsx", "")
	if err := x.SaveAs(filepath.Join(dir, "inbox", "2026-11-05", "return.xlsx")); err != nil {
		t.Fatal(err)
	}
	const says = `the sheet "Sept" is hidden, so we did not read what is on it: Monthly return`
	for _, said := range []string{
		academy(t, -1, "-C", dir, "check", filepath.Join(dir, "inbox", "2026-11-05", "return.xlsx")),
		academy(t, -1, "-C", dir, "ingest", "--answer"),
	} {
		if !strings.Contains(said, "Sept!A1: "+says+" (ask, code hidden-sheet)\n") || strings.Contains(said, "Lists!") {
			t.Errorf("it says\n%s", said)
		}
	}
	lines := strings.Join(listed(t, dir, "E0003", "2026-11-05 return.xlsx"), "\n")
	for _, want := range []string{
		"Sept, cell A1: The s" + says[5:] + ". If we should read it, show the sheet: right-click the name of any sheet at the bottom and choose Unhide. " +
			"Then save the file and send it again. If it need not count, you need do nothing.\nPlease check it.\nThis sheet is hidden: the link works once you show it.",
	} {
		if !strings.Contains(lines, want) {
			t.Errorf("the answer does not say\n%s\nbut\n%s", want, lines)
		}
	}
}
