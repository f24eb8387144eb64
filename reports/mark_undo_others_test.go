package reports

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"academy/queries"
)

// TestMarkAgainBesideAnotherAcademy marks a workbook that another academy has marked
// first, and takes both their marks off in either order: each takes off its own and
// leaves the list, the notes and the stripes of the other.
func TestMarkAgainBesideAnotherAcademy(t *testing.T) {
	book := colourful(t)
	north := func(findings ...Finding) Feedback { return someFeedback(findings) }
	south := func(findings ...Finding) Feedback {
		fb := someFeedback(findings)
		fb.Academy = "Southshire  Academy" // in a cell, programs may keep one blank of two
		return fb
	}
	ours := func(s inEffect) inEffect { // without the lists
		for _, all := range []map[string]string{s.cells, s.notes} {
			for at := range all {
				if strings.HasPrefix(at, fixSheet) {
					delete(all, at)
				}
			}
		}
		return s
	}
	again := func(data []byte, fb Feedback, sheets ...string) []byte {
		t.Helper()
		out, report := marked(t, withEqualStripes(t, resaved(t, data, func(*excelize.File) error { return nil }), false), fb)
		if report.Fallback != "" {
			t.Fatal(report.Fallback)
		}
		all := seen(t, out)
		for at, cell := range all.cells {
			if strings.HasPrefix(at, fixSheet) && (strings.Contains(cell, "Older marks") || strings.Contains(cell, "earlier answer")) {
				t.Errorf("%s tells of marks of ours that there are not: %s", at, cell)
			}
		}
		x := sheetsOf(t, out)
		if !slices.Equal(x[:len(sheets)], sheets) {
			t.Errorf("the sheets are %q, want %q first", x, sheets)
		}
		return out
	}
	// B3 is marked by both, C3 by the first and C6 by the second alone.
	first, _ := marked(t, book, north(finding("Plain", "B3", "odd"), finding("Plain", "C3", "odd")))
	both := again(first, south(finding("Plain", "B3", "strange"), finding("Plain", "C6", "strange")), fixSheet+" (2)", fixSheet)
	got := seen(t, both)
	for cell, want := range map[string]string{"B3": "[Northshire Care Academy] Odd.", "C3": "[Northshire Care Academy] Odd.", "C6": "[Southshire  Academy] Strange."} {
		if !strings.Contains(got.notes["Plain!"+cell], want) || !strings.Contains(got.cells["Plain!"+cell], "C00000") {
			t.Errorf("%s has the note %q and looks as %s", cell, got.notes["Plain!"+cell], got.cells["Plain!"+cell])
		}
	}

	south1 := again(both, south(), fixSheet+" (2)", fixSheet)
	wantSame(t, "the second has taken its marks off", ours(seen(t, south1)).cells, ours(seen(t, first)).cells)
	wantSame(t, "the second has taken its notes off", ours(seen(t, south1)).notes, ours(seen(t, first)).notes)
	north1 := again(both, north(), fixSheet+" (2)", fixSheet)
	if got := seen(t, north1); !strings.Contains(got.cells["Plain!B3"], "C00000") || strings.Contains(got.notes["Plain!B3"], "Northshire") || !strings.Contains(got.notes["Plain!B3"], "Southshire") {
		t.Errorf("the first has taken off its own: B3 has the note %q and looks as %s", got.notes["Plain!B3"], got.cells["Plain!B3"])
	}
	for _, last := range [][]byte{again(south1, north(), fixSheet+" (2)", fixSheet), again(north1, south(), fixSheet+" (2)", fixSheet)} {
		wantSame(t, "both have taken their marks off", ours(seen(t, last)).cells, ours(seen(t, book)).cells)
		wantSame(t, "both have taken their notes off", ours(seen(t, last)).notes, ours(seen(t, book)).notes)
	}

	// Where a fill is of both, nothing says what it covers.
	one, _ := marked(t, book, north(finding("Plain", "B3", "odd")))
	other, _ := marked(t, one, south(finding("Plain", "C3", "strange")))
	mixed, _ := marked(t, withEqualStripes(t, other, true), south())
	wantStriped(t, seen(t, mixed), seen(t, book), map[string]bool{"B3": true, "C3": true})

	// A list from before lists named their academy is ours.
	old := regexp.MustCompile(`(` + queries.AnswerMark + `[0-9a-f]{16})[^<]*`)
	unnamed := rezip(t, first, func(all []part) []part {
		for i, p := range all {
			all[i].data = old.ReplaceAll(p.data, []byte("$1"))
		}
		return all
	})
	out := again(unnamed, south(), fixSheet, "Plain")
	wantSame(t, "a list that names nobody", ours(seen(t, out)).cells, ours(seen(t, book)).cells)
}

// sheetsOf are the names of the sheets of a workbook.
func sheetsOf(t *testing.T, data []byte) (names []string) {
	t.Helper()
	resaved(t, data, func(x *excelize.File) error {
		names = x.GetSheetList()
		return nil
	})
	return names
}
