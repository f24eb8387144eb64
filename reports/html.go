package reports

import (
	_ "embed"
	"html/template"
	"io"
	"strings"

	"academy/metrics"
)

//go:embed pack.html
var packHTML string

//go:embed pack.css
var packCSS string

var packTemplate = template.Must(template.New("pack").Funcs(template.FuncMap{
	"svg":     func(s string) template.HTML { return template.HTML(s) }, // drawn by us, checked by dress
	"css":     func() template.CSS { return template.CSS(packCSS) },
	"meaning": meaning,
	"wide":    func(t *table) bool { return len(t.Columns) > 4 },
	"long":    func(c column) bool { return !c.Number && c.Width >= 40 },
	"first":   func(i int) bool { return i == 0 },
	"rows":    func(t *table) string { return plural(len(t.Rows), "row", "rows") },
	"signs":   signs,
	"asOf":    func(d *document) string { return day(d.Pack.AsOf) },
}).Parse(packHTML))

// writeHTML writes the page. It needs no script and no network.
func writeHTML(w io.Writer, d *document) error { return packTemplate.Execute(w, d) }

// signs splits a cell into words and signs, so that a page can explain each.
func signs(c cell) []string {
	if c.Is || !strings.Contains(c.Text, "[") {
		return []string{c.Text}
	}
	return strings.SplitAfter(c.Text, "]")
}

// meaning is what a sign means; "" for whatever is none.
func meaning(s string) string {
	s = strings.TrimSpace(s)
	for _, m := range metrics.Legend() {
		if m.Text == s {
			brief, _, _ := strings.Cut(m.Meaning, ":")
			return brief
		}
	}
	return ""
}
