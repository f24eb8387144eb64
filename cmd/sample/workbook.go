package main

import (
	"archive/zip"
	"bytes"
	"cmp"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// A sheet is one sheet of a workbook made by hand. A cell holds text, a whole
// number, a day (time.Time), a moment, or nil.
type sheet struct {
	name    string
	heading int // row of the headings, counted from 1
	width   float64
	rows    [][]any
}

// A moment is a day with its time.
type moment time.Time

// streamed is how many rows a sheet must have to be written by stream.
const streamed = 500

// write writes the workbook with this one sheet.
func (s sheet) write(w io.Writer) error {
	f := excelize.NewFile()
	defer f.Close()
	if err := f.SetSheetName("Sheet1", s.name); err != nil {
		return err
	}
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	if err != nil {
		return err
	}
	day, err := f.NewStyle(&excelize.Style{NumFmt: 14})
	if err != nil {
		return err
	}
	clock := "dd/mm/yyyy hh:mm:ss"
	when, err := f.NewStyle(&excelize.Style{CustomNumFmt: &clock})
	if err != nil {
		return err
	}
	for i, row := range s.rows {
		for k, v := range row {
			switch v := v.(type) {
			case time.Time:
				row[k] = excelize.Cell{StyleID: day, Value: serial(v)}
			case moment:
				row[k] = excelize.Cell{StyleID: when, Value: serial(time.Time(v))}
			case string:
				if i+1 == s.heading {
					row[k] = excelize.Cell{StyleID: bold, Value: v}
				}
			}
		}
	}
	if len(s.rows) > streamed {
		err = s.stream(f)
	} else {
		err = s.fill(f)
	}
	if err != nil {
		return err
	}
	return f.Write(w)
}

// serial is a time as a workbook counts it, in days since 1899-12-30.
func serial(t time.Time) any {
	seconds := t.Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)) / time.Second
	if seconds%86400 == 0 {
		return int(seconds / 86400)
	}
	return float64(seconds) / 86400
}

func (s sheet) columnWidth() float64 {
	if s.width > 0 {
		return s.width
	}
	return 13
}

func (s sheet) columns() int {
	n := 1
	for _, row := range s.rows {
		n = max(n, len(row))
	}
	return n
}

func (s sheet) stream(f *excelize.File) error {
	out, err := f.NewStreamWriter(s.name)
	if err != nil {
		return err
	}
	if err := out.SetColWidth(1, s.columns(), s.columnWidth()); err != nil {
		return err
	}
	for i, row := range s.rows {
		if err := out.SetRow(fmt.Sprintf("A%d", i+1), row); err != nil {
			return err
		}
	}
	return out.Flush()
}

func (s sheet) fill(f *excelize.File) error {
	last, err := excelize.ColumnNumberToName(s.columns())
	if err != nil {
		return err
	}
	if err := f.SetColWidth(s.name, "A", last, s.columnWidth()); err != nil {
		return err
	}
	for i, row := range s.rows {
		for k, v := range row {
			if v == nil {
				continue
			}
			name, err := excelize.CoordinatesToCellName(k+1, i+1)
			if err != nil {
				return err
			}
			styled, ok := v.(excelize.Cell)
			if ok {
				v = styled.Value
				if err := f.SetCellStyle(s.name, name, name, styled.StyleID); err != nil {
					return err
				}
			}
			if err := f.SetCellValue(s.name, name, v); err != nil {
				return err
			}
		}
	}
	return nil
}

// workbook writes a workbook of the workspace with stable bytes.
func (r *region) workbook(name string, make func(io.Writer) error) error {
	content, err := stable(make)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return r.put(name, content)
}

// stable makes a workbook and packs it again, so that the same cells are the
// same bytes: excelize writes one part in the order of a map, and two with the
// clock.
func stable(make func(io.Writer) error) ([]byte, error) {
	var made bytes.Buffer
	if err := make(&made); err != nil {
		return nil, err
	}
	in, err := zip.NewReader(bytes.NewReader(made.Bytes()), int64(made.Len()))
	if err != nil {
		return nil, err
	}
	parts := slices.Clone(in.File)
	slices.SortFunc(parts, func(a, b *zip.File) int { return cmp.Compare(a.Name, b.Name) })
	var packed bytes.Buffer
	out := zip.NewWriter(&packed)
	for _, p := range parts {
		if err := repack(out, p); err != nil {
			return nil, fmt.Errorf("%s: %w", p.Name, err)
		}
	}
	if err := out.Close(); err != nil {
		return nil, err
	}
	return packed.Bytes(), nil
}

func repack(out *zip.Writer, p *zip.File) error {
	head := zip.FileHeader{Name: p.Name, Method: zip.Deflate}
	head.SetMode(0o644)
	head.ModifiedDate = 1<<5 | 1 //nolint:staticcheck // 1980-01-01; CreateRaw does not look at Modified
	var tidy func(string) string
	switch p.Name {
	case "[Content_Types].xml":
		tidy = sortedTypes
	case "docProps/core.xml":
		tidy = undated
	default:
		head.Method = p.Method
		head.CRC32, head.CompressedSize64, head.UncompressedSize64 = p.CRC32, p.CompressedSize64, p.UncompressedSize64
		raw, err := p.OpenRaw()
		if err != nil {
			return err
		}
		w, err := out.CreateRaw(&head)
		if err != nil {
			return err
		}
		_, err = io.Copy(w, raw)
		return err
	}
	r, err := p.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	text, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	w, err := out.CreateHeader(&head)
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, tidy(string(text)))
	return err
}

var (
	typeEntry = regexp.MustCompile(`<(?:Override|Default)\b[^>]*?(?:/>|></(?:Override|Default)>)`)
	stamp     = regexp.MustCompile(`(<dcterms:(?:created|modified)[^>]*>)[^<]*`)
)

// sortedTypes puts the list of parts in order.
func sortedTypes(text string) string {
	entries := typeEntry.FindAllString(text, -1)
	slices.Sort(entries)
	rest := typeEntry.ReplaceAllString(text, "")
	return strings.Replace(rest, "</Types>", strings.Join(entries, "")+"</Types>", 1)
}

// undated puts a fixed day where a workbook says when it was made.
func undated(text string) string {
	return stamp.ReplaceAllString(text, "${1}2026-11-01T09:00:00Z")
}
