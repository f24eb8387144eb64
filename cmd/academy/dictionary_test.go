package main

import (
	"bytes"
	"context"
	"testing"
	"time"

	"academy/testdata"
)

// TestDictionary holds that docs/metrics.md is what the headers say.
func TestDictionary(t *testing.T) {
	var out bytes.Buffer
	if status := run(context.Background(), []string{"-C", t.TempDir(), "metrics", "--md"}, &out, &out, time.Now, nil); status != exitDone {
		t.Fatalf("exit status %d\n%s", status, out.String())
	}
	testdata.Golden(t, "../../docs/metrics.md", out.Bytes())
}
