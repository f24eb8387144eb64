package queries

import (
	"fmt"
	"slices"
	"strings"
)

// check refuses a description that leaves something open or contradicts itself. others
// is what it says of columns that it does not name.
func (s Source) check(others string) error {
	switch {
	case s.Title == "":
		return fmt.Errorf("the description lacks a title")
	case !slices.Contains([]string{"workplace", "wave", "academy", "row"}, s.Unit) && s.PartColumn() == "":
		return fmt.Errorf("no unit %q; there are workplace, wave, academy, row and \"column NAME\"", s.Unit)
	case !slices.Contains([]string{"unit+period", "all"}, s.Replaces):
		return fmt.Errorf("replaces %q; it can replace unit+period or all", s.Replaces)
	case s.Period != "none" && s.Period != "file name" && s.PeriodColumn() == "":
		return fmt.Errorf("no period %q; there are none, file name and \"column NAME\"", s.Period)
	case s.DueDay < 0 || s.DueDay > 28:
		return fmt.Errorf("due day %d; it can be a day that every month has, 1 to 28", s.DueDay)
	case s.DueDay > 0 && !s.Monthly():
		return fmt.Errorf("due day %d: only a source whose period is a column kept as month has one", s.DueDay)
	case s.DueDay > 0 && s.Refresh != "":
		return fmt.Errorf("refresh: due day %d says already when it comes", s.DueDay)
	case others != "" && others != "long":
		return fmt.Errorf("other columns %q; they can be long, or left out", others)
	case s.Unit == "workplace" && s.UnitColumn() == "":
		return fmt.Errorf("the unit is a workplace, but no column is kept as unit")
	}
	if err := s.checkParts(); err != nil {
		return err
	}
	if err := s.checkReading(); err != nil {
		return err
	}
	found := s.PeriodColumn() == ""
	for _, c := range s.Columns {
		if !slices.Contains(keeps, c.Keep) {
			return fmt.Errorf("column %s: no keep %q; there are %s", c.Name, c.Keep, strings.Join(keeps, ", "))
		}
		if c.Heading == "" {
			return fmt.Errorf("column %s: it lacks a heading", c.Name)
		}
		if err := s.checkColumn(c); err != nil {
			return fmt.Errorf("column %s: %w", c.Name, err)
		}
		found = found || c.Name == s.PeriodColumn()
	}
	if !found {
		return fmt.Errorf("its period is column %s, which it does not have", s.PeriodColumn())
	}
	return nil
}

// checkParts holds a list in parts to what tells them apart: a text in every row.
func (s Source) checkParts() error {
	part := s.PartColumn()
	if part == "" {
		return nil
	}
	i := slices.IndexFunc(s.Columns, func(c Column) bool { return c.Name == part })
	switch {
	case i < 0:
		return fmt.Errorf("its unit is column %s, which it does not have", part)
	case !s.Columns[i].Filled || !slices.Contains([]string{"text", "code"}, s.Columns[i].Keep):
		return fmt.Errorf("its unit is column %s, which then has to be filled, and kept as text or code", part)
	case s.Replaces == "all":
		return fmt.Errorf("replaces all, and its unit is column %s; what a file replaces is then unit+period", part)
	case s.Reference != "":
		return fmt.Errorf("its unit is column %s; reference data is one list", part)
	}
	return nil
}
