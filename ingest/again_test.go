package ingest

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// An arrivingFile is one of the inbox: its path, and what it holds.
type arrivingFile struct{ path, content string }

// atOnceAndByDay loads files in one run, and day by day into another workspace,
// after those of an earlier run, and lists what became of each.
func atOnceAndByDay(t *testing.T, earlier, files []arrivingFile) (atOnce, byDay string) {
	t.Helper()
	start := func() (*Loader, func([]arrivingFile) string) {
		l, dir := loaderOf(t)
		l.Today = day.AddDate(0, 3, 0)
		var last Progress
		l.Watch = func(p Progress) {
			if p.Done < last.Done || p.Rows < last.Rows {
				t.Errorf("after %+v it says %+v", last, p)
			}
			last = p
		}
		load := func(files []arrivingFile) string {
			last = Progress{}
			for _, f := range files {
				fileOf(t, filepath.Join(dir, "inbox", f.path), f.content)
			}
			return verdicts(t, l)
		}
		load(earlier)
		return l, load
	}
	one, load := start()
	atOnce = load(files) + staged(t, one)
	other, load := start()
	for i := 0; i < len(files); {
		n := i
		for n < len(files) && filepath.Dir(files[n].path)[:10] == filepath.Dir(files[i].path)[:10] {
			n++
		}
		byDay += load(files[i:n])
		i = n
	}
	return atOnce, byDay + staged(t, other)
}

// staged says how many rows of which files count, and what was found in them.
func staged(t *testing.T, l *Loader) string {
	t.Helper()
	rows, err := l.DB.StagedRows(t.Context())
	must(t, err)
	rows = slices.DeleteFunc(rows, func(row string) bool { return strings.HasPrefix(row, "workplaces ") })
	faults, err := l.DB.Faults(t.Context())
	must(t, err)
	for _, f := range faults {
		rows = append(rows, fmt.Sprint(f.File, " ", f.Place, " ", f.Code))
	}
	return strings.Join(rows, "\n")
}

