package main

import (
	"fmt"
	"io"
	"slices"
	"time"

	"academy/ingest"
	"academy/jobs"
	"academy/queries"
)

type statusCmd struct{}

// Run prints what ran, what is due and what needs a person.
func (statusCmd) Run(s *session) error {
	w, err := openWorkspace(s.dir)
	if err != nil {
		return err
	}
	book, err := w.book()
	if err != nil {
		return err
	}
	db, err := w.open(s, book, false)
	if err != nil {
		return err
	}
	defer db.Close()
	if err := w.sayRuns(s, db); err != nil {
		return err
	}
	if err := w.sayPacks(s, db); err != nil {
		return err
	}
	return w.sayPeople(s, db)
}

func (w *workspace) sayRuns(s *session, db *queries.DB) error {
	in, err := london()
	if err != nil {
		return err
	}
	runs, err := db.Runs(s.ctx)
	if err != nil {
		return err
	}
	fmt.Fprintln(s.stdout, "Last run")
	for _, r := range runs {
		how := r.Outcome
		if r.Ended.IsZero() {
			how = "it did not come to an end"
		}
		fmt.Fprintf(s.stdout, "  %s  %s: %s\n", r.Started.In(in).Format("2006-01-02 15:04"), r.Job, how)
	}
	if len(runs) == 0 {
		fmt.Fprintln(s.stdout, "  nothing ran yet")
	}
	due, err := jobs.Next(w.jobs(), in, s.now())
	if err != nil {
		return usagef("academy.yaml: %w", err)
	}
	fmt.Fprintln(s.stdout, "\nDue next (while \"academy schedule\" is up)")
	for _, d := range due {
		fmt.Fprintf(s.stdout, "  %s  %s\n", d.At.In(in).Format("2006-01-02 15:04"), d.Job.Name)
	}
	if len(due) == 0 {
		fmt.Fprintln(s.stdout, "  nothing")
	}
	return nil
}

func (w *workspace) sayPacks(s *session, db *queries.DB) error {
	packs, err := db.Packs(s.ctx)
	if err != nil {
		return err
	}
	fmt.Fprintln(s.stdout, "\nPacks")
	for _, p := range packs {
		if p.Version != newestOf(packs, p.Month, p.Audience).Version {
			continue
		}
		state := p.State
		if p.State == queries.Released {
			state = fmt.Sprintf("released %s by %s", p.ReleasedOn.Format(time.DateOnly), p.ReleasedBy)
		}
		fmt.Fprintf(s.stdout, "  %s  %s v%d: %s\n", p.Month.Format("2006-01"), p.Audience, p.Version, state)
	}
	if len(packs) == 0 {
		fmt.Fprintln(s.stdout, "  none yet")
	}
	return nil
}

// sayPeople lists the files that are held or refused, in whole or in part. A
// dispute is over when a later file settles it; a refused file is dealt with
// when a person takes its copy away from rejected/.
func (w *workspace) sayPeople(s *session, db *queries.DB) error {
	files, err := db.Files(s.ctx)
	if err != nil {
		return err
	}
	today, err := s.today()
	if err != nil {
		return err
	}
	disputes, err := db.Disputes(s.ctx, today)
	if err != nil {
		return err
	}
	held := map[int][]string{}
	for _, d := range disputes {
		source, _ := db.Source(d.Source)
		held[d.File] = append(held[d.File], ingest.Disputed(d, source).Place)
	}
	fmt.Fprintln(s.stdout, "\nNeeds a person")
	n := w.sayJudged(s.stdout, files, held)
	days, err := w.inbox(today)
	if err != nil {
		return err
	}
	waiting, unread := w.sayInbox(s.stdout, days, today, files)
	return sayNumber(s.stdout, waiting, unread, n)
}

