package jobs

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// ErrHeld is wrapped by what Lock returns when somebody else has the lock.
var ErrHeld = errors.New("held by another schedule")

// errBusy is what take returns if the file is locked.
var errBusy = errors.New("busy")

// Lock takes the lock file at path, so that one schedule runs in a workspace
// and no more. It does not wait: if another process has it, the answer wraps
// ErrHeld and says which. The operating system lets go of the lock when the
// process ends, however it ends, so a lock file left behind locks nothing.
// Whoever drops unlock without calling it lets go of the lock too, as soon as
// the garbage collector closes the file.
func Lock(path string) (unlock func() error, err error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, err
	}
	if err := take(f); err != nil {
		holder := holder(f)
		f.Close()
		if errors.Is(err, errBusy) {
			return nil, fmt.Errorf("%s: %w: %s; end that one first", path, ErrHeld, holder)
		}
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if err := sign(f); err != nil {
		f.Close()
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	// The file stays: whoever removed it could remove the next one's lock.
	return func() error { return errors.Join(f.Truncate(0), f.Close()) }, nil
}

// sign writes into the lock file who has it.
func sign(f *os.File) error {
	host, err := os.Hostname()
	if err != nil {
		host = "this computer"
	}
	if err := f.Truncate(0); err != nil {
		return err
	}
	_, err = f.WriteAt(fmt.Appendf(nil, "process %d on %s\n", os.Getpid(), host), 0)
	return err
}

// holder reads who has the lock.
func holder(f *os.File) string {
	text, err := io.ReadAll(io.NewSectionReader(f, 0, 200))
	if who := strings.TrimSpace(string(text)); err == nil && who != "" {
		return who
	}
	return "a process that has not signed yet"
}
