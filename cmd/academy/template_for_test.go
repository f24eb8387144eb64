package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// sampleWorkspace is a workspace of the sample region into which only some
// days' files came.
func sampleWorkspace(t *testing.T, days ...string) string {
	t.Helper()
	const region = "../../testdata/region"
	dir := filepath.Join(t.TempDir(), "ws")
	for _, folder := range []string{dir, filepath.Join(dir, "inbox")} {
		if err := os.MkdirAll(folder, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"academy.yaml", "data", "reference"} {
		copyTree(t, filepath.Join(region, name), filepath.Join(dir, name))
	}
	for _, day := range days {
		copyTree(t, filepath.Join(region, "inbox", day), filepath.Join(dir, "inbox", day))
	}
	return dir
}

// TestPrefilledTemplate writes the form of a group whose ASC-WDS export came,
// fills what is owed, and sends it.
func TestPrefilledTemplate(t *testing.T) {
	dir := sampleWorkspace(t, "2026-09-27")
	form := filepath.Join(dir, "form.xlsx")
	academy(t, exitPerson, "-C", dir, "ingest")
	said := academy(t, exitDone, "-C", dir, "template", "provider_return", "--for", "E0001", "--month", "2026-10", "-o", form)
	if want := "monthly return for October 2026, 4 workplaces; filled in: 40, still owed: 24\n"; !strings.HasSuffix(said, want) {
		t.Errorf("it says %q, want %q", said, want)
	}
	data, err := os.ReadFile(form)
	if err != nil {
		t.Fatal(err)
	}
	sources, src := builtinSources(t)
	given, table := asRead(t, sources, data)
	if !slices.Equal(table.Receipt.Unknown, []string{"Your home"}) || !table.Receipt.Tables[0].Tagged {
		t.Errorf("the receipt is\n%s", table.Receipt)
	}
	f, err := excelize.OpenFile(form)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	checkOwedSheet(t, f)
	checkBoxesSayWhere(t, f)
	for i := range given {
		for j, c := range src.Columns {
			cell, err := excelize.CoordinatesToCellName(j+2, 5+i)
			if err != nil {
				t.Fatal(err)
			}
			was, err := f.GetCellValue("Return", cell)
			if err != nil {
				t.Fatal(err)
			}
			if c.IsNumber() && was == "" { // 4 of each, and 2 of the four new to care or gone to care
				n := 4
				if !c.Required {
					n = 2
				}
				if err := f.SetCellInt("Return", cell, int64(n)); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	if err := f.Save(); err != nil {
		t.Fatal(err)
	}
	said = academy(t, exitDone, "-C", dir, "check", form)
	if !strings.Contains(said, "it would be accepted; nothing is wrong with it") {
		t.Errorf("check says\n%s", said)
	}
	if data, err = os.ReadFile(form); err != nil {
		t.Fatal(err)
	}
	after, _ := asRead(t, sources, data)
	for i, row := range given {
		for j, value := range row {
			if value != "" && after[i][j] != value {
				t.Errorf("row %d, column %d was %q and is %q", i, j, value, after[i][j])
			}
		}
	}
	academy(t, exitDone, "-C", dir, "ingest", form)
	said = academy(t, exitDone, "-C", dir, "template", "provider_return", "--for", "E0001", "--month", "2026-10", "-o", form)
	if want := "E0001 owes no monthly return for October 2026: it is here for 4 workplaces\n"; said != want {
		t.Errorf("once it is sent, it says %q", said)
	}
}

func checkOwedSheet(t *testing.T, f *excelize.File) {
	t.Helper()
	if first := f.GetSheetList()[0]; first != "Still owed" {
		t.Errorf("the first sheet is %q", first)
	}
	rows, err := f.GetRows("Still owed")
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"Mirage Manor", "Care: joined, left. Other: joined, left. Joined: new to care. Left: to another care employer.",
		"From your ASC-WDS data of 26 September 2026. Care: permanent, temporary, bank or pool, agency, vacancies. Other: permanent, temporary, bank or pool, agency, vacancies."}
	if !slices.ContainsFunc(rows, func(row []string) bool { return slices.Equal(row, want) }) {
		t.Errorf("no row of %q says\n%q\nthey are\n%q", "Still owed", want, rows)
	}
}

// checkBoxesSayWhere clicks each box: exactly those that are filled in say where
// their value is from, and each has one rule.
func checkBoxesSayWhere(t *testing.T, f *excelize.File) {
	t.Helper()
	rules, err := f.GetDataValidations("Return")
	if err != nil {
		t.Fatal(err)
	}
	says, filled := map[string]string{}, 0
	for _, rule := range rules {
		for cells := range strings.FieldsSeq(rule.Sqref) {
			first, last, _ := strings.Cut(cells, ":")
			column, from, err := excelize.CellNameToCoordinates(first)
			if err != nil {
				t.Fatal(err)
			}
			_, to, err := excelize.CellNameToCoordinates(last)
			if err != nil {
				t.Fatal(err)
			}
			for row := from; row <= to; row++ {
				cell, _ := excelize.CoordinatesToCellName(column, row)
				if _, ok := says[cell]; ok {
					t.Errorf("%s has two rules", cell)
				}
				says[cell] = *rule.Prompt
				if strings.HasPrefix(*rule.Prompt, "From your ASC-WDS data of 26 September 2026. Change it if it is wrong.\n") {
					filled++
				}
			}
		}
	}
	if filled != 40 {
		t.Errorf("%d boxes say where their value is from, want the 40 that are filled in", filled)
	}
	if got := says["H504"]; !strings.HasPrefix(got, "Care and nursing staff.") {
		t.Errorf("the last box says %q", got)
	}
}

// TestTemplateSaysWhyNothingIsFilledIn asks for the form of a home of which nothing came.
func TestTemplateSaysWhyNothingIsFilledIn(t *testing.T) {
	dir := sampleWorkspace(t, "2026-09-27")
	form := filepath.Join(dir, "form.xlsx")
	academy(t, exitPerson, "-C", dir, "ingest")
	academy(t, exitDone, "-C", dir, "template", "provider_return", "--for", "E0002", "--month", "2026-10", "-o", form)
	f, err := excelize.OpenFile(form)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("Still owed")
	if err != nil {
		t.Fatal(err)
	}
	const want = "Nothing, because we have no workplace file of ASC-WDS from you."
	if last := rows[len(rows)-1]; len(last) != 3 || last[0] != "Imagined Gardens" || last[2] != want {
		t.Errorf("the last row says %q, want %q", last, want)
	}
}

// TestTemplateOfWhatStandsOpen asks for the form of a month of which a row has no
// box filled, one lacks a box, two files differ of one, and one is complete: three
// rows, since only the last owes nothing. 15 boxes of the second and, since an earlier
// file of the disputed one still counts, 16 of that are filled in. Open is one of the
// second and all 16 of the first, of whose staff nobody knows.
func TestTemplateOfWhatStandsOpen(t *testing.T) {
	dir := sampleWorkspace(t)
	_, src := builtinSources(t)
	var headings []string
	for _, c := range src.Columns {
		headings = append(headings, c.Heading)
	}
	send := func(day, name string, rows ...string) {
		path := filepath.Join(dir, name+".csv")
		text := strings.Join(headings, ",") + "\n" + strings.Join(rows, "\n") + "\n"
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		academy(t, -1, "-C", dir, "ingest", "--received", day, path)
	}
	send("2026-11-03", "all",
		"W0001,2026-10-01"+strings.Repeat(",", 19),
		"W0002,2026-10-01,,,,3,0,0,0,999,0,0,2,0,0,0,0,0,0,0,0",
		"W0003,2026-10-01,,,,4,0,0,0,0,0,0,2,0,0,0,0,0,0,0,0",
		"W0004,2026-10-01,,,,5,0,0,0,0,0,0,2,0,0,0,0,0,0,0,0")
	send("2026-11-05", "one", "W0004,2026-10-01,,,,6,0,0,0,0,0,0,2,0,0,0,0,0,0,0,0")
	send("2026-11-05", "two", "W0004,2026-10-01,,,,7,0,0,0,0,0,0,2,0,0,0,0,0,0,0,0")
	form := filepath.Join(dir, "form.xlsx")
	said := academy(t, exitDone, "-C", dir, "template", "provider_return", "--for", "E0001", "--month", "2026-10", "-o", form)
	if want := "monthly return for October 2026, 3 workplaces; filled in: 31, still owed: 17\n"; !strings.HasSuffix(said, want) {
		t.Errorf("it says %q, want %q", said, want)
	}
	f, err := excelize.OpenFile(form)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("Still owed")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range [][]string{
		{"Elsewhere Rest, East Wing", "The files that we have of this month differ. Check every box, and send it."},
		{"Whimsy Support", "Care: vacancies."},
	} {
		if !slices.ContainsFunc(rows, func(row []string) bool { return len(row) > 1 && slices.Equal(row[:2], want) }) {
			t.Errorf("no row says %q; they are\n%q", want, rows)
		}
	}
	for _, cell := range []string{"F5", "F6", "F7"} { // so that it counts on whatever day it comes
		if got, _ := f.GetCellValue("Return", cell); got != "Yes" {
			t.Errorf("Correction in %s is %q", cell, got)
		}
	}
}

// TestTemplateRefusals asks for templates that there cannot be.
func TestTemplateRefusals(t *testing.T) {
	dir := sampleWorkspace(t)
	academy(t, exitDone, "-C", dir, "ingest")
	tests := []struct{ args, want string }{
		{"provider_return --month 2026-10", "--month says for which month a template is filled in; it needs --for EMPLOYER"},
		{"provider_return --for E0001 --month 2026-12", "--month 2026-12 has not begun by 2026-11-16"},
		{"provider_return --for E0001 --month October", `--month "October" is not a month like 2026-10`},
		{"provider_return --for E0001 --month 2025-09", "none of the workplaces of E0001 is in scope for September 2025, or that is more than twelve months ago"},
		{"provider_return --for E0099", `there is no employer "E0099" in reference/workplaces.csv`},
		{"tracker --for E0001", "nothing says what is answered already of tracker; leave out --for to get it empty"},
	}
	for _, tt := range tests {
		said := academy(t, exitUsage, append([]string{"-C", dir, "template"}, strings.Fields(tt.args)...)...)
		if want := fmt.Sprintf("academy: %s\n", tt.want); said != want {
			t.Errorf("template %s says %q, want %q", tt.args, said, want)
		}
	}
}
