//go:build !windows

package ingest

import (
	"context"
	"os/exec"
	"syscall"
)

// officeBeside is where LibreOffice lies when it is not on the path: nowhere
// but on a Mac.
const officeBeside = "/Applications/LibreOffice.app/Contents/MacOS/soffice"

// confined returns a command that is ended with all it started when ctx is, and
// that may not take more than 4 GB of memory or write more than 1 GB into a
// file. A shell that cannot limit memory starts it without.
func confined(ctx context.Context, program string, args ...string) *exec.Cmd {
	const limits = `ulimit -v 4194304; ulimit -f 2097152; ulimit -c 0; exec "$0" "$@"`
	cmd := exec.CommandContext(ctx, "/bin/sh", append([]string{"-c", limits, program}, args...)...) //nolint:gosec // nothing of the sender's is in it
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	return cmd
}
