package reports

import (
	"bytes"
	"regexp"
	"testing"
)

// TestMarkTakesEverySelection marks workbooks in which a second sheet is selected
// at a place, or in words, of its own.
func TestMarkTakesEverySelection(t *testing.T) {
	views, selected := regexp.MustCompile(`<sheetViews>.*</sheetViews>`), regexp.MustCompile(`tabSelected="(1|true)"`)
	tests := []struct {
		name   string
		change func(sheet []byte) []byte
	}{
		{"by a number", func(sheet []byte) []byte { return selected.ReplaceAll(sheet, []byte(`tabSelected="1"`)) }},
		{"by a word", func(sheet []byte) []byte { return selected.ReplaceAll(sheet, []byte(`tabSelected="true"`)) }},
		{"the views after the cells", func(sheet []byte) []byte {
			return bytes.Replace(views.ReplaceAll(sheet, nil), []byte("</sheetData>"), append([]byte("</sheetData>"), views.Find(sheet)...), 1)
		}},
		{"views before the cells and after", func(sheet []byte) []byte {
			return bytes.Replace(sheet, []byte("</sheetData>"), append([]byte("</sheetData>"), views.Find(sheet)...), 1)
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			book := rezip(t, trapBook(t), func(all []part) []part {
				for i, p := range all {
					if p.name == "xl/worksheets/sheet2.xml" {
						all[i].data = tt.change(p.data)
						if !selected.Match(all[i].data) {
							t.Fatal("the second sheet is not selected")
						}
					}
				}
				return all
			})
			out, report := marked(t, book, someFeedback([]Finding{finding("Plain", "B3", "odd")}))
			if report.Fallback != "" {
				t.Fatalf("the report is %+v", report)
			}
			if selected.Match(parts(t, out)["xl/worksheets/sheet2.xml"]) {
				t.Error("the second sheet is selected beside the list")
			}
		})
	}
}
