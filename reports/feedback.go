package reports

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"academy/queries"
)

// The states of a finding beside the file that came before.
const (
	StateNew   = "new"
	StateStill = "still wrong"
)

// Feedback is what the sender of a file is told about it. What is empty is not
// spoken of.
type Feedback struct {
	Academy  string // who answers; signs the notes
	Contact  string // whom to ask, e.g. an address or a telephone number
	Sender   string // the workplace or whoever sent the file
	File     string // its name
	SHA256   string // of what it holds; "" where that is not known
	Received time.Time
	Source   string // the title of the kind of file, e.g. "Monthly return"
	Period   string // in words, e.g. "March 2024"
	Verdict  string // in a line or two
	Again    string // how to send it once more when it is put right
	AgainOwn string // the same of the sender's own workbook with this list in it; "" as Again

	Findings []Finding // in the order of importance
	Progress Progress  // beside what was wrong before
	Right    []string  // what stood in the way of earlier files and is put right; see RightWords
	Since    string    // what the progress is since, e.g. "your last file"
	Open     []Finding // what earlier files leave open; see OpenFindings
	Ticked   bool      // it has the box that says that a row corrects another
	Figures  []OwnFigure
	Stopped  []Told   // figures that could not be made, and why
	NotRun   []Told   // rules that could not run, and why
	Owed     []string // what is owed next
	NotAsked []string // what is not asked again, since another file answers it

	// People is whether the file is about people. Then no copy of it is made.
	People bool
	// NoCopy is why no copy of another file is made either; "" if one may be.
	NoCopy string
	// HeadingRow is the row of a sheet that holds its headings. Where it is not
	// given, the headings are looked for.
	HeadingRow map[string]int
}

// An OwnFigure is a figure made from the sender's own data, as it is written:
// value with its unit, e.g. "12.5%". Part says which workplaces are left out; see
// PartWords.
type OwnFigure struct{ Title, Value, Period, Part string }

// Told is a thing and what is said of it.
type Told struct{ Title, Why string }

// signature is the name under which the notes are written.
func (fb Feedback) signature() string { return cmp.Or(cut(fb.Academy, 100), "Academy") }

// signed is how each text of our notes begins.
func (fb Feedback) signed() string { return "[" + fb.signature() + "] " }

// A Finding is one fault as its sender is told of it. Sheet and Cell are empty
// for a text file, which has Line and Heading instead.
type Finding struct {
	queries.Fault
	Sheet, Cell string
	Heading     string // as the text file has it; "" if the fault is the row's
	State       string // new or still wrong; "" where there was no file before
	Reference   string // of the person, in a file about people
	Unused      bool   // it is asked about, and no figure is made from it
	Row, Box    string // whose row it is in and which box it is, as NameRows says; "" where that is not known

	// Feeds are what the figures are called that rest on its column, where it has
	// no value; Lacks are those of them that could not be made for want of it.
	Feeds, Lacks []string
}

// Progress is what became of the faults that were open. All are counts of faults;
// Before is zero where there were none or the file corrects nothing. Still are those
// of earlier files that it leaves open, too. Confirmed are those that were sent again
// as they were.
type Progress struct{ Before, Fixed, Confirmed, Still, New int }

