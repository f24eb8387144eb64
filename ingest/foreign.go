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
	if bytes.HasPrefix(head, []byte("MZ")) && bytes.IndexByte(head, 0) >= 0 {
		return notAWorkbook("a program")
	}
	for _, k := range foreignMagics {
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

// foreignMagics are the bytes by which kinds of file are known.
var foreignMagics = []struct {
	at    int
	magic string
	what  *Refusal
}{
	{0, "%PDF-", notAWorkbook("a PDF")},
	{0, "{\\rtf", notAWorkbook("a text document")},
	{0, "Rar!\x1A\x07", packedFolder},
	{0, "7z\xBC\xAF\x27\x1C", packedFolder},
	{0, "\x1F\x8B", packedFolder},
	{4, "1AY&SY", packedFolder}, // a bz2
	{0, "\xFD7zXZ\x00", packedFolder},
	{0, "\x28\xB5\x2F\xFD", packedFolder},
	{257, "ustar", packedFolder},
	{4, "Standard Jet DB", database("an Access database")},
	{4, "Standard ACE DB", database("an Access database")},
	{0, "SQLite format 3\x00", database("a database")},
	{0, "L\x00\x00\x00\x01\x14\x02\x00", shortcut},
	{0, "[InternetShortcut]", shortcut},
	{0, "PAR1\x15", dataset("a Parquet file")},
	{0, "$FL2", dataset("an SPSS file")},
	{0, "$FL3", dataset("an SPSS file")},
	{0, "<stata_dta>", dataset("a Stata file")},
	{0, "ID;PWXL", oldSheet("a SYLK sheet (.slk)")}, // of Excel; ID;P may start headings
	{0, "ID;PSCALC", oldSheet("a SYLK sheet (.slk)")},
	{0, "TABLE\r\n0,1", oldSheet("a DIF sheet (.dif)")},
	{0, "\x09\x00\x04\x00", oldSheet("a workbook of Excel 4 or before")},
	{0, "\x09\x02\x06\x00", oldSheet("a workbook of Excel 4 or before")},
	{0, "\x09\x04\x06\x00", oldSheet("a workbook of Excel 4 or before")},
	{0, "\x00\x00\x02\x00\x06\x04", oldSheet("a Lotus 1-2-3 sheet")},
	{0, "BEGIN:VCALENDAR", notAWorkbook("a calendar entry")},
	{0, "BEGIN:VCARD", notAWorkbook("an address card")},
	{4, "ftyp", notAWorkbook("a film or a sound")}, // after the pictures
}

var (
	packedFolder = &Refusal{"not-a-workbook", "the file is a packed folder, not a workbook",
		"unpack it, and send the workbook (.xlsx) or the CSV file that is in it"}
	shortcut = &Refusal{"not-a-workbook", "the file is a shortcut, which says where the workbook is, not the workbook",
		"open the workbook, save a copy of it (File, Save As) and send that"}
	singlePage = &Refusal{"not-a-workbook", "the file is a web page (.mht), not a workbook",
		"open it in Excel, save it as an Excel workbook (.xlsx) and send that"}
	xml2003 = oldSheet("a workbook in the XML of Excel 2003")
	mail    = &Refusal{"not-a-workbook", "the file is an e-mail, not a workbook",
		"open it, save the workbook that is attached to it and send that"}
	flatODF = &Refusal{"not-a-workbook", "the file is a flat OpenDocument file (.fods), not a workbook",
		"open it, save it as an Excel workbook (.xlsx) or as an OpenDocument sheet (.ods) and send that"}
)

func database(what string) *Refusal {
	return &Refusal{"not-a-workbook", "the file is " + what + ", not a workbook",
		"open it, export the table as an Excel workbook (in Access: External Data, Export, Excel) and send that"}
}

func dataset(what string) *Refusal {
	return &Refusal{"not-a-workbook", "the file is " + what + ", not a workbook",
		"where you took it from, choose Excel (.xlsx) or CSV as the format, and send that"}
}

func oldSheet(what string) *Refusal {
	return &Refusal{"not-a-workbook", "the file is " + what + ", not a workbook of today",
		"open it in Excel or LibreOffice, save it as an Excel workbook (.xlsx) and send that"}
}

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
	case strings.HasPrefix(low, "<?xml") && strings.Contains(low, "urn:schemas-microsoft-com:office:spreadsheet"):
		return xml2003
	case strings.HasPrefix(low, "<?xml"):
		return notAWorkbook("XML")
	case isJSON(text):
		return &Refusal{"not-a-workbook", "the file is JSON, not a workbook",
			"where you took it from, choose Excel (.xlsx) or CSV as the format, and send that"}
	case isMail(low) && strings.HasPrefix(low, "mime-version:") && strings.Contains(low, "multipart/related"):
		return singlePage // a mail says first who sent it, to whom or how it came
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
	if what, old := strings.CutPrefix(string(kind), "application/vnd.sun.xml."); old {
		if strings.HasPrefix(what, "calc") {
			return oldSheet("a sheet of OpenOffice 1 (.sxc)")
		}
		return notAWorkbook("an OpenOffice document")
	}
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
