package ingest

import (
	"bytes"
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// TestSizesThatLie holds that what a file says of its size is not believed, that
// the largest there can be is read, and that more is refused with little memory.
func TestSizesThatLie(t *testing.T) {
	const million = 1_000_000
	row := func(cells string) []byte {
		return rawBook(t, "<sheetData><row r=\"1\">"+cells+"</row></sheetData>", "", nil)
	}
	said := func(dimension, cells string) []byte {
		return rawBook(t, `<dimension ref="`+dimension+`"/><sheetData><row r="1">`+cells+"</row></sheetData>", "", nil)
	}
	inline := func(text string) string { return `<c t="inlineStr"><is><t>` + text + `</t></is></c>` }
	tests := []struct {
		name string
		data []byte
		want string // the cells, or what refuses the file
	}{
		{"a sheet that says it is the largest there can be", said("A1:XFD1048576", `<c r="A1"><v>1</v></c>`), `A1 number "1"`},
		{"a sheet that says it is one cell", said("A1", `<c r="A1"><v>1</v></c><c r="C1"><v>2</v></c>`), "A1 number \"1\"\nC1 number \"2\""},
		{"a sheet that says it is no range", said("nowhere", `<c r="A1"><v>1</v></c>`), `A1 number "1"`},
		{"the last column there can be", row(`<c r="XFD1"><v>1</v></c>`), `XFD1 number "1"`},
		{"one column more", row(`<c r="XFE1"><v>1</v></c>`), "refused: too-large"},
		{"a million columns that say where they are not", row(strings.Repeat("<c><v>1</v></c>", million)), "refused: too-large"},
		{"a million blank columns", row(strings.Repeat("<c/>", million)), "refused: too-large"},
		{"a text that is no entry of the list", row(`<c t="s"><v>99</v></c>`), "refused: torn"},
		{"a text before the first of the list", row(`<c t="s"><v>-1</v></c>`), "refused: torn"},
		{"a text far beyond the list", row(`<c t="s"><v>999999999</v></c>`), "refused: torn"},
		{"a NUL in a text", row(inline("a&#0;b")), "refused: torn"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			got := cellsOf(t, tt.data)
			runtime.ReadMemStats(&after)
			if i := strings.Index(got, "refused: "); i > 0 && strings.HasPrefix(tt.want, "refused: ") {
				got = got[i:] // what came before is read
			}
			same(t, strings.TrimSpace(got), tt.want)
			if used := (after.TotalAlloc - before.TotalAlloc) >> 20; used > 200 {
				t.Errorf("it took %d MB", used)
			}
		})
	}
}

// TestManyMerges holds that a sheet may merge cells of each of many rows, that
// merges which lie over each other by the thousand are refused, and that those of
// all sheets of a workbook count together.
func TestManyMerges(t *testing.T) {
	const rows = 40_000
	var cells, merged, heap strings.Builder
	for row := 1; row <= rows; row++ {
		fmt.Fprintf(&cells, `<row r="%d"><c r="A%[1]d"><v>1</v></c><c r="B%[1]d"><v>2</v></c></row>`, row)
		fmt.Fprintf(&merged, `<mergeCell ref="A%d:B%[1]d"/>`, row)
	}
	for row := 1; row <= 5_000; row++ {
		fmt.Fprintf(&heap, `<mergeCell ref="A%d:B20000"/>`, row)
	}
	book := func(merges string) []byte {
		return rawBook(t, "<sheetData>"+cells.String()+"</sheetData>", "<mergeCells>"+merges+"</mergeCells>", nil)
	}
	got := cellsOf(t, book(merged.String()))
	if n := strings.Count(got, " empty \"\" ghost"); n != rows || !strings.Contains(got, `A40000 number "1"`) {
		t.Errorf("%d of %d cells are covered", n, rows)
	}
	if got := cellsOf(t, book(heap.String())); !strings.Contains(got, "refused: too-large") {
		t.Errorf("merges over each other gave %.60q", got)
	}
	for n, want := range map[int]string{4096: `A1 number "1"`, 4097: "refused: too-large"} {
		if got := cellsOf(t, rawBook(t, `<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>`, "<mergeCells>"+strings.Repeat(`<mergeCell ref="A1:B9"/>`, n)+"</mergeCells>", nil)); !strings.Contains(got, want) {
			t.Errorf("%d merges over each other gave %.60q, want %q", n, got, want)
		}
	}
	two := rawBook(t, "<sheetData>"+cells.String()+"</sheetData>", "<mergeCells>"+merged.String()+"</mergeCells>", map[string]string{
		"xl/workbook.xml": `<workbook><sheets><sheet name="One" id="s"/><sheet name="Two" id="u"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="s" Type="x/worksheet" Target="worksheets/sheet1.xml"/>` +
			`<Relationship Id="u" Type="x/worksheet" Target="worksheets/sheet2.xml"/></Relationships>`,
		"xl/worksheets/sheet2.xml": "<worksheet><sheetData>" + cells.String() + "</sheetData><mergeCells>" + merged.String() + "</mergeCells></worksheet>",
	})
	for room, want := range map[int]string{2 * rows: "One whole, Two whole, ", 2*rows - 1: "One whole, Two refused: too-large, "} {
		got := ""
		for sheet, err := range bookSheets(bytes.NewReader(two), int64(len(two)), func(b *workbook) { b.merges = room }) {
			must(t, err)
			end := "whole"
			for _, err := range sheet.Rows {
				if err != nil {
					end = strings.TrimSpace(refusalText(t, err))
				}
			}
			got += sheet.Name + " " + end + ", "
		}
		if got != want {
			t.Errorf("two sheets of %d merges each, in a workbook that may have %d: %q, want %q", rows, room, got, want)
		}
	}
}

