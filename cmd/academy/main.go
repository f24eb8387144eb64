// Academy ingests what care providers send, computes workforce and outcome
// figures, and publishes packs of them.
//
//	academy -C DIR run
//
// See "academy --help".
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"academy/ingest"
	"academy/queries"
)

// version is the version of the program, as packs and manifests print it.
const version = "0.1.0"

func main() {
	if ingest.IsCalculator() {
		os.Exit(calculate())
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr, time.Now, nil))
}

// calculate is the program where it works out the formulas of a file, for the one
// that reads it.
func calculate() int {
	if err := ingest.Calculate(os.Stdin, os.Stdout, func() { os.Exit(exitFailed) }); err != nil {
		return exitFailed
	}
	return exitDone
}

// Exit statuses. Cron and the people who read its mail tell them apart.
const (
	exitDone   = 0
	exitPerson = 1 // done, but something needs a person
	exitUsage  = 2 // the command or its configuration is wrong
	exitFailed = 3 // it could not be done, and what was there before still stands
)

// session is what every command is handed: where it prints, the clock, and the
// workspace that -C names.
type session struct {
	ctx            context.Context
	stdout, stderr io.Writer
	now            func() time.Time
	step           func(string) // called before and after each write that matters; nil but in tests
	dir            string
}

// cli is the command line.
type cli struct {
	Dir string `short:"C" name:"directory" env:"ACADEMY_HOME" default:"." placeholder:"DIR" help:"The workspace. The current folder if not given."`

	Init     initCmd     `cmd:"" help:"Make a new workspace, ready to run."`
	Template templateCmd `cmd:"" help:"Write a workbook for people to fill in."`
	Check    checkCmd    `cmd:"" help:"Read and judge files without loading them."`
	Ingest   ingestCmd   `cmd:"" help:"Load the inbox, or the files named."`
	Feedback feedbackCmd `cmd:"" help:"Write the answers to those who sent files."`
	Figures  figuresCmd  `cmd:"" help:"Print the figures of a metric, for one audience."`
	Explain  explainCmd  `cmd:"" help:"Print where a figure comes from."`
	Metrics  metricsCmd  `cmd:"" help:"Print the dictionary of metrics."`
	Publish  publishCmd  `cmd:"" help:"Draft the packs of a month."`
	Release  releaseCmd  `cmd:"" help:"Approve a draft, so that it may be sent."`
	Run      runCmd      `cmd:"" help:"Ingest, then publish: what the schedule calls."`
	Schedule scheduleCmd `cmd:"" help:"Stay up and run the jobs of academy.yaml at their times."`
	Status   statusCmd   `cmd:"" help:"Print what ran, what is due and what needs a person."`
	Version  versionCmd  `cmd:"" help:"Print the version of the program."`
}

const about = `Academy shows whether a social care academy works: it reads what providers send, computes figures, and drafts packs.

A first month:

  academy init academy-2026            make a workspace
  academy -C academy-2026 check FILE   try a file
  academy -C academy-2026 run          load the inbox and draft the packs
  academy -C academy-2026 status       see what needs a person
  academy -C academy-2026 release      approve a draft

Exit status: 0 done; 1 done, but something needs a person; 2 the command or its configuration is wrong; 3 it could not be done, and what was there before still stands.`

func run(ctx context.Context, args []string, stdout, stderr io.Writer, now func() time.Time, step func(string)) (status int) {
	var c cli
	exited := -1
	parser, err := kong.New(&c,
		kong.Name("academy"), kong.Description(about), kong.Writers(stdout, stderr), kong.UsageOnError(),
		kong.Exit(func(code int) { exited = code; panic(errExit) }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}))
	if err != nil {
		fmt.Fprintf(stderr, "academy: %v\n", err)
		return exitUsage
	}
	defer func() {
		if r := recover(); r != nil {
			if r != errExit { //nolint:errorlint // a panic's value, compared with the one we threw
				panic(r)
			}
			status = exited
		}
	}()
	if len(args) == 0 {
		args = []string{"--help"}
	}
	k, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintf(stderr, "academy: %v; see \"academy --help\"\n", err)
		return exitUsage
	}
	if step == nil {
		step = func(string) {}
	}
	return statusOf(k.Run(&session{ctx: ctx, stdout: stdout, stderr: stderr, now: now, step: step, dir: c.Dir}), stderr)
}

// errExit unwinds from inside kong, which has printed what was asked for.
var errExit = errors.New("exit")

// A usageError is a mistake on the command line or in the workspace's
// configuration.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

func usagef(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// errPerson says that the work is done and something needs a person. What,
// has been printed.
var errPerson = errors.New("something needs a person")

func statusOf(err error, stderr io.Writer) int {
	var usage usageError
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errPerson):
		return exitPerson
	case errors.As(err, &usage):
		fmt.Fprintf(stderr, "academy: %v\n", err)
		return exitUsage
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(stderr, "academy: it was told to stop before it was done. Nothing is lost; run it again")
		return exitFailed
	case errors.Is(err, queries.ErrBusy):
		fmt.Fprintf(stderr, "academy: %v; try again when it has ended. Nothing was changed\n", err)
		return exitFailed
	}
	says := strings.ReplaceAll(err.Error(), "\n", " ")
	fmt.Fprintf(stderr, "academy: %s%s. What was there before still stands\n", says, wayOut(err))
	return exitFailed
}

// wayOut says what to do about a disk or a folder that does not take what is written;
// "" for what else went wrong. The database tells of them in words only.
func wayOut(err error) string {
	says := strings.ToLower(err.Error())
	switch {
	case errors.Is(err, syscall.ENOSPC), strings.Contains(says, "no space left on device"), strings.Contains(says, "not enough space on the disk"):
		return ": the disk is full; make room on it and run once more"
	case errors.Is(err, fs.ErrPermission), strings.Contains(says, "permission denied"), errors.Is(err, syscall.EROFS), strings.Contains(says, "read-only file system"):
		return ": the account that runs the academy may not read or write there; let it, and run once more"
	}
	return ""
}

type versionCmd struct{}

// Run prints the version.
func (versionCmd) Run(s *session) error {
	fmt.Fprintf(s.stdout, "academy %s\n", version)
	return nil
}
