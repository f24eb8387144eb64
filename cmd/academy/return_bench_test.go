package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"academy/ingest"
	"academy/reports"
)

// BenchmarkReturn judges a return of 500 rows on the template, of which one row
// in ten has a fault, and writes its marked workbook: what a provider who asks on
// the telephone waits for. The workspace is open.
func BenchmarkReturn(b *testing.B) {
	const rows = 500
	dir := b.TempDir()
	for _, name := range []string{"academy.yaml", "data"} {
		copyTree(b, filepath.Join("../../testdata/region", name), filepath.Join(dir, name))
	}
	known := "workplace,cqc_location,cqc_provider,ascwds_id,name,employer,employer_name,area,service,in_scope_from,in_scope_until\n"
	var filled [][]string
	for i := range rows {
		known += fmt.Sprintf("W%04d,,,,House %d,E0001,Nobody,,Care home,2024-04-01,\n", i, i)
		row := []string{fmt.Sprintf("W%04d", i), "2026-10-01", "", "", ""}
		for box := range 16 {
			row = append(row, fmt.Sprint(20-box))
		}
		if i%10 == 0 {
			row[6] = "several"
		}
		filled = append(filled, row)
	}
	write := func(name string, text []byte) {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(path, text, 0o644); err != nil {
			b.Fatal(err)
		}
	}
	write("reference/workplaces.csv", []byte(known))
	var form bytes.Buffer
	if err := reports.BuiltinTemplate(&form, "provider_return", filled); err != nil {
		b.Fatal(err)
	}
	write("return.xlsx", form.Bytes())
	now := func() time.Time { return time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC) }
	if status := run(b.Context(), []string{"-C", dir, "ingest"}, io.Discard, io.Discard, now, nil); status != exitDone {
		b.Fatalf("exit status %d", status)
	}
	s := &session{ctx: b.Context(), stdout: io.Discard, stderr: io.Discard, now: now, dir: dir}
	w, err := openWorkspace(dir)
	if err != nil {
		b.Fatal(err)
	}
	book, err := w.book()
	if err != nil {
		b.Fatal(err)
	}
	db, err := w.open(s, book, false)
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	sources, err := db.Arriving(b.Context(), now())
	if err != nil {
		b.Fatal(err)
	}
	path := filepath.Join(dir, "return.xlsx")
	for b.Loop() {
		all, err := ingest.Judge(b.Context(), db, path, "return.xlsx", sources, nil, now(), now())
		if err != nil || len(all) != 1 || len(all[0].Faults) < rows/10 {
			b.Fatalf("%v, %d tables", err, len(all))
		}
		fb := reports.Feedback{Academy: "Academy", File: "return.xlsx", Received: now(), Source: "Monthly return"}
		fb.Findings, fb.Progress = reports.Findings(all[0].Faults, nil, nil, nil)
		fb.HeadingRow = ingest.HeadingRows("return.xlsx", bytes.NewReader(form.Bytes()), int64(form.Len()), sources)
		var out bytes.Buffer
		if _, err := mark(form.Bytes(), fb, &out); err != nil || out.Len() == 0 {
			b.Fatalf("%v, %d bytes", err, out.Len())
		}
	}
}
