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
	members, err := Unpack(f, t.size)
	var refusal Refusal
	if errors.As(err, &refusal) {
		t.refusal = &refusal
		return []task{t}, nil
	}
	if err != nil {
		return nil, err
	}
	var tasks []task
	for i, m := range members {
		member := task{path: filepath.Join(dir, t.sum[:16]+"-"+strconv.Itoa(i), CleanName(filepath.Base(m.Name))), name: t.name + "/" + m.Name,
			received: t.received, sources: t.sources, named: t.named}
		err := writeMember(m, member.path)
		if errors.As(err, &refusal) {
			t.refusal = &refusal
			return []task{t}, nil
		}
		if err != nil {
			return nil, fmt.Errorf("unpack %s: %w", t.name, err)
		}
		member.sum, member.size, member.failed = hashFile(member.path)
		tasks = append(tasks, member)
	}
	t.members = len(members)
	return append(tasks, t), nil
}

func writeMember(m Member, path string) (err error) {
	in, err := m.Open()
	if err != nil {
		return err
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
	_, err = io.Copy(out, in)
	return err
}
