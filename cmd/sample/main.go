// Sample writes an invented region of care providers as a workspace ready to
// run, and beside it the truth: every figure that a right program prints.
//
//	sample --out DIR --workplaces 60 --months 26 --seed 1
//
// It is the witness of the project. It keeps its people and workplaces in
// memory, counts them itself as it invents them, declares what each planted
// fault costs, and never reads back a file it wrote. It knows no SQL and
// imports nothing of the program but the workbook that providers fill.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/alecthomas/kong"
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// An options is what the command line says about the region.
type options struct {
	Out        string `required:"" placeholder:"DIR" help:"Folder to write; it must be new or empty."`
	Workplaces int    `default:"60" placeholder:"N" help:"How many workplaces the region has."`
	Months     int    `default:"26" placeholder:"N" help:"How many report months; the last is always 2026-10."`
	Seed       uint64 `default:"1" placeholder:"N" help:"Same flags and seed, same bytes."`
	Clean      bool   `help:"The same region without any planted fault."`
	Faults     string `default:"some" enum:"some,all" help:"some: what senders get wrong. all: a fault for every rule, in reference data, surveys and course records too."`
}

// Exit codes.
const (
	exitOK    = 0
	exitError = 3 // a file could not be written
	exitUsage = 2
)

func run(args []string, stdout, stderr io.Writer) int {
	var o options
	asked := false
	parser, err := kong.New(&o,
		kong.Name("sample"),
		kong.Description("Write an invented region as a workspace ready to run, with the figures it must give."),
		kong.Writers(stdout, stderr),
		kong.Exit(func(int) { asked = true }),
	)
	if err != nil {
		fmt.Fprintf(stderr, "sample: %v\n", err)
		return exitUsage
	}
	_, err = parser.Parse(args)
	if asked {
		return exitOK
	}
	if err == nil {
		err = o.check()
	}
	if err != nil {
		fmt.Fprintf(stderr, "sample: %v\n", err)
		return exitUsage
	}
	r := newRegion(o)
	if err := r.write(); err != nil {
		fmt.Fprintf(stderr, "sample: %v\n", err)
		return exitError
	}
	fmt.Fprintf(stdout, "wrote %s: %d workplaces of %d employers, %s to %s; run it as at %s\n",
		o.Out, len(r.workplaces), len(r.employers), r.launch, r.last, date(r.asOf))
	return exitOK
}

// all reports whether there is a fault for every rule, in reference data, surveys
// and course records too.
func (o options) all() bool { return o.Faults == "all" && !o.Clean }

// check reports a flag that cannot be right, or a folder that is in use.
func (o options) check() error {
	if o.Workplaces < 1 || o.Workplaces > 200_000 {
		return fmt.Errorf("--workplaces: want 1 to 200000, have %d", o.Workplaces)
	}
	if o.Months < 1 || o.Months > 120 {
		return fmt.Errorf("--months: want 1 to 120, have %d", o.Months)
	}
	held, err := os.ReadDir(o.Out)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if len(held) > 0 {
		return fmt.Errorf("--out: %s is not empty; name a new folder", o.Out)
	}
	return nil
}

// path joins a place in the workspace, written with slashes, to its folder.
func (r *region) path(name string) string {
	return filepath.Join(r.Out, filepath.FromSlash(name))
}

// create makes a file of the workspace and the folders above it.
func (r *region) create(name string) (*os.File, error) {
	p := r.path(name)
	if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
		return nil, err
	}
	return os.Create(p)
}

// put writes a whole file of the workspace.
func (r *region) put(name string, content []byte) error {
	f, err := r.create(name)
	if err != nil {
		return err
	}
	if _, err := f.Write(content); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}
