package main

import (
	"io"
	"os"
	"sync/atomic"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
	"golang.org/x/term"

	"academy/ingest"
)

// A bar shows how far a load has come: files and rows, and the time left.
type bar struct {
	all  *mpb.Progress
	one  *mpb.Bar
	rows atomic.Int64
}

// isTerminal reports whether a person watches what is written to w.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd())) //nolint:gosec // a file's number is small
}

// newBar makes a bar on a terminal. It is nil where w is none.
func newBar(w io.Writer) *bar {
	if !isTerminal(w) {
		return nil
	}
	return drawBar(w)
}

// drawBar makes a bar that is drawn ten times a second.
func drawBar(w io.Writer, options ...mpb.ContainerOption) *bar {
	options = append([]mpb.ContainerOption{mpb.WithOutput(w), mpb.WithWidth(72), mpb.WithRefreshRate(100 * time.Millisecond)}, options...)
	b := &bar{all: mpb.New(options...)}
	b.one = b.all.AddBar(0,
		mpb.PrependDecorators(decor.CountersNoUnit("%d of %d files ")),
		mpb.AppendDecorators(
			decor.Any(func(decor.Statistics) string { return " " + plural(int(b.rows.Load()), "row") }),
			decor.Any(timeLeft(decor.AverageETA(decor.ET_STYLE_MMSS))),
		))
	return b
}

// timeLeft says how long it takes still, by what eta makes of it. Before the
// first file nothing tells that, and after the last one was read they are
// judged together, which no file tells either.
func timeLeft(eta decor.Decorator) decor.DecorFunc {
	return func(s decor.Statistics) string {
		switch {
		case s.Completed || s.Current == 0:
			return ""
		case s.Current >= s.Total:
			return "  judging"
		}
		left, _ := eta.Decor(s)
		return "  " + left + " left"
	}
}

// show draws the bar anew.
func (b *bar) show(p ingest.Progress) {
	b.rows.Store(int64(p.Rows))
	b.one.SetTotal(int64(p.Files), false)
	b.one.SetCurrent(int64(p.Done))
}

// end leaves the bar as it stands, and the line below it to others.
func (b *bar) end() {
	b.one.SetTotal(-1, true)
	b.all.Wait()
}
