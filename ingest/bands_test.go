package ingest

import (
	"testing"

	"academy/queries"
)

// bandSource describes a source that keeps the band of an age on the day of each
// row, and a value from the name of its file.
const bandSource = `title: People
unit: academy
period: none
replaces: all
dates: day first
people: true
status: assumed (a test)
refresh: monthly
columns:
  born:
    heading: Born
    keep: age band
    bands: [18, 25, 65]
    at: day
    required: true
  day:
    heading: Day
    keep: date
    required: true
  group:
    heading: Group
    keep: text
    from: file name
    after: "group "
`

// TestAgeBands holds which band an age or a day of birth falls in, on the day of
// its row, and that neither is kept.
func TestAgeBands(t *testing.T) {
	sources, err := queries.BookOf(map[string]string{"sources/people.yaml": bandSource}, nil).Sources()
	must(t, err)
	tests := []struct{ name, born, day, want string }{
		{"an age", "40", "01/09/2026", "25 to 64"},
		{"the first age of a band", "25", "01/09/2026", "25 to 64"},
		{"the last age of a band", "24", "01/09/2026", "18 to 24"},
		{"below the first", "17", "01/09/2026", "under 18"},
		{"above the last", "65", "01/09/2026", "65 and over"},
		{"the birthday", "01/09/2008", "01/09/2026", "18 to 24"},
		{"the day before the birthday", "02/09/2008", "01/09/2026", "under 18"},
		{"a day of birth and no day to count on", "02/09/2008", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, _ := read(t, "people group North.csv", []byte("Born,Day\n"+tt.born+","+tt.day+"\n"), sources)
			day := ""
			if tt.day != "" {
				day = "2026-09-01"
			}
			same(t, got, "2: "+tt.want+"|"+day+"|North")
		})
	}
	for _, born := range []string{"forty", "130", "-1"} {
		got, _ := read(t, "people group North.csv", []byte("Born,Day\n"+born+",01/09/2026\n"), sources)
		same(t, got, "2: |2026-09-01|North\nline 2, column Born: not-an-age, leave out the value")
	}
}
