package queries

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
)

// Waived is the severity of a fault that somebody has let through: nothing is
// left out for it.
const Waived = "waived"

// SecondRow is the code of a row that stands behind another in its line, and is
// left out. The first one of the line counts.
const SecondRow = "second-row"

// A RuleNotRun is a rule that could not judge a file, since what it compares
// with is not there, or since it failed.
type RuleNotRun struct {
	Code  string
	Title string // what it would have looked at
	Why   string // RuleFailed, or what is not there
}

// A flaw is a row, or one value of it, with a fault: column is "" for the row.
type flaw struct {
	line   int
	column string
}

// Note tells the trial of a fault that the reader found, so that no rule finds
// what only follows from it.
func (t *Trial) Note(f Fault) { t.mark(f, len(gates)) }

// mark keeps a fault for hides, which looks at it in so many gates, from the first on.
func (t *Trial) mark(f Fault, reach int) {
	if f.Code == SecondRow {
		return // of no row that is here
	}
	if t.flaws == nil {
		t.flaws = map[flaw]int{}
	}
	if f.Severity == LeaveOutRow {
		t.flaws[flaw{f.Line, ""}] = reach
	}
	at := flaw{f.Line, f.Column}
	t.flaws[at] = max(t.flaws[at], reach)
}

// passOver says of a row that it stands behind another.
func (t *Trial) passOver(line int) {
	if t.behind == nil {
		t.behind = map[int]bool{}
	}
	t.behind[line] = true
}

// hides reports whether a fault follows from one of an earlier turn: of the
// same value, of one that the rule rests on, or, where tables are compared, of
// a row that is left out. Nothing is said of a row that stands behind another:
// nobody has to put it right.
func (t *Trial) hides(c check, f Fault) bool {
	if t.behind[f.Line] && !c.behind {
		return true
	}
	if len(t.flaws) == 0 {
		return false
	}
	if gates[c.gate] == "tables" && c.gate < t.flaws[flaw{f.Line, ""}] {
		return true
	}
	for _, column := range c.unless {
		if c.gate < t.flaws[flaw{f.Line, column}] {
			return true
		}
	}
	return f.Column != "" && c.gate < t.flaws[flaw{f.Line, f.Column}]
}

// check runs the rules of the sources of the batch turn by turn: those that need
// nothing else, or those that need what is in force around the files.
func (b *Batch) check(ctx context.Context, late bool) error {
	checks, err := b.db.checks()
	if err != nil {
		return err
	}
	if b.waivers == nil {
		if b.waivers, err = b.db.waivers(ctx); err != nil {
			return err
		}
	}
	if err := b.db.look(ctx, "memory.trial"); err != nil {
		return err
	}
	clear(b.idles)
	there := map[string]map[int]bool{} // files that a needed table has rows for
	found := map[int][]Fault{}         // by trial, in this turn
	var turn []int
	for _, c := range checks {
		if c.late() != late || b.scratch[c.source] == nil {
			continue
		}
		if !slices.Equal(c.turn(), turn) {
			b.markAll(found, turn)
			turn = c.turn()
		}
		if err := b.run(ctx, c, there, found); err != nil {
			return fmt.Errorf("%s: %w", c.query.Path, err)
		}
	}
	b.markAll(found, turn)
	return nil
}

// markAll ends a turn: what was found in it hides what follows in later ones. What was
// let through is sound for the gates to come: they judge the value as it stands.
func (b *Batch) markAll(found map[int][]Fault, turn []int) {
	for ordinal, faults := range found {
		for _, f := range faults {
			reach := len(gates)
			if f.Severity == Waived {
				reach = turn[0] + 1
			}
			b.files[ordinal].trial.mark(f, reach)
		}
	}
	clear(found)
}

// run adds what one rule finds to the faults of the trials.
func (b *Batch) run(ctx context.Context, c check, there map[string]map[int]bool, found map[int][]Fault) error {
	if idle, err := b.idle(ctx, c); err != nil || idle {
		return err
	}
	notRun, err := b.notRun(ctx, c, there)
	if err != nil || len(notRun) == b.tried(c.source) {
		return err
	}
	if b.failed[c.key()] {
		b.tellNotRun(c, notRun, map[int]bool{}, RuleFailed)
		return nil
	}
	err = b.take(ctx, c, notRun, found)
	if !failedOverValues(err) { // such an error comes before the first row
		return err
	}
	b.failed[c.key()] = true
	if c.late() {
		return errRuleFailed
	}
	b.tellNotRun(c, notRun, map[int]bool{}, RuleFailed)
	return nil
}

