package ingest

import (
	"bytes"
	"math"
	"strings"
	"time"
)

// An odsValue is what the start tag of a cell says. Its bytes are good until
// the next token, but for value.
type odsValue struct {
	kind     string
	value    string // of the attribute that its kind has
	has      bool   // there is such an attribute
	isError  bool
	formula  bool
	constant bool // the formula is what LibreOffice makes of a TRUE or FALSE of Excel
	covered  bool
	foreign  bool // it is money that is not pounds
	repeated int
}

// odsKinds are the kinds of cell, and the attribute that holds the value of
// each.
var odsKinds = map[string]string{
	"float": "value", "percentage": "value", "currency": "value",
	"date": "date-value", "time": "time-value", "boolean": "boolean-value", "string": "string-value",
}

// odsTag reads the start tag of a cell.
func (in *odsReader) odsTag() odsValue {
	v := odsValue{repeated: 1, covered: in.xml.is("covered-table-cell")}
	for rest := in.xml.attrs; ; {
		key, value, after, ok := nextAttr(rest)
		if !ok {
			break
		}
		switch string(local(key)) {
		case "number-columns-repeated":
			v.repeated = times(string(value))
		case "formula":
			v.formula = true
			v.constant = bytes.HasSuffix(value, []byte("=TRUE()")) || bytes.HasSuffix(value, []byte("=FALSE()"))
		case "value-type": // LibreOffice has a second one, which knows errors
			if string(value) == "error" {
				v.isError = true
			} else if v.kind == "" {
				v.kind = string(value)
			}
		case "currency":
			v.foreign = string(value) != "GBP"
		case "value", "date-value", "time-value", "boolean-value", "string-value":
			v.has = true
		}
		rest = after
	}
	if v.has {
		name := odsKinds[v.kind]
		v.value = in.xml.attr(name)
		v.has = v.value != "" || name == "string-value" // the other kinds have no value of no length
	}
	if v.constant && v.kind == "float" {
		v.kind, v.formula = "boolean", false
	}
	return v
}

// readCell reads one cell whose start tag is at hand, col being the column
// before it. It returns how many columns it takes up.
func (in *odsReader) readCell(col int) (int, error) {
	v := in.odsTag()
	in.text = in.text[:0]
	paragraphs := 0
	for x, outside := in.xml, len(in.xml.starts)-1; ; {
		kind, err := x.next()
		switch {
		case err != nil:
			return 0, noEnd(err)
		case kind == startTag && (x.is("p") || x.is("h")):
			if paragraphs++; paragraphs > 1 {
				in.text = append(in.text, '\n')
			}
			if err := in.paragraph(); err != nil {
				return 0, err
			}
		case kind == startTag: // an annotation, a picture
			if err := x.skip(); err != nil {
				return 0, err
			}
		case kind == endTag && len(x.starts) == outside:
			cell, err := v.cell(string(in.text))
			if err != nil {
				return 0, err
			}
			if v.covered { // by a merge whose first cell may stand above
				in.row.Merges = append(in.row.Merges, span{0, col + 1, maxRows, col + v.repeated})
			}
			return v.repeated, in.add(cell, col, v.repeated)
		}
	}
}

// paragraph adds the text of the element just started, and reads on to its
// end. White space with a line break in it counts as OpenDocument has it: one
// space, however much. Spaces alone stay, though OpenDocument says otherwise:
// LibreOffice writes them so in a cell of several lines, and reads them so.
func (in *odsReader) paragraph() error {
	for x, outside := in.xml, len(in.xml.starts)-1; ; {
		kind, err := x.next()
		switch {
		case err != nil:
			return noEnd(err)
		case kind == endTag && len(x.starts) == outside:
			return nil
		case kind == charData:
			err = in.characters()
		case kind != startTag:
		case x.is("s"):
			for range min(times(x.attr("c")), maxText) {
				in.text = append(in.text, ' ')
			}
		case x.is("tab"):
			in.text = append(in.text, '\t')
		case x.is("line-break"):
			in.text = append(in.text, '\n')
		case x.is("annotation"), x.is("note"), x.is("ruby-text"), x.is("frame"), x.is("bookmark"):
			err = x.skip()
		}
		if err == nil && len(in.text) > maxToken {
			err = errLong
		}
		if err != nil {
			return err
		}
	}
}

// maxText is how many characters a cell can hold.
const maxText = 32_767

