package queries

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// notCompared are the columns of a staged row that do not say what its sender
// reports: where it stands, by which ID its unit is named, and whose it is.
var notCompared = []string{"file", "staged_by", "line", "given", "given_too", "unit", "period", "correction"}

// hold finds which claims of the days of the batch cannot both be right, and
// which that were held can count now.
func (db *DB) hold(ctx context.Context) error {
	if err := db.replace(ctx); err != nil {
		return err
	}
	if err := db.exec(ctx, db.book.engine("claimed_twice")); err != nil {
		return err
	}
	var sources []string
	err := scanInto(ctx, db, "select distinct source from temp.main.claimed_twice order by source", func(s string) { sources = append(sources, s) })
	if err != nil || len(sources) == 0 {
		return err
	}
	left, err := db.fieldsLeftOut(ctx)
	if err != nil {
		return err
	}
	if err := db.exec(ctx, "create or replace temp view temp.main.compared as\n"+db.compared(sources, left)); err != nil {
		return err
	}
	return db.exec(ctx, db.book.engine("hold"))
}

// replace finds in place of which claims those stand of files that came back, where
// any did.
func (db *DB) replace(ctx context.Context) error {
	var any bool
	err := db.conn.QueryRowContext(ctx, db.book.engine("any_answers")).Scan(&any)
	if err != nil || !any {
		return err
	}
	return db.exec(ctx, db.book.engine("replaced"))
}

// compared writes the query of what staged rows of some sources say, as texts: what
// counts of it, so that a value left out is as a blank.
func (db *DB) compared(sources []string, left map[string][]string) string {
	var all []string
	for _, source := range sources {
		s, _ := db.Source(source)
		var values []string
		for _, c := range db.staged[source] {
			if !slices.Contains(notCompared, c.name) {
				values = append(values, name(c.name))
			}
		}
		all = append(all, fmt.Sprintf("select %s as source, file, unit, period, row(%s)::text as said\nfrom (\n%s\n)",
			literal(source), strings.Join(values, ", "), db.counted(s, left, "", "")))
	}
	return strings.Join(all, "\nunion all\n")
}
