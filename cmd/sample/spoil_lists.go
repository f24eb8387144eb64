package main

import (
	"fmt"
	"slices"
	"time"
)

// faultyLists are lists with a fault for each rule about them. They come on the day
// before the others, so that the ordinary ones, which come then, take their place.
func (r *region) faultyLists() []other {
	files := []other{r.faultyPlacements(), r.faultyRecords(), r.faultyUse(), r.faultyProfile(), r.faultySpend(), r.faultyOffers(), r.faultyEvents(), r.faultyBeds(),
		r.faultyStaff(), r.faultyTraining(), r.repliedTwice()}
	for i := range files {
		files[i].day = r.othersDay().AddDate(0, 0, -1)
	}
	return files
}

// uk writes a day as people do.
func uk(day time.Time) string { return day.Format("02/01/2006") }

// faulty is a list whose rows have a fault each, or none where the code is "". The
// first of the rows is the headings.
func faulty(name string, rows [][]string, faults ...placed) other {
	f := other{name: name, rows: rows}
	for i, p := range faults {
		if p.code != "" {
			p.place = textCell(i+2, p.place)
			f.faults = append(f.faults, p)
		}
	}
	return f
}

func (r *region) faultyPlacements() other {
	host, area := r.workplaces[0].id, areas[city].name
	start, end := uk(r.launch.day(20)), uk((r.launch + 1).day(3))
	return faulty("Placements of spring.csv", [][]string{
		{"Person reference", "Placement host", "Placement area", "Placement start date", "Planned end date", "Placement completion date"},
		{"MF-00011", host, area, start, "", end},
		{"MF-00011", host, area, start, "", end},
		{"MF-00011", host, area, start, "", ""},
		{"MF-00012", "W9999", area, start, "", ""},
		{"MF-00013", host, "Nowhere at all", start, "", ""},
		{"MF-00014", host, area, start, uk(r.launch.day(2)), ""},
		{"MF-00015", host, area, uk(r.asOf.AddDate(1, 0, 0)), "", ""},
		{"MF-00016", host, area, "03/04/1926", "", ""},
	},
		placed{},
		placed{"row-twice", "Person reference", "a placement that is in the list twice"},
		placed{"same-again", "Person reference", "a placement once more, with another end"},
		placed{"unknown-host", "Placement host", "a host that nobody knows"},
		placed{"area-not-known", "Placement area", "an area that is not in the list"},
		placed{"placement-ends-before-it-starts", "Planned end date", "a placement that ends before it starts"},
		placed{"date-in-the-future", "Placement start date", "a placement that is to start in a year"},
		placed{"date-long-ago", "Placement start date", "a placement of a hundred years ago"},
	)
}

func (r *region) faultyRecords() other {
	day, before := uk(r.last.day(12)), uk(r.last.day(2))
	return faulty("College course records of spring.csv", [][]string{
		{"Learner reference", "Learner workplace", "Course title", "Enrolment date", "Outcome", "Date completed"},
		{"L-011", "", "Care Certificate", day, "completed", before},
		{"L-012", "", "Care Certificate", day, "completed", ""},
		{"L-013", "", "Care Certificate", day, "splendid", ""},
		{"L-014", "none of ours", "Care Certificate", day, "in progress", ""},
	},
		placed{"completed-before-enrolled", "Date completed", "a course that was completed before it began"},
		placed{"outcome-against-date", "Date completed", "a completed course without a day"},
		placed{"unknown-outcome", "Outcome", "an outcome in words of its own"},
		placed{"unknown-host", "Learner workplace", "a workplace that nobody knows"},
	)
}

func (r *region) faultyUse() other {
	before := (r.last - 1).first().Format("January 2006")
	return faulty("One-stop shop of spring.csv", [][]string{
		{"Month of use", "Area of use", "Channel", "What it was about", "Contacts", "First contacts"},
		{before, areas[city].name, "website", "training", "12", "13"},
		{before, "everywhere", "telephone", "training", "12", "3"},
	},
		placed{"first-contacts-more-than-contacts", "First contacts", "more came for the first time than came"},
		placed{"area-not-known", "Area of use", "an area that is not in the list"},
	)
}

