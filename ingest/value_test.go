package ingest

import (
	"slices"
	"testing"

	"academy/queries"
)

func numberOf(n float64) Cell { return Cell{Kind: Number, Number: n} }
func dateOf(n float64) Cell   { return Cell{Kind: Date, Number: n} }
func textOf(s string) Cell    { return Cell{Kind: Text, Raw: s} }

func TestValue(t *testing.T) {
	tests := []struct {
		name, keep string
		cell       Cell
		want       string // the value, or "!code"
	}{
		{"a whole number", "whole number", numberOf(12), "12"},
		{"a whole number that binary arithmetic left a hair off", "whole number", numberOf(3.0000000000000004), "3"},
		{"digits as text", "whole number", textOf(" 12\u00a0"), "12"},
		{"thousands", "whole number", textOf("1,234"), "1234"},
		{"a point and noughts", "whole number", textOf("12.0"), "12"},
		{"zero is not blank", "whole number", numberOf(0), "0"},
		{"blank is not zero", "whole number", Cell{}, ""},
		{"half a person", "whole number", numberOf(2.5), "!not-a-whole-number"},
		{"fewer than none", "whole number", textOf("-1"), "!not-a-whole-number"},
		{"a comma in the wrong place", "whole number", textOf("1,2"), "!not-a-whole-number"},
		{"a nought before the thousands is a decimal comma", "whole number", textOf("0,123"), "!not-a-whole-number"},
		{"the most that is taken", "whole number", textOf("100,000"), "100000"},
		{"one more", "whole number", numberOf(100_001), "!number-too-large"},
		{"a telephone number", "whole number", textOf("01782000000"), "!number-too-large"},
		{"more than the database holds", "whole number", numberOf(1e300), "!number-too-large"},
		{"less than it holds", "whole number", numberOf(-1e300), "!not-a-whole-number"},
		{"half of a large one", "whole number", numberOf(200_000.5), "!not-a-whole-number"},
		{"a cell that shows 100%", "whole number", Cell{Kind: Number, Number: 1, Flags: Percent}, "!not-a-whole-number"},
		{"a cell that shows 25%", "number", Cell{Kind: Number, Number: 0.25, Flags: Percent}, "!not-a-number"},
		{"words", "whole number", textOf("two"), "!not-a-whole-number"},
		{"a range", "whole number", textOf("2-3"), "!not-a-whole-number"},
		{"a number by another notation", "whole number", textOf("1e3"), "!not-a-whole-number"},
		{"a date is no number", "whole number", dateOf(12), "!not-a-whole-number"},
		{"an error of the workbook", "whole number", Cell{Kind: Error, Raw: "#N/A"}, "!error-value"},
		{"a formula that was never worked out", "whole number", Cell{Flags: Formula}, "!no-result"},
		{"a value under a merge is none", "whole number", Cell{Flags: Merged | Ghost}, ""},
		{"a decimal", "number", textOf("1,234.50"), "1234.5"},
		{"below zero", "number", numberOf(-0.1), "-0.1"},
		{"a sum in pounds is not guessed at", "number", textOf("£5"), "!not-a-number"},
		{"a cell that shows a date", "date", dateOf(46266.75), "2026-09-01"},
		{"a date as ISO has it", "date", textOf("2026-09-01"), "2026-09-01"},
		{"a date with a time", "date", textOf("2026-09-01T10:30:00"), "2026-09-01"},
		{"the day comes first", "date", textOf("01/09/2026"), "2026-09-01"},
		{"two digits of the year", "date", textOf("1/9/26"), "2026-09-01"},
		{"dots", "date", textOf("1.9.2026"), "2026-09-01"},
		{"a time of day after it", "date", textOf("01/09/2026 14:05:00"), "2026-09-01"},
		{"words", "date", textOf("1 September 2026"), "2026-09-01"},
		{"short words", "date", textOf("1 Sep 26"), "2026-09-01"},
		{"short words with dashes", "date", textOf("01-Sept-2026"), "2026-09-01"},
		{"a weekday and a suffix", "date", textOf("Tuesday 1st September, 2026"), "2026-09-01"},
		{"a day of a month", "date", textOf("1st of Sept. 2026"), "2026-09-01"},
		{"a year cut short by an apostrophe", "date", textOf("1 Sept '26"), "2026-09-01"},
		{"a weekday cut short in another way", "date", textOf("Weds 2nd September 2026"), "2026-09-02"},
		{"of what is not a month", "date", textOf("1 of 3 2026 of"), "!not-a-date"},
		{"the month first, in words", "date", textOf("September 1, 2026"), "2026-09-01"},
		{"a thirteenth month", "date", textOf("09/13/2026"), "!not-a-date"},
		{"a day that was not", "date", textOf("29/02/2026"), "!not-a-date"},
		{"no year", "date", textOf("1 September"), "!not-a-date"},
		{"a month is no day", "date", textOf("September 2026"), "!not-a-date"},
		{"a plain number is no date", "date", numberOf(46266), "!not-a-date"},
		{"a date before the calendar", "date", dateOf(-5), "!not-a-date"},
		{"the last day before 1900", "date", dateOf(1), "!not-a-date"},
		{"the first day of 1900", "date", dateOf(2), "1900-01-01"},
		{"a text of before 1900", "date", textOf("01/05/1826"), "!not-a-date"},
		{"any day of the month", "month", textOf("15/09/2026"), "2026-09-01"},
		{"a cell that shows a month", "month", dateOf(46280), "2026-09-01"},
		{"a month in words", "month", textOf("September 2026"), "2026-09-01"},
		{"a short month", "month", textOf("Sep-26"), "2026-09-01"},
		{"a month as ISO has it", "month", textOf("2026-09"), "2026-09-01"},
		{"a month in digits", "month", textOf("09/2026"), "2026-09-01"},
		{"it could be a day", "month", textOf("09/26"), "!not-a-month"},
		{"a day without a year", "month", textOf("26-Sep"), "!not-a-month"},
		{"yes", "tick", textOf("Yes "), "true"},
		{"a cross", "tick", textOf("X"), "true"},
		{"a tick", "tick", textOf("✓"), "true"},
		{"a box", "tick", Cell{Kind: Bool, Number: 1}, "true"},
		{"one", "tick", numberOf(1), "true"},
		{"no", "tick", textOf("No"), ""},
		{"perhaps", "tick", textOf("maybe"), "!not-a-tick"},
		{"text is trimmed", "text", textOf(" a\u00a0b\u200b "), "a b"},
		{"a number as text has no point", "text", numberOf(12), "12"},
		{"a long number is written out", "text", numberOf(123456789012345), "123456789012345"},
		{"leading zeros stay", "code", textOf("007"), "007"},
		{"leading zeros that a format shows stay", "code", Cell{Kind: Number, Number: 123, Digits: 5}, "00123"},
		{"they stay in text", "text", Cell{Kind: Number, Number: 123, Digits: 5}, "00123"},
		{"a format shows no fewer digits than there are", "code", Cell{Kind: Number, Number: 123456, Digits: 5}, "123456"},
		{"it shows none before a fraction", "code", Cell{Kind: Number, Number: 1.5, Digits: 5}, "1.5"},
		{"it shows none before a sign", "code", Cell{Kind: Number, Number: -7, Digits: 3}, "-7"},
		{"a number is a number, however it is shown", "whole number", Cell{Kind: Number, Number: 123, Digits: 5}, "123"},
		{"pounds and pence", "money", textOf("£1,234.50"), "1234.5"},
		{"pounds below zero", "money", textOf("-£5"), "-5"},
		{"the sign of a minus", "money", textOf("−£5"), "-5"},
		{"a sum without its sign", "money", numberOf(12.25), "12.25"},
		{"a sum of another country", "money", textOf("€5"), "!not-a-sum"},
		{"a number that is shown as one of another country", "money", Cell{Kind: Number, Raw: "5", Number: 5, Flags: Foreign}, "!not-a-sum"},
		{"a number that is shown as a sum where none is asked for", "whole number", Cell{Kind: Number, Raw: "5", Number: 5, Flags: Foreign}, "5"},
		{"a cell that shows 25% as a per cent", "per cent", Cell{Kind: Number, Number: 0.25, Flags: Percent}, "25"},
		{"a per cent in words of text", "per cent", textOf("12.5 %"), "12.5"},
		{"a per cent without its sign", "per cent", numberOf(25), "25"},
		{"a quarter in words", "per cent", textOf("a quarter"), "!not-a-per-cent"},
		{"a whole postcode", "postcode area", textOf(" st4 2de "), "ST4"},
		{"a postcode without its space", "postcode area", textOf("ST42DE"), "ST4"},
		{"a town is no postcode", "postcode area", textOf("Stoke"), "!not-a-postcode"},
		{"digits of full width", "whole number", textOf("１２"), "12"},
		{"a date of full width", "date", textOf("０１/０９/２０２６"), "2026-09-01"},
		{"a list stays as it is", "list", textOf("8;16"), "8;16"},
	}
	for _, tt := range tests {
		t.Run(tt.keep+": "+tt.name, func(t *testing.T) {
			r := newReading(queries.Column{Keep: tt.keep, Dates: queries.DayFirst})
			got, problem := r.value(tt.cell)
			if problem != nil {
				got = "!" + problem.code
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// TestBlankIsNoWayOut holds that nobody is told to leave blank what they are asked
// about again where it is.
func TestBlankIsNoWayOut(t *testing.T) {
	sources, err := queries.Sources()
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ source, column, want string }{
		{"provider_return", "care_permanent", "write digits only; 0 if there were none"},
		{"provider_return", "left_to_care", "write digits only, or leave the cell blank if it is not known"},
		{"provision", "places", "write digits only, or leave the cell blank if it is not known"},
	}
	for _, tt := range tests {
		i := slices.IndexFunc(sources, func(s queries.Source) bool { return s.Name == tt.source })
		j := slices.IndexFunc(sources[i].Columns, func(c queries.Column) bool { return c.Name == tt.column })
		r := newReading(sources[i].Columns[j])
		if _, problem := r.value(textOf("a few")); problem == nil || problem.fix != tt.want {
			t.Errorf("%s, %s: %v, want %q", tt.source, tt.column, problem, tt.want)
		}
	}
}

func TestAllowedAndMissing(t *testing.T) {
	tests := []struct {
		name, keep       string
		allowed, missing []string
		in, want         string
	}{
		{"an answer is spelt as the source spells it", "text", []string{"Jobcentre Plus"}, nil, " jobcentre  PLUS", "Jobcentre Plus"},
		{"a dash is a dash", "text", []string{"Self-referral"}, nil, "self–referral", "Self-referral"},
		{"punctuation matters", "code", []string{"12"}, nil, "1-2", "!not-on-the-list"},
		{"an answer that is not there", "text", []string{"A"}, nil, "B", "!not-on-the-list"},
		{"each item of a list", "list", []string{"8", "16"}, nil, "8; 16", "8;16"},
		{"one item of a list is not there", "list", []string{"8", "16"}, nil, "8;9", "!not-on-the-list"},
		{"a text that means there is none", "whole number", nil, []string{"not known"}, "Not Known", ""},
		{"a code that means there is none", "code", []string{"1"}, []string{"999"}, "999", ""},
		{"the same code where it is not declared", "code", nil, nil, "999", "999"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newReading(queries.Column{Keep: tt.keep, Allowed: tt.allowed, Missing: tt.missing})
			got, problem := r.value(textOf(tt.in))
			if problem != nil {
				got = "!" + problem.code
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// TestDatesEitherWay holds that a date that could be either way is taken only
// where the source says which it is.
func TestDatesEitherWay(t *testing.T) {
	tests := []struct{ name, dates, in, want string }{
		{"nothing is said", "", "01/09/2026", "!ambiguous-date"},
		{"nothing is said, of a day that is the same both ways", "", "09/09/2026", "2026-09-09"},
		{"nothing is said, and only one way is a date", "", "13/09/2026", "2026-09-13"},
		{"the source says that the day is first", queries.DayFirst, "01/09/2026", "2026-09-01"},
		{"the month is in words", "", "1 Sep 2026", "2026-09-01"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newReading(queries.Column{Keep: "date", Dates: tt.dates})
			got, problem := r.value(textOf(tt.in))
			if problem != nil {
				got = "!" + problem.code
			}
			same(t, got, tt.want)
		})
	}
}

// TestWordsForNone holds that what a source calls none or zero is that,
// however the cell shows it.
func TestWordsForNone(t *testing.T) {
	r := newReading(queries.Column{Keep: "whole number", Missing: []string{"999", "tbc", "#N/A"}, Zero: []string{"nil", "-"}})
	for _, tt := range []struct {
		name string
		cell Cell
		want string
	}{
		{"a word", textOf(" TBC"), ""},
		{"a code", numberOf(999), ""},
		{"a code that is shown with zeros", Cell{Kind: Number, Number: 999, Digits: 5}, ""},
		{"an error value that is declared", Cell{Kind: Error, Raw: "#N/A"}, ""},
		{"a word for zero", textOf("Nil"), "0"},
		{"a dash for zero", textOf("–"), "0"},
		{"a number", numberOf(99), "99"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, problem := r.value(tt.cell)
			if problem != nil {
				t.Fatal(problem.code)
			}
			same(t, got, tt.want)
		})
	}
}

func TestHashID(t *testing.T) {
	one := hashID(key, "AB 12 34 56 C")
	if len(one) != 32 || one != hashID(key, " ab123456c\u00a0") {
		t.Errorf("space and case change the hash: %q", one)
	}
	if one == hashID([]byte("another key"), "AB123456C") {
		t.Error("the key does not change the hash")
	}
	if hashID(key, "7", "home 1") == hashID(key, "7", "home 2") {
		t.Error("two workers of one number in two homes are one")
	}
	if hashID(key, "7", "home 1") == "" || hashID(key, "7", "") != "" {
		t.Error("a worker without a home has a hash, or one with a home has none")
	}
	for _, placeholder := range []string{"", "Admin", "n/a", "Unknown", " - "} {
		if got := hashID(key, placeholder); got != "" {
			t.Errorf("%q is hashed", placeholder)
		}
	}
}

func TestDateInName(t *testing.T) {
	tests := []struct{ name, want string }{
		{"2026-09-01-sfc-bulk-upload-staff.csv", "2026-09-01"},
		{"E0003 2026-09-01-sfc-bulk-upload-staff (1).csv", "2026-09-01"},
		{"2026-13-01 and 2026-02-03.csv", "2026-02-03"},
		{"2026-09-01 sent 2026-09-03.csv", "2026-09-012026-09-03"},
		{"12026-09-01.csv", ""},
		{"2026-09-011.csv", ""},
		{"staff.csv", ""},
		{"CT 14-10-2026.tsv", "2026-10-14"},
		{"CT_14_10_2026_v2.tsv", "2026-10-14"},
		{"CT 14th October 2026.tsv", "2026-10-14"},
		{"CT 4Oct2026.tsv", "2026-10-04"},
		{"14.10.2026 15.10.2026.tsv", "2026-10-142026-10-15"},
		{"CT_20261014.tsv", "2026-10-14"},
		{"CT 05-10-2026.tsv", "2026-10-05 or another way"},
		{"CT 05-05-2026.tsv", "2026-05-05"},
		{"CT 05-10-2026 of 2026-10-14.tsv", "2026-10-14"}, // what is sure stands over what is not
		{"CT 29-02-2025.tsv", ""},
		{"CT 14.10.26.tsv", ""}, // it could be 2014
		{"CT 12345678.tsv", ""},
		{"CT Oct 2026.tsv", ""},
	}
	for _, tt := range tests {
		got := ""
		days, either := datesInName(tt.name)
		for _, day := range days {
			got += day.Format("2006-01-02")
		}
		if either {
			got += " or another way"
		}
		if got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestPlace(t *testing.T) {
	tests := []struct{ sheet, want string }{
		{"Return", "Return!F7"}, {"My 'return'", "'My ''return'''!F7"}, {"", "line 7, column EMPLSTATUS"},
	}
	for _, tt := range tests {
		if got := place(tt.sheet, Ref{7, 6}, "EMPLSTATUS"); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
	if got := (Ref{1, 16384}).String(); got != "XFD1" {
		t.Errorf("the last column is %q, want XFD1", got)
	}
}

// TestDateOrderInDoubt holds that dates which could be either way are asked about
// where another of the column can only be the other way round, whichever way the
// source says.
func TestDateOrderInDoubt(t *testing.T) {
	for _, tt := range []struct{ order, odd, want string }{
		{queries.DayFirst, "04/13/2026", "2: 2026-04-03|a\n3: |b\nline 3, column On: not-a-date, leave out the value\nline 2, column On: date-order, ask"},
		{queries.MonthFirst, "13/04/2026", "2: 2026-03-04|a\n3: |b\nline 3, column On: not-a-date, leave out the value\nline 2, column On: date-order, ask"},
		{queries.MonthFirst, "04/13/2026", "2: 2026-03-04|a\n3: 2026-04-13|b"},
	} {
		source := queries.Source{Name: "days", Title: "Days", Columns: []queries.Column{
			{Name: "on", Heading: "On", Keep: "date", Required: true, Dates: tt.order}, {Name: "what", Heading: "What", Keep: "text", Required: true},
		}}
		got, _ := read(t, "days.csv", []byte("On,What\n03/04/2026,a\n"+tt.odd+",b\n"), []queries.Source{source})
		same(t, got, tt.want)
	}
}
