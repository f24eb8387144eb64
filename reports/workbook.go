package reports

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/xuri/excelize/v2"
)

// A book is the workbook of a pack being made. It follows the Analysis
// Function's checklist for accessible spreadsheets: cover, contents, notes,
// then one real table a sheet, with its title in A1.
type book struct {
	drawing
	doc    *document
	sheets []sheet
}

// A sheet is one table of the pack and where it came from.
type sheet struct {
	tab     string
	section string
	block   block
}

const (
	coverSheet    = "Cover"
	contentsSheet = "Contents"
	notesSheet    = "Notes"
)

// writeWorkbook writes the workbook of a pack.
func writeWorkbook(w io.Writer, doc *document) error {
	b := &book{drawing: drawing{File: excelize.NewFile()}, doc: doc}
	defer b.Close()
	b.collect()
	b.do(b.SetDefaultFont("Arial"))
	b.do(b.SetSheetName("Sheet1", coverSheet))
	for _, name := range []string{contentsSheet, notesSheet} {
		_, err := b.NewSheet(name)
		b.do(err)
	}
	b.cover()
	b.contents()
	b.notes()
	for i, s := range b.sheets {
		_, err := b.NewSheet(s.tab)
		b.do(err)
		b.table(i, s)
	}
	b.SetActiveSheet(0)
	stamp := doc.Pack.AsOf.UTC().Format("2006-01-02T00:00:00Z")
	b.do(b.SetDocProps(&excelize.DocProperties{
		Title: doc.Pack.Academy + ": " + doc.Title, Subject: "For " + doc.Pack.Audience.Title, Creator: doc.Pack.Academy,
		LastModifiedBy: "academy " + doc.Pack.Program, Language: "en-GB", Created: stamp, Modified: stamp}))
	if b.err != nil {
		return b.err
	}
	return b.save(w)
}

// collect gives every table a tab with a number and a name.
func (b *book) collect() {
	for _, sections := range [][]section{b.doc.Sections, b.doc.About} {
		for _, s := range sections {
			for _, bl := range s.Blocks {
				if bl.Table == nil || len(bl.Table.Rows) == 0 {
					continue
				}
				b.sheets = append(b.sheets, sheet{tabOf(len(b.sheets)+1, bl.Table.Name), s.Title, bl})
			}
		}
	}
}

var notInTab = strings.NewReplacer("[", "", "]", "", ":", "", "*", "", "?", "", "/", " ", `\`, " ", "'", "")

// tabOf is the name of a sheet: at most 31 characters, none of which Excel
// refuses.
func tabOf(n int, name string) string {
	s := []rune(fmt.Sprintf("%d %s", n, strings.TrimSpace(notInTab.Replace(name))))
	if len(s) <= 31 {
		return string(s)
	}
	short := string(s[:31])
	return short[:max(strings.LastIndex(short, " "), 2)]
}

// autoFilter is the row of filter buttons that excelize gives every table. A
// person who wants them has them with two keys; a screen reader stumbles.
var autoFilter = regexp.MustCompile(`(?s)<autoFilter [^>]*?(/>|>.*?</autoFilter>)`)

func (b *book) save(w io.Writer) error {
	var raw bytes.Buffer
	if err := b.Write(&raw); err != nil {
		return err
	}
	parts, err := unzip(raw.Bytes())
	if err != nil {
		return err
	}
	for i, p := range parts {
		if strings.HasPrefix(p.name, "xl/tables/") {
			parts[i].data = autoFilter.ReplaceAll(p.data, nil)
		}
	}
	return zipParts(w, settle(parts))
}

func (b *book) wrapped() int { return b.textStyle() }

func (b *book) strong() int {
	return b.style("strong", excelize.Style{
		Font:      &excelize.Font{Family: "Arial", Size: 11, Bold: true},
		Alignment: &excelize.Alignment{WrapText: true, Vertical: "bottom"}})
}

// indented keeps words off the numbers at their left.
func (b *book) indented() int {
	return b.style("indented", excelize.Style{
		Font:      &excelize.Font{Family: "Arial", Size: 11},
		Alignment: &excelize.Alignment{WrapText: true, Vertical: "top", Horizontal: "left", Indent: 1}})
}

func (b *book) strongIndented() int {
	return b.style("strong indented", excelize.Style{
		Font:      &excelize.Font{Family: "Arial", Size: 11, Bold: true},
		Alignment: &excelize.Alignment{WrapText: true, Vertical: "bottom", Horizontal: "left", Indent: 1}})
}

func (b *book) strongRight() int {
	return b.style("strong right", excelize.Style{
		Font:      &excelize.Font{Family: "Arial", Size: 11, Bold: true},
		Alignment: &excelize.Alignment{WrapText: true, Vertical: "bottom", Horizontal: "right"}})
}

func (b *book) right() int {
	return b.style("right", excelize.Style{
		Font:      &excelize.Font{Family: "Arial", Size: 11},
		Alignment: &excelize.Alignment{Vertical: "top", Horizontal: "right"}})
}

func (b *book) numbers(format string) int {
	return b.style("number "+format, excelize.Style{
		Font: &excelize.Font{Family: "Arial", Size: 11}, CustomNumFmt: &format,
		Alignment: &excelize.Alignment{Vertical: "top", Horizontal: "right"}})
}

func (b *book) link() int {
	return b.style("link", excelize.Style{
		Font:      &excelize.Font{Family: "Arial", Size: 11, Color: "1A5F9E", Underline: "single"},
		Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
}

// width sets the width of a column by its number.
func (b *book) width(sheet string, column int, width float64) {
	name, err := excelize.ColumnNumberToName(column)
	b.do(err)
	b.do(b.SetColWidth(sheet, name, name, width))
}

// lines writes texts under each other in column A and returns the next row.
func (b *book) lines(sheet string, row, style int, texts ...string) int {
	for _, s := range texts {
		if s == "" {
			continue
		}
		b.put(sheet, 1, row, style, s)
		row++
	}
	return row
}
