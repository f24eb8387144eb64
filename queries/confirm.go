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
	codes := map[string][]string{} // by source
	for _, c := range checks {
		if c.again && b.scratch[c.source] != nil {
			codes[c.source] = append(codes[c.source], c.fault.Code)
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
		if err := b.confirmOf(ctx, entries, source, codes[source]); err != nil {
			return fmt.Errorf("look up what was asked before: %w", err)
		}
	}
	return nil
}

// confirmOf is confirm for the files of one source and the rules with some codes.
func (b *Batch) confirmOf(ctx context.Context, entries []Entry, source string, codes []string) error {
	db := b.db
	s, _ := db.Source(source)
	for variable, value := range map[string]string{
		"source": literal(source), "confirmed_again": list(codes),
		"any_period": fmt.Sprint(!s.Monthly()), "whole_rows": fmt.Sprint(s.Unit != "workplace" && s.Unit != "row"),
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
