package main

import (
	"path/filepath"
	"testing"
)

// BenchmarkSample loads the committed sample, all of it, into a new workspace,
// as a process of its own: what an analyst waits for who takes the program over.
// Seconds a load.
func BenchmarkSample(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		dir := b.TempDir()
		for _, name := range []string{"academy.yaml", "data", "reference", "inbox"} {
			copyTree(b, filepath.Join("../../testdata/region", name), filepath.Join(dir, name))
		}
		b.StartTimer()
		if status, out := process(b, nil, "-C", dir, "ingest", "--received", "2026-11-16"); status != exitPerson {
			b.Fatalf("exit status %d\n%s", status, out)
		}
	}
}
