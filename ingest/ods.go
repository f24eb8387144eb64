package ingest

import (
	"bytes"
	"io"
	"iter"
	"slices"
	"strings"

	"golang.org/x/text/encoding/unicode"
)

// odsKind is what an OpenDocument sheet says it is, and so does a template.
const odsKind = "application/vnd.oasis.opendocument.spreadsheet"

// maxRepeated is how many cells a sheet may say to repeat: a file of a few
// bytes can ask for billions.
const maxRepeated = 1 << 24

// knownODS reports whether the file is an OpenDocument sheet.
func knownODS(r io.ReaderAt, size int64) bool {
	if !knownWorkbook(r, size) {
		return false
	}
	p, err := openPack(r, size)
	if err != nil {
		return false // the reader of workbooks says what is wrong
	}
	kind, err := p.read("mimetype")
	if err == nil && kind != nil {
		return bytes.HasPrefix(kind, []byte(odsKind))
	}
	_, content := p.parts["content.xml"]
	_, types := p.parts["[content_types].xml"]
	return content && !types
}

// An ods is an open OpenDocument sheet: all its sheets are in one part.
type ods struct {
	pack   *pack
	held   []byte // the part, where it is small enough to be held
	sheets []odsSheet
}

// An odsSheet is one sheet and where its element starts in the part.
type odsSheet struct {
	name   string
	hidden bool
	offset int64
}

// odsSheets yields the sheets of an .ods.
func odsSheets(r io.ReaderAt, size int64) iter.Seq2[Sheet, error] {
	return func(yield func(Sheet, error) bool) {
		book, err := openODS(r, size)
		if err != nil {
			yield(Sheet{}, bookRefusal(err))
			return
		}
		for _, s := range book.sheets {
			if !yield(Sheet{Name: s.name, Hidden: s.hidden, Rows: book.rows(s)}, nil) {
				return
			}
		}
	}
}

func openODS(r io.ReaderAt, size int64) (*ods, error) {
	p, err := openPack(r, size)
	if err != nil {
		return nil, err
	}
	manifest, err := p.read("META-INF/manifest.xml")
	if err != nil {
		return nil, err
	}
	if bytes.Contains(manifest, []byte("encryption-data")) {
		return nil, Refusal{"protected", "the sheet is protected with a password",
			"save it without a password and send it again"}
	}
	b := &ods{pack: p}
	if f, ok := p.parts["content.xml"]; ok && f.UncompressedSize64 <= maxKept {
		in, err := p.open("content.xml", maxKept)
		if err != nil {
			return nil, err
		}
		defer in.Close()
		if b.held, err = io.ReadAll(in); err != nil {
			return nil, refuseTorn("a part of the workbook does not unpack")
		}
		if b.held, err = narrowed(b.held); err != nil {
			return nil, err
		}
	}
	return b, b.list()
}

// narrowed is XML in UTF-8, of UTF-16 too: a sheet is then found by its bytes.
func narrowed(xml []byte) ([]byte, error) {
	if bytes.HasPrefix(xml, []byte("\xFF\xFE")) || bytes.HasPrefix(xml, []byte("\xFE\xFF")) {
		return unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().Bytes(xml)
	}
	return xml, nil
}

// content opens the part from a byte on.
func (b *ods) content(offset int64) (io.ReadCloser, error) {
	if b.held != nil {
		return io.NopCloser(bytes.NewReader(b.held[offset:])), nil
	}
	in, err := b.pack.open("content.xml", maxInflated)
	if err != nil {
		return nil, err
	}
	if _, err := io.CopyN(io.Discard, in, offset); err != nil {
		in.Close()
		return nil, err
	}
	return in, nil
}

// A counter counts what is read through it.
type counter struct {
	io.Reader
	n int64
}

func (c *counter) Read(b []byte) (int, error) {
	n, err := c.Reader.Read(b)
	c.n += int64(n)
	return n, err
}

// list notes the sheets of the part. It reads all of it, which is what shows
// that it is whole.
func (b *ods) list() error {
	in, err := b.content(0)
	if err != nil {
		return err
	}
	defer in.Close()
	count := &counter{Reader: in}
	x := newScanner(count)
	if x.in != io.Reader(count) {
		return refuseTooLarge("it is written in UTF-16")
	}
	hiding := make(map[string]bool) // styles of hidden sheets
	style, found := "", false
	for {
		kind, err := x.next()
		switch {
		case err == io.EOF && found && len(b.sheets) > 0: //nolint:errorlint // as next returns it
			return nil
		case err == io.EOF: //nolint:errorlint // as next returns it
			return *notAWorkbook("an OpenDocument file without a sheet")
		case err != nil:
			return err
		case kind != startTag:
		case x.is("style"):
			style = x.attr("name")
		case x.is("table-properties") && x.attr("display") == "false":
			hiding[style] = true
		case x.is("spreadsheet") && len(x.starts) == 3:
			found = true
		case x.is("table") && found && len(x.starts) == 4:
			if err := b.note(x, count.n, hiding); err != nil {
				return err
			}
		}
	}
}

// note takes down the sheet whose start tag is at hand. A sheet of another
// file, of which a formula keeps a copy, is passed over.
func (b *ods) note(x *scanner, read int64, hiding map[string]bool) error {
	style := x.attr("style-name")
	if style == "ta_extref" {
		return nil
	}
	if len(b.sheets) >= maxSheets {
		return refuseTooLarge("it has more than 256 sheets")
	}
	tag := len("<>") + len(x.open) - x.starts[len(x.starts)-1] + len(x.attrs)
	if x.selfClosed {
		tag++
	}
	b.sheets = append(b.sheets, odsSheet{x.attr("name"), hiding[style], read - int64(x.end-x.pos) - int64(tag)})
	return nil
}

