package main

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"academy/reports"
)

// TestMarkOldWorkbooks holds that workbooks which we cannot mark are answered
// by one of our own, and are not opened by LibreOffice for that.
func TestMarkOldWorkbooks(t *testing.T) {
	dir := t.TempDir()
	program := "#!/bin/sh\necho x > '" + filepath.Join(dir, "started") + "'\n"
	if err := os.WriteFile(filepath.Join(dir, "soffice"), []byte(program), 0o700); err != nil { //nolint:gosec // it is a program
		t.Fatal(err)
	}
	t.Setenv("PATH", dir)
	var binary bytes.Buffer
	z := zip.NewWriter(&binary)
	for name, text := range map[string]string{
		"xl/workbook.bin": "\x83\x01\x00", "_rels/.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" ` +
			`Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.bin"/></Relationships>`,
	} {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string]string{
		".xls":  "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + strings.Repeat("\x00", 22) + "\x09\x00" + strings.Repeat("\xFF", 480) + "W\x00o\x00r\x00k\x00b\x00o\x00o\x00k\x00",
		".xlsb": binary.String(),
	} {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			if _, err := mark([]byte(data), reports.Feedback{Academy: "A", File: "return" + name, Source: "Monthly return"}, &out); err != nil {
				t.Fatal(err)
			}
			book, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
			if err != nil {
				t.Fatal(err)
			}
			found := false
			for _, f := range book.File {
				found = found || f.Name == "xl/workbook.xml"
			}
			if !found {
				t.Error("it is not a workbook of our own")
			}
			if _, err := os.Stat(filepath.Join(dir, "started")); err == nil {
				t.Error("LibreOffice was started for it")
			}
		})
	}
}
