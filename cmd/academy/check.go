package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"academy/ingest"
	"academy/queries"
	"academy/reports"
)

type checkCmd struct {
	Files   []string `arg:"" type:"path" help:"Files to read and judge."`
	Explain bool     `help:"Print how each sheet and column was understood, and which rows could have been headings."`
	JSON    bool     `name:"json" help:"Print everything as JSON, for programs."`

	found []checkJSON // printed at the end
	wrong bool
}

// Help says how check and ingest differ.
func (checkCmd) Help() string {
	return `The same trial as "academy ingest", without the loading: nothing is archived, recorded or copied. What has changed in reference/ counts, as it would there. Of a packed folder (.zip) each file is tried by itself. Beside what is found stands the code of its rule; to let it through, name that code in the column "rule" of reference/waivers.csv.`
}

// Run tries each file and prints what was read and what is wrong.
func (c *checkCmd) Run(s *session) error {
	for _, path := range c.Files {
		switch info, err := os.Stat(path); {
		case err != nil:
			return usagef("%s: there is no such file", path)
		case info.IsDir():
			return usagef("%s: it is a folder; name the files in it", path)
		case !info.Mode().IsRegular():
			return usagef("%s: it is not a file", path)
		}
	}
	w, err := openWorkspace(s.dir)
	if err != nil {
		return err
	}
	key, err := w.key()
	if err != nil {
		return err
	}
	book, err := w.book()
	if err != nil {
		return err
	}
	today, err := s.today()
	if err != nil {
		return err
	}
	db, err := w.openNext(s, book, today)
	if err != nil {
		return err
	}
	defer db.Close()
	sources, err := db.Arriving(s.ctx, today)
	if err != nil {
		return err
	}
	c.found = []checkJSON{}
	for _, path := range c.Files {
		if filepath.Base(filepath.Dir(path)) == "reference" {
			if sources, err = db.Checkable(s.ctx, today); err != nil {
				return err
			}
		}
		t := trying{db: db, sources: sources, key: key, today: today}
		if err := c.file(s, t, path, filepath.Base(path)); err != nil {
			return err
		}
	}
	if c.JSON {
		if err := encodeJSON(s.stdout, c.found); err != nil {
			return err
		}
	}
	if c.wrong {
		return errPerson
	}
	return nil
}

// A trying is what a file is tried against.
type trying struct {
	db      *queries.DB
	sources []queries.Source
	key     []byte
	today   time.Time
}

// file checks a file, or each file of a packed folder.
func (c *checkCmd) file(s *session, t trying, path, name string) error {
	dir, err := os.MkdirTemp("", "academy-unpacked-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // the system clears its folder for what is left
	members, err := ingest.UnpackFile(path, dir)
	var refusal ingest.Refusal
	switch {
	case errors.As(err, &refusal):
		c.say(s, name, []ingest.Judgement{{Refusal: &refusal}}, ingest.Understanding{})
		return nil
	case err != nil:
		return err
	case members == nil:
		return c.one(s, t, path, name)
	}
	for _, m := range members {
		if err := c.one(s, t, m.Path, name+"/"+m.Name); err != nil {
			return err
		}
	}
	return nil
}

// one checks a file that is no packed folder.
func (c *checkCmd) one(s *session, t trying, path, name string) error {
	all, err := ingest.Judge(s.ctx, t.db, path, name, t.sources, t.key, t.today.AddDate(0, 0, 1), t.today)
	if err != nil {
		return err
	}
	var understood ingest.Understanding
	if c.Explain || c.JSON {
		if understood, err = ingest.Understand(s.ctx, path, t.sources); err != nil {
			return err
		}
	}
	c.say(s, name, all, understood)
	return nil
}

// say prints what was read of a file and what is wrong, or keeps it for the end.
func (c *checkCmd) say(s *session, name string, all []ingest.Judgement, understood ingest.Understanding) {
	for _, j := range all {
		c.wrong = c.wrong || j.Refusal != nil || slices.ContainsFunc(j.Faults, open)
	}
	if c.JSON {
		c.found = append(c.found, newCheckJSON(name, all, understood))
		return
	}
	fmt.Fprintf(s.stdout, "%s\n", name)
	for _, j := range all {
		sayJudgement(s, j)
		switch {
		case c.Explain && j.Table != nil:
			explainColumns(s.stdout, j.Table.Explain())
		case c.Explain && len(understood.Headings) > 0:
			explainHeadings(s.stdout, understood.Headings)
		}
	}
	if c.Explain {
		explainSheets(s.stdout, understood.Sheets)
		explainTried(s.stdout, understood.Tried)
	}
}

// open reports whether a fault is for somebody to look at: not one that was let through
// or confirmed.
func open(f queries.Fault) bool {
	return f.Severity != queries.Waived && f.Severity != queries.Confirmed
}

// wouldBe says what would become of a file that is not refused.
func wouldBe(j ingest.Judgement) string {
	switch r := j.Table.Receipt; {
	case j.LeavesOut():
		return "it would be accepted in part: what is left out above is not used"
	case slices.ContainsFunc(j.Faults, func(f queries.Fault) bool { return f.Severity == queries.Ask }):
		return "it would be accepted, and its sender asked about the above"
	case len(j.Faults) > 0:
		return "it would be accepted; nothing is asked about it"
	case r.Stale.N > 0:
		return "it would be accepted; look at the formulas"
	}
	return "it would be accepted; nothing is wrong with it"
}

// notChecked tells the rules that could not run, a line for each reason.
func notChecked(rules []queries.RuleNotRun) []string {
	all := make([]reports.Told, len(rules))
	for i, r := range rules {
		all[i] = reports.Told{Title: fmt.Sprintf("%s (%s)", r.Title, r.Code), Why: r.Why}
	}
	var lines []string
	for _, t := range reports.ByWhy(all) {
		lines = append(lines, fmt.Sprintf("not checked, since %s: %s", t.Why, t.Title))
	}
	return lines
}

func sayJudgement(s *session, j ingest.Judgement) {
	if j.Table != nil {
		fmt.Fprintf(s.stdout, "  read as: %s\n", j.Table.Source.Title)
		for _, line := range j.Table.Receipt.Lines() {
			fmt.Fprintf(s.stdout, "  %s\n", line)
		}
	}
	if j.Refusal != nil {
		fmt.Fprintf(s.stdout, "  it would be refused: %s\n", j.Refusal.Error())
	}
	for _, line := range grouped(j.Faults) {
		fmt.Fprintf(s.stdout, "  %s\n", line)
	}
	for _, line := range notChecked(j.NotRun) {
		fmt.Fprintf(s.stdout, "  %s\n", line)
	}
	if j.Refusal == nil {
		fmt.Fprintf(s.stdout, "  %s\n", wouldBe(j))
	}
}
