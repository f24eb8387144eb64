package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"academy/ingest"
	"academy/queries"
)

// explainColumns prints how each column of a table was understood.
func explainColumns(w io.Writer, columns []ingest.ColumnRead) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "\n  sheet\tcolumn\theading\tread as\tknown by\twhat becomes of it\tfilled\tvalues\tfaults")
	for _, c := range columns {
		fmt.Fprintf(t, "  %s\t%s\t%s\t%s\t%s\t%s\t%d\t%d\t%d\n", dash(c.Sheet), c.Column, c.Heading, dash(c.Means), dash(c.By), c.Becomes, c.Filled, c.Values, c.Faults)
	}
	_ = t.Flush() // to a screen or a buffer
	fmt.Fprintln(w)
}

// explainHeadings is explainColumns for a file of which no row was read.
func explainHeadings(w io.Writer, columns []ingest.ColumnRead) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "\n  sheet\tcolumn\theading\tunderstood as\tknown by\twhat would become of it")
	for _, c := range columns {
		fmt.Fprintf(t, "  %s\t%s\t%s\t%s\t%s\t%s\n", dash(c.Sheet), dash(c.Column), dash(c.Heading), dash(c.Means), dash(c.By), c.Becomes)
	}
	_ = t.Flush() // to a screen or a buffer
	fmt.Fprintln(w)
}

// dash stands where there is nothing to say.
func dash(text string) string { return cmp.Or(text, "-") }

// explainSheets prints what was made of each sheet of a workbook.
func explainSheets(w io.Writer, sheets []ingest.SheetLooked) {
	if !slices.ContainsFunc(sheets, func(s ingest.SheetLooked) bool { return s.Sheet != "" }) {
		return // a text file has none
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "  sheet\twhat was made of it")
	for _, s := range sheets {
		fmt.Fprintf(t, "  %s\t%s\n", s.Sheet, s.Says)
	}
	_ = t.Flush() // to a screen or a buffer
	fmt.Fprintln(w)
}

// explainTried prints which rows could have been headings, and what each lacks.
func explainTried(w io.Writer, tried []ingest.HeadingsTried) {
	fmt.Fprintln(w, "  rows that could be headings")
	if len(tried) == 0 {
		fmt.Fprintln(w, "    none: no row has headings that we know")
	}
	for _, h := range tried {
		where := fmt.Sprintf("line %d", h.Line)
		if h.Sheet != "" {
			where = fmt.Sprintf("sheet %q, row %d", h.Sheet, h.Line)
		}
		how := "taken"
		if !h.Chosen {
			how = "not taken"
		}
		fmt.Fprintf(w, "    %s, as %s: %s; %s known", where, h.Source, how, plural(h.Known, "heading"))
		if len(h.Missing) > 0 {
			fmt.Fprintf(w, "; missing: %s", strings.Join(h.Missing, ", "))
		}
		fmt.Fprintln(w)
	}
}

// A checkJSON is what a check found of one file, for programs. Its keys do not
// change.
type checkJSON struct {
	File    string       `json:"file"`
	Tables  []tableJSON  `json:"tables"`
	Refusal *refusalJSON `json:"refusal"` // null where the file was recognised
	Sheets  []sheetJSON  `json:"sheets"`
	Nearest []nearJSON   `json:"nearest"` // headings of a file that was refused before a row of it was read
	Tried   []triedJSON  `json:"headings_tried"`
}

type sheetJSON struct {
	Sheet string `json:"sheet"`
	Read  bool   `json:"read"`
	Says  string `json:"says"`
}

// A nearJSON is one heading; one that is missing has no column.
type nearJSON struct {
	Sheet   string `json:"sheet"`
	Line    int    `json:"line"`
	Column  string `json:"column"`
	Heading string `json:"heading"`
	Means   string `json:"means"`
	By      string `json:"known_by"`
	Becomes string `json:"becomes"`
}

