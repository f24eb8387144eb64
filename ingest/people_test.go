package ingest

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"academy/queries"
)

// TestHoldsPeople holds tables without a heading that we know, and returns with more
// than they should have, to whether they are about people.
func TestHoldsPeople(t *testing.T) {
	sources, err := queries.Sources()
	must(t, err)
	for _, tt := range []struct {
		name, file string
		want       bool
	}{
		{"names and dates of birth", "Who,When\nAnn Example,12/03/1985\nBob Example,1 April 1979\n", true},
		{"names in two columns, the year in two digits", "A,B,C\nExample,12/3/85,Ann\nSample,1.4.79,Bob\n", true},
		{"surnames first, in capitals, and the month first", "x\n\"EXAMPLE, ANN\",03/25/1985\n\"O'NEIL-SAMPLE, BOB\",04/30/1979\n", true},
		{"mostly", "Who,When\nAnn Example,1985-03-12\nBob Example,1979-04-01\nTom Example,2031-04-01\n", true},
		{"half of them only", "Who,When\nAnn Example,1985-03-12\nBob Example,1979-04-01\nTom Example,2021-04-01\nJo Example,2022-04-01\n", false},
		{"one alone", "Contact,Since\nAnn Example,2006-03-12\n", false},
		{"one thing again and again", "What,When\nFire Drill,2006-03-12\nFire Drill,2007-03-12\nFire Drill,2008-03-12\n", false},
		{"names and no dates", "Home,Manager\nRowan House,Ann Example\nOak House,Bob Example\n", false},
		{"names, and dates of these years", "Who,Trained on\nAnn Example,2025-03-12\nBob Example,2026-04-01\n", false},
		{"names, and dates that stand for none", "Who,When\nAnn Example,1900-01-01\nBob Example,1900-01-01\n", false},
		{"dates and no names", "Shift,When\nearly,1985-03-12\nlate at night,1979-04-01\n", false},
		{"one word beside each", "Town,When\nLeeds,1985-03-12\nYork,1979-04-01\n", false},
		{"numbers that are no dates", "Who,Hours\nAnn Example,1985\nBob Example,31000\n", false},
	} {
		if got := HoldsPeople(strings.NewReader(tt.file), int64(len(tt.file)), sources); got != tt.want {
			t.Errorf("%s: %t, want %t", tt.name, got, tt.want)
		}
	}
}

// TestHoldsPeopleBesideAReturn holds that what stands in columns that we know does not
// make a workbook one about people, and that what stands beside and below it does.
func TestHoldsPeopleBesideAReturn(t *testing.T) {
	register := []queries.Source{{
		Name: "register", Title: "Register", Columns: []queries.Column{
			{Name: "home", Heading: "Home", Keep: "text", Required: true}, {Name: "since", Heading: "Since", Keep: "date", Required: true},
		},
	}}
	known := [][]any{{"Home", "Since", "Extra", "More"}, {"Rowan House", "2001-03-12"}, {"Oak House", "2002-04-01"}, {"Elm House", "2003-04-01"}}
	with := func(cells map[string]any) []byte {
		return bookOf(t, known, func(f *excelize.File) {
			for at, value := range cells {
				must(t, f.SetCellValue("Return", at, value))
			}
		})
	}
	for _, tt := range []struct {
		name  string
		cells map[string]any
		want  bool
	}{
		{"homes and when they opened, in known columns", nil, false},
		{"names of people alone beside them", map[string]any{"C2": "Ann Example", "C3": "Bob Example"}, false},
		{"names and births beside them", map[string]any{"C2": "Ann Example", "C3": "Bob Example", "D2": "1985-03-12", "D3": "1979-04-01"}, true},
		{"homes that we know, and other dates of theirs", map[string]any{"D2": "1985-03-12", "D3": "1979-04-01"}, false},
		{"names and births beside a second table, below the columns of the first", map[string]any{"C6": "Home", "D6": "Since",
			"A7": "Ann Example", "B7": "1985-03-12", "C7": "Pine House", "A8": "Bob Example", "B8": "1979-04-01", "C8": "Ash House"}, true},
		{"names and births above them", map[string]any{"A1": "Ann Example", "B1": "1985-03-12", "A2": "Bob Example", "B2": "1979-04-01", "A3": "Home", "B3": "Since"}, true},
	} {
		book := with(tt.cells)
		if got := HoldsPeople(bytes.NewReader(book), int64(len(book)), register); got != tt.want {
			t.Errorf("%s: %t, want %t", tt.name, got, tt.want)
		}
	}
}

// TestHoldsPeopleInTheRegion holds that no file of the region which is of sources about
// other things than people is answered with a list since it seems to hold some.
func TestHoldsPeopleInTheRegion(t *testing.T) {
	sources, err := queries.Sources()
	must(t, err)
	count := 0
	must(t, filepath.WalkDir("../testdata/region/inbox", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		must(t, err)
		tables, err := ReadAll(d.Name(), bytes.NewReader(data), int64(len(data)), sources, key)
		if err != nil || slices.ContainsFunc(tables, func(t *Table) bool { return t.Source.People }) {
			return nil //nolint:nilerr // it is answered with a list whatever it holds
		}
		if HoldsPeople(bytes.NewReader(data), int64(len(data)), sources) {
			t.Errorf("%s seems to hold people", path)
		}
		count++
		return nil
	}))
	if count < 50 {
		t.Errorf("only %d files were tried", count)
	}
}

// TestQuestionsOfWho holds which questions of a survey ask who somebody is.
func TestQuestionsOfWho(t *testing.T) {
	for question, want := range map[string]bool{
		"What is your full name?": true, "Name": true, "First name": true, "Your e-mail (so that we can reply)": true,
		"Mobile": true, "Date of Birth": true, "D.O.B.": true, "NI number": true, "Home postcode": true, "Post code": true,
		"What is the name of the course?": false, "Name of your employer": false, "Which parts were useful?": false,
		"How far do you agree? [The trainer named what we need]": false, "Were you given a place?": false,
	} {
		if got := whoIs.MatchString(question); got != want {
			t.Errorf("%q: %t, want %t", question, got, want)
		}
	}
}
