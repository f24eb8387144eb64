package ingest

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
)

// compoundMagic is what an OLE compound file starts with.
const compoundMagic = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"

// knownOld reports whether the file is a workbook of Excel before 2007. What
// else a compound file can be, foreign has told.
func knownOld(r io.ReaderAt, _ int64) bool {
	head := make([]byte, len(compoundMagic))
	n, _ := r.ReadAt(head, 0)
	return string(head[:n]) == compoundMagic
}

// knownBinary reports whether the file is an .xlsb.
func knownBinary(r io.ReaderAt, size int64) bool {
	if !knownWorkbook(r, size) {
		return false
	}
	z, err := zip.NewReader(r, size)
	if err != nil {
		return false // the reader of workbooks says what is wrong
	}
	for _, f := range z.File {
		if partName(f.Name) == "xl/workbook.bin" {
			return true
		}
	}
	return false
}

// convertOld returns the workbook made of an .xls. One that was cut short is
// refused, since LibreOffice would give what is left of it, and so is one with
// a password, where LibreOffice ran and made nothing of it. Excel hides the
// structure of a workbook under a password that it and LibreOffice know, so that
// whether a person has to give one is seen only when it is opened.
func convertOld(ctx context.Context, r io.ReaderAt, size int64) ([]byte, error) {
	if findOffice() != "" && isCutShort(r, size) {
		return nil, oldKind.refuse("torn", ", and it was cut short")
	}
	book, err := oldKind.convert(ctx, r, size)
	var refusal Refusal
	if errors.As(err, &refusal) && refusal.Code == "torn" && isEncrypted(r, size) {
		err = refusePassword()
	}
	return book, err
}

// isCutShort reports whether a compound file ends before the last of its
// sectors, by the table of those in use.
func isCutShort(r io.ReaderAt, size int64) bool {
	f, err := openCompound(r, size)
	if err != nil {
		return true
	}
	last := -1 // the last sector in use
	for i, next := range f.next {
		if next != 0xFFFFFFFF {
			last = i
		}
	}
	// The last sector may end where its content does.
	return size <= int64(last+1)*f.sector
}

// isEncrypted reports whether the records of an .xls are. The first of them
// begins a sector (of 64 bytes in a small file, of 512 in others), and says in
// clear that it opens a workbook of Excel 95 or later; where the next one, or
// the one after a note on who may write, is FilePass, all that follows is
// encrypted.
func isEncrypted(r io.ReaderAt, size int64) bool {
	const (
		bof, filePass, writeProtect = 0x0809, 0x002F, 0x0086
		workbookGlobals             = 0x0005
		sector                      = 64
	)
	data := make([]byte, min(size, 8<<20))
	n, _ := r.ReadAt(data, 0)
	data = data[:n]
	for at := sector; at+8 <= len(data); at += sector {
		rest := data[at:]
		if le := binary.LittleEndian; le.Uint16(rest) != bof || le.Uint16(rest[6:]) != workbookGlobals ||
			!bytes.Contains([]byte("\x05\x06"), rest[5:6]) {
			continue
		}
		for len(rest) >= 4 {
			kind, length := binary.LittleEndian.Uint16(rest), int(binary.LittleEndian.Uint16(rest[2:]))
			if kind == filePass {
				return true
			}
			if kind != bof && kind != writeProtect || len(rest) < 4+length {
				break
			}
			rest = rest[4+length:]
		}
	}
	return false
}