// characters adds the character data at hand.
func (in *odsReader) characters() error {
	start := len(in.text)
	text, err := appendText(in.text, in.xml.text, !in.xml.literal)
	if err != nil {
		return err
	}
	to := start
	for i := start; i < len(text); {
		run := i
		for run < len(text) && isXMLSpace(text[run]) {
			run++
		}
		switch {
		case run == i:
			text[to] = text[i]
			to, i = to+1, i+1
			continue
		case bytes.IndexByte(text[i:run], '\n') < 0 && bytes.IndexByte(text[i:run], '\t') < 0: // LibreOffice means these
			to += copy(text[to:], text[i:run])
		case to > 0 && text[to-1] != ' ' && text[to-1] != '\n':
			text[to] = ' '
			to++
		}
		i = run
	}
	in.text = text[:to]
	return nil
}

// cell makes a typed cell of a start tag and the text that is shown.
func (v *odsValue) cell(shown string) (Cell, error) {
	if v.covered {
		if v.kind != "" || trim(shown) != "" {
			return Cell{Flags: Merged | Ghost}, nil
		}
		return Cell{}, nil
	}
	var flags Flags
	if v.formula {
		flags = Formula
	}
	if v.isError || v.formula && v.kind == "float" && isODSError(shown) {
		return Cell{Kind: Error, Raw: shown, Flags: flags}, nil
	}
	if v.kind != "string" && v.kind != "" && !v.has { // what is shown is all there is
		c := textCell(shown)
		c.Flags |= flags
		return c, nil
	}
	c, err := v.typed(shown)
	if c.Kind == Empty && v.kind == "string" { // the result is a text of no length
		flags = 0
	}
	c.Flags |= flags
	return c, err
}

func (v *odsValue) typed(shown string) (Cell, error) {
	switch v.kind {
	case "float", "currency", "percentage":
		return v.number(shown)
	case "boolean": // LibreOffice says so too of a number that is to be shown as true or false
		c, err := boolCell(v.value)
		if err != nil {
			if n, other := v.number(""); other == nil {
				return n, nil
			}
		}
		return c, err
	case "date":
		return odsDate(v.value), nil
	case "time":
		return odsTime(v.value), nil
	}
	if v.has {
		shown = v.value
	}
	return textCell(shown), nil
}

// number is a number that is shown in some way.
func (v *odsValue) number(shown string) (Cell, error) {
	n, err := decimal(strings.TrimSpace(v.value))
	if err != nil || math.IsInf(n, 0) || math.IsNaN(n) {
		return Cell{}, refuseTorn("a cell that should hold a number does not")
	}
	c := Cell{Kind: Number, Raw: v.value, Number: n}
	switch {
	case v.kind == "percentage":
		c.Flags = Percent
	case v.foreign:
		c.Flags = Foreign
	case len(shown) <= maxDigits && strings.HasPrefix(shown, "0") && strings.TrimLeft(shown[:len(shown)-1], "0")+shown[len(shown)-1:] == plain(n):
		c.Digits = uint8(len(shown)) //nolint:gosec // it is at most maxDigits
	}
	return c, nil
}

// odsDate reads a date, with or without a time of day. One that is none is
// left as text.
func odsDate(value string) Cell {
	for _, layout := range []string{"2006-01-02", "2006-01-02T15:04:05", "2006-01-02T15:04"} {
		if t, err := time.Parse(layout, strings.TrimSuffix(value, "Z")); err == nil {
			seconds := float64(t.Unix()-epoch.Unix()) + float64(t.Nanosecond())/1e9
			return Cell{Kind: Date, Raw: value, Number: seconds / 86400}
		}
	}
	return textCell(value)
}

// odsTime reads a time of day or a length of time, e.g. PT10H30M00S, as a
// part of a day. One that is none is left as text.
func odsTime(value string) Cell {
	rest, negative := strings.CutPrefix(value, "-")
	rest, ok := strings.CutPrefix(rest, "P")
	if !ok {
		return textCell(value)
	}
	days, clock, _ := strings.Cut(rest, "T")
	var total float64
	for _, part := range []struct {
		text, units string
		seconds     []float64
	}{{days, "D", []float64{86400}}, {clock, "HMS", []float64{3600, 60, 1}}} {
		for i, unit := range part.units {
			number, after, there := strings.Cut(part.text, string(unit))
			if !there {
				continue
			}
			n, err := decimal(number)
			if err != nil || n < 0 || math.IsInf(n, 0) {
				return textCell(value)
			}
			total, part.text = total+n*part.seconds[i], after
		}
		if part.text != "" {
			return textCell(value)
		}
	}
	if negative {
		total = -total
	}
	return Cell{Kind: Date, Raw: value, Number: total / 86400}
}
