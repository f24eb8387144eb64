package queries

import "time"

// A Sum is what one workplace adds to one base cell of a metric, or the reason
// why it adds nothing. There is one for each period, area, employer, workplace,
// members and level, after one source was chosen for each workplace. Roll-up
// over areas and crossings happens above, so that whoever needs to know who is
// behind a figure still can.
type Sum struct {
	Period                    time.Time // first day of the month, or the day of the round
	Area, Employer, Workplace string    // "" where there is none
	Members                   []string  // one for each breakdown column but area, in the header's order; "" is not recorded
	Level                     string    // of an ordinal
	Agreed                    bool      // this is the level agreed, not a vote
	Source                    string    // what fed it
	Numerator, Denominator    int64     // in thousandths
	People                    int64     // distinct subjects
	LeftOut                   string    // the reason; the sums are then 0
}