func (r *region) faultyProfile() other {
	first, last := uk(r.launch.first()), uk(r.last.end())
	return faulty("Fund profile of spring.csv", [][]string{
		{"Fund", "Output or payment type", "Measure it is counted by", "Unit of Measurement", "Profile Start_Date", "Profile End_Date", "Planned amount"},
		{"Invented fund", "People into work", "people in jobs", "people", first, last, "12"},
		{"Invented fund", "Care Certificates", "", "people", last, first, "8"},
	},
		placed{"unknown-measure", "Measure it is counted by", "a measure that is none of ours"},
		placed{"ends-before-it-begins", "Profile End_Date", "a period that ends before it begins"},
	)
}

func (r *region) faultySpend() other {
	ahead := uk(r.asOf.AddDate(1, 0, 0))
	return faulty("Fund spend of spring.csv", [][]string{
		{"Fund", "Payment Type", "Spend Start_Date", "Spend End_Date", "Actual/Forecast", "Spend for Reporting Period"},
		{"Invented fund", "Training", ahead, ahead, "Actual", "1200"},
	}, placed{"spent-before-its-time", "Actual/Forecast", "money spent a year ahead"})
}

// spendOfAnotherFund is what was spent of a fund that comes to the others later, or
// of one of them by another name.
func (r *region) spendOfAnotherFund() other {
	return faulty("Fund spend of autumn.csv", [][]string{
		{"Fund", "Payment Type", "Spend Start_Date", "Spend End_Date", "Actual/Forecast", "Spend for Reporting Period"},
		{"The Invented fund", "Training", uk(r.launch.first()), uk(r.last.end()), "Actual", "1200"},
	}, placed{"fund-not-sent-before", "Fund", "a fund by another name than before"})
}

func (r *region) faultyOffers() other {
	return faulty("Provision by others of spring.csv", [][]string{
		{"Offer", "Offered by", "Area of the offer", "Places a year", "Offered from", "Offered until"},
		{"Level 2 adult care", "Figment College", areas[city].name, "24", uk(r.last.day(2)), uk(r.last.day(1))},
	}, placed{"ends-before-it-begins", "Offered until", "an offer that ends before it begins"})
}

// faultyEvents is a list most of which the next one lacks.
func (r *region) faultyEvents() other {
	rows := [][]string{{"Event date", "Kind of event", "What happened", "Who it concerns"}}
	for i := range 5 {
		day := uk(r.launch.day(2 + i))
		rows = append(rows, []string{day, "Joined", fmt.Sprintf("Home %d joined", i+1), ""})
	}
	return faulty("Events of spring.csv", append(rows, slices.Clone(rows[5])),
		placed{}, placed{}, placed{}, placed{}, placed{},
		placed{"row-twice", "Event date", "an event that is in the list twice"})
}

// faultyBeds is an extract of the Capacity Tracker.
func (r *region) faultyBeds() other {
	i := slices.IndexFunc(r.workplaces, func(w *workplace) bool { return w.location != "" })
	on := r.othersDay().AddDate(0, 0, -2)
	return faulty("Capacity Tracker "+date(on)+".csv", [][]string{
		{"cqcid", "nursesemployed", "careworkersemployed", "noncareworkersemployed", "maxcapacity", "usedbeds"},
		{r.workplaces[i].location, "1", "12", "4", "40", "45"},
		{r.workplaces[i].location, "1", "12", "4", "40", "38"},
	},
		placed{"more-beds-used-than-there-are", "usedbeds", "more beds in use than there are"},
		placed{"home-twice-in-extract", "cqcid", "a home that is in the extract twice"},
	)
}
