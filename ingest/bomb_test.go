package ingest

import (
	"archive/zip"
	"bytes"
	"fmt"
	"runtime"
	"strings"
	"testing"
)

// TestXMLBombs holds that a workbook which is small, and whose XML is made to
// cost memory or time, is refused with little of either.
func TestXMLBombs(t *testing.T) {
	const mib = 1 << 20
	sheet := func(text string) map[string]string {
		return map[string]string{"xl/worksheets/sheet1.xml": "<worksheet>" + text + "</worksheet>"}
	}
	sheets := func(targets ...string) map[string]string {
		parts := map[string]string{}
		var list, rels strings.Builder
		for i, target := range targets {
			fmt.Fprintf(&list, `<sheet name="S%d" sheetId="%d" id="s%d"/>`, i, i, i)
			fmt.Fprintf(&rels, `<Relationship Id="s%d" Type="x/worksheet" Target="worksheets/%s"/>`, i, target)
		}
		parts["xl/workbook.xml"] = "<workbook><sheets>" + list.String() + "</sheets></workbook>"
		parts["xl/_rels/workbook.xml.rels"] = "<Relationships>" + rels.String() + "</Relationships>"
		return parts
	}
	tests := []struct {
		name  string
		parts map[string]string
		want  string
	}{
		{"elements in elements without end", sheet(strings.Repeat("<a>", 8*mib)), "too-large"},
		{"elements in elements of styles", map[string]string{"xl/styles.xml": "<styleSheet>" + strings.Repeat("<a>", 5*mib)}, "too-large"},
		{"a row with millions of attributes", sheet("<sheetData><row " + strings.Repeat(`a="" `, 4*mib) + "/></sheetData>"), "too-large"},
		{"a text of 20 MB in a cell", sheet(`<sheetData><row><c t="inlineStr"><is><t>` + strings.Repeat("x", 20*mib) + "</t></is></c></row></sheetData>"), "too-large"},
		{"a comment of 20 MB", sheet("<!--" + strings.Repeat("<x ", 7*mib) + "-->"), "too-large"},
		{"entities in entities", map[string]string{"xl/worksheets/sheet1.xml": `<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><worksheet><sheetData><row><c t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>`}, "torn"},
		{"millions of texts", map[string]string{"xl/sharedStrings.xml": "<sst>" + strings.Repeat("<si/>", 5*mib) + "</sst>"}, "too-large"},
		{"millions of rows without numbers", sheet("<sheetData>" + strings.Repeat("<row/>", 2*mib) + "</sheetData>"), "too-large"},
		{"one sheet many times", sheets("sheet1.xml", "sheet2.xml", "sheet1.xml"), "torn"},
		{"one sheet many times, spelt in two ways", sheets("sheet1.xml", "Sheet1.xml"), "torn"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			book := rawBook(t, "<sheetData/>", "", tt.parts)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			got, _ := read(t, "x.xlsx", book, all)
			runtime.ReadMemStats(&after)
			same(t, got, "refused: "+tt.want)
			if used := (after.Sys - before.Sys) / mib; used > 400 {
				t.Errorf("refused with %d MB", used)
			}
		})
	}
}

// TestManyParts holds that parts which each are of a fair size are refused
// where all together are not.
func TestManyParts(t *testing.T) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := range 20 {
		_, err := z.CreateRaw(&zip.FileHeader{Name: fmt.Sprintf("xl/media/%d.png", i), UncompressedSize64: 60 << 20, CompressedSize64: 0})
		must(t, err)
	}
	must(t, z.Close())
	_, err := openPack(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != errTooLarge { //nolint:errorlint // it is this one
		t.Errorf("got %v, want %v", err, errTooLarge)
	}
}
