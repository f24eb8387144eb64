package main

import (
	"fmt"
	"os"
	"path/filepath"

	"academy/ingest"
	"academy/queries"
)

type checkCmd struct {
	Files []string `arg:"" type:"path" help:"Files to read and judge."`
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
	var sources []queries.Source
	for _, source := range db.Sources() {
		if source.Reference == "" {
			sources = append(sources, source)
		}
	}
	wrong := false
	for _, path := range c.Files {
		if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
			return usagef("%s: there is no such file", path)
		}
		if filepath.Base(filepath.Dir(path)) == "reference" {
			sources = db.Sources()
		}
		j, err := ingest.Judge(s.ctx, db, path, filepath.Base(path), sources, key, today.AddDate(0, 0, 1), today)
		if err != nil {
			return err
		}
		sayJudgement(s, path, j)
		wrong = wrong || j.Refusal != nil || len(j.Faults) > 0
	}
	if wrong {
		return errPerson
	}
	return nil
}

func sayJudgement(s *session, path string, j ingest.Judgement) {
	fmt.Fprintf(s.stdout, "%s\n", filepath.Base(path))
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
