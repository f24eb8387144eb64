package main

import (
	"fmt"
	"io"
	"strings"

	"academy/metrics"
	"academy/queries"
)

type metricsCmd struct {
	Markdown bool `name:"md" help:"As the page docs/metrics.md."`
}

// Run prints the dictionary of metrics: those of the workspace, or ours where
// there is none.
func (c metricsCmd) Run(s *session) error {
	book, err := queries.OpenBook(nil)
	if w, missing := openWorkspace(s.dir); missing == nil {
		book, err = w.book()
	}
	if err != nil {
		return err
	}
	layer, err := book.Layer(queries.LayerMetrics)
	if err != nil {
		return usageError{err}
	}
	all, err := metrics.Load(layer)
	if err != nil {
		return usageError{err}
	}
	if c.Markdown {
		writeDictionary(s.stdout, all)
		return nil
	}
	for _, m := range all {
		assumed := ""
		if m.Assumed() {
			assumed = "  (partly assumed)"
		}
		fmt.Fprintf(s.stdout, "%-18s  %s, %s%s\n", m.Name, m.Title, m.Unit, assumed)
	}
	return nil
}

func writeDictionary(w io.Writer, all []metrics.Metric) {
	fmt.Fprint(w, `# The metrics

Made by `+"`academy metrics --md`"+` from the headers of `+"`queries/metrics/*.sql`"+`. Change the header, not this page.
"Found" is a definition that a public source has; "assumed" is this project's own choice, and packs say so
until somebody at the academy confirms it.
`)
	for _, m := range all {
		fmt.Fprintf(w, "\n## %s\n\n`%s`, %s. %s\n\n| | |\n| --- | --- |\n", m.Title, m.Name, m.Unit, upper(m.Definition))
		for _, row := range [][2]string{
			{"population", m.Population},
			{"numerator", m.Numerator + " (counts " + m.NumeratorCounts.String() + ")"},
			{"denominator", denominatorText(m)},
			{"windows", strings.Join(m.Windows, ", ")},
			{"sources, in order of preference", strings.Join(m.Sources, ", ")},
			{"broken down by", breakdownText(m)},
			{"interval", m.Interval},
			{"direction", m.Direction},
			{"status", m.Status},
			{"owner", m.Owner},
		} {
			if row[1] != "" {
				fmt.Fprintf(w, "| %s | %s |\n", row[0], row[1])
			}
		}
	}
}

func denominatorText(m metrics.Metric) string {
	if m.Denominator == "" || m.DenominatorCounts.What == "" {
		return m.Denominator
	}
	return m.Denominator + " (counts " + m.DenominatorCounts.String() + ")"
}

func breakdownText(m metrics.Metric) string {
	var all []string
	for _, b := range m.Breakdowns {
		all = append(all, strings.Join(b, " x "))
	}
	return strings.Join(all, ", ")
}

func upper(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
