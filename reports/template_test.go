package reports

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"academy/queries"
)

func returnSource(t *testing.T) queries.Source {
	t.Helper()
	sources, err := queries.Sources()
	if err != nil {
		t.Fatal(err)
	}
	for _, src := range sources {
		if src.Name == "provider_return" {
			return src
		}
	}
	t.Fatal("no source provider_return")
	return queries.Source{}
}

func open(t *testing.T, data []byte) *excelize.File {
	t.Helper()
	x, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { x.Close() })
	return x
}

func TestTemplateHeadingsAreTheSources(t *testing.T) {
	src := returnSource(t)
	var b bytes.Buffer
	if err := Template(&b, src, nil); err != nil {
		t.Fatal(err)
	}
	rows, err := open(t, b.Bytes()).GetRows(src.Sheet)
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, c := range src.Columns {
		want = append(want, c.Heading)
	}
	want = append(want, "academy:provider_return:start")
	if got := rows[formHeadings-1]; !slices.Equal(got, want) {
		t.Errorf("headings are %q, want %q", got, want)
	}
	for i, row := range rows[formHeadings:] {
		if last := i == formRows; len(row) > 0 != last {
			t.Errorf("row %d of an empty template has %d cells", formHeadings+1+i, len(row))
		}
	}
}

// TestTemplateSaysWhatARowIs reads above the table of each form what one row is
// about, when it is to come and whether it is a whole list, and beside each box for
// a sum of money what goes in.
func TestTemplateSaysWhatARowIs(t *testing.T) {
	tests := []struct{ source, row, when, box, answer string }{
		{"events", "One row for each event.", "When: when something happens. Send the whole list each time: it takes the place of the one before.", "Who it concerns", "Text. Or: not known."},
		{"fund_spend", "One row for each fund, payment type and period.", "When: monthly. Send all rows of each fund together: they take the place of what was sent of it before.", "Spend for Reporting Period", "A sum of money, such as 1250.50."},
		{"one_stop_shop", "One row for each month, area, channel and subject.", "When: monthly. Send all rows of a month together: they take the place of what was sent of it before.", "Contacts", "A whole number from 0. Or: not known."},
		{"placements", "One row for each person and placement.", "When: monthly. Send the whole list each time: it takes the place of the one before.", "Interview guaranteed", "Yes or No. Blank means No. Or: not known."},
		{"provider_return", "One row for each workplace and month.", "When: by day 14 of the following month.", "Care: joined", "A whole number from 0."},
	}
	sources, err := queries.Sources()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range tests {
		src := sources[slices.IndexFunc(sources, func(s queries.Source) bool { return s.Name == tt.source })]
		var b bytes.Buffer
		if err := Template(&b, src, nil); err != nil {
			t.Fatal(err)
		}
		x := open(t, b.Bytes())
		rows, err := x.GetRows(src.Sheet)
		if err != nil {
			t.Fatal(err)
		}
		if got := rows[1][0]; !strings.HasPrefix(got, tt.row) {
			t.Errorf("%s: above the table stands %q, want %q", tt.source, got, tt.row)
		}
		if got := rows[2][0]; got != tt.when {
			t.Errorf("%s: above the table stands %q, want %q", tt.source, got, tt.when)
		}
		help, err := x.GetRows(formHelp)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(help, func(row []string) bool { return len(row) > 2 && row[0] == tt.box && row[2] == tt.answer }) {
			t.Errorf("%s: no row says %q of %s; they are %q", tt.source, tt.answer, tt.box, help)
		}
	}
}

func TestTemplateTags(t *testing.T) {
	src := returnSource(t)
	tests := []struct {
		name    string
		rows    int
		end     string
		printed string
	}{
		{"an empty form prints a page of boxes", 0, "V505", "Return!$A$1:$U$40"},
		{"a form with many rows prints all of them", 100, "V505", "Return!$A$1:$U$116"},
		{"a form with more rows than it has boxes for ends after them", 600, "V605", "Return!$A$1:$U$616"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rows := make([][]string, tt.rows)
			for i := range rows {
				rows[i] = []string{"W1", "2026-10"}
			}
			var b bytes.Buffer
			if err := Template(&b, src, rows); err != nil {
				t.Fatal(err)
			}
			x := open(t, b.Bytes())
			for cell, want := range map[string]string{"V4": "academy:provider_return:start", tt.end: "academy:provider_return:end"} {
				if got, err := x.GetCellValue(src.Sheet, cell); err != nil || got != want {
					t.Errorf("%s holds %q, want %q (%v)", cell, got, want, err)
				}
			}
			if seen, err := x.GetColVisible(src.Sheet, "V"); err != nil || seen {
				t.Errorf("the column of the tags is visible (%v)", err)
			}
			for _, n := range x.GetDefinedName() {
				if n.Name == "_xlnm.Print_Area" && strings.ReplaceAll(n.RefersTo, "'", "") != tt.printed {
					t.Errorf("it prints %s, want %s", n.RefersTo, tt.printed)
				}
			}
		})
	}
}

