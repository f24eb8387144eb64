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
	if what := picture(head); what != nil {
		return what
	}
	for _, k := range []struct {
		at    int
		magic string
		what  *Refusal
	}{
		{0, "%PDF-", notAWorkbook("a PDF")},
		{0, "{\\rtf", notAWorkbook("a text document")},
		{0, "Rar!\x1A\x07", packedFolder},
		{0, "7z\xBC\xAF\x27\x1C", packedFolder},
		{0, "\x1F\x8B", packedFolder},
		{257, "ustar", packedFolder},
		{4, "Standard Jet DB", access},
		{4, "Standard ACE DB", access},
	} {
		if len(head) > k.at && bytes.HasPrefix(head[k.at:], []byte(k.magic)) {
			return k.what
		}
	}
	switch {
	case bytes.HasPrefix(head, []byte(compoundMagic)):
		return compound(r, size)
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return foreignZip(r, size)
	}
	return foreignText(strings.TrimSpace(strings.TrimPrefix(string(head), "\uFEFF")))
}

var (
	packedFolder = &Refusal{"not-a-workbook", "the file is a packed folder, not a workbook",
		"unpack it, and send the workbook (.xlsx) or the CSV file that is in it"}
	access = &Refusal{"not-a-workbook", "the file is an Access database, not a workbook",
		"open it, export the table as an Excel workbook (External Data, Export, Excel) and send that"}
	mail = &Refusal{"not-a-workbook", "the file is an e-mail, not a workbook",
		"open it, save the workbook that is attached to it and send that"}
	flatODF = &Refusal{"not-a-workbook", "the file is a flat OpenDocument file (.fods), not a workbook",
		"open it, save it as an Excel workbook (.xlsx) or as an OpenDocument sheet (.ods) and send that"}
)

// picture returns a refusal for a picture. The two letters that a bitmap
// starts with could start a text too, which holds no NUL byte.
func picture(head []byte) *Refusal {
	is := func(at int, magics ...string) bool {
		for _, m := range magics {
			if len(head) >= at && bytes.HasPrefix(head[at:], []byte(m)) {
				return true
			}
		}
		return false
	}
	switch {
	case is(0, "\x89PNG\r\n", "\xFF\xD8\xFF", "GIF8", "II*\x00", "MM\x00*"),
		is(0, "BM") && bytes.IndexByte(head, 0) >= 0,
		is(0, "RIFF") && is(8, "WEBP"),
		is(4, "ftyphei", "ftyphev", "ftypmif1", "ftypmsf1", "ftypavif"):
		return &Refusal{"not-a-workbook", "the file is a picture, not a workbook",
			"send the table itself, saved as an Excel workbook (.xlsx) or as CSV; a photograph or a scan cannot be read"}
	}
	return nil
}

// foreignText tells what a text is that is no table.
func foreignText(text string) *Refusal {
	low := strings.ToLower(text)
	for _, start := range []string{"<!doctype html", "<html", "<table", "<head", "<meta"} {
		if strings.HasPrefix(low, start) {
			return notAWorkbook("a web page")
		}
	}
	switch {
	case strings.HasPrefix(low, "<?xml") && strings.Contains(low, "<office:document"):
		return flatODF
	case strings.HasPrefix(low, "<?xml"):
		return notAWorkbook("XML")
	case isJSON(text):
		return &Refusal{"not-a-workbook", "the file is JSON, not a workbook",
			"where you took it from, choose Excel (.xlsx) or CSV as the format, and send that"}
	case isMail(low):
		return mail
	}
	return nil
}

// isJSON reports whether a text starts as a list or an object of JSON does.
func isJSON(text string) bool {
	if text == "" || text[0] != '{' && text[0] != '[' {
		return false
	}
	rest := strings.TrimLeft(text[1:], xmlSpace)
	return rest != "" && strings.IndexByte(`"{[}]`, rest[0]) >= 0
}

// isMail reports whether a text starts as a mail does: with two or more of the
// lines that every mail has above its text.
func isMail(low string) bool {
	found := 0
	for line := range strings.Lines(low) {
		name, _, ok := strings.Cut(line, ":")
		switch {
		case strings.TrimSpace(line) == "":
			return found >= 2
		case line[0] == ' ' || line[0] == '\t': // the line before goes on
			continue
		case !ok || strings.ContainsAny(name, " ,;\t|\""):
			return false
		}
		switch name {
		case "received", "return-path", "delivered-to", "from", "to", "subject", "date", "message-id", "mime-version", "content-type":
			found++
		}
	}
	return found >= 2
}

func notAWorkbook(what string) *Refusal {
	return &Refusal{"not-a-workbook", "the file is " + what + ", not a workbook",
		"send the table itself, saved as an Excel workbook (.xlsx) or as CSV"}
}

// compound tells what an OLE compound file is by the names at its root: a workbook
// with a password, one of Excel before 2007, for which it returns nil, or neither.
// Of one that is not whole the first 8 MB are searched for the names.
func compound(r io.ReaderAt, size int64) *Refusal {
	wide := func(s string) []byte {
		var b []byte
		for _, c := range []byte(s) {
			b = append(b, c, 0)
		}
		return b
	}
	var directory []byte
	f, err := openCompound(r, size)
	if err == nil {
		directory, err = f.directory()
	}
	holds := func(name string) bool { return atRoot(directory, name) != nil }
	if err != nil {
		data := make([]byte, min(size, 8<<20))
		n, _ := r.ReadAt(data, 0)
		holds = func(name string) bool { return bytes.Contains(data[:n], wide(name)) }
	}
	switch {
	case holds("EncryptedPackage"):
		r := refusePassword()
		return &r
	case holds("Workbook"), holds("Book"):
		return nil // its reader says more
	}
	for _, k := range []struct {
		part string
		what *Refusal
	}{
		{"__substg1.0", mail},
		{"__nameid_version1.0", mail},
		{"__properties_version1.0", mail},
		{"WordDocument", notAWorkbook("a Word document")},
		{"PowerPoint Document", notAWorkbook("a presentation")},
	} {
		if holds(k.part) {
			return k.what
		}
	}
	if isCutShort(r, size) {
		r := refuseTorn("it ends too early")
		return &r
	}
	return notAWorkbook("an old Office document")
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
		{"xl/workbook.bin", nil}, // its reader says more
		{"word/document", notAWorkbook("a Word document")},
		{"ppt/presentation", notAWorkbook("a presentation")},
		{"[content_types].xml", nil}, // a workbook, or the reader says why not
		{"xl/", nil},
		{"content.xml", foreignODF(z)},
		{"index/document.iwa", notAWorkbook("a Numbers or Pages document")},
	} {
		for _, f := range z.File {
			if strings.HasPrefix(partName(f.Name), kind.part) {
				return kind.refusal
			}
		}
	}
	return packedFolder
}

// foreignODF tells an OpenDocument file that is no sheet for what it says it
// is.
func foreignODF(z *zip.Reader) *Refusal {
	in, err := z.Open("mimetype")
	if err != nil {
		return nil
	}
	defer in.Close()
	kind, _ := io.ReadAll(io.LimitReader(in, 256)) // what cannot be read says nothing
	switch what, ok := strings.CutPrefix(string(kind), "application/vnd.oasis.opendocument."); {
	case !ok, strings.HasPrefix(what, "spreadsheet"):
		return nil
	case strings.HasPrefix(what, "text"):
		return notAWorkbook("an OpenDocument text")
	case strings.HasPrefix(what, "presentation"):
		return notAWorkbook("a presentation")
	}
	return notAWorkbook("an OpenDocument file")
}
