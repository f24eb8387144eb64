package ingest

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"academy/queries"
)

// judgeMode names the variable that makes a process of its own judge the rows of
// BenchmarkJudge: from the workbook it names, or "rows" for rows that are there.
const judgeMode = "ACADEMY_BENCH_JUDGE"

// BenchmarkJudgeMemory measures the peak memory of a process that reads, judges
// and loads the return of BenchmarkJudge, and of one that has the same statements
// run over the same rows, none with a fault, without a file; "MB-above" is the difference.
func BenchmarkJudgeMemory(b *testing.B) {
	if _, err := os.Stat("/proc/self/status"); err != nil {
		b.Skip("the peak is read from /proc/self/status, which is not here")
	}
	path := filepath.Join(b.TempDir(), "returns.xlsx")
	returnBook(b, path, judgeHomes*judgeMonths)
	var file, rows float64
	for b.Loop() {
		file += peakOf(b, path)
		rows += peakOf(b, "rows")
	}
	b.ReportMetric((file-rows)/float64(b.N), "MB-above")
	b.ReportMetric(file/float64(b.N), "MB-peak")
}

// peakOf runs one of the two and returns its peak memory in MB.
func peakOf(b *testing.B, mode string) float64 {
	cmd := exec.Command(os.Args[0], "-test.run", "^TestJudgeAlone$", "-test.v")
	cmd.Env = append(os.Environ(), judgeMode+"="+mode)
	out, err := cmd.CombinedOutput()
	_, after, ok := bytes.Cut(out, []byte("peak of "))
	before, _, _ := bytes.Cut(after, []byte(" kB"))
	kb, bad := strconv.Atoi(string(before))
	if err != nil || !ok || bad != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	return float64(kb) / 1000
}

// TestJudgeAlone is the process that BenchmarkJudgeMemory starts, and does
// nothing otherwise.
func TestJudgeAlone(t *testing.T) {
	mode := os.Getenv(judgeMode)
	if mode == "" {
		return
	}
	l, _ := loaderOf(t)
	fileOf(t, filepath.Join(l.Reference, "workplaces.csv"), workplacesOf(judgeHomes))
	_, err := l.Load(t.Context(), nil)
	must(t, err)
	if mode == "rows" {
		judgeRows(t, l)
	} else {
		days, err := FilesAt([]string{mode}, l.Today)
		must(t, err)
		outcomes, err := l.Load(t.Context(), days)
		must(t, err)
		if outcomes[0].Rows != judgeHomes*judgeMonths {
			t.Fatalf("%d rows were taken: %v", outcomes[0].Rows, outcomes[0].Refusal)
		}
	}
	status, err := os.ReadFile("/proc/self/status")
	must(t, err)
	_, peak, _ := bytes.Cut(status, []byte("VmHWM:"))
	peak, _, _ = bytes.Cut(peak, []byte("kB"))
	t.Logf("peak of %s kB", bytes.TrimSpace(peak))
}

// judgeRows has the rows of returnBook judged and recorded without a file.
func judgeRows(t *testing.T, l *Loader) {
	source, ok := l.DB.Source("provider_return")
	if !ok {
		t.Fatal("there is no provider_return")
	}
	batch, err := l.DB.NewBatch(t.Context(), l.Today)
	must(t, err)
	trial, err := batch.Try(t.Context(), source, l.Today, time.Time{})
	must(t, err)
	trial.Place = func(int, string) string { return "" }
	at := map[string]int{}
	for i, c := range source.Kept() {
		at[c.Name] = i
	}
	first := time.Date(day.Year(), day.Month()-judgeMonths, 1, 0, 0, 0, 0, time.UTC)
	for i := range judgeHomes * judgeMonths {
		home, month := i%judgeHomes, i/judgeHomes
		values := make([]string, len(at))
		values[at["workplace"]] = fmt.Sprintf("W%05d", home)
		values[at["month"]] = first.AddDate(0, month, 0).Format(time.DateOnly)
		for group, name := range []string{"care_", "other_"} {
			n := judgeStaff(home, month) + group
			for box, by := range map[string]int{"permanent": 1, "temporary": 5, "bank": 7, "agency": 9, "vacancies": 8, "joined": 6, "left": 6} {
				values[at[name+box]] = strconv.Itoa(n / by)
			}
		}
		values[at["joined_new_to_care"]], values[at["left_to_care"]] = "1", "1"
		must(t, trial.Append(queries.Row{Line: i + 2, Values: values}))
	}
	must(t, trial.Done())
	must(t, batch.Judge(t.Context()))
	entry := queries.Entry{Receipt: queries.Receipt{Name: "rows", Received: l.Today, Rows: trial.Rows}, Source: source.Name, Load: true}
	_, err = batch.Record(t.Context(), []queries.Entry{entry}, func(string) {})
	must(t, err)
}
