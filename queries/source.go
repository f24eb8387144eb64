package queries

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/goccy/go-yaml"
)

// A Source describes a kind of file that arrives: queries/sources/NAME.yaml.
// The scratch table, the recogniser, the template and the read receipt are
// made from it.
type Source struct {
	Name      string   // file name without .yaml
	Title     string   // as a person would say it, e.g. "Monthly return"
	Sheet     string   // what the template calls its sheet; "" if nobody fills it by hand
	Row       string   // what one row of that sheet is about, e.g. "workplace and month"
	Group     string   // what a metric calls it among its sources; Name where it says nothing else
	Unit      string   // whose rows: "workplace", "wave", "academy", "column NAME" where each text of that is a list by itself, or "row" where each row is its own, named by the staging query as given
	Period    string   // what a row is about: "column month", "file name", "none"
	Replaces  string   // what a newer file puts out of force: "unit+period", "all"
	Reference string   // the CSV in reference/ it is read from; "" if it arrives in the inbox
	Status    string   // "found", or "assumed" and why
	Refresh   string   // how often it comes, in words; those of DueDay where that is given
	DueDay    int      // of a monthly source, the day of the month after its own by which it is to come; 0 if there is none
	FreshDays int      // for how many days after its period it may feed a snapshot; 0 if it never goes stale
	People    bool     // its rows are about people
	Long      bool     // columns it does not know are answers: line, heading, answer
	Several   string   // what ends a cell that holds several answers, e.g. ";"; "" if a cell is one answer
	Headings  Headings // how its rows of headings are read
	Dates     string   // the order of text dates: see dateOrders; "" accepts none that could be either way
	Columns   []Column // in the order of the file
}

// A Column is one column of a source, and what becomes of it.
type Column struct {
	Name     string   // of the scratch and the staging column
	Heading  string   // as the sender should spell it
	Also     []string // other headings it goes by
	Local    []string // other headings it goes by in this workspace; never of a description
	Keep     string   // see keeps
	With     string   // another column, joined before hashing, so that an ID is unique within it
	Help     string   // for the person who fills it in
	Allowed  []string // the only answers there are; empty if any will do
	Missing  []string // texts that mean "no value" and are no fault, e.g. "not known", "999", "#N/A"
	Zero     []string // texts that mean 0, of a column of numbers, e.g. "nil"
	Dates    string   // the order of its text dates; that of the source where it says nothing else
	Bands    []int    // of an age band: the first age of each band but the lowest
	At       string   // of an age band: the column with the day on which the age counts
	From     string   // where the value stands if not in a cell: "file name" or "sheet"
	After    string   // of a name: what stands before the value and is cut off
	Required bool     // the heading must be there
	Filled   bool     // every row must have a value
	Asked    bool     // every row is asked for one, so a blank is no way out: Filled, or a number that only a tick speaks for
	Refers   bool     // of a source about people: what its sender calls the person, and no name
	Blanks   bool     // of a tick: it speaks for the boxes left blank beside it
	Feeds    []string // the metrics that cannot be made right without it, by their names
}

// keeps are what can become of a column. "drop" never leaves the reader;
// "hash" leaves it as the first 16 bytes of a keyed SHA-256, in hex; "postcode
// area" leaves the first half of a postcode, and "age band" the band of an age
// or a date of birth. "money" may have a pound sign; "per cent" is kept as the
// number before the sign: 25% is 25.
var keeps = []string{"unit", "date", "month", "whole number", "number", "text", "code", "list", "tick", "hash", "drop",
	"money", "per cent", "postcode area", "age band"}

// MostWhole is the most that a column of whole numbers takes. It is far above what
// any home counts, below most telephone numbers, and so small that no sum of boxes
// of a row passes what the database holds in a whole number of its own.
const MostWhole = 100_000

// Kept returns the columns that enter the database, in order.
func (s Source) Kept() []Column {
	var kept []Column
	for _, c := range s.Columns {
		if c.Keep != "drop" {
			kept = append(kept, c)
		}
	}
	return kept
}

// PeriodColumn returns the column that says what a row is about, or "".
func (s Source) PeriodColumn() string {
	name, ok := strings.CutPrefix(s.Period, "column ")
	if !ok {
		return ""
	}
	return name
}

// PartColumn returns the column by whose texts a list is in parts, each of which a
// file replaces by itself, or "".
func (s Source) PartColumn() string {
	name, ok := strings.CutPrefix(s.Unit, "column ")
	if !ok {
		return ""
	}
	return name
}

