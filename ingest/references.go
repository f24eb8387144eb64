package ingest

import (
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"
	"time"

	"academy/queries"
)

// References returns what the sender of a file about people calls the person in
// each of these lines, or in all where lines is nil, so that they can find the row. What could be a name, an
// address or a number of the state is left out, as is a line that cannot be
// read. It is nil where no column of the source refers to a person.
//
// A reference is read again out of the file when it is needed, and kept nowhere:
// the database has its hash.
func References(name string, r io.ReaderAt, size int64, source queries.Source, lines []int) (map[int]string, error) {
	at := slices.IndexFunc(source.Columns, func(c queries.Column) bool { return c.Refers })
	if at < 0 {
		return nil, nil
	}
	source.Columns = slices.Clone(source.Columns)
	for i := range source.Columns {
		c := &source.Columns[i]
		c.Keep, c.Filled, c.With, c.At, c.Dates, c.Bands, c.Allowed = "drop", false, "", "", "", nil, nil
	}
	source.Columns[at].Keep = "text"
	tables, err := ReadAll(name, r, size, []queries.Source{source}, nil)
	var refused Refusal
	if errors.As(err, &refused) {
		return nil, nil // it was read once; what can no longer be has no lines to name
	}
	if err != nil {
		return nil, err
	}
	wanted := make(map[int]bool, len(lines))
	for _, line := range lines {
		wanted[line] = true
	}
	found := map[int]string{}
	for _, t := range tables {
		err := t.Each(func(row queries.Row) error {
			if (lines == nil || wanted[row.Line]) && isReference(row.Values[0]) {
				found[row.Line] = row.Values[0]
			}
			return nil
		}, nil, nil)
		if err != nil {
			return nil, err
		}
	}
	return found, nil
}

var (
	plainReference = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9/_.-]{0,29}$`)
	hasDigit       = regexp.MustCompile(`[0-9]`)
	stateNumber    = regexp.MustCompile(`(?i)^[a-z]{2}[0-9]{6}[a-z]$|^[0-9]{10}$`)          // National Insurance, NHS
	likeDate       = regexp.MustCompile(`^[0-9]{1,4}[/.-][0-9A-Za-z]{1,9}[/.-][0-9]{1,4}$`) // a date of birth
)

// isReference reports whether a text is a reference and cannot be more: one word
// with a digit in it.
func isReference(text string) bool {
	return plainReference.MatchString(text) && hasDigit.MatchString(text) && !stateNumber.MatchString(text) && !likeDate.MatchString(text) && !holdsBirth(text)
}

var behindLetters = regexp.MustCompile(`[A-Za-z][^0-9]*([0-9]{6}|[0-9]{8})$`)

// holdsBirth reports whether letters are followed by what could be a date of birth,
// as in SmithJ120385.
func holdsBirth(text string) bool {
	m := behindLetters.FindStringSubmatch(text)
	if m == nil {
		return false
	}
	for _, layout := range []string{"020106", "060102", "02012006", "20060102"} {
		if _, err := time.Parse(layout, m[1]); err == nil {
			return true
		}
	}
	return false
}

// mostNamed is how many rows of a sheet are looked at for what they name.
const mostNamed = 2_000

// Named returns which of some texts, in small letters, stand in cells of a file, in the
// order in which they do. It is for a file whose table was not recognised.
func Named(r io.ReaderAt, size int64, known func(text string) bool) []string {
	sheets, err := Sheets(r, size)
	if err != nil {
		return nil
	}
	var found []string
	for sheet, err := range sheets {
		if err != nil {
			return found
		}
		n := 0
		for row, err := range sheet.Rows {
			if n++; err != nil || n > mostNamed {
				break
			}
			for _, c := range row.Cells {
				text := strings.ToLower(strings.TrimSpace(dashes.Replace(c.Raw)))
				if known(text) && !slices.Contains(found, text) {
					found = append(found, text)
				}
			}
		}
	}
	return found
}

// dashes are what Word and Outlook put in the place of a hyphen.
var dashes = strings.NewReplacer("‐", "-", "‑", "-", "–", "-", "—", "-", "−", "-")

// HasColumn reports whether a table of a source in a file has one of its columns.
func HasColumn(name string, r io.ReaderAt, size int64, sources []queries.Source, source, column string) bool {
	tables, err := ReadAll(name, r, size, sources, nil)
	if err != nil {
		return false
	}
	return slices.ContainsFunc(tables, func(t *Table) bool {
		return t.Source.Name == source && slices.ContainsFunc(t.parts, func(p *part) bool {
			return slices.ContainsFunc(p.headings, func(h spelt) bool { return h.column >= 0 && t.columns[h.column].Name == column })
		})
	})
}

// HeadingRows returns the row of the headings of the first table on each sheet,
// as the program understood the file. It is nil where it did not.
func HeadingRows(name string, r io.ReaderAt, size int64, sources []queries.Source) map[string]int {
	tables, err := ReadAll(name, r, size, sources, nil)
	if err != nil {
		return nil
	}
	rows := map[string]int{}
	for _, t := range tables {
		for _, found := range t.Receipt.Tables {
			if _, ok := rows[found.Sheet]; !ok {
				rows[found.Sheet] = found.HeadingLine
			}
		}
	}
	return rows
}

// Places returns how a person finds the cell of a column in a line, for a file that
// was read. It is nil where the file has no table of the source any more.
func Places(name string, r io.ReaderAt, size int64, sources []queries.Source, source, column string) func(line int) string {
	tables, err := ReadAll(name, r, size, sources, nil)
	if err != nil {
		return nil
	}
	for _, t := range tables {
		if t.Source.Name == source {
			return func(line int) string { return t.PlaceOf(line, column) }
		}
	}
	return nil
}