// sayInbox lists what lies in the inbox and was not taken in: what waits, and what cannot be
// read there. It returns how many lines and how many files these are.
func (w *workspace) sayInbox(out io.Writer, days []ingest.Day, today time.Time, files []queries.File) (waiting, unread int) {
	inbox := w.path("inbox")
	var readable []ingest.Day
	for _, d := range days {
		if d.Received.After(today) {
			fmt.Fprintf(out, "  waiting   %s\n", waits(d))
			waiting++
			continue
		}
		cannot := ingest.Unread(inbox, d)
		for _, o := range cannot {
			fmt.Fprintf(out, "  not read  %s  %s: %s\n", o.Received.Format(time.DateOnly), o.Name, o.Refusal.Error())
		}
		unread += len(cannot)
		d.Files = slices.DeleteFunc(d.Files, func(name string) bool {
			return slices.ContainsFunc(cannot, func(o ingest.Outcome) bool { return o.Name == name })
		})
		readable = append(readable, d)
	}
	if fresh := ingest.New(inbox, readable, files); fresh > 0 {
		fmt.Fprintf(out, "  waiting   inbox: %s not loaded yet; the next run takes what is new\n", plural(fresh, "file"))
		waiting++
	}
	return waiting, unread
}

// An arrival is a file that came, however many tables it has.
type arrival struct {
	name, sha256 string
	received     time.Time
}

// sayJudged lists the files that were judged and need a person, with what is held of
// them, and returns how many there are.
func (w *workspace) sayJudged(out io.Writer, files []queries.File, held map[int][]string) int {
	rejected := &ingest.Rejected{Dir: w.path("rejected")}
	told := map[arrival]bool{}
	came := timesSent(files)
	for _, f := range files {
		there, before := "", ""
		if f.Verdict == queries.Refused || f.Verdict == queries.AcceptedInPart {
			there, _ = rejected.Find(f.SHA256, f.Received)
			times := came[sent{f.SHA256, f.Verdict}]
			if last := len(times) - 1; !times[last].Equal(f.Received) {
				there = "" // sent again, it is told of once
			} else if last > 0 {
				before = " (the same file came on " + times[last-1].Format(time.DateOnly) + ")"
			}
		}
		switch {
		case f.Verdict == queries.Refused && there != "":
			why := ingest.Refusal{Says: f.Says, Fix: f.Fix}
			fmt.Fprintf(out, "  refused   %s  %s: %s%s\n", f.Received.Format(time.DateOnly), f.Name, why.Error(), before)
		case f.Verdict == queries.AcceptedInPart && there != "" && len(held[f.File]) == 0:
			fmt.Fprintf(out, "  in part   %s  %s: see rejected/%s.txt%s\n", f.Received.Format(time.DateOnly), f.Name, there, before)
		case len(held[f.File]) > 0:
			fmt.Fprintf(out, "  held      %s  %s: another file of that day says otherwise of\n", f.Received.Format(time.DateOnly), f.Name)
			for _, unit := range held[f.File] {
				fmt.Fprintf(out, "              %s\n", unit)
			}
		default:
			continue
		}
		told[arrival{ingest.FileName(f.Name), f.SHA256, f.Received}] = true // of several tables it is one file
	}
	return len(told)
}

// sent is a content of which something was refused.
type sent struct{ sha256, verdict string }

// timesSent lists on which days each content came that was refused, in whole or in part.
func timesSent(files []queries.File) map[sent][]time.Time {
	days := map[sent][]time.Time{}
	for _, f := range files { // in the order of days
		of := sent{f.SHA256, f.Verdict}
		if n := len(days[of]); n == 0 || !days[of][n-1].Equal(f.Received) {
			days[of] = append(days[of], f.Received)
		}
	}
	return days
}

// sayNumber says how many files need a person: some that wait for their day, which
// nobody has to look at, some that cannot be read in the inbox, and some that were.
func sayNumber(w io.Writer, waiting, unread, judged int) error {
	switch {
	case unread+judged == 0 && waiting == 0:
		fmt.Fprintln(w, "  nothing")
		return nil
	case unread+judged == 0:
		return nil
	}
	fmt.Fprintf(w, "\n%s to look at.", plural(unread+judged, "file"))
	if judged > 0 {
		fmt.Fprint(w, " When one is dealt with, take its copy away from rejected/")
	}
	fmt.Fprintln(w)
	return errPerson
}
