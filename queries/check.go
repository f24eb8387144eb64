package queries

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
)

// Check runs the checks of the source over the staged rows and returns what
// they find, in the order of the checks. place turns a line and the name of a
// column into where a person would look.
func (t *Trial) Check(ctx context.Context, place func(line int, column string) string) ([]Fault, error) {
	checks, err := t.db.book.Layer(LayerChecks)
	if err != nil {
		return nil, err
	}
	if err := t.db.look(ctx, "memory.trial"); err != nil {
		return nil, err
	}
	var faults []Fault
	for _, q := range checks {
		c, err := parseCheck(q)
		if err != nil {
			return nil, err
		}
		if c.source != t.Source.Name {
			continue
		}
		err = t.db.each(ctx, "select line, field from (\nselect null::bigint as line, null::text as field where false\nunion all by name (\n"+statement(q)+"\n)) order by line, field", func(rows *sql.Rows) error {
			f := c.fault
			var field sql.NullString
			if err := rows.Scan(&f.Line, &field); err != nil {
				return err
			}
			if field.Valid {
				f.Column = field.String
			}
			f.Place = place(f.Line, f.Column)
			faults = append(faults, f)
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("%s: %w", q.Path, err)
		}
	}
	return faults, nil
}

// check is a rule the data must keep: the header of a file in queries/checks.
type check struct {
	source string
	fault  Fault
}

var checkKeys = []string{"check", "source", "severity", "column", "says", "fix"}

func parseCheck(q Query) (check, error) {
	for _, f := range q.Header {
		if !slices.Contains(checkKeys, f.Key) {
			return check{}, fmt.Errorf("%s:%d: a check has no key %q", q.Path, f.Line, f.Key)
		}
	}
	for _, key := range checkKeys {
		if q.Header.Get(key) == "" {
			return check{}, fmt.Errorf("%s:1: the header lacks %q", q.Path, key)
		}
	}
	severity := q.Header.Get("severity")
	if !slices.Contains([]string{RefuseFile, LeaveOutRow, LeaveOutCell, Ask}, severity) {
		return check{}, fmt.Errorf("%s:%d: no severity %q; there are %s, %s, %s and %s", q.Path, q.Header.Line("severity"),
			severity, RefuseFile, LeaveOutRow, LeaveOutCell, Ask)
	}
	if q.Header.Get("check") != q.Name {
		return check{}, fmt.Errorf("%s:%d: the header names the check %q, the file %q", q.Path, q.Header.Line("check"), q.Header.Get("check"), q.Name)
	}
	return check{
		source: q.Header.Get("source"),
		fault: Fault{
			Column: q.Header.Get("column"), Severity: severity, Code: strings.ReplaceAll(q.Name, "_", "-"),
			Says: q.Header.Get("says"), Fix: q.Header.Get("fix"),
		},
	}, nil
}
