package ingest

import (
	"encoding/binary"
	"errors"
	"io"
	"math"
	"slices"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
)

// errRecords is what the records of a file give that cannot be followed, and
// those that are encrypted under a password that has to be given.
var errRecords = errors.New("its records cannot be read")

// The records of an .xls that we look at. Source: [MS-XLS].
const (
	recordEOF      = 0x000A
	recordFilePass = 0x002F
	recordContinue = 0x003C
	recordCodePage = 0x0042
	recordSheet    = 0x0085
	recordBOF      = 0x0809
	recordString   = 0x0207
)

// savedOld returns what the formulas of an .xls gave when it was saved.
func savedOld(r io.ReaderAt, size int64) ([]savedSheet, error) {
	f, err := openCompound(r, size)
	if err != nil {
		return nil, err
	}
	data, err := f.stream("Workbook", "Book")
	if err != nil {
		return nil, err
	}
	return savedRecords(data)
}

// savedRecords is savedOld for the stream of the workbook.
func savedRecords(data []byte) ([]savedSheet, error) {
	b := &biff{data: data, left: len(data), chars: charmap.Windows1252}
	places, sheets, err := b.list()
	if err != nil {
		return nil, err
	}
	for i, at := range places {
		b.at = at
		if sheets[i].results, err = b.sheet(); err != nil {
			return nil, err
		}
	}
	return sortResults(sheets), nil
}

// A biff reads the records of an .xls one by one: each has a kind, a length
// and a body.
type biff struct {
	data  []byte
	at    int // where the next record starts
	left  int // bytes that may still be read: as many as there are, so that nothing is read again and again
	wide  bool
	chars encoding.Encoding // of texts where they are not wide, before Excel 97

	cipher recordCipher // nil where the records are plain
	plain  []byte       // the body of the last record, where they are not
}

// next returns the next record. Its body holds until the one after it is read.
func (b *biff) next() (kind uint16, body []byte, err error) {
	if b.at < 0 || len(b.data)-b.at < 4 {
		return 0, nil, errRecords
	}
	head := b.data[b.at:]
	kind = binary.LittleEndian.Uint16(head)
	length := 4 + int(binary.LittleEndian.Uint16(head[2:]))
	if b.left -= length; length > len(head) || b.left < 0 {
		return 0, nil, errRecords
	}
	body = head[4:length]
	if b.cipher != nil {
		body = b.decrypt(kind, body)
	}
	b.at += length
	return kind, body, nil
}

// decrypt returns the body of the record at hand made plain. Of what Excel leaves
// plain behind FilePass, we look only at where a sheet starts. It is not done in
// place, since records that overlap would be decrypted twice.
func (b *biff) decrypt(kind uint16, body []byte) []byte {
	b.plain = append(b.plain[:0], body...)
	b.cipher(b.plain, b.at+4)
	if kind == recordSheet {
		copy(b.plain, body[:min(4, len(body))])
	}
	return b.plain
}

// list reads what stands before the sheets: their names, and where each starts.
func (b *biff) list() (places []int, sheets []savedSheet, err error) {
	kind, body, err := b.next()
	if err != nil || kind != recordBOF || len(body) < 4 {
		return nil, nil, errRecords
	}
	switch binary.LittleEndian.Uint16(body) {
	case 0x0600:
		b.wide = true
	case 0x0500:
	default:
		return nil, nil, errRecords
	}
	for {
		kind, body, err := b.next()
		switch {
		case err != nil:
			return nil, nil, err
		case kind == recordEOF:
			return places, sheets, nil
		case kind == recordFilePass:
			if b.cipher = knownCipher(body, b.wide); b.cipher == nil {
				return nil, nil, errRecords
			}
		case kind == recordCodePage && len(body) >= 2:
			b.chars = codePage(binary.LittleEndian.Uint16(body))
		case kind == recordSheet && (len(body) < 8 || len(sheets) == maxSheets):
			return nil, nil, errRecords
		case kind == recordSheet:
			const module = 6 // of macros
			if body[5] == module {
				continue
			}
			name, err := b.text(append([]byte{body[6], 0}, body[7:]...)) // its length is in one byte
			if err != nil {
				return nil, nil, err
			}
			places = append(places, int(binary.LittleEndian.Uint32(body)))
			sheets = append(sheets, savedSheet{name: name})
		}
	}
}

