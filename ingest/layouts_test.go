package ingest

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"academy/queries"
)

// layouts is where the fixtures are: one file for each source, in which every
// header version of the source carries the same rows.
const layouts = "../testdata/layouts"

// A layoutCase is one source as it arrives: files in all its forms, and the
// rows that each of them has to give.
type layoutCase struct {
	source string
	files  []layoutFile
	want   string
}

type layoutFile struct {
	name string
	data []byte
}

// readLayouts reads the fixtures, and makes the files of the ASC-WDS in every
// header there has been.
func readLayouts(t testing.TB) []layoutCase {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(layouts, "*.txtar"))
	must(t, err)
	var cases []layoutCase
	for _, path := range paths {
		archive, err := txtar.ParseFile(path)
		must(t, err)
		c := layoutCase{source: strings.TrimSuffix(filepath.Base(path), ".txtar")}
		for _, f := range archive.Files {
			switch {
			case f.Name == "want":
				c.want = string(f.Data)
			case strings.HasPrefix(f.Name, "rows"):
				c.files = append(c.files, headerVersions(t, c.source, string(f.Data))...)
			default:
				c.files = append(c.files, makeFile(t, f))
			}
		}
		cases = append(cases, c)
	}
	return cases
}

// makeFile makes the file of a section. What stands in brackets after its name
// says how the text is written: "(BOM)", "(CRLF)", "(UTF-16)" and
// "(Windows-1252)", or how the workbook counts days: "(1904)".
func makeFile(t testing.TB, f txtar.File) layoutFile {
	t.Helper()
	name, how := f.Name, ""
	if at := strings.LastIndex(name, " ("); at > 0 && strings.HasSuffix(name, ")") {
		name, how = name[:at], name[at:]
	}
	made := layoutFile{name: name}
	text := string(f.Data)
	if strings.Contains(how, "CRLF") {
		text = strings.ReplaceAll(text, "\n", "\r\n")
	}
	var err error
	switch {
	case strings.HasSuffix(name, ".xlsx"):
		made.data = workbookOf(t, text, strings.Contains(how, "1904"))
	case strings.HasSuffix(name, ".ods"):
		made.data = odsOf(t, text)
	case strings.Contains(how, "UTF-16"):
		made.data, err = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes([]byte(text))
	case strings.Contains(how, "Windows-1252"):
		made.data, err = charmap.Windows1252.NewEncoder().Bytes([]byte(text))
	case strings.Contains(how, "BOM"):
		made.data = []byte("\uFEFF" + text)
	default:
		made.data = []byte(text)
	}
	must(t, err)
	return made
}

// sheetsOf reads a workbook written as text: "## Name" begins a sheet, and its
// rows follow as CSV, a line of blanks as a lone comma.
func sheetsOf(t testing.TB, text string) (names []string, rows [][][]string) {
	t.Helper()
	for _, part := range strings.Split("\n"+text, "\n## ")[1:] {
		name, body, _ := strings.Cut(part, "\n")
		in := csv.NewReader(strings.NewReader(body))
		in.FieldsPerRecord, in.LazyQuotes = -1, true
		records, err := in.ReadAll()
		must(t, err)
		names, rows = append(names, name), append(rows, records)
	}
	return names, rows
}

// workbookOf makes a workbook: a cell that starts with @ is a date or a date
// and time, one of digits a number, one that starts with ' a text.
func workbookOf(t testing.TB, text string, from1904 bool) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	must(t, f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &from1904}))
	format := "d mmm yyyy"
	style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
	must(t, err)
	names, sheets := sheetsOf(t, text)
	for i, name := range names {
		if i == 0 {
			must(t, f.SetSheetName("Sheet1", name))
		} else {
			_, err := f.NewSheet(name)
			must(t, err)
		}
		for r, row := range sheets[i] {
			for c, cell := range row {
				at, err := excelize.CoordinatesToCellName(c+1, r+1)
				must(t, err)
				if day, ok := strings.CutPrefix(cell, "@"); ok {
					must(t, f.SetCellValue(name, at, serial(t, day, from1904)))
					must(t, f.SetCellStyle(name, at, at, style))
				} else if n, err := strconv.ParseFloat(cell, 64); err == nil {
					must(t, f.SetCellValue(name, at, n))
				} else if cell != "" {
					must(t, f.SetCellStr(name, at, strings.TrimPrefix(cell, "'")))
				}
			}
		}
	}
	var b bytes.Buffer
	must(t, f.Write(&b))
	return b.Bytes()
}

