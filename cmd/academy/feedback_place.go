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
	name := ingest.CleanName(path.Base(f.Name))
	end := path.Ext(name)
	stem := path.Join(a.folderOf(f), f.Received.Format(time.DateOnly)+" "+strings.TrimSuffix(name, end))
	folder = stem + end
	for n := 2; ; n++ {
		by := a.takenBy(folder, f.File)
		if by == 0 {
			return folder, other
		}
		other = cmp.Or(other, by)
		folder = fmt.Sprintf("%s (%d)%s", stem, n, end)
	}
}

// takenBy is the number of another file than f whose answer lies in a folder, the newest
// of them; 0 where there is none. What was tried again is the same file, and answered anew.
func (a *answering) takenBy(folder string, f queries.File) int {
	for _, number := range slices.Backward(a.places[placeKey(folder)]) {
		if was := a.files[number]; was.Name != f.Name || was.SHA256 != f.SHA256 {
			return number
		}
	}
	return 0
}

// places are the numbers of the files that were answered, in their order, by the folder
// of their answer.
type places map[string][]int

func newPlaces(answers map[int]string) places {
	p := places{}
	for _, number := range slices.Sorted(maps.Keys(answers)) {
		p.add(number, answers[number])
	}
	return p
}

func (p places) add(number int, rel string) {
	key := placeKey(path.Dir(rel))
	p[key] = append(p[key], number)
}

// placeKey is the same for folders that are one to many a computer, as a.csv and A.csv are.
func placeKey(folder string) string { return strings.ToLower(folder) }

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

// takeBack removes the answers to files that were tried again, where the one given since
// lies elsewhere or there is nothing more to say.
func (w *workspace) takeBack(s *session, db *queries.DB) error {
	over, err := db.AnswersOver(s.ctx)
	if err != nil {
		return err
	}
	for _, rel := range over {
		at := filepath.Join(w.path("outbox"), filepath.FromSlash(rel))
		if err := os.Remove(at); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("take back an answer: %w", err)
		}
		_ = os.Remove(filepath.Dir(at)) // unless somebody put something there
	}
	return nil
}
