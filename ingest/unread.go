package ingest

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"academy/queries"
)

// Unread lists what lies in the inbox among the files of a day and cannot be read
// there: what is no file, and what may not be opened. The ledger knows nothing of it.
func Unread(inbox string, d Day) []Outcome {
	all := d.aside()
	for _, name := range d.Files {
		f, err := os.Open(filepath.Join(inbox, filepath.FromSlash(name)))
		if err == nil {
			err = f.Close()
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			all = append(all, unread(name, d.Received, whyUnread(err)))
		}
	}
	slices.SortStableFunc(all, func(a, b Outcome) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// New counts the files of some days in the inbox that the ledger does not have, by name
// and size; what cannot be read is not counted.
func New(inbox string, days []Day, ledger []queries.File) int {
	type known struct {
		name  string
		bytes int64
	}
	there := map[known]bool{}
	for _, f := range ledger {
		there[known{FileName(f.Name), f.Bytes}] = true
	}
	n := 0
	for _, d := range days {
		for _, name := range d.Files {
			info, err := os.Stat(filepath.Join(inbox, filepath.FromSlash(name)))
			if err == nil && info.Mode().IsRegular() && !there[known{shownName(name), info.Size()}] {
				n++
			}
		}
	}
	return n
}

// aside lists what lies among the files of a day and is none, which is never opened.
func (d Day) aside() []Outcome {
	var all []Outcome
	for _, name := range d.Links {
		all = append(all, unread(name, d.Received, Refusal{"link", "it is a link to a file or folder elsewhere, which is never followed",
			"copy the file itself into the inbox, take the link away and run once more"}))
	}
	for _, name := range d.Others {
		all = append(all, unread(name, d.Received, Refusal{"not-a-file", "it is no file, but something like a pipe or a device, which is never opened",
			"take it out of the inbox, put the file itself there and run once more"}))
	}
	return all
}

// unreadable says that a file could not be read where it lies. It is not in the
// archive, and the ledger knows nothing of it, so that it is tried again.
func unreadable(t task, err error) Outcome { return unread(t.name, t.received, whyUnread(err)) }

func unread(name string, received time.Time, why Refusal) Outcome {
	return Outcome{Name: shownName(name), Received: received, Verdict: queries.Refused, Refusal: &why}
}

func whyUnread(err error) Refusal {
	r := Refusal{"unreadable", "it cannot be read where it lies", "see whether it opens, put it in the inbox again and run once more"}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		r.Says = "it was gone before it could be read"
	case errors.Is(err, fs.ErrPermission):
		r.Says = "the academy may not open it"
		r.Fix = "close it in other programs, let the account that runs the academy read it, and run once more"
	case errors.Is(err, errChanged):
		r.Says = "it changed while it was read"
		r.Fix = "wait until whoever writes it is done, and run once more"
	}
	return r
}
