package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"academy/metrics"
)

type explainCmd struct {
	Metric string `arg:"" help:"Name of a metric; \"academy metrics\" lists them."`
	monthFlag
	asOfFlag
	Audience string `default:"lead" placeholder:"ID" help:"Whose figures. The lead's if not given; files are named for the lead only."`
	By       string `default:"everyone" placeholder:"BREAKDOWN" help:"Explain the figures of this breakdown, like area."`
	SQL      bool   `help:"Print the statement that made it as well."`
}

// Run prints where the figures of a metric come from: definition, sums, files
// and what was left out.
func (c explainCmd) Run(s *session) error {
	return s.readMetric(c.Metric, c.Audience, c.asOfFlag, c.monthFlag, func(g *setting, m metrics.Metric, a metrics.Audience) error {
		sayDefinition(s.stdout, m)
		if err := c.saySums(s, g, m, a); err != nil {
			return err
		}
		if a.Lead() {
			if err := sayFiles(s, g, m); err != nil {
				return err
			}
		}
		if c.SQL {
			fmt.Fprintf(s.stdout, "\nThe statement, %s:\n\n%s", m.Path, m.SQL)
		}
		return nil
	})
}

func sayDefinition(w io.Writer, m metrics.Metric) {
	fmt.Fprintf(w, "%s (%s), %s\n\n", m.Title, m.Name, m.Unit)
	line := func(label, text string) {
		if text != "" {
			fmt.Fprintf(w, "  %-13s %s\n", label, wrap(text, 80, 16))
		}
	}
	line("population", m.Population)
	line("numerator", m.Numerator)
	line("denominator", m.Denominator)
	line("definition", m.Definition)
	line("sources", strings.Join(m.Sources, ", then "))
	line("windows", strings.Join(m.Windows, ", "))
	line("status", m.Status)
	line("owner", m.Owner)
	if m.Overridden {
		line("changed", m.Path+" of this workspace stands in the place of ours")
	}
}

// saySums prints the sums behind each figure of the last month.
func (c explainCmd) saySums(s *session, g *setting, m metrics.Metric, a metrics.Audience) error {
	cells, err := g.cells(s, m)
	if err != nil {
		return err
	}
	by := c.By
	if m.Kind == metrics.KindOrdinal && by == "everyone" {
		by = ""
	}
	figures, err := figuresCmd{By: by}.choose(m, cells.Figures(a), g.month)
	if err != nil {
		return err
	}
	fmt.Fprintf(s.stdout, "\nFor: %s. %s\n\n", a.Title, a.Rule())
	var notes []string
	for _, f := range figures {
		sayFigure(s.stdout, m, f)
		if note := f.IntervalNote(); note != "" && !slices.Contains(notes, note) {
			notes = append(notes, note)
		}
	}
	for _, note := range notes {
		fmt.Fprintf(s.stdout, "\n  %s\n", note)
	}
	return nil
}

// sayFigure prints the sums behind one figure, who gave them and who did not.
func sayFigure(w io.Writer, m metrics.Metric, f metrics.Figure) {
	member := f.MembersText()
	if f.Level != "" {
		member += ", " + f.Level
	}
	fmt.Fprintf(w, "  %s %s, %s: %s\n", f.PeriodText(), f.Window, member, sumsText(m, f))
	if f.InScope() > 0 {
		fmt.Fprintf(w, "      from %d of %s in scope\n", f.Workplaces(), plural(f.InScope(), "workplace"))
	}
	for _, source := range f.Sources() {
		if source.Workplaces > 0 {
			fmt.Fprintf(w, "      %s: %s\n", source.Source, plural(source.Workplaces, "workplace"))
		}
	}
	for _, r := range f.LeftOut() {
		fmt.Fprintf(w, "      left out, %s: %s\n", r.Reason, plural(r.Workplaces, "workplace"))
	}
}

// sumsText is a figure as the sum it is: 6 / 29 = 20.7.
func sumsText(m metrics.Metric, f metrics.Figure) string {
	text, ok := f.Numerator()
	if !ok {
		return string(f.Mark())
	}
	denominator, ok := f.Denominator()
	switch {
	case ok && f.Level != "":
		return text + " of " + denominator + " votes"
	case ok:
		text += " / " + denominator
	}
	if v := valueText(m, f); v != text {
		text += " = " + v
	}
	return text
}

// sayFiles lists the files in force of the metric's sources, and what checks
// left out of them.
func sayFiles(s *session, g *setting, m metrics.Metric) error {
	groups := map[string]bool{}
	for _, name := range m.Sources {
		groups[name] = true
	}
	feeds := map[string]bool{}
	for _, source := range g.db.Sources() {
		feeds[source.Name] = groups[source.Group] || source.Reference != "" && source.Name == "workplaces"
	}
	files, err := g.db.InForce(s.ctx)
	if err != nil {
		return err
	}
	fmt.Fprintln(s.stdout, "\nFiles in force:")
	for _, f := range files {
		if feeds[f.Source] {
			fmt.Fprintf(s.stdout, "  %s  %s  %s, %s, SHA-256 %s\n", f.Received.Format(time.DateOnly), f.Name, f.Source, plural(f.Rows, "row"), f.SHA256[:12])
		}
	}
	counts, err := g.db.LeftOut(s.ctx)
	if err != nil {
		return err
	}
	fmt.Fprintln(s.stdout, "\nLeft out of them:")
	none := true
	for _, c := range counts {
		if feeds[c.Source] {
			none = false
			fmt.Fprintf(s.stdout, "  %d times (%s, %s): %s\n", c.Count, c.Source, c.Severity, c.Says)
		}
	}
	if none {
		fmt.Fprintln(s.stdout, "  nothing")
	}
	return sayWaived(s, g, m, feeds)
}

// sayWaived lists what waivers let through of the files in force that the metric is
// made from. It says nothing where there is nothing.
func sayWaived(s *session, g *setting, m metrics.Metric, feeds map[string]bool) error {
	waived, err := g.db.Waived(s.ctx)
	if err != nil {
		return err
	}
	first := true
	for _, w := range waived {
		source, _ := g.db.Source(w.Source)
		if !feeds[w.Source] || len(source.FeedsOf("")) > 0 && !slices.Contains(source.FeedsOf(w.Column), m.Name) {
			continue
		}
		if first {
			fmt.Fprintln(s.stdout, "\nIn them, and let through by a waiver:")
		}
		first = false
		fmt.Fprintf(s.stdout, "  %s  %s  %s: %s\n", w.Received.Format(time.DateOnly), w.Name, w.Place, w.Says)
	}
	return nil
}

// wrap breaks text into lines of at most width, the later ones indented.
func wrap(text string, width, indent int) string {
	var b strings.Builder
	at := 0
	for i, word := range strings.Fields(text) {
		if i > 0 && at+1+len(word) > width {
			b.WriteString("\n" + strings.Repeat(" ", indent))
			at = 0
		} else if i > 0 {
			b.WriteByte(' ')
			at++
		}
		b.WriteString(word)
		at += len(word)
	}
	return b.String()
}
