package ingest

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"academy/queries"
)

// bookOf makes a workbook with the rows given, from the first row of the sheet
// Return down, and lets change do the rest.
func bookOf(t testing.TB, rows [][]any, change func(f *excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	must(t, f.SetSheetName("Sheet1", "Return"))
	for i, row := range rows {
		must(t, f.SetSheetRow("Return", fmt.Sprintf("A%d", i+1), &row))
	}
	if change != nil {
		change(f)
	}
	var b bytes.Buffer
	must(t, f.Write(&b))
	return b.Bytes()
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

var headings = []any{"Workplace", "Month", "Care: permanent", "Joined: new to care"}

func TestReadWorkbook(t *testing.T) {
	september := time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC)
	one := [][]any{headings, {"W0001", september, 12, 1}}
	tests := []struct {
		name   string
		rows   [][]any
		change func(f *excelize.File)
		want   string
	}{
		{name: "a date is a date by the format of its cell", rows: one, want: "2: W0001|2026-09-01||12|1"},
		{
			name: "a format of one's own is a date's too", rows: one,
			change: func(f *excelize.File) {
				format := `[$-809]mmmm" "yyyy;@`
				style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
				must(t, err)
				must(t, f.SetCellStyle("Return", "B2", "B2", style))
			},
			want: "2: W0001|2026-09-01||12|1",
		},
		{
			name: "a number in a date's column is not guessed at", rows: [][]any{headings, {"W0001", 46266, 12, 1}},
			want: "Return!B2: not-a-month, leave out the row",
		},
		{
			name: "dates that count from 1904",
			rows: [][]any{headings, {"W0001", 46266 - 1462, 12, 1}},
			change: func(f *excelize.File) {
				yes := true
				must(t, f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &yes}))
				style, err := f.NewStyle(&excelize.Style{NumFmt: 14})
				must(t, err)
				must(t, f.SetCellStyle("Return", "B2", "B2", style))
			},
			want: "2: W0001|2026-09-01||12|1",
		},
		{
			name: "titles above, a total and a remark below, text for numbers and dates",
			rows: [][]any{
				{"Oak House"}, {nil, "Return to the academy"}, {}, headings,
				{"W0001", "September 2026", "12 ", "not known"}, {}, {"Total", nil, 12}, {"Please ring us if unsure"},
			},
			want: "5: W0001|2026-09-01||12|",
		},
		{
			name: "the table need not start in column A",
			rows: [][]any{{}, {nil, "Workplace", "Month", "Care: permanent"}, {nil, "W0001", "Sep-26", 3}},
			want: "3: W0001|2026-09-01||3|",
		},
		{
			name: "a second table with its columns in another order",
			rows: [][]any{headings, {"W0001", "Sep-26", 12, 1}, {}, {"Month", "Workplace", "Care: permanent", "Joined: new to care"}, {"Sep-26", "W0002", 3, 1}},
			want: "2: W0001|2026-09-01||12|1\n2097157: W0002|2026-09-01||3|1",
		},
		{
			name: "a second table with two columns of numbers changed about",
			rows: [][]any{headings, {"W0001", "Sep-26", 12, 1}, {}, {"Workplace", "Month", "Joined: new to care", "Permanent care staff"}, {"W0002", "Sep-26", 1, 3}},
			want: "2: W0001|2026-09-01||12|1\n2097157: W0002|2026-09-01||3|1",
		},
		{
			name: "a second table that has something else in a column",
			rows: [][]any{headings, {"W0001", "Sep-26", 12, 1}, {}, {"Workplace", "Month", "Care: permanent", "Agency"}, {"W0002", "Sep-26", 1, 3}},
			want: "2: W0001|2026-09-01||12|1\n2097157: W0002|2026-09-01||1|",
		},
		{
			name: "the same headings once more, one by another name",
			rows: [][]any{headings, {"W0001", "Sep-26", 12, 1}, {}, {"HOME", "Month", "Permanent care staff", "Joined: new to care"}, {"W0002", "Sep-26", 1, 3}},
			want: "2: W0001|2026-09-01||12|1\n5: W0002|2026-09-01||1|3",
		},
		{
			name: "another sheet with other things on it", rows: one,
			change: func(f *excelize.File) {
				_, err := f.NewSheet("Lists")
				must(t, err)
				must(t, f.SetCellValue("Lists", "A1", "Yes"))
			},
			want: "2: W0001|2026-09-01||12|1",
		},
		{
			name: "a second table that lacks a column",
			rows: [][]any{headings, {"W0001", "Sep-26", 12, 1}, {}, {"Month", "Workplace", "Joined: new to care", "Agency"}, {"Sep-26", "W0002", 3, 1}},
			want: "2: W0001|2026-09-01||12|1\nrefused: two-tables",
		},
		{
			name: "a sheet that is a copy of another one is not read twice", rows: one,
			change: func(f *excelize.File) { sheetOf(t, f, "August", one) },
			want:   "2: W0001|2026-09-01||12|1",
		},
		{
			name: "a sheet for each home", rows: one,
			change: func(f *excelize.File) {
				sheetOf(t, f, "Elm", [][]any{{"Elm House"}, headings, {"W0002", "Sep-26", 3, "x"}})
			},
			want: "2: W0001|2026-09-01||12|1\n2097155: W0002|2026-09-01||3|\nElm!D3: not-a-whole-number, leave out the value",
		},
		{
			name: "two tables side by side, one longer than the other, and a blank column between them",
			rows: [][]any{
				{"Workplace", "Month", "Care: permanent", nil, "Workplace", "Month", "Care: permanent"},
				{"W0001", "Sep-26", 12, nil, "W0002", "Sep-26", 3}, {nil, nil, nil, nil, "W0003", "Sep-26", "x"},
			},
			want: "2: W0001|2026-09-01||12|\n2097154: W0002|2026-09-01||3|\n2097155: W0003|2026-09-01|||\nReturn!G3: not-a-whole-number, leave out the value",
		},
		{
			name: "a row that groups the headings has some of them too",
			rows: [][]any{{"Workplace", "Month", "Care: permanent"}, headings, {"W0001", "Sep-26", 12, 1}},
			want: "3: W0001|2026-09-01||12|1",
		},
		{
			name: "a hidden sheet gives way to one that is seen", rows: one,
			change: func(f *excelize.File) {
				sheetOf(t, f, "August", one)
				must(t, f.SetSheetVisible("August", false))
			},
			want: "2: W0001|2026-09-01||12|1",
		},
		{
			name: "a column that is there twice",
			rows: [][]any{{"Workplace", "Month", "Care: permanent", "Home"}, {"W0001", "Sep-26", 1, "W0002"}},
			want: "refused: column-twice",
		},
		{
			name: "headings that are not ours",
			rows: [][]any{{"Workplace", "Month", "Carers"}, {"W0001", "Sep-26", 1}},
			want: "refused: wrong-headings",
		},
		{name: "nothing at all", rows: nil, want: "refused: empty"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, _ := read(t, "return.xlsx", bookOf(t, tt.rows, tt.change), all)
			same(t, got, tt.want)
		})
	}
}

