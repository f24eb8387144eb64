package reports

import (
	"bytes"
	"fmt"
	"regexp"
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

// TestMarkShapesOfNewerPrograms marks a sheet that names the part of its shapes within
// what is there twice, for newer programs and for others: a second name would make
// the sheet one that Excel mends.
func TestMarkShapesOfNewerPrograms(t *testing.T) {
	const (
		sheet = "xl/worksheets/sheet1.xml"
		rels  = "xl/worksheets/_rels/sheet1.xml.rels"
		twice = `<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="x14">%s</mc:Choice><mc:Fallback>%s</mc:Fallback></mc:AlternateContent>`
	)
	book := trapBook(t)
	found := regexp.MustCompile(`<legacyDrawing r:id="(\w+)"[^>]*>(</legacyDrawing>)?`).FindSubmatch(parts(t, book)[sheet])
	if found == nil {
		t.Fatal("the workbook of traps has no shapes")
	}
	one, other := string(found[0]), strings.Replace(string(found[0]), string(found[1]), "rId77", 1)
	apart := altered(t, book, rels, "</Relationships>", `<Relationship Id="rId77" Type="`+looseRels+`/vmlDrawing" Target="/xl/theme/theme1.xml"/></Relationships>`)
	for _, tt := range []struct {
		name, put, why string
		data           []byte
	}{
		{"for newer programs alone", fmt.Sprintf(twice, one, ""), "", book},
		{"for both, the same", fmt.Sprintf(twice, one, one), "", book},
		{"for each its own", fmt.Sprintf(twice, other, one), "other shapes for newer programs", apart},
		{"for others one that is missing", fmt.Sprintf(twice, one, other), "shapes of a sheet are missing", book},
	} {
		t.Run(tt.name, func(t *testing.T) {
			data := altered(t, tt.data, sheet, one, tt.put)
			out, report := marked(t, data, someFeedback([]Finding{finding("Plain", "B6", "odd")}))
			if tt.why != "" {
				if !strings.Contains(report.Fallback, tt.why) {
					t.Errorf("the report is %+v", report)
				}
				return
			}
			got := string(parts(t, out)[sheet])
			if report.Notes != 1 || strings.Count(got, "<legacyDrawing") != strings.Count(tt.put, "<legacyDrawing") {
				t.Errorf("the report is %+v, and the sheet %s", report, got)
			}
		})
	}
}

// TestMarkAgainKeepsShapesOfOthers holds that with the shape of a note of ours none
// goes that stands before it, closes itself or has it within.
func TestMarkAgainKeepsShapesOfOthers(t *testing.T) {
	const drawing, mine = "xl/drawings/vmlDrawing1.vml", `<v:shape id="mine" style="width:9pt"/>`
	first, _ := marked(t, trapBook(t), someFeedback([]Finding{finding("Plain", "B6", "odd")}))
	for name, tt := range map[string]struct{ put, end string }{
		"one that closes itself":  {mine, ""},
		"one that has ours in it": {`<v:shape id="mine">`, `</v:shape>`},
		"one that has text in it": {`<v:shape id="mine"><v:textbox/></v:shape>`, ""},
		"a group with one":        {`<v:group id="mine">` + mine, `</v:group>`},
	} {
		t.Run(name, func(t *testing.T) {
			ours := `<v:shape ` + vmlNames
			book := altered(t, first, drawing, ours, tt.put+ours)
			if tt.end != "" {
				book = altered(t, book, drawing, "</xml>", tt.end+"</xml>")
			}
			out, report := marked(t, book, someFeedback(nil))
			left := parts(t, out)[drawing]
			if report.Fallback != "" || !bytes.Contains(left, []byte(tt.put)) {
				t.Errorf("the report is %+v, and what is left is %s", report, left)
			}
			if err := wellFormed(left); err != nil {
				t.Errorf("the drawing: %v", err)
			}
		})
	}
}

// TestMarkAgainKeepsNotesThatWeDoNotRead holds that a note of the sender's stays
// whose text is written for newer programs, when what we added to it goes.
func TestMarkAgainKeepsNotesThatWeDoNotRead(t *testing.T) {
	const text = `<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Fallback>%s</mc:Fallback></mc:AlternateContent>`
	for name, put := range map[string]string{"around a run": fmt.Sprintf(text, `<r><t>my own note</t></r>`), "within a run": `<r>` + fmt.Sprintf(text, `<t>my own note</t>`) + `</r>`} {
		t.Run(name, func(t *testing.T) {
			book := altered(t, trapBook(t), "xl/comments1.xml", `<t>my own note</t>`, put)
			first, report := marked(t, book, someFeedback([]Finding{finding("Plain", "B3", "odd")}))
			if report.Notes != 1 {
				t.Fatalf("the report is %+v", report)
			}
			out, _ := marked(t, first, someFeedback(nil))
			notes := string(parts(t, out)["xl/comments1.xml"])
			if !strings.Contains(notes, put) || strings.Contains(notes, "Odd.") {
				t.Errorf("the notes are %s", notes)
			}
		})
	}
}

// TestMarkDrawingThatBreaksOff holds that no shape is put where a drawing breaks off.
func TestMarkDrawingThatBreaksOff(t *testing.T) {
	const drawing = "xl/drawings/vmlDrawing1.vml"
	whole := string(parts(t, trapBook(t))[drawing])
	for _, end := range []string{"", "</v:textbox>", "</xml", "</xml></v"} {
		at := strings.LastIndex(whole, "</xml>")
		book := altered(t, trapBook(t), drawing, whole[at:], end)
		if _, report := marked(t, book, someFeedback([]Finding{finding("Plain", "B6", "odd")})); !strings.Contains(report.Fallback, "shapes of a sheet are not as we know them") {
			t.Errorf("with %q at its end: %+v", end, report)
		}
	}
}