// TestSentAgainLater holds what becomes of a content that comes once more on a
// later day: nothing where the first counts, and where it does not, it is judged
// for itself. Taken in at once or day by day, it is the same.
func TestSentAgainLater(t *testing.T) {
	september, august, later := returnCSV("W0001", "September 2026"), returnCSV("W0001", "August 2026"), returnCSV("W0001", "October 2026")
	rival := strings.Replace(september, ",20,", ",21,", 1)
	correction := strings.Replace(strings.Replace(september, ",Month,", ",Month,Correction,", 1), "2026,20,", "2026,yes,22,", 1)
	folder := packed(t, packedFile{name: "r.csv", text: september})
	const tracker = "cqcid,nursesemployed,careworkersemployed,noncareworkersemployed,agencynursesemployed,agencycareworkersemployed,agencynoncareworkersemployed,hourspaid,hoursovertime,hoursagency,hoursabsence,daysabsence,maxcapacity,usedbeds,lastupdatedutc\n" +
		"W0001,3,18,6,0,2,0,1200,12,30,8,1,30,27,2026-07-12T08:15:00Z\n"
	unchanged := strings.Replace(returnCSV("W0001", "October 2026"), ",Month,", ",Month,No change,", 1)
	unchanged = unchanged[:strings.LastIndex(unchanged, "2026")] + "2026,yes" + strings.Repeat(",", 16) + "\n"
	vacancies := func(text, value string) string { return strings.Replace(text, ",3,1,0,", ","+value+",1,0,", 1) }
	ticked := strings.Replace(strings.Replace(september, ",Month,", ",Month,No change,", 1), "2026,", "2026,yes,", 1)
	resaved := strings.ReplaceAll(september, "\n", "\r\n") // the same values in other bytes
	const again = ": already received, already-received\n"
	tests := []struct {
		name           string
		earlier, files []arrivingFile
		want           string
	}{
		{"the first counts", nil, []arrivingFile{{"2026-10-01/a.csv", september}, {"2026-10-02/b.csv", september}, {"2026-10-03/c.csv", august}},
			"2026-10-01/a.csv: accepted\n2026-10-02/b.csv" + again + "2026-10-03/c.csv: accepted\n"},
		{"the first was in dispute", nil, []arrivingFile{{"2026-10-01/a.csv", september}, {"2026-10-01/b.csv", rival}, {"2026-10-02/c.csv", september}, {"2026-10-03/d.csv", september}},
			"2026-10-01/a.csv: held\n2026-10-01/b.csv: held\n2026-10-02/c.csv: accepted\n2026-10-03/d.csv" + again},
		{"the first was in dispute, and is sent again beside the month after", nil, []arrivingFile{{"2026-10-01/a.csv", september}, {"2026-10-01/b.csv", rival}, {"2026-11-02/c.csv", unchanged}, {"2026-11-02/d.csv", september}},
			"2026-10-01/a.csv: held\n2026-10-01/b.csv: held\n2026-11-02/c.csv: accepted\n2026-11-02/d.csv: accepted\n"},
		{"another of the day says the same", nil, []arrivingFile{{"2026-10-01/a.csv", september}, {"2026-10-01/b.csv", resaved}, {"2026-10-02/c.csv", september}, {"2026-10-02/d.csv", resaved}},
			"2026-10-01/a.csv: accepted\n2026-10-01/b.csv: accepted\n2026-10-02/c.csv" + again + "2026-10-02/d.csv" + again},
		{"another of the day says the same, and a third does not", nil, []arrivingFile{{"2026-10-01/a.csv", september}, {"2026-10-01/b.csv", resaved}, {"2026-10-01/c.csv", rival}, {"2026-10-02/d.csv", resaved}},
			"2026-10-01/a.csv: held\n2026-10-01/b.csv: held\n2026-10-01/c.csv: held\n2026-10-02/d.csv: accepted\n"},
		{"another of the day says the same of one of two months", nil, []arrivingFile{{"2026-10-01/a.csv", september + august[strings.Index(august, "W0001"):]}, {"2026-10-01/b.csv", resaved}},
			"2026-10-01/a.csv: accepted\n2026-10-01/b.csv: accepted\n"},
		{"another of the day leaves a box blank where the first has a code or a word, which do not count", nil,
			[]arrivingFile{{"2026-10-01/a.csv", vacancies(september, "999")}, {"2026-10-01/b.csv", vacancies(september, "")}, {"2026-10-01/c.csv", vacancies(september, "several")}},
			"2026-10-01/a.csv: accepted in part\n2026-10-01/b.csv: accepted\n2026-10-01/c.csv: accepted in part\n"},
		{"another of the day leaves a box blank, and its tick counts, where that of the first does not, beside a code", nil,
			[]arrivingFile{{"2026-10-01/a.csv", vacancies(ticked, "999")}, {"2026-10-01/b.csv", vacancies(ticked, "")}},
			"2026-10-01/a.csv: held\n2026-10-01/b.csv: held\n"},
		{"one beside the first is its correction", nil, []arrivingFile{{"2026-10-01/a.csv", september}, {"2026-10-01/b.csv", correction}, {"2026-10-02/c.csv", september}},
			"2026-10-01/a.csv: accepted\n2026-10-01/b.csv: accepted\n2026-10-02/c.csv" + again},
		{"the first was of a month that was to come", nil, []arrivingFile{{"2026-09-11/a.csv", later}, {"2026-10-29/b.csv", later}, {"2026-11-01/c.csv", later}},
			"2026-09-11/a.csv: refused, no-rows\n2026-10-29/b.csv: accepted\n2026-11-01/c.csv" + again},
		{"the first was of a month that was to come, in an earlier run", []arrivingFile{{"2026-09-11/a.csv", later}},
			[]arrivingFile{{"2026-09-11/b.csv", later}, {"2026-10-29/c.csv", later}, {"2026-10-29/d.csv", later}, {"2026-10-30/e.csv", later}},
			"2026-09-11/b.csv: refused, no-rows\n2026-10-29/c.csv: accepted\n2026-10-29/d.csv" + again + "2026-10-30/e.csv" + again},
		{"what speaks against the first comes late", []arrivingFile{{"2026-10-01/a.csv", september}},
			[]arrivingFile{{"2026-10-01/b.csv", rival}, {"2026-10-02/c.csv", september}},
			"2026-10-01/b.csv: held\n2026-10-02/c.csv: accepted\n"},
		{"the first is no return", nil, []arrivingFile{{"2026-10-01/a.csv", "this is no return\n"}, {"2026-10-02/b.csv", "this is no return\n"}},
			"2026-10-01/a.csv: refused, wrong-headings\n2026-10-02/b.csv: refused, wrong-headings\n"},
		{"the same name", nil, []arrivingFile{{"2026-10-01/a.csv", september}, {"2026-10-02/a.csv", september}},
			"2026-10-01/a.csv: accepted\n2026-10-02/a.csv" + again},
		{"a packed folder", nil, []arrivingFile{{"2026-10-01/a.zip", folder}, {"2026-10-02/b.zip", folder}},
			"2026-10-01/a.zip/r.csv: accepted\n2026-10-01/a.zip: unpacked\n2026-10-02/b.zip/r.csv" + again + "2026-10-02/b.zip" + again},
		{"only the name says which day it is of", nil, []arrivingFile{
			{"2026-10-01/x.csv", tracker}, {"2026-10-01/x 2026-08-01.csv", tracker}, {"2026-10-02/y 2026-08-01.csv", tracker},
			{"2026-10-02/y 2026-08-02.csv", tracker}, {"2026-10-03/z 2026-08-02.csv", tracker}, {"2026-10-04/z 2026-08-01.csv", tracker}, {"2026-10-05/x.csv", tracker}},
			"2026-10-01/x 2026-08-01.csv: accepted\n2026-10-01/x.csv" + again + "2026-10-02/y 2026-08-01.csv" + again +
				"2026-10-02/y 2026-08-02.csv: accepted\n2026-10-03/z 2026-08-02.csv" + again + "2026-10-04/z 2026-08-01.csv: accepted\n2026-10-05/x.csv" + again},
		{"two of a day with a name that says the day, after one without", nil, []arrivingFile{
			{"2026-10-01/x.csv", tracker}, {"2026-10-02/x 2026-08-01.csv", tracker}, {"2026-10-02/y 2026-08-01.csv", tracker}},
			"2026-10-01/x.csv: refused, no-date-in-name\n2026-10-02/x 2026-08-01.csv: accepted\n2026-10-02/y 2026-08-01.csv" + again},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			atOnce, byDay := atOnceAndByDay(t, tt.earlier, tt.files)
			if !strings.HasPrefix(atOnce, tt.want) {
				same(t, atOnce, tt.want)
			}
			same(t, atOnce, byDay)
		})
	}
}