// Rows that a rule may be for only, beside those with a tick.
const (
	doubledRows = "doubled rows"      // others of their file have the same unit and period
	strangers   = "several employers" // homes of a file with those of more than one employer
)

// idle reports whether the rows that a rule is only for are not there. What else it
// reads is then not looked up, which takes longer than all else that it does.
func (b *Batch) idle(ctx context.Context, c check) (bool, error) {
	if c.only == "" {
		return false, nil
	}
	key := [2]string{c.source, c.only}
	if idle, ok := b.idles[key]; ok {
		return idle, nil
	}
	rows, query := "memory.trial."+name(c.source), ""
	switch c.only {
	case doubledRows:
		query = "select count(*) = count(distinct (file, unit, period)) from " + rows + " where unit is not null and period is not null"
	case strangers: // where no workplace is known, it is not run
		query = "select exists (from workplaces_in_force) and not exists (select file from (select sent.file, workplaces.employer from " + rows +
			" as sent join workplaces_in_force as workplaces on workplaces.workplace = sent.unit) group by file having min(employer) <> max(employer))"
	default:
		query = "select not exists (from " + rows + " where " + name(c.only) + ")"
	}
	var idle bool
	err := b.db.conn.QueryRowContext(ctx, query).Scan(&idle)
	b.idles[key] = idle
	return idle, err
}

// take adds what the statement of a rule finds, but for the files it cannot judge.
func (b *Batch) take(ctx context.Context, c check, notRun map[int]bool, found map[int][]Fault) error {
	if err := b.db.makeKnown(ctx, c); err != nil {
		return err
	}
	return b.db.each(ctx, c.found(b.waivers), func(rows *sql.Rows) error {
		var key int64
		var field, unit sql.NullString
		if err := rows.Scan(&key, &field, &unit); err != nil {
			return err
		}
		ordinal, line := splitKey(key)
		t := b.files[ordinal].trial
		f := c.fault
		f.Line = line
		if field.Valid {
			f.Column = field.String
		}
		if notRun[ordinal] || t.hides(c, f) {
			return nil
		}
		if t.Covered != nil && t.Covered(line, f.Column) {
			f.Says, f.Fix = "this box is covered by a merge, so nothing can be in it", CoveredFix
		}
		if w, ok := b.waivers.of(unit.String, f.Code, b.files[ordinal].received); ok && !c.behind {
			f.Severity, f.Says = Waived, f.Says+w.shown()
		}
		if t.Place != nil {
			f.Place = t.Place(line, f.Column)
		}
		if c.behind {
			t.passOver(line)
		}
		t.Faults = append(t.Faults, f)
		found[ordinal] = append(found[ordinal], f)
		return nil
	})
}

// tried counts the files of a source in the batch.
func (b *Batch) tried(source string) int {
	n := 0
	for _, f := range b.files {
		if f.trial != nil && f.trial.Source.Name == source {
			n++
		}
	}
	return n
}

// found writes the query of what a rule finds: the rows it holds for whose
// columns it rests on are filled, with the unit of each where a waiver may
// be about it.
func (c check) found(waivers waivers) string {
	table := name(c.source)
	var not []string
	for _, column := range c.after {
		not = append(not, name(column)+" is null")
	}
	if !c.from.IsZero() {
		not = append(not, "period < date "+literal(day(c.from)))
	}
	if !c.until.IsZero() {
		not = append(not, "period >= date "+literal(day(c.until.AddDate(0, 1, 0))))
	}
	sql := "select line, field from (\n" + c.names() + "select null::bigint as line, null::text as field where false\nunion all by name (\n" +
		statement(c.query) + "\n))"
	if len(not) > 0 {
		sql += "\nwhere line not in (select line from " + table + " where " + strings.Join(not, " or ") + ")"
	}
	if !waivers.name(c.fault.Code) {
		return "select line, field, null::text as unit from (\n" + sql + "\n) order by line, field"
	}
	return "select found.line, found.field, units.unit from (\n" + sql + "\n) as found\nleft join (select line, any_value(unit) as unit from " +
		table + " group by line) as units on units.line = found.line\norder by found.line, found.field"
}

