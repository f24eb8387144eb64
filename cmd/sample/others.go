package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"time"
)

// An other is a file of what arrives beside returns, exports and the tracker.
// No metric is made of it yet.
type other struct {
	name     string
	workbook bool // written as a workbook, of one sheet
	rows     [][]string
	day      time.Time // it comes; zero for the day of the others
	faults   []placed  // planted in it
}

// A placed fault is what the program tells by a code, at a place.
type placed struct{ code, place, what string }

// The questions of the course survey, and an answer to the first that is none.
const (
	ratingQuestion = "How would you rate the course overall?"
	usefulQuestion = "Which parts were useful?"
	lunchQuestion  = "What would you like for lunch?"
	offScale       = "Splendid"
)

// surveyItemRows are the questions of reference/survey_items.csv.
func surveyItemRows() [][]string {
	return [][]string{
		{"survey", "item", "question", "answers", "several"},
		{"course", "overall", ratingQuestion, "Very poor;Poor;Fair;Good;Very good", ""},
		{"course", "useful_parts", usefulQuestion, "Videos;Talks;Practice", "yes"},
	}
}

// othersDay is when the others come: after the last report month.
func (r *region) othersDay() time.Time { return (r.last + 1).day(10) }

// writeOthers writes a small file of each kind.
func (r *region) writeOthers(log *faultLog) error {
	files := append(r.surveys(), r.courses()...)
	files = append(files, r.ledgers()...)
	if r.all() {
		files = append(files, r.faultyOthers()...)
		files = append(files, r.faultyLists()...)
		files = append(files, r.spendOfAnotherFund())
		called := func(name string) *other {
			return &files[slices.IndexFunc(files, func(f other) bool { return f.name == name })]
		}
		called("Events.csv").faults = []placed{{"list-lacks-rows", textCell(2, "Event date"), "a list that lacks what the one before had"}}
		use := called("One-stop shop.csv")
		use.faults = []placed{{"month-lacks-rows", textCell(2, "Month of use"), "a month that was sent before with a row more"}}
		last := slices.Clone(use.rows[len(use.rows)-1])
		last[3] = "housing"
		files = append(files, other{name: "One-stop shop, all of it.csv", day: r.othersDay().AddDate(0, 0, -1), rows: append(slices.Clone(use.rows), last)})
	}
	for _, f := range files {
		if f.day.IsZero() {
			f.day = r.othersDay()
		}
		name := path.Join("inbox", date(f.day), f.name)
		if err := r.writeOther(name, f); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		for _, p := range f.faults {
			log.at(name, p.code, p.place, p.what, "nothing: no metric is made of it")
		}
	}
	return nil
}

func (r *region) writeOther(name string, f other) error {
	if f.workbook {
		s := sheet{name: "Sheet1", heading: 1}
		for _, row := range f.rows {
			cells := make([]any, len(row))
			for i, v := range row {
				if v != "" {
					cells[i] = v
				}
			}
			s.rows = append(s.rows, cells)
		}
		return r.workbook(name, func(w io.Writer) error { return s.write(w) })
	}
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	if err := w.WriteAll(f.rows); err != nil {
		return err
	}
	return r.put(name, b.Bytes())
}

// A platform hosts surveys: the columns before the questions, how it parts
// several answers, and which lines of headings come before the replies.
type platform struct {
	name     string // of the file
	workbook bool
	before   []string
	parted   string
	reply    func(n int, day time.Time) []string
	second   []string // of headings; nil where there is one line
	third    bool     // a line of JSON, as Qualtrics has
}

