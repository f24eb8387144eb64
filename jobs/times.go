package jobs

import (
	"time"

	"github.com/robfig/cron/v3"
)

// times are the instants at which a job is due.
type times struct{ spec *cron.SpecSchedule }

// everyHour is the bit that the parser sets where a field is a star.
const everyHour = 1 << 63

// next is the first instant after the given one, in the place of the given one.
//
// A job with an hour in its time runs once a day also on the two nights on
// which the clocks change. At 01:30, which is missing on the last Sunday of
// March, it runs as soon as the clock has jumped to 02:00; where 01:30 comes
// twice, in October, it runs the first time. (The parser's own answer is to
// leave March out and run twice in October.) A job of every hour just goes on
// by the hour.
func (t times) next(after time.Time) time.Time {
	if t.spec.Hour&everyHour != 0 {
		return t.spec.Next(after)
	}
	// The wall clock is counted in UTC, where no hour is missing or doubled.
	wall := onWall(after)
	for {
		if wall = t.spec.Next(wall); wall.IsZero() {
			return wall
		}
		if due := instant(wall, after.Location()); due.After(after) {
			return due
		}
	}
}

// latest is the last instant after from and not after until; it is from itself
// if there is none.
func (t times) latest(from, until time.Time) time.Time {
	// Go back no further than needed: a job of every minute may have been
	// missed for a year.
	start := from
	for _, days := range []int{1, 8, 32, 367} {
		back := until.AddDate(0, 0, -days)
		if back.Before(from) {
			break
		}
		if !t.next(back).After(until) {
			start = back
			break
		}
	}
	last := from
	for due := t.next(start); !due.IsZero() && !due.After(until); due = t.next(due) {
		last = due
	}
	return last
}

// instant is when the wall clock of a place first shows the given time, or, if
// the clocks jump over it, the moment they do.
func instant(wall time.Time, in *time.Location) time.Time {
	shown := time.Date(wall.Year(), wall.Month(), wall.Day(),
		wall.Hour(), wall.Minute(), wall.Second(), 0, in)
	start, end := shown.ZoneBounds()
	switch onWall(shown).Compare(wall) { // missing: Go puts it on one side of the jump
	case 1:
		return start
	case -1:
		return end
	}
	if start.IsZero() {
		return shown
	}
	// Shown twice: try the offset in use before.
	_, now := shown.Zone()
	_, before := start.Add(-time.Second).Zone()
	if first := shown.Add(time.Duration(now-before) * time.Second); first.Before(start) && onWall(first).Equal(wall) {
		return first
	}
	return shown
}

// onWall is what the clock on the wall shows, as if it hung in Greenwich and
// nobody ever touched it.
func onWall(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)
}
