package queries

import (
	"context"
	"time"
)

// Forget makes a database as it was when it was opened first: nothing arrived.
// Tests that need one after another open it once.
func (db *DB) Forget(ctx context.Context) error {
	for _, table := range []string{"files", "claims", "faults", "settled", "runs", "packs", "feedback"} {
		if err := db.exec(ctx, "delete from academy.ledger."+table); err != nil {
			return err
		}
	}
	for _, s := range db.sources {
		if err := db.exec(ctx, "delete from academy.staging."+name(s.Name)); err != nil {
			return err
		}
	}
	db.referenceOf = time.Time{}
	return nil
}
