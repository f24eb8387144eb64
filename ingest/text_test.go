package ingest

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"academy/queries"
)

func TestReadText(t *testing.T) {
	tests := []struct {
		name, in, want string
	}{
		{
			"a title above, totals and a remark below",
			"Oak House returns,,,\n,,,\nHome,Return for,Permanent care staff,Manager\nW0001,Sep-26,12,A\n,,,\nTotal,,12,\n\"Please ring us, thank you\",,,\n",
			"4: W0001|2026-09-01||12|",
		},
		{
			"semicolons, and commas between thousands",
			"Workplace;Month;Care: permanent\nW0001;01/09/2026;1,200\nW0002;01/09/2026;7\n",
			"2: W0001|2026-09-01||1200|\n3: W0002|2026-09-01||7|",
		},
		{
			"tabs",
			"Workplace\tMonth\tCare: permanent\nW0001\t2026-09\t3\n",
			"2: W0001|2026-09-01||3|",
		},
		{
			"a value that cannot be read is left out alone, one that every row needs takes the row",
			"Workplace,Month,Care: permanent,Joined: new to care\nW0001,2026-09,a few,Not known\nW0002,soon,3,1\n,2026-09,3,1\n",
			"2: W0001|2026-09-01|||\n" +
				"line 2, column Care: permanent: not-a-whole-number, leave out the value\n" +
				"line 3, column Month: not-a-month, leave out the row\n" +
				"line 4, column Workplace: missing-value, leave out the row",
		},
		{
			"the headings again, as on every printed page",
			"Workplace,Month,Care: permanent\nW0001,2026-09,1\nWORKPLACE,Month,Care: permanent\nW0002,2026-09,2\n",
			"2: W0001|2026-09-01||1|\n4: W0002|2026-09-01||2|",
		},
		{
			"a line break inside quotation marks; lines are those of the file",
			"Workplace,Month,Care: permanent,Remark\nW0001,2026-09,1,\"two\nlines\"\nW0002,2026-09,2,\n",
			"2: W0001|2026-09-01||1|\n4: W0002|2026-09-01||2|",
		},
		{
			"headings with line breaks, other spaces and other punctuation",
			"WORKPLACE ,\"Return\nfor\",care -\u00a0permanent\nW0001,2026-09,1\n",
			"3: W0001|2026-09-01||1|",
		},
		{
			"stray commas after the headings, with the rows or without them",
			"Workplace,Month,Care: permanent,,\nW0001,2026-09,1,,\nW0002,2026-09,2\nW0003,2026-09,1,200,\n",
			"2: W0001|2026-09-01||1|\n3: W0002|2026-09-01||2|\nline 4: shifted-row, leave out the row",
		},
		{
			"carriage returns alone",
			"Workplace,Month,Care: permanent\rW0001,2026-09,1\rW0002,2026-09,2",
			"2: W0001|2026-09-01||1|\n3: W0002|2026-09-01||2|",
		},
		{
			"a word in another column makes no total of a row that has a unit",
			"Area,Workplace,Month,Care: permanent\nTotal,W0001,2026-09,1\nTotal,,,1\nTotal for all homes,,,1\n",
			"2: W0001|2026-09-01||1|",
		},
		{
			"headings of groups, which no commas follow or all; an ID alone has lost its boxes",
			"Workplace,Month,Care: permanent\nResidential\nW0001,2026-09,1\nNursing,,\nW0002,2026-09,2\nW0003,,\nW0004\n\"Extra\n",
			"3: W0001|2026-09-01||1|\n5: W0002|2026-09-01||2|\nline 6, column Month: missing-value, leave out the row\n" +
				"line 7: shifted-row, leave out the row\nline 8: open-quote, leave out the row",
		},
		{
			"totals of something",
			"Workplace,Month,Care: permanent,Joined: new to care\nW0001,2026-09,1,£2\nTotal homes,,1,£2\nGrand total of all,,1,2\nW0001 Total,,\"1,000\",50%\n",
			"2: W0001|2026-09-01||1|\nline 2, column Joined: new to care: not-a-whole-number, leave out the value",
		},
		{
			"what is called a total and has more than numbers beside it",
			"Workplace,Month,Care: permanent\nTotal Care,2026-09,1\nW0001 Total,soon,1\n",
			"2: Total Care|2026-09-01||1|\nline 3, column Month: not-a-month, leave out the row",
		},
		{
			"a total of people, and the heading of a group, where there is no workplace",
			"Person reference,Referral date,Referred by\nStoke,,\nP1,2026-09-01,Self-referral\nTotal people,110,\n",
			"3: " + hashID(key, "P1") + "|2026-09-01|Self-referral",
		},
		{
			"a total of what the first cell names, and a row with all its boxes that says so",
			"Person reference,Referral date,Referred by,Hours\nP1,2026-09-01,Self-referral,2\nStoke,,Total,110\nP2,2026-09-02,Total,5\n",
			"2: " + hashID(key, "P1") + "|2026-09-01|Self-referral\n4: " + hashID(key, "P2") + "|2026-09-02|\nline 4, column Referred by: not-on-the-list, leave out the value",
		},
		{
			"text that starts as a picture does",
			"BMI Home,,\nWorkplace,Month,Care: permanent\nW0001,2026-09,1\n",
			"3: W0001|2026-09-01||1|",
		},
		{
			"a second file behind the first, whose last line has no end",
			"Workplace,Month,Care: permanent\nW0001,2026-09,1\uFEFFWorkplace,Month,Care: permanent\nW0002,2026-09,2\n",
			"2: W0001|2026-09-01||1|\n3: W0002|2026-09-01||2|",
		},
		{
			"a second file without headings behind the first, whose last line has no end",
			"Workplace,Month,Care: permanent\nW0001,2026-09,1\uFEFFW0002,2026-09,2\uFEFFW0003,2026-09,3\nW0004,2026-09,4\n",
			"2: W0001|2026-09-01||1|\nrow 2 of line 2: second-row, leave out the row\nrow 3 of line 2: second-row, leave out the row\n3: W0004|2026-09-01||4|",
		},
		{
			"a second file behind the first, and a third without headings, whose last lines have no end",
			"Workplace,Month,Care: permanent\nW0001,2026-09,1\uFEFFWorkplace,Month,Care: permanent\uFEFFW0003,2026-09,3\n",
			"2: W0001|2026-09-01||1|\nrow 3 of line 2: second-row, leave out the row",
		},
		{
			"a second file without headings that begins with an open quotation mark, behind the first, whose last line has no end",
			"Workplace,Month,Care: permanent\nW0001,2026-09,1\uFEFF\"W0002,2026-09,2\n",
			"2: W0001|2026-09-01||1|\nrow 2 of line 2: second-row, leave out the row",
		},
		{
			"a second file behind blanks, whose last line has no end",
			"Workplace,Month,Care: permanent\n,,\uFEFFW0002,2026-09,2\uFEFF,,\uFEFFW0003,2026-09,3\n",
			"2: W0002|2026-09-01||2|\nrow 2 of line 2: second-row, leave out the row",
		},
		{
			"a second file with other columns behind the first, whose last line has no end",
			"Workplace,Month,Care: permanent\nW0001,2026-09,1\uFEFFMonth,Workplace,Care: permanent\n2026-09,W0002,2\n",
			"refused: two-tables",
		},
		{
			"a second file of another kind behind the first, whose last line has no end",
			"Workplace,Month,Care: permanent\nW0001,2026-09,1\uFEFFLOCALESTID,UNIQUEWORKERID,EMPLSTATUS\nH1,7,1\n",
			"refused: two-tables",
		},
		{
			"headings behind something else, whose last line has no end",
			"a,b,c\n1,2,3\uFEFFWorkplace,Month,Care: permanent\nW0002,2026-09,2\n",
			"3: W0002|2026-09-01||2|",
		},
		{
			"a row that ends before what every row must have",
			"Care: permanent,Care: left,Workplace,Month\n5,1,W0001\n5,1,W0001,2026-09\n",
			"line 2: shifted-row, leave out the row\n3: W0001|2026-09-01||5|",
		},
		{
			"text guarded so that Excel keeps its zeros",
			"Workplace,Month,Care: permanent\n=\"W0001\",\"=\"\"2026-09\"\"\",=\"007\"\n=W0001,2026-09,=1+1\nW0002,2026-09,=\"\"\n",
			"2: W0001|2026-09-01||7|\n3: =W0001|2026-09-01|||\nline 3, column Care: permanent: not-a-whole-number, leave out the value\n4: W0002|2026-09-01|||",
		},
		{
			"nothing but headings",
			"Workplace,Month,Care: permanent\n",
			"",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, _ := read(t, "any.csv", []byte(tt.in), all)
			same(t, got, tt.want)
		})
	}
}