// names writes what a rule of several sources calls the tables of its source.
func (c check) names() string {
	var ctes []string
	for _, called := range sortedNames(c.called) {
		ctes = append(ctes, name(called)+" as not materialized (from "+name(c.called[called])+")") //nolint:misspell // as SQL spells it
	}
	if len(ctes) == 0 {
		return ""
	}
	return "with " + strings.Join(ctes, ", ") + "\n"
}

// notRun lists the files of the batch that a rule cannot judge, and tells their
// trials. there remembers what was asked before.
func (b *Batch) notRun(ctx context.Context, c check, there map[string]map[int]bool) (map[int]bool, error) {
	not := map[int]bool{}
	unread, err := b.unread(ctx, c)
	if err != nil {
		return nil, err
	}
	if unread != "" {
		b.tellNotRun(c, not, map[int]bool{}, unread)
		return not, nil
	}
	for _, table := range c.needs {
		if there[table] == nil {
			have, err := b.filesWith(ctx, table)
			if err != nil {
				return nil, err
			}
			there[table] = have
		}
		b.tellNotRun(c, not, there[table], b.why(table))
	}
	return not, nil
}

// tellNotRun adds the files of a rule's source that are not among those it can
// judge to those it cannot, and tells their trials why.
func (b *Batch) tellNotRun(c check, not, can map[int]bool, why string) {
	for i, f := range b.files {
		if f.trial == nil || f.trial.Source.Name != c.source || not[i] || can[i] || can[everyFile] {
			continue
		}
		not[i] = true
		says := why
		if why != RuleFailed && (f.trial.Rows == 0 || !f.trial.Known) {
			says = "no row of this file could be used"
		}
		f.trial.NotRun = append(f.trial.NotRun, RuleNotRun{c.fault.Code, c.title(), says})
	}
}

// unread says of a rule that needs what is in force around a file that some of
// it is not there, since an earlier file has to be read again; "" if all is.
func (b *Batch) unread(ctx context.Context, c check) (string, error) {
	for _, table := range c.around {
		source, ok := sourceAround(table)
		if !ok {
			continue
		}
		unread, err := b.db.sourcesUnread(ctx)
		if err != nil {
			return "", err
		}
		if s, ok := b.db.Source(source); ok && unread[source] {
			return fmt.Sprintf("an earlier %q has to be read again first", s.Title), nil
		}
	}
	return "", nil
}

// everyFile stands for all files, where a table is the same beside each.
const everyFile = -1

// filesWith returns the files of the batch that a table has rows for.
func (b *Batch) filesWith(ctx context.Context, table string) (map[int]bool, error) {
	files := map[int]bool{}
	var query string
	switch {
	case strings.HasSuffix(table, peers):
		if err := b.db.exec(ctx, "create or replace temp view temp.main.peers as from "+name(table)); err != nil {
			return nil, err
		}
		query = b.db.book.engine("enough_peers")
	case isAround(table):
		query = "select distinct for_file from temp.main." + name("in_force_around_"+table)
	default:
		query = fmt.Sprintf("select %d from %s limit 1", everyFile, name(table))
	}
	err := b.db.each(ctx, query, func(rows *sql.Rows) error {
		var file int
		err := rows.Scan(&file)
		files[file] = true
		return err
	})
	return files, err
}

// why says in words that a table is empty beside a file.
func (b *Batch) why(table string) string {
	for _, w := range []struct{ suffix, says string }{
		{earlier, "there is no earlier %q to compare it with"},
		{beside, "no %q came with this file"},
		{peers, "too few others have sent a %q lately to compare it with"},
		{"_in_force", "there is no %q"},
	} {
		source, ok := strings.CutSuffix(table, w.suffix)
		if !ok {
			continue
		}
		if s, ok := b.db.Source(source); ok {
			return fmt.Sprintf(w.says, s.Title)
		}
	}
	return "there is nothing in " + table
}
