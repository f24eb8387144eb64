package ingest

import (
	"bytes"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// bothWays reads the cells of a workbook with its sheets kept as they are, and
// with their rows kept as they were read, twice each, and says where that
// differs; "" if it does not. It returns how many lines there were to compare.
func bothWays(data []byte) (lines int, problem string) {
	read := func(plain int) (all []string) {
		book, err := openWorkbook(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			return []string{bookRefusal(err).Error()}
		}
		book.plain = plain
		for _, s := range book.sheets {
			rows := guarded(book.rows(s))
			for range 2 { // what was kept is read once more
				for row, err := range rows {
					if err != nil {
						all = append(all, err.Error())
						break
					}
					all = append(all, fmt.Sprintf("%s %d %d %t %t %v", s.name, row.Line, row.Blank, row.Hidden, row.Filter, row.Merges))
					for _, c := range row.Cells {
						all = append(all, fmt.Sprintf("%+v", c))
					}
				}
			}
		}
		return all
	}
	small, large := read(keptPlain), read(64)
	for i := range min(len(small), len(large)) {
		if small[i] != large[i] {
			return len(small), fmt.Sprintf("line %d: a small sheet has %s, a large one %s", i, small[i], large[i])
		}
	}
	if len(small) != len(large) {
		return len(small), fmt.Sprintf("a small sheet has %d lines, a large one %d", len(small), len(large))
	}
	return len(small), ""
}

// everyCell has a cell of every kind, as programs write them and otherwise.
const everyCell = `<cols><col min="3" max="4" hidden="1"/></cols><sheetData>` +
	`<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c><c r="D2"><v>12</v></c><c r="ZZ2" s="1"><v>46000</v></c></row>` +
	`<row><c><v>-1.50</v></c><c s="3"><v>0.25</v></c><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c><c/><c t="str"><f>A2</f><v>x</v></c></row>` +
	`<row r="9" hidden="1"><c r="A9" t="inlineStr"><is><t>in place</t></is></c><c r="B9"><f>1+1</f><v>2</v></c><c r="C9"><f>1</f></c></row>` +
	`<row r="10"/><row r="11"><c r="B11"><v>123456789012345678901234567890</v></c><c r="C11"><v> 7 </v></c><c r="D11" s="1"><v>0.5</v></c><c r="E11" s="99"><v>1e3</v></c></row>` +
	`<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>`

// TestRowsOfLargeSheets holds that a large sheet, whose rows are kept as they
// were read, gives what a small one does: each workbook of the tests and of
// excelize's, one with every kind of cell, and what is left of that when bytes of
// it are lost or swapped.
func TestRowsOfLargeSheets(t *testing.T) {
	lines := 0
	try := func(name string, data []byte) {
		t.Helper()
		n, problem := bothWays(data)
		if lines += n; problem != "" {
			t.Errorf("%s: %s", name, problem)
		}
	}
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/xuri/excelize/v2").Output()
	must(t, err)
	for _, root := range []string{"../testdata/region/inbox", filepath.Join(strings.TrimSpace(string(out)), "test")} {
		must(t, filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() || !strings.HasPrefix(filepath.Ext(path), ".xl") {
				return err
			}
			data, err := os.ReadFile(path)
			must(t, err)
			try(e.Name(), data)
			return nil
		}))
	}
	const after = `<autoFilter ref="A1:C9"/><mergeCells><mergeCell ref="A2:B9"/><mergeCell ref="D11:E12"/></mergeCells>`
	try("every kind of cell", rawBook(t, everyCell, after, nil))
	try("every kind of cell, without merges", rawBook(t, everyCell, "", nil))
	try("columns described after the rows", rawBook(t, everyCell, `<cols><col min="1" max="1" hidden="1"/></cols>`, nil))
	random := rand.New(rand.NewPCG(1, 2))
	for i := range 2000 {
		sheet := []byte(everyCell + after)
		at := random.IntN(len(sheet))
		switch i % 3 {
		case 0:
			sheet = sheet[:at]
		case 1:
			sheet = append(sheet[:at], sheet[min(len(sheet), at+1+random.IntN(9)):]...)
		default:
			sheet[at] = "<>/\"=c0A \x00"[random.IntN(10)]
		}
		try(fmt.Sprintf("damage %d", i), rawBook(t, string(sheet), "", nil))
	}
	if lines < 90_000 {
		t.Errorf("only %d lines were compared", lines)
	}
}

// TestLargeSheetWithoutRoom holds that a sheet that there is no room to keep is
// read all the same, each time from the file.
func TestLargeSheetWithoutRoom(t *testing.T) {
	data := rawBook(t, everyCell, `<mergeCells><mergeCell ref="A2:B9"/></mergeCells>`, nil)
	for _, room := range []int{0, 40, 1 << 20} {
		book, err := openWorkbook(bytes.NewReader(data), int64(len(data)))
		must(t, err)
		book.plain, book.spare = 64, room
		n := 0
		for row, err := range book.rows(book.sheets[0]) {
			must(t, err)
			n += len(row.Cells)
		}
		if want := 4 + 5 + 3 + 4 + 1; n != want { // by row
			t.Errorf("with %d bytes of room: %d cells, want %d", room, n, want)
		}
	}
}

// TestRowOfTexts holds that a row with more text than any person's is refused, be
// its sheet kept as it is or read while it is inflated.
func TestRowOfTexts(t *testing.T) {
	cell := `<c t="inlineStr"><is><t>` + strings.Repeat("x", 32_767) + `</t></is></c>`
	for cells, want := range map[int]string{500: "", 600: "unpacked, it is no spreadsheet that a person made"} {
		data := rawBook(t, `<sheetData><row>`+strings.Repeat(cell, cells)+`</row></sheetData>`, "", nil)
		for _, plain := range []int{64, 64 << 20} {
			book, err := openWorkbook(bytes.NewReader(data), int64(len(data)))
			must(t, err)
			book.plain = plain
			got := ""
			for _, err := range book.rows(book.sheets[0]) {
				if err != nil {
					got = err.Error()
				}
			}
			if (got == "") != (want == "") || !strings.Contains(got, want) {
				t.Errorf("%d texts: %q, want %q", cells, got, want)
			}
		}
	}
}
