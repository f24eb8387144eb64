package ingest

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"academy/queries"
)

// TestForeignFiles holds that a file which is no workbook is named for what it
// is.
func TestForeignFiles(t *testing.T) {
	t.Setenv("PATH", "") // without LibreOffice
	wide := func(s string) string {
		var b strings.Builder
		for _, c := range s {
			b.WriteString(string(c) + "\x00")
		}
		return b.String()
	}
	const ole = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"
	const lzma = 14
	packedAs := func(method uint16, name string) string {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		z.RegisterCompressor(lzma, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, 1) })
		_, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: method})
		must(t, err)
		must(t, z.Close())
		return b.String()
	}
	zipOf := func(name string) string { return packedAs(zip.Deflate, name) }
	tests := []struct{ name, file, in, code, says string }{
		{"a PDF", "return.xlsx", "%PDF-1.7\n...", "not-a-workbook", "a PDF"},
		{"a photograph of the form", "return.jpg", "\xFF\xD8\xFF\xE0\x00\x10JFIF", "not-a-workbook", "a picture"},
		{"a workbook of before 2007", "return.xls", ole + wide("Root Entry") + wide("Workbook"), "old-workbook", ".xls"},
		{"a workbook of before 2007 with a password", "return.xls", ole + wide("Workbook") + strings.Repeat("\x00", 40) +
			"\x09\x08\x10\x00\x00\x06\x05\x00" + strings.Repeat("\x00", 12) + "\x86\x00\x00\x00" + "\x2F\x00\x36\x00", "old-workbook", ".xls"}, // LibreOffice may open it
		{"a password", "return.xlsx", ole + wide("EncryptedPackage"), "protected", "password"},
		{"a mail", "return.msg", ole + wide("__substg1.0"), "not-a-workbook", "an e-mail"},
		{"a mail of another program", "return.eml", "Received: from a\r\n\tby b\r\nSubject: Return\r\nFrom: m@example.org\r\n\r\nPlease find", "not-a-workbook", "an e-mail"},
		{"a text of headings with colons", "return.txt", "Date: of return,Staff: all\n1,2\n", "wrong-headings", "no row"},
		{"a Word document of before 2007", "return.doc", ole + wide("WordDocument"), "not-a-workbook", "a Word document"},
		{"a presentation of before 2007", "return.ppt", ole + wide("PowerPoint Document"), "not-a-workbook", "a presentation"},
		{"a scan", "return.tif", "II*\x00\x08\x00\x00\x00", "not-a-workbook", "a picture"},
		{"a scan of a Mac", "return.tiff", "MM\x00*\x00\x00\x00\x08", "not-a-workbook", "a picture"},
		{"a picture of a web page", "return.webp", "RIFF\x24\x00\x00\x00WEBPVP8 ", "not-a-workbook", "a picture"},
		{"a photograph of a phone", "return.heic", "\x00\x00\x00\x18ftypheic\x00", "not-a-workbook", "a picture"},
		{"a tar", "return.tar", "return.csv" + strings.Repeat("\x00", 247) + "ustar\x0000", "not-a-workbook", "a packed folder"},
		{"a gz", "return.csv.gz", "\x1F\x8B\x08", "not-a-workbook", "a packed folder"},
		{"an object of JSON", "return.json", "{\n  \"staff\": 12}", "not-a-workbook", "JSON"},
		{"a list of JSON", "return.json", "\uFEFF[{\"staff\": 12}]", "not-a-workbook", "JSON"},
		{"an Access database", "return.accdb", "\x00\x01\x00\x00Standard ACE DB\x00", "not-a-workbook", "Access"},
		{"an old Access database", "return.mdb", "\x00\x01\x00\x00Standard Jet DB\x00", "not-a-workbook", "Access"},
		{"another database", "return.db", "SQLite format 3\x00", "not-a-workbook", "a database"},
		{"a shortcut of Windows", "return.xlsx.lnk", "L\x00\x00\x00\x01\x14\x02\x00", "not-a-workbook", "a shortcut"},
		{"a shortcut to a page", "return.url", "[InternetShortcut]\r\nURL=https://example.org/\r\n", "not-a-workbook", "a shortcut"},
		{"a Parquet file", "return.parquet", "PAR1\x15\x04", "not-a-workbook", "Parquet"},
		{"an export for SPSS", "survey.sav", "$FL2@(#) SPSS DATA FILE", "not-a-workbook", "SPSS"},
		{"a SYLK sheet", "return.slk", "ID;PWXL;N;E\r\n", "not-a-workbook", "SYLK"},
		{"a DIF sheet", "return.dif", "TABLE\r\n0,1\r\n", "not-a-workbook", "DIF"},
		{"a workbook of Excel 2", "return.xls", "\x09\x00\x04\x00\x02\x00\x10\x00", "not-a-workbook", "Excel 4"},
		{"a workbook of Excel 4", "return.xls", "\x09\x04\x06\x00\x00\x00\x10\x00", "not-a-workbook", "Excel 4"},
		{"a calendar entry", "meeting.ics", "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", "not-a-workbook", "a calendar"},
		{"a film", "return.mp4", "\x00\x00\x00\x18ftypmp42", "not-a-workbook", "a film"},
		{"a bz2", "return.csv.bz2", "BZh91AY&SY", "not-a-workbook", "a packed folder"},
		{"a page with its parts", "return.mht", "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n", "not-a-workbook", ".mht"},
		{"a workbook in XML", "return.xls", "<?xml version=\"1.0\"?>\n<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">", "not-a-workbook", "Excel 2003"},
		{"a text that starts as a program does", "return.csv", "MZ,Ann Example\n1,2\n", "wrong-headings", "no row"},
		{"a text that starts as SYLK does", "return.csv", "ID;Person\n1;2\n", "wrong-headings", "headings"},
		{"a program", "return.exe", "MZ\x90\x00\x03\x00", "not-a-workbook", "a program"},
		{"a workbook packed in a way of its own", "return.xlsx", packedAs(lzma, "xl/workbook.xml"), "not-a-workbook", "packed in a way"},
		{"a flat OpenDocument sheet", "return.fods", "<?xml version=\"1.0\"?>\n<office:document office:version=\"1.3\">", "not-a-workbook", ".fods"},
		{"a Word document", "return.docx", zipOf("word/document.xml"), "not-a-workbook", "a Word document"},
		{"a binary workbook", "return.xlsb", zipOf("xl/workbook.bin"), "binary-workbook", ".xlsb"},
		{"an OpenDocument sheet without a sheet", "return.ods", string(rawODS(t, "<x/>", nil)), "not-a-workbook", "without a sheet"},
		{"an OpenDocument sheet of no sheets", "return.ods", string(rawODS(t, "<d><b><spreadsheet/></b></d>", nil)), "not-a-workbook", "without a sheet"},
		{"an OpenDocument sheet with a password", "return.ods", string(rawODS(t, "", map[string]string{"META-INF/manifest.xml": "<manifest:encryption-data/>"})), "protected", "password"},
		{"an OpenDocument text", "return.odt", string(rawODS(t, "<x/>", map[string]string{"mimetype": "application/vnd.oasis.opendocument.text"})), "not-a-workbook", "an OpenDocument text"},
		{"a sheet of OpenOffice 1", "return.sxc", string(rawODS(t, "<x/>", map[string]string{"mimetype": "application/vnd.sun.xml.calc"})), "not-a-workbook", ".sxc"},
		{"a text of OpenOffice 1", "return.sxw", string(rawODS(t, "<x/>", map[string]string{"mimetype": "application/vnd.sun.xml.writer"})), "not-a-workbook", "an OpenOffice document"},
		{"a folder", "return.zip", zipOf("return.csv"), "not-a-workbook", "a packed folder"},
		{"a web page that says it is a workbook", "return.xls", "\n<html><table>", "not-a-workbook", "a web page"},
		{"text that says it is a workbook", "return.xlsx", "Dear academy,\nwe have 12 staff.\n", "not-a-workbook", "is text"},
		{"text", "return.txt", "Dear academy,\nwe have 12 staff.\n", "wrong-headings", "no row"},
		{"bytes without sense", "return.xlsx", "\x01\x02\x03\x04", "not-a-workbook", "neither"},
		{"text with NUL bytes far down", "return.csv", "Workplace,Month\n" + strings.Repeat("a,b\n", 5000) + "\x00", "not-a-workbook", "holds NUL bytes"},
		{"text with NUL bytes near its start", "return.csv", "Workplace,Month\n" + strings.Repeat("\x00", 60) + strings.Repeat("a,b\n", 50), "not-a-workbook", "holds NUL bytes"},
		{"text in UTF-16 with a NUL character", "return.csv", "\xFF\xFEa\x00,\x00\x00\x00b\x00", "not-a-workbook", "holds NUL bytes"},
		{"bytes that are mostly NUL", "return.csv", "a" + strings.Repeat("\x00", 60), "not-a-workbook", "neither"},
		{"nothing", "return.xlsx", "", "empty", "empty"},
		{"only blank lines", "return.csv", "\n\n ,,\n", "empty", "empty"},
		{"a zip cut short", "return.xlsx", "PK\x03\x04\x14\x00", "torn", "damaged"},
		{"a zip that lacks the list of sheets", "return.xlsx", zipOf("[Content_Types].xml"), "torn", "list of its sheets"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Read(tt.file, strings.NewReader(tt.in), int64(len(tt.in)), all, key)
			var r Refusal
			if !errors.As(err, &r) || r.Code != tt.code || !strings.Contains(r.Says, tt.says) || r.Fix == "" {
				t.Errorf("got %#v, want %s saying %q", err, tt.code, tt.says)
			}
		})
	}
}

