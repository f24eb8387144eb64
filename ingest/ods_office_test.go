package ingest

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// TestODSAgainstLibreOffice has LibreOffice make an .ods of a workbook, and a
// workbook of that again, and compares every cell of the three.
func TestODSAgainstLibreOffice(t *testing.T) {
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("LibreOffice is not installed")
	}
	dir := t.TempDir()
	must(t, os.WriteFile(filepath.Join(dir, "first.xlsx"), officeBook(t), 0o600))
	first := officeCells(t, filepath.Join(dir, "first.xlsx"))
	officeConvert(t, office, dir, "ods", "first.xlsx")
	second := officeCells(t, filepath.Join(dir, "first.ods"))
	must(t, os.Rename(filepath.Join(dir, "first.ods"), filepath.Join(dir, "second.ods")))
	officeConvert(t, office, dir, "xlsx", "second.ods")
	third := officeCells(t, filepath.Join(dir, "second.xlsx"))
	if len(first) < 3000 {
		t.Fatalf("only %d cells", len(first))
	}
	sameCells(t, "the .ods", second, "the workbook made of it", third)
	for place, want := range map[string]string{"Sheet1!O1": `error "#DIV/0!" flags=8`, "Sheet1!O2": `error "#N/A" flags=8`} {
		same(t, second[place], want)
		delete(first, place) // which were never computed there
		delete(second, place)
	}
	for row := 1; row <= 400; row++ { // excelize says of what a formula gives that it is a text
		place := fmt.Sprintf("Sheet1!M%d", row)
		flags := Formula
		if row == 20 {
			flags |= Hidden
		}
		same(t, second[place], fmt.Sprintf(`number "%d" flags=%d`, row*2, flags))
		delete(first, place)
		delete(second, place)
	}
	sameCells(t, "the workbook", first, "the .ods", second)
}

func officeConvert(t *testing.T, office, dir, kind string, names ...string) {
	t.Helper()
	args := []string{"-env:UserInstallation=file://" + filepath.Join(dir, "profile"), "--headless", "--convert-to", kind, "--outdir", dir}
	for _, name := range names {
		args = append(args, filepath.Join(dir, name))
	}
	out, err := exec.Command(office, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}

// officeBook makes a workbook with every kind of cell that both formats have.
func officeBook(t *testing.T) []byte {
	t.Helper()
	f := excelize.NewFile()
	style := func(format string) int {
		id, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
		must(t, err)
		return id
	}
	dates, stamps, percents, pounds := style("dd/mm/yyyy"), style("dd/mm/yyyy hh:mm"), style("0.0%"), style(`[$£-809]#,##0.00`)
	put := func(sheet string, row int, values ...any) {
		for i, v := range values {
			must(t, f.SetCellValue(sheet, Ref{row, i + 1}.String(), v))
		}
	}
	for row := 1; row <= 400; row++ {
		n := float64(row)
		put("Sheet1", row, fmt.Sprintf("Home %d", row), n/7, 45000+n, 45000+n+0.25, n/1000, n*1.1, row%2 == 0, fmt.Sprintf("%05d", row), "same", "two\nlines  and   spaces.", " led", row/50)
		for column, id := range map[string]int{"C": dates, "D": stamps, "E": percents, "F": pounds} {
			must(t, f.SetCellStyle("Sheet1", fmt.Sprintf("%s%d", column, row), fmt.Sprintf("%s%d", column, row), id))
		}
		must(t, f.SetCellValue("Sheet1", fmt.Sprintf("M%d", row), n*2))
		must(t, f.SetCellFormula("Sheet1", fmt.Sprintf("M%d", row), fmt.Sprintf("=ROW(A%d)*2", row)))
		must(t, f.SetCellValue("Sheet1", fmt.Sprintf("N%d", row), "£ é 中 😀 <&>"))
	}
	must(t, f.SetCellFormula("Sheet1", "O1", "=1/0"))
	must(t, f.SetCellFormula("Sheet1", "O2", "=NA()"))
	must(t, f.SetRowVisible("Sheet1", 20, false))
	must(t, f.SetColVisible("Sheet1", "K", false))
	must(t, f.AddComment("Sheet1", excelize.Comment{Cell: "A1", Author: "Ann", Text: "ask Ann"}))
	for _, name := range []string{"Lists", "O'Brien & Co", "Blank"} {
		_, err := f.NewSheet(name)
		must(t, err)
	}
	put("Lists", 3, "a", nil, "c")
	put("O'Brien & Co", 1, "merged", nil, nil, 1)
	must(t, f.MergeCell("O'Brien & Co", "A1", "C4"))
	put("O'Brien & Co", 900, "far down")
	put("O'Brien & Co", 901, nil, nil, nil, nil, nil, nil, nil, "far right")
	must(t, f.SetSheetVisible("Lists", false))
	var b bytes.Buffer
	must(t, f.Write(&b))
	return b.Bytes()
}

// officeCells lists the cells of a file by their place: what each holds, its
// numbers to what a time to the second allows.
func officeCells(t *testing.T, path string) map[string]string {
	t.Helper()
	data, err := os.ReadFile(path)
	must(t, err)
	cells := make(map[string]string)
	sheets, err := Sheets(bytes.NewReader(data), int64(len(data)))
	must(t, err)
	for sheet, err := range sheets {
		must(t, err)
		cells[sheet.Name] = fmt.Sprintf("hidden=%v", sheet.Hidden)
		for row, err := range sheet.Rows {
			must(t, err)
			for _, c := range row.Cells {
				what := c.text()
				if c.Kind == Number || c.Kind == Date {
					what = fmt.Sprintf("%.9g", math.Round(c.Number*1e6)/1e6)
				}
				if c.Kind == Error {
					what = c.Raw
				}
				if c.Kind == Bool { // LibreOffice makes a formula of TRUE
					c.Flags &^= Formula
				}
				cells[sheet.Name+"!"+c.Ref.String()] = fmt.Sprintf("%s %q flags=%d", c.Kind, what, c.Flags)
			}
		}
	}
	return cells
}

func sameCells(t *testing.T, name string, a map[string]string, other string, b map[string]string) {
	t.Helper()
	faults := 0
	for _, pair := range []struct {
		from, in map[string]string
		where    string
	}{{a, b, name}, {b, a, other}} {
		for place, want := range pair.from {
			if got := pair.in[place]; got != want && faults < 20 {
				faults++
				t.Errorf("%s has at %s: %s; the other has %s", pair.where, place, want, strings.TrimSpace(got))
			}
		}
	}
}
