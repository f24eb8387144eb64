package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml"

	"academy/jobs"
	"academy/metrics"
)

// config is academy.yaml.
type config struct {
	Academy    string           `yaml:"academy"`
	Contact    string           `yaml:"contact"`
	Launch     string           `yaml:"launch"`
	YearStarts string           `yaml:"year starts"`
	Database   string           `yaml:"database"`
	Archive    string           `yaml:"archive"`
	Key        string           `yaml:"key"`
	Memory     string           `yaml:"memory"`
	Threads    int              `yaml:"threads"`
	Agreement  string           `yaml:"provider by provider"`
	Audiences  []audienceConfig `yaml:"audiences"`
	Jobs       []jobConfig      `yaml:"jobs"`
}

type audienceConfig struct {
	ID    string `yaml:"id"`
	Title string `yaml:"title"`
}

type jobConfig struct {
	Name string `yaml:"name"`
	At   string `yaml:"at"`
	Do   string `yaml:"do"`
}

// defaults are what academy.yaml need not say.
func defaults() config {
	return config{
		YearStarts: "April", Database: "data/academy.duckdb", Archive: "archive", Key: "data/key",
		Memory: "2GB", Threads: 1,
	}
}

// A workspace is the folder that an academy is run from.
type workspace struct {
	dir     string
	config  config
	text    []byte // academy.yaml, as it is
	scratch string // folder of a copy of the database that is thrown away; "" for the database itself

	launch     time.Time // first day of the first report month
	yearStarts time.Month
	audiences  []metrics.Audience
}

// openWorkspace reads academy.yaml in dir.
func openWorkspace(dir string) (*workspace, error) {
	text, err := os.ReadFile(filepath.Join(dir, "academy.yaml"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, usagef("%s is not a workspace: it has no academy.yaml; make one with \"academy init DIR\", or name yours with -C", dir)
	}
	if err != nil {
		return nil, err
	}
	return parseWorkspace(dir, text)
}

// parseWorkspace reads the text of an academy.yaml.
func parseWorkspace(dir string, text []byte) (*workspace, error) {
	w := &workspace{dir: dir, config: defaults(), text: text}
	if err := yaml.UnmarshalWithOptions(text, &w.config, yaml.Strict()); err != nil {
		return nil, usagef("academy.yaml: %s", strings.Split(yaml.FormatError(err, false, false), "\n")[0])
	}
	if err := w.parse(); err != nil {
		return nil, usagef("academy.yaml: %w", err)
	}
	return w, nil
}

func (w *workspace) parse() error {
	c := w.config
	launch, err := time.Parse(time.DateOnly, c.Launch)
	if err != nil {
		return fmt.Errorf("launch is not a date like 2024-09-01; it is the first month that packs report")
	}
	w.launch = firstOfMonth(launch)
	month, err := time.Parse("January", c.YearStarts)
	if err != nil {
		return fmt.Errorf("year starts is not a month like April")
	}
	w.yearStarts = month.Month()
	if strings.TrimSpace(c.Academy) == "" {
		return fmt.Errorf("academy is missing; it is the name that packs print")
	}
	if len(c.Audiences) == 0 {
		return fmt.Errorf("there are no audiences; list at least {id: lead, title: Strategic lead}")
	}
	for _, line := range c.Audiences {
		a, err := w.audience(line.ID)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(w.audiences, func(b metrics.Audience) bool { return a.ID == b.ID }) {
			return fmt.Errorf("audience %q is listed twice", a.ID)
		}
		w.audiences = append(w.audiences, a)
	}
	if err := jobs.Check(w.jobs(), works); err != nil {
		return err
	}
	return nil
}

// audience returns the audience of an ID, with its title and agreement.
func (w *workspace) audience(id string) (metrics.Audience, error) {
	a, err := metrics.ParseAudience(id)
	if err != nil {
		return a, err
	}
	a.Title = id
	for _, line := range w.config.Audiences {
		if line.ID == id && line.Title != "" {
			a.Title = line.Title
		}
	}
	if a.Lead() {
		a.Agreement = w.config.Agreement
	}
	return a, nil
}

// path returns where a file of the workspace is. A path in academy.yaml may be
// absolute: the database, the archive and the key belong in a place that is
// not synced to a cloud.
func (w *workspace) path(name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(w.dir, filepath.FromSlash(name))
}

// buildDir is where builds are made: beside the database.
func (w *workspace) buildDir() string {
	return filepath.Join(filepath.Dir(w.path(w.config.Database)), "build")
}

func firstOfMonth(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, time.UTC)
}

// london is where the academy is: a day ends at midnight there.
func london() (*time.Location, error) {
	return time.LoadLocation("Europe/London")
}