func sheetOf(t testing.TB, f *excelize.File, name string, rows [][]any) {
	t.Helper()
	_, err := f.NewSheet(name)
	must(t, err)
	for i, row := range rows {
		must(t, f.SetSheetRow(name, fmt.Sprintf("A%d", i+1), &row))
	}
}

// TestReceipt holds that the receipt names what a person would not notice.
func TestReceipt(t *testing.T) {
	rows := [][]any{
		{"Oak House"}, {"Workplace", "Month", "Care: permanent", "Joined: new to care", "Manager"},
		{"W0001", "Sep-26", "12", 1, "A"}, {"W0002", "Sep-26", 3, 1, "B", "a remark"}, {},
		{"Workplace", "Month", "Care: permanent", "Joined: new to care", "Manager"},
		{"W0003", "soon", 3, 1}, {"Total", nil, 15}, {"Thank you"},
	}
	book := bookOf(t, rows, func(f *excelize.File) {
		must(t, f.SetRowVisible("Return", 4, false))
		must(t, f.SetColVisible("Return", "D", false))
		sheetOf(t, f, "Lists", [][]any{{"Yes"}})
	})
	_, receipt := read(t, "return.xlsx", book, all)
	same(t, receipt.String(), `
sheet "Return", headings in row 2
2 rows and 8 values taken
1 row left out, each with its reason
1 other sheet not read: "Lists"
1 column not used: "Manager"
1 column of the form not there, and not needed: "Nothing has changed"
1 blank row
1 row repeating the headings, not read: row 6
1 row of totals, not read: row 8
1 remark, not read: row 9
1 hidden row, read like the others (first: Return!A4)
1 hidden column, read like the others (first: Return!D2)
1 number stored as text, read as numbers (first: Return!C3)
1 value under no heading, not read (first: Return!F4)
`)
}

