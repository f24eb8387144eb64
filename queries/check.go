package queries

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// check is a rule the data must keep: the header of a file in queries/checks.
type check struct {
	query  Query
	source string
	fault  Fault
	around []string  // the tables it reads that say what is in force around a file
	gate   int       // place in gates
	after  []string  // columns whose blank or earlier fault hides what it finds
	needs  []string  // tables without which it cannot judge a file
	from   time.Time // first period it holds for, or zero
	until  time.Time // last one, or zero
}

// gates are passed in this order: is it the right form from the right sender
// for the right month, is each cell sound, do the tables agree. What fails at
// one hides what follows from it at a later one.
var gates = []string{"form", "cell", "tables"}

// around are the endings of the tables that say what is in force around a file:
// before the day it was received, and at the end of that day.
const (
	earlier = "_earlier"
	beside  = "_beside"
)

// late reports whether the rule needs what is in force around a file, and so
// runs when all files of the batch have their verdicts.
func (c check) late() bool { return len(c.around) > 0 }

// checks returns the rules gate by gate, each in the order of their names.
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
	slices.SortStableFunc(rules, func(a, b check) int { return a.gate - b.gate })
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
	for _, table := range c.needs {
		if !slices.Contains(db.reads[q.Path], table) {
			return c, fmt.Errorf("%s:%d: it needs %s and does not read it", q.Path, q.Header.Line("needs"), table)
		}
	}
	return c, nil
}

// The keys of a check: those it must have, and those it may have.
var (
	checkKeys    = []string{"check", "source", "severity", "column", "says", "fix"}
	checkOptions = []string{"gate", "code", "title", "from", "until", "after", "needs", "status"}
)

func parseCheck(q Query) (check, error) {
	for _, f := range q.Header {
		if !slices.Contains(checkKeys, f.Key) && !slices.Contains(checkOptions, f.Key) {
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
	c := check{
		query:  q,
		source: q.Header.Get("source"),
		fault: Fault{
			Column: q.Header.Get("column"), Severity: severity, Code: strings.ReplaceAll(q.Name, "_", "-"),
			Says: q.Header.Get("says"), Fix: q.Header.Get("fix"),
		},
		after: words(q.Header.Get("after")), needs: words(q.Header.Get("needs")),
	}
	return c, c.parseOptions(q)
}

// parseOptions reads the keys that a check may leave out.
func (c *check) parseOptions(q Query) error {
	gate := q.Header.Get("gate")
	if gate == "" {
		gate = "cell"
	}
	if c.gate = slices.Index(gates, gate); c.gate < 0 {
		return fmt.Errorf("%s:%d: no gate %q; there are %s", q.Path, q.Header.Line("gate"), gate, strings.Join(gates, ", "))
	}
	if code := q.Header.Get("code"); code != "" {
		c.fault.Code = code
	}
	for key, day := range map[string]*time.Time{"from": &c.from, "until": &c.until} {
		text := q.Header.Get(key)
		if text == "" {
			continue
		}
		var err error
		if *day, err = time.Parse("2006-01", text); err != nil {
			return fmt.Errorf("%s:%d: %s wants a month such as 2026-04, has %q", q.Path, q.Header.Line(key), key, text)
		}
	}
	if !c.from.IsZero() && !c.until.IsZero() && c.until.Before(c.from) {
		return fmt.Errorf("%s:%d: it ends before it begins", q.Path, q.Header.Line("until"))
	}
	return nil
}

// title is what the rule is called where it could not be run.
func (c check) title() string {
	if t := c.query.Header.Get("title"); t != "" {
		return t
	}
	return strings.ReplaceAll(c.query.Name, "_", " ")
}

// words splits a list of names at commas.
func words(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' })
}