// TestSentByItsEmployer holds that a home in a return of another employer is left out
// where its own has sent that month by then, in whatever order the files of a day are
// read; not where only a file says so that is refused.
func TestSentByItsEmployer(t *testing.T) {
	const workplaces = "workplace,cqc_location,ascwds_id,name,employer,area,service,in_scope_from,in_scope_until\n" +
		"W0001,,,,E1,,,2024-04-01,\nW0002,,,,E1,,,2024-04-01,\nW0003,,,,E2,,,2024-04-01,\n"
	both := func(month string) string {
		one, other := returnCSV("W0001", month), strings.Replace(returnCSV("W0003", month), ",20,", ",30,", 1)
		return one + other[strings.Index(other, "W0003"):] + strings.Replace(one, "W0001", "W0002", 1)[strings.Index(one, "W0001"):]
	}
	own := returnCSV("W0003", "September 2026")
	tests := []struct {
		name  string
		files []arrivingFile
		want  string // the files and lines that are left out, and asked about
	}{
		{"its own came before", []arrivingFile{{"2026-10-01/a.csv", own}, {"2026-10-02/b.csv", both("September 2026")}}, "3 line 3 left out"},
		{"its own comes the same day, before", []arrivingFile{{"2026-10-01/a.csv", own}, {"2026-10-01/b.csv", both("September 2026")}}, "3 line 3 left out"},
		{"its own comes the same day, behind", []arrivingFile{{"2026-10-01/b.csv", both("September 2026")}, {"2026-10-01/c.csv", own}}, "2 line 3 left out"},
		{"its own comes a day later", []arrivingFile{{"2026-10-01/b.csv", both("September 2026")}, {"2026-10-02/c.csv", own}}, "2 line 3 asked about"},
		{"its own is of another month", []arrivingFile{{"2026-10-01/a.csv", own}, {"2026-10-02/b.csv", both("August 2026")}}, "3 line 3 asked about"},
		{"its own is refused, as headings below its row differ from those above", []arrivingFile{{"2026-10-01/a.csv", own + "Workplace,Month,Care temp" + strings.Repeat(",", 15) + "\n"}, {"2026-10-02/b.csv", both("September 2026")}}, "3 line 3 asked about"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l, dir := loaderOf(t)
			l.Today = day.AddDate(0, 3, 0)
			fileOf(t, filepath.Join(dir, "reference", "workplaces.csv"), workplaces)
			for _, f := range tt.files {
				fileOf(t, filepath.Join(dir, "inbox", f.path), f.content)
			}
			became := verdicts(t, l)
			faults, err := l.DB.Faults(t.Context())
			must(t, err)
			var got []string
			for _, f := range faults {
				switch f.Code {
				case "home-sent-by-its-employer":
					got = append(got, fmt.Sprint(f.File, " line ", f.Line, " left out"))
				case "home-of-another-employer":
					got = append(got, fmt.Sprint(f.File, " line ", f.Line, " asked about"))
				}
			}
			if got := strings.Join(got, ", "); got != tt.want {
				t.Errorf("%s, want %s; it became\n%s", got, tt.want, became)
			}
		})
	}
}

