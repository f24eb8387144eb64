package reports

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
)

// ownParts are a workbook without a sheet, to which the list is added as to any
// other: one way to draw it, and one check.
func ownParts() []part {
	const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	return []part{
		{typesPart, []byte(xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
			`<Default Extension="rels" ContentType="` + typeRels + `"/><Default Extension="xml" ContentType="application/xml"/>` +
			`<Override PartName="/xl/workbook.xml" ContentType="` + typeSheetML + `sheet.main+xml"/>` +
			`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`)},
		{"_rels/.rels", []byte(xmlHead + `<Relationships xmlns="` + nsPackage + `"><Relationship Id="rId1" Type="` + looseRels + `/officeDocument" Target="xl/workbook.xml"/>` +
			`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`)},
		{"docProps/core.xml", []byte(xmlHead + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">` +
			`<dc:title>` + fixSheet + `</dc:title><dc:language>en-GB</dc:language></cp:coreProperties>`)},
		{"xl/workbook.xml", []byte(xmlHead + `<workbook xmlns="` + main + `" xmlns:r="` + looseRels + `"><bookViews><workbookView activeTab="0"/></bookViews><sheets></sheets></workbook>`)},
	}
}

// markOwn writes a workbook of our own that lists the findings, and says why the
// sender's could not be marked.
func markOwn(fb Feedback, why string, w io.Writer) (MarkReport, error) {
	report := MarkReport{Unmarked: len(fb.Findings), Fallback: why}
	if fb.People {
		report.Fallback = "it is about people"
		fb = withoutRows(fb)
	}
	var own bytes.Buffer
	if err := zipParts(&own, ownParts()); err != nil {
		return report, err
	}
	m := &marker{fb: fb}
	var err error
	if m.bundle, err = openBundle(bytes.NewReader(own.Bytes()), int64(own.Len())); err != nil {
		return report, err
	}
	if err := m.readBook(); err != nil {
		return report, err
	}
	if err := m.newStylist(); err != nil {
		return report, err
	}
	part, err := m.fresh("xl/worksheets/sheet%d.xml")
	if err != nil {
		return report, err
	}
	if err := m.create(part, typeSheetML+"worksheet+xml", m.listXML(listRows(fb, nil, why))); err != nil {
		return report, err
	}
	if err := m.styles.flush(m.bundle); err != nil {
		return report, err
	}
	if err := m.changeBook(part); err != nil {
		return report, err
	}
	var out bytes.Buffer
	if err := m.write(&out); err != nil {
		return report, err
	}
	if err := m.check(out.Bytes()); err != nil {
		return report, fmt.Errorf("%s: the workbook that answers it: %w", fb.File, err)
	}
	_, err = w.Write(out.Bytes())
	return report, err
}

// withoutRows takes from findings what leads to a person's row: the line, the
// column and the reference of the person say enough to whoever holds the file.
func withoutRows(fb Feedback) Feedback {
	fb.Findings = slices.Clone(fb.Findings)
	for i := range fb.Findings {
		f := &fb.Findings[i]
		f.Heading = cmp.Or(f.Heading, f.Box, strings.TrimRight(f.Cell, "0123456789"))
		f.Sheet, f.Cell, f.Box = "", "", ""
	}
	return fb
}

// A TextFile is a file of text as it was read: all its rows, the headings
// among them.
type TextFile struct {
	Rows    [][]string
	Lines   []int // the line of the file on which each row begins
	Heading int   // the index of the row of headings; -1 if there is none
}

// MarkText writes the rows of a text file as a workbook, every value as the text
// that was sent, marked and listed as Mark does it. A finding is found by its
// line and the heading of its column; one about a row is marked at the first
// cell of it.
func MarkText(file TextFile, fb Feedback, w io.Writer) (MarkReport, error) {
	if fb.People || fb.NoCopy != "" {
		return markOwn(fb, fb.NoCopy, w)
	}
	if len(file.Lines) != len(file.Rows) {
		return MarkReport{}, fmt.Errorf("%s: %d rows have %d lines", fb.File, len(file.Rows), len(file.Lines))
	}
	if len(file.Rows) > 1_048_576 || slices.ContainsFunc(file.Rows, func(row []string) bool { return len(row) > 16_384 }) {
		return markOwn(fb, "it has more rows or columns than a workbook holds", w)
	}
	data, err := textBook(file)
	if err != nil {
		return MarkReport{}, err
	}
	return Mark(bytes.NewReader(data), int64(len(data)), file.placed(fb), w)
}

const textSheet = "Your file"

// textBook is the workbook of a text file, before it is marked.
func textBook(file TextFile) ([]byte, error) {
	parts := ownParts()
	put := func(i int, old, new string) {
		parts[i].data = bytes.Replace(parts[i].data, []byte(old), []byte(new), 1)
	}
	put(0, "</Types>", `<Override PartName="/xl/worksheets/sheet1.xml" ContentType="`+typeSheetML+`worksheet+xml"/></Types>`)
	put(3, "</sheets>", `<sheet name="`+textSheet+`" sheetId="1" r:id="rId1"/></sheets>`)
	var out bytes.Buffer
	out.WriteString(xmlHead + `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetFormatPr baseColWidth="10" defaultColWidth="16" defaultRowHeight="15"/><sheetData>`)
	for i, row := range file.Rows {
		fmt.Fprintf(&out, `<row r="%d">`, i+1)
		for j, text := range row {
			fmt.Fprintf(&out, `<c r="%s" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>`, spot{i + 1, j + 1}, escapeXML(cut(text, maxCell)))
		}
		out.WriteString("</row>")
	}
	out.WriteString("</sheetData></worksheet>")
	parts = append(parts,
		part{"xl/_rels/workbook.xml.rels", []byte(xmlHead + `<Relationships xmlns="` + nsPackage + `"><Relationship Id="rId1" Type="` + looseRels + `/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`)},
		part{"xl/worksheets/sheet1.xml", out.Bytes()})
	var data bytes.Buffer
	err := zipParts(&data, parts)
	return data.Bytes(), err
}

// placed gives each finding the cell that its line and heading became. Of several
// rows of a line the first is the one that its findings are about, but for those
// whose place says which one.
func (file TextFile) placed(fb Feedback) Feedback {
	fb.HeadingRow = map[string]int{textSheet: file.Heading + 1}
	fb.Findings = slices.Clone(fb.Findings)
	for i := range fb.Findings {
		f := &fb.Findings[i]
		row, ok := slices.BinarySearch(file.Lines, f.Line)
		if !ok {
			continue
		}
		var nth int
		if _, err := fmt.Sscanf(f.Place, "row %d of line", &nth); err == nil {
			row += nth - 1
		}
		column := 0
		if f.Heading != "" && file.Heading >= 0 && file.Heading < len(file.Rows) {
			column = slices.IndexFunc(file.Rows[file.Heading], func(h string) bool { return strings.TrimSpace(h) == f.Heading })
			if column < 0 {
				continue
			}
		}
		f.Sheet, f.Cell = textSheet, spot{row + 1, column + 1}.String()
	}
	return fb
}
