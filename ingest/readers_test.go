package ingest

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// differs are the workbooks in which our reader and excelize's differ, and why
// ours is right. A file is refused whole where the reason says so.
var differs = map[string]string{
	"BadWorkbook.xlsx": "its list of sheets has none: what it holds cannot be told, and is not nothing",
}

// TestReadersAgree reads every workbook there is in the tests with excelize
// too, those of excelize's own tests among them, and compares every cell.
func TestReadersAgree(t *testing.T) {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/xuri/excelize/v2").Output()
	must(t, err)
	books, cells := 0, 0
	for _, root := range []string{"../testdata/region/inbox", filepath.Join(strings.TrimSpace(string(out)), "test")} {
		must(t, filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() || filepath.Ext(path) != ".xlsx" || strings.HasPrefix(e.Name(), "encrypt") {
				return err
			}
			data, err := os.ReadFile(path)
			must(t, err)
			theirs, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{RawCellValue: true})
			if err != nil {
				return nil // a file that the sample spoils on purpose
			}
			defer theirs.Close()
			n, problem := compareBooks(data, theirs)
			if reason := differs[e.Name()]; (problem == "") != (reason == "") {
				t.Errorf("%s: %s (expected: %q)", e.Name(), problem, reason)
			}
			books, cells = books+1, cells+n
			return nil
		}))
	}
	if books < 50 || cells < 10_000 {
		t.Errorf("only %d workbooks with %d cells were compared", books, cells)
	}
	t.Logf("%d workbooks, %d cells", books, cells)
}

// compareBooks compares every cell of every sheet, and names the first that
// differs.
func compareBooks(data []byte, theirs *excelize.File) (cells int, problem string) {
	sheets, err := Sheets(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return 0, "refused: " + err.Error()
	}
	for sheet, err := range sheets {
		if err != nil {
			return cells, "refused: " + err.Error()
		}
		merged := mergedCells(theirs, sheet.Name)
		want := map[string]string{}
		rows, err := theirs.GetRows(sheet.Name, excelize.Options{RawCellValue: true})
		if err != nil {
			return cells, err.Error()
		}
		for r, row := range rows {
			for c, value := range row {
				ref := Ref{r + 1, c + 1}
				if strings.TrimSpace(value) != "" && !merged[ref] {
					want[ref.String()] = value
				}
			}
		}
		for row, err := range sheet.Rows {
			if err != nil {
				return cells, "refused: " + err.Error()
			}
			for _, c := range row.Cells {
				if c.Kind == Empty {
					continue
				}
				value, there := want[c.Ref.String()]
				if !there || !sameValue(c, value) {
					return cells, fmt.Sprintf("%s!%s: a %s against theirs (there: %v)", sheet.Name, c.Ref, c.Kind, there)
				}
				delete(want, c.Ref.String())
				cells++
			}
		}
		for ref := range want {
			return cells, fmt.Sprintf("%s!%s: only excelize has it", sheet.Name, ref)
		}
	}
	return cells, ""
}

// mergedCells are those that a merge covers, its first cell apart: excelize
// hands out what the file has there.
func mergedCells(f *excelize.File, sheet string) map[Ref]bool {
	covered := map[Ref]bool{}
	merges, _ := f.GetMergeCells(sheet) // a sheet without any has none
	for _, m := range merges {
		s, ok := parseSpan(m.GetStartAxis() + ":" + m.GetEndAxis())
		for row := s.top; ok && row <= s.bottom; row++ {
			for col := s.left; col <= s.right; col++ {
				covered[Ref{row, col}] = row != s.top || col != s.left
			}
		}
	}
	return covered
}

func sameValue(c Cell, raw string) bool {
	switch c.Kind {
	case Bool:
		return isTrue(strings.ToLower(raw)) == (c.Number == 1)
	}
	return c.Raw == raw
}
