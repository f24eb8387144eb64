package ingest

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf16"
)

// A compoundFile is an OLE compound file: sectors, and a table of which follows
// which. Source: [MS-CFB]. The module with which excelize opens one would do, but
// a megabyte of folders in folders costs it seconds and hundreds of megabytes,
// four times as much for twice as many.
type compoundFile struct {
	r      io.ReaderAt
	size   int64
	sector int64    // bytes of a sector
	header []byte   // the first 512 bytes
	next   []uint32 // by sector, the one that follows it
}

// noSector is above the number of every sector: a chain ends, or there is none.
const noSector = 0xFFFFFFFA

// errCompound is what a compound file gives that is not whole.
var errCompound = errors.New("the compound file is not whole")

// openCompound reads the header and the table of a compound file.
func openCompound(r io.ReaderAt, size int64) (*compoundFile, error) {
	f := &compoundFile{r: r, size: size, header: make([]byte, 512)}
	if _, err := r.ReadAt(f.header, 0); err != nil {
		return nil, errCompound
	}
	shift := binary.LittleEndian.Uint16(f.header[30:])
	if shift != 9 && shift != 12 {
		return nil, errCompound
	}
	f.sector = 1 << shift
	list := numbers(f.header[76:])
	// The list of the table's own sectors goes on in others where the header has no
	// room for it. How many of them there are it says too, and some programs name one
	// and say none, so what counts is whether the table still lacks sectors.
	for more := f.number(68); more <= noSector && int64(len(list))*f.sector/4 < (size-1)/f.sector; {
		rest, err := f.numbersIn(more)
		if err != nil {
			return nil, err
		}
		list, more = append(list, rest[:len(rest)-1]...), rest[len(rest)-1]
	}
	for _, at := range list {
		if at > noSector {
			break
		}
		next, err := f.numbersIn(at)
		if err != nil || int64(4*len(f.next)) > size {
			return nil, errCompound
		}
		f.next = append(f.next, next...)
	}
	return f, nil
}

// numbersIn reads a sector of a table.
func (f *compoundFile) numbersIn(sector uint32) ([]uint32, error) {
	block := make([]byte, f.sector)
	if _, err := f.r.ReadAt(block, (int64(sector)+1)*f.sector); err != nil { // the header takes one
		return nil, errCompound
	}
	return numbers(block), nil
}

// numbers reads the numbers of which tables are made.
func numbers(b []byte) []uint32 {
	all := make([]uint32, len(b)/4)
	for i := range all {
		all[i] = binary.LittleEndian.Uint32(b[4*i:])
	}
	return all
}

// number returns a number of the header.
func (f *compoundFile) number(at int) uint32 { return binary.LittleEndian.Uint32(f.header[at:]) }

// chain reads the sectors from first on, up to so many bytes or the end of the
// chain. What it reads is never more than the file holds.
func (f *compoundFile) chain(first uint32, most int64) ([]byte, error) {
	if most > f.size {
		return nil, errCompound
	}
	return readChain(f.r, f.next, first, f.sector, f.sector, most)
}

// readChain reads a chain of sectors, of which the first starts at a byte of r.
func readChain(r io.ReaderAt, next []uint32, first uint32, start, sector, most int64) ([]byte, error) {
	var all []byte
	for at := first; at <= noSector && int64(len(all)) < most; at = next[at] {
		if int64(at) >= int64(len(next)) {
			return nil, errCompound
		}
		n, end := len(all), len(all)+int(min(sector, most-int64(len(all))))
		all = slices.Grow(all, end-n)[:end]
		if _, err := r.ReadAt(all[n:], start+int64(at)*sector); err != nil {
			return nil, errCompound
		}
	}
	return all, nil
}

// entrySize is how many bytes of the directory tell of one stream.
const entrySize = 128

// directory reads the list of what the file holds.
func (f *compoundFile) directory() ([]byte, error) {
	all, err := f.chain(f.number(48), f.size)
	if err != nil || len(all) < entrySize {
		return nil, errCompound
	}
	return all, nil
}

// stream returns what a stream holds: the first of these names that is at the
// root of the file. Those of a workbook within the workbook stand deeper.
func (f *compoundFile) stream(names ...string) ([]byte, error) {
	directory, err := f.directory()
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		if e := atRoot(directory, name); e != nil {
			return f.content(directory, e)
		}
	}
	return nil, errCompound
}

// atRoot returns the entry of a stream at the root, or nil if there is none of
// the name. They are a tree: each names one to its left and one to its right.
func atRoot(directory []byte, name string) []byte {
	le := binary.LittleEndian
	seen := make([]bool, len(directory)/entrySize)
	for todo := []uint32{le.Uint32(directory[76:])}; len(todo) > 0; {
		i := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if int64(i) >= int64(len(seen)) || seen[i] {
			continue
		}
		seen[i] = true
		e := directory[int(i)*entrySize:][:entrySize]
		todo = append(todo, le.Uint32(e[68:]), le.Uint32(e[72:]))
		const isStream = 2
		if length := int(le.Uint16(e[64:])); e[66] == isStream && length >= 2 && length <= 64 && strings.EqualFold(wideText(e[:length-2]), name) {
			return e
		}
	}
	return nil
}

// content reads the stream of an entry. A short one is kept in smaller sectors,
// within the stream of the root.
func (f *compoundFile) content(directory, e []byte) ([]byte, error) {
	const smallSector = 64
	le := binary.LittleEndian
	first, size := le.Uint32(e[116:]), int64(le.Uint32(e[120:]))
	var data []byte
	var err error
	if size >= int64(f.number(56)) {
		data, err = f.chain(first, size)
	} else {
		small, errSmall := f.chain(le.Uint32(directory[116:]), min(f.size, int64(le.Uint32(directory[120:]))))
		table, errTable := f.chain(f.number(60), f.size)
		if errSmall != nil || errTable != nil {
			return nil, errCompound
		}
		data, err = readChain(bytes.NewReader(small), numbers(table), first, 0, smallSector, size)
	}
	if err == nil && int64(len(data)) < size {
		err = errCompound
	}
	return data, err
}

// wideText reads a text in UTF-16.
func wideText(b []byte) string {
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = binary.LittleEndian.Uint16(b[2*i:])
	}
	return string(utf16.Decode(units))
}
