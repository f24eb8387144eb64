package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"academy/ingest"
	"academy/queries"
)

// placeOf is the folder of the outbox that the answer to a file goes into: named for
// the day and the file, and with a number where the answer to another file of that name
// has the place. other is the number of that file; 0 where there is none.
func (a *answering) placeOf(f queries.Unanswered) (folder string, other int) {
	taken := map[string]int{} // to many a computer a.csv is A.csv
	for _, number := range slices.Sorted(maps.Keys(a.answers)) {
		if was := a.files[number]; was.Name != f.Name || was.SHA256 != f.SHA256 { // what was tried again is answered anew
			taken[strings.ToLower(path.Dir(a.answers[number]))] = number
		}
	}
	name := ingest.CleanName(path.Base(f.Name))
	end := path.Ext(name)
	stem := path.Join(a.folderOf(f), f.Received.Format(time.DateOnly)+" "+strings.TrimSuffix(name, end))
	folder = stem + end
	for n := 2; taken[strings.ToLower(folder)] > 0; n++ {
		other = cmp.Or(other, taken[strings.ToLower(folder)])
		folder = fmt.Sprintf("%s (%d)%s", stem, n, end)
	}
	return folder, other
}

// sentAs is the name of a file as its sender knows it: with that of the packed folder
// it came in.
func sentAs(name string) string {
	parts := strings.Split(name, "/")
	i := slices.IndexFunc(parts, func(p string) bool { return strings.EqualFold(path.Ext(p), ".zip") })
	if i < 0 {
		i = len(parts) - 1
	}
	return strings.Join(parts[i:], "/")
}

// folderOf is the folder of the outbox that an answer lies in.
func (a *answering) folderOf(f queries.Unanswered) string {
	source, known := a.db.Source(f.Source)
	switch {
	case f.Sender != "":
		return ingest.CleanName(f.Sender)
	case len(f.Employers) > 1:
		return "several employers"
	case f.Source != "" && (!known || source.Unit != "workplace"):
		return "academy"
	}
	return "sender not known"
}

func filesByNumber(s *session, db *queries.DB) (map[int]queries.File, error) {
	all, err := db.Files(s.ctx)
	files := map[int]queries.File{}
	for _, f := range all {
		files[f.File] = f
	}
	return files, err
}

// takeBack removes the answers to files that were tried again, where the one given since
// lies elsewhere or there is nothing more to say.
func (w *workspace) takeBack(s *session, db *queries.DB) error {
	answers, err := db.Answers(s.ctx)
	if err != nil {
		return err
	}
	files, err := filesByNumber(s, db)
	if err != nil {
		return err
	}
	stands := map[string]bool{}
	for number, rel := range answers {
		stands[rel] = stands[rel] || files[number].Verdict != queries.TriedAgain
	}
	for _, rel := range slices.Sorted(maps.Keys(stands)) {
		if stands[rel] {
			continue
		}
		at := filepath.Join(w.path("outbox"), filepath.FromSlash(rel))
		if err := os.Remove(at); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("take back an answer: %w", err)
		}
		_ = os.Remove(filepath.Dir(at)) // unless somebody put something there
	}
	return nil
}