// TestLongestCell holds that a cell of as many letters as Excel takes is read
// whole, wherever it stands.
func TestLongestCell(t *testing.T) {
	text := strings.Repeat("é", 32_767)
	for name, book := range map[string][]byte{
		"in its cell":  rawBook(t, `<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>`+text+`</t></is></c></row></sheetData>`, "", nil),
		"in the list":  rawBook(t, `<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData>`, "", map[string]string{"xl/sharedStrings.xml": "<sst><si><t>" + text + "</t></si></sst>"}),
		"of a formula": rawBook(t, `<sheetData><row r="1"><c r="A1" t="str"><f>REPT("é",32767)</f><v>`+text+`</v></c></row></sheetData>`, "", nil),
	} {
		want := fmt.Sprintf("A1 text %q", text)
		if got := cellsOf(t, book); !strings.HasPrefix(got, want) {
			t.Errorf("%s: %d bytes were read, want %d", name, len(got), len(want))
		}
	}
}

// TestWideText holds that a text file with a row of a million columns is refused.
func TestWideText(t *testing.T) {
	got, _ := read(t, "return.csv", []byte("Workplace,Month\n"+strings.Repeat(",", 1_000_000)+"\n"), all)
	same(t, got, "refused: too-large")
}

// TestManyFaults holds that of a file in which everything is wrong so much is
// listed and the rest counted, and that nothing of it is taken.
func TestManyFaults(t *testing.T) {
	l, _ := loaderOf(t)
	var b strings.Builder
	b.WriteString("Event date,Kind of event,What happened,Who it concerns\n10/09/2026,Launch,It opened,\n")
	const bad = maxFaults + 7
	for range bad {
		b.WriteString("soon,Launch,It opened,\n")
	}
	path := filepath.Join(t.TempDir(), "events.csv")
	fileOf(t, path, b.String())
	days, err := FilesAt([]string{path}, l.Today)
	must(t, err)
	outcomes, err := l.Load(t.Context(), days)
	must(t, err)
	got := outcomes[len(outcomes)-1]
	if got.Rows != 1 || len(got.Faults) != maxFaults+1 {
		t.Fatalf("%d rows taken and %d faults listed, want 1 and %d: %v", got.Rows, len(got.Faults), maxFaults+1, got.Refusal)
	}
	for _, f := range got.Faults {
		if f.Code == "more-faults" {
			if want := "not listed from here on: 7 more faults"; f.Says != want || f.Line != maxFaults+3 {
				t.Errorf("line %d: %s, want line %d: %s", f.Line, f.Says, maxFaults+3, want)
			}
			return
		}
	}
	t.Error("those that are not listed are not told of")
}
