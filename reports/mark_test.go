package reports

import (
	"archive/zip"
	"bytes"
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"academy/queries"
)

// realBooks are workbooks that others made: those that the sample region
// received, and the tests of excelize.
var realBooks = sync.OnceValues(func() (map[string][]byte, error) {
	module, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/xuri/excelize/v2").Output()
	if err != nil {
		return nil, err
	}
	books := map[string][]byte{}
	for _, dir := range []string{"../testdata/region/inbox", filepath.Join(strings.TrimSpace(string(module)), "test")} {
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || !strings.EqualFold(filepath.Ext(path), ".xlsx") {
				return err
			}
			books[filepath.Base(path)], err = os.ReadFile(path)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return books, nil
})

// someFindings are findings on cells of every sheet of a workbook: some that
// are there, and one far below that is not.
func someFindings(t testing.TB, data []byte) []Finding {
	x, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		return []Finding{{Fault: queries.Fault{Says: "there is no such sheet"}, Sheet: "Sheet1", Cell: "B2"}}
	}
	defer x.Close()
	var all []Finding
	for _, sheet := range x.GetSheetList() {
		for i, cell := range []string{"A1", "B2", "C3", "B7", "D900"} {
			all = append(all, Finding{Fault: queries.Fault{Place: quoteSheet(sheet) + "!" + cell, Severity: queries.Ask, Column: cell, Code: "odd",
				Says: fmt.Sprintf("value %d is <odd> & has _x0041_ in it", i), Fix: "=look again"}, Sheet: sheet, Cell: cell})
		}
	}
	return all
}

func someFeedback(findings []Finding) Feedback {
	return Feedback{
		Academy: "Northshire Care Academy", Contact: "data@academy.example, 01632 960123", Sender: "Rowan House", File: "rowan-house.xlsx",
		Received: time.Date(2024, 4, 9, 0, 0, 0, 0, time.UTC), Source: "Monthly return", Period: "March 2024",
		Verdict: "We have used this file, but not all of it.", Findings: findings, Progress: Progress{Before: 15, Fixed: 12, Still: 3, New: 2}, Since: "your last file",
		Figures:  []OwnFigure{{"Vacancy rate", "8.2%", "March 2024", ""}, {"Sickness", "4.1 days a person", "year to March 2024", "This counts 2 of your 3 workplaces."}},
		Stopped:  []Told{{"Turnover", "the number of leavers is empty"}},
		NotRun:   []Told{{"Leap since last month", "we do not have your return for February 2024"}},
		Owed:     []string{"your return for April 2024, by 14 May 2024"},
		NotAsked: []string{"training, since your ASC-WDS export of March answers it"},
	}
}

func marked(t testing.TB, data []byte, fb Feedback) ([]byte, MarkReport) {
	t.Helper()
	var out bytes.Buffer
	report, err := Mark(bytes.NewReader(data), int64(len(data)), fb, &out)
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes(), report
}

// What cannot be marked is answered by a workbook of our own; all else is marked.
var notMarked = map[string]string{
	"encryptAES.xlsx":    "password",
	"encryptSHA1.xlsx":   "password",
	"encryptSHA512.xlsx": "password",
	// Of the sample region: pages and text under the name of a workbook.
	"E0005 return 2025-09.xlsx": "not a workbook",
	"E0006 return 2025-09.xlsx": "not a workbook",
	"E0007 return 2026-04.xlsx": "not a workbook",
}

func TestMarkLeavesRealWorkbooksAsTheyWere(t *testing.T) {
	books, err := realBooks()
	if err != nil {
		t.Fatal(err)
	}
	if len(books) < 50 {
		t.Fatalf("there are only %d workbooks to try", len(books))
	}
	for _, name := range slices.Sorted(maps.Keys(books)) {
		t.Run(name, func(t *testing.T) {
			data := books[name]
			fb := someFeedback(someFindings(t, data))
			out, report := marked(t, data, fb)
			again, _ := marked(t, data, fb)
			if !bytes.Equal(out, again) {
				t.Error("marked twice, its bytes differ")
			}
			if why, ok := notMarked[name]; ok || report.Fallback != "" {
				if !ok || !strings.Contains(report.Fallback, why) {
					t.Fatalf("it is not marked since %q, want %q", report.Fallback, why)
				}
				wantList(t, out, 0)
				return
			}
			if report.Marked == 0 && len(fb.Findings) > 0 {
				t.Errorf("no cell is marked: %+v", report)
			}
			wantUntouched(t, data, out)
			wantCells(t, data, out, 5)
			// When it comes back and all is right, each cell has the format that it had.
			clean, _ := marked(t, out, someFeedback(nil))
			wantCells(t, data, clean, 0)
			wantSound(t, data, out)
		})
	}
}

// wantList holds a workbook to a sheet with the list at a place.
func wantList(t *testing.T, data []byte, at int) {
	t.Helper()
	x, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	sheet := x.GetSheetList()[at]
	title, err := x.GetCellValue(sheet, "A1")
	if err != nil || title != fixSheet || !strings.HasPrefix(sheet, fixSheet) {
		t.Errorf("sheet %q has the title %q (%v)", sheet, title, err)
	}
}

