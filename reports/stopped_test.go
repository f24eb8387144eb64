package reports

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

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
			if strings.HasSuffix(file, "_prefill.sql") {
				continue // of a form: see UnfilledWords
			}
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
	stop := func(reason, words string, came bool) Stopped {
		return Stopped{Stop: queries.Stop{Reason: reason}, Words: words, Came: came}
	}
	noExport, old := stop(notAnswered, "no export came", false), stop(tooOld, "the export is old", true)
	noReturn, year := stop(notAnswered, "no return came", false), stop(needsYear, "", true)
	const either = " (putting either right is enough)"
	tests := []struct {
		name  string
		own   []Stopped
		want  string
		asked bool
	}{
		{"nothing stops it", nil, "", false},
		{"nothing came", []Stopped{noExport, noReturn}, "no export came, and no return came (sending either is enough)", true},
		{"one source alone is stopped, as it is for a metric of one", []Stopped{stop(tooOld, "", true)}, tooOld, false},
		{"what came is told of, and not what did not", []Stopped{noExport, year}, needsYear, false},
		{"either way out is told of", []Stopped{old, year}, "the export is old, and we need a return for each of the last 12 months" + either, false},
		{"the other too, where all that came is too old", []Stopped{old, noReturn}, "the export is old, and no return came" + either, false},
		{"but not where what came is wrong", []Stopped{stop("lists do not match", "", true), noReturn}, "lists do not match", false},
		{"what came without an answer", []Stopped{noExport, stop(notAnswered, "a box is blank", true)}, "a box is blank", true},
		{"both for the same reason", []Stopped{stop("above 995%", "", true), stop("above 995%", "", true)}, "above 995%", false},
		{"both came without an answer", []Stopped{stop(notAnswered, "a question is blank", true), stop(dontKnow, "", true)},
			"a question is blank, and " + stoppedBy[dontKnow] + either, true},
	}
	for _, tt := range tests {
		if got, asked := StoppedBySources(tt.own); got != tt.want || asked != tt.asked {
			t.Errorf("%s: %q, asked %t; want %q, %t", tt.name, got, asked, tt.want, tt.asked)
		}
	}
}

func TestExportStops(t *testing.T) {
	made := queries.Export{On: time.Date(2026, 9, 26, 0, 0, 0, 0, time.UTC)}
	counted := func(records, staff int) queries.Export {
		return queries.Export{On: made.On, Records: records, Staff: staff}
	}
	one, two := []string{"VACANCIES"}, []string{"STARTERS", "LEAVERS"}
	tests := []struct {
		name, source, reason string
		export               queries.Export
		questions, left      []string
		want                 string
	}{
		{"no export", "ascwds", notAnswered, queries.Export{}, nil, nil, "we have no ASC-WDS data from you"},
		{"a blank", "ascwds", notAnswered, made, one, nil, "VACANCIES is blank in your ASC-WDS data of 26 September 2026"},
		{"two blanks", "ascwds", notAnswered, made, two, nil, "STARTERS and LEAVERS are blank in your ASC-WDS data of 26 September 2026"},
		{"a value left out is no blank", "ascwds", notAnswered, made, nil, one, "we left out VACANCIES of your ASC-WDS data of 26 September 2026"},
		{"a blank, and nobody knows where", "ascwds", notAnswered, made, nil, nil, "a question that it is made from is blank in your ASC-WDS data of 26 September 2026"},
		{"do not know", "ascwds", dontKnow, made, one, nil, `VACANCIES is answered with "do not know" in your ASC-WDS data of 26 September 2026`},
		{"do not know, and nobody knows where", "ascwds", dontKnow, made, nil, nil,
			`a question that it is made from was answered with "do not know" in your ASC-WDS data of 26 September 2026`},
		{"lists", "ascwds", listsDiffer, made, one, nil, "we cannot read VACANCIES in your ASC-WDS data of 26 September 2026"},
		{"too old", "ascwds", tooOld, made, nil, nil, "the newest ASC-WDS data that we have from you, of 26 September 2026, is too old"},
		{"records against the total", "ascwds", recordsDiffer, counted(20, 30), nil, nil,
			"there are 20 worker records and a total of 30 staff in your ASC-WDS data of 26 September 2026, which are too far apart"},
		{"no records", "ascwds", recordsDiffer, counted(0, 30), nil, nil, "no worker record came with your ASC-WDS data of 26 September 2026"},
		{"a total of 0", "ascwds", recordsDiffer, counted(20, 0), nil, nil,
			"there are 20 worker records and a total of 0 staff in your ASC-WDS data of 26 September 2026, and we need at least 3 of each"},
		{"two that are the same", "ascwds", recordsDiffer, counted(2, 2), nil, nil,
			"there are 2 worker records and a total of 2 staff in your ASC-WDS data of 26 September 2026, and we need at least 3 of each"},
		{"what the reason says", "ascwds", "above 995%", made, nil, nil, ""},
		{"a source of a workspace", "mine", notAnswered, queries.Export{}, nil, nil, ""},
	}
	for _, tt := range tests {
		if got := ExportStops(queries.Stop{Source: tt.source, Reason: tt.reason}, tt.export, tt.questions, tt.left); got != tt.want {
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

func TestNotCounted(t *testing.T) {
	day := func(m time.Month, d int) time.Time { return time.Date(2026, m, d, 0, 0, 0, 0, time.UTC) }
	tests := []struct {
		name  string
		homes []Scope
		want  string
	}{
		{"one is counted", []Scope{{"A", day(1, 1), day(5, 31)}, {"B", day(1, 1), time.Time{}}}, ""},
		{"on its last day", []Scope{{"A", day(1, 1), day(10, 31)}}, ""},
		{"closed", []Scope{{"A", day(1, 1), day(10, 30)}}, "we count A until 30 October 2026 only"},
		{"closed, and not yet there", []Scope{{"A", day(1, 1), day(5, 31)}, {"B", day(11, 1), time.Time{}}}, "we count A until 31 May 2026 only; we count B from 1 November 2026 on"},
		{"no workplace", nil, ""},
	}
	for _, tt := range tests {
		if got := NotCounted(tt.homes, day(10, 1)); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}
