package reports

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// browser starts a headless browser with nothing of its own, or skips.
func browser(t *testing.T) context.Context {
	t.Helper()
	var path string
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		t.Skip("there is no Chromium on this machine")
	}
	flags := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(path), chromedp.UserDataDir(t.TempDir()), chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true),
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewExecAllocator(ctx, flags...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	return ctx
}

// The page opens in a browser that may ask nobody for anything, says nothing
// on its console, and fits a desk and a phone.
func TestPageInABrowser(t *testing.T) {
	ctx := browser(t)
	path := filepath.Join(t.TempDir(), "pack.html")
	if err := os.WriteFile(path, tinyFiles(t, "lead")["pack.html"], 0o600); err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	var asked, said []string
	err := chromedp.Listen(ctx, func(event any) {
		mu.Lock()
		defer mu.Unlock()
		switch e := event.(type) {
		case *network.EventRequestWillBeSent:
			if url := e.Request.URL; !strings.HasPrefix(url, "file://") && !strings.HasPrefix(url, "data:") {
				asked = append(asked, url)
			}
		case *runtime.EventConsoleAPICalled:
			said = append(said, string(e.Type))
		case *runtime.EventExceptionThrown:
			said = append(said, e.ExceptionDetails.Text)
		case *log.EventEntryAdded:
			said = append(said, e.Entry.Text)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	ask := func(width int64, expression string) int {
		t.Helper()
		if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 900)); err != nil {
			t.Fatal(err)
		}
		n, err := chromedp.Run(ctx, chromedp.Evaluate[int](expression))
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if err := chromedp.Do(ctx, chromedp.Navigate("file://"+path)); err != nil {
		t.Fatal(err)
	}
	title, err := chromedp.Run(ctx, chromedp.Evaluate[string](`document.title`))
	if err != nil {
		t.Fatal(err)
	}
	const seen = `[...document.querySelectorAll('svg')].filter(s => s.getBoundingClientRect().height > 100).length`
	const tooWide = `document.documentElement.scrollWidth - document.documentElement.clientWidth`
	for _, width := range []int64{1280, 360} {
		if n := ask(width, seen); n != 4 {
			t.Errorf("%d charts are seen at a width of %d, want 4", n, width)
		}
		if n := ask(width, tooWide); n > 0 {
			t.Errorf("the page is %d pixels too wide for %d", n, width)
		}
	}
	mu.Lock()
	defer mu.Unlock()
	if len(asked) > 0 {
		t.Errorf("the page asked for %q", asked)
	}
	if len(said) > 0 {
		t.Errorf("the console says %q", said)
	}
	if title != "Guild of Clayshire: Monthly pack, October 2026, for Strategic lead" {
		t.Errorf("the title is %q", title)
	}
}
