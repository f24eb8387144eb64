package ingest

import (
	"slices"
	"strings"

	"academy/queries"
)

// extend reads the other rows of headings, where a source has several: below
// are the rows under the one that was found, of which it takes as many as are
// headings.
func (f *fit) extend(below []RowOfCells) {
	h := f.source.Headings
	if h.How == queries.LeftGoesOn {
		f.goOn()
		return
	}
	taken := below[:min(h.Rows-1, len(below))]
	if len(taken) == 0 {
		return
	}
	rows := make([]map[int]inked, 0, len(taken))
	for _, row := range taken {
		rows = append(rows, f.byColumn(row))
	}
	switch h.How {
	case queries.QuestionAndChoice:
		if f.isData(rows[0]) {
			return // the rows of answers follow at once: the export was condensed
		}
		f.choices(rows[0])
	case queries.NamesAndQuestions:
		n := 1
		for n < len(below) && isImportIDs(below[n]) {
			n++
		}
		taken = below[:n]
		f.questions(rows[0])
	case queries.Joined:
		f.join(rows)
	}
	f.end = taken[len(taken)-1].Line
}

// byColumn returns the cells of a row that stand within the table.
func (f *fit) byColumn(row RowOfCells) map[int]inked {
	cells := make(map[int]inked)
	for _, c := range ink(row) {
		if c.ref.Col >= f.left && c.ref.Col <= f.right {
			cells[c.ref.Col] = c
		}
	}
	return cells
}

// isData reports whether a row that could be of choices has a value under a
// column that must be there.
func (f *fit) isData(row map[int]inked) bool {
	for _, h := range f.headings {
		if c, ok := row[h.ref.Col]; ok && h.column >= 0 && slices.Contains(f.source.required, h.column) && !isPlainChoice(c.text) {
			return true
		}
	}
	return false
}

// isPlainChoice reports whether what stands below a question is only said to be
// its answer.
func isPlainChoice(text string) bool {
	switch fold(text) {
	case "", "response", "openendedresponse":
		return true
	}
	return false
}

// isImportIDs reports whether a row is of the marks by which a survey program
// finds its own columns again.
func isImportIDs(row RowOfCells) bool {
	for _, c := range row.Cells {
		if text := c.text(); text != "" && !strings.HasPrefix(text, `{"ImportId"`) {
			return false
		}
	}
	return len(row.Cells) > 0
}

// choices names each column by its question, which stands over the first of
// its columns, and by the choice below it.
func (f *fit) choices(row map[int]inked) {
	questions := make(map[int]spelt)
	last := 0
	for _, h := range f.headings {
		questions[h.ref.Col] = h
		last = max(last, h.ref.Col)
	}
	for col := range row {
		last = max(last, col)
	}
	f.headings = f.headings[:0]
	question := ""
	for col := 1; col <= last; col++ {
		h, above := questions[col]
		c, below := row[col]
		switch {
		case above && h.column >= 0:
			question = ""
		case above:
			question = h.text
		case !below:
			continue
		}
		if h.column < 0 || !above {
			if !above {
				h = spelt{ref: Ref{f.line, col}, column: -1, hidden: c.hidden}
			}
			h.question, h.text = question, question
			if !isPlainChoice(c.text) {
				h.choice = heading(c.text)
				h.text = strings.TrimSpace(question + " [" + h.choice + "]")
			}
		}
		f.headings = append(f.headings, h)
	}
}

// questions names each column that the source does not know by what was asked.
func (f *fit) questions(row map[int]inked) {
	for i := range f.headings {
		h := &f.headings[i]
		if c, ok := row[h.ref.Col]; ok && h.column < 0 {
			h.text = heading(c.text)
		}
	}
}

// join names each column that the source does not know by all its headings.
func (f *fit) join(rows []map[int]inked) {
	labels := make(map[int]spelt)
	for _, h := range f.headings {
		labels[h.ref.Col] = h
	}
	for _, row := range rows {
		for col, c := range row {
			if _, ok := labels[col]; !ok {
				labels[col] = spelt{ref: Ref{f.line, col}, column: -1, hidden: c.hidden}
			}
		}
	}
	f.headings = f.headings[:0]
	for _, h := range labels {
		if h.column < 0 {
			parts := []string{strings.ReplaceAll(h.text, "|", "/")}
			for _, row := range rows {
				parts = append(parts, strings.ReplaceAll(heading(row[h.ref.Col].text), "|", "/"))
			}
			h.text = strings.Join(parts, " | ")
		}
		f.headings = append(f.headings, h)
	}
	slices.SortFunc(f.headings, func(a, b spelt) int { return a.ref.Col - b.ref.Col })
}
