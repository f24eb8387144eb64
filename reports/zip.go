package reports

import (
	"archive/zip"
	"bytes"
	"cmp"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"time"
)

// A part is one file inside a workbook.
type part struct {
	name string
	data []byte
}

// unzip returns the parts of a workbook, in the order that zipParts writes.
func unzip(data []byte) ([]part, error) {
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	var parts []part
	for _, f := range r.File {
		in, err := f.Open()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.Name, err)
		}
		text, err := io.ReadAll(in)
		in.Close()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.Name, err)
		}
		parts = append(parts, part{f.Name, text})
	}
	// Readers look for the list of content types first.
	slices.SortFunc(parts, func(a, b part) int {
		return cmp.Or(cmp.Compare(rank(a.name), rank(b.name)), strings.Compare(a.name, b.name))
	})
	return parts, nil
}

func rank(name string) int {
	switch name {
	case "[Content_Types].xml":
		return 0
	case "_rels/.rels":
		return 1
	}
	return 2
}

// zipEpoch stands where a zip keeps the time a part was made: the first day
// that the format knows, since the same workbook must give the same bytes.
var zipEpoch = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

func zipParts(w io.Writer, parts []part) error {
	z := zip.NewWriter(w)
	for _, p := range parts {
		out, err := z.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Deflate, Modified: zipEpoch})
		if err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
		if _, err := out.Write(p.data); err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
	}
	return z.Close()
}

var defaultTypes = regexp.MustCompile(`<Default [^>]*?(/>|></Default>)`)

// settle makes what excelize wrote the same in every run: it lists the kinds
// of image a workbook may hold in the order of a Go map.
func settle(parts []part) []part {
	for i, p := range parts {
		if p.name != "[Content_Types].xml" {
			continue
		}
		defaults := defaultTypes.FindAllString(string(p.data), -1)
		slices.Sort(defaults)
		at := 0
		parts[i].data = defaultTypes.ReplaceAllFunc(p.data, func([]byte) []byte {
			at++
			return []byte(defaults[at-1])
		})
	}
	return parts
}
