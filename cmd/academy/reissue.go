package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"academy/metrics"
	"academy/queries"
)

// storedManifest is what is read back of a manifest.json.
type storedManifest struct {
	AsOf    string `json:"as_of"`
	Program string `json:"program"`
	Outputs []struct {
		Name   string `json:"name"`
		SHA256 string `json:"sha256"`
	} `json:"outputs"`
	Made []struct {
		Kind   string `json:"kind"`
		Name   string `json:"name"`
		SHA256 string `json:"sha256"`
	} `json:"made_with"`
	Overrides []string `json:"overrides"`
}

func readManifest(dir string) (storedManifest, error) {
	var m storedManifest
	text, err := os.ReadFile(filepath.Join(dir, "manifest.json"))
	if err != nil {
		return m, err
	}
	if err := json.Unmarshal(text, &m); err != nil {
		return m, fmt.Errorf("%s: %w", filepath.Join(dir, "manifest.json"), err)
	}
	return m, nil
}

// reissue copies the stored bytes of a version, once they are seen to be what
// was written then.
func (w *workspace) reissue(s *session, db *queries.DB, month time.Time, audiences []metrics.Audience, version int, to string) error {
	packs, err := db.Packs(s.ctx)
	if err != nil {
		return err
	}
	for _, a := range audiences {
		n := version
		if n == 0 {
			n = newestOf(packs, month, a.ID).Version
		}
		if n == 0 {
			return usagef("there is no pack of %s for %s", month.Format("2006-01"), a.ID)
		}
		from := versionDir(w.packDir(month, a.ID), n)
		if !isFolder(from) {
			return usagef("there is no version %d of %s for %s", n, month.Format("2006-01"), a.ID)
		}
		target := filepath.Join(w.path("outbox"), "reissued", month.Format("2006-01"), a.ID, fmt.Sprintf("v%d", n))
		if to != "" {
			target = filepath.Join(to, a.ID)
		}
		if err := copyVersion(from, target); err != nil {
			return err
		}
		fmt.Fprintf(s.stdout, "re-issued %s v%d for %s in %s\n", month.Format("2006-01"), n, a.Title, w.relative(target))
	}
	return nil
}

func copyVersion(from, to string) error {
	m, err := readManifest(from)
	if err != nil {
		return fmt.Errorf("this version cannot be re-issued: %w", err)
	}
	for _, out := range m.Outputs {
		data, err := os.ReadFile(filepath.Join(from, out.Name))
		if err != nil {
			return err
		}
		if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != out.SHA256 {
			return fmt.Errorf("%s: it is not what was published; its hash differs from the manifest's", filepath.Join(from, out.Name))
		}
		if err := writeFile(filepath.Join(to, out.Name), data); err != nil {
			return err
		}
	}
	data, err := os.ReadFile(filepath.Join(from, "manifest.json"))
	if err != nil {
		return err
	}
	return writeFile(filepath.Join(to, "manifest.json"), data)
}
