package queries

import (
	"database/sql/driver"
	"fmt"
)

// A Trial is one file of a batch being tried: its rows go into a scratch table,
// are staged with those of the other files of its source, and are held against
// the rules. Nothing of it is kept until the batch is recorded.
type Trial struct {
	Source Source
	Rows   int // appended

	// After Judge of the batch:
	Known   bool    // it has a row of a unit that we know
	Unknown []int   // lines whose ID no workplace has, in order
	Faults  []Fault // what the rules found, in the order of the rules
	NotRun  []RuleNotRun
	Empties int // rows of reference data in force, where it has none and replaces them

	// Refused says that nothing of the file is kept, whatever the rules find. It must
	// be set before the batch is judged.
	Refused bool

	// Place turns a line and the name of a column into where a person would
	// look. It must be set before the batch is judged.
	Place func(line int, column string) string

	// Covered reports whether a merge covers a value, which is why it is blank. nil
	// covers none.
	Covered func(line int, column string) bool

	ordinal int // place in the batch
	scratch *scratch
	flaws   map[flaw]int // what was found so far, and how many gates may not judge it again
	behind  map[int]bool // lines of rows that stand behind others
}

// CoveredFix is the way out for a value that a merge covers.
const CoveredFix = "unmerge the cells and put the value in each"

// lineBits is how much of a key is the line; above it stands the file's place
// in the batch. A key is what statements know as "line".
const lineBits = 32

func (t *Trial) key(line int) int64 { return int64(t.ordinal)<<lineBits | int64(line) }

// splitKey returns the place in the batch and the line.
func splitKey(key int64) (ordinal, line int) {
	return int(key >> lineBits), int(key & (1<<lineBits - 1))
}

// Append adds a row. An empty value is null.
func (t *Trial) Append(r Row) error {
	t.Rows++
	return t.scratch.add(t.key(r.Line), r.Values)
}

// Done ends the rows of the file.
func (t *Trial) Done() error { return t.scratch.done() }

// Answer adds an answer of a long source.
func (t *Trial) Answer(a Answer) error {
	if t.scratch.answers == nil {
		return nil
	}
	var text driver.Value
	if a.Answer != "" {
		text = a.Answer
	}
	if err := t.scratch.answers.AppendRow(t.key(a.Line), a.Heading, text); err != nil {
		return fmt.Errorf("append to %s: %w", t.Source.Name, err)
	}
	return nil
}
