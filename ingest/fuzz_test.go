package ingest

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"iter"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// allCells lists every cell of some sheets, as a reader without any guard gives
// them, and holds what every reader promises. What is refused is refused in
// words.
func allCells(t *testing.T, sheets iter.Seq2[Sheet, error]) string {
	t.Helper()
	var b strings.Builder
	for sheet, err := range sheets {
		if err != nil {
			return b.String() + refusalText(t, err)
		}
		fmt.Fprintf(&b, "sheet %q %v\n", sheet.Name, sheet.Hidden)
		line := 0
		for row, err := range sheet.Rows {
			if err != nil {
				b.WriteString(refusalText(t, err))
				break
			}
			if row.Line <= line || row.Line != line+row.Blank+1 || len(row.Cells) == 0 {
				t.Fatalf("row %d after %d, with %d blank between and %d cells", row.Line, line, row.Blank, len(row.Cells))
			}
			line = row.Line
			for i, c := range row.Cells {
				if c.Ref.Row != line || c.Ref.Col < 1 || c.Ref.Col > maxColumns || i > 0 && c.Ref.Col <= row.Cells[i-1].Ref.Col {
					t.Fatalf("row %d: a cell at %v", line, c.Ref)
				}
				if math.IsNaN(c.Number) || math.IsInf(c.Number, 0) || c.Kind > Error || c.Kind == Text && c.Raw == "" {
					t.Fatalf("%v: %v %q %v", c.Ref, c.Kind, c.Raw, c.Number)
				}
				fmt.Fprintf(&b, "%v %v %q %v %v\n", c.Ref, c.Kind, c.Raw, c.Number, c.Flags)
			}
		}
	}
	return b.String()
}

func bookCells(t *testing.T, book []byte) string {
	t.Helper()
	return allCells(t, workbookSheets(bytes.NewReader(book), int64(len(book))))
}

// FuzzSheet holds that the XML of a sheet gives the same cells by the short way
// through usual cells and by the long way that knows all of XML.
func FuzzSheet(f *testing.F) {
	for _, rows := range []string{
		`<row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1" s="1"><v>45000.5</v></c><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c></row>`,
		`<row hidden="1"><c r="C1" t="inlineStr"><is><t>a</t><r><t xml:space="preserve"> b</t></r></is></c><c><f>A1</f><v/></c></row>`,
		`<row r="7"><c r="A7" t="str"><f>"x"</f><v>x &amp; y</v></c><c r="B7" t="d"><v>2024-03-01T06:00:00</v></c><c r="D7" s="3"><v>1E3</v></c></row>`,
		`<row><c><v>007</v></c><c/><c s="9"/><c t="n"><v> 12 </v></c><c><v>-0</v></c><c><v>0x1p4</v></c><c><v>1_0</v></c></row>`,
	} {
		f.Add([]byte(`<worksheet><cols><col min="2" max="3" hidden="1"/></cols><sheetData>` + rows +
			`</sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells></worksheet>`))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		if bytes.Contains(in, []byte("<!")) || bytes.Contains(in, []byte("<?")) || len(in) > 1<<16 {
			return // the long way below would change what is inside
		}
		part := func(xml []byte) map[string]string {
			return map[string]string{"xl/worksheets/sheet1.xml": string(xml) + "\n"}
		}
		short := bookCells(t, rawBook(t, "", "", part(in)))
		long := bookCells(t, rawBook(t, "", "", part(bytes.ReplaceAll(in, []byte("<c "), []byte("<c\n")))))
		same(t, short, long)
	})
}

// FuzzSharedStrings holds the table of texts to what encoding/xml makes of it,
// on what both accept.
func FuzzSharedStrings(f *testing.F) {
	f.Add([]byte(`<sst><si><t>plain</t></si><si><r><t>in </t></r><r><t xml:space="preserve">runs </t></r><rPh><t>aid</t></rPh></si><si><t>a_x000A_b</t></si></sst>`))
	f.Add([]byte("<x:sst xmlns:x='y'><x:si><x:t>a &#x41;&amp;\r\n<![CDATA[<b>]]></x:t></x:si><x:si/></x:sst>"))
	f.Fuzz(func(t *testing.T, in []byte) {
		if len(in) > 1<<16 {
			return
		}
		book := rawBook(t, "", "", map[string]string{"xl/sharedStrings.xml": string(in) + "\n"})
		p, err := openPack(bytes.NewReader(book), int64(len(book)))
		must(t, err)
		got, err := p.readStrings("xl/sharedStrings.xml")
		if err != nil {
			if !errors.Is(err, errXML) && !errors.Is(err, errTooLarge) {
				refusalText(t, err)
			}
			return
		}
		want, err := plainStrings(in)
		if err != nil || bytes.Contains(in, []byte("<!DOCTYPE")) {
			return
		}
		for i := range want {
			want[i] = unescape(want[i])
		}
		if !slices.Equal(got.text, want) {
			t.Errorf("got %q, want %q", got.text, want)
		}
	})
}