// TestAtOnceAsByDay holds for random files that they are judged at once as they
// are day by day: returns, their corrections and copies, for a few workplaces.
func TestAtOnceAsByDay(t *testing.T) {
	if testing.Short() {
		t.Skip("it opens twenty databases")
	}
	for seed := range uint64(10) {
		random := rand.New(rand.NewPCG(seed, 8))
		var contents []string
		for range 6 {
			text := returnCSV("W0001", []string{"July 2026", "August 2026", "September 2026"}[random.IntN(3)])
			text = strings.Replace(text, ",20,", fmt.Sprintf(",%d,", 20+random.IntN(2)), 1)
			if random.IntN(3) == 0 {
				text = strings.Replace(strings.Replace(text, ",Month,", ",Month,Correction,", 1), "2026,", "2026,yes,", 1)
			}
			if random.IntN(4) == 0 {
				text = strings.Replace(text, ",20,", ",several,", 1)
			}
			contents = append(contents, text)
			if random.IntN(2) == 0 {
				contents = append(contents, strings.ReplaceAll(text, "\n", "\r\n")) // the same values in other bytes
			}
		}
		file := func(i, day int) arrivingFile {
			return arrivingFile{fmt.Sprintf("2026-%02d-%02d/f%02d.csv", 9+day/3, 11+day%3, i), contents[random.IntN(len(contents))]}
		}
		var earlier, files []arrivingFile
		for i := range 3 {
			earlier = append(earlier, file(90+i, random.IntN(6)))
		}
		for i := range 9 {
			files = append(files, file(i, i*6/9))
		}
		if seed%2 == 0 {
			earlier = nil
		}
		atOnce, byDay := atOnceAndByDay(t, earlier, files)
		if atOnce != byDay {
			t.Errorf("seed %d: at once\n%s\nday by day\n%s", seed, atOnce, byDay)
		}
	}
}
