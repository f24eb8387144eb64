package main

import (
	"fmt"
	"os"
	"path/filepath"

	"academy/ingest"
)

type checkCmd struct {
	Files   []string `arg:"" type:"path" help:"Files to read and judge."`
	Explain bool     `help:"Print how each column was understood, and which rows could have been headings."`
	JSON    bool     `name:"json" help:"Print everything as JSON, for programs."`
}

// Help says how check and ingest differ.
func (checkCmd) Help() string {
	return `The same trial as "academy ingest", without the loading: nothing is archived, recorded or copied.`
}

// Run tries each file and prints what was read and what is wrong.
func (c checkCmd) Run(s *session) error {
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
	db, err := w.open(s, book, false)
	if err != nil {
		return err
	}
	defer db.Close()
	today, err := s.today()
	if err != nil {
		return err
	}
	sources, err := db.Arriving(s.ctx, today)
	if err != nil {
		return err
	}
	wrong := false
	files := []checkJSON{}
	for _, path := range c.Files {
		if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
			return usagef("%s: there is no such file", path)
		}
		if filepath.Base(filepath.Dir(path)) == "reference" {
			if sources, err = db.Checkable(s.ctx, today); err != nil {
				return err
			}
		}
		all, err := ingest.Judge(s.ctx, db, path, filepath.Base(path), sources, key, today.AddDate(0, 0, 1), today)
		if err != nil {
			return err
		}
		for _, j := range all {
			wrong = wrong || j.Refusal != nil || len(j.Faults) > 0
		}
		var tried []ingest.HeadingsTried
		if c.Explain || c.JSON {
			if tried, err = ingest.Tried(path, sources); err != nil {
				return err
			}
		}
		if c.JSON {
			files = append(files, newCheckJSON(filepath.Base(path), all, tried))
			continue
		}
		fmt.Fprintf(s.stdout, "%s\n", filepath.Base(path))
		for _, j := range all {
			sayJudgement(s, j)
			if c.Explain && j.Table != nil {
				explainColumns(s.stdout, j.Table.Explain())
			}
		}
		if c.Explain {
			explainTried(s.stdout, tried)
		}
	}
	if c.JSON {
		if err := encodeJSON(s.stdout, files); err != nil {
			return err
		}
	}
	if wrong {
		return errPerson
	}
	return nil
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
	for _, r := range j.NotRun {
		fmt.Fprintf(s.stdout, "  not checked: %s (%s), since %s\n", r.Title, r.Code, r.Why)
	}
	if j.Refusal == nil && len(j.Faults) == 0 {
		fmt.Fprintln(s.stdout, "  it would be accepted; nothing is wrong with it")
	}
}
