package ingest

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// What a packed folder may hold. A year of returns of a region keeps well
// below.
const (
	maxMembers  = 512
	maxFolder   = 2 << 30 // bytes of all members, unpacked
	maxNameSize = 512     // bytes of the name of a member
)

// A Member is one file of a packed folder.
type Member struct {
	Name string // clean: relative, with slashes, and no other member's, whatever its case
	Size int64  // in bytes, unpacked; one that turns out to hold more ends in an error

	// Open returns what the member holds. The folder must still be open. What
	// does not unpack ends in an error, which is no Refusal.
	Open func() (io.ReadCloser, error)
}

// IsPacked reports whether the file is a zip of other files, and not one of
// the many kinds of document that are a zip within.
func IsPacked(r io.ReaderAt, size int64) bool {
	head := make([]byte, 4)
	n, _ := r.ReadAt(head, 0)
	switch string(head[:n]) {
	case "PK\x05\x06": // a zip of nothing
		return true
	case "PK\x03\x04":
		return foreignZip(r, size) == packedFolder
	}
	return false
}

// Unpack returns the files of a zip in their order, so that each can be taken
// in by itself. Folders, and what computers leave in them unasked, are passed
// over. The error is a Refusal of the whole: where a member would climb out of
// the folder, is a link, has a password, or is a zip again; where there are too
// many or too large ones, or none.
func Unpack(r io.ReaderAt, size int64) ([]Member, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, Refusal{"torn", "the packed folder is damaged or was cut short",
			"pack it again, or send the files in it one by one"}
	}
	z.RegisterDecompressor(zip.Deflate, inflater)
	var members []Member
	taken := make(map[string]bool)
	var unpacked uint64
	for _, f := range z.File {
		name, err := memberName(f)
		if err != nil {
			return nil, err
		}
		if strings.HasSuffix(name, "/") || f.Mode().IsDir() || isLitter(name) {
			continue
		}
		unpacked += min(f.UncompressedSize64, maxFolder+1)
		if len(members) == maxMembers || unpacked > maxFolder || isBomb(f) {
			return nil, Refusal{"too-large", "the packed folder holds more than a person would send",
				"send the files in it one by one"}
		}
		if err := checkMember(f, name); err != nil {
			return nil, err
		}
		members = append(members, Member{apart(name, taken), int64(f.UncompressedSize64), f.Open}) //nolint:gosec // it is below maxFolder
	}
	if len(members) == 0 {
		return nil, Refusal{"empty", "there is no file in the packed folder", "put the files into it and send it once more"}
	}
	return members, nil
}

// isBomb reports whether a member is packed as only a bomb is.
func isBomb(f *zip.File) bool {
	return f.UncompressedSize64 > largePart && f.UncompressedSize64/max(f.CompressedSize64, 1) > maxRatio
}

// memberName returns the name of a member with slashes, in UTF-8. Old programs
// of Windows wrote names in the letters of DOS. It refuses a name that could
// lead out of the folder.
func memberName(f *zip.File) (string, error) {
	name := f.Name
	if !utf8.ValidString(name) {
		name, _ = charmap.CodePage437.NewDecoder().String(name) // every byte is a letter of it
	}
	name = strings.ReplaceAll(name, `\`, "/")
	unsafe := Refusal{"unsafe-names", "the packed folder has a file whose name could lead out of the folder",
		"pack it again with a common program, or send the files in it one by one"}
	if name == "" || len(name) > maxNameSize || name[0] == '/' || strings.Contains(name, ":") ||
		strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsPrint(r) && !unicode.IsSpace(r) || r == '\n' || r == '\r' }) {
		return "", unsafe
	}
	for part := range strings.SplitSeq(name, "/") {
		if strings.TrimRight(part, ". ") == "" && strings.HasPrefix(part, "..") {
			return "", unsafe
		}
	}
	clean := path.Clean(name)
	if strings.HasSuffix(name, "/") || clean == "." {
		clean += "/"
	}
	return clean, nil
}

// isLitter reports whether a member, or a folder it is in, is one that
// computers leave behind unasked.
func isLitter(name string) bool {
	for part := range strings.SplitSeq(name, "/") {
		if isClutter(part) || strings.EqualFold(part, "__MACOSX") {
			return true
		}
	}
	return false
}

// checkMember refuses a member that is no plain file which we can unpack.
func checkMember(f *zip.File, name string) error {
	switch {
	case f.Flags&hasPassword != 0:
		return Refusal{"protected", "the packed folder is protected with a password",
			"pack it without a password, or send the files in it one by one"}
	case !f.Mode().IsRegular():
		return Refusal{"unsafe-names", fmt.Sprintf("in the packed folder, %q is not a file but a link", name),
			"put the file itself into the folder and send it again"}
	case f.Method != zip.Store && f.Method != zip.Deflate:
		return Refusal{"not-a-workbook", fmt.Sprintf("in the packed folder, %q is packed in a way that we do not read", name),
			"pack it again as a common zip, or send the files in it one by one"}
	}
	nested, err := isNested(f, name)
	switch {
	case err != nil:
		return Refusal{"torn", fmt.Sprintf("in the packed folder, %q is damaged", name),
			"pack it again, or send the files in it one by one"}
	case nested:
		return Refusal{"packed-twice", fmt.Sprintf("in the packed folder, %q is a packed folder again", name),
			"unpack it and send the files in it"}
	}
	return nil
}

// isNested reports whether a member is a zip of other files. One that is too
// large to be looked at here is told by whoever takes it in.
func isNested(f *zip.File, name string) (bool, error) {
	if strings.EqualFold(path.Ext(name), ".zip") {
		return true, nil
	}
	in, err := f.Open()
	if err != nil {
		return false, refuseFolder()
	}
	defer in.Close()
	head := make([]byte, 4)
	n, err := io.ReadFull(in, head)
	if err == io.EOF || err == io.ErrUnexpectedEOF { //nolint:errorlint // as io.ReadFull has it
		return false, nil
	}
	if err != nil {
		return false, refuseFolder()
	}
	if !bytes.HasPrefix(head[:n], []byte("PK")) || f.UncompressedSize64 > maxKept {
		return false, nil
	}
	rest, err := io.ReadAll(in)
	if err != nil {
		return false, refuseFolder()
	}
	all := append(head, rest...)
	return IsPacked(bytes.NewReader(all), int64(len(all))), nil
}

// apart returns the name, or one like it where another member has it: some
// programs pack two files of one name, and to many a computer a.csv is A.csv.
func apart(name string, taken map[string]bool) string {
	ext := path.Ext(name)
	base := strings.TrimSuffix(name, ext)
	for i := 2; taken[strings.ToLower(name)]; i++ {
		name = fmt.Sprintf("%s (%d)%s", base, i, ext)
	}
	taken[strings.ToLower(name)] = true
	return name
}