// plainStrings is readStrings written for shortness.
func plainStrings(in []byte) (all []string, err error) {
	d := xml.NewDecoder(bytes.NewReader(in))
	var path []string
	for {
		token, err := d.Token()
		if err != nil {
			if err == io.EOF { //nolint:errorlint // as Token returns it
				return all, nil
			}
			return nil, err
		}
		i := slices.Index(path, "si")
		inside := i >= 0 && !slices.Contains(path[i:], "rPh")
		switch x := token.(type) {
		case xml.StartElement:
			if x.Name.Local == "si" && i < 0 {
				all = append(all, "")
			}
			path = append(path, x.Name.Local)
		case xml.EndElement:
			path = path[:len(path)-1]
		case xml.CharData:
			if inside && slices.Contains(path[i:], "t") {
				all[len(all)-1] += string(x)
			}
		}
	}
}

// FuzzWorkbook changes bytes within the parts of a workbook, each of which is
// then packed soundly.
func FuzzWorkbook(f *testing.F) {
	parts := partsOf(f, bookOf(f, [][]any{headings, {"W0001", "Sep-26", 1}, {"W0002", 46000.5, nil, true}}, nil))
	f.Add(uint8(0), uint16(100), []byte("<"))
	f.Add(uint8(3), uint16(300), []byte(`r="XFD1048576"`))
	f.Add(uint8(5), uint16(40), []byte("Target=\"../../x\""))
	f.Add(uint8(7), uint16(0), []byte(""))
	f.Fuzz(func(t *testing.T, which uint8, at uint16, put []byte) {
		changed := slices.Clone(parts)
		p := &changed[int(which)%len(changed)]
		i := min(int(at), len(p[1]))
		p[1] = p[1][:i] + string(put) + p[1][min(i+len(put), len(p[1])):]
		book := zipOf(t, changed)
		same(t, bookCells(t, book), bookCells(t, book))
	})
}

// partsOf returns the names and texts of what a zip holds.
func partsOf(t testing.TB, data []byte) (parts [][2]string) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	must(t, err)
	for _, f := range z.File {
		in, err := f.Open()
		must(t, err)
		text, err := io.ReadAll(in)
		must(t, err)
		parts = append(parts, [2]string{f.Name, string(text)})
	}
	return parts
}

// FuzzODS reads what stands in the content of an OpenDocument sheet.
func FuzzODS(f *testing.F) {
	for _, inside := range []string{
		`<table:table-row><table:table-cell office:value-type="float" office:value="12.5"/><table:covered-table-cell/></table:table-row>`,
		`<table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="2" office:value-type="string"><text:p>a<text:s text:c="2"/>b</text:p><text:p>c</text:p></table:table-cell></table:table-row>`,
		`<table:table-column table:visibility="collapse"/><table:table-row table:visibility="filter"><table:table-cell table:number-columns-spanned="2" table:number-rows-spanned="2" office:value-type="date" office:date-value="2024-03-01"/></table:table-row>`,
		`<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row><table:table-row><table:table-cell table:formula="of:=1/0" calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell></table:table-row>`,
	} {
		f.Add([]byte(odsTable(inside)))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		book := rawODS(t, string(in), nil)
		read := func() string { return allCells(t, odsSheets(bytes.NewReader(book), int64(len(book)))) }
		same(t, read(), read())
	})
}

// FuzzUnpack holds that no zip gives a file that would lie outside of its
// folder, two of one name, or more than it says.
func FuzzUnpack(f *testing.F) {
	f.Add([]byte(packed(f, packedFile{name: "a.csv", text: "a,b\n"}, packedFile{name: "A.csv", text: "c"}, packedFile{name: "b/", text: ""})), "", "")
	f.Add([]byte(packed(f, packedFile{name: `..\up.csv`, text: "a"})), "x/../../y.csv", "a")
	f.Add([]byte("PK\x05\x06"+strings.Repeat("\x00", 18)), "C:con", "PK\x03\x04")
	f.Fuzz(func(t *testing.T, in []byte, name, text string) {
		if name != "" {
			in = []byte(packed(t, packedFile{name: name, text: text}, packedFile{name: "a.csv", text: text}))
		}
		IsPacked(bytes.NewReader(in), int64(len(in)))
		members, err := Unpack(bytes.NewReader(in), int64(len(in)))
		if err != nil {
			refusalText(t, err)
			return
		}
		seen := map[string]bool{}
		for _, m := range members {
			lower := strings.ToLower(m.Name)
			if !filepath.IsLocal(m.Name) || strings.Contains(m.Name, `\`) || seen[lower] {
				t.Errorf("a file of the name %q", m.Name)
			}
			seen[lower] = true
			rc, err := m.Open()
			if err != nil {
				continue
			}
			if n, err := io.Copy(io.Discard, rc); err == nil && n != m.Size {
				t.Errorf("%q has %d bytes and says %d", m.Name, n, m.Size)
			}
		}
	})
}
