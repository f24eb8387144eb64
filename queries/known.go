package queries

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"
)

// The tables that rules about reference data may read beside it: what a row of
// it can name.
const (
	knownColumns = "known_columns" // source, field and heading of each column that an alias may mean
	knownRules   = "known_rules"   // code of each rule that a waiver may let through
	knownMetrics = "known_metrics" // metric, by its name
)

// makeKnown makes the tables of what is known that a rule reads and that are not
// there yet.
func (db *DB) makeKnown(ctx context.Context, c check) error {
	for _, table := range db.reads[c.query.Path] {
		rows, columns := [][]string(nil), ""
		switch {
		case db.known[table]:
			continue
		case table == knownColumns:
			rows, columns = db.aliased(), "source, field, heading"
		case table == knownRules:
			rows, columns = db.waivable(), "code"
		case table == knownMetrics:
			rows, columns = db.measured(), "metric"
		default:
			continue
		}
		lines := make([]string, len(rows))
		for i, row := range rows {
			values := make([]string, len(row))
			for j, value := range row {
				values[j] = literal(value)
			}
			lines[i] = "(" + strings.Join(values, ", ") + ")"
		}
		err := db.exec(ctx, fmt.Sprintf("create temp table temp.main.%s as select * from (values %s) as known(%s)",
			table, strings.Join(lines, ", "), columns))
		if err != nil {
			return err
		}
		db.known[table] = true
	}
	return nil
}

// aliased are the columns that a heading can mean: not those that the name of a
// file or a sheet fills.
func (db *DB) aliased() [][]string {
	var rows [][]string
	for _, s := range db.sources {
		for _, c := range s.Columns {
			if c.From == "" {
				rows = append(rows, []string{s.Name, c.Name, c.Heading})
			}
		}
	}
	return rows
}

// measured are the names of the metrics.
func (db *DB) measured() [][]string {
	var rows [][]string
	for _, p := range db.book.Paths() {
		if path.Dir(p) == LayerMetrics && path.Ext(p) == ".sql" {
			rows = append(rows, []string{strings.TrimSuffix(path.Base(p), ".sql")})
		}
	}
	return rows
}

// waivable are the codes of the rules that a waiver may let through.
func (db *DB) waivable() [][]string {
	var codes []string
	for _, c := range db.rules {
		if !c.behind {
			codes = append(codes, c.fault.Code)
		}
	}
	slices.Sort(codes)
	var rows [][]string
	for _, code := range slices.Compact(codes) {
		rows = append(rows, []string{code})
	}
	return rows
}