// TestMergesInATable holds that the receipt counts the cells that a merge covers,
// though the file has nothing in them, and that a value which every row
// needs is told of as covered. Titles, remarks and what no heading stands over do
// not count.
func TestMergesInATable(t *testing.T) {
	rows := [][]any{{"Oak House"}, headings, {"W0001", "Sep-26", 12, 1}, {nil, "Oct-26", 3}, {"W0002", "Sep-26", 4, 2}, {"Thank you"}}
	merge := func(f *excelize.File) {
		for _, m := range []string{"A1:D1", "A3:A4", "D4:E5", "F2:G2", "A6:D6"} {
			from, to, _ := strings.Cut(m, ":")
			must(t, f.MergeCell("Return", from, to))
		}
	}
	covered := `<table:covered-table-cell/>`
	text := func(attrs string, texts ...string) (cells string) {
		for _, s := range texts {
			cells += `<table:table-cell` + attrs + ` office:value-type="string"><text:p>` + s + `</text:p></table:table-cell>`
		}
		return cells
	}
	ods := rawODS(t, odsTable(
		`<table:table-row>`+text("", "Oak House")+`<table:covered-table-cell table:number-columns-repeated="3"/></table:table-row><table:table-row>`+
			text("", "Workplace", "Month", "Care: permanent", "Joined: new to care")+
			`</table:table-row><table:table-row>`+text(` table:number-rows-spanned="2"`, "W0001")+text("", "Sep-26", "12", "1")+
			`</table:table-row><table:table-row>`+covered+text("", "Oct-26", "3")+`<table:table-cell table:number-columns-spanned="2" table:number-rows-spanned="2"/>`+covered+
			`</table:table-row><table:table-row>`+text("", "W0002", "Sep-26", "4")+covered+covered+`</table:table-row>`), nil)
	for name, data := range map[string][]byte{"an Excel workbook": bookOf(t, rows, merge), "an OpenDocument sheet": ods} {
		table, err := Read("any", bytes.NewReader(data), int64(len(data)), all, key)
		must(t, err)
		var faults []string
		must(t, table.Each(nil, nil, func(f queries.Fault) error {
			faults = append(faults, f.Place+": "+f.Says+": "+f.Fix)
			return nil
		}))
		same(t, strings.Join(faults, "\n"), `Return!A4: "Workplace" is covered by a merge in this row, so nothing can be in it: `+queries.CoveredFix)
		r := table.Receipt
		if r.Merged != (Count{2, "Return!A4"}) || r.Rows != 2 {
			t.Errorf("%s: %d rows, covered %v", name, r.Rows, r.Merged)
		}
		if !table.Covered(5, "new") || table.Covered(4, "new") || table.Covered(5, "permanent") {
			t.Errorf("%s: not D5 alone of column D is covered", name)
		}
	}
}

