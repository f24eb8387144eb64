package reports

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// A Hash names something that the figures depend on beside the files that
// arrived: a query, a page, the configuration, reference data.
type Hash struct {
	Kind   string `json:"kind"` // "query", "page", "configuration" or "reference"
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
}

type manifest struct {
	Academy  string           `json:"academy"`
	Audience manifestAudience `json:"audience"`
	Month    string           `json:"month"`
	AsOf     string           `json:"as_of"`
	Program  string           `json:"program"`
	Outputs  []manifestOutput `json:"outputs"`
	Made     []Hash           `json:"made_with"`
	Changed  []string         `json:"overrides"`
	Inputs   []manifestInput  `json:"inputs"`
}

type manifestAudience struct {
	ID    string `json:"id"`
	Title string `json:"title"`
}

type manifestOutput struct {
	Name   string `json:"name"`
	Bytes  int    `json:"bytes"`
	SHA256 string `json:"sha256"`
}

type manifestInput struct {
	Kind     string `json:"kind,omitempty"`
	Name     string `json:"name,omitempty"`
	Received string `json:"received,omitempty"`
	Rows     *int   `json:"rows,omitempty"`
	SHA256   string `json:"sha256"`
}

// Manifest writes manifest.json: what a pack is, what it was made from and
// what came out, each with its SHA-256. Only the lead's says of what kind each
// file is, what it is called, when it came and how many rows it holds, since
// those say who sent it. For others the files stand in the order of their hashes.
func Manifest(p Pack, made []Hash, files []File) ([]byte, error) {
	m := manifest{
		Academy: p.Academy, Audience: manifestAudience{p.Audience.ID, p.Audience.Title},
		Month: p.Month.Format("2006-01"), AsOf: p.AsOf.Format(time.DateOnly), Program: p.Program,
		Made: append([]Hash{}, made...), Changed: append([]string{}, p.changed()...), Inputs: []manifestInput{}, Outputs: []manifestOutput{},
	}
	for _, in := range p.Inputs {
		input := manifestInput{SHA256: in.SHA256}
		if p.Audience.Lead() {
			input.Kind, input.Received = in.Kind, in.Received.Format(time.DateOnly)
			input.Name, input.Rows = in.Name, &in.Rows
		}
		m.Inputs = append(m.Inputs, input)
	}
	if !p.Audience.Lead() {
		slices.SortFunc(m.Inputs, func(a, b manifestInput) int { return strings.Compare(a.SHA256, b.SHA256) })
	}
	for _, f := range files {
		sum := sha256.Sum256(f.Data)
		m.Outputs = append(m.Outputs, manifestOutput{f.Name, len(f.Data), hex.EncodeToString(sum[:])})
	}
	text, err := json.MarshalIndent(m, "", "  ")
	return append(text, '\n'), err
}
