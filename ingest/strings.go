package ingest

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// readStrings reads the table of texts that the cells of a workbook share.
func (p *pack) readStrings(name string) ([]string, error) {
	if _, ok := p.parts[partName(name)]; !ok {
		return nil, nil
	}
	rc, err := p.open(name, maxStrings)
	if err != nil {
		return nil, err
	}
	defer rc.Close()
	d := newXMLReader(rc)
	var texts []string
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return texts, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%w: %w", errXML, err)
		}
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == "si" {
			text, err := richText(d)
			if err != nil {
				return nil, err
			}
			if texts = append(texts, text); len(texts) > maxTexts {
				return nil, errTooLarge
			}
		}
	}
}

// richText reads a text up to the end of the element that d has just
// entered: the runs one after the other, without the reading aids that East
// Asian texts carry.
func richText(d *xmlReader) (string, error) {
	var b strings.Builder
	depth, inText, inAid := 1, false, 0
	for depth > 0 {
		token, err := d.Token()
		if err != nil {
			return "", fmt.Errorf("%w: %w", errXML, err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			depth++
			inText = e.Name.Local == "t"
			if e.Name.Local == "rPh" {
				inAid = depth
			}
		case xml.EndElement:
			if depth == inAid {
				inAid = 0
			}
			depth--
			inText = false
		case xml.CharData:
			if inText && inAid == 0 {
				b.Write(e)
			}
		}
	}
	return unescape(b.String()), nil
}

// unescape resolves the escapes _xHHHH_ by which a workbook writes characters
// that XML does not allow. Source: ECMA-376 part 1, 22.9.2.19.
func unescape(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var b strings.Builder
	for {
		i := strings.Index(s, "_x")
		if i < 0 || i+7 > len(s) {
			return b.String() + s
		}
		b.WriteString(s[:i])
		code, err := strconv.ParseUint(s[i+2:i+6], 16, 16)
		if err != nil || s[i+6] != '_' || !utf8.ValidRune(rune(code)) {
			b.WriteString("_x")
			s = s[i+2:]
			continue
		}
		b.WriteRune(rune(code))
		s = s[i+7:]
	}
}