// HeadingOf returns the heading of a column as its senders should spell it, or "" for
// one that there is not.
func (s Source) HeadingOf(column string) string {
	for _, c := range s.Columns {
		if c.Name == column {
			return c.Heading
		}
	}
	return ""
}

// Dated reports whether its rows are about the day in the name of their file.
func (s Source) Dated() bool { return s.Period == "file name" }

// Monthly reports whether its rows are about months.
func (s Source) Monthly() bool {
	return slices.ContainsFunc(s.Columns, func(c Column) bool { return c.Name == s.PeriodColumn() && c.Keep == "month" })
}

// When says what time a row is about: a month, or a day.
func (s Source) When(t time.Time) string {
	if s.Monthly() {
		return t.Format("January 2006")
	}
	return t.Format("2 January 2006")
}

// UnitColumn returns the name of the column that says whose row it is, or "".
func (s Source) UnitColumn() string {
	for _, c := range s.Columns {
		if c.Keep == "unit" {
			return c.Name
		}
	}
	return ""
}

// CorrectionColumn is the box of a form that says that it corrects another.
const CorrectionColumn = "correction"

// Corrects reports whether its form has a box that says that it corrects another.
func (s Source) Corrects() bool {
	return slices.ContainsFunc(s.Columns, func(c Column) bool { return c.Name == CorrectionColumn })
}

// sourceYAML is how a description is written.
type sourceYAML struct {
	Title     string        `yaml:"title"`
	Sheet     string        `yaml:"sheet"`
	Row       string        `yaml:"row"`
	Group     string        `yaml:"group"`
	Unit      string        `yaml:"unit"`
	Period    string        `yaml:"period"`
	Replaces  string        `yaml:"replaces"`
	Reference string        `yaml:"reference"`
	Status    string        `yaml:"status"`
	Refresh   string        `yaml:"refresh"`
	DueDay    int           `yaml:"due day"`
	FreshDays int           `yaml:"fresh days"`
	People    bool          `yaml:"people"`
	Others    string        `yaml:"other columns"`
	Several   string        `yaml:"several answers"`
	Headings  headingsYAML  `yaml:"heading rows"`
	Dates     string        `yaml:"dates"`
	Words     string        `yaml:"words"`
	Missing   []string      `yaml:"missing"`
	Zero      []string      `yaml:"zero"`
	Columns   yaml.MapSlice `yaml:"columns"`
}

type columnYAML struct {
	Heading  string   `yaml:"heading"`
	Also     []string `yaml:"also"`
	Keep     string   `yaml:"keep"`
	With     string   `yaml:"with"`
	Help     string   `yaml:"help"`
	Allowed  []string `yaml:"allowed"`
	Missing  []string `yaml:"missing"`
	Zero     []string `yaml:"zero"`
	Dates    string   `yaml:"dates"`
	Bands    []int    `yaml:"bands"`
	At       string   `yaml:"at"`
	From     string   `yaml:"from"`
	After    string   `yaml:"after"`
	Required bool     `yaml:"required"`
	Filled   bool     `yaml:"filled"`
	Refers   bool     `yaml:"reference"`
	Blanks   bool     `yaml:"speaks for blanks"`
	Feeds    []string `yaml:"feeds"`
}

// Sources returns the built-in sources, with those of a workspace's queries
// folder in their place.
func Sources(workspace ...fs.FS) ([]Source, error) {
	var fsys fs.FS
	if len(workspace) > 0 {
		fsys = workspace[0]
	}
	b, err := OpenBook(fsys)
	if err != nil {
		return nil, err
	}
	return b.Sources()
}

// Sources returns the sources of the book, in name order.
func (b *Book) Sources() ([]Source, error) {
	paths := slices.DeleteFunc(b.Paths(), func(p string) bool { return path.Dir(p) != LayerSources || path.Ext(p) != ".yaml" })
	sources, errs := make([]Source, len(paths)), make([]error, len(paths))
	var wait sync.WaitGroup
	for i, p := range paths {
		wait.Go(func() { sources[i], errs[i] = knownSource(path.Join("queries", p), b.files[p].text) })
	}
	wait.Wait()
	for i, p := range paths { // the first mistake will do: a person mends one after the other
		if errs[i] != nil {
			return nil, errs[i]
		}
		if err := b.checkFeeds(sources[i], path.Join("queries", p), b.files[p].text); err != nil {
			return nil, err
		}
	}
	return sources, nil
}

