package ingest

import (
	"context"
	"os"
	"os/exec"
	"strconv"
)

// officeBeside is where LibreOffice lies when it is not on the path, as it
// seldom is.
var officeBeside = os.Getenv("ProgramFiles") + `\LibreOffice\program\soffice.com`

// confined returns a command that is ended with all it started when ctx is.
func confined(ctx context.Context, program string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Cancel = func() error {
		all := exec.Command("taskkill", "/T", "/F", "/PID", strconv.Itoa(cmd.Process.Pid)).Run()
		if all == nil {
			return nil
		}
		return cmd.Process.Kill()
	}
	return cmd
}
