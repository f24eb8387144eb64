package main

import (
	"fmt"
	"io/fs"
	"os"
	"strings"

	"academy/queries"
	"academy/reports"
)

type templateCmd struct {
	Source string `arg:"" help:"What it is for, like provider_return."`
	Out    string `short:"o" type:"path" placeholder:"FILE" help:"Where to write it. SOURCE.xlsx in the current folder if not given; with --for, SOURCE EMPLOYER MONTH.xlsx."`
	For    string `placeholder:"EMPLOYER" help:"Fill it in for this employer's homes, as far as their newest exports answer it, and say what is still owed."`
	Month  string `placeholder:"MONTH" help:"With --for: the month it is for, like 2026-10. The month before --as-of if not given."`
	asOfFlag
}

// Help says what the workbook is made from, and for what there is one.
func (templateCmd) Help() string {
	text := `The workbook is made from the source's own description, so that what people fill in is what the program reads. There is one for each source that people fill by hand:

`
	sources, err := queries.Sources()
	if err != nil {
		return text // the descriptions that ship are held by a test
	}
	for _, source := range sources {
		if source.Sheet != "" {
			text += fmt.Sprintf("  %-20s  %s\n", source.Name, source.Title)
		}
	}
	return text + "\nWhat is read of a workbook lies between two hidden tags: rows and columns may be put in, the table moved and the sheet renamed."
}

// Run writes the workbook.
func (c templateCmd) Run(s *session) error {
	if c.For == "" && c.Month != "" {
		return usagef("--month says for which month a template is filled in; it needs --for EMPLOYER")
	}
	source, err := c.source(s)
	if err != nil {
		return err
	}
	if c.For != "" {
		return c.prefilled(s, source)
	}
	var b strings.Builder
	if err := reports.Template(&b, source, nil); err != nil {
		return err
	}
	path := c.path(source.Name)
	if err := writeFile(path, []byte(b.String())); err != nil {
		return err
	}
	fmt.Fprintf(s.stdout, "wrote %s: %s, to fill in\n", path, strings.ToLower(source.Title))
	return nil
}

func (c templateCmd) path(name string) string {
	if c.Out != "" {
		return c.Out
	}
	return name + ".xlsx"
}

// source finds the source that was asked for, of the workspace if there is one.
func (c templateCmd) source(s *session) (queries.Source, error) {
	var own []fs.FS
	if w, err := openWorkspace(s.dir); err == nil && isFolder(w.path("queries")) {
		own = append(own, os.DirFS(w.path("queries")))
	}
	sources, err := queries.Sources(own...)
	if err != nil {
		return queries.Source{}, usageError{err}
	}
	var names []string
	for _, source := range sources {
		if source.Sheet == "" {
			continue
		}
		if source.Name == c.Source {
			return source, nil
		}
		names = append(names, source.Name)
	}
	return queries.Source{}, usagef("nobody fills in %q by hand; there are templates for %s", c.Source, strings.Join(names, ", "))
}