func TestTemplateTypesWhatItIsGiven(t *testing.T) {
	src := queries.Source{Name: "trial", Title: "Trial", Sheet: "Trial", Unit: "academy", Period: "none", Columns: []queries.Column{
		{Name: "id", Heading: "ID", Keep: "text"}, {Name: "on", Heading: "On", Keep: "date"},
		{Name: "in", Heading: "In", Keep: "month"}, {Name: "posts", Heading: "Posts", Keep: "whole number"}}}
	tests := []struct {
		name, cell, text string
		column           int
		kind             excelize.CellType
		raw              string
	}{
		{"a number is a number", "D5", "12", 3, excelize.CellTypeUnset, "12"},
		{"a number as someone wrote it stays text", "D5", "about 12", 3, excelize.CellTypeInlineString, "about 12"},
		{"a number with a leading zero stays text", "D5", "012", 3, excelize.CellTypeInlineString, "012"},
		{"an ISO date is a date", "B5", "2026-10-01", 1, excelize.CellTypeUnset, "46296"},
		{"an ISO month is its first day", "C5", "2026-10", 2, excelize.CellTypeUnset, "46296"},
		{"a date in words stays text", "C5", "Oct 2026", 2, excelize.CellTypeInlineString, "Oct 2026"},
		{"text that looks like a formula is text", "A5", "=1+1", 0, excelize.CellTypeInlineString, "=1+1"},
		{"text that looks like XML is text", "A5", "<b>&", 0, excelize.CellTypeInlineString, "<b>&"},
		{"digits in a text column are text", "A5", "0012", 0, excelize.CellTypeInlineString, "0012"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			row := make([]string, 4)
			row[tt.column] = tt.text
			var b bytes.Buffer
			if err := Template(&b, src, [][]string{row}); err != nil {
				t.Fatal(err)
			}
			x := open(t, b.Bytes())
			kind, err := x.GetCellType("Trial", tt.cell)
			if err != nil {
				t.Fatal(err)
			}
			raw, err := x.GetCellValue("Trial", tt.cell, excelize.Options{RawCellValue: true})
			if err != nil {
				t.Fatal(err)
			}
			if kind != tt.kind || raw != tt.raw {
				t.Errorf("%s holds %q of kind %d, want %q of kind %d", tt.cell, raw, kind, tt.raw, tt.kind)
			}
			if formula, _ := x.GetCellFormula("Trial", tt.cell); formula != "" {
				t.Errorf("%s holds the formula %q", tt.cell, formula)
			}
		})
	}
}

func TestTemplateBytesAreTheSame(t *testing.T) {
	src := returnSource(t)
	rows := [][]string{{"W0001", "2026-10", "", "Manager", "Yes", "12", "1", "0", "2", "3"}}
	var first, again, builtin bytes.Buffer
	for _, b := range []*bytes.Buffer{&first, &again} {
		if err := Template(b, src, rows); err != nil {
			t.Fatal(err)
		}
	}
	if err := BuiltinTemplate(&builtin, src.Name, rows); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first.Bytes(), again.Bytes()) || !bytes.Equal(first.Bytes(), builtin.Bytes()) {
		t.Error("the same rows gave different bytes")
	}
}

func TestTemplateRefuses(t *testing.T) {
	var b bytes.Buffer
	tests := []struct{ name, got, want string }{
		{"a source that nobody fills", errorText(BuiltinTemplate(&b, "tracker_x", nil)),
			`tracker_x: no template; there is one for course_records, events, fund_profile, fund_spend, one_stop_shop, placements, provider_return, provision, tracker`},
		{"a row that is too long", errorText(BuiltinTemplate(&b, "provider_return", [][]string{make([]string, 99)})),
			`template provider_return: row 1: 99 values for 21 columns`},
	}
	for _, tt := range tests {
		if tt.got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, tt.got, tt.want)
		}
	}
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func BenchmarkBuiltinTemplate(b *testing.B) {
	rows := [][]string{{"W0001", "2026-10", "", "Manager", "Yes", "12", "1", "0", "2", "3", "1", "1", "4", "5", "6", "7", "8", "9", "1"}}
	for b.Loop() {
		var out bytes.Buffer
		if err := BuiltinTemplate(&out, "provider_return", rows); err != nil {
			b.Fatal(err)
		}
	}
}
