package main

import (
	"fmt"
	"os/user"

	"academy/queries"
)

type releaseCmd struct {
	monthFlag
	Audience []string `placeholder:"ID" help:"Only for these audiences. All of academy.yaml if not given."`
	By       string   `placeholder:"NAME" help:"Who approves. The name you are logged in by if not given."`
}

// Help says what a release is.
func (releaseCmd) Help() string {
	return `Marks the newest version of a pack as released. Only released packs are sent. The pack itself is not changed: the ledger and latest.json hold its state.`
}

// Run releases the newest drafts of a month.
func (c releaseCmd) Run(s *session) error {
	w, err := openWorkspace(s.dir)
	if err != nil {
		return err
	}
	today, err := s.today()
	if err != nil {
		return err
	}
	month, err := c.first(today)
	if err != nil {
		return err
	}
	audiences, err := w.chosen(c.Audience)
	if err != nil {
		return err
	}
	by := c.By
	if by == "" {
		u, err := user.Current()
		if err != nil {
			return usagef("say who approves, with --by NAME")
		}
		by = u.Username
	}
	book, err := w.book()
	if err != nil {
		return err
	}
	db, err := w.open(s, book, false)
	if err != nil {
		return err
	}
	defer db.Close()
	packs, err := db.Packs(s.ctx)
	if err != nil {
		return err
	}
	for _, a := range audiences {
		v := newestOf(packs, month, a.ID)
		switch {
		case v.Version == 0:
			return usagef("there is no draft of %s for %s; make one with \"academy publish --month %s\"", month.Format("2006-01"), a.ID, month.Format("2006-01"))
		case v.State == queries.Released:
			fmt.Fprintf(s.stdout, "%s v%d for %s is released already, by %s\n", month.Format("2006-01"), v.Version, a.Title, v.ReleasedBy)
			continue
		}
		v.State, v.ReleasedOn, v.ReleasedBy = queries.Released, today, by
		if err := db.Release(s.ctx, v, today, by); err != nil {
			return err
		}
		if err := w.writeLatest(s, v); err != nil {
			return err
		}
		fmt.Fprintf(s.stdout, "released %s v%d for %s, by %s\n", month.Format("2006-01"), v.Version, a.Title, by)
	}
	return nil
}
