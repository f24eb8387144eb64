package ingest

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
)

// foreign returns a refusal for a file that is of a kind people do send and
// that we do not read, named for what it is. It returns nil for all others.
func foreign(r io.ReaderAt, size int64) *Refusal {
	head := make([]byte, min(size, 4096))
	n, _ := r.ReadAt(head, 0) // what could not be read is not recognised
	head = head[:n]
	for _, k := range []struct{ magic, name string }{
		{"%PDF-", "a PDF"},
		{"\x89PNG\r\n", "a picture"},
		{"\xFF\xD8\xFF", "a picture"},
		{"GIF8", "a picture"},
		{"BM", "a picture"},
		{"{\\rtf", "a text document"},
		{"Rar!\x1A\x07", "a packed folder"},
		{"7z\xBC\xAF\x27\x1C", "a packed folder"},
		{"\x1F\x8B", "a packed folder"},
	} {
		if bytes.HasPrefix(head, []byte(k.magic)) && (len(k.magic) > 2 || bytes.IndexByte(head, 0) >= 0 || k.magic[0] == 0x1F) {
			return notAWorkbook(k.name)
		}
	}
	switch {
	case bytes.HasPrefix(head, []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")):
		return compound(r, size)
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return foreignZip(r, size)
	}
	text := strings.ToLower(strings.TrimSpace(strings.TrimPrefix(string(head), "\uFEFF")))
	for _, start := range []string{"<!doctype html", "<html", "<table", "<head", "<meta"} {
		if strings.HasPrefix(text, start) {
			return notAWorkbook("a web page")
		}
	}
	if strings.HasPrefix(text, "<?xml") {
		return notAWorkbook("XML")
	}
	return nil
}

func notAWorkbook(what string) *Refusal {
	return &Refusal{"not-a-workbook", "the file is " + what + ", not a workbook",
		"send the table itself, saved as an Excel workbook (.xlsx) or as CSV"}
}

// compound tells what an OLE compound file is by the names in its directory,
// which are UTF-16: a workbook with a password, one of Excel before 2007, or
// neither. Only its first 8 MB are looked at.
func compound(r io.ReaderAt, size int64) *Refusal {
	wide := func(s string) []byte {
		var b []byte
		for _, c := range []byte(s) {
			b = append(b, c, 0)
		}
		return b
	}
	data := make([]byte, min(size, 8<<20))
	n, _ := r.ReadAt(data, 0)
	data = data[:n]
	switch {
	case bytes.Contains(data, wide("EncryptedPackage")):
		return &Refusal{"protected", "the workbook is protected with a password",
			"save it without a password (File, Info, Protect Workbook) and send it again"}
	case bytes.Contains(data, wide("Workbook")), bytes.Contains(data, wide("Book")):
		return &Refusal{"old-workbook", "the file is a workbook of Excel before 2007 (.xls)",
			"open it, save it as an Excel workbook (.xlsx) and send that"}
	}
	return notAWorkbook("an old Office document or a mail")
}

// foreignZip tells a zip that is no Excel workbook for what it is. A zip that
// cannot be opened is left to the reader of workbooks, which says where it is
// torn.
func foreignZip(r io.ReaderAt, size int64) *Refusal {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil
	}
	for _, kind := range []struct {
		part    string
		refusal *Refusal
	}{
		{"xl/workbook.bin", &Refusal{"binary-workbook", "the file is a binary workbook (.xlsb)",
			"open it, save it as an Excel workbook (.xlsx) and send that"}},
		{"word/", notAWorkbook("a Word document")},
		{"ppt/", notAWorkbook("a presentation")},
		{"[content_types].xml", nil}, // a workbook, or the reader says why not
		{"xl/", nil},
		{"content.xml", notAWorkbook("an OpenDocument file")},
		{"index/document.iwa", notAWorkbook("a Numbers or Pages document")},
	} {
		for _, f := range z.File {
			if strings.HasPrefix(partName(f.Name), kind.part) {
				return kind.refusal
			}
		}
	}
	return notAWorkbook("a packed folder")
}