// TestShiftedRow holds that a row whose values do not stand under their
// headings is set aside whole: nothing of it is loaded.
func TestShiftedRow(t *testing.T) {
	const headings = "LOCALESTID,DISPLAYID,UNIQUEWORKERID,EMPLSTATUS,OTHERJOBROLE\r\n"
	worker := hashID(key, "7", "H1")
	tests := []struct {
		name, row, want string
	}{
		{"as it should be", "H1,Ann,7,1,8;16", "2: H1|" + worker + "|1|8;16"},
		{"a comma that is not quoted", "H1,Ann, senior,7,1,8", "line 2: shifted-row, leave out the row"},
		{"a line break that is not quoted", "H1,Ann\r\nsenior,7,1,8",
			"line 2: shifted-row, leave out the row\nline 3: shifted-row, leave out the row"},
		{"a comma that is not quoted, in a row that ends in a blank", "H1,Ann, senior,7,1,", "line 2: shifted-row, leave out the row"},
		{"a blank too many", "H1,Ann,7,1,8;16,", "line 2: shifted-row, leave out the row"},
		{"a blank too few in the last line", "H1,Ann,7,1", "2: H1|" + worker + "|1|"},
		{"blanks left off, where the next line is whole", "H1,Ann,7,1\r\nH1,Ann,7,1,8;16", "2: H1|" + worker + "|1|\n3: H1|" + worker + "|1|8;16"},
		{"blanks left off in the last lines", "H1,Ann,7,1\r\nH1,Ann,7,1", "2: H1|" + worker + "|1|\n3: H1|" + worker + "|1|"},
		{"a line break, and one value left off in the row above it, which may be broken too", "H1,Ann,7,1\r\nH1,Ann\r\nsenior,7,1,8",
			"line 2: shifted-row, leave out the row\nline 3: shifted-row, leave out the row\nline 4: shifted-row, leave out the row"},
		{"two line breaks that are not quoted", "H1,Ann\r\nsenior\r\nnights,7,1,8\r\nH1,Ann,7,1,8;16", // the middle of it is told as a remark
			"line 2: shifted-row, leave out the row\nline 4: shifted-row, leave out the row\n5: H1|" + worker + "|1|8;16"},
		{"a quotation mark inside a value", `H1,Ann "Nan" X,7,1,8;16`, "2: H1|" + worker + "|1|8;16"},
		{"a quotation mark that opens and closes early", `H1,"Ann" X,7,1,8;16`, "2: H1|" + worker + "|1|8;16"},
		{"a quotation mark that never closes", `H1,"Ann,7,1,8;16`, "line 2: open-quote, leave out the row"},
		{"a quotation mark that the next line closes by opening one", "H1,\"Ann,7,1,8\r\nH2,\"Bob,8,2,9\r\nH1,Cy,7,1,8;16",
			"line 2: open-quote, leave out the row\nline 3: open-quote, leave out the row\n4: H1|" + worker + "|1|8;16"},
		{"a quotation mark that the next line closes at the end of a value", "H1,\"Ann,7,1,8\r\nH1,Bob \"Nan\",7,1,8;16",
			"line 2: open-quote, leave out the row\n3: H1|" + worker + "|1|8;16"},
		{"a value with a line break, and what looks like a row in it", "H1,\"Ann\r\n(senior, nights, and more)\",7,1,8;16", "2: H1|" + worker + "|1|8;16"},
		{"a line of blanks but for its commas", ",,,,", ""},
		{"a code that is on no list", "H1,Ann,7,9,8", "2: H1|" + worker + "||8\nline 2, column EMPLSTATUS: not-on-the-list, leave out the value"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, _ := read(t, "2026-09-01-staff.csv", []byte(headings+tt.row+"\r\n"), all)
			same(t, got, tt.want)
		})
	}
}

