package ingest

import (
	"slices"
	"strings"
	"testing"

	"academy/queries"
)

// TestWordsOfForms holds what each kind of file that people fill by hand makes of
// what they write where there is no number, date or answer: a dot is no value, an
// exclamation mark a fault that is told, "kept" the text as it stands.
func TestWordsOfForms(t *testing.T) {
	words := []string{"n/a", "nil", "-", "none", "tbc", "not known", "999", "#N/A", "#DIV/0!"}
	const (
		faults = "! ! ! ! ! ! ! ! !"
		number = ". 0 ! 0 . . 999 ! !"
		date   = ". ! ! ! . . ! ! !"
		text   = ". kept kept kept . . kept ! !"
		ticked = ". ! ! ! . . ! ! !"
		chosen = ". ! ! ! . . ! ! !" // of a list of answers
		person = ". . . . . . kept ! !"
		stage  = ". . . . . ! ! ! !" // not known is no "has not happened"
	)
	tests := []struct{ source, columns, want string }{
		{"provider_return", "care_permanent care_temporary care_bank care_agency care_vacancies care_joined care_left " +
			"other_permanent other_temporary other_bank other_agency other_vacancies other_joined other_left",
			"! 0 ! 0 ! ! 999 ! !"}, // 999 is left out by the rule dont-know-code
		{"provider_return", "joined_new_to_care left_to_care", ". 0 ! 0 . . 999 ! !"},
		{"provider_return", "no_change correction", ". . . . ! ! ! ! !"},
		{"provider_return", "month", faults},
		{"provider_return", "workplace", "kept kept kept kept kept kept kept ! !"}, // then it is no workplace that we know
		{"tracker", "person", person},
		{"tracker", "referred_on placement_started_on placement_completed_on course_started_on course_completed_on " +
			"care_certificate_on interview_on job_started_on in_post_on withdrawn_on", stage},
		{"tracker", "route home_area course", ". . . . . kept kept ! !"},
		{"maturity_self_assessment", "respondent", "kept kept kept kept kept kept kept ! !"},
		{"maturity_self_assessment", "round", faults},
		{"course_records", "learner", person},
		{"course_records", "learner_workplace course outcome", text},
		{"course_records", "enrolled_on completed_on", date},
		{"events", "happened_on", date},
		{"events", "kind", chosen},
		{"events", "what who", text},
		{"fund_profile", "fund output measure measured_in", text},
		{"fund_profile", "from_on until_on", date},
		{"fund_profile", "planned", number},
		{"fund_spend", "fund payment_type", text},
		{"fund_spend", "from_on until_on", date},
		{"fund_spend", "actual_or_forecast", chosen},
		{"fund_spend", "amount", number},
		{"one_stop_shop", "month", date},
		{"one_stop_shop", "area channel topic", text},
		{"one_stop_shop", "contacts first_contacts", number},
		{"placements", "person", person},
		{"placements", "host placement_area placement_route", text},
		{"placements", "started_on planned_end_on completed_on left_on", date},
		{"placements", "interview", ticked},
		{"provision", "offer offered_by kind area level", text},
		{"provision", "places", number},
		{"provision", "from_on until_on", date},
	}
	described := map[string]queries.Source{}
	l, _ := loaderOf(t)
	told := map[string]bool{}
	for _, s := range l.DB.Sources() {
		described[s.Name] = s
	}
	for _, tt := range tests {
		for _, column := range strings.Fields(tt.columns) {
			s := described[tt.source]
			i := slices.IndexFunc(s.Columns, func(c queries.Column) bool { return c.Name == column })
			if i < 0 {
				t.Errorf("%s has no column %s", tt.source, column)
				continue
			}
			told[tt.source+" "+column] = true
			if got := meanings(s.Columns[i], words); got != tt.want {
				t.Errorf("%s, %s: %s\n\tare %s\n\twant %s", tt.source, column, strings.Join(words, " "), got, tt.want)
			}
		}
	}
	for _, s := range l.DB.Sources() {
		for _, c := range s.Kept() {
			if (s.Sheet != "" || s.Name == "maturity_self_assessment") && !told[s.Name+" "+c.Name] {
				t.Errorf("%s, %s: nothing is said of its words; they are %s", s.Name, c.Name, meanings(c, words))
			}
		}
	}
}

// meanings says what a column makes of words, whether they stand in a text file or
// are what a workbook has for them.
func meanings(c queries.Column, words []string) string {
	var means []string
	for _, word := range words {
		cells := []Cell{textOf(word)}
		switch {
		case word == "999":
			cells = append(cells, numberOf(999))
		case isErrorValue(word):
			cells = append(cells, Cell{Kind: Error, Raw: word})
		}
		meant := ""
		for _, cell := range cells {
			r := newReading(c)
			got, problem := r.value(cell)
			switch {
			case problem != nil:
				got = "!"
			case c.Keep == "hash" && got != "" && hashID(key, got) == "", got == "":
				got = "."
			case got == word && !c.IsNumber():
				got = "kept"
			}
			if meant != "" && got != meant {
				got = meant + "/" + got
			}
			meant = got
		}
		means = append(means, meant)
	}
	return strings.Join(means, " ")
}
