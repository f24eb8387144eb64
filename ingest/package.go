package ingest

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
)

// errTooLarge is what a part gives when it inflates beyond its limit.
var errTooLarge = errors.New("a part of the workbook is too large")

// errXML is what a part gives that ends too early or is not XML.
var errXML = errors.New("its XML cannot be read")

// A pack is the zip of a workbook: parts, and relations between them.
type pack struct {
	parts map[string]*zip.File // by partName
}

// partName folds a name of a part: some writers use backslashes, some start
// with a slash, and the case of a name says nothing.
func partName(name string) string {
	return strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(name, `\`, "/"), "/"))
}

// openPack opens the zip and refuses one that would inflate beyond measure,
// by what its directory says: a part that holds more than that ends in error.
func openPack(r io.ReaderAt, size int64) (*pack, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, refuseTorn("the workbook does not open")
	}
	p := &pack{parts: make(map[string]*zip.File, len(z.File))}
	var unpacked uint64
	for _, f := range z.File {
		if unpacked += min(f.UncompressedSize64, maxUnpacked+1); unpacked > maxUnpacked {
			return nil, errTooLarge
		}
		if _, there := p.parts[partName(f.Name)]; there {
			return nil, refuseTorn("it holds the same part twice")
		}
		p.parts[partName(f.Name)] = f
	}
	return p, nil
}

// open opens a part. It refuses a part that is larger than limit, or that is
// packed as only a bomb is.
func (p *pack) open(name string, limit uint64) (io.ReadCloser, error) {
	f, ok := p.parts[partName(name)]
	if !ok {
		return nil, refuseTorn("a part of the workbook is missing")
	}
	if f.UncompressedSize64 > limit ||
		f.UncompressedSize64 > largePart && f.UncompressedSize64/max(f.CompressedSize64, 1) > maxRatio {
		return nil, errTooLarge
	}
	rc, err := f.Open()
	if err != nil {
		return nil, refuseTorn("a part of the workbook does not unpack")
	}
	return rc, nil
}

// read returns the whole of a small part, or nil if there is none.
func (p *pack) read(name string) ([]byte, error) {
	if _, ok := p.parts[partName(name)]; !ok {
		return nil, nil
	}
	rc, err := p.open(name, maxPart)
	if err != nil {
		return nil, err
	}
	defer rc.Close()
	data, err := io.ReadAll(rc)
	if err != nil {
		return nil, refuseTorn("a part of the workbook does not unpack")
	}
	return data, nil
}

// A relation is one line of a .rels part.
type relation struct {
	ID     string `xml:"Id,attr"`
	Type   string `xml:"Type,attr"`
	Target string `xml:"Target,attr"`
}

// relations returns what the part at name points to, with targets as names of
// parts.
func (p *pack) relations(name string) ([]relation, error) {
	dir, base := path.Split(name)
	data, err := p.read(dir + "_rels/" + base + ".rels")
	if err != nil || data == nil {
		return nil, err
	}
	var x struct {
		Relationship []relation
	}
	if err := decodeXML(data, &x); err != nil {
		return nil, err
	}
	for i, r := range x.Relationship {
		if strings.HasPrefix(r.Target, "/") {
			x.Relationship[i].Target = strings.TrimPrefix(r.Target, "/")
		} else {
			x.Relationship[i].Target = path.Join(dir, r.Target)
		}
	}
	return x.Relationship, nil
}

func decodeXML(data []byte, into any) error {
	d := xml.NewTokenDecoder(newXMLReader(bytes.NewReader(data)))
	if err := d.Decode(into); err != nil {
		return fmt.Errorf("%w: %w", errXML, err)
	}
	return nil
}

// charset lets the XML of a workbook declare UTF-8 in any spelling, and
// nothing else.
func charset(label string, in io.Reader) (io.Reader, error) {
	if strings.EqualFold(strings.ReplaceAll(label, "-", ""), "utf8") || strings.EqualFold(label, "us-ascii") {
		return in, nil
	}
	return nil, errXML
}
