package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"academy/metrics"
	"academy/queries"
	"academy/reports"
)

// A maker makes the packs of one month.
type maker struct {
	*setting
	asOf     time.Time
	lastFile int
	pages    []reports.Page
	made     []reports.Hash    // statements, pages and configuration
	texts    map[string][]byte // what made names, by hash
	inputs   []reports.Input
	waived   []reports.Waived
	basis    string // hash of all that packs rest on, but for the audience
	cells    map[string]*metrics.Cells
}

// newMaker reads what packs rest on. The facts are built already.
func newMaker(s *session, g *setting, asOf time.Time, lastFile int) (*maker, error) {
	m := &maker{setting: g, asOf: asOf, lastFile: lastFile, texts: map[string][]byte{}}
	var own []fs.FS
	if dir := g.w.path("pages"); isFolder(dir) {
		own = append(own, os.DirFS(dir))
	}
	var err error
	if m.pages, err = reports.LoadPages(g.metrics, own...); err != nil {
		return nil, usageError{err}
	}
	if err := m.listInputs(s); err != nil {
		return nil, err
	}
	if err := m.listMade(); err != nil {
		return nil, err
	}
	h := sha256.New()
	fmt.Fprintf(h, "%s %s\n", version, m.month.Format("2006-01"))
	for _, x := range m.made {
		fmt.Fprintf(h, "%s %s %s\n", x.Kind, x.Name, x.SHA256)
	}
	for _, in := range m.inputs {
		fmt.Fprintf(h, "%s %s %s\n", in.Kind, in.Name, in.SHA256)
	}
	m.basis = hex.EncodeToString(h.Sum(nil))
	return m, nil
}

func (m *maker) listInputs(s *session) error {
	files, err := m.db.InForce(s.ctx)
	if err != nil {
		return err
	}
	for _, f := range files {
		source, _ := m.db.Source(f.Source)
		m.inputs = append(m.inputs, reports.Input{Kind: source.Title, Name: f.Name, SHA256: f.SHA256, Received: f.Received, Rows: f.Rows})
	}
	waived, err := m.db.Waived(s.ctx)
	if err != nil {
		return err
	}
	for _, w := range waived {
		source, _ := m.db.Source(w.Source)
		i := slices.IndexFunc(m.waived, func(o reports.Waived) bool { return o.Kind == source.Title && o.Says == w.Says })
		if i < 0 {
			i, m.waived = len(m.waived), append(m.waived, reports.Waived{Kind: source.Title, Says: w.Says})
		}
		m.waived[i].Times++
	}
	return nil
}

// listMade names every statement, page and the configuration by its hash.
func (m *maker) listMade() error {
	texts := m.db.Book().Texts()
	for _, p := range m.db.Book().Paths() {
		if text, ok := texts[p]; ok {
			m.add("query", p, []byte(text))
		}
	}
	m.add("configuration", "academy.yaml", m.w.text)
	for _, folder := range []struct{ kind, dir, pattern string }{
		{"page", "pages", "*.yaml"}, {"commentary", "commentary", m.month.Format("2006-01") + ".md"},
	} {
		paths, err := filepath.Glob(filepath.Join(m.w.path(folder.dir), folder.pattern))
		if err != nil {
			return err
		}
		for _, p := range paths {
			text, err := os.ReadFile(p)
			if err != nil {
				return err
			}
			m.add(folder.kind, folder.dir+"/"+filepath.Base(p), text)
		}
	}
	return nil
}

func (m *maker) add(kind, name string, text []byte) {
	sum := sha256.Sum256(text)
	hash := hex.EncodeToString(sum[:])
	m.texts[hash] = text
	m.made = append(m.made, reports.Hash{Kind: kind, Name: name, SHA256: hash})
}

// commentary is what a person wrote for the month, or "".
func (m *maker) commentary() (string, error) {
	text, err := os.ReadFile(filepath.Join(m.w.path("commentary"), m.month.Format("2006-01")+".md"))
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	return strings.TrimSpace(strings.ReplaceAll(string(text), "\r\n", "\n")), err
}

// pack is what an audience gets.
func (m *maker) pack(s *session, a metrics.Audience) (reports.Pack, error) {
	if m.cells == nil {
		var err error
		if m.cells, err = m.allCells(s); err != nil {
			return reports.Pack{}, err
		}
	}
	words, err := m.commentary()
	if err != nil {
		return reports.Pack{}, err
	}
	p := reports.Pack{
		Academy: m.w.config.Academy, Audience: a, Month: m.month, AsOf: m.asOf, Program: version,
		Metrics: m.metrics, Figures: map[string][]metrics.Figure{}, Pages: m.pages,
		Sources: m.db.Sources(), Levels: m.levels(), Commentary: words,
		Overrides: m.db.Book().Overrides, Inputs: m.inputs, Waived: m.waived,
	}
	for name, cells := range m.cells {
		p.Figures[name] = cells.Figures(a)
	}
	for _, t := range m.ref.Targets {
		p.Targets = append(p.Targets, reports.Target{Theme: t.Title, Level: t.Level, By: t.By})
	}
	for _, b := range m.ref.Benchmarks {
		p.Benchmarks = append(p.Benchmarks, reports.Benchmark(b))
	}
	return p, nil
}

