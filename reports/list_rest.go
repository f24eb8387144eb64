package reports

import "strings"

// headed is a heading and what stands below it; none where nothing does.
func headed(title, what string, body []listRow) []listRow {
	if len(body) == 0 {
		return nil
	}
	return append([]listRow{{where: title, what: what, look: asHeading}}, body...)
}

// labelled are rows that say one thing each, under one label.
func labelled(label string, all []string) (rows []listRow) {
	for _, s := range all {
		rows = append(rows, listRow{where: label, what: sentence(s)})
	}
	return rows
}

// owedRows say what is to be sent next.
func (fb Feedback) owedRows() []listRow {
	return headed("Still to come", "", labelled("Please send", fb.Owed))
}

// figureRows are the figures of the sender's own, and those that could not be made.
func (fb Feedback) figureRows() (rows []listRow) {
	for _, f := range fb.Figures {
		rows = append(rows, listRow{where: f.Title, what: strings.TrimSpace(strings.TrimSuffix(f.Value+", "+f.Period, ", ") + "\n" + f.Part)})
	}
	for _, t := range fb.Stopped {
		rows = append(rows, listRow{where: upper(t.Title), what: sentence("Missing, because " + t.Why)})
	}
	return headed("Your own figures", "Made from what you sent us.", rows)
}

// rest is what stands last: nothing of it is for the sender to do.
func (fb Feedback) rest() []listRow {
	rows := headed("Checks not made", "We could not make these checks. You need do nothing.", notRunRows(fb.NotRun))
	rows = append(rows, headed("Not asked again", "", labelled("We have it", fb.NotAsked))...)
	var about []listRow
	received := ""
	if !fb.Received.IsZero() {
		received = fb.Received.Format("2 January 2006")
	}
	for _, t := range []Told{{"Sent by", fb.Sender}, {"File", fb.File}, {"Kind of file", fb.Source},
		{"About", fb.Period}, {"We received it on", received}, {"From", fb.Academy}, {"Questions", fb.Contact}} {
		if t.Why != "" {
			about = append(about, listRow{where: t.Title, what: t.Why})
		}
	}
	return append(rows, headed("About this file", "", about)...)
}

// notRunRows lists the rules that could not run, one row for all that lacked the
// same.
func notRunRows(all []Told) (rows []listRow) {
	lowered := make([]Told, len(all))
	for i, t := range all {
		lowered[i] = Told{lower(t.Title), t.Why}
	}
	for _, t := range ByWhy(lowered) {
		rows = append(rows, listRow{where: "Not checked", what: sentence(t.Title) + "\n" + sentence(t.Why)})
	}
	return rows
}

// ByWhy tells of all that have the same Why at once, in the order of the first of them.
func ByWhy(all []Told) (told []Told) {
	var shared sharedLines
	for _, t := range all {
		shared.add(t.Title, t.Why)
	}
	for _, why := range shared.said {
		told = append(told, Told{strings.Join(shared.of[why], "; "), why})
	}
	return told
}
