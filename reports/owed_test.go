package reports

import (
	"strings"
	"testing"
	"time"

	"academy/queries"
)

func TestOwedWords(t *testing.T) {
	src := queries.Source{Title: "Monthly return", Refresh: "monthly", DueDay: 14, Columns: []queries.Column{
		{Name: "home", Heading: "Home", Keep: "unit"},
		{Name: "a", Heading: "Care: staff", Keep: "whole number"}, {Name: "b", Heading: "Care: joined", Keep: "whole number"},
		{Name: "c", Heading: "Other: staff", Keep: "whole number"},
	}}
	month := func(m time.Month) time.Time { return time.Date(2026, m, 1, 0, 0, 0, 0, time.UTC) }
	of := func(name string, m time.Month, received bool, answered ...string) queries.Owed {
		o := queries.Owed{Workplace: name, Name: name, Month: month(m), Received: received}
		for _, column := range answered {
			o.Answered = append(o.Answered, queries.Answered{Column: column, By: "ASC-WDS", On: time.Date(2026, 9, 26, 0, 0, 0, 0, time.UTC)})
		}
		return o
	}
	tests := []struct {
		name           string
		owed           []queries.Owed
		next, notAsked string
	}{
		{"what is not here of the last month is owed next",
			[]queries.Owed{of("Rose", 10, false), of("Rose", 11, false)},
			"Rose: monthly return for October 2026, due by 14 November 2026", ""},
		{"once it is here, the month after is",
			[]queries.Owed{of("Rose", 10, true), of("Rose", 11, false)},
			"Rose: monthly return for November 2026, due by 14 December 2026", ""},
		{"what is answered is not asked again",
			[]queries.Owed{of("Rose", 10, false, "a", "c")},
			"Rose: monthly return for October 2026, due by 14 November 2026. Ask us for the form with the rest filled in. Only these boxes are left in it. Care: joined",
			"Rose: for October 2026 we have these boxes from your ASC-WDS data of 26 September 2026. Care: staff. Other: staff"},
		{"what no figure is made from is filled in, and needed in another form",
			[]queries.Owed{{Workplace: "Rose", Name: "Rose", Month: month(10), Answered: []queries.Answered{
				{Column: "a", By: "ASC-WDS", On: month(11).AddDate(0, 0, -1)}, {Column: "b", By: "ASC-WDS", On: month(11)},
				{Column: "c", By: "Capacity Tracker", On: month(10)},
			}}},
			"Rose: monthly return for October 2026, due by 14 November 2026. We have every box; confirm that they are right\n" +
				"Rose: in the form for October 2026 that you can ask us for, we fill in these boxes from your ASC-WDS data of 1 November 2026. Care: joined. Look whether they are right. In a form of your own, fill them in yourself\n" +
				"Rose: in the form for October 2026 that you can ask us for, we fill in these boxes from your Capacity Tracker data of 1 October 2026. Other: staff. Look whether they are right. In a form of your own, fill them in yourself",
			"Rose: for October 2026 we have these boxes from your ASC-WDS data of 31 October 2026. Care: staff"},
		{"a form that is answered altogether is only confirmed",
			[]queries.Owed{of("Rose", 10, false, "a", "b", "c")},
			"Rose: monthly return for October 2026, due by 14 November 2026. We have every box; confirm that they are right",
			"Rose: for October 2026 we have these boxes from your ASC-WDS data of 26 September 2026. Care: staff, joined. Other: staff"},
		{"homes that owe the same share a line, and months that never came are named",
			[]queries.Owed{of("Ivy", 9, false), of("Rose", 9, true), of("Ivy", 10, true), of("Rose", 10, true), of("Ivy", 11, false), of("Rose", 11, false)},
			"Ivy; Rose: monthly return for November 2026, due by 14 December 2026\nIvy: we have no monthly return for September 2026", ""},
		{"a home whose scope ended owes nothing more", []queries.Owed{of("Rose", 9, true)}, "", ""},
	}
	for _, tt := range tests {
		next, notAsked := OwedWords(src, tt.owed, month(10))
		if got := strings.Join(next, "\n"); got != tt.next {
			t.Errorf("%s: owed is\n%s\nwant\n%s", tt.name, got, tt.next)
		}
		if got := strings.Join(notAsked, "\n"); got != tt.notAsked {
			t.Errorf("%s: not asked is\n%s\nwant\n%s", tt.name, got, tt.notAsked)
		}
	}
}

func TestUnfilledWords(t *testing.T) {
	day := time.Date(2026, 9, 26, 0, 0, 0, 0, time.UTC)
	tests := []struct {
		unfilled queries.Unfilled
		want     string
	}{
		{queries.Unfilled{}, ""},
		{queries.Unfilled{Reason: "no export"}, "we have no workplace file of ASC-WDS from you"},
		{queries.Unfilled{Reason: "too far away", On: day},
			"your ASC-WDS data of 26 September 2026, the nearest that we have, are too far from the end of March 2027"},
		{queries.Unfilled{Reason: "a return is newer", On: day}, "your last return is newer than your ASC-WDS data of 26 September 2026"},
		{queries.Unfilled{Reason: "no worker records", On: day}, "no worker record came with your ASC-WDS data of 26 September 2026"},
		{queries.Unfilled{Reason: "staff and records do not match", On: day, Staff: 30, Records: 20},
			"your ASC-WDS data of 26 September 2026 have 20 worker records and a total of 30 staff, which is too far apart to use"},
		{queries.Unfilled{Reason: "staff and records do not match", On: day, Staff: 2, Records: 1},
			"your ASC-WDS data of 26 September 2026 have 1 worker record and a total of 2 staff, which is too few to use unless the two are the same"},
		{queries.Unfilled{Reason: "no role group", On: day}, "we cannot tell of a worker in your ASC-WDS data of 26 September 2026 whether the job is one in care"},
		{queries.Unfilled{Reason: "of a workspace's own"}, "of a workspace's own"},
	}
	for _, tt := range tests {
		if got := UnfilledWords(queries.Owed{Month: time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC), Unfilled: tt.unfilled}); got != tt.want {
			t.Errorf("of %+v it says %q, want %q", tt.unfilled, got, tt.want)
		}
	}
}