// TestLastLineCutShort holds that the last line of a file is set aside if values are
// missing and nothing ends it: the rest of it may have been lost.
func TestLastLineCutShort(t *testing.T) {
	const whole = "LOCALESTID,DISPLAYID,UNIQUEWORKERID,EMPLSTATUS,OTHERJOBROLE\r\nH1,Ann,7,1,8;16\r\nH1,Bob,8,1"
	first, second := "2: H1|"+hashID(key, "7", "H1")+"|1|8;16", "\n3: H1|"+hashID(key, "8", "H1")+"|1|"
	for end, want := range map[string]string{"": "\nline 3: shifted-row, leave out the row", "\r\n": second, "\r": second, ",": second} {
		got, _ := read(t, "2026-09-01-staff.csv", []byte(whole+end), all)
		same(t, got, first+want)
	}
}

// TestOpenQuoteCostsOneLine holds that the rest of a file is read after a
// quotation mark that never closes.
func TestOpenQuoteCostsOneLine(t *testing.T) {
	var b strings.Builder
	b.WriteString("LOCALESTID,UNIQUEWORKERID,EMPLSTATUS\nH1,\"1,1\n")
	const rows = 100_000
	for i := range rows {
		fmt.Fprintf(&b, "H1,%d,2\n", i+2)
	}
	got, receipt := read(t, "2026-09-01.csv", []byte(b.String()), all)
	if receipt.Rows != rows || receipt.LeftOut != 1 || !strings.Contains(got, "line 2: open-quote") {
		t.Errorf("%d rows taken and %d left out, want %d and 1", receipt.Rows, receipt.LeftOut, rows)
	}
}

