package main

import (
	"testing"
	"time"
)

func on(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }

// filled is a return with the same numbers in both groups.
func filled(permanent, temporary, bank, agency, vacancies, joined, left int) boxes {
	b := boxes{}
	for g := range groups {
		copy(b[g*boxesPerGroup:], []int{permanent, temporary, bank, agency, vacancies, joined, left})
	}
	return b
}

// without is the boxes with one box of one group blank.
func (b boxes) without(group, which int) boxes {
	b[box(group, which)] = null
	return b
}

func history12(each boxes) *history {
	h := &history{launch: monthOf(2025, time.November)}
	for range 12 {
		h.returns = append(h.returns, filed{true, each})
	}
	return h
}

func exported(x reported) *history {
	h := &history{launch: monthOf(2025, time.November), returns: make([]filed, 12)}
	if !x.on.IsZero() {
		h.exports = []reported{x}
	}
	return h
}

// TestReasons asks of October 2026, the twelfth month after launch.
func TestReasons(t *testing.T) {
	october := monthOf(2026, time.October)
	good := filled(8, 1, 1, 0, 1, 1, 1)
	none := history12(good)
	clear(none.returns)
	stopped := history12(good)
	clear(stopped.returns[10:])
	missing := history12(good)
	missing.returns[11] = filed{}
	x := reported{on: on(2026, time.August, 1), stated: 20, records: 20, direct: [groups]int{8, 4}}

	with := func(change func(*reported)) *history {
		y := x
		change(&y)
		return exported(y)
	}
	tests := []struct {
		name    string
		source  func(*history, month) outcome
		history *history
		want    string
	}{
		{"all is answered", vacancyRateOfReturn, history12(good), ""},
		{"no return was ever sent", vacanciesOfReturn, none, "not answered"},
		{"the last return is two months old", vacanciesOfReturn, stopped, "not up to date"},
		{"the return of the month before is 31 days old, and will do", vacanciesOfReturn, missing, ""},
		{"but it says nothing about who left this month", movesOfReturn(leftBox), missing, "not answered"},
		{"a box is blank in one group", vacanciesOfReturn, history12(good.without(otherGroup, vacanciesBox)), "not answered"},
		{"a blank box that the metric does not need", vacancyRateOfReturn, history12(good.without(otherGroup, bankBox)), ""},
		{"filled posts do need it", filledPostsOfReturn, history12(good.without(otherGroup, bankBox)), "not answered"},
		{"nobody on a permanent or temporary contract", vacancyRateOfReturn, history12(filled(0, 0, 5, 0, 2, 0, 0)), "no permanent or temporary staff"},
		{"twelve returns", turnoverOfReturns, history12(good), ""},
		{"eleven returns", turnoverOfReturns, missing, "fewer than 12 months"},
		{"no month with all three boxes", turnoverOfReturns, history12(good.without(careGroup, leftBox)), "not answered"},
		{"turnover without staff", turnoverOfReturns, history12(filled(0, 0, 1, 1, 0, 0, 1)), "no permanent or temporary staff"},
		{"twelve leave in a year from one post: 1,200 per cent", turnoverOfReturns, history12(filled(1, 0, 0, 0, 0, 1, 1)), "above 995%"},

		{"no export", vacanciesOfAccount, exported(reported{}), "not answered"},
		{"an export of 23 July is 100 days old on 31 October", filledPostsOfAccount, with(func(y *reported) { y.on = on(2026, time.July, 23) }), ""},
		{"one of 22 July is too old", filledPostsOfAccount, with(func(y *reported) { y.on = on(2026, time.July, 22) }), "not up to date"},
		{"an export of 1 November is not there yet", filledPostsOfAccount, with(func(y *reported) { y.on = on(2026, time.November, 1) }), "not answered"},
		{"24 stated against 20 records: less than 5 apart", filledPostsOfAccount, with(func(y *reported) { y.stated = 24 }), ""},
		{"25 against 20: 20 x 5 is not less than 45", filledPostsOfAccount, with(func(y *reported) { y.stated = 25 }), "staff and records do not match"},
		{"110 against 100: 20 x 10 is less than 210", filledPostsOfAccount, with(func(y *reported) { y.stated, y.records = 110, 100 }), ""},
		{"105 against 95: 20 x 10 is not less than 200", filledPostsOfAccount, with(func(y *reported) { y.stated, y.records = 105, 95 }), "staff and records do not match"},
		{"two records are too few to judge", filledPostsOfAccount, with(func(y *reported) { y.stated, y.records = 2, 2 }), "staff and records do not match"},
		{"vacancies do not look at the records", vacanciesOfAccount, with(func(y *reported) { y.records = 2 }), ""},
		{"vacancies answered with 999", vacanciesOfAccount, with(func(y *reported) { y.vacancies.reason = notKnown }), "not known"},
		{"the records are looked at before the answer", vacancyRateOfAccount, with(func(y *reported) { y.records, y.vacancies.reason = 2, notKnown }), "staff and records do not match"},
		{"leavers left blank", turnoverOfAccount, with(func(y *reported) { y.leavers.reason = notAnswered }), "not answered"},
		{"bank staff only", turnoverOfAccount, with(func(y *reported) { y.direct = [groups]int{} }), "no permanent or temporary staff"},
		{"119 left where 12 work: 992 per cent", turnoverOfAccount, with(func(y *reported) { y.leavers.by[careGroup] = 119 }), ""},
		{"199 left where 20 work: 995 per cent, and not above", turnoverOfAccount, with(func(y *reported) { y.leavers.by[careGroup], y.direct = 199, [groups]int{16, 4} }), ""},
		{"120 left where 12 work: 1,000 per cent", turnoverOfAccount, with(func(y *reported) { y.leavers.by[careGroup] = 120 }), "above 995%"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := reasonNames[tt.source(tt.history, october).reason]; got != tt.want {
				t.Errorf("left out for %q, want %q", got, tt.want)
			}
		})
	}
}

