package main

import (
	"fmt"
	"slices"
	"time"

	"academy/metrics"
	"academy/queries"
)

type publishCmd struct {
	monthFlag
	asOfFlag
	Audience  []string `placeholder:"ID" help:"Only for these audiences. All of academy.yaml if not given."`
	Reissue   bool     `help:"Give the stored bytes of a version once more, instead of making a pack."`
	Recompute bool     `help:"Make the figures again and list every difference from the newest version, by its cause."`
	Version   int      `placeholder:"N" help:"With --reissue: which version. The newest if not given."`
	To        string   `type:"path" placeholder:"DIR" help:"With --reissue: where to put it. A folder of outbox/ if not given."`
}

// Help says what a draft is.
func (publishCmd) Help() string {
	return `Writes packs/MONTH/AUDIENCE/vN/ with pack.html, pack.xlsx, figures.csv and manifest.json, as a draft: it is sent to nobody until "academy release". A version is never changed. Where nothing that a pack rests on has changed, no new version is made.`
}

// Run drafts the packs of a month.
func (c publishCmd) Run(s *session) error {
	w, err := openWorkspace(s.dir)
	if err != nil {
		return err
	}
	asOf, err := c.day(s)
	if err != nil {
		return err
	}
	month, err := c.first(asOf)
	if err != nil {
		return err
	}
	audiences, err := w.chosen(c.Audience)
	if err != nil {
		return err
	}
	if c.Reissue && c.Recompute {
		return usagef("--reissue gives what was, --recompute what would be now; choose one")
	}
	if !c.Reissue && (c.Version != 0 || c.To != "") {
		return usagef("--version and --to go with --reissue")
	}
	book, err := w.book()
	if err != nil {
		return err
	}
	db, err := w.open(s, book, false)
	if err != nil {
		return err
	}
	defer func() { db.Close() }()
	if c.Reissue {
		return w.reissue(s, db, month, audiences, c.Version, c.To)
	}
	if err := loadedBy(s, db, asOf); err != nil {
		return err
	}
	if c.Recompute {
		if db, err = w.recompute(s, db, asOf, month, audiences); err != nil {
			return err
		}
	}
	return w.publish(s, db, asOf, month, audiences)
}

// chosen returns the audiences named, or all.
func (w *workspace) chosen(ids []string) ([]metrics.Audience, error) {
	if len(ids) == 0 {
		return w.audiences, nil
	}
	var chosen []metrics.Audience
	for _, id := range ids {
		a, err := w.listed(id)
		if err != nil {
			return nil, err
		}
		if a.Provider() {
			return nil, usagef("there are no packs for providers yet; \"academy figures METRIC --audience %s\" has their figures", id)
		}
		chosen = append(chosen, a)
	}
	return chosen, nil
}

// listed returns an audience of academy.yaml, or a provider.
func (w *workspace) listed(id string) (metrics.Audience, error) {
	a, err := w.audience(id)
	if err != nil {
		return a, usageError{err}
	}
	if !a.Provider() && !slices.ContainsFunc(w.audiences, func(b metrics.Audience) bool { return a.ID == b.ID }) {
		return a, usagef("there is no audience %q in academy.yaml", id)
	}
	return a, nil
}

// publishDue drafts the packs of a month for everybody. Before the launch there are none,
// and nobody has done anything wrong.
func (w *workspace) publishDue(s *session, db *queries.DB, asOf, month time.Time) error {
	if month.Before(w.launch) {
		first := w.launch.Format("2006-01")
		fmt.Fprintf(s.stdout, "no packs yet: academy.yaml has the launch in %s, so the first are drafted when %s is over\n", first, first)
		return nil
	}
	return w.publish(s, db, asOf, month, w.audiences)
}

// publish drafts the packs of a month for some audiences.
func (w *workspace) publish(s *session, db *queries.DB, asOf, month time.Time, audiences []metrics.Audience) error {
	if err := w.launched(month); err != nil {
		return err
	}
	lastFile, err := db.LastFile(s.ctx)
	if err != nil {
		return err
	}
	g, err := w.build(s, db, queries.Now(asOf), month)
	if err != nil {
		return err
	}
	m, err := newMaker(s, g, asOf, lastFile)
	if err != nil {
		return err
	}
	before, err := db.Packs(s.ctx)
	if err != nil {
		return err
	}
	for _, a := range audiences {
		v, isNew, err := m.draft(s, a, before)
		if err != nil {
			return err
		}
		dir := w.relative(versionDir(w.packDir(month, a.ID), v.Version))
		if isNew {
			fmt.Fprintf(s.stdout, "drafted %s/pack.html and pack.xlsx, for %s\n", dir, a.Title)
		} else {
			fmt.Fprintf(s.stdout, "unchanged %s (%s), for %s: it rests on the same files and definitions\n", dir, v.State, a.Title)
		}
	}
	return nil
}