// A latest is latest.json: which version of a pack stands, and its state.
type latest struct {
	Version    int    `json:"version"`
	State      string `json:"state"`
	ReleasedOn string `json:"released_on,omitempty"`
	ReleasedBy string `json:"released_by,omitempty"`
}

// packDir is where the versions of a pack are.
func (w *workspace) packDir(month time.Time, audience string) string {
	return filepath.Join(w.path("packs"), month.Format("2006-01"), audience)
}

func versionDir(packDir string, version int) string {
	return filepath.Join(packDir, fmt.Sprintf("v%d", version))
}

// draft writes a new version of the pack of an audience, unless the newest one
// rests on the same: then nothing is written. It returns the version, and
// whether it is new.
func (m *maker) draft(s *session, a metrics.Audience, before []queries.PackVersion) (queries.PackVersion, bool, error) {
	v := queries.PackVersion{Month: m.month, Audience: a.ID, Inputs: m.basis, AsOf: m.asOf, LastFile: m.lastFile, State: queries.Draft}
	dir := m.w.packDir(m.month, a.ID)
	newest := newestOf(before, m.month, a.ID)
	if newest.Inputs == m.basis && isFolder(versionDir(dir, newest.Version)) {
		return newest, false, m.w.writeLatest(s, newest)
	}
	v.Version = newest.Version + 1
	files, err := m.files(s, a)
	if err != nil {
		return v, false, err
	}
	for isFolder(versionDir(dir, v.Version)) && !holds(versionDir(dir, v.Version), files) {
		v.Version++ // of a ledger that is lost; what is there stands
	}
	if err := m.writeVersion(s, files, versionDir(dir, v.Version)); err != nil {
		return v, false, err
	}
	s.step("publish: before ledger")
	if err := m.db.RecordPack(s.ctx, v); err != nil {
		return v, false, err
	}
	s.step("publish: after ledger")
	return v, true, m.w.writeLatest(s, v)
}

func newestOf(packs []queries.PackVersion, month time.Time, audience string) queries.PackVersion {
	var newest queries.PackVersion
	for _, p := range packs {
		if p.Month.Equal(month) && p.Audience == audience && p.Version > newest.Version {
			newest = p
		}
	}
	return newest
}

// files makes the files of a version.
func (m *maker) files(s *session, a metrics.Audience) ([]reports.File, error) {
	p, err := m.pack(s, a)
	if err != nil {
		return nil, err
	}
	files, err := p.Files()
	if err != nil {
		return nil, fmt.Errorf("pack for %s: %w", a.ID, err)
	}
	manifest, err := reports.Manifest(p, m.made, files)
	if err != nil {
		return nil, err
	}
	return append(files, reports.File{Name: "manifest.json", Data: manifest}), m.keepTexts(s)
}

// holds reports whether a folder holds these very files: a run that was stopped
// wrote them before the ledger knew.
func holds(dir string, files []reports.File) bool {
	for _, f := range files {
		if have, err := os.ReadFile(filepath.Join(dir, f.Name)); err != nil || !bytes.Equal(have, f.Data) {
			return false
		}
	}
	return true
}

// writeVersion writes the files of a version beside their place and renames
// the folder. A version that is there is never written over.
func (m *maker) writeVersion(s *session, files []reports.File, dir string) error {
	if isFolder(dir) {
		return nil
	}
	part := filepath.Join(filepath.Dir(dir), "."+filepath.Base(dir)+".part")
	if err := os.RemoveAll(part); err != nil {
		return err
	}
	s.step("publish: before pack")
	for _, f := range files {
		if err := writeFile(filepath.Join(part, f.Name), f.Data); err != nil {
			return err
		}
		s.step("publish: wrote " + f.Name)
	}
	if err := os.Rename(part, dir); err != nil {
		return err
	}
	s.step("publish: after pack")
	return nil
}

// keepTexts archives the statements, pages and configuration by hash, so that
// old figures can be made again as they were.
func (m *maker) keepTexts(s *session) error {
	dir := filepath.Join(m.w.path(m.w.config.Archive), "inputs")
	for _, x := range m.made {
		path := filepath.Join(dir, x.SHA256)
		if _, err := os.Stat(path); err == nil {
			continue
		}
		s.step("archive: before input")
		if err := writeFile(path, m.texts[x.SHA256]); err != nil {
			return err
		}
		s.step("archive: after input")
	}
	return nil
}

// writeLatest replaces latest.json by one rename.
func (w *workspace) writeLatest(s *session, v queries.PackVersion) error {
	l := latest{Version: v.Version, State: v.State, ReleasedBy: v.ReleasedBy}
	if !v.ReleasedOn.IsZero() {
		l.ReleasedOn = v.ReleasedOn.Format(time.DateOnly)
	}
	text, err := json.MarshalIndent(l, "", "  ")
	if err != nil {
		return err
	}
	path := filepath.Join(w.packDir(v.Month, v.Audience), "latest.json")
	text = append(text, '\n')
	if have, err := os.ReadFile(path); err == nil && string(have) == string(text) {
		return nil
	}
	s.step("latest.json: before")
	if err := writeFile(path, text); err != nil {
		return err
	}
	s.step("latest.json: after")
	return nil
}
