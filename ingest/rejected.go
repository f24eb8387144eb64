package ingest

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"academy/queries"
)

// Rejected is the folder of what could not be taken, for the person who has to
// do something about it: rejected/2026-09-11/NAME and beside it NAME.txt.
type Rejected struct {
	Dir   string
	Steps func(step string) // as those of an Archive

	disk disk
}

// Flush waits until all that was put is on the disk.
func (r *Rejected) Flush() error { return r.disk.flush() }

// Put copies the file at path under the name it arrived by, and writes the
// explanation beside it. It returns where, below the folder and with slashes.
// The same file once more is written in the same place; another of that name
// gets a number.
func (r *Rejected) Put(path, name string, received time.Time, why Explanation) (string, error) {
	sum, _, err := hashFile(path)
	if err != nil {
		return "", err
	}
	day := received.Format(time.DateOnly)
	name, there, err := r.freeName(filepath.Join(r.Dir, day), CleanName(name), sum)
	if err != nil {
		return "", err
	}
	to := filepath.Join(r.Dir, day, name)
	if !there {
		r.step("rejected: before copy")
		if err := writeFile(to, &r.disk, func(w io.Writer) error { return copyFrom(w, path) }); err != nil {
			return "", err
		}
		r.step("rejected: after copy")
	}
	r.step("rejected: before explanation")
	if err := writeFile(to+".txt", &r.disk, func(w io.Writer) error {
		_, err := io.WriteString(w, why.Text())
		return err
	}); err != nil {
		return "", err
	}
	r.step("rejected: after explanation")
	return day + "/" + name, nil
}

// freeName returns the first of name, "name (2)" and so on that holds this very
// content, or is free with the place of its explanation.
func (r *Rejected) freeName(dir, name, sum string) (free string, there bool, err error) {
	end := filepath.Ext(name)
	stem := strings.TrimSuffix(name, end)
	for n := 1; ; n++ {
		free = name
		if n > 1 {
			free = fmt.Sprintf("%s (%d)%s", stem, n, end)
		}
		was, _, err := hashFile(filepath.Join(dir, free))
		if errors.Is(err, fs.ErrNotExist) {
			if _, err := os.Lstat(filepath.Join(dir, free+".txt")); err == nil {
				continue
			}
			return free, false, nil
		}
		if err != nil {
			return "", false, err
		}
		if was == sum {
			return free, true, nil
		}
	}
}

// Find returns where the copy of a file lies, below the folder and with slashes.
// It reports false if it is not there: a person who has dealt with a file takes
// it away.
func (r *Rejected) Find(sum string, received time.Time) (string, bool) {
	day := received.Format(time.DateOnly)
	entries, err := os.ReadDir(filepath.Join(r.Dir, day))
	if err != nil {
		return "", false // nothing of that day was rejected, or it was all dealt with
	}
	for _, e := range entries {
		if was, _, err := hashFile(filepath.Join(r.Dir, day, e.Name())); err == nil && was == sum {
			return day + "/" + e.Name(), true
		}
	}
	return "", false
}

func copyFrom(w io.Writer, path string) error {
	in, err := os.Open(path)
	if err != nil {
		return err
	}
	defer in.Close()
	_, err = io.Copy(w, in)
	return err
}

func (r *Rejected) step(name string) {
	if r.Steps != nil {
		r.Steps(name)
	}
}

// An Explanation says why a file, or part of it, was not taken.
type Explanation struct {
	Name     string // of the file
	Received time.Time
	Refusal  *Refusal        // why the whole file was not; nil if part of it was taken
	Faults   []queries.Fault // what is wrong inside it
}

// mostPlaces is how many places of one fault are listed.
const mostPlaces = 20

// Text returns the explanation for the sender: what we could not do, where,
// and how to put it right. Equal faults are told once, with their places.
func (e Explanation) Text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s, received %s\n\n", e.Name, e.Received.Format("2 January 2006"))
	if e.Refusal != nil {
		fmt.Fprintf(&b, "We could not take this file.\n\nWhat is wrong: %s.\nHow to put it right: %s.\n", e.Refusal.Says, strings.TrimSuffix(e.Refusal.Fix, "."))
	} else {
		b.WriteString("We could not take all of this file.\n")
	}
	type kind struct{ severity, says, fix string }
	places := make(map[kind][]string)
	var kinds []kind
	for _, f := range e.Faults {
		k := kind{f.Severity, f.Says, f.Fix}
		if places[k] == nil {
			kinds = append(kinds, k)
		}
		places[k] = append(places[k], f.Place)
	}
	for _, severity := range []string{queries.RefuseFile, queries.LeaveOutRow, queries.LeaveOutCell, queries.Ask, queries.Waived} {
		for _, k := range kinds {
			if k.severity == severity {
				fmt.Fprintf(&b, "\nWhere: %s\nWhat is wrong: %s.\n", placeList(places[k]), k.says)
				if k.fix != "" {
					fmt.Fprintf(&b, "How to put it right: %s.\n", strings.TrimSuffix(k.fix, "."))
				}
			}
		}
	}
	until := "what we could take of it counts"
	switch {
	case e.Refusal == nil:
	case e.Refusal.Code == queries.Held:
		until = "none of the files that differ counts"
	default:
		until = "what you sent before still counts"
	}
	fmt.Fprintf(&b, "\nWhen it is put right, send the whole file again. Until then, %s.\n", until)
	return b.String()
}

// placeList names some places. The names of homes hold commas.
func placeList(places []string) string {
	between, rest := ", ", ""
	if len(places) > mostPlaces {
		rest = fmt.Sprintf(" and %d more", len(places)-mostPlaces)
		places = places[:mostPlaces]
	}
	if slices.ContainsFunc(places, func(p string) bool { return strings.Contains(p, between) }) {
		between = "; "
	}
	return strings.Join(places, between) + rest
}
