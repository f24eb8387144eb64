package ingest

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"academy/queries"
)

// TestTrainingReport holds that a workbook with tables of three sources gives
// all three, and nothing of the sheets that are made from them.
func TestTrainingReport(t *testing.T) {
	archive, err := txtar.ParseFile(filepath.Join(layouts, "reports", "training_report.txtar"))
	must(t, err)
	sources, err := queries.Sources()
	must(t, err)
	report := makeFile(t, archive.Files[0])
	tables, err := ReadAll(report.name, bytes.NewReader(report.data), int64(len(report.data)), sources, key)
	must(t, err)
	var b strings.Builder
	for _, table := range tables {
		fmt.Fprintln(&b, table.Source.Name)
		must(t, table.Each(func(r queries.Row) error {
			for i, c := range table.Source.Kept() {
				if c.Keep == "hash" && len(r.Values[i]) == 32 {
					r.Values[i] = "hashed"
				}
			}
			_, err := fmt.Fprintf(&b, "%d: %s\n", r.Line, strings.Join(r.Values, "|"))
			return err
		}, nil, func(f queries.Fault) error {
			_, err := fmt.Fprintf(&b, "%s: %s, %s\n", f.Place, f.Code, f.Severity)
			return err
		}))
	}
	same(t, b.String(), string(archive.Files[1].Data))
}

// TestReportsThroughAliases holds that a report whose columns a site chooses
// comes in through reference/aliases.csv, and gives the same values as the
// academy's own sheet.
func TestReportsThroughAliases(t *testing.T) {
	archive, err := txtar.ParseFile(filepath.Join(layouts, "aliases", "course_records.txtar"))
	must(t, err)
	sources, err := queries.Sources()
	must(t, err)
	text, err := os.ReadFile(filepath.Join(layouts, "reference", "aliases.csv"))
	must(t, err)
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	must(t, err)
	for _, row := range rows[1:] {
		s := &sources[slices.IndexFunc(sources, func(s queries.Source) bool { return s.Name == row[0] })]
		c := &s.Columns[slices.IndexFunc(s.Columns, func(c queries.Column) bool { return c.Name == row[2] })]
		c.Local = append(c.Local, row[1])
	}
	var want string
	for _, f := range archive.Files {
		if f.Name == "want" {
			want = string(f.Data)
		}
	}
	for _, f := range archive.Files {
		if f.Name == "want" {
			continue
		}
		t.Run(f.Name, func(t *testing.T) {
			report := makeFile(t, f)
			got, _ := read(t, report.name, report.data, sources)
			for _, name := range []string{"L1", "L2"} {
				got = strings.ReplaceAll(got, hashID(key, name), name)
			}
			same(t, got, want)
		})
	}
}
