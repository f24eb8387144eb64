package ingest

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"golang.org/x/text/encoding/unicode"
)

// valuesOf reads a text file value by value: | between values, a line a record,
// with ~ for a line break in one.
func valuesOf(t testing.TB, in []byte) string {
	t.Helper()
	var b strings.Builder
	r := bytes.NewReader(in)
	for sheet, err := range textSheets(r, r.Size()) {
		if err != nil {
			return strings.TrimSpace(refusalText(t, err))
		}
		for row, err := range sheet.Rows {
			if err != nil {
				return strings.TrimSpace(refusalText(t, err))
			}
			values := make([]string, row.Width)
			for _, c := range row.Cells {
				values[c.Ref.Col-1] = c.Raw
			}
			if row.Torn {
				b.WriteString("torn: ")
			}
			b.WriteString(strings.NewReplacer("\r\n", "~", "\n", "~", "\r", "~").Replace(strings.Join(values, "|")) + "\n")
		}
	}
	return b.String()
}

// TestWellFormedText holds that what RFC 4180 allows, and what spreadsheet
// programs write beside it, is read as it stands.
func TestWellFormedText(t *testing.T) {
	wide := func(order unicode.Endianness, s string) string {
		b, err := unicode.UTF16(order, unicode.IgnoreBOM).NewEncoder().String(s)
		must(t, err)
		return b
	}
	tests := []struct{ name, in, want string }{
		{"commas in quotation marks", "a,b\n\"1,2\",3\n", "a|b\n1,2|3\n"},
		{"doubled quotation marks", "a,b\n\"say \"\"hi\"\"\",\"\"\"\"\n", "a|b\nsay \"hi\"|\"\n"},
		{"values of no length, with marks or without", "a,b,c\n1,\"\",\n", "a|b|c\n1||\n"},
		{"a line break in a value", "a,b\n\"x\ny\",2\n\"x\r\ny\",2\n\"x\ry\",2\n", "a|b\nx~y|2\nx~y|2\nx~y|2\n"},
		{"spaces after a value over two lines", "a,b\n1,\"x\n\" \n\"y\nz\"  ,2\n", "a|b\n1|x~ \ny~z  |2\n"},
		{"a quotation mark inside a value", "a,b\n5\" pipe,2\n", "a|b\n5\" pipe|2\n"},
		{"commas and braces between doubled quotation marks", "k,v\n1,\"{\"\"x\"\": \"\"y\"\", \"\"z\"\": [1.0, 2]}\"\n", "k|v\n1|{\"x\": \"y\", \"z\": [1.0, 2]}\n"},
		{"line breaks beside doubled quotation marks", "k,v\n1,\"so \n\"\"it\"\" \nis\"\n2,b\n", "k|v\n1|so ~\"it\" ~is\n2|b\n"},
		{"degrees that an earlier program has lost, minutes and seconds", "k,v\n1,5\uFFFD6'7.8\"N\n", "k|v\n1|5\uFFFD6'7.8\"N\n"},
		{"a space before a quotation mark", "a,b\n1, \"x\"\n", "a|b\n1| \"x\"\n"},
		{"the last line has no end", "a,b\n1,2", "a|b\n1|2\n"},
		{"the last value is quoted and has no end", "a,b\n1,\"2\"", "a|b\n1|2\n"},
		{"carriage returns alone", "a,b\r1,2\r3,4\r", "a|b\n1|2\n3|4\n"},
		{"a mix of line ends", "a,b\r\n1,2\r3,4\n5,6", "a|b\n1|2\n3|4\n5|6\n"},
		{"one column", "a\n1\n2\n", "a\n1\n2\n"},
		{"a mark of MS-DOS at the end", "a,b\n1,2\n\x1A", "a|b\n1|2\n"},
		{"a byte order mark before a quotation mark", "\uFEFF\"a\",b\n1,2\n", "a|b\n1|2\n"},
		{"a byte order mark twice", "\uFEFF\uFEFF\"a\",b\n1,2\n", "a|b\n1|2\n"},
		{"a byte order mark in quotation marks", "\"\uFEFFa\",b\n1,2\n", "\uFEFFa|b\n1|2\n"},
		{"bars", "a|b\n1,5|2\n", "a|b\n1,5|2\n"},
		{"the separator is declared", "sep=;\na,x;b\n1,y;2\n", "a,x|b\n1,y|2\n"},
		{"the separator is declared in quotation marks, after a mark", "\uFEFF\"sep=\t\"\r\na,x\tb\r\n", "a,x|b\n"},
		{"decimal commas in every value", "a;b;c\n1,5;2,5;3,5\n1,5;2,5;3,5\n1,5;2,5;3,5\n", "a|b|c\n1,5|2,5|3,5\n1,5|2,5|3,5\n1,5|2,5|3,5\n"},
		{"a long list in every row", "a,b\n1,8;16;17;18\n2,8;16;17;18\n3,8;16;17;18\n", "a|b\n1|8;16;17;18\n2|8;16;17;18\n3|8;16;17;18\n"},
		{"UTF-16 without a mark, little end first", wide(unicode.LittleEndian, "a\tb\n1\té\n"), "a|b\n1|é\n"},
		{"UTF-16 without a mark, big end first", wide(unicode.BigEndian, "a\tb\n1\té\n"), "a|b\n1|é\n"},
		{"Windows-1252 from 0x80 to 0x9F", "a,b\n\x8012,\x93x\x94\x96\x9F\n", "a|b\n€12|“x”–Ÿ\n"},
		{"Windows-1252 that might be UTF-8 in one place", "a,b\ngro\xDF\x93,caf\xE9\n\xA35,\xA36\n", "a|b\ngroß“|café\n£5|£6\n"},
		{"Windows-1252 that might be UTF-8 wherever marks follow a letter", "a,b\nCAF\xC9\x92S,\x93IMPR\xC9\xD7\x94,PR\xC9\x85\nCAF\xC9\xA0\x96,JOS\xC9\x92S\n", "a|b\nCAFÉ’S|“IMPRÉ×”|PRÉ…\nCAFÉ\u00A0–|JOSÉ’S\n"},
		{"Windows-1252 that might be UTF-8 wherever two marks follow a letter", "a,b\n\x93le caf\xE9\x92\x94,th\xE9\xA0\x94\n", "a|b\n“le café’”|thé\u00A0”\n"},
		{"letters of names in UTF-8 that end like marks of Windows-1252", "a,b\nÖz,Œuvre\nEglė,Đorđe\ncaf\xE9,1\n", "a|b\nÖz|Œuvre\nEglė|Đorđe\ncafé|1\n"},
		{"Windows-1252, and UTF-8 with a mark put behind it", "a,b\n\xA31,\xE9\n\uFEFFa,b\n£2,x\n", "a|b\n£1|é\na|b\n£2|x\n"},
		{"a line of Windows-1252 among UTF-8", "a,b\n1,café\n2,Zoë\n3,caf\xE9\n", "a|b\n1|café\n2|Zoë\n3|café\n"},
		{"a line of Windows-1252 below the mark of UTF-8", "\uFEFFa,b\n1,café\n2,\xA35\n3,\xE9\xE9", "a|b\n1|café\n2|£5\n3|éé\n"},
		{"UTF-8 that is cut within a character", "a,b\n1,café\n2,Zo\xC3", "a|b\n1|café\n2|ZoÃ\n"},
		{"a NUL byte", "a,b\n1,\x00\n", "refused: not-a-workbook"},
		{"a NUL character in UTF-16", "\xFF\xFE" + wide(unicode.LittleEndian, "a,b\n1,\x00\n"), "refused: not-a-workbook"},
		{"UTF-16 that ends within a character", "\xFF\xFE" + wide(unicode.LittleEndian, "a,b\n") + "1", "refused: torn"},
		{"a quotation mark that rows below close by chance", "a,b,c,d\n1,2,\"x, y,3\n4,5,6,7\n4,5,6,7\n4,5,z\",8\n", "a|b|c|d\ntorn: 1|2|\"x| y|3\n4|5|6|7\n4|5|6|7\n4|5|z\"|8\n"},
		{"prose over several lines, with as many commas as a row", "a,b,c,d\n1,2,3,\"x, y, z, 1\nx, y, z, 2\nx, y, z, 3\nx, y, z, 4\nx, y, z, 5\"\n", "a|b|c|d\n1|2|3|x, y, z, 1~x, y, z, 2~x, y, z, 3~x, y, z, 4~x, y, z, 5\n"},
		{"a byte order mark in the middle, before a quotation mark", "\uFEFFa,b\n1,2\n\uFEFF\"1,3\",4\n", "a|b\n1|2\n1,3|4\n"},
		{"a second file behind a line without an end", "a,b\n1,2\uFEFFa,b\n3,4\n", "a|b\n1|2\na|b\n3|4\n"},
		{"a second file behind a value in quotation marks over two lines", "a,b\n1,\"2\n3\"\uFEFF\"a\",b\n3,4\n", "a|b\n1|2~3\na|b\n3|4\n"},
		{"a second file behind a row that is cut", "a,b,c\n1,2,3\n4,5\uFEFFa,b,c\n", "a|b|c\n1|2|3\n4|5\na|b|c\n"},
		{"a second file behind a row that a quotation mark opens", "a,b\n\"1,2\uFEFFa,b\n3,4\n", "a|b\ntorn: \"1|2\na|b\n3|4\n"},
		{"byte order marks that came with texts when they were copied", "a,b\n\uFEFF1,2\n1,\uFEFF2\n1\uFEFF,2\uFEFF\n\uFEFF\n", "a|b\n1|2\n1|\uFEFF2\n1\uFEFF|2\uFEFF\n"},
		{"a quotation mark that never closes", "a,b\n\"1,2\n3,4\n", "a|b\ntorn: \"1|2\n3|4\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := valuesOf(t, []byte(tt.in)); !strings.HasPrefix(got, tt.want) || !strings.HasPrefix(tt.want, "refused") && got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// TestSwallowedRows holds that a value over several lines stays one where its
// lines look like rows by chance, and that rows which a stray quotation mark has
// run together are told apart, whatever separates their values.
func TestSwallowedRows(t *testing.T) {
	const first, last = "Home,Month,Posts,Left,Shift,Remark\n", "\nW0003,2026-10,7,0,late,none\n"
	const above, below = "Home|Month|Posts|Left|Shift|Remark\n", "W0003|2026-10|7|0|late|none\n"
	tests := []struct{ name, in, want string }{
		{
			"a remark at the end, with a line of as many values in it",
			"W0001,2026-09,5,1,early,\"rota:\nMon,Tue,Wed,Thu,Fri,Sat\nas agreed\"",
			"W0001|2026-09|5|1|early|rota:~Mon,Tue,Wed,Thu,Fri,Sat~as agreed\n",
		},
		{
			"a remark at the end, with a row of the table in it",
			"W0001,2026-09,5,1,early,\"instead of\nW0001,2026-09,4,1,early,none\nas sent\"",
			"W0001|2026-09|5|1|early|instead of~W0001,2026-09,4,1,early,none~as sent\n",
		},
		{
			"a remark at the end, whose last line has as many values",
			"W0001,2026-09,5,1,early,\"rota:\nMon,Tue,Wed,Thu,Fri,Sat\"",
			"W0001|2026-09|5|1|early|rota:~Mon,Tue,Wed,Thu,Fri,Sat\n",
		},
		{
			"a remark at the end, whose last line is a list of numbers",
			"W0001,2026-09,5,1,early,\"beds:\n1,2,3,4,5,6\"",
			"W0001|2026-09|5|1|early|beds:~1,2,3,4,5,6\n",
		},
		{
			"a remark in the middle, with lines of as many values in it",
			"W0001,2026-09,\"rota:\nMon,Tue,Wed,Thu,Fri,Sat\na,b,c,d,e,f\nas agreed\",1,early,none",
			"W0001|2026-09|rota:~Mon,Tue,Wed,Thu,Fri,Sat~a,b,c,d,e,f~as agreed|1|early|none\n",
		},
		{
			"a remark at the end with lists in it, as people write them",
			"W0001,2026-09,5,1,early,\"rota:\nMon, 8, 12, 2, late, Anna\nTue, 8, 12, 2, late, Bea\nWed, 8, 12, 2, late, Cat\"",
			"W0001|2026-09|5|1|early|rota:~Mon, 8, 12, 2, late, Anna~Tue, 8, 12, 2, late, Bea~Wed, 8, 12, 2, late, Cat\n",
		},
		{
			"such a remark, below a row in which one value has a space in front",
			"W0003,2026-09,4,1,early, none\nW0001,2026-09,5,1,early,\"rota:\nMon, 8, 12, 2, late, Anna\nTue, 8, 12, 2, late, Bea\nWed, 8, 12, 2, late, Cat\"",
			"W0003|2026-09|4|1|early| none\nW0001|2026-09|5|1|early|rota:~Mon, 8, 12, 2, late, Anna~Tue, 8, 12, 2, late, Bea~Wed, 8, 12, 2, late, Cat\n",
		},
		{
			"a mark that swallows a row, where all values have a space in front",
			"W0003, 2026-09, 4, 1, late, none\nW0001, 2026-09, 5, 1,\"early, none\nW0002, 2026-09, 6, 2, late\", none",
			"W0003| 2026-09| 4| 1| late| none\ntorn: W0001| 2026-09| 5| 1|\"early| none\nW0002| 2026-09| 6| 2| late\"| none\n",
		},
		{
			"two remarks in a row, with lines of as many values in them",
			"W0001,2026-09,5,1,\"rota:\nMon,Tue,Wed,Thu,Fri,Sat\nas agreed\",\"and\nMon,Tue,Wed,Thu,Fri,Sat\nonce more\"",
			"W0001|2026-09|5|1|rota:~Mon,Tue,Wed,Thu,Fri,Sat~as agreed|and~Mon,Tue,Wed,Thu,Fri,Sat~once more\n",
		},
		{
			"a remark at the end of two rows that follow each other",
			"W0001,2026-09,5,1,early,\"rota:\nMon,Tue,Wed,Thu,Fri,Sat\nso\"\nW0002,2026-09,5,1,early,\"rota:\nMon,Tue,Wed,Thu,Fri,Sat\nso\"",
			"W0001|2026-09|5|1|early|rota:~Mon,Tue,Wed,Thu,Fri,Sat~so\nW0002|2026-09|5|1|early|rota:~Mon,Tue,Wed,Thu,Fri,Sat~so\n",
		},
		{
			"a remark that begins with a line break",
			"W0001,2026-09,5,1,early,\"\nMon,Tue,Wed,Thu,Fri,Sat\n\"",
			"W0001|2026-09|5|1|early|~Mon,Tue,Wed,Thu,Fri,Sat~\n",
		},
		{
			"a remark at the end of words alone, with two lines of as many values in it",
			"Oak,Sep,few,none,early,\"rota:\nMon,Tue,Wed,Thu,Fri,Sat\nMon,Tue,Wed,Thu,Fri,Sat\nas agreed\"",
			"Oak|Sep|few|none|early|rota:~Mon,Tue,Wed,Thu,Fri,Sat~Mon,Tue,Wed,Thu,Fri,Sat~as agreed\n",
		},
		{
			"a mark that swallows rows, and closes a remark over two lines that has lost its own",
			"W0001,2026-09,5,1,early,\"none\nW0004,2026-09,8,2,late,none\nW0005,2026-09,8,2,late,none\nW0002,2026-09,6,2,late,see\nabove\"",
			"torn: W0001|2026-09|5|1|early|\"none\nW0004|2026-09|8|2|late|none\nW0005|2026-09|8|2|late|none\nW0002|2026-09|6|2|late|see\nabove\"\n",
		},
		{
			"a remark in the middle, with a table of as many columns in it",
			"W0001,2026-09,\"beds:\n1,2,3,4,5,6\n2,3,4,5,6,7\n3,4,5,6,7,8\n4,5,6,7,8,9\nin all\",1,early,none",
			"W0001|2026-09|beds:~1,2,3,4,5,6~2,3,4,5,6,7~3,4,5,6,7,8~4,5,6,7,8,9~in all|1|early|none\n",
		},
		{
			"a remark over two lines that has lost its mark, and swallows rows",
			"W0001,2026-09,5,1,\"see\nabove,none\nW0004,2026-09,8,2,late,none\nW0005,2026-09,8,2,late,none\nW0002,2026-09,6,2,late\",none",
			"torn: W0001|2026-09|5|1|\"see\nabove|none\nW0004|2026-09|8|2|late|none\nW0005|2026-09|8|2|late|none\nW0002|2026-09|6|2|late\"|none\n",
		},
		{
			"a mark that the same column of the next row closes",
			"W0001,2026-09,5,1,\"early,none\nW0002,2026-09,6,2,late\",none",
			"torn: W0001|2026-09|5|1|\"early|none\nW0002|2026-09|6|2|late\"|none\n",
		},
		{
			"a mark for the same as above, in two rows",
			"W0001,\",5,1,early,none\nW0002,\",6,2,late,none",
			"torn: W0001|\"|5|1|early|none\ntorn: W0002|\"|6|2|late|none\n",
		},
		{
			"a mark in the last column that swallows rows",
			"W0001,2026-09,5,1,early,\"none\nW0004,2026-09,8,2,late,none\n\nW0002,2026-09,6,2,late,none\"",
			"torn: W0001|2026-09|5|1|early|\"none\nW0004|2026-09|8|2|late|none\nW0002|2026-09|6|2|late|none\"\n",
		},
		{
			"a mark that another column of a row below closes",
			"W0001,2026-09,5,1,\"early,none\nW0004,2026-09,8,2,late,none\nW0002,2026-09\",6,2,late,none",
			"torn: W0001|2026-09|5|1|\"early|none\nW0004|2026-09|8|2|late|none\nW0002|2026-09\"|6|2|late|none\n",
		},
		{
			"a mark that swallows a row, below and above values in quotation marks",
			"\"W0001\",2026-09,5,1,\"early,none\nW0002,2026-09,6,2,late\",\"none,\"",
			"torn: \"W0001\"|2026-09|5|1|\"early|none\nW0002|2026-09|6|2|late\"|none,\n",
		},
	}
	for _, separator := range []string{",", ";", "\t", "|"} {
		text := func(s string) []byte { return []byte(strings.ReplaceAll(s, ",", separator)) }
		for _, tt := range tests {
			if separator == "\t" && strings.Contains(tt.in, ", ") {
				continue // nobody writes a tab and a space
			}
			t.Run(fmt.Sprintf("%s, by %q", tt.name, separator), func(t *testing.T) {
				same(t, valuesOf(t, text(first+tt.in+last)), strings.ReplaceAll(above+tt.want+below, ",", separator))
			})
		}
	}
}

// TestTabAndSpace holds that a tab parts values also where a space stands behind
// it: nobody writes the two in a remark.
func TestTabAndSpace(t *testing.T) {
	const first, last = "Home\tMonth\tPosts\tLeft\tShift\tRemark\n", "\nW0003\t2026-10\t7\t0\tlate\tnone\n"
	in := "W0001\t2026-09\t5\t1\t\"early\tnone\nW0002\t2026-09\t 6\t 2\tlate\"\tnone"
	same(t, valuesOf(t, []byte(first+in+last)), "Home|Month|Posts|Left|Shift|Remark\n"+
		"torn: W0001|2026-09|5|1|\"early|none\nW0002|2026-09| 6| 2|late\"|none\nW0003|2026-10|7|0|late|none\n")
}

// allRecords reads a text to its end, whole from memory or in pieces.
func allRecords(t testing.TB, in *records) []record {
	t.Helper()
	var all []record
	for {
		rec, err := in.next()
		if errors.Is(err, io.EOF) {
			return all
		}
		must(t, err)
		rec.values = slices.Clone(rec.values)
		all = append(all, rec)
	}
}

// FuzzRecords holds that a text gives the same records however it is cut when
// it is read, and what encoding/csv gives wherever that takes the text.
func FuzzRecords(f *testing.F) {
	f.Add([]byte("a,b\r\n\"1,2\",\"x\"\"y\"\r\n\r\n3,\"two\nlines\""), byte(3))
	f.Add([]byte("a,\"never closed\nb,c\rd\r\n\r\n"), byte(1))
	f.Add([]byte("12345678,\"\",\"1234567\"\n,,,\"x\" y\n\x1A"), byte(7))
	f.Add([]byte("\uFEFFa,b\n\uFEFF\"1,2\",3\n\uFEFF"), byte(0))
	f.Add([]byte("a,b\n1,\"2\n\"\uFEFFa,b\n3,\uFEFF4\n"), byte(2))
	f.Fuzz(func(t *testing.T, in []byte, size byte) {
		if len(in) > 4096 {
			return
		}
		whole := allRecords(t, recordsOf(in, ','))
		pieces := newRecords(iotest.OneByteReader(bytes.NewReader(in)), ',', 0)
		pieces.buf = make([]byte, int(size)%61+1)
		same := func(a, b record) bool {
			return a.line == b.line && a.torn == b.torn && slices.Equal(a.values, b.values)
		}
		if got := allRecords(t, pieces); !slices.EqualFunc(whole, got, same) {
			t.Fatalf("read in pieces it gives %+v, and whole %+v", got, whole)
		}
		if bytes.ContainsRune(in, '\r') || bytes.Contains(in, bom) || bytes.HasSuffix(in, []byte{0x1A}) {
			return // which encoding/csv takes otherwise
		}
		std := csv.NewReader(bytes.NewReader(in))
		std.FieldsPerRecord = -1
		want, err := std.ReadAll()
		if err != nil {
			return
		}
		got := slices.DeleteFunc(whole, func(r record) bool { return len(r.values) == 1 && r.values[0] == "" })
		want = slices.DeleteFunc(want, func(r []string) bool { return len(r) == 1 && r[0] == "" })
		if !slices.EqualFunc(got, want, func(a record, b []string) bool { return a.torn || slices.Equal(a.values, b) }) &&
			!slices.ContainsFunc(got, func(r record) bool { return r.torn }) {
			t.Fatalf("got %+v, encoding/csv gives %q", got, want)
		}
	})
}

// TestManyJoints holds that a line is not cut into rows without end, and nothing
// of it is lost.
func TestManyJoints(t *testing.T) {
	all := allRecords(t, recordsOf([]byte("a,b\n"+strings.Repeat("1,2\uFEFF", 5000)+"\n3,4\n"), ','))
	if n := len(all); n != 18 || len(all[16].values) != 4986 || all[16].line != 2 || all[17].line != 3 {
		t.Errorf("%d records, the last but one with %d values", n, len(all[n-2].values))
	}
}

// TestMixedEncodings holds that a character which a buffer cuts is read whole,
// and the lines of each encoding are counted by the ends that a person sees.
func TestMixedEncodings(t *testing.T) {
	for shift := range 7 {
		head := strings.Repeat("x", shift) + ",b\r\n"
		rows := strings.Repeat("1,a–é€\r\n", 50_000)
		in := head + rows + "2,\xE9\xFF\r\n3,é\r\n4,\x80"
		got := valuesOf(t, []byte(in))
		want := strings.ReplaceAll(strings.ReplaceAll(head+rows, ",", "|")+"2|éÿ\n3|é\n4|€\n", "\r\n", "\n")
		if got != want {
			t.Errorf("with %d bytes in front, a text of two encodings is not read as it stands", shift)
		}
		enc, err := encodingOf(strings.NewReader(in), int64(len(in)))
		must(t, err)
		if want := (Count{2, "line 50002"}); enc.lines != want {
			t.Errorf("with %d bytes in front, the lines of Windows-1252 are %+v, want %+v", shift, enc.lines, want)
		}
	}
}
