package queries

import (
	"fmt"
	"slices"
	"strings"
)

// check is a rule the data must keep: the header of a file in queries/checks.
type check struct {
	query  Query
	source string
	fault  Fault
	around []string // the tables it reads that say what is in force around a file
}

// around are the endings of the tables that say what is in force around a file:
// before the day it was received, and at the end of that day.
const (
	earlier = "_earlier"
	beside  = "_beside"
)

// late reports whether the rule needs what is in force around a file, and so
// runs when all files of the batch have their verdicts.
func (c check) late() bool { return len(c.around) > 0 }

// checks returns the rules, in the order of their names.
func (db *DB) checks() ([]check, error) {
	if db.rules != nil {
		return db.rules, nil
	}
	layer, err := db.book.Layer(LayerChecks)
	if err != nil {
		return nil, err
	}
	rules := []check{}
	for _, q := range layer {
		c, err := db.newCheck(q)
		if err != nil {
			return nil, err
		}
		rules = append(rules, c)
	}
	db.rules = rules
	return rules, nil
}

// newCheck understands a rule. One that may leave something out must not rest
// on what other files say: whether they count is not known yet.
func (db *DB) newCheck(q Query) (check, error) {
	c, err := parseCheck(q)
	if err != nil {
		return c, err
	}
	own, ok := db.Source(c.source)
	if !ok {
		return c, fmt.Errorf("%s:%d: there is no source %q", q.Path, q.Header.Line("source"), c.source)
	}
	for _, table := range db.reads[q.Path] {
		if strings.HasSuffix(table, earlier) || strings.HasSuffix(table, beside) ||
			own.Reference != "" && strings.HasSuffix(table, "_in_force") {
			c.around = append(c.around, table)
		}
	}
	if c.late() && c.fault.Severity != Ask {
		return c, fmt.Errorf("%s:%d: it reads %s, which rests on files whose verdicts are not known yet, so its severity can only be %q",
			q.Path, q.Header.Line("severity"), c.around[0], Ask)
	}
	return c, nil
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
		query:  q,
		source: q.Header.Get("source"),
		fault: Fault{
			Column: q.Header.Get("column"), Severity: severity, Code: strings.ReplaceAll(q.Name, "_", "-"),
			Says: q.Header.Get("says"), Fix: q.Header.Get("fix"),
		},
	}, nil
}
