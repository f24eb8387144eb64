package ingest

import (
	"archive/zip"
	"errors"
	"io"
	"path"
	"strings"
	"sync"

	"github.com/klauspost/compress/flate"
)

// errTooLarge is what a part gives when it inflates beyond its limit.
var errTooLarge = errors.New("a part of the workbook is too large")

// errBeyond is what a sheet gives with a cell where no sheet has one.
var errBeyond = refuseTooLarge("a cell lies beyond column XFD or row 1,048,576, where a sheet ends")

// errLong is what a part gives with a tag or a text longer than maxToken.
var errLong = refuseTooLarge("one cell or one setting in it is more than a million characters long")

// errXML is what a part gives that ends too early or is not XML.
var errXML = errors.New("its XML cannot be read")

// errMixedUp is what a part gives that stands in the place of another.
var errMixedUp = refuseTorn("one part of the workbook stands in the place of another")

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
	z.RegisterDecompressor(zip.Deflate, inflater)
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

// inflaters are those at rest: a new one costs more than a small sheet.
var inflaters sync.Pool

// An inflating goes back to the others when it is closed.
type inflating struct{ io.ReadCloser }

func inflater(r io.Reader) io.ReadCloser {
	if f, ok := inflaters.Get().(io.ReadCloser); ok {
		if err := f.(flate.Resetter).Reset(r, nil); err == nil {
			return &inflating{f}
		}
	}
	return &inflating{flate.NewReader(r)}
}

func (f *inflating) Close() error {
	err := f.ReadCloser.Close()
	inflaters.Put(f.ReadCloser)
	f.ReadCloser = closed{}
	return err
}

// closed is what is left of one that was given back.
type closed struct{}

func (closed) Read([]byte) (int, error) { return 0, io.ErrClosedPipe }
func (closed) Close() error             { return nil }

// hasPassword are the flags of a part of a zip that is encrypted, or strongly so.
const hasPassword = 0x1 | 0x40

// open opens a part. It refuses a part that is larger than limit, or that is
// packed as only a bomb is.
func (p *pack) open(name string, limit uint64) (io.ReadCloser, error) {
	f, ok := p.parts[partName(name)]
	if !ok {
		return nil, refuseTorn("a part of the workbook is missing")
	}
	if f.Flags&hasPassword != 0 {
		return nil, refuseLocked()
	}
	if f.UncompressedSize64 > limit ||
		f.UncompressedSize64 > largePart && f.UncompressedSize64/max(f.CompressedSize64, 1) > maxRatio {
		return nil, errTooLarge
	}
	rc, err := f.Open()
	switch {
	case errors.Is(err, zip.ErrAlgorithm):
		return nil, Refusal{"not-a-workbook", "the workbook is packed in a way that Excel does not write and that we do not read",
			"open it, save it as an Excel workbook (.xlsx) and send it again"}
	case err != nil:
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
	ID, Type, Target string
}

// relations returns what the part at name points to, with targets as names of
// parts.
func (p *pack) relations(name string) ([]relation, error) {
	dir, base := path.Split(name)
	data, err := p.read(dir + "_rels/" + base + ".rels")
	if err != nil || data == nil {
		return nil, err
	}
	var all []relation
	err = eachTag(data, func(s *scanner) error {
		if s.is("Relationship") {
			r := relation{ID: s.attr("Id"), Type: s.attr("Type"), Target: strings.ReplaceAll(s.attr("Target"), `\`, "/")}
			if target, ok := strings.CutPrefix(r.Target, "/"); ok {
				r.Target = target
			} else {
				r.Target = path.Join(dir, r.Target)
			}
			all = append(all, r)
		}
		return nil
	})
	return all, err
}

// eachTag calls do at each start tag of a small part.
func eachTag(data []byte, do func(*scanner) error) error {
	s := scanBytes(data)
	for {
		kind, err := s.next()
		if err == io.EOF { //nolint:errorlint // as next returns it
			return nil
		}
		if err == nil && kind == startTag {
			err = do(s)
		}
		if err != nil {
			return err
		}
	}
}
