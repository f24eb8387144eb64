package main

import (
	"crypto/rand"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// workspaceFiles is what a new workspace starts with.
//
//go:embed all:workspace
var workspaceFiles embed.FS

type initCmd struct {
	Dir  string `arg:"" type:"path" help:"The folder to make."`
	Name string `default:"Our social care academy" placeholder:"NAME" help:"The academy's name, as packs print it."`
}

// Help says what comes next.
func (initCmd) Help() string {
	return `Makes the folders, academy.yaml, and reference tables to fill in. It changes nothing that is there: a folder that is a workspace already is refused.`
}

// folders are those that a workspace has beside its files.
var folders = []string{"inbox", "outbox", "archive", "rejected", "packs", "commentary", "queries", "pages", "data"}

// Run makes a workspace.
func (c initCmd) Run(s *session) error {
	if _, err := os.Stat(filepath.Join(c.Dir, "academy.yaml")); err == nil {
		return usagef("%s is a workspace already", c.Dir)
	}
	if strings.ContainsAny(c.Name, "\"\\\n") {
		return usagef("--name cannot have quotation marks, backslashes or line breaks")
	}
	today, err := s.today()
	if err != nil {
		return err
	}
	for _, folder := range folders {
		if err := os.MkdirAll(filepath.Join(c.Dir, folder), 0o755); err != nil {
			return err
		}
	}
	launch := firstOfMonth(today).AddDate(0, -1, 0).Format("2006-01-02")
	err = fs.WalkDir(workspaceFiles, "workspace", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		text, err := workspaceFiles.ReadFile(path)
		if err != nil {
			return err
		}
		filled := strings.NewReplacer("ACADEMY NAME", c.Name, "LAUNCH", launch).Replace(string(text))
		rel := strings.TrimPrefix(path, "workspace/")
		return writeFile(filepath.Join(c.Dir, filepath.FromSlash(rel)), []byte(filled))
	})
	if err != nil {
		return err
	}
	if err := newKey(filepath.Join(c.Dir, "data", "key")); err != nil {
		return err
	}
	fmt.Fprintf(s.stdout, `made the workspace %s

Next:
  1. open academy.yaml and put in the month of the launch
  2. list your workplaces in reference/workplaces.csv, and areas in reference/areas.csv
  3. send people the workbook of "academy template provider_return"
  4. put what comes back in inbox/, and run "academy -C %s run"

Keep data/key safe, and out of any cloud: without it nobody can be recognised again.
`, c.Dir, c.Dir)
	return nil
}

// newKey makes the key that identifiers are hashed with. It is the one thing
// here that is left to chance, and it is never in a pack.
func newKey(path string) error {
	key := make([]byte, 32)
	if _, err := rand.Read(key); err != nil {
		return err
	}
	if err := writeFile(path, []byte(hex.EncodeToString(key)+"\n")); err != nil {
		return err
	}
	return os.Chmod(path, 0o600)
}
