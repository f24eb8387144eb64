package metrics

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"time"

	"academy/queries"
)

// LevelAgreed stands in the place of a level in the figure of the level that
// was agreed in a round.
const LevelAgreed = "agreed"

// ballots are the votes of an ordinal, by round and cell.
type ballots struct {
	levels []Level     // by rank
	rounds []time.Time // in order; the days on which anybody voted or agreed
	grid   grid
	of     map[ballotKey]*ballot
}

type ballotKey struct {
	round time.Time
	cell  int32
}

// A ballot is one cell in one round.
type ballot struct {
	votes  map[string]int64 // by level, in thousandths of a vote
	total  int64
	agreed []string // levels; more than one is a contradiction and no answer
}

// readBallots reads the votes of an ordinal. A round counts from its day on,
// however long before launch: the first self-assessment is the base line.
func (c *Cells) readBallots(sums iter.Seq2[queries.Sum, error]) error {
	b := &ballots{levels: slices.Clone(c.frame.Levels), of: map[ballotKey]*ballot{}}
	slices.SortFunc(b.levels, func(x, y Level) int { return cmp.Compare(x.Rank, y.Rank) })
	rd := &reader{metric: c.metric, names: map[string]int32{"": 0}, byName: []string{""}, placeOf: map[string]int32{}}
	var votes []queries.Sum
	for s, err := range sums {
		if err != nil {
			return err
		}
		if monthOf(s.Period) > monthOf(c.frame.Last) {
			continue
		}
		if err := b.check(s); err != nil {
			return fmt.Errorf("round %s: %w", s.Period.Format("2006-01-02"), err)
		}
		if _, err := rd.row(s); err != nil {
			return fmt.Errorf("round %s: %w", s.Period.Format("2006-01-02"), err)
		}
		votes = append(votes, s)
	}
	// Nobody may have voted on a theme; it is there all the same.
	if len(c.metric.Columns) == 1 && !slices.ContainsFunc(c.metric.Breakdowns, func(b []string) bool { return slices.Contains(b, areaColumn) }) {
		for _, theme := range c.frame.Themes {
			rd.place(queries.Sum{Members: []string{theme}})
		}
	}
	b.grid = newGrid(c.metric, c.metric.shapes(), rd.places, c.frame)
	for _, s := range votes {
		if round := s.Period.UTC(); !slices.ContainsFunc(b.rounds, round.Equal) {
			b.rounds = append(b.rounds, round)
		}
		for _, cell := range b.grid.feeds[rd.place(s)] {
			b.add(cell, s)
		}
	}
	slices.SortFunc(b.rounds, time.Time.Compare)
	c.ballots = b
	return nil
}

func (b *ballots) check(s queries.Sum) error {
	if s.Employer != "" || s.Workplace != "" {
		return fmt.Errorf("a vote of an organisation: an ordinal over organisations is not built yet, and its figures could not be protected")
	}
	if s.Level != "" && !slices.ContainsFunc(b.levels, func(l Level) bool { return l.Key == s.Level }) {
		return fmt.Errorf("a level that is not among the %d levels of reference", len(b.levels))
	}
	return nil
}

// add counts votes, or notes the level agreed. A sum without a level is of those
// who were asked and did not answer: it makes the round and nothing else.
func (b *ballots) add(cell int32, s queries.Sum) {
	if s.Level == "" {
		return
	}
	key := ballotKey{s.Period.UTC(), cell}
	at := b.of[key]
	if at == nil {
		at = &ballot{votes: map[string]int64{}}
		b.of[key] = at
	}
	if !s.Agreed {
		at.votes[s.Level] += s.Numerator
		at.total += s.Numerator
	} else if !slices.Contains(at.agreed, s.Level) {
		at.agreed = append(at.agreed, s.Level)
	}
}

// figures are the votes of every round, level by level, and the level agreed.
// Votes are judgements about the academy itself and are rounded for nobody.
func (b *ballots) figures(m Metric) []Figure {
	var figures []Figure
	for _, round := range b.rounds {
		for i, cell := range b.grid.cells {
			at := b.of[ballotKey{round, int32(i)}]
			if at == nil {
				at = &ballot{}
			}
			base := Figure{
				Metric: m.Name, Window: WindowRound, Period: round,
				Dimensions: cell.dims, Members: cell.members, note: noteVotes,
			}
			for _, level := range b.levels {
				f := base
				f.Level, f.levelTitle = level.Key, level.Title
				if at.total == 0 {
					f.mark = NoneRecorded
				} else {
					f.set(at.votes[level.Key], at.total, true)
				}
				figures = append(figures, f)
			}
			figures = append(figures, b.agreed(base, at))
		}
	}
	return figures
}

// agreed is the figure of the level agreed; [z] where none was, and [x] where
// two answers contradict each other.
func (b *ballots) agreed(f Figure, at *ballot) Figure {
	f.Level = LevelAgreed
	switch len(at.agreed) {
	case 0:
		f.mark = NotApplicable
	case 1:
		level := b.levels[slices.IndexFunc(b.levels, func(l Level) bool { return l.Key == at.agreed[0] })]
		f.levelTitle = level.Title
		f.set(int64(level.Rank)*thousand, 0, false)
	default:
		f.mark = NotAvailable
	}
	return f
}
