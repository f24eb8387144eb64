package ingest

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

// refusalOf reads a file to its end, as any does, and returns why it is refused.
func refusalOf(t *testing.T, data []byte) Refusal {
	t.Helper()
	sheets, err := Sheets(bytes.NewReader(data), int64(len(data)))
	if err == nil {
		for sheet, failed := range sheets {
			if err = failed; err != nil {
				break
			}
			for _, failed := range sheet.Rows {
				err = failed
			}
			if err != nil {
				break
			}
		}
	}
	var r Refusal
	if err != nil && !errors.As(err, &r) {
		t.Fatalf("got %v, want a refusal", err)
	}
	return r
}

// TestWordsOfDamage holds that what is wrong with a file that cannot be read is said
// as it is.
func TestWordsOfDamage(t *testing.T) {
	sheet := func(row string) []byte {
		return rawBook(t, "<sheetData><row r=\"1\">"+row+"</row></sheetData>", "", nil)
	}
	locked := func(names ...string) []byte {
		var files []packedFile
		for _, name := range names {
			files = append(files, packedFile{name: name, text: "what nobody can read", flags: 1})
		}
		return []byte(packed(t, files...))
	}
	for _, tt := range []struct {
		name string
		data []byte
		says string
	}{
		{"a cell beyond the last column", sheet(`<c r="XFE1"><v>1</v></c>`), `beyond column XFD or row 1,048,576, where a sheet ends (sheet "Return")`},
		{"styles that break off", rawBook(t, "<sheetData/>", "", map[string]string{"xl/styles.xml": "<styleSheet>"}), "a part of the workbook ends too early"},
		{"a sheet that breaks off", sheet("<c"), `a sheet ends too early or cannot be read (sheet "Return")`},
		{"a workbook with a password of a packing program", locked("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml"), "has a password that a packing program set"},
		{"an OpenDocument sheet with one", locked("mimetype", "content.xml", "META-INF/manifest.xml"), "has a password that a packing program set"},
		{"a text of two million letters", sheet(`<c r="A1" t="str"><v>` + strings.Repeat("x", 2<<20) + `</v></c>`), `more than a million characters long (sheet "Return")`},
		{"an attribute of two million letters", rawODS(t, odsTable(`<table:table-row><table:table-cell office:value-type="string" office:string-value="`+strings.Repeat("x", 2<<20)+`"/></table:table-row>`), nil), "more than a million characters long"},
		{"a number of an OpenDocument sheet", rawODS(t, odsTable(`<table:table-row><table:table-cell office:value-type="float" office:value="many"/></table:table-row>`), nil), `does not (sheet "Return")`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if r := refusalOf(t, tt.data); !strings.Contains(r.Error(), tt.says) {
				t.Errorf("it says %q, want %q", r.Error(), tt.says)
			}
		})
	}
}
