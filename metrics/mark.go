package metrics

// A Mark stands in a table where a number would. The zero Mark is none.
// Source of the signs: the Analysis Function's shorthand (domain/publishing_rules.json).
type Mark string

const (
	Confidential  Mark = "[c]"   // hidden, since it would say too much about a few
	NotAvailable  Mark = "[x]"   // nobody who should give it did
	NotApplicable Mark = "[z]"   // nobody there, or nothing to divide by
	NoneRecorded  Mark = "[w]"   // nobody voted
	Low           Mark = "[low]" // rounds to 0 and is not 0
)

// Meaning is the mark in words, for a legend.
func (m Mark) Meaning() string { return meaning(string(m)) }

// A Note stands beside a number that stays.
type Note string

const (
	Revised        Note = "[r]"
	Provisional    Note = "[p]"
	Estimated      Note = "[e]"
	LowReliability Note = "[u]"
)

// Meaning is the note in words, for a legend.
func (n Note) Meaning() string { return meaning(string(n)) }

// A Shorthand is a mark or note and its meaning.
type Shorthand struct{ Text, Meaning string }

// Legend is every mark and note, in the order in which a legend lists them.
func Legend() []Shorthand {
	return []Shorthand{
		{string(Confidential), "hidden to protect people or providers: 1 to 7 people, too few employers or one of them too large, or a number that would give such a number away"},
		{string(NotAvailable), "not available: nobody in scope gave a usable answer"},
		{string(NotApplicable), "not applicable: nobody in scope, or nothing to divide by"},
		{string(NoneRecorded), "none recorded: nobody voted"},
		{string(Low), "low: rounds to 0 and is not 0"},
		{string(Revised), "revised since it was last published"},
		{string(Provisional), "provisional: may still be revised"},
		{string(Estimated), "estimated"},
		{string(LowReliability), "low reliability: read with care"},
	}
}

func meaning(text string) string {
	for _, s := range Legend() {
		if s.Text == text {
			return s.Meaning
		}
	}
	return ""
}
