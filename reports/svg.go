package reports

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io/fs"
	"regexp"
	"strings"
	"sync"

	"github.com/dop251/goja"
)

// echarts/dist holds ECharts, bundled to the parts that charts use. It is
// built and not committed; without it everything compiles, and drawing says
// what to do.
//
//go:embed echarts/dist
var dist embed.FS

var errNoECharts = errors.New("reports/echarts/dist/echarts.js is not there: run `make assets` and build again")

// engine is ECharts, compiled once: that takes ten times as long as a chart.
var engine = sync.OnceValues(func() (*goja.Program, error) { return compile(dist) })

func compile(files fs.FS) (*goja.Program, error) {
	source, err := fs.ReadFile(files, "echarts/dist/echarts.js")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errNoECharts
	}
	if err != nil {
		return nil, err
	}
	return goja.Compile("echarts.js", string(source), false)
}

// stubs stand in for what a browser would give. ECharts waits for nothing here.
const stubs = `
var setTimeout = function () { return 0; };
var clearTimeout = function () {};
`

const drawOne = `(function (option, width, height) {
	var chart = echarts.init(null, null, {renderer: 'svg', ssr: true, width: width, height: height});
	chart.setOption(JSON.parse(option));
	var svg = chart.renderToSVGString();
	chart.dispose();
	return svg;
})`

// draw draws every chart of the document, the wide ones in one runtime and the
// narrow ones in another beside it. Runtimes are fresh and draw in the order of
// the document, since ECharts counts what it has drawn.
func (d *document) draw() error {
	var blocks []*block
	for _, s := range d.Sections {
		for i := range s.Blocks {
			if s.Blocks[i].Chart != nil {
				blocks = append(blocks, &s.Blocks[i])
			}
		}
	}
	if len(blocks) == 0 {
		return nil
	}
	narrow := make(chan error, 1)
	go func() {
		narrow <- drawAll(blocks, func(b *block, draw pen) (err error) {
			if c := b.Chart.narrow(); c != nil {
				b.Narrow, err = draw(c, b.ID+"-narrow")
			}
			return err
		})
	}()
	wide := drawAll(blocks, func(b *block, draw pen) (err error) {
		b.SVG, err = draw(b.Chart, b.ID)
		return err
	})
	return errors.Join(wide, <-narrow)
}

// A pen draws one chart, whose names begin with an ID.
type pen func(c *chart, id string) (string, error)

func drawAll(blocks []*block, one func(*block, pen) error) error {
	draw, err := startECharts()
	if err != nil {
		return err
	}
	for _, b := range blocks {
		if err := one(b, draw); err != nil {
			return fmt.Errorf("chart %s: %w", b.ID, err)
		}
	}
	return nil
}

func startECharts() (pen, error) {
	program, err := engine()
	if err != nil {
		return nil, err
	}
	vm := goja.New()
	vm.SetRandSource(func() float64 { return 0.5 })
	if _, err := vm.RunString(stubs); err != nil {
		return nil, err
	}
	if _, err := vm.RunProgram(program); err != nil {
		return nil, err
	}
	value, err := vm.RunString(drawOne)
	if err != nil {
		return nil, err
	}
	call, ok := goja.AssertFunction(value)
	if !ok {
		return nil, errors.New("echarts.js: it gives no function to draw with")
	}
	return func(c *chart, id string) (string, error) {
		option, err := json.Marshal(c.options())
		if err != nil {
			return "", err
		}
		svg, err := call(goja.Undefined(), vm.ToValue(string(option)), vm.ToValue(c.width()), vm.ToValue(c.height()))
		if err != nil {
			return "", err
		}
		return dress(svg.String(), c, id)
	}, nil
}

var (
	openTag  = regexp.MustCompile(`^<svg [^>]*>`)
	zrNames  = regexp.MustCompile(`zr[0-9]+-`)
	styleTag = regexp.MustCompile(`(?s)<style\s*>.*?</style>`)
	classes  = regexp.MustCompile(` (class|ecmeta_[a-z_]+)="[^"]*"`)
)

// dress makes what ECharts drew a part of a page: it scales, says what it
// shows to those who cannot see it, and has names of its own.
func dress(svg string, c *chart, id string) (string, error) {
	if !openTag.MatchString(svg) || strings.Contains(svg, "<script") {
		return "", errors.New("ECharts gave something that is no picture")
	}
	svg = styleTag.ReplaceAllString(svg, "")
	svg = classes.ReplaceAllString(svg, "")
	svg = zrNames.ReplaceAllString(svg, id+"-")
	open := fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" aria-labelledby="%s-t %s-d">`+
		`<title id="%s-t">%s</title><desc id="%s-d">%s</desc>`,
		c.width(), c.height(), id, id, id, html.EscapeString(c.Title), id, html.EscapeString(c.Desc))
	return openTag.ReplaceAllLiteralString(svg, open), nil
}