// serial is the number of days by which a workbook knows a day.
func serial(t testing.TB, day string, from1904 bool) float64 {
	t.Helper()
	at, err := time.Parse("2006-01-02T15:04:05", day)
	if err != nil {
		at, err = time.Parse(time.DateOnly, day)
	}
	must(t, err)
	days := at.Sub(epoch).Hours() / 24
	if from1904 {
		days -= 1462
	}
	return days
}

// odsOf makes an OpenDocument sheet, written as workbookOf has it.
func odsOf(t testing.TB, text string) []byte {
	t.Helper()
	const space = `xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" ` +
		`xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"`
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?><office:document-content ` + space + ` office:version="1.2"><office:body><office:spreadsheet>`)
	escape := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
	names, sheets := sheetsOf(t, text)
	for i, name := range names {
		fmt.Fprintf(&b, `<table:table table:name="%s">`, name)
		for _, row := range sheets[i] {
			b.WriteString("<table:table-row>")
			for _, cell := range row {
				shown := escape.Replace(strings.TrimLeft(cell, "@'"))
				kind := `office:value-type="string"`
				if strings.HasPrefix(cell, "@") {
					kind = fmt.Sprintf(`office:value-type="date" office:date-value="%s"`, shown)
				} else if _, err := strconv.ParseFloat(cell, 64); err == nil {
					kind = fmt.Sprintf(`office:value-type="float" office:value="%s"`, shown)
				}
				if cell == "" {
					b.WriteString("<table:table-cell/>")
					continue
				}
				fmt.Fprintf(&b, "<table:table-cell %s><text:p>%s</text:p></table:table-cell>", kind, shown)
			}
			b.WriteString("</table:table-row>")
		}
		b.WriteString("</table:table>")
	}
	b.WriteString("</office:spreadsheet></office:body></office:document-content>")
	return zipOf(t, [][2]string{
		{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"},
		{"META-INF/manifest.xml", `<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">` +
			`<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>` +
			`<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>`},
		{"content.xml", b.String()},
	})
}

// zipOf packs parts in their order; the first one is not compressed.
func zipOf(t testing.TB, parts [][2]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i, part := range parts {
		method := zip.Deflate
		if i == 0 {
			method = zip.Store
		}
		w, err := z.CreateHeader(&zip.FileHeader{Name: part[0], Method: method})
		must(t, err)
		_, err = w.Write([]byte(part[1]))
		must(t, err)
	}
	must(t, z.Close())
	return b.Bytes()
}

// headerVersions writes the rows of a fixture under every header that the
// ASC-WDS file has had. A column that a version does not have is left out; one
// that the rows do not have is filled with what nobody should read.
func headerVersions(t testing.TB, source, rows string) []layoutFile {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(layouts, "ascwds_headers.json"))
	must(t, err)
	var history struct {
		Headers map[string][]struct {
			FirstSeen string   `json:"first_seen"`
			Columns   []string `json:"columns"`
		} `json:"headers"`
	}
	must(t, json.Unmarshal(text, &history))
	records, err := csv.NewReader(strings.NewReader(rows)).ReadAll()
	must(t, err)
	kind := strings.TrimPrefix(source, "ascwds_")
	var files []layoutFile
	for i, version := range history.Headers[kind] {
		var b bytes.Buffer
		out := csv.NewWriter(&b)
		out.UseCRLF = true
		must(t, out.Write(version.Columns))
		for _, record := range records[1:] {
			var row []string
			for _, column := range version.Columns {
				if column == "DESCRIPTION" {
					column = "TRAININGNAME"
				}
				value := "unread"
				if at := slices.Index(records[0], column); at >= 0 {
					value = record[at]
				}
				row = append(row, value)
			}
			must(t, out.Write(row))
		}
		out.Flush()
		files = append(files, layoutFile{fmt.Sprintf("2026-09-01-sfc-bulk-upload-%s-v%02d.csv", kind, i+1), b.Bytes()})
	}
	return files
}