// rows yields the rows of one sheet.
func (b *ods) rows(s odsSheet) iter.Seq2[RowOfCells, error] {
	return func(yield func(RowOfCells, error) bool) {
		content, err := b.content(s.offset)
		if err != nil {
			yield(RowOfCells{}, sheetRefusal(s.name, err))
			return
		}
		defer content.Close()
		in := &odsReader{xml: newScanner(content)}
		last := 0
		for {
			row, times, err := in.next()
			if err == io.EOF { //nolint:errorlint // as next returns it
				return
			}
			if err != nil {
				yield(RowOfCells{}, sheetRefusal(s.name, err))
				return
			}
			for ; times > 0; times-- {
				row.Blank, last = row.Line-last-1, row.Line
				if !yield(row, nil) {
					return
				}
				row.Line++
				for i := range row.Cells {
					row.Cells[i].Ref.Row++
				}
			}
		}
	}
}

// An odsReader reads the element of a sheet from its start tag on.
type odsReader struct {
	xml      *scanner
	line     int    // rows before the one at hand
	column   int    // columns described
	hidden   []bool // by column
	repeated int    // cells
	row      RowOfCells
	text     []byte // scratch
}

// odsGroups are the elements that only hold rows or columns together.
var odsGroups = []string{"table-columns", "table-header-columns", "table-column-group", "table-rows", "table-header-rows", "table-row-group"}

// next returns the next row that holds anything and how often it stands there,
// and io.EOF after the last.
func (in *odsReader) next() (RowOfCells, int, error) {
	x := in.xml
	for {
		kind, err := x.next()
		switch {
		case err != nil:
			return RowOfCells{}, 0, noEnd(err)
		case kind == endTag && len(x.starts) == 0:
			return RowOfCells{}, 0, io.EOF
		case kind != startTag:
		case x.is("table-column"):
			if err := in.hide(); err != nil {
				return RowOfCells{}, 0, err
			}
		case x.is("table-row"):
			times, err := in.readRow()
			if err != nil || len(in.row.Cells) > 0 {
				return in.row, times, err
			}
		case len(x.starts) > 1 && !slices.Contains(odsGroups, string(x.name)):
			if err := x.skip(); err != nil {
				return RowOfCells{}, 0, err
			}
		}
	}
}

// times reads how often something is repeated; once, if it does not say. It is
// never more than a sheet can hold.
func times(s string) int {
	n := 0
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return 1
		}
		n = min(n*10+int(c-'0'), 2*maxRows)
	}
	return max(n, 1)
}

// hide notes a column that is not shown.
func (in *odsReader) hide() error {
	x := in.xml
	first := in.column + 1
	in.column = min(in.column+times(x.attr("number-columns-repeated")), 2*maxColumns)
	if seen := x.attr("visibility"); seen != "collapse" && seen != "filter" {
		return nil
	}
	if in.hidden == nil {
		in.hidden = make([]bool, maxColumns+1)
	}
	for col := first; col <= min(in.column, maxColumns); col++ {
		in.hidden[col] = true
	}
	return nil
}

// readRow reads one row whose start tag is at hand. It returns how often the
// row stands there.
func (in *odsReader) readRow() (int, error) {
	x := in.xml
	repeat := times(x.attr("number-rows-repeated"))
	seen := x.attr("visibility")
	in.row = RowOfCells{Line: in.line + 1, Hidden: seen == "collapse" || seen == "filter", Filter: seen == "filter", Cells: in.row.Cells[:0], Merges: in.row.Merges[:0]}
	in.line = min(in.line+repeat, 2*maxRows)
	for outside, col := len(x.starts)-1, 0; ; {
		kind, err := x.next()
		switch {
		case err != nil:
			return 0, noEnd(err)
		case kind == endTag && len(x.starts) == outside:
			return repeat, in.bounded(repeat)
		case kind != startTag:
		case x.is("table-cell") || x.is("covered-table-cell"):
			n, err := in.readCell(col)
			if err != nil {
				return 0, err
			}
			col = min(col+n, 2*maxColumns)
		default:
			if err := x.skip(); err != nil {
				return 0, err
			}
		}
	}
}

// bounded refuses a row that holds something and stands below the last row
// that a sheet can have, or is repeated beyond measure.
func (in *odsReader) bounded(repeat int) error {
	if len(in.row.Cells) == 0 {
		return nil
	}
	in.repeated += (repeat - 1) * len(in.row.Cells)
	if in.line > maxRows {
		return errBeyond
	}
	if in.repeated > maxRepeated {
		return errTooLarge
	}
	return nil
}

// add adds a cell to the row as often as it stands there, unless it holds
// nothing.
func (in *odsReader) add(cell Cell, col, repeat int) error {
	if cell.Kind == Empty && cell.Flags&(Formula|Ghost) == 0 {
		return nil
	}
	if col+repeat > maxColumns {
		return errBeyond
	}
	if in.repeated += repeat - 1; in.repeated > maxRepeated {
		return errTooLarge
	}
	flags := cell.Flags
	for range repeat {
		col++
		cell.Ref, cell.Flags = Ref{in.row.Line, col}, flags
		if in.row.Hidden || in.hidden != nil && in.hidden[col] {
			cell.Flags |= Hidden
		}
		in.row.Cells = append(in.row.Cells, cell)
	}
	return nil
}

// isODSError reports whether a formula shows that it has no result.
func isODSError(shown string) bool {
	return strings.HasPrefix(shown, "Err:") || len(shown) > 1 && shown[0] == '#' && strings.Trim(shown[1:], "ABCDEFGHIJKLMNOPQRSTUVWXYZ/0!?_") == ""
}
