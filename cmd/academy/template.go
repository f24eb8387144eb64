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
	Source string `arg:"" help:"What it is for: provider_return or tracker."`
	Out    string `short:"o" type:"path" placeholder:"FILE" help:"Where to write it. SOURCE.xlsx in the current folder if not given."`
}

// Help says what the workbook is made from.
func (templateCmd) Help() string {
	return `The workbook is made from the source's own description, so that what people fill in is what the program reads.`
}

// Run writes the workbook.
func (c templateCmd) Run(s *session) error {
	var own []fs.FS
	if w, err := openWorkspace(s.dir); err == nil && isFolder(w.path("queries")) {
		own = append(own, os.DirFS(w.path("queries")))
	}
	sources, err := queries.Sources(own...)
	if err != nil {
		return usageError{err}
	}
	var names []string
	for _, source := range sources {
		if source.Sheet == "" {
			continue
		}
		if source.Name == c.Source {
			return c.write(s, source)
		}
		names = append(names, source.Name)
	}
	return usagef("nobody fills in %q by hand; there are templates for %s", c.Source, strings.Join(names, ", "))
}

func (c templateCmd) write(s *session, source queries.Source) error {
	path := c.Out
	if path == "" {
		path = source.Name + ".xlsx"
	}
	var b strings.Builder
	if err := reports.Template(&b, source, nil); err != nil {
		return err
	}
	if err := writeFile(path, []byte(b.String())); err != nil {
		return err
	}
	fmt.Fprintf(s.stdout, "wrote %s: %s, to fill in\n", path, strings.ToLower(source.Title))
	return nil
}
