package main

import (
	"io"
	"path/filepath"
	"testing"
	"time"
)

// BenchmarkSample loads the committed sample, all of it, into a new workspace:
// what an analyst waits for who takes the program over. Seconds a load.
func BenchmarkSample(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		dir := b.TempDir()
		for _, name := range []string{"academy.yaml", "data", "reference", "inbox"} {
			copyTree(b, filepath.Join("../../testdata/region", name), filepath.Join(dir, name))
		}
		b.StartTimer()
		now := func() time.Time { return time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC) }
		if status := run(b.Context(), []string{"-C", dir, "ingest"}, io.Discard, io.Discard, now, nil); status != exitPerson {
			b.Fatalf("exit status %d", status)
		}
	}
}
