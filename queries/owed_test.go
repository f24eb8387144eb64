package queries_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"academy/queries"
)

// TestOwed holds every fact that says what is owed of a source to its case in
// testdata/facts. A case is as one of a rule; "months" has the launch, the last
// month and the employer, "want" a line for each workplace and month.
func TestOwed(t *testing.T) {
	book, err := queries.OpenBook(nil)
	must(t, err)
	facts, err := book.Layer(queries.LayerFacts)
	must(t, err)
	cases, err := filepath.Glob("../testdata/facts/*.txtar")
	must(t, err)
	left := len(cases)
	for _, fact := range facts {
		source, ok := strings.CutSuffix(fact.Name, "_prefill")
		if !ok {
			continue
		}
		left--
		t.Run(fact.Name, func(t *testing.T) {
			archive, err := txtar.ParseFile(filepath.Join("../testdata/facts", fact.Name+".txtar"))
			must(t, err)
			j := judgeCase(t, archive)
			var launch, last, employer string
			_, err = fmt.Sscanf(text(archive, "months"), "launch %s\nlast %s\nemployer %s", &launch, &last, &employer)
			must(t, err)
			frame := queries.Frame{Launch: monthOf(t, launch), LastMonth: monthOf(t, last)}
			must(t, j.db.Build(t.Context(), queries.Now(frame.LastMonth.AddDate(0, 2, 0)), frame, ""))
			owed, err := j.db.Owed(t.Context(), source, employer)
			must(t, err)
			var b strings.Builder
			for _, o := range owed {
				fmt.Fprintf(&b, "%s %s %s (%s)", o.Month.Format("2006-01"), o.Called, o.Name, o.Workplace)
				if o.Received {
					b.WriteString(", received")
				}
				if o.Open {
					b.WriteString(", boxes open")
				}
				if o.Changed {
					b.WriteString(", changed")
				}
				b.WriteByte('\n')
				if o.Unfilled.Reason != "" {
					fmt.Fprintf(&b, "    no staff, since %s: %s, %d staff, %d records\n",
						o.Unfilled.Reason, o.Unfilled.On.Format(time.DateOnly), o.Unfilled.Staff, o.Unfilled.Records)
				}
				for _, a := range o.Answered {
					fmt.Fprintf(&b, "    %s %s: %s, %s", a.Column, a.Value, a.By, a.On.Format(time.DateOnly))
					if a.Small {
						b.WriteString(", too small")
					}
					b.WriteByte('\n')
				}
			}
			if want := text(archive, "want"); b.String() != want {
				t.Errorf("it says\n%swant\n%s", b.String(), want)
			}
		})
	}
	if left != 0 {
		t.Errorf("%d cases are of no fact", left)
	}
}

func monthOf(t *testing.T, text string) time.Time {
	t.Helper()
	month, err := time.Parse("2006-01", text)
	must(t, err)
	return month
}