// TestRefusalsSayWhatIsMissing holds that a refusal names our headings and
// never what the file holds.
func TestRefusalsSayWhatIsMissing(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{
			"the nearest source", "Workplace,Month,Ann Example\nW0001,2026-09,1\n",
			`the file is most like the Monthly return (line 1), but these headings are missing: "Care: permanent"`,
		},
		{
			"of two as near, the one that lacks less", "Person reference,Referral date,Month,Workplace,Referral,Email,ID\n",
			`the file is most like the Monthly return (line 1), but these headings are missing: "Care: permanent"`,
		},
		{
			"a larger share of fewer headings is not nearer", "Email,Workplace,Month\n",
			`the file is most like the Monthly return (line 1), but these headings are missing: "Care: permanent"`,
		},
		{
			"no source is near", "Ann Example,12\nBob Example,13\n",
			`no row among the first 40 has headings that we know; we read "Monthly return", "Tracker", "Staff file" and "Maturity self-assessment"`,
		},
		{
			"a column that is there twice", "Workplace,Month,Care: permanent,Home\nW0001,2026-09,1,W0001\n",
			`two columns of the Monthly return could be "Workplace": there is "Workplace" and "Home" (columns A and D)`,
		},
		{
			"the headings stand too far down", strings.Repeat("x\n", 40) + "Workplace,Month,Care: permanent\n",
			`no row among the first 40 has headings that we know; we read "Monthly return", "Tracker", "Staff file" and "Maturity self-assessment"`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Read("x.csv", strings.NewReader(tt.in), int64(len(tt.in)), all, key)
			var r Refusal
			if !errors.As(err, &r) {
				t.Fatalf("not refused: %v", err)
			}
			same(t, r.Says, tt.want)
		})
	}
}

