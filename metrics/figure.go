package metrics

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// A Figure is one number of a metric as one audience may see it, or the mark
// that says why there is none. A hidden figure does not hold its number, nor
// the sums or counts behind it, so nothing that is handed figures can print
// what it should not.
type Figure struct {
	Metric     string
	Window     string
	Period     time.Time // first day of the month, or the day of a round
	Dimensions []string  // e.g. "area", "service"; empty for everyone
	Members    []string  // one for each dimension
	Level      string    // of an ordinal: a level's key or LevelAgreed; otherwise ""

	mark                   Mark
	value                  float64
	hasValue               bool
	numerator, denominator int64 // thousandths, as the audience may see them
	hasNumerator           bool
	hasDenominator         bool
	low, high              float64
	hasInterval            bool
	note                   string // why there is no interval
	notes                  []Note
	levelTitle             string
	peerGroup              string

	workplaces, inScope int
	leftOut             []Reason
	sources             []SourceCount
}

// A Reason is why workplaces gave no figure, and how many.
type Reason struct {
	Reason     string
	Workplaces int
}

// A SourceCount is a source and how many workplaces it fed. Workplaces is 0
// where that is not said: the rows are not about workplaces, or a source fed so
// few that the count would point at one.
type SourceCount struct {
	Source     string
	Workplaces int
}

// quotient is the one division of the program that makes a figure.
func quotient(a, b int64) float64 { return float64(a) / float64(b) }

// set gives the figure its sums and, as its value, the numerator.
func (f *Figure) set(numerator, denominator int64, hasDenominator bool) {
	f.numerator, f.hasNumerator = numerator, true
	f.denominator, f.hasDenominator = denominator, hasDenominator
	f.value, f.hasValue = quotient(numerator, thousand), true
}

// divide makes the value the ratio of the sums that set gave the figure. Over 0
// there are sums and no value.
func (f *Figure) divide(m Metric) {
	if f.denominator == 0 {
		f.value, f.hasValue, f.mark = 0, false, NotApplicable
		return
	}
	f.value = quotient(m.scale()*f.numerator, f.denominator)
	if m.Interval == "wilson" { // a part of a whole, whichever way each was rounded
		f.value = min(f.value, float64(m.scale()))
	}
}

// hide leaves of the figure what it is about, and a mark.
func (f *Figure) hide() {
	*f = Figure{
		Metric: f.Metric, Window: f.Window, Period: f.Period,
		Dimensions: f.Dimensions, Members: f.Members, Level: f.Level,
		mark: Confidential,
	}
}

// Value returns the number in the unit of its metric; per cent is already times
// 100. For a level of an ordinal it is the number of votes, for the level
// agreed its rank. It reports false if there is none; Mark then says why.
func (f Figure) Value() (float64, bool) { return f.value, f.hasValue }

// Numerator returns what is above the line as figures.csv prints it, rounded
// where the audience rounds. It reports false if the audience may not see it or
// there is none.
func (f Figure) Numerator() (string, bool) {
	return formatIf(f.numerator, f.hasNumerator), f.hasNumerator
}

// Denominator returns what is below the line, as Numerator. A count has none.
func (f Figure) Denominator() (string, bool) {
	return formatIf(f.denominator, f.hasDenominator), f.hasDenominator
}

func formatIf(n int64, ok bool) string {
	if !ok {
		return ""
	}
	return formatThousandths(n)
}

// Interval returns the 95 per cent interval in the unit of Value, made from the
// sums that the audience sees. It reports false if there is none; IntervalNote
// then says why.
func (f Figure) Interval() (low, high float64, ok bool) { return f.low, f.high, f.hasInterval }

// IntervalNote says why a figure that has a number has no interval, as a
// sentence. It is "" where there is an interval or no number.
func (f Figure) IntervalNote() string {
	if !f.hasValue || f.hasInterval {
		return ""
	}
	return f.note
}

// Mark returns why the figure has no number, or "" if it has one.
func (f Figure) Mark() Mark { return f.mark }

// Notes returns what is to be said beside the number; usually nothing.
func (f Figure) Notes() []Note { return slices.Clone(f.notes) }

// Workplaces is the number of workplaces that answered: those that contribute.
// It is 0 where the rows are not about workplaces, and where the audience may
// not see the figure.
func (f Figure) Workplaces() int { return f.workplaces }

// InScope is the number of workplaces there are: those that contribute and
// those left out. It is 0 where Workplaces says so.
func (f Figure) InScope() int { return f.inScope }

// LeftOut returns how many workplaces are left out and why, by reason. Only the
// lead, and a provider for its own workplaces, is told.
func (f Figure) LeftOut() []Reason { return slices.Clone(f.leftOut) }

// Sources returns which sources fed the figure, by name.
func (f Figure) Sources() []SourceCount { return slices.Clone(f.sources) }

// LevelTitle is the level in words: of a row of votes its level, of the row
// LevelAgreed the level that was agreed. It is "" where none was, and for
// whatever is not an ordinal.
func (f Figure) LevelTitle() string { return f.levelTitle }

// PeerGroup is the member of dimension peers that a provider's workplace is to
// be compared with, "all" where peers are everybody else, and "" for whatever
// is not a provider's own workplace.
func (f Figure) PeerGroup() string { return f.peerGroup }

// DimensionText is the dimensions as figures.csv prints them: "everyone",
// "area", "area x service".
func (f Figure) DimensionText() string {
	if len(f.Dimensions) == 0 {
		return dimensionEveryone
	}
	return strings.Join(f.Dimensions, " x ")
}

// MembersText is the members as figures.csv prints them; "all" for everyone.
func (f Figure) MembersText() string {
	return cell{members: f.Members}.text()
}

// PeriodText is the period as figures.csv prints it: a month as 2026-10, a
// round as its day.
func (f Figure) PeriodText() string {
	if f.Window == WindowRound {
		return f.Period.Format(time.DateOnly)
	}
	return f.Period.Format("2006-01")
}

// LeftOutText is LeftOut as figures.csv prints it: "not answered=2; not up to
// date=1".
func (f Figure) LeftOutText() string {
	parts := make([]string, len(f.leftOut))
	for i, r := range f.leftOut {
		parts[i] = fmt.Sprintf("%s=%d", r.Reason, r.Workplaces)
	}
	return strings.Join(parts, "; ")
}
