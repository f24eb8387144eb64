//go:build !windows

package jobs

import (
	"errors"
	"os"
	"syscall"
)

// take locks the file for this process, or returns errBusy at once.
func take(f *os.File) error {
	for {
		err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		switch {
		case errors.Is(err, syscall.EINTR):
			continue
		case errors.Is(err, syscall.EWOULDBLOCK):
			return errBusy
		}
		return err
	}
}
