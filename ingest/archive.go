package ingest

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// An Archive keeps every file that ever arrived, unchanged, by what it holds:
// archive/2026/09/SHA256-NAME and beside it a sidecar. The same content is
// kept once, however often it comes and under whatever name.
type Archive struct {
	Dir   string
	Steps func(step string) // called before and after each write, if not nil; tests stop the program here

	disk disk
	kept map[string]string // hash in hex -> path below Dir, of all there is; nil until it is looked for
}

// Stored is one file of the archive.
type Stored struct {
	SHA256 string // of the content, in hex
	Bytes  int64
	Rel    string // path below the archive's folder, with slashes
	Again  bool   // the content was there before
}

// A Sidecar is what the archive knows of a file beside its content: enough to
// take it in again in the order it came.
type Sidecar struct {
	Name     string `json:"name"` // as it arrived
	SHA256   string `json:"sha256"`
	Bytes    int64  `json:"bytes"`
	Received string `json:"received"` // 2026-09-11
	Place    int    `json:"place"`    // in the order of its run, from 1; 0 if not yet known
	From     string `json:"from"`     // who sent it, or where it lay in the inbox; "" if not known
	Source   string `json:"source"`   // "" if it was not recognised
	Verdict  string `json:"verdict"`  // "" until it is known

	Others []Arrival `json:"others,omitempty"` // the other times that the same content came
}

// An Arrival is one time that a content came.
type Arrival struct {
	Received string `json:"received"`
	Place    int    `json:"place"`
	From     string `json:"from"`
	Source   string `json:"source"`
	Verdict  string `json:"verdict"`
}

// An originalError is what is wrong with a file that arrived, and not with the
// archive.
type originalError struct{ error }

// Unwrap returns what is wrong.
func (e originalError) Unwrap() error { return e.error }

// errChanged is what a file gives that somebody still writes.
var errChanged = errors.New("the file changed while it was read")

// Path returns where a file of the archive is on this machine.
func (a *Archive) Path(s Stored) string { return filepath.Join(a.Dir, filepath.FromSlash(s.Rel)) }

// Put keeps a copy of the file at path. Where its content is there already it
// writes nothing, but for a sidecar that is missing.
func (a *Archive) Put(path string, received time.Time) (Stored, error) {
	sum, size, err := hashFile(path)
	if err != nil {
		return Stored{}, originalError{err}
	}
	return a.put(path, sum, size, received, true)
}

// put is Put for a file whose hash and size are known. A copy that is not whole
// is put right where nothing was recorded of it, as when the power failed
// before it could be.
func (a *Archive) put(path, sum string, size int64, received time.Time, recorded bool) (Stored, error) {
	s := Stored{SHA256: sum, Bytes: size}
	var err error
	if s.Rel, err = a.find(sum); err != nil {
		return Stored{}, err
	}
	if s.Rel != "" {
		was, _, err := hashFile(a.Path(s))
		s.Again = err == nil && was == sum
		if !s.Again && recorded {
			return s, fmt.Errorf("%s: this file of the archive is not what was put there", a.Path(s))
		}
	}
	if !s.Again {
		if s.Rel == "" {
			s.Rel = received.Format("2006/01/") + sum[:16] + "-" + CleanName(filepath.Base(path))
		}
		a.step("archive: before original")
		if err := a.copy(path, s); err != nil {
			return Stored{}, err
		}
		a.kept[sum[:16]] = s.Rel
		a.step("archive: after original")
	}
	if _, err := os.Stat(a.Path(s) + sidecarEnd); errors.Is(err, fs.ErrNotExist) {
		return s, a.Note(s, Sidecar{Name: filepath.Base(path), Received: received.Format(time.DateOnly)})
	}
	return s, nil
}

// sidecarEnd is what the name of a sidecar adds to that of its file.
const sidecarEnd = ".json"

// Note writes the sidecar of a file anew. Hash and size are those of the file,
// whatever c says.
func (a *Archive) Note(s Stored, c Sidecar) error {
	c.SHA256, c.Bytes = s.SHA256, s.Bytes
	text, err := json.MarshalIndent(c, "", "  ")
	if err != nil {
		return err
	}
	a.step("archive: before sidecar")
	if err := writeFile(a.Path(s)+sidecarEnd, &a.disk, func(w io.Writer) error {
		_, err := w.Write(append(text, '\n'))
		return err
	}); err != nil {
		return err
	}
	a.step("archive: after sidecar")
	return nil
}

// Sidecar reads the sidecar of a file.
func (a *Archive) Sidecar(s Stored) (Sidecar, error) {
	path := a.Path(s) + sidecarEnd
	text, err := os.ReadFile(path)
	if err != nil {
		return Sidecar{}, err
	}
	var c Sidecar
	if err := json.Unmarshal(text, &c); err != nil {
		return Sidecar{}, fmt.Errorf("%s: %w", path, err)
	}
	return c, nil
}

// copy copies the file at path to its place. A file that changes meanwhile is
// not kept: its name would not be its hash.
func (a *Archive) copy(path string, s Stored) error {
	in, err := os.Open(path)
	if err != nil {
		return originalError{err}
	}
	defer in.Close()
	return writeFile(a.Path(s), &a.disk, func(w io.Writer) error {
		h := sha256.New()
		if _, err := io.Copy(io.MultiWriter(w, h), in); err != nil {
			return err
		}
		if hex.EncodeToString(h.Sum(nil)) != s.SHA256 {
			return originalError{errChanged}
		}
		return nil
	})
}

// find returns the path of a content in the archive, or "".
func (a *Archive) find(sum string) (string, error) {
	if a.kept == nil {
		kept := make(map[string]string)
		err := filepath.WalkDir(a.Dir, func(path string, e fs.DirEntry, err error) error {
			if errors.Is(err, fs.ErrNotExist) && path == a.Dir {
				return nil // nothing has arrived yet
			}
			if err != nil {
				return err
			}
			hash, _, ok := strings.Cut(e.Name(), "-")
			if !ok || len(hash) != 16 || !e.Type().IsRegular() {
				return nil
			}
			if _, there := kept[hash]; there { // its sidecar, which sorts after it
				return nil
			}
			rel, err := filepath.Rel(a.Dir, path)
			kept[hash] = filepath.ToSlash(rel)
			return err
		})
		if err != nil {
			return "", fmt.Errorf("archive: %w", err)
		}
		a.kept = kept
	}
	return a.kept[sum[:16]], nil
}

// Flush waits until all that was put and noted is on the disk.
func (a *Archive) Flush() error { return a.disk.flush() }

func (a *Archive) step(name string) {
	if a.Steps != nil {
		a.Steps(name)
	}
}

func hashFile(path string) (sum string, size int64, err error) {
	f, err := os.Open(path)
	if err != nil {
		return "", 0, err
	}
	defer f.Close()
	h := sha256.New()
	if size, err = io.Copy(h, f); err != nil {
		return "", 0, fmt.Errorf("%s: %w", path, err)
	}
	return hex.EncodeToString(h.Sum(nil)), size, nil
}
