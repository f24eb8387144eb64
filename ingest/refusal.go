package ingest

import (
	"fmt"
	"strings"
)

// A Refusal says in plain words why a file cannot be taken, and what its
// sender can do about it. It is an error.
type Refusal struct {
	Code string // stable, e.g. "wrong-headings"
	Says string // what is wrong
	Fix  string // how to put it right
}

// Error returns what is wrong and how to put it right, in one line. What a rule
// says to do is whole sentences, and stays so.
func (r Refusal) Error() string {
	switch {
	case r.Fix == "":
		return r.Says
	case strings.HasSuffix(r.Fix, "."):
		return r.Says + ". " + r.Fix
	}
	return r.Says + "; " + r.Fix
}

// A knownRefusal is a Refusal of a file whose source could be told.
type knownRefusal struct {
	Refusal
	source string
}

// Unwrap returns what it says.
func (r knownRefusal) Unwrap() error { return r.Refusal }

func refuseEmpty() Refusal {
	return Refusal{"empty", "the file is empty", "save it again and send it once more"}
}

func refuseTorn(what string) Refusal {
	return Refusal{"torn", "the file is damaged or was cut short: " + what,
		"open it, save it as an Excel workbook (.xlsx) and send it again"}
}

func refuseNoSheet() Refusal {
	return Refusal{"not-a-workbook", "the workbook has no sheet of cells",
		"send the workbook that holds the table, saved as an Excel workbook (.xlsx)"}
}

func refuseTooLarge(what string) Refusal {
	return Refusal{"too-large", "the file is larger than a return can be: " + what,
		"copy the table into a new workbook and send that"}
}

func refusePassword() Refusal {
	return Refusal{"protected", "the workbook is protected with a password",
		"save it without a password (File, Info, Protect Workbook) and send it again"}
}

// refuseLocked refuses a workbook whose parts a program that packs files has
// encrypted.
func refuseLocked() Refusal {
	return Refusal{"protected", "the workbook has a password that a packing program set, not Excel",
		"send the workbook as Excel saved it, without a password"}
}

func refuseUnknownKind() Refusal {
	return Refusal{"not-a-workbook", "the file is neither a workbook nor a text file",
		"save it as an Excel workbook (.xlsx) or as CSV and send it again"}
}

func refuseNUL() Refusal {
	return Refusal{"not-a-workbook", "the file holds NUL bytes, which no text does: it is damaged, or not a text",
		"open it, see that it is whole, save it as an Excel workbook (.xlsx) or as CSV and send it again"}
}

func refuseSeveral(titles []string) Refusal {
	return Refusal{"more-than-one-source",
		fmt.Sprintf("the file holds tables of more than one kind: %s", list(titles)),
		"put each into a file of its own and send them again"}
}

func refuseTables(sheet string, line int) Refusal {
	where := fmt.Sprintf("line %d", line)
	if sheet != "" {
		where = fmt.Sprintf("sheet %q, row %d", sheet, line)
	}
	return Refusal{"two-tables",
		fmt.Sprintf("a second table begins in it (%s), and its columns are not those of the first", where),
		"put all rows under the headings of the first table and send it again"}
}

func refuseSources(titles []string) Refusal {
	return Refusal{"two-sources",
		fmt.Sprintf("the headings fit %s equally well", list(titles)),
		"use the headings of the template"}
}

func refuseTwice(title, heading, first, second, where string) Refusal {
	both := fmt.Sprintf("%q and %q", first, second)
	if first == second {
		both = fmt.Sprintf("%q twice", first)
	}
	return Refusal{"column-twice",
		fmt.Sprintf("two columns of the %s could be %q: there is %s (%s)", title, heading, both, where),
		"leave one of the two in the file and send it again"}
}

// list joins names as a person would: "A", "B" and "C".
func list(names []string) string {
	quoted := make([]string, len(names))
	for i, n := range names {
		quoted[i] = fmt.Sprintf("%q", n)
	}
	if len(quoted) < 2 {
		return strings.Join(quoted, "")
	}
	last := len(quoted) - 1
	return strings.Join(quoted[:last], ", ") + " and " + quoted[last]
}