func TestEncodings(t *testing.T) {
	const text = "Café list\nWorkplace,Month,Care: permanent,Manager’s note\nCafé,2026-09,1,–\n"
	encode := func(b []byte, err error) []byte {
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	tests := []struct {
		name string
		in   []byte
	}{
		{"UTF-8", []byte(text)},
		{"UTF-8 with a mark", []byte("\uFEFF" + text)},
		{"Windows-1252", encode(charmap.Windows1252.NewEncoder().Bytes([]byte(text)))},
		{"UTF-16 little end first", encode(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes([]byte(text)))},
		{"UTF-16 big end first", encode(unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder().Bytes([]byte(text)))},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, receipt := read(t, "x", tt.in, all)
			same(t, got, "3: Café|2026-09-01||1|")
			same(t, strings.Join(receipt.Unknown, ""), "Manager’s note")
		})
	}
}

// TestTwoEncodings holds that the receipt tells of a text in two encodings, and
// where the lines of the second are, and of none in one.
func TestTwoEncodings(t *testing.T) {
	const told = "text in UTF-8 and Windows-1252: 2 lines with letters of Windows-1252, read as such (first: line 3)"
	for _, tt := range []struct {
		name, rows string
		told       bool
	}{
		{"two encodings", "Café,2026-09,1,Zoë\nCaf\xE9,2026-10,1,Zo\xEB\n\nCafé,2026-11,1,Ren\xE9\nCafé,2026-12,1,Zoë\n", true},
		{"Windows-1252", "Caf\xE9,2026-09,1,Zo\xEB\n", false},
		{"UTF-8", "Café,2026-09,1,Zoë\n", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, receipt := read(t, "x", []byte("Workplace,Month,Care: permanent,Remark\n"+tt.rows), all)
			if !strings.Contains(got, "2: Café|2026-09-01||1|") {
				t.Errorf("got %s", got)
			}
			if strings.Contains(receipt.String(), told) != tt.told || !tt.told && strings.Contains(receipt.String(), "1252") {
				t.Errorf("the receipt says\n%s", receipt)
			}
		})
	}
}

// TestEncodingIsChosenForTheWholeFile holds that a letter far down decides:
// the reader may not find out half way.
func TestEncodingIsChosenForTheWholeFile(t *testing.T) {
	var b bytes.Buffer
	b.WriteString("Workplace,Month,Care: permanent\n")
	for range 30_000 {
		b.WriteString("W0001,2026-09,1\n")
	}
	for _, at := range []int{2, 15_000, 30_002} {
		for _, letter := range []string{"é", "\xE9"} {
			data := slices.Insert(bytes.Split(b.Bytes(), []byte("\n")), at-1, []byte("Caf"+letter+",2026-09,1"))
			got, _ := read(t, "x", bytes.Join(data, []byte("\n")), all)
			if !strings.Contains(got, fmt.Sprintf("%d: Café|2026-09-01||1|\n", at)) {
				t.Errorf("line %d: %q is not read as é", at, letter)
			}
		}
	}
}

