package ingest

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestSentAgainLater holds what becomes of a content that comes once more on a
// later day: nothing where the first counts, and where it does not, it is judged
// for itself. Taken in at once or day by day, it is the same.
func TestSentAgainLater(t *testing.T) {
	september, august := returnCSV("W0001", "September 2026"), returnCSV("W0001", "August 2026")
	rival := strings.Replace(september, ",20,", ",21,", 1)
	correction := strings.Replace(strings.Replace(september, ",Month,", ",Month,Correction,", 1), "2026,20,", "2026,yes,22,", 1)
	later := returnCSV("W0001", "October 2026")
	tests := []struct {
		name  string
		files [][2]string // path in the inbox, content
		want  string
	}{
		{"the first counts", [][2]string{{"2026-10-01/a.csv", september}, {"2026-10-02/b.csv", september}, {"2026-10-03/c.csv", august}},
			"2026-10-01/a.csv: accepted\n2026-10-02/b.csv: already received, already-received\n2026-10-03/c.csv: accepted\n"},
		{"the first was in dispute", [][2]string{{"2026-10-01/a.csv", september}, {"2026-10-01/b.csv", rival}, {"2026-10-02/c.csv", september}, {"2026-10-03/d.csv", september}},
			"2026-10-01/a.csv: held\n2026-10-01/b.csv: held\n2026-10-02/c.csv: accepted\n2026-10-03/d.csv: already received, already-received\n"},
		{"one beside the first is its correction", [][2]string{{"2026-10-01/a.csv", september}, {"2026-10-01/b.csv", correction}, {"2026-10-02/c.csv", september}},
			"2026-10-01/a.csv: accepted\n2026-10-01/b.csv: accepted\n2026-10-02/c.csv: already received, already-received\n"},
		{"the first was of a month that was to come", [][2]string{{"2026-09-11/a.csv", later}, {"2026-10-11/b.csv", later}, {"2026-11-01/c.csv", later}},
			"2026-09-11/a.csv: accepted in part\n2026-10-11/b.csv: accepted\n2026-11-01/c.csv: already received, already-received\n"},
		{"the first is no return", [][2]string{{"2026-10-01/a.csv", "this is no return\n"}, {"2026-10-02/b.csv", "this is no return\n"}},
			"2026-10-01/a.csv: refused, wrong-headings\n2026-10-02/b.csv: refused, wrong-headings\n"},
		{"the same name", [][2]string{{"2026-10-01/a.csv", september}, {"2026-10-02/a.csv", september}},
			"2026-10-01/a.csv: accepted\n2026-10-02/a.csv: already received, already-received\n"},
		{"a packed folder", [][2]string{{"2026-10-01/a.zip", packed(t, packedFile{name: "r.csv", text: september})}, {"2026-10-02/b.zip", packed(t, packedFile{name: "r.csv", text: september})}},
			"2026-10-01/a.zip/r.csv: accepted\n2026-10-01/a.zip: unpacked\n2026-10-02/b.zip/r.csv: already received, already-received\n2026-10-02/b.zip: already received, already-received\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			atOnce, dir := loaderOf(t)
			atOnce.Today = day.AddDate(0, 3, 0)
			for _, f := range tt.files {
				fileOf(t, filepath.Join(dir, "inbox", f[0]), f[1])
			}
			same(t, verdicts(t, atOnce), tt.want)

			byDay, dir := loaderOf(t)
			byDay.Today = atOnce.Today
			got := ""
			for i, f := range tt.files {
				fileOf(t, filepath.Join(dir, "inbox", f[0]), f[1])
				if i+1 == len(tt.files) || filepath.Dir(f[0]) != filepath.Dir(tt.files[i+1][0]) {
					got += verdicts(t, byDay)
				}
			}
			same(t, got, tt.want)
		})
	}
}
