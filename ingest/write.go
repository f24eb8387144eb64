package ingest

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
)

// writeFile makes a file whole or not at all: it is written beside its place and
// renamed, and is on the disk when disk is flushed. Nothing else may write into
// the folder.
func writeFile(path string, disk *disk, write func(io.Writer) error) (err error) {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	temp := filepath.Join(dir, ".writing")
	f, err := os.Create(temp) // what an earlier run left is written over
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = f.Close() // what it says, if it was not closed before, err has said
			err = errors.Join(err, os.Remove(temp))
		}
	}()
	if err := write(f); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := os.Rename(temp, path); err != nil {
		return err
	}
	disk.bring(path)
	return nil
}

// A disk brings files to the disk beside other work, since waiting for each
// takes longer than writing it. Whoever says that they are there flushes it
// first. The zero disk is ready to use.
type disk struct {
	wait    sync.WaitGroup
	folders map[string]bool
	mutex   sync.Mutex
	err     error
}

// atOnce is how many files are brought to the disk at the same time.
const atOnce = 4

var turns = make(chan struct{}, atOnce)

// bring starts to bring a file to the disk.
func (d *disk) bring(path string) {
	if d.folders == nil {
		d.folders = map[string]bool{}
	}
	d.folders[filepath.Dir(path)] = true
	turns <- struct{}{}
	d.wait.Go(func() {
		defer func() { <-turns }()
		if err := syncFile(path); err != nil {
			d.mutex.Lock()
			defer d.mutex.Unlock()
			d.err = errors.Join(d.err, err)
		}
	})
}

// flush waits until all that was brought is on the disk, with its folders.
func (d *disk) flush() error {
	d.wait.Wait()
	err := d.err
	d.err = nil
	for _, dir := range slices.Sorted(maps.Keys(d.folders)) {
		err = errors.Join(err, syncFolder(dir))
	}
	clear(d.folders)
	return err
}

func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// syncFolder brings a rename to the disk. Windows does so itself and opens no
// folders.
func syncFolder(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}
