package ingest

import (
	"slices"

	"academy/queries"
)

// partBits is how many bits of a line are the row. The rest is the number of
// the part, so that the lines of a table of several parts are its own, and in
// order.
const partBits = 21

// A part is one table of a sheet. A Table has several where a source has
// several tables in a file: a sheet for each home, or one below the other.
type part struct {
	fit
	number int
	at     []int          // by column of the sheet: of headings, or -1
	last   int            // column of the last heading
	places map[string]int // name of a column, or a heading that the source does not know, to the heading
	fixed  []Cell         // by column of the source: what the name of the file or the sheet says
	filled []int          // by heading: cells that hold something
	stats  []stat         // by column of the source
	taken  int            // rows
}

func newPart(f *fit, number int, fileName string) *part {
	p := &part{fit: *f, number: number, places: make(map[string]int), filled: make([]int, len(f.headings))}
	for i, h := range f.headings {
		for len(p.at) <= h.ref.Col {
			p.at = append(p.at, -1)
		}
		p.at[h.ref.Col] = i
		p.headings[i].who = h.column < 0 && f.source.Long && f.source.People && whoIs.MatchString(h.text)
		p.last = max(p.last, h.ref.Col)
		name := h.text
		if h.column >= 0 {
			name = f.source.Columns[h.column].Name
		}
		if _, taken := p.places[name]; !taken {
			p.places[name] = i
		}
	}
	p.fixed = make([]Cell, len(f.source.Columns))
	for i, c := range f.source.Columns {
		if text := named(c, fileName, f.sheet.Name); text != "" {
			p.fixed[i] = textCell(text)
		}
	}
	return p
}

// key makes the line of a row: where a person would look, and in which part.
func (p *part) key(row int) int { return p.number<<partBits + row }

// place says where a cell of a row is.
func (p *part) place(row int, column string) string {
	i, ok := p.places[column]
	if !ok {
		return place(p.sheet.Name, Ref{row, 1}, "")
	}
	return place(p.sheet.Name, Ref{row, p.headings[i].ref.Col}, p.headings[i].text)
}

// under returns the heading that a cell stands under, or nil.
func (p *part) under(c Cell) *spelt {
	if c.Ref.Col >= len(p.at) || p.at[c.Ref.Col] < 0 {
		return nil
	}
	return &p.headings[p.at[c.Ref.Col]]
}

// keeps names the column of the source that a heading is of; "" where what stands
// under it is not kept.
func (p *part) keeps(h *spelt) string {
	if h.column < 0 || p.source.Columns[h.column].Keep == "drop" {
		return ""
	}
	return p.source.Columns[h.column].Name
}

// within returns the cells of a row that stand between the table's first and
// last column.
func (p *part) within(row RowOfCells) RowOfCells {
	first, end := 0, len(row.Cells)
	for first < end && row.Cells[first].Ref.Col < p.left {
		first++
	}
	for end > first && row.Cells[end-1].Ref.Col > p.right {
		end--
	}
	row.Cells = row.Cells[first:end]
	return row
}

// parts returns the tables of each source, those of one source together.
func parts(tables []*fit, fileName string) [][]*part {
	var all [][]*part
	for _, f := range tables {
		i := slices.IndexFunc(all, func(ps []*part) bool { return ps[0].source == f.source })
		if i < 0 {
			i = len(all)
			all = append(all, nil)
		}
		all[i] = append(all[i], newPart(f, len(all[i]), fileName))
	}
	return all
}

// has reports whether the table has a heading for a column of the source, or
// needs none.
func (p *part) has(i int, c queries.Column) bool {
	_, ok := p.places[c.Name]
	return ok || c.From != "" && p.fixed[i].Kind != Empty
}
