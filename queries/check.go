package queries

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// check is a rule the data of a source must keep: the header of a file in
// queries/checks. A rule of several sources is a check of each.
type check struct {
	query   Query
	source  string
	called  map[string]string // the tables of its source, by what a rule of several calls them
	fault   Fault
	around  []string  // the tables it reads that say what is in force around a file
	gate    int       // place in gates
	after   []string  // columns whose blank or earlier fault hides what it finds
	unless  []string  // columns whose earlier fault does: these, and some whose blank does not
	needs   []string  // tables without which it cannot judge a file
	from    time.Time // first period it holds for, or zero
	until   time.Time // last one, or zero
	behind  bool      // the rows it leaves out stand behind others that count, or that may
	sent    bool      // it reads what was sent, whether it counts or not
	only    string    // the rows it looks at: a tick, doubledRows, strangers, or "" for all
	again   bool      // the same sent again answers what it asks
	againBy string    // the staged column that holds it, where that is not called as the one of the fault; or ""
	tells   bool      // it asks nothing of the sender, and only says what was done
	unused  bool      // it only asks, and yet no figure is made from what it finds
}

// gates are passed in this order: is it the right form from the right sender
// for the right month, is each cell sound, do the tables agree. What fails at
// one hides what follows from it at a later one.
var gates = []string{"form", "cell", "tables"}

// around are the endings of the tables that say what is in force around a file:
// before the day it was received, at the end of that day, and of all units
// lately, before that day.
const (
	earlier = "_earlier"
	beside  = "_beside"
	peers   = "_peers"
)

var around = []string{earlier, beside, peers}

// sent is the ending of the tables of all that was sent by the end of the day that a
// file was received, whether it counts or not.
const sent = "_sent"

// isAround reports whether a table is of those.
func isAround(table string) bool {
	_, ok := sourceAround(table)
	return ok
}

// sourceAround returns the source of such a table. It reports false for others.
func sourceAround(table string) (string, bool) {
	for _, suffix := range around {
		if source, ok := strings.CutSuffix(table, suffix); ok {
			return source, true
		}
	}
	return "", false
}

// fileRows is what the statement of a rule of several sources calls the rows of
// the one at hand, with the same endings as the name of a source.
const fileRows = "file_rows"

// ofSource is the table that a rule means by a name, for one of its sources.
func ofSource(table, source string) string {
	if suffix, ok := strings.CutPrefix(table, fileRows); ok {
		return source + suffix
	}
	return table
}

// late reports whether the rule needs what is in force around a file, and so
// runs when all files of the batch have their verdicts.
func (c check) late() bool { return len(c.around) > 0 }

// turn is when a rule runs: gate by gate, first those that say which of several rows
// count, then the graver ones, and last those that rest on other columns: a fault of
// these may be found by one that is as grave.
func (c check) turn() []int {
	pass, rests := 1, 0
	if c.behind {
		pass = 0
	}
	if len(c.unless) > 0 {
		rests = 1
	}
	return []int{c.gate, pass, slices.Index(severities, c.fault.Severity), rests}
}

// checks returns the rules in the order in which they run; those of one turn by their
// names.
func (db *DB) checks() ([]check, error) {
	if db.rules != nil {
		return db.rules, nil
	}
	layer, err := db.book.Layer(LayerChecks)
	if err != nil {
		return nil, err
	}
	tables, err := db.layerTables()
	if err != nil {
		return nil, err
	}
	rules := []check{}
	for _, q := range layer {
		own, err := db.newChecks(q, tables[LayerChecks])
		if err != nil {
			return nil, err
		}
		rules = append(rules, own...)
	}
	slices.SortStableFunc(rules, func(a, b check) int { return slices.Compare(a.turn(), b.turn()) })
	db.rules = rules
	return rules, nil
}