// TestReceiptOfAFilter holds that rows a filter hides are read, and told of as
// such: whoever filtered the sheet may have meant the others.
func TestReceiptOfAFilter(t *testing.T) {
	rows := [][]any{headings, {"W0001", "Sep-26", 12, 1}, {"W0002", "Sep-26", 3, 1}}
	book := bookOf(t, rows, func(f *excelize.File) {
		must(t, f.AutoFilter("Return", "A1:D3", nil))
		must(t, f.SetRowVisible("Return", 3, false))
	})
	got, receipt := read(t, "return.xlsx", book, all)
	same(t, got, "2: W0001|2026-09-01||12|1\n3: W0002|2026-09-01||3|1")
	if want := "1 hidden row within a filter, read like the others (first: Return!A3)\n"; !strings.Contains(receipt.String(), want) {
		t.Errorf("the receipt says\n%s\nand not\n%s", receipt, want)
	}
}

// TestPeriodFromName holds that a file without a date inside is dated by its
// name, and the receipt says so.
func TestPeriodFromName(t *testing.T) {
	data := []byte("LOCALESTID,UNIQUEWORKERID,EMPLSTATUS\nH1,7,1\n")
	if got, _ := read(t, "staff.csv", data, all); got != "refused: no-date-in-name\n" {
		t.Errorf("without a date: %s", got)
	}
	for name, want := range map[string]string{
		"sent 2026-09-14, 2026-09-01-staff.csv":  "refused: two-dates-in-name\n",
		"2026-09-01 staff 2026-09-01 again.csv":  "2: H1|" + hashID(key, "7", "H1") + "|1|\n",
		"2026-13-01 and 2026-02-03, no date.csv": "2: H1|" + hashID(key, "7", "H1") + "|1|\n",
	} {
		if got, _ := read(t, name, data, all); got != want {
			t.Errorf("%s: got %s, want %s", name, got, want)
		}
	}
	table, err := Read(`C:\2020-01-01\E3 2026-09-01-staff.csv`, bytes.NewReader(data), int64(len(data)), all, key)
	must(t, err)
	if got := table.Period.Format(time.DateOnly); got != "2026-09-01" {
		t.Errorf("period %s, want 2026-09-01", got)
	}
	if !strings.Contains(table.Receipt.String(), "period 2026-09-01, from the name of the file") {
		t.Errorf("the receipt does not say where the period is from:\n%s", table.Receipt)
	}
}

// TestLong holds that columns a long source does not know are answers.
func TestLong(t *testing.T) {
	rows := [][]any{
		{"ID", "Email", "Date of the round", "How do  you\n\u00a0recruit?\u00a0", "And train?"},
		{1, "anonymous", time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC), "First steps", "Strategic "},
		{2, "anonymous", time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC), nil, 3},
		{3, "anonymous", nil, "Compliant", nil},
	}
	got, receipt := read(t, "Self-assessment.xlsx", bookOf(t, rows, nil), all)
	same(t, got, `
2: 1|2026-03-02
2: How do you recruit? = First steps
2: And train? = Strategic
3: 2|2026-03-02
3: And train? = 3
Return!C4: missing-value, leave out the row`)
	if receipt.Answers != 3 || len(receipt.Unknown) != 0 {
		t.Errorf("%d answers and %d unknown columns, want 3 and 0", receipt.Answers, len(receipt.Unknown))
	}
}

// TestDroppedTwice holds that two columns that are dropped anyway do no harm.
func TestDroppedTwice(t *testing.T) {
	in := "LOCALESTID,DISPLAYID,DISPLAYID,UNIQUEWORKERID,EMPLSTATUS\nH1,Ann,Ann,7,1\n"
	got, _ := read(t, "2026-09-01.csv", []byte(in), all)
	same(t, got, "2: H1|"+hashID(key, "7", "H1")+"|1|")
}

