package main

import (
	"slices"
	"strings"

	"academy/queries"
)

// periodWords says what time a file is about: months, or the days of exports.
func periodWords(source queries.Source, f queries.Unanswered) string {
	switch first, last := source.When(f.First), source.When(f.Last); {
	case f.First.IsZero():
		return ""
	case first == last:
		return first
	default:
		return first + " to " + last
	}
}

// sinceWords says what is counted in what a file puts right: of months, all that was
// asked about them, since the file before may be of others.
func sinceWords(source queries.Source, f queries.Unanswered) string {
	switch {
	case !source.Monthly():
		return "your last file"
	case f.First.Equal(f.Last):
		return "we asked about " + source.When(f.First)
	}
	return "we asked about these months"
}

// verdictWords says in a line what became of a file with some faults and disputes.
// unused are the codes of the rules that ask about what no figure is made from.
func verdictWords(f queries.File, faults []queries.Fault, disputes []queries.Dispute, unused map[string]bool) string {
	asks := slices.ContainsFunc(faults, func(f queries.Fault) bool { return f.Severity == queries.Ask })
	switch f.Verdict {
	case queries.Accepted:
		switch {
		case slices.ContainsFunc(faults, func(f queries.Fault) bool { return f.Severity == queries.Ask && unused[f.Code] }):
			return "We have used this file, but not all of it. What we could not use is listed below."
		case asks:
			return "We have used what you sent. Please look at what is listed below: we are not sure about it."
		}
		return "We have used everything in this file. Thank you."
	case queries.AcceptedInPart:
		lost := func(f queries.Fault) bool {
			return !f.Tells && (f.Severity == queries.LeaveOutRow || f.Severity == queries.LeaveOutCell)
		}
		tells := slices.ContainsFunc(faults, func(f queries.Fault) bool { return f.Tells })
		if tells && !asks && len(disputes) == 0 && !slices.ContainsFunc(faults, lost) {
			return "We have used this file. Of what stands in it twice we took one row, as listed below. If that is right, you need do nothing."
		}
		return "We have used this file, but not all of it. What we left out is listed below."
	case queries.Held:
		if len(disputes) == 0 {
			return "We did not use this file, since another of the same day said otherwise. A later one has settled it. You need do nothing."
		}
		words := "We have not used this file yet. What to do about it stands below. Until that is settled, none of the files that differ counts, and we do not count what is fixed."
		if !slices.ContainsFunc(disputes, func(d queries.Dispute) bool { return d.Period.IsZero() || !d.Next.Equal(d.Period) }) {
			words += " What you sent before those files still counts."
		}
		return words
	}
	return "We could not use this file. What to do about it stands below. What you sent before still counts."
}

// againWords says how to send a file once more that counts, and whether it has the box
// for that: two of one day that differ are both held, unless one is the answer to the
// other come back. or is what else can be done than to wait.
func againWords(f queries.File, box bool, or string) string {
	on := f.Received.Format("2 January 2006")
	switch {
	case f.Verdict != queries.Accepted && f.Verdict != queries.AcceptedInPart:
		return ""
	case box:
		return "Tick Correction in each row that you change, and send the whole file again."
	case or != "":
		return "Send the whole file again: " + or + "send it on a later day than " + on + "."
	}
	return "Send the whole file again, on a later day than " + on + "."
}

// noBox takes the box Correction out of the words of the rules, for a sheet that has
// none: the list says when to send such a file again. It stays where there is another
// way beside it.
var noBox = strings.NewReplacer(
	" or with the box Correction ticked", " or with the box Correction ticked",
	" with the box Correction ticked", "",
	", and did not tick Correction", "",
	", and tick Correction in the first one and send that once more", ", and send the first one once more",
	"tick Correction in that return and send it once more", "send that return once more",
)

// withoutBox says a fault to the sender of a sheet without the box Correction.
func withoutBox(f queries.Fault) queries.Fault {
	f.Says, f.Fix = noBox.Replace(f.Says), noBox.Replace(f.Fix)
	return f
}
