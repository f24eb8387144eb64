package ingest

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"academy/queries"
)

// A Day is what was received on one day: a folder of the inbox named by its
// date, or all that lies elsewhere in it.
type Day struct {
	Received time.Time
	Files    []string // relative to the inbox, with slashes, in byte order
	Links    []string // symbolic links, which are never followed
	Others   []string // pipes, devices and the like, which are never opened

	waiting []queries.File // of the archive, to be tried again
}

// count is how many files there are to look at.
func (d Day) count() int { return len(d.Files) + len(d.waiting) }

// Size is how many things lie in the inbox among the files of a day.
func (d Day) Size() int { return len(d.Files) + len(d.Links) + len(d.Others) }

// Inbox lists what lies in the inbox: the day folders by date, then the rest,
// received today. Days without files are not there. Files that no person put
// there (lock files, thumbnails, whatever starts with a dot) are passed over. A
// folder that cannot be read is listed like a file, so that somebody hears of it.
func Inbox(dir string, today time.Time) ([]Day, error) {
	days := make(map[string]*Day)
	root, err := filepath.EvalSymlinks(dir) // the inbox itself may be a link
	if err != nil {
		return nil, fmt.Errorf("inbox: %w", err)
	}
	err = filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		rel, relErr := filepath.Rel(root, path)
		if rel == "." || relErr != nil {
			return errors.Join(err, relErr)
		}
		if isClutter(e.Name()) {
			if e.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if e.IsDir() && err == nil {
			return nil
		}
		rel = filepath.ToSlash(rel)
		name, received := dayOf(rel, today)
		if days[name] == nil {
			days[name] = &Day{Received: received}
		}
		switch d := days[name]; {
		case e.Type().IsRegular() || err != nil:
			d.Files = append(d.Files, rel)
		case e.Type()&fs.ModeSymlink != 0:
			d.Links = append(d.Links, rel)
		default:
			d.Others = append(d.Others, rel)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("inbox: %w", err)
	}
	return inOrder(days), nil
}

// dayOf returns the day folder that a file lies in, and its date; "\xFF",
// which sorts last, and today for a file elsewhere.
func dayOf(rel string, today time.Time) (string, time.Time) {
	folder, _, below := strings.Cut(rel, "/")
	if received, err := time.Parse(time.DateOnly, folder); err == nil && below {
		return folder, received
	}
	return "\xFF", today
}

func inOrder(days map[string]*Day) []Day {
	var sorted []Day
	for _, name := range slices.Sorted(maps.Keys(days)) {
		slices.Sort(days[name].Files)
		slices.Sort(days[name].Links)
		slices.Sort(days[name].Others)
		sorted = append(sorted, *days[name])
	}
	return sorted
}

// isClutter reports whether a file or folder is one that programs leave
// behind.
func isClutter(name string) bool {
	lower := strings.ToLower(name)
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~$") ||
		lower == "desktop.ini" || lower == "thumbs.db" || lower == "$recycle.bin"
}

// FilesAt makes a day of files named on the command line, which may lie
// anywhere.
func FilesAt(paths []string, received time.Time) ([]Day, error) {
	day := Day{Received: received}
	for _, p := range paths {
		switch info, err := os.Lstat(p); {
		case errors.Is(err, fs.ErrNotExist):
			return nil, fmt.Errorf("%s: there is no such file", p)
		case err != nil:
			return nil, err
		case info.IsDir():
			return nil, fmt.Errorf("%s: it is a folder; name the files in it", p)
		case info.Mode()&fs.ModeSymlink != 0:
			return nil, fmt.Errorf("%s: it is a link, which is never followed; name the file itself", p)
		case !info.Mode().IsRegular():
			return nil, fmt.Errorf("%s: it is not a file", p)
		}
		abs, err := filepath.Abs(p)
		if err != nil {
			return nil, err
		}
		day.Files = append(day.Files, filepath.ToSlash(abs))
	}
	return []Day{day}, nil
}
