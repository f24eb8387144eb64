package reports

import (
	"fmt"
	"io"
	"strings"
	"sync"

	"academy/queries"
)

// Template writes the workbook that people fill for a source. It is made from
// the source's own description, so that template, reader and docs cannot drift
// apart. Each row has a text for every column of the source, dropped ones too,
// in their order; numbers and ISO dates become numbers and dates. With no rows
// it is empty, ready to fill.
func Template(w io.Writer, src queries.Source, rows [][]string) error {
	f, err := newForm(src)
	if err != nil {
		return err
	}
	return f.write(w, rows, nil)
}

// BuiltinTemplate is Template for a source that ships with the program. Only
// the first call for a source draws the workbook; the others fill a copy, so
// thousands can be written.
func BuiltinTemplate(w io.Writer, source string, rows [][]string) error {
	forms, err := builtinForms()
	if err != nil {
		return err
	}
	form, ok := forms[source]
	if !ok {
		return noForm(source, forms)
	}
	f, err := form()
	if err != nil {
		return err
	}
	return f.write(w, rows, nil)
}

// builtinForms has the built-in sources that people fill, each drawn when it
// is first asked for.
var builtinForms = sync.OnceValues(func() (map[string]func() (*form, error), error) {
	sources, err := queries.Sources()
	if err != nil {
		return nil, err
	}
	forms := map[string]func() (*form, error){}
	for _, src := range sources {
		if src.Sheet != "" {
			forms[src.Name] = sync.OnceValues(func() (*form, error) { return newForm(src) })
		}
	}
	return forms, nil
})

func noForm(source string, forms map[string]func() (*form, error)) error {
	return fmt.Errorf("%s: no template; there is one for %s", source, strings.Join(sortedKeys(forms), ", "))
}
