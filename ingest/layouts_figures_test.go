package ingest

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"academy/queries"
)

// layoutLoader makes a loader over a workspace with the reference data of the
// layouts.
func layoutLoader(t testing.TB, book *queries.Book) *Loader {
	t.Helper()
	dir := t.TempDir()
	must(t, os.CopyFS(filepath.Join(dir, "reference"), os.DirFS(filepath.Join(layouts, "reference"))))
	must(t, os.MkdirAll(filepath.Join(dir, "inbox"), 0o755))
	db, err := queries.Open(t.Context(), book, queries.Options{BuildDir: t.TempDir(), Threads: 1})
	must(t, err)
	t.Cleanup(func() { must(t, db.Close()) })
	return &Loader{
		DB: db, Archive: &Archive{Dir: filepath.Join(dir, "archive")}, Rejected: &Rejected{Dir: filepath.Join(dir, "rejected")},
		Inbox: filepath.Join(dir, "inbox"), Reference: filepath.Join(dir, "reference"), Key: key, Today: day.AddDate(1, 0, 0),
	}
}

// receive puts files in the inbox, loads them, and returns what became of each
// in their order. The files of an inner slice come on one day.
func receive(t testing.TB, l *Loader, files ...[]layoutFile) []Outcome {
	t.Helper()
	for i, of := range files {
		for _, f := range of {
			fileOf(t, filepath.Join(l.Inbox, receivedOn(i).Format(time.DateOnly), f.name), string(f.data))
		}
	}
	days, err := Inbox(l.Inbox, l.Today)
	must(t, err)
	all, err := l.Load(t.Context(), days)
	must(t, err)
	var outcomes []Outcome
	for i, of := range files {
		for _, f := range of {
			at := slices.IndexFunc(all, func(o Outcome) bool {
				return o.Received.Equal(receivedOn(i)) && filepath.Base(o.Name) == f.name
			})
			if at < 0 {
				t.Fatalf("%s did not arrive", f.name)
			}
			outcomes = append(outcomes, all[at])
		}
	}
	return outcomes
}

// receivedOn is the day on which the i-th files come.
func receivedOn(i int) time.Time { return day.AddDate(0, 0, i+1) }

// factLines adds up a fact by month, a line for each thing counted. what is an
// expression over it, period the day that the row is about.
func factLines(t testing.TB, db *queries.DB, fact, period, what string) string {
	t.Helper()
	sql := fmt.Sprintf(`select date_trunc('month', %s)::date as period, null::text as area, null::text as employer, null::text as workplace,
		null::text as subject, 'x' as source, 1 as people, null::text as left_out, 1 as numerator, %s as what from %s`, period, what, fact)
	var lines []string
	for s, err := range db.Sums(t.Context(), queries.Query{Name: "lines", Path: "lines.sql", SQL: sql}, "count", []string{"x"}, []string{"what"}) {
		must(t, err)
		lines = append(lines, fmt.Sprintf("%s %s %d\n", s.Period.Format("2006-01"), s.Members[0], s.Numerator/1000))
	}
	slices.Sort(lines)
	return strings.Join(lines, "")
}

// TestSurveysGiveTheSameFigures holds that a survey gives the same figures
// whatever platform hosted it and however it was exported.
func TestSurveysGiveTheSameFigures(t *testing.T) {
	archive, err := txtar.ParseFile(filepath.Join(layouts, "surveys", "course_feedback.txtar"))
	must(t, err)
	var files [][]layoutFile
	var want string
	for _, f := range archive.Files {
		if f.Name == "want" {
			want = string(f.Data)
			continue
		}
		files = append(files, []layoutFile{makeFile(t, f)})
	}
	l := layoutLoader(t, layoutBook(t))
	for _, o := range receive(t, l, files...) {
		if o.Refusal != nil {
			t.Errorf("%s: refused, %s: %s", o.Name, o.Refusal.Code, o.Refusal.Says)
		}
	}
	months := queries.Frame{Launch: day.AddDate(0, -8, 1-day.Day()), LastMonth: day.AddDate(0, 0, 1-day.Day())}
	must(t, l.DB.Build(t.Context(), queries.Now(l.Today), months, ""))
	got := factLines(t, l.DB, "survey_answers", "completed_on", "item || ' = ' || coalesce(answer, left_out)")
	for i := range files {
		t.Run(files[i][0].name, func(t *testing.T) {
			month := fmt.Sprintf("2026-%02d ", i+1)
			var of []string
			for _, line := range strings.Split(got, "\n") {
				if rest, ok := strings.CutPrefix(line, month); ok {
					of = append(of, rest)
				}
			}
			same(t, strings.Join(of, "\n"), want)
		})
	}
}

