package main

import (
	"io"
	"time"

	"academy/ingest"
)

// An outcomeJSON is what became of one file, for programs. Its keys do not
// change.
type outcomeJSON struct {
	File     string       `json:"file"`
	Received string       `json:"received"` // a date like 2026-09-11
	Source   string       `json:"source"`   // "" where it was not recognised
	Title    string       `json:"title"`
	Verdict  string       `json:"verdict"`
	Rows     int          `json:"rows"`
	Person   bool         `json:"needs_person"`
	Refusal  *refusalJSON `json:"refusal"` // null where something of it was taken
	Faults   []faultJSON  `json:"faults"`
	NotRun   []notRunJSON `json:"not_run"`
}

// printOutcomes prints what became of each file. Its error says that something
// needs a person.
func printOutcomes(w io.Writer, outcomes []ingest.Outcome) error {
	all := make([]outcomeJSON, len(outcomes))
	var person error
	for i, o := range outcomes {
		all[i] = outcomeJSON{
			File: o.Name, Received: o.Received.Format(time.DateOnly), Source: o.Source.Name, Title: o.Source.Title,
			Verdict: o.Verdict, Rows: o.Rows, Person: o.NeedsPerson(), Refusal: newRefusalJSON(o.Refusal),
			Faults: newFaultsJSON(o.Faults), NotRun: newNotRunJSON(o.NotRun),
		}
		if o.NeedsPerson() {
			person = errPerson
		}
	}
	if err := encodeJSON(w, all); err != nil {
		return err
	}
	return person
}