// descriptions are those that were read before, by name and text: whoever opens
// a database asks for all of them.
var descriptions sync.Map

func knownSource(name, text string) (Source, error) {
	key := name + "\n" + text
	if s, ok := descriptions.Load(key); ok {
		return s.(Source), nil
	}
	s, err := parseSource(name, text)
	if err == nil {
		descriptions.Store(key, s)
	}
	return s, err
}

func parseSource(name, text string) (Source, error) {
	var y sourceYAML
	if err := yaml.UnmarshalWithOptions([]byte(text), &y, yaml.Strict(), yaml.UseOrderedMap()); err != nil {
		return Source{}, fmt.Errorf("%s: %s", name, yamlMessage(err))
	}
	s := Source{
		Name:  strings.TrimSuffix(path.Base(name), ".yaml"),
		Title: y.Title, Sheet: y.Sheet, Row: y.Row, Group: y.Group, Unit: y.Unit, Period: y.Period, Replaces: y.Replaces,
		Reference: y.Reference, Status: y.Status, Refresh: y.Refresh, DueDay: y.DueDay, FreshDays: y.FreshDays,
		People: y.People, Long: y.Others == "long", Several: y.Several, Headings: y.Headings.headings(), Dates: y.Dates,
	}
	if s.Group == "" {
		s.Group = s.Name
	}
	for _, item := range y.Columns {
		c, err := parseColumn(item)
		if err != nil {
			return Source{}, fmt.Errorf("%s: column %v: %w", name, item.Key, err)
		}
		s.Columns = append(s.Columns, c)
	}
	if err := s.share(y); err != nil {
		return Source{}, fmt.Errorf("%s: %w", name, err)
	}
	if err := s.check(y.Others); err != nil {
		return Source{}, fmt.Errorf("%s: %w", name, err)
	}
	if s.DueDay > 0 {
		s.Refresh = fmt.Sprintf("by day %d of the following month", s.DueDay)
	}
	return s, nil
}

func parseColumn(item yaml.MapItem) (Column, error) {
	text, err := yaml.Marshal(item.Value)
	if err != nil {
		return Column{}, err
	}
	var y columnYAML
	if err := yaml.UnmarshalWithOptions(text, &y, yaml.Strict()); err != nil {
		return Column{}, fmt.Errorf("%s", yamlMessage(err))
	}
	return Column{
		Name: fmt.Sprint(item.Key), Heading: y.Heading, Also: y.Also, Keep: y.Keep, With: y.With, Help: y.Help,
		Allowed: y.Allowed, Missing: y.Missing, Zero: y.Zero, Dates: y.Dates, Bands: y.Bands, At: y.At, From: y.From, After: y.After,
		Required: y.Required, Filled: y.Filled, Refers: y.Refers, Blanks: y.Blanks, Feeds: y.Feeds,
	}, nil
}

func yamlMessage(err error) string {
	return strings.Split(yaml.FormatError(err, false, false), "\n")[0]
}

// A Row is one row of a file as the reader understood it: a text for each kept
// column of its source, "" where there is no value.
type Row struct {
	Line   int // where a person would look: 1 is the first row of the sheet
	Values []string
}

// An Answer is one cell under a heading that a long source does not know.
type Answer struct {
	Line            int
	Heading, Answer string
}

// A Fault is one thing wrong with what a file holds. It never repeats the cell.
type Fault struct {
	Line     int
	Column   string // of the source; "" if the fault is the row's
	Place    string // as a person finds it, e.g. "Return!F7" or "line 12"
	Severity string // see the severities
	Code     string // stable, e.g. "not-a-whole-number"
	Says     string // what is wrong, in plain words
	Fix      string // how to put it right
	Gate     int    // 0 the form, 1 a cell, 2 the tables; of faults read from the ledger only
	Tells    bool   // it asks nothing of its sender, and only says what was done; of those too

	// Unit and Period are of its row, as the ledger has them; empty and zero
	// until it was recorded, and where the row has none.
	Unit   string
	Period time.Time

	Given string // what a row that cannot be read gives as its workplace; kept is only which that is
	About string // what tells its row from others in another file; "" where Unit and Period do
}

// The severities of rules.
const (
	RefuseFile   = "refuse the file"
	LeaveOutRow  = "leave out the row"
	LeaveOutCell = "leave out the value"
	Ask          = "ask"
)

// severities are the gravest first.
var severities = []string{RefuseFile, LeaveOutRow, LeaveOutCell, Ask}
