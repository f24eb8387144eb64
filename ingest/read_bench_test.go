package ingest

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/klauspost/compress/flate"
	"github.com/xuri/excelize/v2"
)

// sheetXML writes a sheet of numbers, dates, shared texts, inline texts and
// blanks, as spreadsheet programs do.
func sheetXML(rows, columns int) string {
	var b strings.Builder
	c := rand.New(rand.NewPCG(3, 4))
	b.WriteString(`<sheetData>`)
	for r := 1; r <= rows; r++ {
		fmt.Fprintf(&b, `<row r="%d" spans="1:%d">`, r, columns)
		for col := 1; col <= columns; col++ {
			ref := Ref{r, col}
			switch col % 5 {
			case 0:
				fmt.Fprintf(&b, `<c r="%s" t="s"><v>%d</v></c>`, ref, c.IntN(3))
			case 1:
				fmt.Fprintf(&b, `<c r="%s" s="1"><v>%d</v></c>`, ref, 45000+c.IntN(1500))
			case 2:
				fmt.Fprintf(&b, `<c r="%s"><v>%.2f</v></c>`, ref, c.Float64()*1000)
			case 3:
				fmt.Fprintf(&b, `<c r="%s" s="0"><v>%d</v></c>`, ref, c.IntN(5000))
			default:
				fmt.Fprintf(&b, `<c r="%s" t="s"><v>%d</v></c>`, ref, c.IntN(3))
			}
		}
		b.WriteString(`</row>`)
	}
	b.WriteString(`</sheetData>`)
	return b.String()
}

// packedBook is a workbook of three texts and a style for dates whose only
// sheet is the one given.
func packedBook(b testing.TB, sheet, after string) []byte {
	b.Helper()
	plain := bookOf(b, [][]any{{"plain", "of some length", "and one more"}}, func(f *excelize.File) {
		_, err := f.NewStyle(&excelize.Style{NumFmt: 14})
		must(b, err)
	})
	z, err := zip.NewReader(bytes.NewReader(plain), int64(len(plain)))
	must(b, err)
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range z.File {
		to, err := w.Create(f.Name)
		must(b, err)
		if f.Name == "xl/worksheets/sheet1.xml" {
			_, err = io.WriteString(to, `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">`+sheet+after+`</worksheet>`)
			must(b, err)
			continue
		}
		in, err := f.Open()
		must(b, err)
		_, err = io.Copy(to, in)
		must(b, err)
	}
	must(b, w.Close())
	return out.Bytes()
}

// inflate takes as long as any reader must: the sheet alone, unpacked.
func inflate(b testing.TB, data []byte) time.Duration {
	start := time.Now()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	must(b, err)
	z.RegisterDecompressor(zip.Deflate, func(r io.Reader) io.ReadCloser { return flate.NewReader(r) })
	rc, err := z.Open("xl/worksheets/sheet1.xml")
	must(b, err)
	_, err = io.Copy(io.Discard, rc)
	must(b, err)
	return time.Since(start)
}

// ourCells reads every cell of a workbook.
func ourCells(b testing.TB, data []byte) (cells int, took time.Duration) {
	start := time.Now()
	sheets, err := Sheets(bytes.NewReader(data), int64(len(data)))
	must(b, err)
	for sheet, err := range sheets {
		must(b, err)
		for row, err := range sheet.Rows {
			must(b, err)
			cells += len(row.Cells)
		}
	}
	return cells, time.Since(start)
}

// theirCells has excelize read every raw row of a workbook.
func theirCells(b testing.TB, data []byte) (cells int, took time.Duration) {
	start := time.Now()
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{RawCellValue: true})
	must(b, err)
	defer f.Close()
	for _, name := range f.GetSheetList() {
		rows, err := f.Rows(name)
		must(b, err)
		for rows.Next() {
			row, err := rows.Columns(excelize.Options{RawCellValue: true})
			must(b, err)
			cells += len(row)
		}
		must(b, rows.Close())
	}
	return cells, time.Since(start)
}

func median(times []time.Duration) float64 {
	slices.Sort(times)
	return float64(times[len(times)/2])
}

// mergesXML merges two cells of each row.
func mergesXML(rows int) string {
	var b strings.Builder
	b.WriteString("<mergeCells>")
	for row := range rows {
		fmt.Fprintf(&b, `<mergeCell ref="C%d:D%[1]d"/>`, row+1)
	}
	b.WriteString("</mergeCells>")
	return b.String()
}

// BenchmarkLargeSheet reads a sheet of 100,000 rows and 30 columns, without and
// with merges: as multiples of inflating its XML alone, and of what excelize
// takes for its raw rows. Peak memory is that above what was there before.
func BenchmarkLargeSheet(b *testing.B) {
	const rows, columns = 100_000, 30
	sheet := sheetXML(rows, columns)
	for _, kind := range []struct{ name, after string }{
		{"plain", ""},
		{"merged", `<mergeCells count="2"><mergeCell ref="A1:B1"/><mergeCell ref="C2:D9"/></mergeCells>`},
		{"merged in each row", mergesXML(rows)},
	} {
		b.Run(kind.name, func(b *testing.B) {
			data := packedBook(b, sheet, kind.after)
			var alone, ours, theirs []time.Duration
			peak := 0.0
			for i := 0; b.Loop(); i++ {
				alone = append(alone, inflate(b, data))
				n, took := ourCells(b, data)
				if n < rows*columns-20 {
					b.Fatalf("%d cells", n)
				}
				ours = append(ours, took)
				if i == 0 {
					_, took := theirCells(b, data)
					theirs = append(theirs, took)
					peak = peakHeap(func() { ourCells(b, data) })
				}
			}
			b.ReportMetric(median(ours)/median(alone), "x-inflate")
			b.ReportMetric(median(theirs)/median(ours), "x-faster-than-excelize")
			b.ReportMetric(peak/(1<<20), "MB-peak")
		})
	}
}

// peakHeap samples the heap while do runs, and returns the most above what was
// there before.
func peakHeap(do func()) float64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	before, most := m.HeapAlloc, uint64(0)
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		var m runtime.MemStats
		for {
			select {
			case <-stop:
				return
			case <-time.After(2 * time.Millisecond):
				runtime.ReadMemStats(&m)
				most = max(most, m.HeapAlloc)
			}
		}
	}()
	do()
	close(stop)
	<-done
	return float64(most) - float64(min(before, most))
}

// BenchmarkSmallBooks reads 4,000 workbooks of 60 rows and 30 columns on both
// cores, and has excelize read them on both cores too.
func BenchmarkSmallBooks(b *testing.B) {
	const books = 4000
	data := packedBook(b, sheetXML(60, 30), "")
	both := func(read func(testing.TB, []byte) (int, time.Duration), n int) time.Duration {
		start := time.Now()
		var wait sync.WaitGroup
		for range runtime.GOMAXPROCS(0) {
			wait.Go(func() {
				for range n / runtime.GOMAXPROCS(0) {
					read(b, data)
				}
			})
		}
		wait.Wait()
		return time.Since(start)
	}
	var ours, theirs []time.Duration
	for b.Loop() {
		ours = append(ours, both(ourCells, books))
		theirs = append(theirs, both(theirCells, books/8)*8)
	}
	b.ReportMetric(median(theirs)/median(ours), "x-faster-than-excelize")
}
