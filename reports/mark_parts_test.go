package reports

import (
	"bytes"
	"regexp"
	"strings"
	"testing"
)

var pointsAtStyles = regexp.MustCompile(`<[^<]*styles\.xml[^<]*(/>|></\w+>)`)

// TestAnswersHaveTheUsualParts holds that the parts which openpyxl, and pandas
// with it, look for by their name alone are named so in all that we write.
func TestAnswersHaveTheUsualParts(t *testing.T) {
	book := trapBook(t)
	fb := someFeedback([]Finding{finding("Plain", "B3", "odd")})
	people := fb
	people.People = true
	plain := rezip(t, book, func(all []part) []part {
		var kept []part
		for _, p := range all {
			switch p.name {
			case "xl/styles.xml":
				continue
			case typesPart, "xl/_rels/workbook.xml.rels":
				p.data = pointsAtStyles.ReplaceAll(p.data, nil)
			}
			kept = append(kept, p)
		}
		return kept
	})
	bare, report := marked(t, plain, fb)
	if report.Fallback != "" {
		t.Fatalf("the report is %+v", report)
	}
	marking := func(data []byte, fb Feedback) []byte {
		out, _ := marked(t, data, fb)
		return out
	}
	var text, template bytes.Buffer
	found := finding("", "", "odd")
	found.Line, found.Heading = 2, "Leavers"
	if _, err := MarkText(TextFile{Rows: [][]string{{"Month", "Leavers"}, {"2024-03", "x"}}, Lines: []int{1, 2}}, someFeedback([]Finding{found}), &text); err != nil {
		t.Fatal(err)
	}
	if err := BuiltinTemplate(&template, "provider_return", nil); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{
		"a marked workbook": marking(book, fb), "one that came without styles": bare, "a list alone": marking(nil, fb),
		"a file about people": marking(book, people), "a text file": text.Bytes(), "a template": template.Bytes(), "a pack": tinyFiles(t, "lead")["pack.xlsx"],
	} {
		got := parts(t, data)
		for _, want := range []string{"[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "docProps/core.xml"} {
			if got[want] == nil {
				t.Errorf("%s: there is no part %s", name, want)
			}
		}
	}
}

// TestMarkSaysWhatIsAmissInStyles holds that a workbook whose styles are not whole, or
// are counted in two ways, is answered by a list that says so.
func TestMarkSaysWhatIsAmissInStyles(t *testing.T) {
	for _, tt := range []struct{ name, expr, put, want string }{
		{"without fills", `(?s)<fills\b.*</fills>`, "", "its styles have no list of fonts or of fills"},
		{"without fonts", `(?s)<fonts\b.*</fonts>`, "", "its styles have no list of fonts or of fills"},
		{"without formats", `(?s)<cellXfs\b.*</cellXfs>`, "", "its list of cell formats is empty"},
		{"with a colour among the formats", `</cellXfs>`, "<color/></cellXfs>", "holds what does not belong there"},
		{"with a format among the fills", `</fills>`, "<xf/></fills>", "holds what does not belong there"},
	} {
		book := rezip(t, trapBook(t), func(all []part) []part {
			for i, p := range all {
				if p.name == "xl/styles.xml" {
					all[i].data = regexp.MustCompile(tt.expr).ReplaceAll(p.data, []byte(tt.put))
				}
			}
			return all
		})
		if _, report := marked(t, book, someFeedback([]Finding{finding("Plain", "B3", "odd")})); !strings.Contains(report.Fallback, tt.want) {
			t.Errorf("%s: %q, want %q", tt.name, report.Fallback, tt.want)
		}
	}
}

// TestMarkKnowsItsNamespaces holds that a workbook is marked only where its elements
// are those of a workbook, by what they say: what we add says the same.
func TestMarkKnowsItsNamespaces(t *testing.T) {
	for _, space := range []string{"", "urn:odd", "&amp;"} {
		book := altered(t, trapBook(t), "xl/workbook.xml", looseSheets, space)
		if _, report := marked(t, book, someFeedback([]Finding{finding("Plain", "B3", "odd")})); !strings.Contains(report.Fallback, "not written as an Excel workbook") {
			t.Errorf("in %q the report is %+v", space, report)
		}
	}
}

// TestMarkPassesOverPackedFolders holds that a workbook is marked that a program packed
// with its folders as if they were parts, each with bytes of its own.
func TestMarkPassesOverPackedFolders(t *testing.T) {
	book := rezip(t, trapBook(t), func(all []part) []part {
		return append([]part{{name: "xl/worksheets|"}}, all...)
	})
	book = bytes.ReplaceAll(book, []byte("xl/worksheets|"), []byte("xl/worksheets/")) // a writer refuses to write one
	_, report := marked(t, book, someFeedback([]Finding{finding("Plain", "B3", "odd")}))
	if report.Fallback != "" || report.Marked != 1 {
		t.Errorf("the report is %+v", report)
	}
}