// platforms are the five whose exports are read. Source: input_layouts.json of
// the domain notes.
var platforms = []platform{
	{name: "Course feedback(1-3).xlsx", workbook: true, parted: ";",
		before: []string{"ID", "Start time", "Completion time", "Email", "Name"},
		reply: func(n int, day time.Time) []string {
			return []string{fmt.Sprint(n), date(day), date(day), "anonymous", ""}
		}},
	{name: "Course feedback SurveyMonkey.csv", parted: ", ",
		before: []string{"Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address", "Email Address", "First Name", "Last Name", "Custom Data 1"},
		second: []string{"Response", "Response"},
		reply: func(n int, day time.Time) []string {
			return []string{fmt.Sprint(n), "7", day.Format("01/02/2006 03:04:05 PM"), day.Format("01/02/2006 03:04:05 PM"), "192.0.2.1", "", "", "", ""}
		}},
	{name: "Course feedback SmartSurvey.csv", parted: ", ",
		before: []string{"UserID", "UserNo", "Name", "Email", "IP Address", "Unique ID", "Started", "Ended"},
		second: []string{"", ""},
		reply: func(n int, day time.Time) []string {
			return []string{fmt.Sprint(n), fmt.Sprint(n), "", "", "192.0.2.1", fmt.Sprintf("x%d", n), day.Format("02/01/2006 15:04:05"), day.Format("02/01/2006 15:04:05")}
		}},
	{name: "Course feedback (Responses).csv", parted: ";",
		before: []string{"Timestamp"},
		reply: func(n int, day time.Time) []string {
			return []string{day.Add(time.Duration(n) * time.Minute).Format("2006/01/02 3:04:05 pm GMT")}
		}},
	{name: "Course feedback Qualtrics.csv", parted: ",",
		before: []string{"StartDate", "EndDate", "Status", "IPAddress", "Progress", "Duration (in seconds)", "Finished", "RecordedDate", "ResponseId",
			"RecipientLastName", "RecipientFirstName", "RecipientEmail", "ExternalReference", "LocationLatitude", "LocationLongitude", "DistributionChannel", "UserLanguage"},
		third: true,
		reply: func(n int, day time.Time) []string {
			at := day.Format("2006-01-02 15:04:05")
			return []string{at, at, "IP Address", "192.0.2.1", "100", "300", "True", at, fmt.Sprintf("R_%d", n), "", "", "", "", "", "", "anonymous", "EN"}
		}},
}

// export is a survey as a platform gives it, and the line of its last reply.
// replies are answers by question.
func (p platform) export(name string, day time.Time, questions []string, replies [][]string) (other, int) {
	head := append([]string{}, p.before...)
	if p.third {
		for i := range questions {
			head = append(head, fmt.Sprintf("Q%d", i+1))
		}
	} else {
		head = append(head, questions...)
	}
	rows := [][]string{head}
	blank := make([]string, len(p.before))
	switch {
	case p.third:
		ids := make([]string, len(head))
		for i := range ids {
			ids[i] = fmt.Sprintf(`{"ImportId":"c%d"}`, i)
		}
		rows = append(rows, append(append([]string{}, p.before...), questions...), ids)
	case p.second != nil:
		rows = append(rows, append(blank, p.second[:len(questions)]...))
	}
	for i, answers := range replies {
		rows = append(rows, append(p.reply(i+1, day.AddDate(0, 0, i)), answers...))
	}
	return other{name: name, workbook: p.workbook, rows: rows}, len(rows)
}

// surveys are the replies to the course survey, three on each platform.
func (r *region) surveys() []other {
	var files []other
	for _, p := range platforms {
		replies := [][]string{
			{"Good", "Videos" + p.parted + "Talks"}, {"Very good", "Practice"}, {"Fair", "Talks" + p.parted + "Practice"},
		}
		f, _ := p.export(p.name, r.last.day(6), []string{ratingQuestion, usefulQuestion}, replies)
		files = append(files, f)
	}
	return files
}

// courses are what two systems for learning and a list of records say.
func (r *region) courses() []other {
	day := r.last.day(12)
	moodle := day.Format("02/01/06, 15:04")
	return []other{
		{name: "completion-induction.csv", rows: [][]string{
			{"ID", "Name", "Email address", "Reading", "Reading - Completion date", "Course complete"},
			{"101", "A " + learnerSurname, "a@example.org", "Completed", moodle, moodle},
			{"102", "B " + learnerSurname, "b@example.org", "Not completed", "", ""},
		}},
		{name: "progress.induction.csv", rows: [][]string{
			{"", "Email address", "Reading", "", "Quiz", ""},
			{"A " + learnerSurname, "a@example.org", "Completed", date(day) + " 14:05:00", "Not completed", ""},
			{"B " + learnerSurname, "b@example.org", "Not completed", "", "Not completed", ""},
		}},
		{name: "College course records.csv", rows: [][]string{
			{"Learner reference", "Course title", "Enrolment date", "Outcome", "Date completed"},
			{"L-001", "Care Certificate", r.launch.day(9).Format("02/01/2006"), "completed", day.Format("02/01/2006")},
			{"L-002", "New to care", day.Format("02/01/2006"), "in progress", ""},
		}},
	}
}

// learnerSurname is nobody's.
const learnerSurname = "Madeup"

