package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"academy/ingest"
	"academy/queries"
	"academy/reports"
)

// prefilled writes the workbook for one employer and month.
func (c templateCmd) prefilled(s *session, source queries.Source) error {
	w, err := openWorkspace(s.dir)
	if err != nil {
		return err
	}
	month, err := c.month(s)
	if err != nil {
		return err
	}
	day, err := c.day(s)
	if err != nil {
		return err
	}
	book, err := w.book()
	if err != nil {
		return err
	}
	db, err := w.openNext(s, book, day)
	if err != nil {
		return err
	}
	defer db.Close()
	if err := w.launched(month); err != nil {
		return err
	}
	if err := knownBy(s, db, day); err != nil {
		return err
	}
	g, err := w.build(s, db, queries.Now(day), firstOfMonth(day).AddDate(0, -1, 0))
	if err != nil {
		return err
	}
	return c.writeFor(s, g, source, month, day)
}

// month is what --month says: one that has begun, since nothing is known of a
// later one.
func (c templateCmd) month(s *session) (time.Time, error) {
	day, err := c.day(s)
	if err != nil {
		return day, err
	}
	month, err := namedMonth(day, c.Month)
	if err != nil {
		return month, err
	}
	if month.After(day) {
		return month, usagef("--month %s has not begun by %s", c.Month, day.Format(time.DateOnly))
	}
	return month, nil
}

// employer is the name of an employer, or its ID where it has none.
func (g *setting) employer(id string) string {
	if name := g.ref.Employers[id]; name != "" {
		return name
	}
	return id
}

// writeFor writes the workbook from the facts as of a day.
func (c templateCmd) writeFor(s *session, g *setting, source queries.Source, month, day time.Time) error {
	if !g.db.KnowsOwed(source.Name) {
		return usagef("nothing says what is answered already of %s; leave out --for to get it empty", source.Name)
	}
	if _, ok := g.ref.Employers[c.For]; !ok {
		return usagef("there is no employer %q in reference/workplaces.csv", c.For)
	}
	all, err := g.db.Owed(s.ctx, source.Name, c.For)
	if err != nil {
		return err
	}
	owed := slices.DeleteFunc(all, func(o queries.Owed) bool { return !o.Month.Equal(month) })
	if len(owed) == 0 {
		return usagef("none of the workplaces of %s is in scope for %s, or that is more than twelve months ago", c.For, month.Format("January 2006"))
	}
	disputes, err := g.db.Disputes(s.ctx, day)
	if err != nil {
		return err
	}
	return c.write(s, source, g.employer(c.For), month, owed, byUnit(disputes))
}

func (c templateCmd) write(s *session, source queries.Source, employer string, month time.Time, owed []queries.Owed, disputed map[string][]queries.Dispute) error {
	p := reports.Prefill{For: employer, Month: month}
	filled, open := 0, 0
	for _, o := range owed {
		differ := inDispute(disputed, source, o)
		if o.Received && !o.Open && !differ {
			p.Received = append(p.Received, o.Name)
			continue
		}
		r := prefillRow(source, o)
		r.Differ = differ
		p.Rows = append(p.Rows, r)
		filled += len(r.From)
		open += len(r.Open(source))
	}
	title, when := strings.ToLower(source.Title), month.Format("January 2006")
	if len(p.Rows) == 0 {
		fmt.Fprintf(s.stdout, "%s owes no %s for %s: it is here for %s\n", c.For, title, when, plural(len(p.Received), "workplace"))
		return nil
	}
	var b strings.Builder
	if err := reports.PrefilledTemplate(&b, source, p); err != nil {
		return err
	}
	path := c.path(source.Name + " " + ingest.CleanName(c.For) + " " + month.Format("2006-01"))
	if err := writeFile(path, []byte(b.String())); err != nil {
		return err
	}
	fmt.Fprintf(s.stdout, "wrote %s: %s for %s, %s; filled in: %d, still owed: %d\n",
		path, title, when, plural(len(p.Rows), "workplace"), filled, open)
	return nil
}

// inDispute reports whether files differ of what a workplace sent of a month.
func inDispute(disputed map[string][]queries.Dispute, source queries.Source, o queries.Owed) bool {
	return slices.ContainsFunc(disputed[o.Workplace], func(d queries.Dispute) bool {
		return d.Source == source.Name && d.Period.Equal(o.Month)
	})
}

// prefillRow is what the form says of one workplace. A row that was sent before is
// marked as a correction, so that it may come on any day; and where an export says
// otherwise than the forms before, the tick that nothing has changed stands at No.
func prefillRow(source queries.Source, o queries.Owed) reports.PrefillRow {
	r := reports.PrefillRow{Name: o.Name, From: map[string]string{}, Values: map[string]string{
		source.UnitColumn(): o.Called, source.PeriodColumn(): o.Month.Format(time.DateOnly),
	}}
	r.Unfilled = reports.UnfilledWords(o)
	for _, c := range source.Columns {
		switch {
		case c.Blanks && o.Changed:
			r.Values[c.Name] = "No"
			r.Changed = c.Heading
		case c.Name == queries.CorrectionColumn && o.Received:
			r.Values[c.Name] = "Yes"
		}
	}
	for _, a := range o.Answered {
		r.Sent = r.Sent || a.By == queries.ByForm
		r.Values[a.Column], r.From[a.Column] = a.Value, reports.AnsweredBy(a)
	}
	return r
}
