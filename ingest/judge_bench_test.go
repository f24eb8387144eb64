package ingest

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// judgeHomes send the months of the return that BenchmarkJudge reads, judgeMonths each.
const (
	judgeHomes  = 5000
	judgeMonths = 20
)

// BenchmarkJudge reads a return of 100,000 rows and 20 columns, judges it by
// every rule and loads it; "x-reading" is how many times as long that takes as
// reading alone. In one row of a hundred something is wrong.
func BenchmarkJudge(b *testing.B) {
	const rows = judgeHomes * judgeMonths
	path := filepath.Join(b.TempDir(), "returns.xlsx")
	returnBook(b, path, rows)
	data, err := os.ReadFile(path)
	must(b, err)
	var reading, all time.Duration
	for b.Loop() {
		_, took := ourCells(b, data)
		reading += took
		l, _ := loaderOf(b)
		fileOf(b, filepath.Join(l.Reference, "workplaces.csv"), workplacesOf(judgeHomes))
		_, err := l.Load(b.Context(), nil)
		must(b, err)
		days, err := FilesAt([]string{path}, l.Today)
		must(b, err)
		start := time.Now()
		outcomes, err := l.Load(b.Context(), days)
		must(b, err)
		all += time.Since(start)
		if bad := len(outcomes[0].Faults); outcomes[0].Rows != rows || bad != rows/100 {
			b.Fatalf("%d rows of %d were taken, with %d faults: %v", outcomes[0].Rows, rows, bad, outcomes[0].Refusal)
		}
	}
	b.ReportMetric(float64(all)/float64(reading), "x-reading")
}

// judgeStaff is how many a home has in a month: up and down by one, since more are
// not gone from one month to the next than its leavers.
func judgeStaff(home, month int) int {
	at := (home + month) % 34
	return max(at, 34-at) - 7
}

// returnBook writes a monthly return of many homes and months.
func returnBook(b *testing.B, path string, rows int) {
	book := excelize.NewFile()
	defer book.Close()
	w, err := book.NewStreamWriter("Sheet1")
	must(b, err)
	headings := []any{"Workplace", "Month", "Nothing has changed", "Correction"}
	for _, group := range []string{"Care", "Other"} {
		for _, box := range []string{"permanent", "temporary", "bank or pool", "agency", "vacancies", "joined", "left"} {
			headings = append(headings, group+": "+box)
		}
	}
	headings = append(headings, "Joined: new to care", "Left: to another care employer")
	must(b, w.SetRow("A1", headings))
	first := time.Date(day.Year(), day.Month()-judgeMonths, 1, 0, 0, 0, 0, time.UTC)
	for i := range rows {
		home, month := i%judgeHomes, i/judgeHomes
		row := []any{fmt.Sprintf("W%05d", home), first.AddDate(0, month, 0).Format("January 2006"), nil, nil}
		for group := range 2 {
			n := judgeStaff(home, month) + group
			row = append(row, n, n/5, n/7, n/9, n/8, n/6, n/6)
		}
		if i%100 == 50 {
			row[4] = "several"
		}
		must(b, w.SetRow(fmt.Sprintf("A%d", i+2), append(row, 1, 1)))
	}
	must(b, w.Flush())
	var out bytes.Buffer
	must(b, book.Write(&out))
	f, err := os.Create(path)
	must(b, err)
	to := bufio.NewWriter(f)
	_, err = out.WriteTo(to)
	must(b, err)
	must(b, to.Flush())
	must(b, f.Close())
}
