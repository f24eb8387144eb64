package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"academy/ingest"
	"academy/queries"
)

type ingestCmd struct {
	Files    []string `arg:"" optional:"" type:"path" help:"Files to load. The inbox if none is named."`
	JSON     bool     `name:"json" help:"Print what became of each file as JSON, for programs."`
	Answer   bool     `help:"Write the answers to the senders too, as run does."`
	Received string   `placeholder:"DATE" help:"The day on which files outside a day folder were received. Today if not given."`
}

// Help says what happens to the files.
func (ingestCmd) Help() string {
	return `Every file is archived unchanged, then read and judged. What is accepted comes into force; what is refused is copied to rejected/ with the reason beside it. A folder of the inbox named like 2026-09-11 was received on that day. Files stay in the inbox; those loaded before are passed over. What was refused, in whole or in part, is tried again from the archive once reference/ has changed, when the inbox is loaded; a file named here is tried again at once.

On a terminal a bar shows how far it has come, and the files that need a person are listed after it; anywhere else there is a line for each file.`
}

// Run loads the inbox, or the files named.
func (c ingestCmd) Run(s *session) error {
	w, err := openWorkspace(s.dir)
	if err != nil {
		return err
	}
	day, err := s.today()
	if err != nil {
		return err
	}
	what := arriving{files: c.Files, received: day}
	if c.Received != "" {
		if what.received, err = time.Parse(time.DateOnly, c.Received); err != nil {
			return usagef("--received %q is not a date like 2026-09-11", c.Received)
		}
	}
	if what.received.After(day) {
		day = what.received
	}
	return w.run(s, "ingest", time.Time{}, func(db *queries.DB) error {
		if c.Received == "" {
			if err := clockRight(s, db, "--received"); err != nil {
				return err
			}
		}
		load := w.load
		if c.JSON {
			load = w.loadQuietly
		}
		outcomes, err := load(s, db, day, what)
		var left ingest.NotReadAgain
		if err != nil && !errors.As(err, &left) {
			return err
		}
		if c.Answer && err == nil {
			told := *s
			if c.JSON {
				told.stdout = s.stderr // the answers are told beside what programs read
			}
			if err := w.feedback(&told, db, day); err != nil {
				return err
			}
		}
		say := sayLoaded
		if c.JSON {
			say = printOutcomes
		}
		if said := say(s.stdout, outcomes); err == nil {
			err = said
		}
		return err
	})
}

// An arriving is what is to be taken in: files named on the command line, or the
// inbox where there are none.
type arriving struct {
	files    []string
	received time.Time // the day on which those outside a day folder came
}

// load takes in what arrives, and judges it by what is known on a day. On a
// terminal a bar shows how far it has come; anywhere else there is a line for
// each file.
func (w *workspace) load(s *session, db *queries.DB, day time.Time, what arriving) ([]ingest.Outcome, error) {
	b := newBar(s.stderr)
	if b == nil || !isTerminal(s.stdout) {
		outcomes, err := w.loadAnd(s, db, day, what, func(l *ingest.Loader) {
			l.Tell = func(o ingest.Outcome) { sayOutcome(s.stdout, o) }
		})
		sayFailedRules(s.stderr, outcomes)
		return outcomes, err
	}
	outcomes, err := w.loadAnd(s, db, day, what, func(l *ingest.Loader) { l.Watch = b.show })
	b.end()
	for _, o := range outcomes {
		if o.NeedsPerson() {
			sayOutcome(s.stdout, o)
		}
	}
	sayFailedRules(s.stderr, outcomes)
	return outcomes, err
}

// loadQuietly is load that prints nothing of the files.
func (w *workspace) loadQuietly(s *session, db *queries.DB, day time.Time, what arriving) ([]ingest.Outcome, error) {
	outcomes, err := w.loadAnd(s, db, day, what, func(*ingest.Loader) {})
	sayFailedRules(s.stderr, outcomes)
	return outcomes, err
}

// loadAnd is load with a loader that somebody watches.
func (w *workspace) loadAnd(s *session, db *queries.DB, day time.Time, what arriving, watch func(*ingest.Loader)) ([]ingest.Outcome, error) {
	l, err := w.loader(s, db, day)
	if err != nil {
		return nil, err
	}
	days, err := w.days(s, what)
	if err != nil {
		return nil, err
	}
	if err := w.sayGone(s, db); err != nil {
		return nil, err
	}
	l.Again = len(what.files) == 0
	watch(l)
	return l.Load(s.ctx, days)
}