// newChecks understands a rule, as a check of each of its sources. there are
// the tables it may read.
func (db *DB) newChecks(q Query, there []string) ([]check, error) {
	c, err := parseCheck(q)
	if err != nil {
		return nil, err
	}
	var checks []check
	sources := words(q.Header.Get("source"))
	if err := db.rested(c, sources); err != nil {
		return nil, err
	}
	for _, source := range sources {
		if slices.ContainsFunc(checks, func(c check) bool { return c.source == source }) {
			return nil, fmt.Errorf("%s:%d: the source %q is named twice", q.Path, q.Header.Line("source"), source)
		}
		own, err := db.newCheck(c, source, there)
		if err != nil {
			return nil, err
		}
		checks = append(checks, own)
	}
	return checks, nil
}

// newCheck makes a rule a check of one of its sources. One that may leave
// something out must not rest on what other files say: whether they count is
// not known yet.
func (db *DB) newCheck(c check, source string, there []string) (check, error) {
	q := c.query
	own, ok := db.Source(source)
	if !ok {
		return c, fmt.Errorf("%s:%d: there is no source %q", q.Path, q.Header.Line("source"), source)
	}
	c.fault.Column = columnOf(own, c.fault.Column)
	if !own.Long && !db.book.past && !hasColumn(own, c.fault.Column) {
		return c, fmt.Errorf("%s:%d: the source %s has no column %q, so nobody is told the place", q.Path, q.Header.Line("column"), source, c.fault.Column)
	}
	c.source, c.called = source, map[string]string{}
	for _, called := range db.reads[q.Path] {
		table := ofSource(called, source)
		if !slices.Contains(there, table) {
			return c, fmt.Errorf("%s:%d: it reads %s, and the source %s has no %s", q.Path, q.Header.Line("source"), called, source, table)
		}
		if called != table {
			c.called[called] = table
		}
		c.sent = c.sent || table == source+sent
		if isAround(table) || own.Reference != "" && strings.HasSuffix(table, "_in_force") {
			c.around = append(c.around, table)
		}
	}
	if c.late() && c.fault.Severity != Ask {
		return c, fmt.Errorf("%s:%d: it reads %s, which rests on files whose verdicts are not known yet, so its severity can only be %q",
			q.Path, q.Header.Line("severity"), c.around[0], Ask)
	}
	for _, called := range words(q.Header.Get("needs")) {
		if !slices.Contains(db.reads[q.Path], called) {
			return c, fmt.Errorf("%s:%d: it needs %s and does not read it", q.Path, q.Header.Line("needs"), called)
		}
		c.needs = append(c.needs, ofSource(called, source))
	}
	if c.only != "" && c.only != doubledRows && c.only != strangers && !slices.ContainsFunc(own.Columns, func(of Column) bool { return of.Name == c.only && of.Keep == "tick" }) {
		return c, fmt.Errorf("%s:%d: the source %s has no tick %q", q.Path, q.Header.Line("only"), source, c.only)
	}
	return c, nil
}

// rested refuses a rule that rests on a column that none of its sources has: nothing
// would ever hide it.
func (db *DB) rested(c check, sources []string) error {
	for _, key := range []string{"after", "unless"} {
		for _, column := range words(c.query.Header.Get(key)) {
			has := func(source string) bool {
				s, ok := db.Source(source)
				return !ok || s.Long || hasColumn(s, column) // that there is none is told elsewhere
			}
			if !db.book.past && !slices.ContainsFunc(sources, has) {
				return fmt.Errorf("%s:%d: no source of it has a column %q", c.query.Path, c.query.Header.Line(key), column)
			}
		}
	}
	return nil
}

// columnOf is the one of the columns that a rule names which a source has: a rule
// of several sources may name one for each. Where it has none, all are returned.
func columnOf(s Source, columns string) string {
	for _, column := range words(columns) {
		if hasColumn(s, column) {
			return column
		}
	}
	return columns
}

func hasColumn(s Source, name string) bool {
	return slices.ContainsFunc(s.Columns, func(c Column) bool { return c.Name == name })
}