// TestOurListSentBack holds that somebody who sends a list of ours as their file is
// told so: it is known by its mark, whatever the sheet is called and the list says,
// or by the name of the sheet where it is from before lists had one.
func TestOurListSentBack(t *testing.T) {
	mark := queries.AnswerMark + "0123456789abcdef Northshire"
	old := [][]any{{"What to fix"}, {"Where", "What we found"}, {"In short", "We could not use this file."}}
	list := [][]any{{"What to fix", nil, mark}, {"Where", "What we found"}, {"Return", "This is our list of an earlier answer."}, {"Workplace", "it is not known"}}
	elsewhere := [][]any{{"What to fix", nil, nil, mark}, {"Where", "What we found"}}
	for _, tt := range []struct {
		name, sheet string
		rows        [][]any
		want        string
	}{
		{"an old one", "What to fix (2)", old, "our-answer"},
		{"an old one under another name", "List", old, "wrong-headings"},
		{"one with a mark, under another name, that says what a heading does", "List", list, "our-answer"},
		{"the words of the mark elsewhere", "List", elsewhere, "wrong-headings"},
		{"a table that was typed on the list", "List", append(list, []any{"Workplace", "Month", "Care: permanent"}, []any{"W0001", "2026-09", 1}), ""},
	} {
		book := bookOf(t, tt.rows, func(f *excelize.File) { must(t, f.SetSheetName("Return", tt.sheet)) })
		_, err := Read("feedback.xlsx", bytes.NewReader(book), int64(len(book)), all, key)
		if tt.want == "" {
			must(t, err)
		} else if got := strings.TrimSpace(refusalText(t, err)); got != "refused: "+tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
	csv := "What to fix,," + mark + "\nWhere,What we found,\n"
	_, err := Read("feedback.csv", strings.NewReader(csv), int64(len(csv)), all, key)
	if got := strings.TrimSpace(refusalText(t, err)); got != "refused: our-answer" {
		t.Errorf("saved as text: %s", got)
	}
}

// A sender is not told of thirty kinds of file that others send.
func TestRefusalsNameAFewKindsOnly(t *testing.T) {
	sources, err := queries.Sources()
	must(t, err)
	in := "Ann Example,12\nBob Example,13\n"
	_, err = Read("x.csv", strings.NewReader(in), int64(len(in)), sources, key)
	var r Refusal
	if !errors.As(err, &r) {
		t.Fatalf("not refused: %v", err)
	}
	same(t, r.Says, "no row among the first 40 has headings that we know")
}

func TestTwoSourcesFit(t *testing.T) {
	other := boxes
	other.Name, other.Title = "other", "Another return"
	in := "Workplace,Month,Care: permanent\nW0001,2026-09,1\n"
	_, err := Read("x.csv", strings.NewReader(in), int64(len(in)), []queries.Source{boxes, other}, key)
	var r Refusal
	if !errors.As(err, &r) || r.Code != "two-sources" || !strings.Contains(r.Says, `"Monthly return" and "Another return"`) {
		t.Errorf("got %v", err)
	}
	// One column more decides.
	other.Columns = append(other.Columns[:len(other.Columns):len(other.Columns)], queries.Column{Name: "beds", Heading: "Beds", Keep: "number"})
	in = "Workplace,Month,Care: permanent,Beds\nW0001,2026-09,1,2\n"
	table, err := Read("x.csv", strings.NewReader(in), int64(len(in)), []queries.Source{boxes, other}, key)
	must(t, err)
	if table.Source.Name != "other" {
		t.Errorf("source %s, want other", table.Source.Name)
	}
}

// TestTornWorkbook cuts a workbook at many places and changes it at many
// others. It is refused, or read; it never stops the program.
func TestTornWorkbook(t *testing.T) {
	rows := [][]any{headings}
	for i := range 40 {
		rows = append(rows, []any{fmt.Sprintf("W%04d", i), "Sep-26", i, i})
	}
	whole := bookOf(t, rows, nil)
	for cut := 1; cut < len(whole); cut += 97 {
		if got, _ := read(t, "x.xlsx", whole[:cut], all); got != "refused: torn\n" && got != "refused: not-a-workbook\n" {
			t.Fatalf("cut at %d of %d: %.80s", cut, len(whole), got)
		}
	}
	want, _ := read(t, "x.xlsx", whole, all)
	for at := 0; at < len(whole); at += 61 {
		bad := bytes.Clone(whole)
		bad[at] ^= 0x5A
		if got, _ := read(t, "x.xlsx", bad, all); got != want && !strings.Contains(got, "refused: ") {
			t.Fatalf("changed at %d: it is read, and gives something else: %.80s", at, got)
		}
	}
}

// TestBomb holds that a workbook which would inflate beyond measure is refused
// at once, whether it says so or lies about it.
func TestBomb(t *testing.T) {
	bomb := func(name string, honest bool) []byte {
		var packed bytes.Buffer
		f, err := flate.NewWriter(&packed, flate.BestSpeed)
		must(t, err)
		const size = largePart + 1
		_, err = io.Copy(f, io.LimitReader(zeros{}, size))
		must(t, err)
		must(t, f.Close())
		book := rawBook(t, "<sheetData/>", "", map[string]string{name: ""})
		old, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
		must(t, err)
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for _, part := range old.File {
			must(t, z.Copy(part))
		}
		says := uint64(1000)
		if honest {
			says = size
		}
		w, err := z.CreateRaw(&zip.FileHeader{Name: name, Method: zip.Deflate, CompressedSize64: uint64(packed.Len()), UncompressedSize64: says})
		must(t, err)
		_, err = w.Write(packed.Bytes())
		must(t, err)
		must(t, z.Close())
		return b.Bytes()
	}
	for _, part := range []string{"xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"} {
		for _, honest := range []bool{true, false} {
			data := bomb(part, honest)
			got, _ := read(t, "x.xlsx", data, all)
			want := "refused: torn\n"
			if honest {
				want = "refused: too-large\n"
			}
			if got != want {
				t.Errorf("%s, honest %t: %s", part, honest, got)
			}
		}
	}
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }

func TestTooManyColumns(t *testing.T) {
	in := strings.Repeat("a,", 1_000_000) + "\n1\n"
	if got, _ := read(t, "x.csv", []byte(in), all); got != "refused: too-large\n" {
		t.Errorf("a million columns: %s", got)
	}
	in = strings.Repeat("a,", 20_000) + "\n1\n"
	if got, _ := read(t, "x.csv", []byte(in), all); got != "refused: too-large\n" {
		t.Errorf("20,000 columns: %s", got)
	}
	in = "Workplace,Month,Care: permanent\n\"" + strings.Repeat("x", 32_767) + "\",2026-09,1\n"
	if got, receipt := read(t, "x.csv", []byte(in), all); receipt.Rows != 1 {
		t.Errorf("a cell as long as Excel has them: %.40s", got)
	}
}

// TestGuarded holds that a panic in a reader is a refusal, and one in whoever
// reads is not.
func TestGuarded(t *testing.T) {
	broken := iter.Seq2[int, error](func(yield func(int, error) bool) {
		if yield(1, nil) {
			panic("index out of range")
		}
	})
	var got []string
	for n, err := range guarded(broken) {
		got = append(got, fmt.Sprint(n, err != nil))
	}
	if want := "[1 false 0 true]"; fmt.Sprint(got) != want {
		t.Errorf("got %v, want %s", got, want)
	}
	for _, err := range guarded(func(func(int, error) bool) { panic("at once") }) {
		if err == nil {
			t.Error("a panic before the first is no refusal")
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("a panic of the caller was swallowed")
		}
	}()
	for _, err := range guarded(broken) {
		must(t, err)
		panic("ours")
	}
}

func FuzzRecognise(f *testing.F) {
	f.Add([]byte("Workplace,Month,Care: permanent\nW0001,2026-09,1\nTotal,,1\n"))
	f.Add([]byte("LOCALESTID,DISPLAYID,UNIQUEWORKERID,EMPLSTATUS\nH1,Ann, x,7,1\n"))
	f.Add([]byte("title\n\nID;Email;Date of the round;How?\n1;a;02/03/2026;First steps\n"))
	f.Add(rawBook(f, `<sheetData><row r="1"><c r="A1" t="s"><v>1</v></c></row></sheetData>`, `<mergeCell ref="A1:B2"/>`, nil))
	f.Add(bookOf(f, [][]any{headings, {"W0001", "Sep-26", 1}}, nil))
	f.Fuzz(func(t *testing.T, in []byte) {
		table, err := Read("2026-09-01.csv", bytes.NewReader(in), int64(len(in)), all, key)
		if err != nil {
			refusalText(t, err)
			return
		}
		rows, kept := 0, len(table.Source.Kept())
		err = table.Each(func(r queries.Row) error {
			if len(r.Values) != kept || r.Line <= table.HeadingLine {
				t.Fatalf("line %d: %d values, want %d", r.Line, len(r.Values), kept)
			}
			rows++
			return nil
		}, func(a queries.Answer) error {
			if !table.Source.Long || a.Answer == "" {
				t.Fatalf("line %d: an answer that is none", a.Line)
			}
			return nil
		}, func(f queries.Fault) error {
			if f.Place == "" || f.Code == "" || f.Says == "" {
				t.Fatalf("a fault without place, code or words: %+v", f)
			}
			return nil
		})
		if err != nil {
			refusalText(t, err)
			return
		}
		if rows != table.Receipt.Rows {
			t.Fatalf("%d rows, but %d in the receipt", rows, table.Receipt.Rows)
		}
	})
}
