package ingest

import (
	"context"
	"fmt"
	"io"
	"iter"
)

// A Format reads one kind of file.
type Format struct {
	Name string // as a person would say it, e.g. "Excel workbook"

	// Known reports whether the file is of this kind, by what it holds and
	// never by its name.
	Known func(r io.ReaderAt, size int64) bool

	// Sheets yields the sheets of the file in their order, each with its
	// typed cells row by row. It stops after the first error. It is nil where
	// there is Through.
	Sheets func(r io.ReaderAt, size int64) iter.Seq2[Sheet, error]

	// Through is the program that makes a workbook of the file before we read
	// it, with convert; "" for what we read ourselves.
	Through string

	convert func(ctx context.Context, r io.ReaderAt, size int64) ([]byte, error)

	// saved returns what the formulas of a file that is converted gave when it
	// was saved, which is not what they give in the workbook made of it. An
	// error says that it cannot be read.
	saved func(r io.ReaderAt, size int64) ([]savedSheet, error)
}

// textFile is what the format of text files is called.
const textFile = "text file"

// formats are the formats there are, the most particular first. To add one,
// write its Known and Sheets in a file of its own and name it here.
var formats = []Format{
	{Name: oldKind.name, Known: knownOld, Through: libreOffice, convert: convertOld, saved: savedOld},
	{Name: xlsbKind.name, Known: knownBinary, Through: libreOffice, convert: xlsbKind.convert, saved: savedBinary},
	{Name: "OpenDocument sheet", Known: knownODS, Sheets: odsSheets},
	{Name: "Excel workbook", Known: knownWorkbook, Sheets: workbookSheets},
	{Name: textFile, Known: knownText, Sheets: textSheets},
}

// open yields the sheets of a file of the format, of the workbook that is made
// of it where one has to be. That ends when ctx does, with its error.
func (f Format) open(ctx context.Context, r io.ReaderAt, size int64) iter.Seq2[Sheet, error] {
	return guarded(func(yield func(Sheet, error) bool) {
		if f.convert == nil {
			f.Sheets(r, size)(yield)
			return
		}
		book, err := f.convert(ctx, r, size)
		if err != nil {
			yield(Sheet{}, err)
			return
		}
		saved, err := f.saved(r, size)
		if err != nil {
			saved = nil // the receipt says so
		}
		convertedSheets(book, saved)(yield)
	})
}

// formatOf returns the format of a file. Where there is none it returns a
// Refusal that names the file for what it is.
func formatOf(r io.ReaderAt, size int64) (Format, error) {
	if size == 0 {
		return Format{}, refuseEmpty()
	}
	if kind := foreign(r, size); kind != nil {
		return Format{}, *kind
	}
	for _, f := range formats {
		if f.Known(r, size) {
			return f, nil
		}
	}
	return Format{}, refuseUnknownKind()
}

// A Sheet is one sheet of a workbook, or the whole of a text file.
type Sheet struct {
	Name   string // "" for a text file
	Hidden bool
	Narrow Count // lines of a text file in Windows-1252, where others are in UTF-8

	// Rows yields the rows that hold anything, from the top. It may be ranged
	// over again, and stops after the first error. A row and its cells are
	// good until the next one is asked for.
	Rows iter.Seq2[RowOfCells, error]
}

// A RowOfCells is one row as the file holds it. Cells that hold nothing are
// not there.
type RowOfCells struct {
	Line   int    // where a person would look: 1 is the first row of the sheet, or line of the file
	Blank  int    // how many rows just above it hold nothing
	Width  int    // how many values the row has in a text file, empty ones too; 0 in a workbook
	Torn   bool   // a quotation mark opens and never closes; Cells are then a guess
	Open   bool   // no line end follows it: a text file ends here, and may have been cut short
	Behind int    // how many rows stand before it in its line, where text files were put one behind the other
	Hidden bool   // the whole row is hidden
	Filter bool   // it is hidden, and within the range of a filter
	Cells  []Cell // from left to right
	Merges []span // those that reach the row, by left column; good as long as the cells
}

// A Cell is one cell as the file holds it, before anyone has decided what it
// means. Number is set for numbers and dates (dates as days since 1899-12-30,
// whichever date system the workbook uses) and is 1 for a bool that is true;
// Raw is the text that was there, without the zeros that only a format shows.
type Cell struct {
	Ref    Ref // where a person would look
	Kind   Kind
	Raw    string
	Number float64
	Flags  Flags
	Digits uint8 // how many digits of a whole number are shown at least, by zeros in front; 0 where there is no such format
}

// A Ref is the place of a cell: row and column, both from 1.
type Ref struct{ Row, Col int }

// String returns the place as a spreadsheet program shows it, e.g. B7.
func (r Ref) String() string { return fmt.Sprintf("%s%d", columnLetters(r.Col), r.Row) }

// columnLetters returns the name of a column: 1 is A, 27 is AA.
func columnLetters(col int) string {
	var b []byte
	for ; col > 0; col = (col - 1) / 26 {
		b = append([]byte{byte('A' + (col-1)%26)}, b...)
	}
	return string(b)
}

// A Kind says what a cell holds.
type Kind uint8

// The kinds of cell.
const (
	Empty Kind = iota
	Text
	Number
	Date
	Bool
	Error // an error value of the workbook, such as #N/A
)

// String returns the kind in a word.
func (k Kind) String() string {
	return [...]string{"empty", "text", "number", "date", "bool", "error"}[k]
}

// Flags are what a person would not notice about a cell.
type Flags uint8

// The flags of a cell.
const (
	Hidden       Flags = 1 << iota // its row or its column is hidden
	Merged                         // a merge covers it; it holds nothing, whatever the file says
	Ghost                          // a merge covers it, and the file had a value there
	Formula                        // its value was computed, and may be stale; if Empty, it never was
	NumberAsText                   // a text that reads as a number
	Percent                        // shown as a per cent: 0.25 is 25%
	Foreign                        // shown as money of another country
	Recomputed                     // a formula whose saved result could not be read: its value is what LibreOffice makes of it
)
