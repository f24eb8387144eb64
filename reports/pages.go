package reports

import (
	"cmp"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"

	"academy/metrics"
)

//go:embed pages/*.yaml
var builtinPages embed.FS

// A Page is a chapter of a pack: pages/NAME.yaml.
type Page struct {
	Name   string // file name without .yaml
	Title  string
	Lead   string   // one sentence under the title
	Order  int      // packs have their pages in this order
	For    []string // the kinds of audience it is for: lead, steering, funder, provider
	Blocks []Block

	Overridden bool // a workspace's file stands in the place of ours, or is its own
}

// ownPages is the folder of a workspace's pages, as messages and packs name it.
const ownPages = "pages/"

// A Block is one thing on a page.
type Block struct {
	Show   string // one of shows
	Of     []View // what it shows: one view, or for headlines several
	Months int    // of a line: how many months, the latest last; 0 is all
}

// A View is a metric seen one way.
type View struct {
	Metric string
	Window string
	By     string // a breakdown, e.g. "area x service"; "everyone"
}

// The ways to show figures.
const (
	showHeadlines = "headlines" // a table of the latest values and their change
	showLine      = "line"      // over months
	showBar       = "bar"       // the latest month, a bar a member
	showTable     = "table"     // the latest month, a row a member
	showGrid      = "grid"      // the latest month of a crossing, one dimension down and the other across
	showLevels    = "levels"    // votes, agreed level and target of an ordinal
)

var (
	shows    = []string{showHeadlines, showLine, showBar, showTable, showGrid, showLevels}
	pageKeys = []string{"title", "lead", "order", "for", "blocks"}
	kinds    = []string{"lead", "steering", "funder", "provider"}
)

const everyone = "everyone"

// LoadPages reads the built-in pages and then those of each folder; a file of
// the same name replaces ours. A folder that is not there has no pages. Every
// key, metric, window and breakdown is checked: the first that is wrong ends
// it, with the file and the line.
func LoadPages(ms []metrics.Metric, folders ...fs.FS) ([]Page, error) {
	builtin, err := fs.Sub(builtinPages, "pages")
	if err != nil {
		return nil, err
	}
	pages := map[string]Page{}
	if err := readPages(pages, ms, "reports/pages/", builtin); err != nil {
		return nil, err
	}
	own := map[string]Page{}
	if err := readPages(own, ms, ownPages, folders...); err != nil {
		return nil, err
	}
	for name, page := range own {
		page.Overridden = true
		pages[name] = page
	}
	return inOrder(pages), nil
}

func inOrder(pages map[string]Page) []Page {
	return slices.SortedFunc(maps.Values(pages), func(a, b Page) int {
		return cmp.Or(a.Order-b.Order, strings.Compare(a.Name, b.Name))
	})
}

// readPages adds the pages of folders, whose paths begin with prefix.
func readPages(pages map[string]Page, ms []metrics.Metric, prefix string, folders ...fs.FS) error {
	for _, folder := range folders {
		names, err := fs.Glob(folder, "*.yaml")
		if err != nil {
			return err
		}
		for _, name := range names {
			text, err := fs.ReadFile(folder, name)
			if err != nil {
				return err
			}
			page, err := parsePage(prefix+name, text, ms)
			if err != nil {
				return err
			}
			page.Name = strings.TrimSuffix(name, ".yaml")
			pages[page.Name] = page
		}
	}
	return nil
}

// said is a text of a YAML file and the line it stands on.
type said struct {
	text string
	line int
}

// UnmarshalYAML keeps the place.
func (s *said) UnmarshalYAML(node ast.Node) error {
	token := node.GetToken()
	s.line = token.Position.Line
	return yaml.NodeToValue(node, &s.text)
}

type pageYAML struct {
	Title  said        `yaml:"title"`
	Lead   said        `yaml:"lead"`
	Order  int         `yaml:"order"`
	For    []said      `yaml:"for"`
	Blocks []blockYAML `yaml:"blocks"`
}

type blockYAML struct {
	Show   said       `yaml:"show"`
	Metric said       `yaml:"metric"`
	Window said       `yaml:"window"`
	By     said       `yaml:"by"`
	Of     []viewYAML `yaml:"of"`
	Months int        `yaml:"months"`
}

type viewYAML struct {
	Metric said `yaml:"metric"`
	Window said `yaml:"window"`
	By     said `yaml:"by"`
}

func parsePage(path string, text []byte, ms []metrics.Metric) (Page, error) {
	var y pageYAML
	if err := yaml.UnmarshalWithOptions(text, &y, yaml.Strict()); err != nil {
		return Page{}, yamlError(path, err)
	}
	page := Page{Title: y.Title.text, Lead: y.Lead.text, Order: y.Order}
	for _, missing := range []struct {
		key  string
		gone bool
	}{{"title", page.Title == ""}, {"lead", page.Lead == ""}, {"for", len(y.For) == 0}, {"blocks", len(y.Blocks) == 0}} {
		if missing.gone {
			return Page{}, fmt.Errorf("%s:1: the page has no %s; a page has %s", path, missing.key, strings.Join(pageKeys, ", "))
		}
	}
	for _, kind := range y.For {
		if !slices.Contains(kinds, kind.text) {
			return Page{}, fmt.Errorf("%s:%d: no audience %q; there are %s", path, kind.line, kind.text, strings.Join(kinds, ", "))
		}
		page.For = append(page.For, kind.text)
	}
	for _, b := range y.Blocks {
		block, err := parseBlock(b, ms)
		if err != nil {
			return Page{}, fmt.Errorf("%s:%w", path, err)
		}
		page.Blocks = append(page.Blocks, block)
	}
	return page, nil
}

// yamlError puts the line that the reader of YAML found into our form.
func yamlError(path string, err error) error {
	message := strings.Split(yaml.FormatError(err, false, false), "\n")[0]
	var place yaml.Error
	if errors.As(err, &place) && place.GetToken() != nil {
		return fmt.Errorf("%s:%d: %s", path, place.GetToken().Position.Line, place.GetMessage())
	}
	return fmt.Errorf("%s: %s", path, message)
}
