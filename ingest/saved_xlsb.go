package ingest

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"slices"
	"strings"
)

// The records of an .xlsb that we look at. Source: [MS-XLSB].
const (
	brtRow         = 0
	brtFormulaText = 8 // and of a number, a bool and an error after it
	brtFormulaEnds = 11
	brtBeginRows   = 145
	brtEndRows     = 146
	brtSheet       = 156
)

// savedBinary returns what the formulas of an .xlsb gave when it was saved.
func savedBinary(r io.ReaderAt, size int64) ([]savedSheet, error) {
	p, err := openPack(r, size)
	if err != nil {
		return nil, err
	}
	const main = "xl/workbook.bin"
	rels, err := p.relations(main)
	if err != nil {
		return nil, err
	}
	var sheets []savedSheet
	var parts []string
	err = p.eachRecord(main, func(kind int, body []byte) error {
		if kind != brtSheet {
			return nil
		}
		id, rest, ok := binaryText(body[min(len(body), 8):])
		name, _, okName := binaryText(rest)
		if !ok || !okName || len(sheets) == maxSheets {
			return errRecords
		}
		i := slices.IndexFunc(rels, func(r relation) bool { return r.ID == id })
		switch {
		case id == "": // a module of macros, which has no part
		case i < 0 || slices.Contains(parts, rels[i].Target):
			return errRecords
		case strings.HasSuffix(rels[i].Type, "/worksheet"):
			sheets, parts = append(sheets, savedSheet{name: name}), append(parts, rels[i].Target)
		}
		return nil
	})
	room := maxSaved
	for i := 0; i < len(sheets) && err == nil; i++ {
		sheets[i].results, err = p.savedResults(parts[i], &room)
	}
	if err != nil {
		return nil, err
	}
	return sortResults(sheets), nil
}

// savedResults reads the results of the formulas of a sheet of an .xlsb, as far
// as there is room for them.
func (p *pack) savedResults(part string, room *int) (results []savedResult, err error) {
	le := binary.LittleEndian
	inRows, row := false, uint32(maxRows)
	err = p.eachRecord(part, func(kind int, body []byte) error {
		switch {
		case kind == brtBeginRows:
			inRows = true
		case kind == brtEndRows:
			inRows = false
		case !inRows || kind != brtRow && (kind < brtFormulaText || kind > brtFormulaEnds):
		case len(body) < 9:
			return errRecords
		case kind == brtRow:
			row = le.Uint32(body)
		default:
			r, ok := binaryResult(kind, body[8:])
			col := le.Uint32(body)
			*room -= savedSize + len(r.text)
			if !ok || row >= maxRows || col >= maxColumns || *room < 0 {
				return errRecords
			}
			r.at = place32{int32(row) + 1, int32(col) + 1}
			results = append(results, r)
		}
		return nil
	})
	return results, err
}

// binaryResult reads the result of a formula.
func binaryResult(kind int, value []byte) (savedResult, bool) {
	switch kind - brtFormulaText {
	case 0:
		text, _, ok := binaryText(value)
		return textResult(text), ok
	case 1:
		if len(value) < 8 {
			return savedResult{}, false
		}
		return numberResult(math.Float64frombits(binary.LittleEndian.Uint64(value))), true
	case 2:
		return boolResult(value[0]), true
	}
	return errorResult(value[0]), true
}

// binaryText reads a text, with its length in front, and returns what follows.
func binaryText(b []byte) (text string, rest []byte, ok bool) {
	if len(b) < 4 {
		return "", nil, false
	}
	const none = 0xFFFFFFFF // characters, where there is no text
	n := int64(2) * int64(binary.LittleEndian.Uint32(b))
	if n == 2*none {
		return "", b[4:], true
	}
	if int64(len(b)-4) < n {
		return "", nil, false
	}
	return wideText(b[4 : 4+n]), b[4+n:], true
}

// eachRecord calls do with each record of a part: with the start of its body,
// more than any result takes.
func (p *pack) eachRecord(part string, do func(kind int, body []byte) error) error {
	in, err := p.open(part, maxInflated)
	if err != nil {
		return err
	}
	defer in.Close()
	return eachRecord(bufio.NewReaderSize(in, windowSize), do)
}

func eachRecord(in *bufio.Reader, do func(kind int, body []byte) error) error {
	for {
		kind, err := recordNumber(in, 2)
		if errors.Is(err, io.EOF) {
			return nil
		}
		length, errLength := recordNumber(in, 4)
		if err != nil || errLength != nil {
			return errRecords
		}
		body, err := in.Peek(min(length, in.Size()))
		if err == nil {
			err = do(kind, body)
		}
		if err != nil {
			return errRecords
		}
		if _, err := in.Discard(length); err != nil {
			return errRecords
		}
	}
}

// recordNumber reads a number of at most so many bytes, seven bits in each.
func recordNumber(in *bufio.Reader, most int) (n int, err error) {
	for i := range most {
		b, err := in.ReadByte()
		if err != nil {
			return 0, err
		}
		if n |= int(b&0x7F) << (7 * i); b < 0x80 {
			return n, nil
		}
	}
	return n, nil
}
