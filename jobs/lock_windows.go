package jobs

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// take locks the file for this process, or returns errBusy at once.
//
// On Windows nobody else can read the bytes that are locked, so the lock is on
// one byte far behind the text that says who has it.
func take(f *os.File) error {
	const flags = windows.LOCKFILE_EXCLUSIVE_LOCK | windows.LOCKFILE_FAIL_IMMEDIATELY
	err := windows.LockFileEx(windows.Handle(f.Fd()), flags, 0, 1, 0, &windows.Overlapped{Offset: 1 << 30})
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) {
		return errBusy
	}
	return err
}
