package queries

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"
)

// aliasesFile is the reference table of what this workspace's senders call the
// columns of sources.
const aliasesFile = "aliases.csv"

// Arriving returns the sources of files that arrive, each column with the
// headings that it goes by in this workspace today.
func (db *DB) Arriving(ctx context.Context, today time.Time) ([]Source, error) {
	return db.withAliases(ctx, today, func(s Source) bool { return s.Reference == "" })
}

// Checkable returns every source, reference data too, as Arriving does.
func (db *DB) Checkable(ctx context.Context, today time.Time) ([]Source, error) {
	return db.withAliases(ctx, today, func(Source) bool { return true })
}

func (db *DB) withAliases(ctx context.Context, today time.Time, wanted func(Source) bool) ([]Source, error) {
	var sources []Source
	for _, s := range db.sources {
		if wanted(s) {
			s.Columns = slices.Clone(s.Columns)
			sources = append(sources, s)
		}
	}
	i := slices.IndexFunc(db.sources, func(s Source) bool { return s.Reference == aliasesFile })
	if i < 0 {
		return sources, nil
	}
	if err := db.takeReference(ctx, today); err != nil {
		return nil, err
	}
	err := db.each(ctx, "select coalesce(of_source, ''), heading, means from temp.main."+name(db.sources[i].Name+"_in_force")+" order by line", func(rows *sql.Rows) error {
		var source, heading, means string
		if err := rows.Scan(&source, &heading, &means); err != nil {
			return err
		}
		for _, s := range sources {
			if source == "" || strings.EqualFold(source, s.Name) {
				s.learn(heading, means)
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read reference/%s: %w", aliasesFile, err)
	}
	return sources, nil
}

// learn notes what a heading means: a column by its name or its heading.
func (s Source) learn(heading, means string) {
	for i := range s.Columns {
		c := &s.Columns[i]
		if strings.EqualFold(c.Name, means) || strings.EqualFold(c.Heading, means) {
			c.Local = append(slices.Clone(c.Local), heading)
		}
	}
}
