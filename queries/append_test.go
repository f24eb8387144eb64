package queries

import (
	"fmt"
	"testing"
	"time"
)

// TestAppendKeepsError holds that rows which could not be appended are told of
// whenever they are asked for, and not only once.
func TestAppendKeepsError(t *testing.T) {
	for _, rows := range []int{1, 2 * blockValues} { // at the end, and on another core
		t.Run(fmt.Sprint(rows), func(t *testing.T) {
			db, err := open(t, nil)
			if err != nil {
				t.Fatal(err)
			}
			today := time.Date(2026, 9, 11, 0, 0, 0, 0, time.UTC)
			b, err := db.NewBatch(t.Context(), today)
			if err != nil {
				t.Fatal(err)
			}
			s, _ := db.Source("workplaces")
			trial, err := b.Try(t.Context(), s, today, time.Time{})
			if err != nil {
				t.Fatal(err)
			}
			if err := b.scratch[s.Name].rows.Close(); err != nil { // nothing can be appended now
				t.Fatal(err)
			}
			for i := range rows {
				_ = trial.Append(Row{Line: i + 1, Values: make([]string, len(s.Kept()))}) // it may tell already
			}
			for range 2 {
				if err := trial.Done(); err == nil {
					t.Error("what was not appended is not told")
				}
			}
			if err := b.Judge(t.Context()); err == nil {
				t.Error("a batch is judged of which rows are missing")
			}
		})
	}
}
