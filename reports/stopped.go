package reports

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"academy/metrics"
	"academy/queries"
)

// stoppedBy says for each reason for which a workplace is left out of a figure what
// that means to whoever sent its data. A reason that a workspace's own metric gives
// is said as it is.
var stoppedBy = map[string]string{
	notAnswered:                       "we have no answer from you that it can be made from",
	tooOld:                            "the newest data we have from you is too old",
	dontKnow:                          "a question that it is made from was answered with \"do not know\"",
	listsDiffer:                       "we cannot read a list of numbers in your ASC-WDS data",
	recordsDiffer:                     "your total number of staff and the number of worker records in your ASC-WDS data are too far apart",
	"no permanent or temporary staff": "there are no permanent or temporary staff to measure it by",
	"not on the scale":                "an answer is not one of those offered",
	needsYear:                         "we need a return for each of the last 12 months",
	"above 995%":                      "it came out above 995%, which we do not print",
}

// lacking are the reasons that come of data which is not here or does not count.
var lacking = []string{notAnswered, tooOld, needsYear}

// Reasons that are looked at by name.
const (
	notAnswered   = "not answered"
	tooOld        = "not up to date"
	needsYear     = "fewer than 12 months"
	dontKnow      = "not known"
	listsDiffer   = "lists do not match"
	recordsDiffer = "staff and records do not match"
)

// Differ is the reason for which a workplace is left out where files of a day differ
// that its figure needs, and so count for nothing: of the times when. everyMonth is
// whether it needs those of other months too. It is "" where none differ, or where
// something else than data is lacking.
func Differ(f metrics.Figure, when []string, everyMonth bool) string {
	reasons := f.LeftOut()
	if len(when) == 0 || len(reasons) != 1 || !slices.Contains(lacking, reasons[0].Reason) {
		return ""
	}
	why := "the files for " + list(when) + " differ, so that none of them counts yet"
	if everyMonth {
		why = stoppedBy[needsYear] + ", and " + why
	}
	return why
}

// A Stopped is why one source of a metric gives nothing for a workplace.
type Stopped struct {
	queries.Stop
	Came  bool   // something of it is here
	Words string // what stops it, and follows "because"; "" where the reason says it all
}

// StoppedBySources is the reason for which a workplace is left out of a figure, by what
// stops each of its sources: any one would do. Of a source of which nothing came it
// says so only where all that came of another is too old, or nothing came at all.
// asked is whether an answer is lacking, or is "do not know". It is "" where nothing
// stops the workplace.
func StoppedBySources(own []Stopped) (why string, asked bool) {
	var given []Stopped
	tell := false
	for _, s := range own {
		if s.Came {
			given = append(given, s)
			tell = tell || s.Reason != tooOld
		}
	}
	if tell {
		own = given
	}
	asked = !slices.ContainsFunc(own, func(s Stopped) bool { return !Asked(s.Reason) })
	if len(own) == 0 {
		return "", false
	}
	var words []string
	for _, s := range own {
		if says := cmp.Or(s.Words, stoppedBy[s.Reason], s.Reason); !slices.Contains(words, says) {
			words = append(words, says)
		}
	}
	if len(words) == 1 {
		return cmp.Or(own[0].Words, own[0].Reason), asked
	}
	way := " (putting either right is enough)"
	if len(given) == 0 {
		way = " (sending either is enough)"
	}
	return strings.Join(words, ", and ") + way, asked
}

// sourceNames are what a sender calls the sources of metrics.
var sourceNames = map[string]string{"ascwds": "ASC-WDS data", "provider_return": "return"}