// Findings are the faults of a file, the most important first, compared with those
// that were open when it came. What costs most comes first: by severity,
// then by gate (the form before its cells, and those before the tables), then by
// how many figures rest on it, as figures says, which may be nil; equal ones stay
// in the order of their lines. A fault is the same if its workplace and period, or
// what else its row is about, its column and code are, so that a group's file is compared home by home: rows move
// between two files, so each earlier one answers for one later one.
//
// counts says of a fault of the file whether it is compared; it is nil where the file
// corrects nothing.
func Findings(faults []queries.Fault, earlier []queries.EarlierFault, counts func(queries.Fault) bool, figures func(queries.Fault) int) ([]Finding, Progress) {
	type same struct {
		unit, about  string
		period       int64
		column, code string
	}
	keyOf := func(f queries.Fault) same {
		if f.About != "" {
			f.Unit = ""
		}
		return same{f.Unit, f.About, f.Period.Unix(), f.Column, f.Code}
	}
	left := map[same]int{}
	var p Progress
	for _, f := range earlier {
		switch {
		case counts == nil || !f.Corrected || f.Tells:
			continue
		case f.Remains:
			p.Still++
		default:
			left[keyOf(f.Fault)]++
		}
		p.Before++
	}
	corrects := p.Before > 0 // where nothing was wrong, nothing is told as new
	found := make([]Finding, 0, len(faults))
	for _, fault := range faults {
		f := Finding{Fault: fault}
		f.Sheet, f.Cell, f.Heading = placeOf(fault.Place)
		key := keyOf(fault)
		switch {
		case corrects && fault.Severity == queries.Confirmed && left[key] > 0:
			left[key]--
			p.Confirmed++
		case !corrects || !counts(fault), fault.Tells, fault.Severity == queries.Waived, fault.Severity == queries.Confirmed, fault.Severity == queries.RefuseFile && fault.Place == "", fault.Code == queries.Held: // the file before has no such fault
		case left[key] > 0:
			left[key]--
			f.State = StateStill
			p.Still++
		default:
			f.State = StateNew
			p.New++
		}
		found = append(found, f)
	}
	p.Fixed = p.Before - p.Still - p.Confirmed
	if figures == nil {
		figures = func(queries.Fault) int { return 0 }
	}
	slices.SortStableFunc(found, func(a, b Finding) int {
		return cmp.Or(
			cmp.Compare(gravity(a.Severity), gravity(b.Severity)),
			cmp.Compare(a.Gate, b.Gate),
			cmp.Compare(figures(b.Fault), figures(a.Fault)),
		)
	})
	return found, p
}

// words are what is said at the place: what is wrong, and how to put it right.
func (f Finding) words() string {
	switch f.Severity {
	case queries.Waived:
		return sentence(f.Says) + " Nothing needs to be done."
	case queries.Confirmed:
		return sentence(f.Says)
	}
	return strings.TrimSpace(sentence(f.Says) + " " + sentence(f.Fix))
}

// maxNeeds is how many figures a sentence names.
const maxNeeds = 3

// need says what a value that we have not got is for: the figures that rest on it,
// or those of them that could not be made for want of it. It is empty where there
// are none.
func (f Finding) need() string {
	switch {
	case len(f.Lacks) > 0:
		return "Without it we cannot work out your " + fewOf(f.Lacks) + "."
	case len(f.Feeds) > 0:
		return "We need it for your " + fewOf(f.Feeds) + "."
	}
	return ""
}

// fewOf lists the first figures of many.
func fewOf(nouns []string) string {
	if len(nouns) > maxNeeds {
		nouns = append(slices.Clip(nouns[:maxNeeds]), "other figures")
	}
	return list(nouns)
}

// gravity orders the severities, the gravest first and any other last.
func gravity(severity string) int {
	order := []string{queries.RefuseFile, queries.LeaveOutRow, queries.LeaveOutCell, queries.Ask}
	if i := slices.Index(order, severity); i >= 0 {
		return i
	}
	return len(order)
}

// String says it in words, e.g. "12 of 15 fixed, 3 remain, 2 are new", with "1
// confirmed" before what remains where there is such. It is
// empty where there was nothing to compare with.
func (p Progress) String() string {
	if p.Before == 0 {
		return ""
	}
	verb := func(n int, one, many string) string {
		if n == 1 {
			return "1 " + one
		}
		return strconv.Itoa(n) + " " + many
	}
	confirmed := ""
	if p.Confirmed > 0 {
		confirmed = strconv.Itoa(p.Confirmed) + " confirmed, "
	}
	return strconv.Itoa(p.Fixed) + " of " + strconv.Itoa(p.Before) + " fixed, " + confirmed +
		verb(p.Still, "remains", "remain") + ", " + verb(p.New, "is new", "are new")
}

var (
	inSheet = regexp.MustCompile(`^(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]{1,3})\$?([1-9][0-9]*)$`)
	inText  = regexp.MustCompile(`^line [0-9]+, column (.+)$`)
)

// placeOf takes a place apart: the sheet and cell of a workbook, or the heading
// of a text file. All are empty for a place that names none of them.
func placeOf(place string) (sheet, cell, heading string) {
	if m := inSheet.FindStringSubmatch(place); m != nil {
		return strings.ReplaceAll(m[1], "''", "'") + m[2], m[3] + m[4], ""
	}
	if m := inText.FindStringSubmatch(place); m != nil {
		return "", "", m[1]
	}
	return "", "", ""
}
