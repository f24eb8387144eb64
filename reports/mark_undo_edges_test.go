package reports

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"academy/queries"
)

// TestMarkAgainKeepsWhatHangsOnOurList holds that a list of ours on which a person
// has put a note or a picture stays, with that, beside the new one.
func TestMarkAgainKeepsWhatHangsOnOurList(t *testing.T) {
	first, _ := marked(t, colourful(t), someFeedback([]Finding{finding("Plain", "C3", "odd")}))
	var dot bytes.Buffer
	if err := png.Encode(&dot, image.NewGray(image.Rect(0, 0, 1, 1))); err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		change func(x *excelize.File) error
		stays  func(x *excelize.File) bool
	}{
		"a note": {
			func(x *excelize.File) error {
				return x.AddComment(fixSheet, excelize.Comment{Cell: "A5", Author: "Jo", Text: "ask Ann"})
			},
			func(x *excelize.File) bool {
				all, err := x.GetComments(fixSheet)
				return err == nil && len(all) == 1 && strings.Contains(all[0].Text, "ask Ann")
			},
		},
		"a picture": {
			func(x *excelize.File) error {
				return x.AddPictureFromBytes(fixSheet, "D5", &excelize.Picture{Extension: ".png", File: dot.Bytes()})
			},
			func(x *excelize.File) bool {
				all, err := x.GetPictures(fixSheet, "D5")
				return err == nil && len(all) == 1
			},
		},
	} {
		out, report := marked(t, resaved(t, first, tt.change), someFeedback(nil))
		if report.Fallback != "" {
			t.Fatalf("%s: it is not marked: %s", name, report.Fallback)
		}
		x, err := excelize.OpenReader(bytes.NewReader(out))
		if err != nil {
			t.Fatal(err)
		}
		if !tt.stays(x) {
			t.Errorf("%s that a person has put on our list has gone", name)
		}
		if want := []string{fixSheet + " (2)", fixSheet}; !slices.Equal(x.GetSheetList()[:2], want) {
			t.Errorf("%s: the sheets are %v, want %v first", name, x.GetSheetList(), want)
		}
		if err := x.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// withStylesOf changes the fills and the formats of a workbook as nodes of its
// styles.
func withStylesOf(t *testing.T, data []byte, change func(fills, xfs []*node, e *edits)) []byte {
	t.Helper()
	return rezip(t, data, func(all []part) []part {
		styles := &all[slices.IndexFunc(all, func(p part) bool { return p.name == "xl/styles.xml" })]
		root, err := scan(styles.data, nil)
		if err != nil {
			t.Fatal(err)
		}
		var e edits
		change(root.kid("fills").kids, root.kid("cellXfs").kids, &e)
		if styles.data, err = e.apply(styles.data); err != nil {
			t.Fatal(err)
		}
		return all
	})
}

// withEqualStripes is a workbook as programs save it that keep one of equal fills.
// all is whether each of our stripes is as the others are, as where the answers to
// two files, which both begin with the first shade, were put together.
func withEqualStripes(t *testing.T, data []byte, all bool) []byte {
	return withStylesOf(t, data, func(fills, xfs []*node, e *edits) {
		first := map[string]int{}
		for i, f := range fills {
			if ours, _ := ourStripes(f); !ours {
				continue
			}
			key := f.kid("patternFill").kid("bgColor").text("rgb")
			if all {
				key = ""
			}
			if _, ok := first[key]; !ok {
				first[key] = i
			}
			for _, xf := range xfs {
				if xf.text("fillId") == strconv.Itoa(i) {
					e.set(xf, "fillId", strconv.Itoa(first[key]))
				}
			}
		}
	})
}

// wantStriped holds which of some cells of the sheet "Plain" still have stripes,
// and that the others look as they did.
func wantStriped(t *testing.T, got, was inEffect, striped map[string]bool) {
	t.Helper()
	for _, cell := range slices.Sorted(maps.Keys(striped)) {
		look := got.cells["Plain!"+cell]
		switch {
		case striped[cell] && !strings.Contains(look, "C00000"):
			t.Errorf("%s has no stripes, and nothing says what it had: %s", cell, look)
		case !striped[cell] && look != was.cells["Plain!"+cell]:
			t.Errorf("%s is\n%s\nwant\n%s", cell, look, was.cells["Plain!"+cell])
		}
	}
}

// TestMarkAgainWhereStripesAreOfOneFill holds that no cell gets the look of another
// where the fill of our stripes does not say which it had: green, blue, or none.
// Their formats come in this order, and two after the first agree.
func TestMarkAgainWhereStripesAreOfOneFill(t *testing.T) {
	book := colourful(t)
	first, _ := marked(t, book, someFeedback([]Finding{finding("Plain", "B3", "odd"), finding("Plain", "C6", "odd"), finding("Plain", "C7", "odd")}))
	out, report := marked(t, withEqualStripes(t, first, true), someFeedback(nil))
	if report.Fallback != "" {
		t.Fatal(report.Fallback)
	}
	wantStriped(t, seen(t, out), seen(t, book), map[string]bool{"B3": true, "C6": true, "C7": true})

	cleared := resaved(t, withEqualStripes(t, first, true), func(x *excelize.File) error { return x.SetCellStyle("Plain", "B3", "C7", 0) })
	out, _ = marked(t, cleared, someFeedback(nil))
	for at, cell := range seen(t, out).cells {
		if strings.HasPrefix(at, fixSheet) && strings.Contains(cell, "Older marks") {
			t.Errorf("%s tells of stripes that are in our own old list alone", at)
		}
	}
}

// TestMarkAgainBesideStripesThatStay holds that new stripes are of another shade than
// those which stay since our list is gone: the next list must not speak for them.
func TestMarkAgainBesideStripesThatStay(t *testing.T) {
	book := colourful(t)
	first, _ := marked(t, book, someFeedback([]Finding{finding("Plain", "B3", "odd")}))
	gone := resaved(t, first, func(x *excelize.File) error { return x.DeleteSheet(fixSheet) })
	second, _ := marked(t, gone, someFeedback([]Finding{finding("Plain", "C3", "odd")}))
	third, _ := marked(t, withEqualStripes(t, second, false), someFeedback(nil))
	wantStriped(t, seen(t, third), seen(t, book), map[string]bool{"B3": true, "C3": false})
}

// TestMarkAgainWithFormatsThatAreNotThere holds that a list, of ours or not, that names
// formats which the workbook has not is no reason not to mark.
func TestMarkAgainWithFormatsThatAreNotThere(t *testing.T) {
	first, _ := marked(t, colourful(t), someFeedback([]Finding{finding("Plain", "B3", "odd")}))
	for _, cell := range []string{"C2", "D2"} {
		for _, format := range []string{"9999", "-1"} {
			torn := rezip(t, first, func(all []part) []part {
				for i, p := range all {
					if strings.Contains(p.name, "worksheets/") && bytes.Contains(p.data, []byte(queries.AnswerMark)) {
						all[i].data = regexp.MustCompile(`<c r="`+cell+`" s="\d+"`).ReplaceAll(p.data, fmt.Appendf(nil, `<c r="%s" s="%s"`, cell, format))
						if bytes.Equal(all[i].data, p.data) {
							t.Fatalf("%s holds no format", cell)
						}
					}
				}
				return all
			})
			for _, academy := range []string{"Northshire Care Academy", "another"} {
				fb := someFeedback([]Finding{finding("Plain", "C3", "odd")})
				fb.Academy = academy
				if _, report := marked(t, torn, fb); report.Fallback != "" || report.Marked != 1 {
					t.Errorf("%s of format %s, %s: the report is %+v", cell, format, academy, report)
				}
			}
		}
	}
}

// TestMarkAgainFormatsOfNewerPrograms holds that a cell whose format is there twice,
// for newer programs and for others, gets that back, and loses its stripes where a
// newer program has written the striped one so.
func TestMarkAgainFormatsOfNewerPrograms(t *testing.T) {
	twice := func(book []byte, of func(xf *node) bool) []byte {
		return withStylesOf(t, book, func(_, xfs []*node, e *edits) {
			for _, xf := range xfs {
				if of(xf) {
					e.insert(xf.start, `<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="hs"><xf numFmtId="14"/></mc:Choice><mc:Fallback>`)
					e.insert(xf.end, `</mc:Fallback></mc:AlternateContent>`)
				}
			}
		})
	}
	stylesOf := func(data []byte) (fills, xfs []*node) {
		root, err := scan(parts(t, data)["xl/styles.xml"], nil)
		if err != nil {
			t.Fatal(err)
		}
		return root.kid("fills").kids, root.kid("cellXfs").kids
	}
	formatOf := func(data []byte, cell string) int {
		found := regexp.MustCompile(`<c r="` + cell + `" s="(\d+)"`).FindSubmatch(parts(t, data)["xl/worksheets/sheet1.xml"])
		id, err := strconv.Atoi(string(found[1]))
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	plain := colourful(t)
	_, xfs := stylesOf(plain)
	green := string(xfs[formatOf(plain, "B3")].doc[xfs[formatOf(plain, "B3")].start:xfs[formatOf(plain, "B3")].end])
	book := twice(plain, func(xf *node) bool { return string(xf.doc[xf.start:xf.end]) == green })
	first, report := marked(t, book, someFeedback([]Finding{finding("Plain", "B3", "odd")}))
	if report.Fallback != "" || report.Marked != 1 {
		t.Fatalf("the report is %+v", report)
	}
	out, _ := marked(t, first, someFeedback(nil))
	if got, want := formatOf(out, "B3"), formatOf(book, "B3"); got != want {
		t.Errorf("it has the format %d, want %d", got, want)
	}

	// A date was typed, and the format that it got is there twice.
	striped := formatOf(first, "B3")
	dated := withStylesOf(t, first, func(_, xfs []*node, e *edits) { e.set(xfs[striped], "numFmtId", "14") })
	_, xfs = stylesOf(dated)
	text := string(xfs[striped].doc[xfs[striped].start:xfs[striped].end])
	dated = twice(dated, func(xf *node) bool { return string(xf.doc[xf.start:xf.end]) == text })
	out, report = marked(t, dated, someFeedback(nil))
	if report.Fallback != "" {
		t.Fatal(report.Fallback)
	}
	_, xfs = stylesOf(out)
	got := xfs[formatOf(out, "B3")]
	_, before := stylesOf(plain)
	if want := before[formatOf(plain, "B3")]; !got.is("xf") || got.text("fillId") != want.text("fillId") || got.text("numFmtId") != "14" {
		t.Errorf("it is %s", got.doc[got.start:got.end])
	}
}
