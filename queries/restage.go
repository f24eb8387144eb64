package queries

import (
	"context"
	"database/sql"
	"errors"
	"slices"
)

// Restage adds the rows of files that were judged before, as today's staging
// queries understand them: numbers are those in the ledger, by place in the
// batch, 0 for a file to leave as it is. Verdicts and faults stay as they are, but
// for those on lists that are in other parts now.
func (b *Batch) Restage(ctx context.Context, numbers []int) error {
	db := b.db
	db.unread = nil
	err := db.transaction(ctx, func() error {
		err := b.number(ctx, b.restaged(numbers))
		if err != nil {
			return err
		}
		for _, s := range b.sources {
			if err := b.keepRows(ctx, s); err != nil {
				return err
			}
		}
		return b.claimAnew(ctx, numbers)
	})
	for _, s := range b.sources {
		err = errors.Join(err, db.exec(ctx, "drop table if exists memory.trial."+name(s.Name)))
	}
	return err
}

// restaged says of each file by its place in the batch which it is in the ledger, 0
// for one to leave as it is.
func (b *Batch) restaged(numbers []int) func(i int) (int, string, bool) {
	return func(i int) (number int, source string, load bool) {
		if t := b.files[i].trial; t != nil {
			source = t.Source.Name
		}
		return numbers[i], source, numbers[i] > 0
	}
}

// claimAnew keeps again what files that were read again speak for, where their
// lists were one and are in parts now, or the other way round, and judges which
// of them cannot both be right. Without that, none of their rows would count.
func (b *Batch) claimAnew(ctx context.Context, numbers []int) error {
	db := b.db
	moved := make([]int, len(numbers))
	err := errors.Join(db.look(ctx, "temp.main"), db.each(ctx, db.book.engine("moved"), func(rows *sql.Rows) error {
		var place int
		err := rows.Scan(&place)
		moved[place] = numbers[place]
		return err
	}))
	if err != nil || !slices.ContainsFunc(moved, func(number int) bool { return number > 0 }) {
		return err
	}
	if err := b.number(ctx, b.restaged(moved)); err != nil {
		return err
	}
	if err := db.exec(ctx, "delete from academy.ledger.claims where file in (select file from temp.main.recorded)"); err != nil {
		return err
	}
	if err := db.exec(ctx, db.book.engine("claims")); err != nil {
		return err
	}
	if err := db.hold(ctx); err != nil {
		return err
	}
	return db.exec(ctx, db.book.engine("file_verdicts"))
}

// Settled says that the sidecars and rejected files of all files so far say
// what the ledger says.
func (db *DB) Settled(ctx context.Context, file int) error {
	return db.transaction(ctx, func() error {
		if err := db.exec(ctx, "delete from academy.ledger.settled"); err != nil {
			return err
		}
		return db.exec(ctx, "insert into academy.ledger.settled values (?)", file)
	})
}

// SettledUntil returns the newest file of which Settled was said, or 0.
func (db *DB) SettledUntil(ctx context.Context) (int, error) {
	var file int
	err := db.conn.QueryRowContext(ctx, "select coalesce(max(file), 0)::integer from academy.ledger.settled").Scan(&file)
	return file, err
}
