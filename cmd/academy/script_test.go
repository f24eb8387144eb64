package main

import (
	"context"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"

	"academy/ingest"
	"academy/testdata"
)

func TestMain(m *testing.M) {
	if ingest.IsCalculator() {
		os.Exit(calculate())
	}
	if os.Getenv("ACADEMY_TEST_PROGRAM") != "" { // this binary is the program, for tests that kill it
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
		defer stop()
		os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr, testClock, failpoint()))
	}
	testscript.Main(m, map[string]func(){
		"academy": func() { os.Exit(run(context.Background(), os.Args[1:], os.Stdout, os.Stderr, testClock, failpoint())) },
	})
}

// testClock is noon of the day that the sample is run at, or of ACADEMY_TODAY.
func testClock() time.Time {
	day := os.Getenv("ACADEMY_TODAY")
	if day == "" {
		day = "2026-11-16"
	}
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		panic(err)
	}
	return t.Add(12 * time.Hour)
}

// failpoint returns a step function that kills the process, as a power cut
// would, at the step that ACADEMY_KILL names: the n-th time that
// ACADEMY_KILL_AT says. With ACADEMY_STEPS it writes every step down there.
func failpoint() func(string) {
	kill, steps := os.Getenv("ACADEMY_KILL"), os.Getenv("ACADEMY_STEPS")
	if kill == "" && steps == "" {
		return nil
	}
	left := 1
	if at := os.Getenv("ACADEMY_KILL_AT"); at != "" {
		var err error
		if left, err = strconv.Atoi(at); err != nil {
			panic(err)
		}
	}
	return func(step string) {
		if steps != "" {
			f, err := os.OpenFile(steps, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
			if err != nil {
				panic(err)
			}
			if _, err := f.WriteString(step + "\n"); err != nil {
				panic(err)
			}
			if err := f.Close(); err != nil {
				panic(err)
			}
		}
		if step != kill {
			return
		}
		if left--; left == 0 {
			self, err := os.FindProcess(os.Getpid())
			if err != nil {
				panic(err)
			}
			if err := self.Kill(); err != nil {
				panic(err)
			}
			select {} // until it takes effect
		}
	}
}

func TestScript(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "../../testdata/script",
		UpdateScripts:       *testdata.Update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds:                map[string]func(*testscript.TestScript, bool, []string){"put": putCell},
	})
}

// putCell is "put FILE SHEET CELL TEXT" of a script: what a person types into a workbook.
func putCell(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 4 {
		ts.Fatalf("usage: put FILE SHEET CELL TEXT")
	}
	x, err := excelize.OpenFile(ts.MkAbs(args[0]))
	ts.Check(err)
	defer x.Close()
	ts.Check(x.SetCellValue(args[1], args[2], args[3]))
	ts.Check(x.Save())
}