// sayFailedRules names each rule that broke off, once: no sender can mend it.
func sayFailedRules(w io.Writer, outcomes []ingest.Outcome) {
	files := map[string]int{}
	for _, o := range outcomes {
		for _, r := range o.NotRun {
			if r.Why == queries.RuleFailed {
				files[r.Code]++
			}
		}
	}
	for _, code := range slices.Sorted(maps.Keys(files)) {
		fmt.Fprintf(w, "rule %s: it failed over what a row holds, and judged none of %s; all else was done; mend its statement, or tell us\n",
			code, plural(files[code], "file"))
	}
}

func (w *workspace) loader(s *session, db *queries.DB, day time.Time) (*ingest.Loader, error) {
	key, err := w.key()
	if err != nil {
		return nil, err
	}
	return &ingest.Loader{
		DB:       db,
		Archive:  &ingest.Archive{Dir: w.path(w.config.Archive), Steps: s.step},
		Rejected: &ingest.Rejected{Dir: w.path("rejected"), Steps: s.step},
		Inbox:    w.path("inbox"), Reference: w.path("reference"), Key: key, Today: day, Step: s.step,
	}, nil
}

// restage reads the files again that were understood by other statements than
// those of db, so that no figure is made without them.
func (w *workspace) restage(s *session, db *queries.DB, day time.Time) error {
	stale, err := db.Stale(s.ctx)
	if err != nil || len(stale) == 0 {
		return err
	}
	l, err := w.loader(s, db, day)
	if err != nil {
		return err
	}
	return l.Restage(s.ctx)
}

// sayOutcome prints one line for a file, and one for each kind of fault.
func sayOutcome(w io.Writer, o ingest.Outcome) {
	what := o.Source.Title
	if what == "" {
		what = "not recognised"
	}
	switch {
	case o.Verdict == queries.Unpacked:
		fmt.Fprintf(w, "%-16s  %s: its files stand above\n", o.Verdict, o.Name)
	case o.Refusal != nil:
		fmt.Fprintf(w, "%-16s  %s: %s: %s\n", o.Verdict, o.Name, what, o.Refusal.Error())
	default:
		fmt.Fprintf(w, "%-16s  %s: %s, %s\n", o.Verdict, o.Name, what, plural(o.Rows, "row"))
	}
	for _, f := range grouped(o.Faults) {
		fmt.Fprintf(w, "%18s%s\n", "", f)
	}
}

// grouped tells equal faults once, with how many there are, and the code by which
// reference/waivers.csv can let them through.
func grouped(faults []queries.Fault) []string {
	type kind struct{ severity, code, says string }
	var order []kind
	places := map[kind][]string{}
	for _, f := range faults {
		k := kind{f.Severity, f.Code, f.Says}
		if places[k] == nil {
			order = append(order, k)
		}
		places[k] = append(places[k], f.Place)
	}
	var lines []string
	for _, k := range order {
		where := strings.Join(places[k][:min(3, len(places[k]))], ", ")
		if n := len(places[k]) - 3; n > 0 {
			where += fmt.Sprintf(" and %d more", n)
		}
		lines = append(lines, fmt.Sprintf("%s: %s (%s, code %s)", where, k.says, k.severity, k.code))
	}
	return lines
}

// sayLoaded prints how many files were taken in, and what needs a person.
func sayLoaded(w io.Writer, outcomes []ingest.Outcome) error {
	count, n := map[string]int{}, 0
	for _, o := range outcomes {
		count[o.Verdict]++
		if o.NeedsPerson() {
			n++
		}
	}
	if len(outcomes) == 0 {
		fmt.Fprintln(w, "nothing new to load")
		return nil
	}
	var parts []string
	for _, v := range []string{queries.Accepted, queries.AcceptedInPart, queries.AlreadyReceived, queries.Unpacked, queries.Held, queries.Refused} {
		if count[v] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", count[v], v))
		}
	}
	fmt.Fprintf(w, "%s: %s\n", plural(len(outcomes), "file"), strings.Join(parts, ", "))
	if n > 0 {
		verb := "need"
		if n == 1 {
			verb = "needs"
		}
		fmt.Fprintf(w, "%s %s a person: see %s and \"academy status\"\n", plural(n, "file"), verb, "rejected"+string(filepath.Separator))
		return errPerson
	}
	return nil
}
