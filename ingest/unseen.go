package ingest

import (
	"errors"
	"fmt"

	"academy/queries"
)

// unseen returns a fault for each table with rows that stands on a hidden sheet, and
// that is not read since others are: a list of choices, a blank form and a copy of what
// is read are none.
func (s *search) unseen(read []*fit, fileName string, key []byte) (faults []queries.Fault, err error) {
	sums := make(map[*fit][32]byte)
	for _, f := range s.found {
		if !f.sheet.Hidden || read[0].sheet.Hidden || !f.sureBeside(read) {
			continue
		}
		copied, err := f.copies(read, sums)
		if err != nil {
			return nil, err
		}
		if copied != "" {
			s.noteCopy(f.sheet.Name, copied)
			continue
		}
		if has, err := f.hasRow(fileName, key); err != nil {
			return nil, err
		} else if has {
			faults = append(faults, queries.Fault{
				Place: place(f.sheet.Name, Ref{f.line, f.headings[0].ref.Col}, ""), Severity: queries.Ask, Code: "hidden-sheet",
				Says: fmt.Sprintf("the sheet %q is hidden, so we did not read what is on it: %s", f.sheet.Name, f.source.Title),
				Fix: "If we should read it, show the sheet: right-click the name of any sheet at the bottom and choose Unhide. Then save the file and send it again. " +
					"If it need not count, you need do nothing.",
			})
		}
	}
	return faults, nil
}

// sureBeside reports whether a table is of a source that is read too, or has more than
// one of its headings: one alone may be that of anything.
func (f *fit) sureBeside(read []*fit) bool {
	for _, r := range read {
		if r.source == f.source {
			return true
		}
	}
	return f.score().columns > 1
}

// copies returns the name of the sheet of which a table's own is a copy, or "".
func (f *fit) copies(read []*fit, sums map[*fit][32]byte) (string, error) {
	for _, r := range read {
		if r.source != f.source || r.version() != f.version() {
			continue
		}
		if same, err := sameRows(r, f, sums); same || err != nil {
			return r.sheet.Name, err
		}
	}
	return "", nil
}

// hasRow reports whether a row of data stands below the headings.
func (f *fit) hasRow(fileName string, key []byte) (bool, error) {
	found := errors.New("a row is there")
	err := newTable([]*part{newPart(f, 0, fileName)}, key).Each(func(queries.Row) error { return found }, nil, nil)
	var refusal Refusal
	if errors.Is(err, found) || errors.As(err, &refusal) { // what cannot be read is nothing to ask about
		return !errors.As(err, &refusal), nil
	}
	return false, err
}
