package queries

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
)

// Confirmed is the severity of a question whose sender was asked before and sent the
// same again: that is the answer.
const Confirmed = "confirmed"

// confirm takes what was sent again as it was for the answer to a question about it,
// in the ledger and in the entries of the batch.
func (b *Batch) confirm(ctx context.Context, entries []Entry) error {
	checks, err := b.db.checks()
	if err != nil {
		return err
	}
	codes, by := map[string][]string{}, map[string][]string{} // by source: codes of rules, and their columns
	for _, c := range checks {
		if c.again && b.scratch[c.source] != nil {
			codes[c.source], by[c.source] = append(codes[c.source], c.fault.Code), append(by[c.source], c.againBy)
		}
	}
	for _, source := range sortedNames(codes) {
		asked := slices.ContainsFunc(entries, func(e Entry) bool {
			return e.Load && e.Source == source && slices.ContainsFunc(e.Faults, func(f Fault) bool {
				return f.Severity == Ask && slices.Contains(codes[source], f.Code)
			})
		})
		if !asked {
			continue
		}
		if err := b.confirmOf(ctx, entries, source, codes[source], by[source]); err != nil {
			return fmt.Errorf("look up what was asked before: %w", err)
		}
	}
	return nil
}

// confirmOf is confirm for the files of one source and the rules with some codes, of which
// by are the staged columns that hold what they ask about.
func (b *Batch) confirmOf(ctx context.Context, entries []Entry, source string, codes, by []string) error {
	db := b.db
	s, _ := db.Source(source)
	for variable, value := range map[string]string{
		"source": literal(source), "confirmed_again": list(codes),
		"confirmed_by": "map(" + list(codes) + ", " + list(by) + ")", "whose": list([]string{s.UnitColumn(), s.PeriodColumn()}),
		"any_period": fmt.Sprint(!s.Monthly()), "whole_rows": fmt.Sprint(s.Unit != "workplace"),
	} {
		if err := db.set(ctx, variable, value); err != nil {
			return err
		}
	}
	if err := db.exec(ctx, "create or replace temp view temp.main.sent_before as\n"+db.saidOf(s)); err != nil {
		return err
	}
	if err := db.exec(ctx, db.book.engine("confirm")); err != nil {
		return err
	}
	type question struct {
		ordinal, line int
		field, code   string
	}
	confirmed := map[question]bool{}
	err := db.each(ctx, "select ordinal, line, coalesce(field, ''), code from temp.main.confirmed", func(rows *sql.Rows) error {
		var q question
		err := rows.Scan(&q.ordinal, &q.line, &q.field, &q.code)
		confirmed[q] = true
		return err
	})
	if err != nil || len(confirmed) == 0 {
		return err
	}
	for i, e := range entries {
		for j, f := range e.Faults {
			if f.Severity == Ask && confirmed[question{i, f.Line, f.Column, f.Code}] {
				e.Faults[j].Severity = Confirmed
			}
		}
	}
	return db.exec(ctx, db.book.engine("keep_confirmed"))
}

// saidOf writes the query of what the staged rows of a source say, as one JSON object
// each, by file and line.
func (db *DB) saidOf(s Source) string {
	var values []string
	for _, c := range db.staged[s.Name] {
		if !slices.Contains(notCompared, c.name) {
			values = append(values, name(c.name)+" := "+name(c.name))
		}
	}
	return fmt.Sprintf("select file, line, to_json(struct_pack(%s)) as said from academy.staging.%s where staged_by = %s",
		strings.Join(values, ", "), name(s.Name), literal(db.book.stagingHash(s.Name)))
}

// confirmable refuses a rule that names a column to confirm by which no source of it has
// when it is staged.
func (db *DB) confirmable(ctx context.Context) error {
	checks, err := db.checks()
	if err != nil || db.book.past {
		return err
	}
	has, lacks := map[string]bool{}, map[string]check{} // by path of the rule
	for _, c := range checks {
		if c.againBy == "" {
			continue
		}
		s, _ := db.Source(c.source)
		columns, err := db.selected(ctx, s)
		if err != nil {
			return fmt.Errorf("queries/staging/%s.sql: %w", c.source, err)
		}
		lacks[c.query.Path], has[c.query.Path] = c, has[c.query.Path] || indexColumn(columns, c.againBy) >= 0
	}
	for _, path := range sortedNames(lacks) {
		if c := lacks[path]; !has[path] {
			return fmt.Errorf("%s:%d: no source of it has a staged column %q", path, c.query.Header.Line("again"), c.againBy)
		}
	}
	return nil
}
