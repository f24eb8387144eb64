package reports

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"academy/queries"
)

// TestStoppedWords holds that every reason for which our statements leave a
// workplace out of a figure is said in words of its own.
func TestStoppedWords(t *testing.T) {
	reason := regexp.MustCompile(`then '([a-z][a-z ]+[0-9]*[a-z% ]*)'`)
	reasons := map[string]bool{}
	for _, layer := range []string{"facts", "metrics"} {
		files, err := filepath.Glob("../queries/" + layer + "/*.sql")
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, match := range reason.FindAllStringSubmatch(string(text), -1) {
				reasons[match[1]] = true
			}
		}
	}
	reasons["above 995%"] = true
	if len(reasons) < 9 {
		t.Errorf("only %d reasons were found: %v", len(reasons), reasons)
	}
	for r := range reasons {
		if stoppedBy[r] == "" {
			t.Errorf("%q is not said in words", r)
		}
	}
	for r := range stoppedBy {
		if !reasons[r] {
			t.Errorf("%q is said in words, and no statement gives it", r)
		}
	}
}

func TestStoppedBySources(t *testing.T) {
	tests := []struct{ name, export, returns, want string }{
		{"nothing stops it", "", "", ""},
		{"nothing came", notAnswered, notAnswered, notAnswered},
		{"one source alone is stopped, as it is for a metric of one", tooOld, "", tooOld},
		{"what came is told of, and not what did not", notAnswered, needsYear, needsYear},
		{"either way out is told of", tooOld, needsYear,
			"the newest ASC-WDS data that we have from you is too old, and we need a return for each of the last 12 months (putting either right is enough)"},
		{"the other too, where all that came is too old", tooOld, notAnswered,
			"the newest ASC-WDS data that we have from you is too old, and we have no return from you for it that counts, or a box that it is made from is blank (putting either right is enough)"},
		{"but not where what came is wrong", "lists do not match", notAnswered, "lists do not match"},
	}
	for _, tt := range tests {
		stops := []queries.Stop{{Workplace: "W0002", Source: "ascwds", Reason: "another's"}}
		for source, reason := range map[string]string{"ascwds": tt.export, "provider_return": tt.returns} {
			if reason != "" && source == "ascwds" {
				stops = append([]queries.Stop{{Workplace: "W0001", Source: source, Reason: reason}}, stops...)
			} else if reason != "" {
				stops = append(stops, queries.Stop{Workplace: "W0001", Source: source, Reason: reason})
			}
		}
		if got := StoppedBySources(stops, "W0001"); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestLacking(t *testing.T) {
	tests := []struct {
		name        string
		blank, left []string
		want        string
	}{
		{"nothing", nil, nil, ""},
		{"one blank", []string{"A"}, nil, "A is blank in your return for May 2026"},
		{"two left out", nil, []string{"A", "B"}, "we left out A and B of your return for May 2026"},
		{"both", []string{"A", "B"}, []string{"C"}, "A and B are blank in your return for May 2026, and we left out C of your return for May 2026"},
		{"four are named rather than counted", []string{"A", "B", "C", "D"}, nil, "A, B, C and D are blank in your return for May 2026"},
		{"many", []string{"A", "B", "C", "D", "E"}, nil, "A, B, C and 2 other boxes are blank in your return for May 2026"},
	}
	for _, tt := range tests {
		if got := Lacking("May 2026", tt.blank, tt.left); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestYearLacking(t *testing.T) {
	open := func(whys ...string) (all []Told) {
		for _, why := range whys {
			all = append(all, Told{Why: why})
		}
		return all
	}
	const begins = "we need a return for each of the last 12 months, and "
	tests := []struct {
		name    string
		missing []string
		open    []Told
		want    string
	}{
		{"not known", nil, nil, ""},
		{"two months", []string{"May 2026", "June 2026"}, nil, begins + "we have none for May 2026 and June 2026"},
		{"many", []string{"a", "b", "c", "d"}, open("A is blank"), begins + "we have none for 4 of them"},
		{"boxes of a month", nil, open("A is blank"), begins + "A is blank"},
		{"of five, and a month", []string{"May 2026"}, open("A is blank", "B", "C", "D", "E"), begins + "we have none for May 2026, and A is blank, and B, and C, and 2 more months lack something too"},
	}
	for _, tt := range tests {
		if got := YearLacking(tt.missing, tt.open); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}
