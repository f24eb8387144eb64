package ingest

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"academy/queries"
)

// The sources of these tests stand for those of queries/sources: one of every
// shape.
var (
	boxes = queries.Source{
		Name: "boxes", Title: "Monthly return", Unit: "workplace", Period: "column month",
		Columns: []queries.Column{
			{Name: "workplace", Heading: "Workplace", Also: []string{"Home", "Location ID"}, Keep: "unit", Required: true, Filled: true},
			{Name: "month", Heading: "Month", Also: []string{"Return for"}, Keep: "month", Dates: queries.DayFirst, Required: true, Filled: true},
			{Name: "no_change", Heading: "Nothing has changed", Keep: "tick"},
			{Name: "permanent", Heading: "Care: permanent", Also: []string{"Permanent care staff"}, Keep: "whole number", Required: true},
			{Name: "new", Heading: "Joined: new to care", Keep: "whole number", Missing: []string{"not known"}},
		},
	}
	staff = queries.Source{
		Name: "staff", Title: "Staff file", Unit: "workplace", Period: "file name", People: true,
		Columns: []queries.Column{
			{Name: "localestid", Heading: "LOCALESTID", Keep: "unit", Required: true, Filled: true},
			{Name: "display", Heading: "DISPLAYID", Keep: "drop"},
			{Name: "worker", Heading: "UNIQUEWORKERID", Keep: "hash", With: "localestid", Required: true},
			{Name: "status", Heading: "EMPLSTATUS", Keep: "code", Allowed: []string{"1", "2", "3"}, Required: true},
			{Name: "roles", Heading: "OTHERJOBROLE", Keep: "list"},
		},
	}
	people = queries.Source{
		Name: "people", Title: "Tracker", Unit: "academy", Period: "none", People: true,
		Columns: []queries.Column{
			{Name: "person", Heading: "Person reference", Keep: "hash", Required: true, Filled: true},
			{Name: "referred_on", Heading: "Referral date", Keep: "date", Required: true, Filled: true},
			{Name: "route", Heading: "Referred by", Keep: "text", Allowed: []string{"Jobcentre Plus", "Self-referral"}, Required: true},
		},
	}
	votes = queries.Source{
		Name: "votes", Title: "Maturity self-assessment", Unit: "wave", Period: "column round", Long: true,
		Columns: []queries.Column{
			{Name: "respondent", Heading: "ID", Keep: "text", Required: true},
			{Name: "email", Heading: "Email", Keep: "drop", Required: true},
			{Name: "round", Heading: "Date of the round", Keep: "date", Required: true, Filled: true},
		},
	}
	all = []queries.Source{boxes, people, staff, votes}
)

var key = []byte("a key for tests")

// read reads a file to its end and returns all that came out of it as text, a
// line each, and the receipt.
func read(t testing.TB, name string, data []byte, sources []queries.Source) (string, Receipt) {
	t.Helper()
	table, err := Read(name, bytes.NewReader(data), int64(len(data)), sources, key)
	if err != nil {
		return refusalText(t, err), Receipt{}
	}
	var b strings.Builder
	err = table.Each(
		func(r queries.Row) error {
			_, err := fmt.Fprintf(&b, "%d: %s\n", r.Line, strings.Join(r.Values, "|"))
			return err
		},
		func(a queries.Answer) error {
			_, err := fmt.Fprintf(&b, "%d: %s = %s\n", a.Line, a.Heading, a.Answer)
			return err
		},
		func(f queries.Fault) error {
			_, err := fmt.Fprintf(&b, "%s: %s, %s\n", f.Place, f.Code, f.Severity)
			return err
		})
	if err != nil {
		b.WriteString(refusalText(t, err))
	}
	return b.String(), table.Receipt
}

func refusalText(t testing.TB, err error) string {
	t.Helper()
	var r Refusal
	if !errors.As(err, &r) {
		t.Fatalf("not a refusal: %v", err)
	}
	return "refused: " + r.Code + "\n"
}

func same(t testing.TB, got, want string) {
	t.Helper()
	if diff := cmp.Diff(strings.TrimSpace(want), strings.TrimSpace(got)); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}
