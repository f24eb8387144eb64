package reports

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"academy/queries"
)

// xmlShape is what encoding/xml finds in a part, as one line an element: where
// its open tag begins and ends, and where its close tag does.
func xmlShape(data []byte) (string, error) {
	d := xml.NewDecoder(bytes.NewReader(data))
	type span struct{ start, tagEnd int }
	var open []span
	var lines []string
	for {
		from := int(d.InputOffset())
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			return strings.Join(lines, "\n"), nil
		}
		if err != nil {
			return "", err
		}
		switch token.(type) {
		case xml.StartElement:
			open = append(open, span{from, int(d.InputOffset())})
		case xml.EndElement:
			top := open[len(open)-1]
			open = open[:len(open)-1]
			lines = append(lines, fmt.Sprint(top.start, top.tagEnd, d.InputOffset()))
		}
	}
}

func scanShape(n *node) string {
	var lines []string
	var walk func(n *node)
	walk = func(n *node) {
		for _, k := range n.kids {
			walk(k)
		}
		lines = append(lines, fmt.Sprint(n.start, n.tagEnd, n.end))
	}
	walk(n)
	return strings.Join(lines, "\n")
}

// Our scanner finds the same elements, at the same bytes, as encoding/xml.
func TestScanFindsWhatEncodingXMLFinds(t *testing.T) {
	books, err := realBooks()
	if err != nil {
		t.Fatal(err)
	}
	books["traps.xlsx"] = trapBook(t)
	tried := 0
	for name, data := range books {
		all, err := unzip(data)
		if err != nil {
			continue
		}
		for _, p := range all {
			if !strings.HasSuffix(p.name, ".xml") && !strings.HasSuffix(p.name, ".rels") || len(p.data) > 1<<20 {
				continue
			}
			want, wantErr := xmlShape(p.data)
			root, err := scan(p.data, nil)
			if (err == nil) != (wantErr == nil) {
				t.Errorf("%s: %s: %v, want %v", name, p.name, err, wantErr)
			} else if err == nil && scanShape(root) != want {
				t.Errorf("%s: %s: the elements lie elsewhere", name, p.name)
			}
			tried++
		}
	}
	if tried < 400 {
		t.Errorf("only %d parts were tried", tried)
	}
}

// FuzzMark changes bytes within the parts of a workbook. What comes out is
// always a workbook: marked and checked, or one of our own.
func FuzzMark(f *testing.F) {
	book := trapBook(f)
	all, err := unzip(book)
	if err != nil {
		f.Fatal(err)
	}
	for i := range all {
		f.Add(uint8(i), uint16(60), []byte("</"))
		f.Add(uint8(i), uint16(len(all[i].data)/2), []byte(`s="9`))
	}
	fb := someFeedback(someFindings(f, book))
	f.Fuzz(func(t *testing.T, which uint8, at uint16, put []byte) {
		data := rezip(t, book, func(all []part) []part {
			p := &all[int(which)%len(all)]
			from := int(at) % (len(p.data) + 1)
			p.data = append(append(append([]byte{}, p.data[:from]...), put...), p.data[min(from+len(put), len(p.data)):]...)
			return all
		})
		out, report := marked(t, data, fb)
		if _, err := unzip(out); err != nil {
			t.Fatal(err)
		}
		if report.Slip != "" {
			t.Fatal(report.Slip)
		}
		if report.Fallback != "" {
			return
		}
		if report.Marked == 0 && report.Unmarked == 0 {
			t.Errorf("nothing came of it: %+v", report)
		}
	})
}

// eachFirst calls do with the first element of each name.
func eachFirst(root *node, do func(n *node)) {
	seen := map[string]bool{}
	var walk func(n *node)
	walk = func(n *node) {
		if !seen[string(n.name)] {
			seen[string(n.name)] = true
			do(n)
		}
		for _, k := range n.kids {
			walk(k)
		}
	}
	walk(root)
}

// TestMarkDamagedElements takes away, empties and closes the elements of each part
// of a marked copy that comes back: no part of it makes our marking slip.
func TestMarkDamagedElements(t *testing.T) {
	plain := trapBook(t)
	fb := someFeedback(someFindings(t, plain))
	book, _ := marked(t, plain, fb)
	all, err := unzip(book)
	if err != nil {
		t.Fatal(err)
	}
	tried := 0
	for i, p := range all {
		root, err := scan(p.data, nil)
		if err != nil {
			continue
		}
		eachFirst(root, func(n *node) {
			tag := strings.TrimSuffix(strings.TrimSuffix(string(p.data[n.start:n.tagEnd]), ">"), "/")
			for _, put := range []string{"", tag + "/>", "<" + string(n.name) + "/>"} {
				tried++
				data := rezip(t, book, func(all []part) []part {
					all[i].data = []byte(string(p.data[:n.start]) + put + string(p.data[n.end:]))
					return all
				})
				if _, report := marked(t, data, fb); report.Slip != "" {
					t.Errorf("%s: with %q: %s", p.name, put, report.Slip)
				}
			}
		})
	}
	if tried < 400 {
		t.Errorf("only %d elements were tried", tried)
	}
}

// FuzzScan holds the scanner to encoding/xml on what both accept.
func FuzzScan(f *testing.F) {
	for _, s := range []string{"<a/>", "<a b='c'><d>e</d></a>", "<?xml version='1.0'?><x:a xmlns:x=\"y\"><!-- > --><x:b/></x:a>", "<a><![CDATA[<b>]]></a>"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		root, err := scan(data, nil)
		if err != nil {
			return
		}
		if want, err := xmlShape(data); err == nil && scanShape(root) != want {
			t.Errorf("the elements of %q lie elsewhere", data)
		}
	})
}

// BenchmarkMark is a return of 500 rows and 20 columns with 30 faults.
func BenchmarkMark(b *testing.B) {
	x := excelize.NewFile()
	defer x.Close()
	for r := 1; r <= 500; r++ {
		row := []any{fmt.Sprintf("workplace %d", r)}
		for c := 1; c < 20; c++ {
			row = append(row, r*c)
		}
		if err := x.SetSheetRow("Sheet1", fmt.Sprintf("A%d", r), &row); err != nil {
			b.Fatal(err)
		}
	}
	var data bytes.Buffer
	if err := x.Write(&data); err != nil {
		b.Fatal(err)
	}
	var all []Finding
	for i := range 30 {
		f := finding("Sheet1", spot{2 + i*16, 1 + i%20}.String(), "this is not a whole number")
		f.Severity = queries.LeaveOutCell
		all = append(all, f)
	}
	fb := someFeedback(all)
	b.ReportAllocs()
	for b.Loop() {
		if _, report := marked(b, data.Bytes(), fb); report.Marked != 30 {
			b.Fatalf("%+v", report)
		}
	}
}
