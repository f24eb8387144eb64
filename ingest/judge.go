package ingest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path"

	"academy/queries"
)

// A Judgement is what became of trying one file. Nothing of it is kept until
// it is recorded.
type Judgement struct {
	Table   *Table // nil if the file was not recognised
	Trial   *queries.Trial
	Faults  []queries.Fault
	Refusal *Refusal // why nothing of the file can be taken; nil if it can
}

// Judge reads the file at path and tries it in the scratch database: its
// rows are staged and held against the checks. name is what it is called in
// the inbox. The error is for what is wrong here, not with the file.
func Judge(ctx context.Context, db *queries.DB, filePath, name string, sources []queries.Source, key []byte) (Judgement, error) {
	f, err := os.Open(filePath)
	if err != nil {
		return Judgement{}, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return Judgement{}, err
	}
	var j Judgement
	j.Table, err = Read(path.Base(name), f, info.Size(), sources, key)
	if err == nil {
		err = j.try(ctx, db)
	}
	var refusal Refusal
	if errors.As(err, &refusal) {
		j.Refusal = &refusal
		err = nil
	}
	if err != nil {
		return j, fmt.Errorf("%s: %w", name, err)
	}
	return j, nil
}

func (j *Judgement) try(ctx context.Context, db *queries.DB) error {
	trial, err := db.NewTrial(ctx, j.Table.Source)
	if err != nil {
		return err
	}
	defer trial.Close()
	j.Trial = trial
	if err := j.Table.Each(trial.Append, trial.Answer, func(f queries.Fault) error {
		j.Faults = append(j.Faults, f)
		return ctx.Err()
	}); err != nil {
		return err
	}
	if err := trial.Stage(ctx, j.Table.Period); err != nil {
		return err
	}
	unknown, err := trial.Unknown(ctx)
	if err != nil {
		return err
	}
	for _, line := range unknown {
		j.Faults = append(j.Faults, j.unknownUnit(line))
	}
	found, err := trial.Check(ctx, j.Table.PlaceOf)
	if err != nil {
		return err
	}
	j.Faults = append(j.Faults, found...)
	return j.refuse()
}

// refuse refuses a file of which nothing is left.
func (j *Judgement) refuse() error {
	known := 0
	for _, c := range j.Trial.Claims {
		if c.Unit != "" {
			known++
		}
	}
	for _, f := range j.Faults {
		if f.Severity == queries.RefuseFile {
			return Refusal{Code: f.Code, Says: f.Place + ": " + f.Says, Fix: f.Fix}
		}
	}
	switch {
	case known > 0 && (j.Trial.Rows > 0 || j.Table.Source.Reference != "" && len(j.Faults) == 0):
		return nil // a reference table may be empty; nobody sends an empty file for a reason
	case j.Trial.Rows == 0 && len(j.Faults) == 0:
		return Refusal{"no-rows", "there are headings, and no rows under them",
			"fill it in and send it again"}
	case j.Trial.Rows == 0:
		return Refusal{"no-rows", "none of its rows could be read", "put right what is listed below and send it again"}
	}
	return Refusal{"unknown-workplace", "we do not know the workplace of any row in this file",
		"use the CQC location ID, or the ID the academy gave you; if it is new, tell the academy"}
}

func (j *Judgement) unknownUnit(line int) queries.Fault {
	column := j.Table.Source.UnitColumn()
	return queries.Fault{
		Line: line, Column: column, Place: j.Table.PlaceOf(line, column), Severity: queries.LeaveOutRow,
		Code: "unknown-workplace", Says: "we do not know this workplace",
		Fix: "use the CQC location ID, or the ID the academy gave you; if it is new, tell the academy",
	}
}
