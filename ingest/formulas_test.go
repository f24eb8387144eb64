package ingest

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"academy/queries"
)

func TestMain(m *testing.M) {
	if IsCalculator() {
		if err := Calculate(os.Stdin, os.Stdout, func() { os.Exit(1) }); err != nil {
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// formulaBook is a return with a formula in column C of each row, something in
// F1, above no column of it, and 2 in column D.
func formulaBook(t *testing.T, above string, formulas []string) []byte {
	t.Helper()
	text := func(ref, s string) string {
		return fmt.Sprintf(`<c r="%s" t="inlineStr"><is><t>%s</t></is></c>`, ref, s)
	}
	rows := `<row r="1">` + text("A1", "Workplace") + text("B1", "Month") + text("C1", "Care: permanent") + text("D1", "Joined: new to care") + above + `</row>`
	for i, formula := range formulas {
		r := i + 2
		rows += fmt.Sprintf(`<row r="%d">`, r) + text(fmt.Sprintf("A%d", r), "W0001") + text(fmt.Sprintf("B%d", r), "September 2026") +
			fmt.Sprintf(`<c r="C%d">%s</c><c r="D%d"><v>2</v></c></row>`, r, formula, r)
	}
	return packedBook(t, `<sheetData>`+rows+`</sheetData>`, "")
}

// TestStaleFormulas holds that a formula whose saved result is not what it gives
// is told with its place, and one that cannot be worked out is counted.
func TestStaleFormulas(t *testing.T) {
	data := formulaBook(t, `<c r="F1"><f>TODAY()</f><v>46266</v></c>`, []string{
		`<f>1+1</f><v>3</v>`,             // C2: it was changed by something that does not calculate
		`<f>D3+1</f><v>3</v>`,            // right
		`<f>OURFUNCTION(1)</f><v>4</v>`,  // nobody knows it
		`<f>DAY(TODAY())</f><v>4</v>`,    // another result each day
		`<f>ROUND(10/3,1)</f><v>3.3</v>`, // right, but for what binary leaves
		`<f>SUM(D2:D6)</f><v>10</v>`,     // right
		`<f>F1-46260</f><v>6</v>`,        // right, of the day that was saved
		`<f>C5+F1-46260</f><v>11</v>`,    // C9: 4 and 6 are 10
		`<f>1+1</f>`,                     // no result, which is a fault of its own
	})
	table, err := Read("return.xlsx", bytes.NewReader(data), int64(len(data)), all, key)
	must(t, err)
	must(t, table.Each(nil, nil, nil))
	r := &table.Receipt
	must(t, checkFormulas(context.Background(), bytes.NewReader(data), int64(len(data)), workbookSheets(bytes.NewReader(data), int64(len(data))), []*Receipt{r, {}}))
	if r.Formulas.N != 8 || r.NotChecked != 2 || r.Stale.N != 2 || r.Stale.First != "Return!C2" {
		t.Errorf("%d formulas, %d not checked, %d stale, the first at %q; want 8, 2, 2 and Return!C2", r.Formulas.N, r.NotChecked, r.Stale.N, r.Stale.First)
	}
}

// TestStaleFormulasAreAsked holds that whoever sent a stale result is asked about it at
// its cell, but not where the value is wrong already.
func TestStaleFormulasAreAsked(t *testing.T) {
	path := filepath.Join(t.TempDir(), "return.xlsx")
	fileOf(t, path, string(formulaBook(t, "", []string{
		`<f>1+1</f><v>3</v>`,   // C2: stale
		`<f>1+1</f><v>2.5</v>`, // C3: no whole number, and stale
	})))
	data, err := os.ReadFile(path)
	must(t, err)
	table, err := Read("return.xlsx", bytes.NewReader(data), int64(len(data)), all, key)
	must(t, err)
	judged := []Judgement{{Table: table}}
	must(t, table.Each(nil, nil, func(f queries.Fault) error {
		judged[0].Faults = append(judged[0].Faults, f)
		return nil
	}))
	must(t, checkAll(t.Context(), path, judged))
	var got []string
	for _, f := range judged[0].Faults {
		got = append(got, f.Place+" "+f.Code+" "+f.Column)
	}
	if want := "[Return!C3 not-a-whole-number permanent Return!C2 stale-formula permanent]"; fmt.Sprint(got) != want {
		t.Errorf("it finds %v, want %s", got, want)
	}
}

// TestEndlessFormulas holds that no formula takes more time or memory than there
// is for it, and that those before it are worked out.
func TestEndlessFormulas(t *testing.T) {
	for name, formula := range map[string]string{
		"that never ends":                "BINOMDIST(10,2000000000,0.01,1)",
		"over more cells than there are": "SUM(C2:XFC1000000)",
		"of a text that doubles":         "LEN(" + strings.Repeat(`SUBSTITUTE("xxxxxxxx","x",`, 11) + `"x"` + strings.Repeat(")", 12),
	} {
		data := formulaBook(t, "", []string{`<f>1+1</f><v>2</v>`, `<f>` + strings.ReplaceAll(formula, `"`, "&quot;") + `</f><v>2</v>`, `<f>2+2</f><v>4</v>`})
		ask := calculation{Book: data}
		for row := 2; row <= 4; row++ {
			ask.Asked = append(ask.Asked, FormulaCell{Sheet: "Return", Cell: Cell{Ref: Ref{row, 3}}})
		}
		results, err := calculate(context.Background(), 3*time.Second, ask)
		if err != nil || len(results) != 1 || results[0] != (workedOut{"2", true}) {
			t.Errorf("a formula %s gives %v and %v, want the 2 of the one before it", name, results, err)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := calculate(ctx, time.Minute, calculation{}); err == nil {
		t.Error("told to stop, it gives no error")
	}
}

// TestCalculatorNeedsNoFolder holds that formulas are worked out where no file can be
// made, those of a sheet too that excelize would put into one: what it leaves there
// stays when it is ended.
func TestCalculatorNeedsNoFolder(t *testing.T) {
	for _, name := range []string{"TMPDIR", "TMP", "TEMP"} {
		t.Setenv(name, filepath.Join(t.TempDir(), "none"))
	}
	data := formulaBook(t, strings.Repeat("x", maxPart), []string{`<f>1+1</f><v>2</v>`})
	ask := calculation{Book: data, Asked: []FormulaCell{{Sheet: "Return", Cell: Cell{Ref: Ref{2, 3}}}}}
	results, err := calculate(t.Context(), time.Minute, ask)
	if err != nil || len(results) != 1 || results[0] != (workedOut{"2", true}) {
		t.Errorf("it gives %v and %v, want a 2", results, err)
	}
}

// TestNothingCheckedWithoutOffice holds that a file whose workbook was made by
// LibreOffice, which has gone since, is judged all the same: of its formulas none
// is checked.
func TestNothingCheckedWithoutOffice(t *testing.T) {
	path := filepath.Join(t.TempDir(), "staff.xlsb")
	fileOf(t, path, string(binaryBook(t, [][]any{{1.0}})))
	t.Setenv("PATH", "")
	table := &Table{Receipt: Receipt{Formulas: Count{N: 1}, formulas: []FormulaCell{{Sheet: "Staff", Cell: Cell{Ref: Ref{1, 1}, Kind: Number, Flags: Formula}}}}}
	must(t, checkAll(t.Context(), path, []Judgement{{Table: table}}))
	if r := table.Receipt; r.NotChecked != 1 || r.Stale.N != 0 {
		t.Errorf("%d not checked and %d stale, want 1 and 0", r.NotChecked, r.Stale.N)
	}
}