// layoutBook is the built-in statements with one check for each source, which
// tells all its rows, so that a test can see what was staged. What the other
// checks say of two rows without a region around them is no matter here.
func layoutBook(t testing.TB) *queries.Book {
	t.Helper()
	book, err := queries.OpenBook(nil)
	must(t, err)
	sources, err := book.Sources()
	must(t, err)
	texts := maps.Clone(book.Texts())
	maps.DeleteFunc(texts, func(path, _ string) bool { return strings.HasPrefix(path, "checks/") })
	for _, s := range sources {
		texts["checks/rows_of_"+s.Name+".sql"] = fmt.Sprintf("-- check: rows_of_%s\n-- source: %s\n-- severity: ask\n-- column: %s\n-- says: a row\n-- fix: none\n"+
			"select line, to_json(rows)::text as field from %s as rows", s.Name, s.Name, s.Columns[0].Name, s.Name)
	}
	return queries.BookOf(texts, nil)
}

// stagedRow writes a staged row as text: the columns that hold something, in
// the order of their names. What only says where the row came from is left out.
func stagedRow(t testing.TB, row string) string {
	t.Helper()
	var values map[string]any
	in := json.NewDecoder(strings.NewReader(row))
	in.UseNumber()
	must(t, in.Decode(&values))
	for _, name := range []string{"file", "line", "given", "given_too", "correction", "received_on"} {
		delete(values, name)
	}
	if values["unit"] == "all" || len(fmt.Sprint(values["unit"])) == 32 {
		delete(values, "unit")
	}
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(values)) {
		text := fmt.Sprint(values[name])
		switch value := values[name].(type) {
		case nil:
			continue
		case string:
			if strings.Contains(value, `\x`) { // 16 bytes of a hash
				text = "hashed"
			}
		}
		parts = append(parts, name+"="+text)
	}
	return strings.Join(parts, " ")
}

// TestLayouts holds that every layout is recognised whatever form it comes in,
// and that each form of a source gives the same staged rows.
func TestLayouts(t *testing.T) {
	cases := readLayouts(t)
	var files [][]layoutFile // each has its own day: two of one day are a dispute
	for _, c := range cases {
		for _, f := range c.files {
			files = append(files, []layoutFile{f})
		}
	}
	outcomes := receive(t, layoutLoader(t, layoutBook(t)), files...)
	for _, c := range cases {
		of := outcomes[:len(c.files)]
		outcomes = outcomes[len(c.files):]
		t.Run(c.source, func(t *testing.T) {
			for _, o := range of {
				t.Run(filepath.Base(o.Name), func(t *testing.T) { sameStagedRows(t, c, o) })
			}
		})
	}
}

func sameStagedRows(t *testing.T, c layoutCase, o Outcome) {
	t.Helper()
	if o.Refusal != nil {
		t.Fatalf("refused, %s: %s%v", o.Refusal.Code, o.Refusal.Says, o.Faults)
	}
	if o.Source.Name != c.source {
		t.Fatalf("read as %s", o.Source.Name)
	}
	var rows []string
	for _, f := range o.Faults {
		switch of, told := strings.CutPrefix(f.Code, "rows-of-"); {
		case told && of == strings.ReplaceAll(c.source, "_", "-"):
			rows = append(rows, stagedRow(t, f.Column))
		case !told: // a workbook may hold tables of other sources beside this one
			rows = append(rows, fmt.Sprintf("%s: %s, %s", f.Place, f.Code, f.Severity))
		}
	}
	slices.Sort(rows)
	want := strings.Split(strings.TrimSpace(c.want), "\n")
	slices.Sort(want)
	same(t, strings.Join(rows, "\n"), strings.Join(want, "\n"))
}