// ExportStops says what stops a source that is made from exports, of which e is the
// newest; of no day where none is here. questions are the columns that stop it, and left
// those whose value we left out. It is "" where the reason says it all.
func ExportStops(s queries.Stop, e queries.Export, questions, left []string) string {
	what := sourceNames[s.Source]
	of := "your " + what + " of " + e.On.Format("2 January 2006")
	are := " is"
	if len(questions) > 1 {
		are = " are"
	}
	named := len(questions) > 0
	switch {
	case what == "":
	case e.On.IsZero() && s.Reason == notAnswered:
		return "we have no " + what + " from you"
	case e.On.IsZero():
	case len(left) > 0:
		return "we left out " + list(left) + " of " + of
	case s.Reason == notAnswered && named:
		return list(questions) + are + " blank in " + of
	case s.Reason == notAnswered:
		return "a question that it is made from is blank in " + of
	case s.Reason == dontKnow && named:
		return list(questions) + are + " answered with \"do not know\" in " + of
	case s.Reason == dontKnow:
		return stoppedBy[dontKnow] + " in " + of
	case s.Reason == listsDiffer && named:
		return "we cannot read " + list(questions) + " in " + of
	case s.Reason == recordsDiffer && e.Staff+e.Records > 0:
		return recordsWords(of, e.Records, e.Staff)
	case s.Reason == tooOld:
		return "the newest " + what + " that we have from you, of " + e.On.Format("2 January 2006") + ", is too old"
	}
	return ""
}

// recordsWords say of an export that its worker records and total staff do not go
// together.
func recordsWords(of string, records, staff int) string {
	if records == 0 {
		return "no worker record came with " + of
	}
	says := fmt.Sprintf("there are %s and a total of %d staff in %s", plural(records, "worker record", "worker records"), staff, of)
	if min(records, staff) < 3 {
		return says + ", and we need at least 3 of each"
	}
	return says + ", which are too far apart"
}

// ReturnTooOld says that the newest return is that of a month, and too old.
func ReturnTooOld(month string) string {
	return "the newest return that we have from you, for " + month + ", is too old"
}

// NoReturn says that there is no return of a time, e.g. "for October 2026", or none
// "from you".
func NoReturn(of string) string { return "we have no return " + of + " that counts" }

// TickLacks says that a box ticked in the return of a month takes what is not there: a
// return of the month before.
func TickLacks(tick, month, before string) string {
	return fmt.Sprintf("%q is ticked in your return for %s, and we have no return for %s that counts", tick, month, before)
}

// A LeftOut is why workplaces are left out of a figure of their employer.
type LeftOut struct {
	Reason string   // as a metric gives it, or in words that follow "because"
	Homes  []string // the names of the workplaces
	Asked  bool     // an answer is lacking, or is "do not know"
}

// Lacking is the reason for which a workplace is left out of a figure where its
// return of a month counts and boxes of it, by their headings, have no value: some
// are blank, and of others the value was left out. It is "" where there are none.
func Lacking(month string, blank, left []string) string {
	var parts []string
	if len(blank) == 1 {
		parts = append(parts, blank[0]+" is blank in your return for "+month)
	} else if len(blank) > 1 {
		parts = append(parts, boxesOf(blank)+" are blank in your return for "+month)
	}
	if len(left) > 0 {
		parts = append(parts, "we left out "+boxesOf(left)+" of your return for "+month)
	}
	return strings.Join(parts, ", and ")
}

// YearLacking is the reason for which a workplace is left out of a figure of twelve
// months: those of which there is no return, and what the others lack. It is "" where
// neither is known.
func YearLacking(missing []string, open []Told) string {
	var parts []string
	if len(missing) > maxNeeds {
		parts, open = append(parts, fmt.Sprintf("we have none for %d of them", len(missing))), nil // boxes come after months
	} else if len(missing) > 0 {
		parts = append(parts, "we have none for "+list(missing))
	}
	for i, t := range open {
		if i == maxNeeds {
			parts = append(parts, plural(len(open)-i, "more month lacks", "more months lack")+" something too")
			break
		}
		parts = append(parts, t.Why)
	}
	if len(parts) == 0 {
		return ""
	}
	return stoppedBy[needsYear] + ", and " + strings.Join(parts, ", and ")
}

// boxesOf lists the first boxes of many.
func boxesOf(headings []string) string {
	if more := len(headings) - maxNeeds; more > 1 {
		headings = append(slices.Clip(headings[:maxNeeds]), plural(more, "other box", "other boxes"))
	}
	return list(headings)
}