func TestChoiceOfSource(t *testing.T) {
	gives := func(n int64) func(*history, month) outcome {
		return func(*history, month) outcome { return outcome{above: [groups]int64{n}} }
	}
	says := func(r reason) func(*history, month) outcome {
		return func(*history, month) outcome { return leftOut(r) }
	}
	tests := []struct {
		name          string
		first, second func(*history, month) outcome
		want          outcome
	}{
		{"the first gives a figure", gives(1), gives(2), outcome{above: [groups]int64{1}}},
		{"the first gives none", says(listsDiffer), gives(2), outcome{above: [groups]int64{2}}},
		{"neither does: the first reason", says(listsDiffer), says(notUpToDate), leftOut(listsDiffer)},
		{"not answered says least", says(notAnswered), says(notUpToDate), leftOut(notUpToDate)},
		{"nobody answered", says(notAnswered), says(notAnswered), leftOut(notAnswered)},
	}
	for _, tt := range tests {
		if got := choose(nil, 0, []func(*history, month) outcome{tt.first, tt.second}); got != tt.want {
			t.Errorf("%s: got %v, want %v", tt.name, got, tt.want)
		}
	}
}

// TestTurnoverOfTwelveReturns: in each month and group one of 8 permanent and 1
// temporary leaves, so 12 x 12 leavers over 12 x 9 person-months.
func TestTurnoverOfTwelveReturns(t *testing.T) {
	got := turnoverOfReturns(history12(filled(8, 1, 1, 0, 1, 1, 1)), monthOf(2026, time.October))
	want := outcome{above: [groups]int64{144_000, 144_000}, below: [groups]int64{108_000, 108_000}}
	if got != want {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestNothingHasChanged(t *testing.T) {
	numbers := filled(8, 1, 1, 0, 2, 1, 1)
	told, ticked := &row{boxes: numbers}, &row{noChange: true, boxes: unanswered()}
	still := filled(8, 1, 1, 0, 2, 0, 0)
	nothing := carriedOver(boxes{}, false)
	tests := []struct {
		name string
		rows []*row
		want []filed
	}{
		{"numbers stand as they are", []*row{told}, []filed{{true, numbers}}},
		{"the boxes are carried, nobody joins or leaves", []*row{told, ticked}, []filed{{true, numbers}, {true, still}}},
		{"a chain", []*row{told, ticked, ticked}, []filed{{true, numbers}, {true, still}, {true, still}}},
		{"a month without a return breaks it", []*row{told, nil, ticked}, []filed{{true, numbers}, {}, {true, nothing}}},
		{"nothing came before", []*row{ticked}, []filed{{true, nothing}}},
	}
	for _, tt := range tests {
		got := resolve(tt.rows)
		for i := range got {
			if got[i] != tt.want[i] {
				t.Errorf("%s: month %d is %v, want %v", tt.name, i, got[i], tt.want[i])
			}
		}
	}
	if nothing[box(careGroup, permanentBox)] != null || nothing[box(careGroup, leftBox)] != 0 {
		t.Error("without a return before, month-end boxes are not answered and nobody left")
	}
}

func TestScope(t *testing.T) {
	may := monthOf(2026, time.May)
	tests := []struct {
		name        string
		from, until time.Time
		want        bool
	}{
		{"long since", on(2020, time.April, 1), time.Time{}, true},
		{"from the last day of the month", on(2026, time.May, 31), time.Time{}, true},
		{"from the day after", on(2026, time.June, 1), time.Time{}, false},
		{"until the last day", on(2020, time.April, 1), on(2026, time.May, 31), true},
		{"until the day before", on(2020, time.April, 1), on(2026, time.May, 30), false},
	}
	for _, tt := range tests {
		if got := (&workplace{from: tt.from, until: tt.until}).inScope(may); got != tt.want {
			t.Errorf("%s: in scope %v, want %v", tt.name, got, tt.want)
		}
	}
}
