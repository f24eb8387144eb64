package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"academy/ingest"
	"academy/queries"
)

// days lists what is to be loaded, and tells what is not: what a day folder of the
// future holds, which waits for its day.
func (w *workspace) days(s *session, what arriving) ([]ingest.Day, error) {
	if len(what.files) > 0 {
		days, err := ingest.FilesAt(what.files, what.received)
		if err != nil {
			return nil, usageError{err}
		}
		return days, nil
	}
	all, err := w.inbox(what.received)
	if err != nil {
		return nil, err
	}
	var days []ingest.Day
	for _, d := range all {
		if d.Received.After(what.received) {
			fmt.Fprintln(s.stderr, waits(d))
			continue
		}
		days = append(days, d)
		for _, folder := range noDays(d) {
			fmt.Fprintf(s.stderr, "inbox/%s: there is no such day, so what it holds counts as received today; give the folder the right date\n", folder)
		}
	}
	return days, nil
}

// sayGone tells of what was there before and is gone: a file of the reference data, of which
// the last version counts on, and the database, without which nothing in the archive counts.
func (w *workspace) sayGone(s *session, db *queries.DB) error {
	files, err := db.Files(s.ctx)
	if err != nil {
		return err
	}
	if months, err := filepath.Glob(filepath.Join(w.path(w.config.Archive), "[0-9][0-9][0-9][0-9]", "*")); err == nil && len(files) == 0 && len(months) > 0 {
		fmt.Fprintf(s.stderr, "%s is new, and the archive holds files that it does not know, which do not count; if the database was lost, put it back from your backup and run once more\n", w.config.Database)
	}
	for _, source := range db.Sources() {
		loaded := slices.ContainsFunc(files, func(f queries.File) bool { return f.Source == source.Name && f.Verdict != queries.Refused })
		if source.Reference == "" || !loaded {
			continue
		}
		if _, err := os.Stat(filepath.Join(w.path("reference"), source.Reference)); errors.Is(err, fs.ErrNotExist) {
			fmt.Fprintf(s.stderr, "reference/%s: it is gone, and what was loaded of it still counts; put it back, with its headings alone where nothing of it is to count\n", source.Reference)
		}
	}
	return nil
}

// inbox lists what lies in the inbox, which is made if it is not there.
func (w *workspace) inbox(day time.Time) ([]ingest.Day, error) {
	if err := os.MkdirAll(w.path("inbox"), 0o755); err != nil {
		return nil, err
	}
	return ingest.Inbox(w.path("inbox"), day)
}

// waits says of a day folder of the future why its files are not there yet.
func waits(d ingest.Day) string {
	on := d.Received.Format(time.DateOnly)
	return fmt.Sprintf("inbox/%s: %s not read before that day; if the date is a slip, give the folder the right one", on, plural(d.Size(), "file"))
}

// likeDay is a folder that is named as a day would be.
var likeDay = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)

// noDays are the folders among files received today that are named by a day
// which no calendar has.
func noDays(d ingest.Day) []string {
	var folders []string
	for _, name := range d.Files {
		folder, _, below := strings.Cut(name, "/")
		_, err := time.Parse(time.DateOnly, folder)
		if below && err != nil && likeDay.MatchString(folder) && (len(folders) == 0 || folders[len(folders)-1] != folder) {
			folders = append(folders, folder)
		}
	}
	return folders
}