// StoppedWords says why a figure of a sender could not be made, in words that
// follow "because"; "" where nobody was left out of it. Of a group it names the
// workplaces that each reason is about.
func StoppedWords(f metrics.Figure, left []LeftOut) string {
	var parts []string
	for i, l := range left {
		if i == maxHomes {
			more := 0
			for _, l := range left[i:] {
				more += len(l.Homes)
			}
			parts = append(parts, "and "+plural(more, "more workplace lacks", "more workplaces lack")+" something too")
			break
		}
		why := inWords(l)
		switch {
		case f.InScope() == 1:
		case len(l.Homes) == f.InScope():
			why += fmt.Sprintf(" (all %d workplaces)", len(l.Homes))
		default:
			why += " (" + someOf(l.Homes, maxHomes, "; ") + ")"
		}
		parts = append(parts, why)
	}
	return strings.Join(parts, "; ")
}

// maxHomes is how many workplaces are named that are left out for one reason, and how
// many reasons are given.
const maxHomes = 5

func inWords(l LeftOut) string { return cmp.Or(stoppedBy[l.Reason], l.Reason) }

// PartWords says of a figure of a sender that some of its workplaces are left out
// of how many it is made from, and which and why; "" where none is.
func PartWords(f metrics.Figure, left []LeftOut) string {
	if len(left) == 0 {
		return ""
	}
	counts := fmt.Sprintf("This counts %d of your %d workplaces. ", f.Workplaces(), f.InScope())
	if len(left) == 1 && len(left[0].Homes) == 1 {
		return counts + left[0].Homes[0] + " is left out, because " + inWords(left[0]) + "."
	}
	return counts + "The others are left out, because " + StoppedWords(f, left) + "."
}

// A MadeFrom is an export that workplaces feed a figure from, and not their return; or
// a return of a month before that of the figure.
type MadeFrom struct {
	Source string // of the metric
	Day    time.Time
	Month  string   // of a return; "" for an export
	Homes  []string // the names of the workplaces
	First  bool     // the metric takes it before a return
}

// MadeWords says which workplaces of a figure of a sender it is made from an export
// for, and not from their return, or from an older return; "" where there are none.
func MadeWords(f metrics.Figure, from []MadeFrom) string {
	var words []string
	for _, m := range from {
		made := "made from your " + cmp.Or(sourceNames[m.Source], m.Source) + " "
		if m.Month != "" {
			made += "for " + m.Month
		} else {
			made += "of " + m.Day.Format("2 January 2006")
		}
		if len(m.Homes) < f.Workplaces() {
			made += " for " + someOf(m.Homes, maxHomes, "; ")
		}
		switch {
		case m.Month != "":
			made += ", the newest that counts"
		case m.First:
			made += ", which we use before a return"
		}
		words = append(words, sentence(made))
	}
	return strings.Join(words, " ")
}

// A Scope is a workplace by its name, and from when until when it is counted; zero
// where it always was, or still is.
type Scope struct {
	Home        string
	From, Until time.Time
}

// NotCounted says why a sender has no figures of a month, in words that follow
// "because": none of its workplaces is counted at the end of it. It is "" where one is.
func NotCounted(homes []Scope, month time.Time) string {
	end := month.AddDate(0, 1, -1)
	var parts []string
	for _, h := range homes {
		switch {
		case !h.Until.IsZero() && h.Until.Before(end):
			parts = append(parts, "we count "+h.Home+" until "+h.Until.Format("2 January 2006")+" only")
		case h.From.After(end):
			parts = append(parts, "we count "+h.Home+" from "+h.From.Format("2 January 2006")+" on")
		default:
			return ""
		}
	}
	return someOf(parts, maxHomes, "; ")
}

// Unanswered reports whether a figure could not be made because the one workplace
// that it is about did not answer, or does not know.
func Unanswered(f metrics.Figure, left []LeftOut) bool {
	return f.InScope() == 1 && len(left) == 1 && left[0].Asked
}

// NotAnswered reports whether a reason is that there is no answer.
func NotAnswered(reason string) bool { return reason == notAnswered }

// NeedsYear reports whether a reason is that some of twelve months are lacking.
func NeedsYear(reason string) bool { return reason == needsYear }

// Asked reports whether for a reason an answer is lacking, or is "do not know".
func Asked(reason string) bool { return reason == notAnswered || reason == dontKnow }

// TooOld reports whether a reason is that all that is here is too old.
func TooOld(reason string) bool { return reason == tooOld }
