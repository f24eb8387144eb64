package reports

import (
	"strings"
	"testing"
)

// TestMarkNotesOfNobody marks a cell that has a note already, whose author has no
// name: some programs leave it out.
func TestMarkNotesOfNobody(t *testing.T) {
	book := trapBook(t)
	for name, author := range map[string]string{"an author of nothing": "<author/>", "an empty author": "<author></author>", "blanks": "<author> </author>"} {
		t.Run(name, func(t *testing.T) {
			data := altered(t, book, "xl/comments1.xml", "<author>Jo</author>", author)
			out, report := marked(t, data, someFeedback([]Finding{finding("Plain", "B3", "odd"), finding("Plain", "B6", "odd")}))
			if want := (MarkReport{Marked: 2, Notes: 2}); report != want {
				t.Fatalf("the report is %+v, want %+v", report, want)
			}
			again, report := marked(t, out, someFeedback([]Finding{finding("Plain", "B6", "odd")}))
			if want := (MarkReport{Marked: 1, Notes: 1}); report != want {
				t.Fatalf("when it comes back, the report is %+v, want %+v", report, want)
			}
			notes := string(parts(t, again)["xl/comments1.xml"])
			if !strings.Contains(notes, author) || !strings.Contains(notes, "my own note") || strings.Count(notes, "Odd.") != 1 {
				t.Errorf("the notes are %s", notes)
			}
		})
	}
}