// The keys of a check: those it must have, and those it may have.
var (
	checkKeys    = []string{"check", "source", "severity", "column", "says", "fix"}
	checkOptions = []string{"gate", "code", "title", "from", "until", "after", "unless", "needs", "only", "waiver", "again", "asks", "used", "status"}
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
	if !slices.Contains(severities, severity) {
		return check{}, fmt.Errorf("%s:%d: no severity %q; there are %s, %s, %s and %s", q.Path, q.Header.Line("severity"),
			severity, RefuseFile, LeaveOutRow, LeaveOutCell, Ask)
	}
	if q.Header.Get("check") != q.Name {
		return check{}, fmt.Errorf("%s:%d: the header names the check %q, the file %q", q.Path, q.Header.Line("check"), q.Header.Get("check"), q.Name)
	}
	c := check{
		query: q,
		fault: Fault{
			Column: q.Header.Get("column"), Severity: severity, Code: strings.ReplaceAll(q.Name, "_", "-"),
			Says: q.Header.Get("says"), Fix: q.Header.Get("fix"),
		},
		after:  words(q.Header.Get("after")),
		unless: words(q.Header.Get("after") + "," + q.Header.Get("unless")),
		only:   q.Header.Get("only"),
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
	switch waiver := q.Header.Get("waiver"); waiver {
	case "":
	case "none":
		c.behind = true
	default:
		return fmt.Errorf("%s:%d: waiver can only be none, has %q", q.Path, q.Header.Line("waiver"), waiver)
	}
	switch again, by, _ := strings.Cut(q.Header.Get("again"), " "); {
	case again == "":
	case again != "confirms":
		return fmt.Errorf("%s:%d: again can only be confirms, or confirms COLUMN, has %q", q.Path, q.Header.Line("again"), again)
	case c.fault.Severity != Ask:
		return fmt.Errorf("%s:%d: what is left out is not confirmed: its severity can only be %q", q.Path, q.Header.Line("again"), Ask)
	default:
		c.again, c.againBy = true, strings.TrimSpace(by)
	}
	if asks := q.Header.Get("asks"); asks != "" && asks != "nothing" {
		return fmt.Errorf("%s:%d: asks can only be nothing, has %q", q.Path, q.Header.Line("asks"), asks)
	}
	c.tells = q.Header.Get("asks") != ""
	switch used := q.Header.Get("used"); {
	case used == "":
	case used != "no":
		return fmt.Errorf("%s:%d: used can only be no, has %q", q.Path, q.Header.Line("used"), used)
	case c.fault.Severity != Ask:
		return fmt.Errorf("%s:%d: what is left out is not used in any case: its severity can only be %q", q.Path, q.Header.Line("used"), Ask)
	default:
		c.unused = true
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

// rulesByCode are the rules in force by the codes of their faults.
func (db *DB) rulesByCode() (map[string]check, error) {
	rules, err := db.checks()
	if err != nil {
		return nil, err
	}
	of := map[string]check{}
	for _, c := range rules {
		of[c.fault.Code] = c
	}
	return of, nil
}

// Unused returns the codes of the rules that ask about what no figure is made from.
func (db *DB) Unused() (map[string]bool, error) {
	rules, err := db.checks()
	if err != nil {
		return nil, err
	}
	codes := map[string]bool{}
	for _, c := range rules {
		codes[c.fault.Code] = codes[c.fault.Code] || c.unused
	}
	return codes, nil
}

// gateOf is the gate of a fault. Of those that the reader finds and no rule, a
// value that cannot be read is a cell's, and a row or a file is not the right
// form from the right sender.
func gateOf(f Fault, rules map[string]check) int {
	if rule, ok := rules[f.Code]; ok {
		return rule.gate
	}
	if f.Severity == LeaveOutCell || f.Severity == Ask {
		return slices.Index(gates, "cell")
	}
	return slices.Index(gates, "form")
}

// key tells the check from those of other rules and sources.
func (c check) key() [2]string { return [2]string{c.query.Path, c.source} }

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
