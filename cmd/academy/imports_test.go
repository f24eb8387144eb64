package main

import (
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// imports is a statement of policy: which of our packages each may import.
// Don't change it to make a build pass.
var imports = map[string][]string{
	"queries":     {},
	"ingest":      {"queries"},
	"metrics":     {"queries"},
	"reports":     {"metrics", "queries"},
	"jobs":        {},
	"cmd/academy": {"ingest", "jobs", "metrics", "queries", "reports"},
	"cmd/sample":  {"reports"},
	"testdata":    {},
}

// only says which of our packages may import what others made. A path stands
// for all below it.
var only = map[string][]string{
	"github.com/duckdb/duckdb-go":      {"queries"},
	"github.com/xuri/excelize":         {"ingest", "reports", "cmd/sample"},
	"github.com/go-echarts/go-echarts": {"reports"},
	"github.com/dop251/goja":           {"reports"},
	"github.com/robfig/cron":           {"jobs"},
	"github.com/klauspost/compress":    {"ingest"},
	"gonum.org":                        {"metrics"},
	"github.com/alecthomas/kong":       {"cmd/academy", "cmd/sample"},
	"github.com/goccy/go-yaml":         {"queries", "reports", "cmd/academy", "cmd/sample"},
}

func TestImports(t *testing.T) {
	const module = "academy/"
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", module+"...", module+"testdata").Output()
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for dec := json.NewDecoder(strings.NewReader(string(out))); dec.More(); seen++ {
		var pkg struct {
			ImportPath string
			Imports    []string
		}
		if err := dec.Decode(&pkg); err != nil {
			t.Fatal(err)
		}
		name := strings.TrimPrefix(pkg.ImportPath, module)
		allowed, ok := imports[name]
		if !ok {
			t.Errorf("package %s has no line in the imports policy", name)
		}
		for _, path := range pkg.Imports {
			if ours, ok := strings.CutPrefix(path, module); ok && !slices.Contains(allowed, ours) {
				t.Errorf("%s imports %s; it may import %v", name, ours, allowed)
			}
			for theirs, who := range only {
				if (path == theirs || strings.HasPrefix(path, theirs+"/")) && !slices.Contains(who, name) {
					t.Errorf("%s imports %s; only %v may", name, path, who)
				}
			}
		}
	}
	if seen != len(imports) {
		t.Errorf("%d packages, and %d lines in the imports policy", seen, len(imports))
	}
}

// TestGoNamesNoMetric holds that everything a person in the sector could
// dispute is in queries and pages: Go knows no metric by name.
func TestGoNamesNoMetric(t *testing.T) {
	files, err := filepath.Glob("../../queries/metrics/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range files {
		names = append(names, strings.TrimSuffix(filepath.Base(f), ".sql"))
	}
	if len(names) < 9 {
		t.Fatalf("found %d metrics only", len(names))
	}
	quoted := regexp.MustCompile("[\"`](" + strings.Join(names, "|") + ")[\"`]")
	for _, dir := range []string{"queries", "ingest", "metrics", "reports", "jobs", "cmd/academy"} {
		err := filepath.WalkDir("../../"+dir, func(path string, e fs.DirEntry, err error) error {
			if err != nil || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
				return err
			}
			text, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			for _, name := range quoted.FindAllString(string(text), -1) {
				t.Errorf("%s names the metric %s", path, name)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
