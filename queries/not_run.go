package queries

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
)

// insertNotRun keeps which rules could not judge which file of the batch. first
// is the number of the first.
func (b *Batch) insertNotRun(first int) error {
	var rows [][]driver.Value
	for i, f := range b.files {
		if f.trial == nil {
			continue
		}
		for _, r := range f.trial.NotRun {
			rows = append(rows, []driver.Value{int32(first + i), r.Code, r.Title, r.Why})
		}
	}
	return b.db.append("academy", "ledger", "not_run", len(rows), func(i int) []driver.Value { return rows[i] })
}

// NotRun returns the rules that could not judge a file when it was recorded.
func (db *DB) NotRun(ctx context.Context, file int) ([]RuleNotRun, error) {
	var all []RuleNotRun
	err := db.each(ctx, "select code, title, why from academy.ledger.not_run where file = ? order by code, why", func(rows *sql.Rows) error {
		var r RuleNotRun
		err := rows.Scan(&r.Code, &r.Title, &r.Why)
		all = append(all, r)
		return err
	}, file)
	if err != nil {
		return nil, fmt.Errorf("list the rules that were not run: %w", err)
	}
	return all, nil
}