// codePage returns the encoding of texts by its number.
func codePage(n uint16) encoding.Encoding {
	switch n {
	case 10000, 0x8000:
		return charmap.Macintosh
	case 437:
		return charmap.CodePage437
	case 850:
		return charmap.CodePage850
	case 1250:
		return charmap.Windows1250
	}
	return charmap.Windows1252
}

// sheet reads the results of the formulas of the sheet that starts here. What
// begins and ends within it are charts.
func (b *biff) sheet() (results []savedResult, err error) {
	waits := false // for the text that the last of results gave
	for depth := 0; ; {
		kind, body, err := b.next()
		if err != nil {
			return nil, err
		}
		switch kind {
		case recordBOF:
			depth++
			continue
		case recordEOF:
			if depth--; depth <= 0 {
				return results, nil
			}
			continue
		}
		switch {
		case depth == 0:
			return nil, errRecords
		case depth > 1:
		case slices.Contains([]uint16{0x0006, 0x0206, 0x0406}, kind): // a formula
			var r savedResult
			if len(body) < 16 || binary.LittleEndian.Uint16(body[2:]) >= maxColumns {
				return nil, errRecords
			}
			r, waits = formulaResult(body)
			results = append(results, r)
		case slices.Contains([]uint16{0x0021, 0x0221, 0x0036, 0x0236, 0x00BC, 0x04BC}, kind): // the formula of a range, before its text
		case kind == recordString && waits:
			text, err := b.text(body)
			if err != nil {
				return nil, err
			}
			last := &results[len(results)-1]
			at := last.at
			*last = textResult(text)
			last.at, waits = at, false
		default:
			waits = false
		}
	}
}

// formulaResult reads the result of a formula, and reports whether it is a text
// that is still to come. Until then there is none.
func formulaResult(body []byte) (r savedResult, waits bool) {
	le := binary.LittleEndian
	value := body[6:14]
	switch {
	case le.Uint16(value[6:]) != 0xFFFF:
		const whenOpened = 1 << 1
		r = numberResult(math.Float64frombits(le.Uint64(value)))
		r.doubt = r.number == 0 && body[14]&whenOpened != 0
	case value[0] == 1:
		r = boolResult(value[2])
	case value[0] == 2:
		r = errorResult(value[2])
	case value[0] == 3: // a text of no length
	default:
		r.none, waits = true, value[0] == 0
	}
	r.at = place32{int32(le.Uint16(body)) + 1, int32(le.Uint16(body[2:])) + 1}
	return r, waits
}

// text reads a text that begins in a record and may go on in those after it.
func (b *biff) text(body []byte) (string, error) {
	le := binary.LittleEndian
	if len(body) < 2 {
		return "", errRecords
	}
	n, body := int(le.Uint16(body)), body[2:]
	if !b.wide {
		if len(body) < n {
			return "", errRecords
		}
		s, err := b.chars.NewDecoder().Bytes(body[:n])
		return string(s), err
	}
	return b.wideText(n, body)
}

// wideText reads a text of n units of UTF-16. In each record it begins anew
// whether they are written in two bytes, or all in one.
func (b *biff) wideText(n int, body []byte) (string, error) {
	const wide, spoken, runs = 1 << 0, 1 << 2, 1 << 3
	var units []byte
	for first := true; n > 0; first = false {
		if !first {
			kind, more, err := b.next()
			if err != nil || kind != recordContinue {
				return "", errRecords
			}
			body = more
		}
		if len(body) == 0 {
			return "", errRecords
		}
		flags, chars := body[0], body[1:]
		if first && flags&runs != 0 { // how many fonts it has, told at its end
			chars = chars[min(2, len(chars)):]
		}
		if first && flags&spoken != 0 { // how long what tells of its sound is, at its end
			chars = chars[min(4, len(chars)):]
		}
		size := 1 + int(flags&wide)
		for ; n > 0 && len(chars) >= size; n-- {
			units = append(units, chars[0], 0)
			if size == 2 {
				units[len(units)-1] = chars[1]
			}
			chars = chars[size:]
		}
	}
	return wideText(units), nil
}
