package reports

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/xml"
	"fmt"
	"hash/crc32"
	"io"
	"regexp"
	"slices"
	"strconv"
	"time"

	"github.com/xuri/excelize/v2"

	"academy/queries"
)

// A form is a workbook to fill, drawn and packed once. Writing a copy only
// adds the rows, which takes a fraction of a millisecond.
type form struct {
	source     queries.Source
	lead       int      // columns before the first of the source
	styles     []int    // of each column's boxes
	answered   []int    // of each column's boxes that are filled in for the sender
	letters    []string // of each column
	tag        string   // letter of the hidden column after the last
	before     []packed // the parts that no row touches
	book       part     // the workbook, for forms that print more rows
	usual      packed   // the same as it is for most
	head, tail []byte   // the data sheet, up to and from the end of its rows
	sheet      string   // its name in the zip
}

type packed struct {
	header zip.FileHeader
	data   []byte
}

const (
	formHeadings = 4   // the row of the headings
	formRows     = 500 // rows with drop-downs and checks
	formPrinted  = 36  // rows of boxes that are printed: an A4 page
	formSpare    = 12  // blank rows that are printed below those that are filled
)

// newForm draws the workbook.
func newForm(src queries.Source) (*form, error) {
	if src.Sheet == "" {
		return nil, fmt.Errorf("%s: nobody fills it by hand, so it has no template", src.Name)
	}
	return drawnForm(src, nil)
}

// drawnForm draws the workbook, for somebody or for everybody, and takes it
// apart at the place where rows go.
func drawnForm(src queries.Source, p *Prefill) (*form, error) {
	data, f, err := drawForm(src, p)
	if err != nil {
		return nil, fmt.Errorf("template %s: %w", src.Name, err)
	}
	parts, err := unzip(data)
	if err != nil {
		return nil, fmt.Errorf("template %s: %w", src.Name, err)
	}
	columns := f.lead + len(src.Columns)
	for i := range columns + 1 {
		letter, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return nil, err
		}
		f.letters = append(f.letters, letter)
	}
	f.letters, f.tag = f.letters[:columns], f.letters[columns]
	for _, p := range settle(parts) {
		switch p.name {
		case f.sheet:
			end := bytes.Index(p.data, []byte("</sheetData>"))
			if end < 0 {
				return nil, fmt.Errorf("template %s: its sheet holds no rows", src.Name)
			}
			f.head, f.tail = p.data[:end], p.data[end:]
			continue
		case "xl/workbook.xml":
			f.book, f.usual = p, pack(p)
			continue
		}
		f.before = append(f.before, pack(p))
	}
	return f, nil
}

func pack(p part) packed {
	var b bytes.Buffer
	z, _ := flate.NewWriter(&b, flate.BestCompression) // the level is valid
	_, _ = z.Write(p.data)                             // a buffer takes everything
	_ = z.Close()
	return packed{zip.FileHeader{
		Name: p.name, Method: zip.Deflate, Modified: zipEpoch, CRC32: crc32.ChecksumIEEE(p.data),
		CompressedSize64: uint64(b.Len()), UncompressedSize64: uint64(len(p.data)),
	}, b.Bytes()}
}

// write writes the workbook with its rows. answered, which may be nil, reports
// whether the box in a row and column, from 0, was filled in for the sender.
func (f *form) write(w io.Writer, rows [][]string, answered func(row, column int) bool) error {
	z := zip.NewWriter(w)
	for _, p := range append(slices.Clip(f.before), f.printing(len(rows))) {
		header := p.header // CreateRaw writes into it
		out, err := z.CreateRaw(&header)
		if err != nil {
			return err
		}
		if _, err := out.Write(p.data); err != nil {
			return err
		}
	}
	out, err := z.CreateHeader(&zip.FileHeader{Name: f.sheet, Method: zip.Deflate, Modified: zipEpoch})
	if err != nil {
		return err
	}
	text, err := f.fill(rows, answered)
	if err != nil {
		return err
	}
	if _, err := out.Write(text); err != nil {
		return err
	}
	return z.Close()
}

var dimension = regexp.MustCompile(`<dimension ref="[^"]*"`)

// fill returns the data sheet with its rows.
func (f *form) fill(rows [][]string, answered func(row, column int) bool) ([]byte, error) {
	last := fmt.Sprintf("%s%d", f.tag, endRow(len(rows)))
	var b bytes.Buffer
	b.Write(dimension.ReplaceAll(f.head, []byte(`<dimension ref="A1:`+last+`"`)))
	for i, row := range rows {
		if len(row) > len(f.letters) {
			return nil, fmt.Errorf("template %s: row %d: %d values for %d columns",
				f.source.Name, i+1, len(row), len(f.letters))
		}
		line := strconv.Itoa(formHeadings + 1 + i)
		b.WriteString(`<row r="` + line + `">`)
		for j, text := range row {
			if text == "" {
				continue
			}
			style := f.styles[j]
			if answered != nil && answered(i, j) {
				style = f.answered[j]
			}
			f.cell(&b, j, style, line, text)
		}
		b.WriteString(`</row>`)
	}
	b.WriteString(f.endTag(len(rows)))
	b.Write(f.tail)
	return b.Bytes(), nil
}

// cell writes one value. Text is written as text, whatever it begins with.
func (f *form) cell(b *bytes.Buffer, column, style int, line, text string) {
	fmt.Fprintf(b, `<c r="%s%s" s="%d"`, f.letters[column], line, style)
	keep := "text"
	if column >= f.lead {
		keep = f.source.Columns[column-f.lead].Keep
	}
	if number, ok := typed(keep, text); ok {
		b.WriteString(`><v>` + number + `</v></c>`)
		return
	}
	b.WriteString(` t="inlineStr"><is><t xml:space="preserve">`)
	_ = xml.EscapeText(b, []byte(text)) // a buffer takes everything
	b.WriteString(`</t></is></c>`)
}

var plainNumber = regexp.MustCompile(`^-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,6})?$`)

// typed returns the text as a number of the sheet, if its column holds numbers
// or dates and it is one.
func typed(keep, text string) (string, bool) {
	switch keep {
	case "whole number", "number":
		return text, plainNumber.MatchString(text)
	case "date", "month":
		for _, layout := range []string{time.DateOnly, "2006-01"} {
			if day, err := time.Parse(layout, text); err == nil {
				return strconv.Itoa(serial(day)), true
			}
		}
	}
	return "", false
}

// serial is a day as Excel counts it, from 30 December 1899.
func serial(day time.Time) int {
	return int(day.Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)).Hours() / 24)
}
