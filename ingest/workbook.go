package ingest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"path"
	"slices"
	"strings"
)

// A workbook is an open Excel workbook: what its cells need to be understood.
type workbook struct {
	pack    *pack
	sheets  []sheetPart
	strings texts   // the texts that cells point to
	styles  []style // by number of the style
	is1904  bool    // dates count from 1904-01-01
	spare   int     // bytes of sheets that may still be kept
	plain   int     // bytes of a sheet that is kept as it is
	merges  int     // how many of them may still be kept
}

// A sheetPart is one sheet by name and where it is in the zip.
type sheetPart struct {
	name, part string
	hidden     bool
	saved      *savedSheet // what its formulas gave, where LibreOffice made the workbook; nil elsewhere
}

// knownWorkbook reports whether the file starts as a zip does. What else a
// zip can be, foreign has told.
func knownWorkbook(r io.ReaderAt, _ int64) bool {
	head := make([]byte, 4)
	n, _ := r.ReadAt(head, 0)
	return bytes.Equal(head[:n], []byte("PK\x03\x04"))
}

// workbookSheets yields the sheets of an .xlsx or .xlsm. Macros are never
// looked at, nor are the charts that stand among the sheets.
func workbookSheets(r io.ReaderAt, size int64) iter.Seq2[Sheet, error] {
	return bookSheets(r, size, func(*workbook) {})
}

// bookSheets is workbookSheets for a workbook that is made ready once it is open.
func bookSheets(r io.ReaderAt, size int64, ready func(*workbook)) iter.Seq2[Sheet, error] {
	return func(yield func(Sheet, error) bool) {
		book, err := openWorkbook(r, size)
		if err != nil {
			yield(Sheet{}, bookRefusal(err))
			return
		}
		ready(book)
		for _, s := range book.sheets {
			if !yield(Sheet{Name: s.name, Hidden: s.hidden, Rows: book.rows(s)}, nil) {
				return
			}
		}
	}
}

// bookRefusal turns whatever a library says about a workbook into words for
// its sender.
func bookRefusal(err error) error {
	var r Refusal
	switch {
	case errors.As(err, &r):
		return r
	case errors.Is(err, errTooLarge):
		return refuseTooLarge("unpacked, it is no spreadsheet that a person made")
	}
	return refuseTorn("a part of the workbook ends too early or cannot be read")
}

// sheetRefusal is bookRefusal for what was found in one sheet, which it names.
func sheetRefusal(name string, err error) error {
	var r Refusal
	if !errors.As(err, &r) && !errors.Is(err, errTooLarge) {
		err = refuseTorn("a sheet ends too early or cannot be read")
	}
	err = bookRefusal(err)
	if errors.As(err, &r) && (r.Code == "torn" || r.Code == "too-large") {
		r.Says += fmt.Sprintf(" (sheet %q)", name)
		return r
	}
	return err
}

func openWorkbook(r io.ReaderAt, size int64) (*workbook, error) {
	p, err := openPack(r, size)
	if err != nil {
		return nil, err
	}
	b := &workbook{pack: p, spare: maxKept, plain: keptPlain, merges: maxMerges}
	main := "xl/workbook.xml"
	root, err := p.relations("")
	if err != nil {
		return nil, err
	}
	for _, rel := range root {
		if strings.HasSuffix(rel.Type, "/officeDocument") {
			main = rel.Target
		}
	}
	rels, err := p.relations(main)
	if err != nil {
		return nil, err
	}
	if err := b.readMain(main, rels); err != nil {
		return nil, err
	}
	styles := path.Join(path.Dir(main), "styles.xml") // unless a relation says otherwise
	if _, there := p.parts[partName(styles)]; there && !slices.ContainsFunc(rels, isStyles) {
		rels = append(rels, relation{Type: "/styles", Target: styles})
	}
	for _, rel := range rels {
		switch {
		case isStyles(rel):
			b.styles, err = p.readStyles(rel.Target)
		case strings.HasSuffix(rel.Type, "/sharedStrings"):
			b.strings, err = p.readStrings(rel.Target)
		}
		if err != nil {
			return nil, err
		}
	}
	return b, nil
}

func isStyles(r relation) bool { return strings.HasSuffix(r.Type, "/styles") }

// readMain reads the list of sheets and the date system.
func (b *workbook) readMain(name string, rels []relation) error {
	data, err := b.pack.read(name)
	if err != nil {
		return err
	}
	if data == nil {
		return refuseTorn("the list of its sheets is missing")
	}
	seen := make(map[string]bool)
	count := 0
	err = eachTag(data, func(s *scanner) error {
		switch {
		case !s.within("workbook"):
			return errMixedUp
		case s.is("workbookPr"): // an extension has another of this name, which says nothing of dates
			b.is1904 = b.is1904 || isTrue(s.attr("date1904"))
			return nil
		case !s.is("sheet"):
			return nil
		}
		if count++; count > maxSheets {
			return refuseTooLarge("it has more than 256 sheets")
		}
		name, state := s.attr("name"), s.attr("state")
		id, given := s.given("id")
		i := slices.IndexFunc(rels, func(r relation) bool { return r.ID == id })
		switch {
		case given && id == "" && name != "": // a module of macros, which has no part
			return nil
		case i < 0 || name == "":
			return refuseTorn("its list of sheets is not whole")
		case isOtherSheet(rels[i].Type):
			return nil
		case !strings.HasSuffix(rels[i].Type, "/worksheet"):
			return refuseTorn("a sheet is of no kind there is")
		}
		part := rels[i].Target
		if seen[partName(part)] {
			return refuseTorn("two sheets are the same one")
		}
		seen[partName(part)] = true
		b.sheets = append(b.sheets, sheetPart{name: name, part: part, hidden: state == "hidden" || state == "veryHidden"})
		return nil
	})
	if err == nil && len(b.sheets) == 0 {
		err = refuseNoSheet()
	}
	return err
}

// isOtherSheet reports whether a sheet has no cells, or only macros of Excel 4.
func isOtherSheet(kind string) bool {
	switch path.Base(kind) {
	case "chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet":
		return true
	}
	return false
}

// isTrue reads a bool as XML has it.
func isTrue(s string) bool { return s == "1" || s == "true" || s == "on" }
