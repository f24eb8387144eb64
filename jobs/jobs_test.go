package jobs

import (
	"strings"
	"testing"
	"time"
)

func london(t testing.TB) *time.Location {
	t.Helper()
	in, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	return in
}

// at reads a time of the London wall clock, or with an offset behind it, as
// "2026-10-25T01:30:00Z" must be where the wall clock shows it twice.
func at(t testing.TB, text string) time.Time {
	t.Helper()
	if got, err := time.Parse(time.RFC3339, text); err == nil {
		return got.In(london(t))
	}
	got, err := time.ParseInLocation("2006-01-02 15:04:05", text, london(t))
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestNext(t *testing.T) {
	tests := []struct {
		name, at, after string
		want            []string
	}{
		{
			name: "six on weekdays skips the weekend",
			at:   "0 6 * * 1-5", after: "2026-10-02 05:59:59",
			want: []string{"2026-10-02T06:00:00+01:00", "2026-10-05T06:00:00+01:00"},
		},
		{
			name: "a job due now is not due again now",
			at:   "0 6 * * *", after: "2026-10-02 06:00:00",
			want: []string{"2026-10-03T06:00:00+01:00"},
		},
		{
			name: "six stays six when summer time ends",
			at:   "0 6 * * *", after: "2026-10-24 12:00:00",
			want: []string{"2026-10-25T06:00:00Z", "2026-10-26T06:00:00Z"},
		},
		{
			name: "01:30 is missing in March: it runs when the clock jumps, and once",
			at:   "30 1 * * *", after: "2026-03-28 12:00:00",
			want: []string{"2026-03-29T02:00:00+01:00", "2026-03-30T01:30:00+01:00"},
		},
		{
			name: "01:30 comes twice in October: it runs the first time, and once",
			at:   "30 1 * * *", after: "2026-10-24 12:00:00",
			want: []string{"2026-10-25T01:30:00+01:00", "2026-10-26T01:30:00Z"},
		},
		{
			name: "asked between the two 01:30s, the next is tomorrow",
			at:   "30 1 * * *", after: "2026-10-25T01:10:00Z",
			want: []string{"2026-10-26T01:30:00Z"},
		},
		{
			name: "two times in the missing hour are one",
			at:   "0,30 1 * * *", after: "2026-03-28 12:00:00",
			want: []string{"2026-03-29T02:00:00+01:00", "2026-03-30T01:00:00+01:00"},
		},
		{
			name: "an hourly job goes on by the hour in October",
			at:   "30 * * * *", after: "2026-10-24 23:45:00",
			want: []string{"2026-10-25T00:30:00+01:00", "2026-10-25T01:30:00+01:00", "2026-10-25T01:30:00Z", "2026-10-25T02:30:00Z"},
		},
		{
			name: "an hourly job leaves out the hour that is missing in March",
			at:   "30 * * * *", after: "2026-03-28 23:45:00",
			want: []string{"2026-03-29T00:30:00Z", "2026-03-29T02:30:00+01:00"},
		},
		{
			name: "the second working week of a month",
			at:   "0 7 14 * *", after: "2026-12-31 00:00:00",
			want: []string{"2027-01-14T07:00:00Z"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			after := at(t, tt.after)
			for _, want := range tt.want {
				dues, err := Next([]Job{{Name: "job", At: tt.at}}, london(t), after)
				if err != nil {
					t.Fatal(err)
				}
				if got := dues[0].At.Format(time.RFC3339); got != want {
					t.Fatalf("%q after %s is %s, want %s", tt.at, after.Format(time.RFC3339), got, want)
				}
				after = dues[0].At
			}
		})
	}
}

func TestNextIsSoonestFirst(t *testing.T) {
	jobs := []Job{{Name: "packs", At: "0 7 1 * *"}, {Name: "inbox", At: "0 6 * * *"}}
	dues, err := Next(jobs, london(t), at(t, "2026-10-02 12:00:00"))
	if err != nil {
		t.Fatal(err)
	}
	if dues[0].Job.Name != "inbox" || dues[1].Job.Name != "packs" {
		t.Errorf("order is %s, %s; want inbox, packs", dues[0].Job.Name, dues[1].Job.Name)
	}
}

func TestLatest(t *testing.T) {
	tests := []struct{ name, at, from, until, want string }{
		{"missed for a week, the last morning counts", "0 6 * * *", "2026-10-01 06:00:00", "2026-10-08 09:00:00", "2026-10-08T06:00:00+01:00"},
		{"missed for two years, every minute", "* * * * *", "2024-10-08 09:00:00", "2026-10-08 09:00:30", "2026-10-08T09:00:00+01:00"},
		{"missed for two years, once a year", "0 6 1 4 *", "2024-10-08 09:00:00", "2026-10-08 09:00:30", "2026-04-01T06:00:00+01:00"},
		{"due now counts", "0 6 * * *", "2026-10-07 06:00:00", "2026-10-08 06:00:00", "2026-10-08T06:00:00+01:00"},
		{"nothing since", "0 6 * * *", "2026-10-08 06:00:00", "2026-10-08 09:00:00", "2026-10-08T06:00:00+01:00"},
		{"from the first of two 01:30s", "30 1 * * *", "2026-10-25T00:30:00Z", "2026-10-25T09:00:00Z", "2026-10-25T01:30:00+01:00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			times, err := parse(Job{Name: "job", At: tt.at})
			if err != nil {
				t.Fatal(err)
			}
			if got := times.latest(at(t, tt.from), at(t, tt.until)).Format(time.RFC3339); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestCheck(t *testing.T) {
	work := []string{"run", "publish"}
	tests := []struct {
		name string
		jobs []Job
		want []string // one a line; empty if all is well
	}{
		{name: "a good job", jobs: []Job{{"inbox", "0 6 * * 1-5", "run"}}},
		{name: "names for months and days", jobs: []Job{{"inbox", "0 6 1 jan,apr mon", "run"}}},
		{
			name: "every fault is told at once, with the name of its job",
			jobs: []Job{{"inbox", "0 25 * * *", "run"}, {"packs", "0 6 * * *", "publsh"}, {"", "0 6 * * *", "run"}, {"inbox", "0 6 * * *", "run"}},
			want: []string{
				`job "inbox": at "0 25 * * *": end of range (25) above maximum (23): 25; ` + good,
				`job "packs": do "publsh": there is no such work; there is publish, run`,
				`job 3: it has no name`,
				`job "inbox": two jobs have this name`,
			},
		},
		{
			name: "four fields",
			jobs: []Job{{"inbox", "0 6 * *", "run"}},
			want: []string{`job "inbox": at "0 6 * *": expected exactly 5 fields, found 4: [0 6 * *]; ` + good},
		},
		{
			name: "a word",
			jobs: []Job{{"inbox", "@daily", "run"}},
			want: []string{`job "inbox": at "@daily": parser does not accept descriptors: @daily; ` + good},
		},
		{
			name: "half a time zone, on which the parser panics",
			jobs: []Job{{"inbox", "TZ=", "run"}},
			want: []string{`job "inbox": at "TZ=": a time zone cannot be given here; ` + good},
		},
		{
			name: "a day that never comes",
			jobs: []Job{{"inbox", "0 6 30 2 *", "run"}},
			want: []string{`job "inbox": at "0 6 30 2 *": there is no such day; ` + good},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := ""
			if err := Check(tt.jobs, work); err != nil {
				got = err.Error()
			}
			if want := strings.Join(tt.want, "\n"); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// FuzzAt looks for times that make the parser panic, or the next of which is
// not later, from 1970 to 2242.
func FuzzAt(f *testing.F) {
	for _, spec := range []string{"0 6 * * 1-5", "*/7 1 29 2 *", "TZ=", "CRON_TZ=UTC 0 6 * * *", "0 6 30 2 *", "@every 1s"} {
		f.Add(spec, int64(1792890000))
	}
	in := london(f)
	f.Fuzz(func(t *testing.T, spec string, seconds int64) {
		after := time.Unix(int64(uint64(seconds)%(1<<33)), 0).In(in)
		dues, err := Next([]Job{{Name: "job", At: spec}}, in, after)
		if err != nil || dues[0].At.IsZero() {
			return
		}
		if !dues[0].At.After(after) {
			t.Errorf("%q after %s is %s", spec, after, dues[0].At)
		}
	})
}
