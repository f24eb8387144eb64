package ingest

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// staffText makes a staff file of so many rows and 44 columns, about as wide
// as real ones are.
func staffText(rows int, quoted bool) []byte {
	var b bytes.Buffer
	line := make([]string, 44)
	for i := range line {
		line[i] = fmt.Sprintf("COLUMN%d", i+1)
	}
	b.WriteString(strings.Join(line, ",") + "\r\n")
	for i := range rows {
		for k := range line {
			switch k % 4 {
			case 0:
				line[k] = fmt.Sprintf("W%05d", (i*7+k)%100_000)
			case 1:
				line[k] = fmt.Sprint((i + k) % 900)
			case 2:
				line[k] = "01/09/2026"[:(i+k)%2*10]
			default:
				line[k] = ""
			}
			if quoted {
				line[k] = `"` + line[k] + `"`
			}
		}
		b.WriteString(strings.Join(line, ",") + "\r\n")
	}
	return b.Bytes()
}

// BenchmarkText reads a staff file from bytes to cells.
func BenchmarkText(b *testing.B) {
	for _, quoted := range []bool{false, true} {
		data := staffText(50_000, quoted)
		b.Run(map[bool]string{false: "plain", true: "quoted"}[quoted], func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				r := bytes.NewReader(data)
				for sheet, err := range textSheets(r, r.Size()) {
					must(b, err)
					for _, err := range sheet.Rows {
						must(b, err)
					}
				}
			}
		})
	}
}
