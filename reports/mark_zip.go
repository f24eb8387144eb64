package reports

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
)

const (
	typesPart = "[Content_Types].xml"
	xmlHead   = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	nsPackage = "http://schemas.openxmlformats.org/package/2006/relationships"
	typeRels  = "application/vnd.openxmlformats-package.relationships+xml"

	// maxPart is the size to which a part that is changed may inflate, in bytes.
	maxPart = 256 << 20
)

// A bundle is a workbook being patched: the zip as it came, and the parts that
// are changed or new, each with the edits that made it.
type bundle struct {
	zip     *zip.Reader
	files   map[string]*zip.File // by name in lower case
	data    map[string][]byte    // parts as they stand, by name
	history map[string][]edits   // by name of a part that came
	added   []string             // new parts in the order they were made
}

// A relation is one line of a part's relations.
type relation struct{ id, kind, target string }

// openBundle opens a workbook, or says in words why it is not one to be marked.
func openBundle(r io.ReaderAt, size int64) (*bundle, error) {
	head := make([]byte, 4)
	if _, err := r.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if string(head) == "\xd0\xcf\x11\xe0" {
		return nil, errors.New("it is an old .xls workbook, or it has a password")
	}
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, errors.New("it is not a workbook that we know how to open")
	}
	z.File = slices.DeleteFunc(z.File, isPackedFolder)
	b := &bundle{zip: z, files: map[string]*zip.File{}, data: map[string][]byte{}, history: map[string][]edits{}}
	for _, f := range z.File {
		name := strings.ToLower(f.Name)
		switch {
		case b.files[name] != nil:
			return nil, errors.New("it holds two parts of one name")
		case strings.Contains(name, `\`):
			return nil, errors.New("its parts are named in a way that Excel does not know")
		case f.Flags&1 != 0:
			return nil, errors.New("it has a password")
		case strings.HasPrefix(name, "_xmlsignatures/"):
			return nil, errors.New("it is signed, and a change would break the signature")
		case strings.Contains(name, "revisions/"):
			return nil, errors.New("it is a shared workbook that keeps a history of changes")
		case name == "mimetype":
			return nil, errors.New("it is an OpenDocument spreadsheet")
		}
		b.files[name] = f
	}
	return b, nil
}

// isPackedFolder reports whether an entry is a folder with bytes of its own, as a
// program leaves it that packs one like a part. Nobody reads those, and a zip is not
// written with them.
func isPackedFolder(f *zip.File) bool {
	return strings.HasSuffix(f.Name, "/") && f.CompressedSize64 > 0
}

func (b *bundle) has(name string) bool {
	return b.data[name] != nil || b.files[strings.ToLower(name)] != nil
}

// own is the name of a part as the zip spells it.
func (b *bundle) own(name string) string {
	if f := b.files[strings.ToLower(name)]; f != nil {
		return f.Name
	}
	return name
}

// read returns a part as it stands.
func (b *bundle) read(name string) ([]byte, error) {
	name = b.own(name)
	if data, ok := b.data[name]; ok {
		return data, nil
	}
	f := b.files[strings.ToLower(name)]
	if f == nil {
		return nil, fmt.Errorf("its part %s is missing", name)
	}
	return inflate(f)
}

func inflate(f *zip.File) ([]byte, error) {
	if f.UncompressedSize64 > maxPart {
		return nil, fmt.Errorf("its part %s is too large", f.Name)
	}
	in, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("its part %s cannot be read", f.Name)
	}
	defer in.Close()
	// The room that the part says it needs, and what the buffer wants beside it to
	// see the end: cell after cell packs well, and a buffer that grows is cleared
	// and copied each time. What lies is no more believed than this.
	var out bytes.Buffer
	out.Grow(int(min(f.UncompressedSize64, 64*f.CompressedSize64+1<<16)) + bytes.MinRead)
	if _, err := io.Copy(&out, io.LimitReader(in, maxPart+1)); err != nil || out.Len() > maxPart {
		return nil, fmt.Errorf("its part %s cannot be read", f.Name)
	}
	return out.Bytes(), nil
}

// scan reads the elements of a part as it stands.
func (b *bundle) scan(name string) (*node, error) {
	data, err := b.read(name)
	if err != nil {
		return nil, err
	}
	n, err := scan(data, nil)
	if err != nil {
		return nil, fmt.Errorf("part %s: %w", name, err)
	}
	return n, nil
}

// change applies edits to a part as it stands, and remembers them.
func (b *bundle) change(name string, e edits) error {
	name = b.own(name)
	data, err := b.read(name)
	if err != nil || len(e) == 0 {
		return err
	}
	changed, err := e.apply(data)
	if err != nil {
		return fmt.Errorf("part %s: %w", name, err)
	}
	b.data[name] = changed
	if b.files[strings.ToLower(name)] != nil {
		b.history[name] = append(b.history[name], e)
	}
	return nil
}

// create adds a part.
func (b *bundle) create(name, contentType, text string) error {
	b.data[name] = []byte(text)
	b.added = append(b.added, name)
	return b.declare(name, contentType)
}

// fresh is a name that no part has and that the list of types does not know:
// it may name parts that do not exist.
func (b *bundle) fresh(format string) (string, error) {
	for i := 1; ; i++ {
		name := fmt.Sprintf(format, i)
		if free, err := b.free(name); free || err != nil {
			return name, err
		}
	}
}

// free reports whether a name is one that fresh may give.
func (b *bundle) free(name string) (bool, error) {
	types, err := b.read(typesPart)
	if err != nil {
		return false, err
	}
	return !b.has(name) && !bytes.Contains(bytes.ToLower(types), []byte("/"+strings.ToLower(name)+`"`)), nil
}

// declare says in the list of types what a part is: by its name, or for the
// kinds that every workbook names by their ending, by that.
func (b *bundle) declare(name, contentType string) error {
	types, err := b.scan(typesPart)
	if err != nil {
		return err
	}
	var e edits
	ending := strings.TrimPrefix(path.Ext(name), ".")
	if ending != "rels" && ending != "vml" {
		e.add(types, false, fmt.Sprintf(`<%s PartName="/%s" ContentType="%s"/>`, types.prefixed("Override"), name, contentType))
		return b.change(typesPart, e)
	}
	for _, k := range types.kids {
		if strings.EqualFold(k.text("Extension"), ending) {
			return nil
		}
	}
	e.add(types, true, fmt.Sprintf(`<%s Extension="%s" ContentType="%s"/>`, types.prefixed("Default"), ending, contentType))
	return b.change(typesPart, e)
}

// relationsOf is the name of the part that holds the relations of another.
func relationsOf(name string) string {
	dir, base := path.Split(name)
	return dir + "_rels/" + base + ".rels"
}

// relations are the parts that a part points at; what lies outside has no target.
func (b *bundle) relations(name string) ([]relation, error) {
	rels := relationsOf(name)
	if !b.has(rels) {
		return nil, nil
	}
	root, err := b.scan(rels)
	if err != nil {
		return nil, err
	}
	var all []relation
	for _, k := range root.kids {
		r := relation{id: k.text("Id"), kind: path.Base(k.text("Type"))}
		target := strings.ReplaceAll(k.text("Target"), `\`, "/")
		switch {
		case k.text("TargetMode") == "External":
		case strings.HasPrefix(target, "/"):
			r.target = strings.TrimPrefix(path.Clean(target), "/")
		default:
			r.target = strings.TrimPrefix(path.Join("/", path.Dir(name), target), "/")
		}
		all = append(all, r)
	}
	return all, nil
}

// relate points one part at another and returns the id.
func (b *bundle) relate(from, kind, target string) (string, error) {
	rels := relationsOf(from)
	if !b.has(rels) {
		if err := b.create(rels, typeRels, xmlHead+`<Relationships xmlns="`+nsPackage+`"></Relationships>`); err != nil {
			return "", err
		}
	}
	all, err := b.relations(from)
	if err != nil {
		return "", err
	}
	id := ""
	for i := len(all) + 1; ; i++ {
		id = fmt.Sprintf("rId%d", i)
		if !slices.ContainsFunc(all, func(r relation) bool { return strings.EqualFold(r.id, id) }) {
			break
		}
	}
	root, err := b.scan(rels)
	if err != nil {
		return "", err
	}
	var e edits
	e.add(root, false, fmt.Sprintf(`<%s Id="%s" Type="%s" Target="/%s"/>`, root.prefixed("Relationship"), id, kind, escapeXML(target)))
	return id, b.change(rels, e)
}

// write writes the workbook: what was not touched as it lay in the zip.
func (b *bundle) write(w io.Writer) error {
	out := zip.NewWriter(w)
	if err := out.SetComment(b.zip.Comment); err != nil {
		return err
	}
	put := func(h *zip.FileHeader, data []byte) error {
		to, err := out.CreateHeader(h)
		if err == nil {
			_, err = to.Write(data)
		}
		return err
	}
	for _, f := range b.zip.File {
		data, changed := b.data[f.Name]
		if !changed {
			if err := out.Copy(f); err != nil {
				return err
			}
			continue
		}
		when := f.Modified.UTC()
		if when.Before(zipEpoch) {
			when = zipEpoch
		}
		if err := put(&zip.FileHeader{Name: f.Name, Method: zip.Deflate, Modified: when, NonUTF8: f.NonUTF8}, data); err != nil {
			return err
		}
	}
	for _, name := range b.added {
		if err := put(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: zipEpoch}, b.data[name]); err != nil {
			return err
		}
	}
	return out.Close()
}
