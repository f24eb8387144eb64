package ingest

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
)

// unpackTask returns the tasks for a packed folder: its members, each a file of
// its own named FOLDER/MEMBER, and then the folder itself, so that it counts as
// taken in only when they do. It returns the task itself for any other file, and
// for a folder that cannot be unpacked, with the refusal that says why. Members
// are written below dir.
func unpackTask(t task, dir string) ([]task, error) {
	f, err := os.Open(t.path)
	if err != nil {
		return []task{t}, nil // it is told when it is archived
	}
	defer f.Close()
	if !IsPacked(f, t.size) {
		return []task{t}, nil
	}
	members, err := unpackTo(f, t.size, filepath.Join(dir, t.sum[:16]))
	var refusal Refusal
	if errors.As(err, &refusal) {
		t.refusal = &refusal
		return []task{t}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("unpack %s: %w", t.name, err)
	}
	var tasks []task
	for _, m := range members {
		member := task{path: m.Path, name: t.name + "/" + m.Name, received: t.received, known: t.known, named: t.named}
		member.sum, member.size, member.failed = hashFile(member.path)
		tasks = append(tasks, member)
	}
	t.members = len(members)
	return append(tasks, t), nil
}

// An Unpacked is a file of a packed folder that was written to disk.
type Unpacked struct {
	Name string // path in the folder, with slashes
	Path string // where it lies now
}

// UnpackFile writes the files of a packed folder below dir. It returns none for
// any other file, and a Refusal for a folder that cannot be unpacked.
func UnpackFile(name, dir string) ([]Unpacked, error) {
	f, size, err := openSized(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if !IsPacked(f, size) {
		return nil, nil
	}
	return unpackTo(f, size, dir)
}

func unpackTo(r io.ReaderAt, size int64, dir string) ([]Unpacked, error) {
	members, err := Unpack(r, size)
	if err != nil {
		return nil, err
	}
	var files []Unpacked
	for i, m := range members {
		f := Unpacked{Name: m.Name, Path: filepath.Join(dir, strconv.Itoa(i), CleanName(filepath.Base(m.Name)))}
		if err := writeMember(m, f.Path); err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	return files, nil
}

func writeMember(m Member, path string) (err error) {
	in, err := m.Open()
	if err != nil {
		return refuseFolder()
	}
	defer in.Close()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	out, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	_, err = io.Copy(out, readsTorn{in})
	return err
}

// refuseFolder says that a packed folder is damaged.
func refuseFolder() Refusal {
	return Refusal{"torn", "the packed folder is damaged: a file in it does not unpack", "pack the files again, or send them one by one"}
}

// readsTorn tells an error of reading, which is one of the packed folder, from
// one of writing, which is ours: the first is a Refusal.
type readsTorn struct{ io.Reader }

func (r readsTorn) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	if err != nil && err != io.EOF { //nolint:errorlint // readers give it as it is
		err = refuseFolder()
	}
	return n, err
}
