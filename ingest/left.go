package ingest

// goOn gives a column without a heading that of the column to its left, as far
// as the row of a text file goes: queries.LeftGoesOn.
func (f *fit) goOn() {
	var headings []spelt
	for i, h := range f.headings {
		next := f.width + 1
		if i+1 < len(f.headings) {
			next = f.headings[i+1].ref.Col
		}
		headings = append(headings, h)
		for col := h.ref.Col + 1; col < next && h.column < 0; col++ {
			headings = append(headings, spelt{ref: Ref{f.line, col}, text: h.text, column: -1, hidden: h.hidden})
		}
	}
	f.headings = headings
}
