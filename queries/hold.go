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
	if err := db.exec(ctx, db.book.engine("claimed_twice")); err != nil {
		return err
	}
	var sources []string
	err := scanInto(ctx, db, "select distinct source from temp.main.claimed_twice order by source", func(s string) { sources = append(sources, s) })
	if err != nil || len(sources) == 0 {
		return err
	}
	if err := db.exec(ctx, "create or replace temp view temp.main.compared as\n"+db.compared(sources)); err != nil {
		return err
	}
	return db.exec(ctx, db.book.engine("hold"))
}

// compared writes the query of what staged rows of some sources say, as texts: those
// that are not left out.
func (db *DB) compared(sources []string) string {
	var all []string
	for _, source := range sources {
		var values []string
		for _, c := range db.staged[source] {
			if !slices.Contains(notCompared, c.name) {
				values = append(values, name(c.name))
			}
		}
		all = append(all, fmt.Sprintf("select %s as source, file, unit, period, row(%s)::text as said\nfrom academy.staging.%s\nwhere staged_by = %s\n"+
			"    and (file, line) not in (%s)",
			literal(source), strings.Join(values, ", "), name(source), literal(db.book.stagingHash(source)), rowsLeftOut))
	}
	return strings.Join(all, "\nunion all\n")
}
