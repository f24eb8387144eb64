// Package queries holds every SQL statement of the pipeline, the descriptions
// of what arrives, and the one DuckDB database that runs them.
//
// The folders are layers, and each layer is a schema. A query sees only the
// layer before its own:
//
//	sources -> staging -> facts -> metrics
//
// so the order of execution is the order of the folders, and no graph has to
// be solved. A workspace may add a file to a layer or override one of ours by
// its name; both are held to the same rules (see seal.go).
package queries

import (
	"cmp"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

//go:embed sources staging checks facts metrics engine
var builtin embed.FS

// The layers, in the order in which they are run.
const (
	LayerSources = "sources"
	LayerStaging = "staging"
	LayerChecks  = "checks"
	LayerFacts   = "facts"
	LayerMetrics = "metrics"
)

// layers are the folders a workspace may add to. The engine is not among them.
var layers = []string{LayerSources, LayerStaging, LayerChecks, LayerFacts, LayerMetrics}

// A Query is one .sql file: a header of "-- key: value" lines and a statement.
type Query struct {
	Layer      string
	Name       string // file name without .sql; the name of the table it makes
	Path       string // for messages, e.g. "queries/metrics/vacancies.sql"
	Header     Header
	SQL        string // the whole file, header included
	Overridden bool   // a workspace's file stands in the place of ours, or is its own
}

// A Book is every statement and description in force: ours, with those of a
// workspace in their place.
type Book struct {
	files     map[string]file // by path inside the folder, e.g. "facts/workplaces.sql"
	Overrides []string        // paths of files the workspace added or replaced
	past      bool            // its files are those of another day, and stand as they were
}

type file struct {
	text       string
	overridden bool
}

// OpenBook returns our statements with those of workspace in their place.
// workspace is the queries folder of a workspace, or nil.
func OpenBook(workspace fs.FS) (*Book, error) {
	b := &Book{files: map[string]file{}}
	if err := b.add(builtin, false); err != nil {
		return nil, err
	}
	if workspace != nil {
		if err := b.add(workspace, true); err != nil {
			return nil, err
		}
	}
	slices.Sort(b.Overrides)
	return b, nil
}

// BookOf returns a book of exactly these files, by path inside the folder. It
// is for making old figures again with the statements of their day.
func BookOf(texts map[string]string, overrides []string) *Book {
	b := &Book{files: map[string]file{}, Overrides: overrides, past: true}
	for p, text := range texts {
		b.files[p] = file{text: text, overridden: slices.Contains(overrides, p)}
	}
	for p, f := range mustEngine() {
		b.files[p] = f
	}
	return b
}

// ours reports whether a file is the one that this program brings.
func (b *Book) ours(p string) bool {
	text, err := builtin.ReadFile(p)
	return err == nil && b.files[p].text == string(text)
}

func mustEngine() map[string]file {
	b := &Book{files: map[string]file{}}
	if err := b.addLayer(builtin, "engine", false); err != nil {
		panic(fmt.Sprintf("queries: %v", err)) // embedded: cannot happen
	}
	return b.files
}

func (b *Book) add(fsys fs.FS, overridden bool) error {
	for _, layer := range layers {
		if err := b.addLayer(fsys, layer, overridden); err != nil {
			return err
		}
	}
	if !overridden {
		return b.addLayer(fsys, "engine", false)
	}
	return nil
}

func (b *Book) addLayer(fsys fs.FS, layer string, overridden bool) error {
	entries, err := fs.ReadDir(fsys, layer)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("queries/%s: %w", layer, err)
	}
	for _, e := range entries {
		ext := path.Ext(e.Name())
		if e.IsDir() || ext != ".sql" && ext != ".yaml" {
			continue
		}
		p := path.Join(layer, e.Name())
		text, err := fs.ReadFile(fsys, p)
		if err != nil {
			return fmt.Errorf("queries/%s: %w", p, err)
		}
		// A file saved by Windows Notepad is the same statement.
		clean := strings.ReplaceAll(strings.TrimPrefix(string(text), "\uFEFF"), "\r\n", "\n")
		b.files[p] = file{text: clean, overridden: overridden}
		if overridden {
			b.Overrides = append(b.Overrides, p)
		}
	}
	return nil
}

// Layer returns the queries of one folder in name order.
func (b *Book) Layer(name string) ([]Query, error) {
	var queries []Query
	for _, p := range b.Paths() {
		if path.Dir(p) != name || path.Ext(p) != ".sql" {
			continue
		}
		q, err := b.query(p)
		if err != nil {
			return nil, err
		}
		queries = append(queries, q)
	}
	return queries, nil
}

func (b *Book) query(p string) (Query, error) {
	f, ok := b.files[p]
	if !ok {
		return Query{}, fmt.Errorf("queries/%s: there is no such file", p)
	}
	full := path.Join("queries", p)
	header, err := ParseHeader(full, f.text)
	if err != nil {
		return Query{}, err
	}
	return Query{
		Layer:      path.Dir(p),
		Name:       strings.TrimSuffix(path.Base(p), ".sql"),
		Path:       full,
		Header:     header,
		SQL:        f.text,
		Overridden: f.overridden,
	}, nil
}

// Engine returns a statement that the Go code needs. It is ours, never a
// workspace's.
func (b *Book) engine(name string) string {
	f, ok := b.files["engine/"+name+".sql"]
	if !ok {
		panic("queries: no engine statement " + name) // a name is a constant in Go
	}
	return f.text
}

// Paths returns the path of every file, sorted.
func (b *Book) Paths() []string {
	paths := make([]string, 0, len(b.files))
	for p := range b.files {
		paths = append(paths, p)
	}
	slices.SortFunc(paths, cmp.Compare[string])
	return paths
}

// Texts returns what a run of the pipeline reads from the book, by path.
func (b *Book) Texts() map[string]string {
	texts := map[string]string{}
	for p, f := range b.files {
		if path.Dir(p) != "engine" {
			texts[p] = f.text
		}
	}
	return texts
}

// Hash returns the SHA-256 of the files of the given layers, as hex.
func (b *Book) Hash(of ...string) string {
	h := sha256.New()
	for _, p := range b.Paths() {
		if slices.Contains(of, path.Dir(p)) {
			fmt.Fprintf(h, "%s %d\n%s\n", p, len(b.files[p].text), b.files[p].text)
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

// stagingHash says how a source is understood: its description and its
// staging query. Rows staged under another hash are staged again.
func (b *Book) stagingHash(source string) string {
	h := sha256.New()
	for _, p := range []string{"sources/" + source + ".yaml", "staging/" + source + ".sql"} {
		fmt.Fprintf(h, "%s\n%s\n", p, b.files[p].text)
	}
	return hex.EncodeToString(h.Sum(nil))
}