// TestHeaderVersionsGiveTheSameFigures holds that the workplace and staff files
// of the ASC-WDS give the same facts under each header they have had. W0001
// has two people employed and one job role without an answer about vacancies;
// W0002 says seven staff and lists one, who is not employed.
func TestHeaderVersionsGiveTheSameFigures(t *testing.T) {
	var workplace, staff []layoutFile
	for _, c := range readLayouts(t) {
		switch c.source {
		case "ascwds_workplace":
			workplace = c.files
		case "ascwds_staff":
			staff = c.files
		}
	}
	var files [][]layoutFile
	for i := range max(len(workplace), len(staff)) {
		files = append(files, []layoutFile{workplace[min(i, len(workplace)-1)], staff[min(i, len(staff)-1)]})
	}
	l := layoutLoader(t, layoutBook(t))
	receive(t, l, files...)
	month := time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC)
	for i := range files {
		must(t, l.DB.Build(t.Context(), queries.Now(receivedOn(i)), queries.Frame{Launch: month, LastMonth: month}, ""))
		got := factLines(t, l.DB, "ascwds", "period", `concat_ws(' ', workplace, role_group, 'staff', total_staff, 'records', records, 'employed', employed,
			'vacancies', coalesce(vacancies_left_out, vacancies::text), 'leavers', coalesce(leavers_left_out, leavers::text))`)
		t.Run(fmt.Sprintf("%s and %s", files[i][0].name, files[i][1].name), func(t *testing.T) {
			same(t, got, `
2026-09 W0001 Care and nursing staff 24 records 2 employed 1 vacancies not known leavers 3 1
2026-09 W0001 Other staff 24 records 2 employed 1 vacancies not known leavers 0 1
2026-09 W0002 Care and nursing staff 7 records 1 employed 0 vacancies 1 leavers 0 1
2026-09 W0002 Other staff 7 records 1 employed 0 vacancies 0 leavers 0 1`)
		})
	}
}

// TestWrongForms holds that a file which only looks like a source is refused,
// and that an answer which no scale has is told at its cell.
func TestWrongForms(t *testing.T) {
	book, err := queries.OpenBook(nil)
	must(t, err)
	tests := []struct {
		name, file, text, want string
	}{
		{"a form with a time stamp and none of our questions", "form.csv",
			"Timestamp,What would you like for lunch?\n2026/03/14 10:05:00 am GMT,Soup\n", "unknown-survey"},
		{"a form of Microsoft's with none of our questions", "form2.csv",
			"ID,Start time,Completion time,Email,Name,Lunch?\n1,2026-03-14,2026-03-14,,,Soup\n", "unknown-survey"},
		{"a list of people with e-mail addresses", "people.csv",
			"Person,Email address,Room\nA,a@example.org,1\n", "not-activity-progress"},
		{"an answer that the question does not have", "feedback.csv",
			"Timestamp,\"How would you rate the course, overall?\"\n2026/03/14 10:05:00 am GMT,Soup\n", "line 2, column How would you rate the course, overall?: not-on-the-scale, ask"},
		{"several answers, one of which the question does not have", "feedback2.csv",
			"Timestamp,Which parts were useful?\n2026/03/14 10:05:00 am GMT,Videos;Soup\n", "line 2, column Which parts were useful?: not-on-the-scale, ask"},
		{"several answers that the question has, and one has a comma in it", "feedback3.csv",
			"Timestamp,Which parts were useful?\n2026/03/14 10:05:00 am GMT,\"Videos, Talks, with questions\"\n", ""},
		{"several answers to a question that takes one", "feedback4.csv",
			"Timestamp,\"How would you rate the course, overall?\"\n2026/03/14 10:05:00 am GMT,Good;Fair\n", "line 2, column How would you rate the course, overall?: not-on-the-scale, ask"},
		{"a comment, which has no scale", "feedback5.csv",
			"Timestamp,Anything else?\n2026/03/14 10:05:00 am GMT,Soup\n", ""},
	}
	l := layoutLoader(t, book)
	var files [][]layoutFile
	for _, tt := range tests {
		files = append(files, []layoutFile{{tt.file, []byte(tt.text)}})
	}
	for i, o := range receive(t, l, files...) {
		t.Run(tests[i].name, func(t *testing.T) {
			var got []string
			if o.Refusal != nil {
				got = append(got, o.Refusal.Code)
			} else {
				for _, f := range o.Faults {
					got = append(got, fmt.Sprintf("%s: %s, %s", f.Place, f.Code, f.Severity))
				}
			}
			same(t, strings.Join(got, "\n"), tests[i].want)
		})
	}
}

// TestNoSourceTakesAnother holds that the headings of a source are known as that
// source's and no other's: all of them, and those alone that have to be there.
func TestNoSourceTakesAnother(t *testing.T) {
	sources, err := queries.Sources()
	must(t, err)
	for _, s := range sources {
		all, required := []string{}, []string{}
		for _, c := range s.Columns {
			if c.From != "" {
				continue
			}
			all = append(all, `"`+c.Heading+`"`)
			if c.Required {
				required = append(required, `"`+c.Heading+`"`)
			}
		}
		for what, headings := range map[string][]string{"all headings": all, "the required headings": required} {
			t.Run(s.Name+"/"+what, func(t *testing.T) {
				row := strings.Join(headings, ",") + "\n"
				data := strings.Repeat(row, max(1, s.Headings.Rows)) + strings.Repeat("1,", len(headings)-1) + "1\n"
				table, err := Read("2026-09-01.csv", bytes.NewReader([]byte(data)), int64(len(data)), sources, key)
				must(t, err)
				if table.Source.Name != s.Name {
					t.Errorf("read as %s", table.Source.Name)
				}
			})
		}
	}
}