type refusalJSON struct {
	Code string `json:"code"`
	Says string `json:"says"`
	Fix  string `json:"fix"`
}

type tableJSON struct {
	Source  string       `json:"source"`
	Title   string       `json:"title"`
	Rows    int          `json:"rows"`
	Values  int          `json:"values"`
	LeftOut int          `json:"left_out"`
	Receipt []string     `json:"receipt"`
	Refusal *refusalJSON `json:"refusal"`
	Columns []columnJSON `json:"columns"`
	Faults  []faultJSON  `json:"faults"`
	NotRun  []notRunJSON `json:"not_run"`
}

type columnJSON struct {
	Sheet   string `json:"sheet"`
	Line    int    `json:"line"`
	Column  string `json:"column"`
	Heading string `json:"heading"`
	Means   string `json:"means"`
	By      string `json:"known_by"`
	Becomes string `json:"becomes"`
	Filled  int    `json:"filled"`
	Values  int    `json:"values"`
	Faults  int    `json:"faults"`
}

type faultJSON struct {
	Code     string `json:"code"`
	Severity string `json:"severity"`
	Place    string `json:"place"`
	Column   string `json:"column"`
	Says     string `json:"says"`
	Fix      string `json:"fix"`
}

type notRunJSON struct {
	Code string `json:"code"`
	Why  string `json:"why"`
}

type triedJSON struct {
	Sheet   string   `json:"sheet"`
	Line    int      `json:"line"`
	Source  string   `json:"source"`
	Known   int      `json:"known"`
	Missing []string `json:"missing"`
	Chosen  bool     `json:"chosen"`
}

func newCheckJSON(file string, all []ingest.Judgement, understood ingest.Understanding) checkJSON {
	c := checkJSON{File: file, Tables: []tableJSON{}, Sheets: []sheetJSON{}, Nearest: []nearJSON{}, Tried: []triedJSON{}}
	for _, s := range understood.Sheets {
		c.Sheets = append(c.Sheets, sheetJSON(s))
	}
	for _, h := range understood.Tried {
		c.Tried = append(c.Tried, triedJSON{h.Sheet, h.Line, h.Source, h.Known, append([]string{}, h.Missing...), h.Chosen})
	}
	for _, j := range all {
		if j.Table == nil {
			c.Refusal = newRefusalJSON(j.Refusal)
			for _, h := range understood.Headings {
				c.Nearest = append(c.Nearest, nearJSON{h.Sheet, h.Line, h.Column, h.Heading, h.Means, h.By, h.Becomes})
			}
			continue
		}
		r := j.Table.Receipt
		t := tableJSON{
			Source: j.Table.Source.Name, Title: j.Table.Source.Title, Rows: r.Rows, Values: r.Values, LeftOut: r.LeftOut,
			Receipt: r.Lines(), Refusal: newRefusalJSON(j.Refusal), Columns: []columnJSON{}, Faults: newFaultsJSON(j.Faults), NotRun: newNotRunJSON(j.NotRun),
		}
		for _, x := range j.Table.Explain() {
			t.Columns = append(t.Columns, columnJSON(x))
		}
		c.Tables = append(c.Tables, t)
	}
	return c
}

func newFaultsJSON(faults []queries.Fault) []faultJSON {
	all := make([]faultJSON, len(faults))
	for i, f := range faults {
		all[i] = faultJSON{f.Code, f.Severity, f.Place, f.Column, f.Says, f.Fix}
	}
	return all
}

func newNotRunJSON(rules []queries.RuleNotRun) []notRunJSON {
	all := make([]notRunJSON, len(rules))
	for i, n := range rules {
		all[i] = notRunJSON{n.Code, n.Why}
	}
	return all
}

func newRefusalJSON(r *ingest.Refusal) *refusalJSON {
	if r == nil {
		return nil
	}
	return &refusalJSON{r.Code, r.Says, r.Fix}
}

// encodeJSON prints something for programs, with names as they are written.
func encodeJSON(w io.Writer, all any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(all)
}