func TestSeparator(t *testing.T) {
	tests := []struct {
		name, in string
		want     byte
	}{
		{"commas", "a,b,c\n1,2,3\n", ','},
		{"one long list inside a value", "a,b,c,d,e,f,g,h,i,j\n1,2,3,4,5,6,7,8,9," + strings.Repeat("1;", 200) + "\n", ','},
		{"a list in every row", "a,b,c\n1,2,8;16\n1,2,8;17\n1,2,8;18\n", ','},
		{"semicolons with decimal commas", "a;b;c\n1,5;2,5;3,5\n1;2;3\n", ';'},
		{"tabs", "a\tb, c\n1\t2\n", '\t'},
		{"a title with commas", "Returns, September, 2026\na;b;c\n1;2;3\n1;2;3\n", ';'},
		{"one column", "a\n1\n", ','},
		{"nothing", "", ','},
	}
	for _, tt := range tests {
		if got := separatorOf([]byte(tt.in), true); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

func FuzzText(f *testing.F) {
	f.Add([]byte("Workplace,Month,Care: permanent\nW0001,2026-09,1\n"))
	f.Add([]byte("\uFEFFa;b\r\n\"x\"\"y\";\"two\nlines\"\r\n"))
	f.Add([]byte("\xFF\xFEa\x00\t\x00b\x00\n\x00"))
	f.Add([]byte("a,\"never closed\nb,c\rd\r\n\r\n"))
	f.Add([]byte("\"\"\"\"\"\n,,\xE9\n\""))
	f.Fuzz(func(t *testing.T, in []byte) {
		r := bytes.NewReader(in)
		if !knownText(r, r.Size()) {
			return
		}
		for sheet, err := range textSheets(r, r.Size()) {
			if err != nil {
				return
			}
			line, last := 0, bytes.Count(in, []byte("\n"))+bytes.Count(in, []byte("\r"))+1
			for row, err := range sheet.Rows {
				if err != nil {
					return
				}
				if row.Line < line || row.Line == line && row.Behind == 0 || row.Line > last {
					t.Fatalf("line %d after line %d of %d", row.Line, line, last)
				}
				if len(row.Cells) == 0 || len(row.Cells) > row.Width {
					t.Fatalf("line %d: %d cells in a row of %d", row.Line, len(row.Cells), row.Width)
				}
				line = row.Line
			}
		}
	})
}

// TestBlankWithin holds that an identifier is not called blank because the one
// that it is unique within is, nor because it is a placeholder; and no cell that
// holds a word for none.
func TestBlankWithin(t *testing.T) {
	source := staff
	source.Columns = append([]queries.Column(nil), staff.Columns...)
	source.Columns[2].Filled = true
	source.Columns[3].Filled, source.Columns[3].Missing = true, []string{"n/a"}
	in := "LOCALESTID,UNIQUEWORKERID,EMPLSTATUS\n,7,1\nH1,Admin,1\nH1,,1\nH1,8,N/A\n"
	table, err := Read("2026-09-01.csv", strings.NewReader(in), int64(len(in)), []queries.Source{source}, key)
	must(t, err)
	var got []string
	must(t, table.Each(nil, nil, func(f queries.Fault) error {
		got = append(got, fmt.Sprintf("%s: %s", f.Place, f.Says))
		return nil
	}))
	same(t, strings.Join(got, "\n"), `
line 2, column LOCALESTID: "LOCALESTID" is blank in this row
line 3, column UNIQUEWORKERID: "UNIQUEWORKERID" in this row is a placeholder, not a reference
line 4, column UNIQUEWORKERID: "UNIQUEWORKERID" is blank in this row
line 5, column EMPLSTATUS: "EMPLSTATUS" in this row says that there is none`)
	if table.Receipt.Rows != 0 || table.Receipt.LeftOut != 4 {
		t.Errorf("%d rows taken and %d left out, want 0 and 4", table.Receipt.Rows, table.Receipt.LeftOut)
	}
}
