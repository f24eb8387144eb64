package ingest

import "strings"

// readStyles returns, for each cell style, whether it shows a number as a
// date. A cell is a date by the format of its style and nothing else: the file
// holds a plain number.
func (p *pack) readStyles(name string) ([]bool, error) {
	data, err := p.read(name)
	if err != nil || data == nil {
		return nil, err
	}
	var x struct {
		NumFmts struct {
			NumFmt []struct {
				ID   int    `xml:"numFmtId,attr"`
				Code string `xml:"formatCode,attr"`
			} `xml:"numFmt"`
		} `xml:"numFmts"`
		CellXfs struct {
			Xf []struct {
				ID int `xml:"numFmtId,attr"`
			} `xml:"xf"`
		} `xml:"cellXfs"`
	}
	if err := decodeXML(data, &x); err != nil {
		return nil, err
	}
	custom := make(map[int]bool)
	for _, f := range x.NumFmts.NumFmt {
		custom[f.ID] = isDateFormat(f.Code)
	}
	dates := make([]bool, len(x.CellXfs.Xf))
	for i, xf := range x.CellXfs.Xf {
		date, named := custom[xf.ID]
		dates[i] = date || !named && isBuiltInDate(xf.ID)
	}
	return dates, nil
}

// isBuiltInDate reports whether a number format that needs no code is one of
// dates or times. Source: ECMA-376 part 1, 18.8.30, with the East Asian ones.
func isBuiltInDate(id int) bool {
	return id >= 14 && id <= 22 || id >= 27 && id <= 36 || id >= 45 && id <= 47 || id >= 50 && id <= 58
}

// isDateFormat reports whether a number format shows a date or a time: it has
// one of the letters y, m, d, h, s outside quotation marks, escapes and
// brackets. Only the part for positive numbers is looked at.
func isDateFormat(code string) bool {
	code = strings.ToLower(code)
	for i := 0; i < len(code); i++ {
		switch code[i] {
		case ';':
			return false
		case '"':
			end := strings.IndexByte(code[i+1:], '"')
			if end < 0 {
				return false
			}
			i += end + 1
		case '\\', '_', '*': // the next byte is itself, a width, or a filler
			i++
		case '[': // a colour or a condition, unless it counts hours: [h], [mm], [ss]
			end := strings.IndexByte(code[i:], ']')
			if end < 0 {
				return false
			}
			inside := code[i+1 : i+end]
			if inside != "" && strings.Trim(inside, string(inside[0])) == "" && strings.Contains("hms", inside[:1]) {
				return true
			}
			i += end
		case 'g':
			if strings.HasPrefix(code[i:], "general") {
				i += len("general") - 1
			}
		case 'y', 'm', 'd', 'h', 's':
			return true
		}
	}
	return false
}
