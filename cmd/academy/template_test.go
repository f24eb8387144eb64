package main

import (
	"bytes"
	"fmt"
	"slices"
	"testing"

	"github.com/xuri/excelize/v2"

	"academy/ingest"
	"academy/queries"
	"academy/reports"
)

// asRead reads a workbook and returns the values of its rows.
func asRead(t *testing.T, sources []queries.Source, data []byte) ([][]string, *ingest.Table) {
	t.Helper()
	table, err := ingest.Read("form.xlsx", bytes.NewReader(data), int64(len(data)), sources, nil)
	if err != nil {
		t.Fatal(err)
	}
	var rows [][]string
	err = table.Each(func(r queries.Row) error {
		rows = append(rows, slices.Clone(r.Values))
		return nil
	}, nil, func(f queries.Fault) error {
		t.Errorf("%s: %s", f.Place, f.Says)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return rows, table
}

func builtinSources(t *testing.T) ([]queries.Source, queries.Source) {
	t.Helper()
	sources, err := queries.Sources()
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(sources, func(s queries.Source) bool { return s.Name == "provider_return" })
	return slices.DeleteFunc(slices.Clone(sources), func(s queries.Source) bool { return s.Reference != "" }), sources[i]
}

// TestTemplateStandsHandling does to a filled template what people do, and
// reads the same rows.
func TestTemplateStandsHandling(t *testing.T) {
	sources, src := builtinSources(t)
	filled := [][]string{
		{"1-101", "2026-10", "", "Manager", "", "12", "1", "0", "2", "3", "1", "0", "4", "0", "0", "0", "1", "0", "0", "1", "0"},
		{"1-102", "2026-10", "", "Manager", "", "22", "2", "1", "0", "0", "1", "2", "5", "0", "0", "0", "0", "0", "0", "0", "1"},
	}
	var b bytes.Buffer
	if err := reports.Template(&b, src, filled); err != nil {
		t.Fatal(err)
	}
	want, table := asRead(t, sources, b.Bytes())
	if len(want) != len(filled) || !table.Receipt.Tables[0].Tagged || table.Receipt.HiddenColumns.N > 0 || table.Receipt.Outside.N > 0 {
		t.Fatalf("as it is, the form gives %d rows and this receipt:\n%s", len(want), table.Receipt)
	}
	x := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	tests := []struct {
		name string
		do   func(f *excelize.File)
	}{
		{"60 rows of notes put in above the table", func(f *excelize.File) {
			x(f.InsertRows("Return", 1, 60))
			for row := 1; row <= 60; row++ {
				x(f.SetCellStr("Return", fmt.Sprintf("A%d", row), "Please read this note"))
			}
		}},
		{"an example of how to fill it above it", func(f *excelize.File) {
			x(f.InsertRows("Return", 4, 3))
			for i, c := range src.Columns {
				cell, err := excelize.CoordinatesToCellName(i+1, 4)
				x(err)
				x(f.SetCellStr("Return", cell, c.Heading))
			}
			x(f.SetSheetRow("Return", "A5", &[]any{"1-999", "October 2026", nil, "Manager", nil, 99}))
		}},
		{"columns put in before it and in it", func(f *excelize.File) {
			x(f.InsertCols("Return", "A", 2))
			x(f.InsertCols("Return", "H", 1))
			x(f.SetCellStr("Return", "H4", "Our remark"))
		}},
		{"a row put in between its rows", func(f *excelize.File) { x(f.InsertRows("Return", 6, 3)) }},
		{"its sheet called something else, and put last", func(f *excelize.File) {
			x(f.SetSheetName("Return", "Rose House"))
			x(f.MoveSheet("How to fill", "Rose House"))
		}},
		{"all names of the workbook gone", func(f *excelize.File) {
			for _, n := range f.GetDefinedName() {
				x(f.DeleteDefinedName(&n))
			}
		}},
		{"sums of their own below its end", func(f *excelize.File) {
			x(f.SetCellStr("Return", "X8", "Our budget"))
			x(f.SetCellInt("Return", "X9", 400))
		}},
		{"all of it moved down and to the right", func(f *excelize.File) {
			x(f.InsertRows("Return", 1, 45))
			x(f.InsertCols("Return", "A", 5))
			x(f.SetCellStr("Return", "B12", "Workplace"))
			x(f.SetCellStr("Return", "C12", "Month"))
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f, err := excelize.OpenReader(bytes.NewReader(b.Bytes()))
			x(err)
			defer f.Close()
			tt.do(f)
			var changed bytes.Buffer
			x(f.Write(&changed))
			got, table := asRead(t, sources, changed.Bytes())
			if fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("the rows are\n%q\nwant\n%q\n%s", got, want, table.Receipt)
			}
			if !table.Receipt.Tables[0].Tagged || table.Receipt.Outside.N > 0 || table.Receipt.HiddenColumns.N > 0 {
				t.Errorf("the table was not found by its tags, or the receipt complains:\n%s", table.Receipt)
			}
		})
	}
}

// TestTemplateEnds puts a row below the tag that ends the table.
func TestTemplateEnds(t *testing.T) {
	sources, src := builtinSources(t)
	var b, changed bytes.Buffer
	if err := reports.Template(&b, src, nil); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, row := range []int{504, 507} {
		if err := f.SetSheetRow("Return", fmt.Sprintf("A%d", row), &[]any{"1-101", "October 2026", nil, nil, nil, 12}); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Write(&changed); err != nil {
		t.Fatal(err)
	}
	table, err := ingest.Read("form.xlsx", bytes.NewReader(changed.Bytes()), int64(changed.Len()), sources, nil)
	if err != nil {
		t.Fatal(err)
	}
	var read, faults []string
	err = table.Each(func(r queries.Row) error {
		read = append(read, table.PlaceOf(r.Line, "workplace"))
		return nil
	}, nil, func(f queries.Fault) error {
		faults = append(faults, f.Place+" "+f.Code)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(read, faults) != "[Return!A504] [Return!A507 below-the-table]" {
		t.Errorf("read %q with the faults %q", read, faults)
	}
}