// TestRowsAreGivenTwice holds that a table can be read again, and that Rows
// gives what Each gives.
func TestRowsAreGivenTwice(t *testing.T) {
	data := bookOf(t, [][]any{headings, {"W0001", "Sep-26", 1}, {"W0002", "Sep-26", 2}}, nil)
	table, err := Read("x", bytes.NewReader(data), int64(len(data)), all, key)
	must(t, err)
	for range 2 {
		var lines []int
		for row, err := range table.Rows() {
			must(t, err)
			lines = append(lines, row.Line)
		}
		if !slices.Equal(lines, []int{2, 3}) || table.Receipt.Rows != 2 {
			t.Errorf("lines %v and %d in the receipt, want 2 and 3, and 2", lines, table.Receipt.Rows)
		}
		for _, err := range table.Rows() {
			must(t, err)
			break
		}
	}
}

// TestPeopleStayInTheReader holds that neither a row nor a fault carries what
// is dropped or hashed.
func TestPeopleStayInTheReader(t *testing.T) {
	data := []byte("LOCALESTID,DISPLAYID,UNIQUEWORKERID,EMPLSTATUS,OTHERJOBROLE\nH1,Ann Example,AB123,SECRET,\nH1,Ann Example,AB123,SECRET")
	table, err := Read("2026-09-01.csv", bytes.NewReader(data), int64(len(data)), all, key)
	must(t, err)
	var b strings.Builder
	must(t, table.Each(
		func(r queries.Row) error { _, err := fmt.Fprintln(&b, r); return err }, nil,
		func(f queries.Fault) error { _, err := fmt.Fprintln(&b, f); return err }))
	for _, secret := range []string{"Ann", "AB123", "SECRET"} {
		if strings.Contains(b.String()+table.Receipt.String(), secret) {
			t.Errorf("%s left the reader", secret)
		}
	}
	if strings.Count(b.String(), "\n") != 3 {
		t.Errorf("a row and two faults are wanted:\n%s", b.String())
	}
}

// TestTablesWithoutAGap holds that of two tables of different kinds which touch
// each is read, with the columns beside it that nobody knows; and that a few
// headings of another kind make no table.
func TestTablesWithoutAGap(t *testing.T) {
	for _, tt := range []struct {
		name string
		rows [][]any
		want string
	}{
		{"two tables", [][]any{
			{"No.", "Workplace", "Month", "Care: permanent", "Person reference", "Referral date", "Referred by", "Remark"},
			{1, "W0001", "Sep-26", 12, "P-1", "13/09/2026", "Self-referral", "call"},
		}, "Monthly return: 1 row; not used: No.\nTracker: 1 row; not used: Remark"},
		{"two headings of another", [][]any{
			{"Workplace", "Month", "Care: permanent", "Person reference", "Referral date"},
			{"W0001", "Sep-26", 12, "P-1", "13/09/2026"},
		}, "Monthly return: 1 row; not used: Person reference, Referral date"},
	} {
		book := bookOf(t, tt.rows, nil)
		tables, err := ReadAll("both.xlsx", bytes.NewReader(book), int64(len(book)), all, key)
		must(t, err)
		var b strings.Builder
		for _, table := range tables {
			must(t, table.Each(nil, nil, nil))
			fmt.Fprintf(&b, "%s: %s; not used: %s\n", table.Source.Title, number(table.Receipt.Rows, "row"), strings.Join(table.Receipt.Unknown, ", "))
		}
		same(t, b.String(), tt.want)
	}
}

// TestFormCopiedBelowItself holds that of a form which somebody copied below
// itself, tags and all, each row is read once.
func TestFormCopiedBelowItself(t *testing.T) {
	form := []any{"Workplace", "Month", "Care: permanent", "academy:boxes:start"}
	book := bookOf(t, [][]any{form, {"W0001", "Sep-26", 12}, {}, form, {"W0001", "Oct-26", 13}, {nil, nil, nil, "academy:boxes:end"}, {"W0002", "Oct-26", 3}}, nil)
	got, _ := read(t, "return.xlsx", book, all)
	same(t, got, "2: W0001|2026-09-01||12|\n2097157: W0001|2026-10-01||13|\nReturn!A7: below-the-table, leave out the row")
}