// ledgers are the lists that the academy itself keeps.
func (r *region) ledgers() []other {
	first, last := uk(r.launch.first()), uk(r.last.end())
	host := r.workplaces[0].id
	return []other{
		{name: "Placements.csv", rows: [][]string{
			{"Person reference", "Placement host", "Placement area", "Placement start date", "Placement completion date"},
			{"MF-00001", host, areas[firstDistrict].name, uk(r.launch.day(20)), uk((r.launch + 1).day(3))},
			{"MF-00002", host, areas[city].name, uk(r.launch.day(22)), ""},
		}},
		{name: "Provision by others.csv", rows: [][]string{
			{"Offer", "Offered by", "Kind of offer", "Area of the offer", "Places a year"},
			{"Level 2 adult care", "Figment College", "course", areas[firstDistrict].name, "24"},
			{"Careers advice", "Fabling Council", "advice", areas[city].name, "60"},
		}},
		{name: "One-stop shop.csv", rows: [][]string{
			{"Month of use", "Area of use", "Channel", "What it was about", "Contacts", "First contacts"},
			{r.last.first().Format("January 2006"), areas[city].name, "website", "training", "41", "30"},
			{r.last.first().Format("January 2006"), areas[county].name, "telephone", "recruitment", "0", "0"},
		}},
		{name: "Events.csv", rows: [][]string{
			{"Event date", "Kind of event", "What happened", "Who it concerns"},
			{first, "Launch", "The academy opened", ""},
		}},
		{name: "Fund profile.csv", rows: [][]string{
			{"Fund", "Output or payment type", "Measure it is counted by", "Unit of Measurement", "Profile Start_Date", "Profile End_Date", "Planned amount"},
			{"Invented fund", "People into work", "paid_employment", "people", first, last, "12"},
		}},
		{name: "Fund spend.csv", rows: [][]string{
			{"Fund", "Payment Type", "Spend Start_Date", "Spend End_Date", "Actual/Forecast", "Spend for Reporting Period"},
			{"Invented fund", "Training", first, last, "Actual", "1200"},
		}},
	}
}

// faultyOthers are files in which something is wrong.
func (r *region) faultyOthers() []other {
	var files []other
	for _, p := range platforms {
		ending := path.Ext(p.name)
		stem := strings.TrimSuffix(p.name, ending)
		f, line := p.export(stem+" second wave"+ending, r.last.day(20), []string{ratingQuestion, usefulQuestion}, [][]string{{offScale, "Videos"}})
		f.faults = []placed{{"not-on-the-scale", p.placeOf(line, ratingQuestion), "an answer that the question does not have"}}
		files = append(files, f)
		f, line = p.export(stem+" third wave"+ending, r.last.day(22), []string{ratingQuestion + "2", usefulQuestion}, [][]string{{"Good", "Videos"}})
		f.faults = []placed{{"question-not-known", p.placeOf(line, ratingQuestion+"2"), "a question that was edited half way"}}
		files = append(files, f)
		f, line = p.export(stem+" lunch"+ending, r.last.day(21), []string{lunchQuestion}, [][]string{{"Soup"}})
		f.faults = []placed{{"unknown-survey", p.rowOf(line), "a survey that is not the academy's"}}
		files = append(files, f)
	}
	broken := r.courses()[2]
	broken.name = "College course records (corrected by hand).csv"
	broken.rows[2] = []string{"L-003", "New to care", "last spring", "in progress", ""}
	broken.rows[1] = []string{"", "Care Certificate", r.launch.day(9).Format("02/01/2006"), "completed", ""}
	broken.faults = []placed{
		{"missing-value", "line 2, column Learner reference", "a record of nobody"},
		{"not-a-date", "line 3, column Enrolment date", "a date in words"},
	}
	return append(files, broken, lgInform(), other{name: "progress.empty.csv", rows: [][]string{
		{"", "Email address", "Colour", "Shape"}, {"A " + learnerSurname, "a@example.org", "red", "round"},
	}, faults: []placed{{"not-activity-progress", "line 2, column Email address", "a list that is no activity report"}}})
}

// lgInform is a table of LG Inform in which a value has a sign behind it.
func lgInform() other {
	const heading = "Turnover | metricType(19266) | % ASC staff turnover, total | 19266 | 2023/24 | fin_2023_24 | % | raw"
	var rows [][]string
	for _, part := range strings.Split(heading, " | ") {
		rows = append(rows, []string{"area label", "area long label", "area", part})
	}
	rows = append(rows, []string{"England", "England", "E92000001", "24.8"}, []string{"Nowhere", "Nowhere (Unitary)", "E06000021", "31.5%"})
	return other{name: "chart-16.csv", rows: rows, faults: []placed{{"not-a-value", textCell(len(rows), heading), "a value that is no number"}}}
}

// rowOf names a reply.
func (p platform) rowOf(line int) string {
	if p.workbook {
		return fmt.Sprintf("Sheet1!A%d", line)
	}
	return fmt.Sprintf("line %d", line)
}

// placeOf names the cell of an answer to the first question.
func (p platform) placeOf(line int, question string) string {
	if p.workbook {
		return fmt.Sprintf("Sheet1!%c%d", 'A'+len(p.before), line)
	}
	return textCell(line, question)
}
