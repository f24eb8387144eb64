package queries

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// A waiver lets a known oddity of a workplace through.
type waiver struct {
	reason, who string
	until       time.Time
}

// shown is what stands beside a fault that is let through.
func (w waiver) shown() string {
	return fmt.Sprintf(" (waived by %s until %s: %s)", w.who, w.until.Format("2 January 2006"), w.reason)
}

// waivers are in force by workplace and code of the rule.
type waivers map[[2]string][]waiver

// of returns the waiver for a workplace and rule that holds on a day.
func (w waivers) of(unit, code string, on time.Time) (waiver, bool) {
	for _, one := range w[[2]string{unit, code}] {
		if !on.After(one.until) {
			return one, true
		}
	}
	return waiver{}, false
}

// name reports whether any waiver is of a rule.
func (w waivers) name(code string) bool {
	for key := range w {
		if key[1] == code {
			return true
		}
	}
	return false
}

// waivers reads what is waived: of a workplace, or of all those of an employer.
func (db *DB) waivers(ctx context.Context) (waivers, error) {
	found := waivers{}
	var any bool
	err := db.conn.QueryRowContext(ctx, "select exists (from temp.main.in_force where source = 'waivers')").Scan(&any)
	if err != nil || !any {
		return found, err
	}
	if err := db.look(ctx, "memory.trial"); err != nil {
		return nil, err
	}
	err = db.each(ctx, db.book.engine("waivers"), func(rows *sql.Rows) error {
		var key [2]string
		var w waiver
		err := rows.Scan(&key[0], &key[1], &w.reason, &w.who, &w.until)
		found[key] = append(found[key], w)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read reference/waivers.csv: %w", err)
	}
	return found, nil
}
