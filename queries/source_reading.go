package queries

import (
	"fmt"
	"slices"
	"strings"
)

// Headings says how the headings of a source are read.
type Headings struct {
	Rows int    // how many rows of headings there are, one below the other; at least 1
	How  string // what they make together: see the ways
}

// The ways in which several rows of headings make one. The columns of a source
// are known by the first row, whichever it is.
const (
	// FirstRow takes the first row and passes the others over.
	FirstRow = "first"
	// QuestionAndChoice has a question over the first of its columns, and below
	// it the choice or the row that each column is: "Question [choice]".
	QuestionAndChoice = "question and choice"
	// NamesAndQuestions has names above and what was asked below: a column
	// that the source does not know is called by its question.
	NamesAndQuestions = "names and questions"
	// Joined makes the headings of a column that the source does not know out of
	// all its rows, with " | " between them.
	Joined = "joined"
	// LeftGoesOn has a heading over the first of its columns and blanks over the
	// others: a column without a heading is an answer of the one to its left,
	// unless the source knows that one.
	LeftGoesOn = "left goes on"
)

var ways = []string{FirstRow, QuestionAndChoice, NamesAndQuestions, Joined, LeftGoesOn}

// The orders of text dates. Words and ISO dates are read in any.
const (
	DayFirst   = "day first"
	MonthFirst = "month first"
)

var dateOrders = []string{DayFirst, MonthFirst}

// The usual words are those that mean "no value" in any column, and 0 in a
// column of numbers. They count only for a source that says "words: usual". A
// dash and 999 mean one thing here and another there, and are not among them.
var (
	usualMissing = []string{"n/a", "na", "not applicable", "not available", "not known", "unknown", "don't know",
		"tbc", "tba", "to be confirmed", "?"}
	usualZero = []string{"nil", "none", "zero"}
)

type headingsYAML struct {
	Count int    `yaml:"count"`
	How   string `yaml:"how"`
}

func (y headingsYAML) headings() Headings {
	h := Headings{y.Count, y.How}
	if h == (Headings{}) {
		h = Headings{1, FirstRow}
	}
	return h
}

// IsNumber reports whether the column holds numbers.
func (c Column) IsNumber() bool {
	return slices.Contains([]string{"whole number", "number", "money", "per cent"}, c.Keep)
}

// share gives the columns what the description says once for all of them.
func (s *Source) share(y sourceYAML) error {
	missing, zero := y.Missing, y.Zero
	switch y.Words {
	case "":
	case "usual":
		missing = append(slices.Clone(usualMissing), missing...)
		zero = append(slices.Clone(usualZero), zero...)
	default:
		return fmt.Errorf("no words %q; there are usual", y.Words)
	}
	ticked := slices.ContainsFunc(s.Columns, func(c Column) bool { return c.Blanks })
	for i := range s.Columns {
		c := &s.Columns[i]
		c.Asked = c.Filled || ticked && c.Required && c.IsNumber()
		own := slices.Clone(c.Zero)
		for _, word := range missing {
			if !slices.Contains(own, word) { // what a column says of a word stands
				c.Missing = append(slices.Clip(c.Missing), word)
			}
		}
		for _, word := range zero {
			if c.IsNumber() && !slices.Contains(c.Missing, word) {
				c.Zero = append(slices.Clip(c.Zero), word)
			}
		}
		if c.Dates == "" && (c.Keep == "date" || c.Keep == "month" || c.Keep == "age band") {
			c.Dates = s.Dates
		}
	}
	return nil
}

// checkReading checks what the description says of the file as a whole.
func (s Source) checkReading() error {
	h := s.Headings
	switch {
	case h.Rows < 1 || h.Rows > 20:
		return fmt.Errorf("heading rows: count %d; there can be 1 to 20", h.Rows)
	case !slices.Contains(ways, h.How):
		return fmt.Errorf("heading rows: how %q; they can be %s", h.How, strings.Join(ways, ", "))
	case h.Rows == 1 && h.How != FirstRow && h.How != LeftGoesOn:
		return fmt.Errorf("heading rows: %s takes more rows than one", h.How)
	case s.Dates != "" && !slices.Contains(dateOrders, s.Dates):
		return fmt.Errorf("dates %q; they can be %s", s.Dates, strings.Join(dateOrders, " or "))
	case s.Several != "" && !s.Long:
		return fmt.Errorf("several answers: only a source with \"other columns: long\" has answers")
	case s.Sheet != "" && s.Row == "":
		return fmt.Errorf("sheet %s: say what one of its rows is about, such as \"row: workplace and month\"", s.Sheet)
	case s.Sheet != "" && h.Rows != 1:
		return fmt.Errorf("heading rows: a workbook that people fill has one")
	}
	return nil
}

// checkColumn checks what the description says of one column.
func (s Source) checkColumn(c Column) error {
	dated := c.Keep == "date" || c.Keep == "month" || c.Keep == "age band"
	switch {
	case c.Dates != "" && !slices.Contains(dateOrders, c.Dates):
		return fmt.Errorf("dates %q; they can be %s", c.Dates, strings.Join(dateOrders, " or "))
	case c.Dates != "" && !dated:
		return fmt.Errorf("dates: it is kept as %s", c.Keep)
	case len(c.Zero) > 0 && !c.IsNumber():
		return fmt.Errorf("zero: it is kept as %s, not as a number", c.Keep)
	case (c.Keep == "age band") != (len(c.Bands) > 0):
		return fmt.Errorf("an age band has bands, such as [18, 25, 35], and nothing else has")
	case !slices.IsSorted(c.Bands):
		return fmt.Errorf("bands %v: the lowest comes first", c.Bands)
	case c.At != "" && c.Keep != "age band":
		return fmt.Errorf("at: only an age band counts at a day")
	case c.Blanks && c.Keep != "tick":
		return fmt.Errorf("speaks for blanks: only a tick does")
	case c.Refers && !s.People:
		return fmt.Errorf("reference: only a source about people has a column that refers to a person")
	case c.From != "" && c.From != "file name" && c.From != "sheet":
		return fmt.Errorf("from %q; a value can come from the file name or the sheet", c.From)
	case c.From != "" && c.Required:
		return fmt.Errorf("required: there is no heading over what comes from the %s", c.From)
	case c.After != "" && c.From == "":
		return fmt.Errorf("after: only a value from a name has something before it")
	}
	if c.At != "" && !slices.ContainsFunc(s.Columns, func(o Column) bool { return o.Name == c.At && o.Keep == "date" }) {
		return fmt.Errorf("at: there is no column %s kept as date", c.At)
	}
	return nil
}