// mayChange are the parts that marking may touch.
func mayChange(name string) bool {
	for _, s := range []string{"[content_types].xml", "workbook.xml", "workbook.xml.rels", "styles", "/comments", "vmldrawing", "/sheet", "worksheets/_rels/"} {
		if strings.Contains(strings.ToLower(name), s) {
			return true
		}
	}
	return false
}

func wantUntouched(t *testing.T, before, after []byte) {
	t.Helper()
	was, now := parts(t, before), parts(t, after)
	same := 0
	for name, data := range was {
		switch {
		case bytes.Equal(now[name], data):
			same++
		case !mayChange(name):
			t.Errorf("part %s has changed", name)
		}
	}
	if same == 0 {
		t.Error("every part has changed")
	}
}

func parts(t *testing.T, data []byte) map[string][]byte {
	t.Helper()
	all, err := unzip(data)
	if err != nil {
		t.Fatal(err)
	}
	m := map[string][]byte{}
	for _, p := range all {
		m[p.name] = p.data
	}
	return m
}

// wantCells compares two workbooks cell by cell, as excelize reads them. So many
// cells of a sheet may have another style.
func wantCells(t *testing.T, before, after []byte, most int) {
	t.Helper()
	was, err := excelize.OpenReader(bytes.NewReader(before))
	if err != nil {
		t.Skipf("excelize does not open it: %v", err)
	}
	defer was.Close()
	now, err := excelize.OpenReader(bytes.NewReader(after))
	if err != nil {
		t.Fatal(err)
	}
	defer now.Close()
	sheets := now.GetSheetList()
	theirs := slices.DeleteFunc(was.GetSheetList(), func(name string) bool { return name == sheets[0] }) // an earlier list is written anew
	if !slices.Equal(sheets[1:], theirs) {
		t.Fatalf("the sheets are %q, want the list and %q", sheets, theirs)
	}
	for _, sheet := range theirs {
		old, err := was.GetRows(sheet, excelize.Options{RawCellValue: true})
		if err != nil {
			continue // not a sheet of cells
		}
		rows, err := now.GetRows(sheet, excelize.Options{RawCellValue: true})
		if err != nil || len(rows) != len(old) {
			t.Fatalf("%s: there are %d rows, want %d (%v)", sheet, len(rows), len(old), err)
		}
		hatched := 0
		for r, row := range old {
			for c := range row {
				cell := spot{r + 1, c + 1}.String()
				a, b := cellOf(was, sheet, cell), cellOf(now, sheet, cell)
				if a.value != b.value || a.formula != b.formula || a.kind != b.kind {
					t.Fatalf("%s!%s has changed", sheet, cell)
				}
				if a.style != b.style {
					hatched++
				}
			}
		}
		if hatched > most {
			t.Errorf("%s: %d cells have another style, want %d at most", sheet, hatched, most)
		}
	}
}

type heldCell struct {
	value, formula string
	kind           excelize.CellType
	style          int
}

func cellOf(x *excelize.File, sheet, cell string) (h heldCell) {
	var errs [4]error
	h.value, errs[0] = x.GetCellValue(sheet, cell, excelize.Options{RawCellValue: true})
	h.formula, errs[1] = x.GetCellFormula(sheet, cell)
	h.kind, errs[2] = x.GetCellType(sheet, cell)
	h.style, errs[3] = x.GetCellStyle(sheet, cell)
	if err := cmp.Or(errs[:]...); err != nil {
		h.value = err.Error()
	}
	return h
}

// wantSound is our check of what the validator does not see.
func wantSound(t *testing.T, before, after []byte) {
	t.Helper()
	was, now := parts(t, before), parts(t, after)
	seen := map[string]bool{}
	z, err := zip.NewReader(bytes.NewReader(after), int64(len(after)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		if seen[strings.ToLower(f.Name)] {
			t.Errorf("part %s is there twice", f.Name)
		}
		seen[strings.ToLower(f.Name)] = true
	}
	for name, data := range now {
		if bytes.Equal(was[name], data) {
			continue
		}
		if err := wellFormed(data); err != nil && (was[name] == nil || wellFormed(was[name]) == nil) {
			t.Errorf("part %s: %v", name, err)
		}
	}
}

// wellFormed reads a part with the library's own reader, which is not ours.
func wellFormed(data []byte) error {
	d := xml.NewDecoder(bytes.NewReader(data))
	for {
		_, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// A slippery file stands for a slip of ours: whoever reads it stops.
type slippery struct{}

func (slippery) ReadAt([]byte, int64) (int, error) { panic("a slip") }

// TestMarkSlips holds that a slip of ours costs the sender the marks and not the
// answer.
func TestMarkSlips(t *testing.T) {
	var out bytes.Buffer
	report, err := Mark(slippery{}, 100, someFeedback([]Finding{finding("Sheet1", "B2", "this is not a whole number")}), &out)
	if err != nil || report.Fallback == "" || !strings.Contains(report.Slip, "slippery") {
		t.Fatalf("got %+v, %v, want a workbook of our own, and the function that stopped", report, err)
	}
	if _, err := excelize.OpenReader(&out); err != nil {
		t.Errorf("the answer does not open: %v", err)
	}
}
