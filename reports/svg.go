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
var engine = sync.OnceValues(func() (*goja.Program, error) {
	source, err := dist.ReadFile("echarts/dist/echarts.js")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errNoECharts
	}
	if err != nil {
		return nil, err
	}
	return goja.Compile("echarts.js", string(source), false)
})

// drawSVG is what is asked of ECharts. It has no clock and no window, and
// waits for nothing.
const drawSVG = `
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

// draw draws every chart of the document. One runtime serves a pack: ECharts
// numbers what it draws, so a runtime that served another pack before would
// give other names.
func (d *document) draw() error {
	var draw goja.Callable
	var vm *goja.Runtime
	for _, s := range d.Sections {
		for i := range s.Blocks {
			b := &s.Blocks[i]
			if b.Chart == nil {
				continue
			}
			if draw == nil {
				var err error
				if vm, draw, err = startECharts(); err != nil {
					return err
				}
			}
			svg, err := drawChart(vm, draw, b.Chart, b.ID)
			if err != nil {
				return fmt.Errorf("chart %s: %w", b.ID, err)
			}
			b.SVG = svg
		}
	}
	return nil
}

func startECharts() (*goja.Runtime, goja.Callable, error) {
	program, err := engine()
	if err != nil {
		return nil, nil, err
	}
	vm := goja.New()
	vm.SetRandSource(func() float64 { return 0.5 })
	if _, err := vm.RunString(drawSVG); err != nil {
		return nil, nil, err
	}
	if _, err := vm.RunProgram(program); err != nil {
		return nil, nil, err
	}
	draw, err := vm.RunString(drawOne)
	if err != nil {
		return nil, nil, err
	}
	call, ok := goja.AssertFunction(draw)
	if !ok {
		return nil, nil, errors.New("echarts.js: it gives no function to draw with")
	}
	return vm, call, nil
}

func drawChart(vm *goja.Runtime, draw goja.Callable, c *chart, id string) (string, error) {
	option, err := json.Marshal(c.options())
	if err != nil {
		return "", err
	}
	svg, err := draw(goja.Undefined(), vm.ToValue(string(option)), vm.ToValue(chartWidth), vm.ToValue(c.height()))
	if err != nil {
		return "", err
	}
	return dress(svg.String(), c, id)
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
		chartWidth, c.height(), id, id, id, html.EscapeString(c.Title), id, html.EscapeString(c.Desc))
	return openTag.ReplaceAllLiteralString(svg, open), nil
}
