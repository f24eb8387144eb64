package reports

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// TestStoppedWords holds that every reason for which our statements leave a
// workplace out of a figure is said in words of its own.
func TestStoppedWords(t *testing.T) {
	reason := regexp.MustCompile(`then '([a-z][a-z ]+[0-9]*[a-z% ]*)'`)
	reasons := map[string]bool{}
	for _, layer := range []string{"facts", "metrics"} {
		files, err := filepath.Glob("../queries/" + layer + "/*.sql")
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, match := range reason.FindAllStringSubmatch(string(text), -1) {
				reasons[match[1]] = true
			}
		}
	}
	reasons["above 995%"] = true
	if len(reasons) < 9 {
		t.Errorf("only %d reasons were found: %v", len(reasons), reasons)
	}
	for r := range reasons {
		if stoppedBy[r] == "" {
			t.Errorf("%q is not said in words", r)
		}
	}
	for r := range stoppedBy {
		if !reasons[r] {
			t.Errorf("%q is said in words, and no statement gives it", r)
		}
	}
}
