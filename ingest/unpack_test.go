package ingest

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"testing"
)

// A packedFile is one member of a zip that a test makes.
type packedFile struct {
	name, text string
	mode       fs.FileMode
	flags      uint16
	method     uint16
}

func packed(t testing.TB, files ...packedFile) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range files {
		h := &zip.FileHeader{Name: f.name, Flags: f.flags, Method: zip.Deflate}
		if f.mode != 0 {
			h.SetMode(f.mode)
		}
		if f.method != 0 { // which no writer of ours knows
			h.Method = f.method
			h.UncompressedSize64, h.CompressedSize64 = uint64(len(f.text)), uint64(len(f.text))
			w, err := z.CreateRaw(h)
			must(t, err)
			_, err = io.WriteString(w, f.text)
			must(t, err)
			continue
		}
		w, err := z.CreateHeader(h)
		must(t, err)
		if strings.HasSuffix(f.name, "/") {
			continue
		}
		_, err = io.WriteString(w, f.text)
		must(t, err)
	}
	must(t, z.Close())
	return b.String()
}

func TestUnpack(t *testing.T) {
	file := func(name string) packedFile { return packedFile{name: name, text: "a,b\n"} }
	book := string(rawBook(t, "<sheetData/>", "", nil))
	many := make([]packedFile, maxMembers+1)
	for i := range many {
		many[i] = file(fmt.Sprintf("%d.csv", i))
	}
	tests := []struct{ name, in, want string }{
		{"files in their order", packed(t, file("b.csv"), packedFile{name: "a.xlsx", text: book}), fmt.Sprintf("b.csv 4, a.xlsx %d", len(book))},
		{"folders are not files", packed(t, file("homes/"), file("homes/a.csv"), file("./b.csv"), file("homes//c.csv")), "homes/a.csv 4, b.csv 4, homes/c.csv 4"},
		{"backslashes of Windows", packed(t, file(`homes\a.csv`)), "homes/a.csv 4"},
		{"letters of DOS", packed(t, file("caf\x82 \x9C.csv")), "café £.csv 4"},
		{"clutter", packed(t, file("__MACOSX/._a.csv"), file("x/.DS_Store"), file("Thumbs.db"), file("desktop.ini"), file("~$a.xlsx"), file("a.csv")), "a.csv 4"},
		{"two of one name", packed(t, file("a.csv"), file("a.csv"), file("A.csv"), file("a (2).csv")), "a.csv 4, a (2).csv 4, A (3).csv 4, a (2) (2).csv 4"},
		{"dots in a name", packed(t, file("a..csv"), file("a...")), "a..csv 4, a... 4"},
		{"an empty file is for its reader to refuse", packed(t, packedFile{name: "a.csv"}), "a.csv 0"},
		{"a path that climbs out", packed(t, file("../a.csv")), "refused: unsafe-names"},
		{"a path that climbs out of a folder", packed(t, file("x/../../a.csv")), "refused: unsafe-names"},
		{"a path that climbs out, on Windows", packed(t, file(`x\..\..\a.csv`)), "refused: unsafe-names"},
		{"dots and spaces, which Windows drops", packed(t, file(`.. /a.csv`)), "refused: unsafe-names"},
		{"an absolute path", packed(t, file("/etc/a.csv")), "refused: unsafe-names"},
		{"a drive", packed(t, file(`C:\a.csv`)), "refused: unsafe-names"},
		{"a NUL byte in a name", packed(t, file("a\x00.csv")), "refused: unsafe-names"},
		{"a very long name", packed(t, file(strings.Repeat("a", 600))), "refused: unsafe-names"},
		{"clutter that climbs out", packed(t, file("../__MACOSX/a")), "refused: unsafe-names"},
		{"a link", packed(t, packedFile{name: "a.csv", text: "/etc/passwd", mode: fs.ModeSymlink | 0o777}), "refused: unsafe-names"},
		{"a device", packed(t, packedFile{name: "a.csv", mode: fs.ModeDevice | 0o777}), "refused: unsafe-names"},
		{"a password", packed(t, packedFile{name: "a.csv", text: "xyz", flags: 1}), "refused: protected"},
		{"a way of packing that we do not know", packed(t, packedFile{name: "a.csv", text: "xyz", method: 12}), "refused: not-a-workbook"},
		{"a zip in a zip", packed(t, packedFile{name: "a.zip", text: packed(t, file("a.csv"))}), "refused: packed-twice"},
		{"a zip in a zip that says it is a workbook", packed(t, packedFile{name: "a.xlsx", text: packed(t, file("a.csv"))}), "refused: packed-twice"},
		{"too many files", packed(t, many...), "refused: too-large"},
		{"a bomb", packed(t, packedFile{name: "a.csv", text: strings.Repeat("0", largePart+1)}), "refused: too-large"},
		{"nothing", packed(t), "refused: empty"},
		{"only clutter", packed(t, file("x/"), file("x/Thumbs.db")), "refused: empty"},
		{"cut short", packed(t, file("a.csv"))[:60], "refused: torn"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			members, err := Unpack(strings.NewReader(tt.in), int64(len(tt.in)))
			if err != nil {
				same(t, strings.TrimSpace(refusalText(t, err)), tt.want)
				return
			}
			var got []string
			for _, m := range members {
				in, err := m.Open()
				must(t, err)
				data, err := io.ReadAll(in)
				must(t, err)
				must(t, in.Close())
				if int64(len(data)) != m.Size {
					t.Errorf("%s: %d bytes, and %d promised", m.Name, len(data), m.Size)
				}
				got = append(got, fmt.Sprintf("%s %d", m.Name, m.Size))
			}
			same(t, strings.Join(got, ", "), tt.want)
		})
	}
}

// TestMemberThatLies holds that a member which holds more than the zip says
// ends in an error, and is not read beyond that.
func TestMemberThatLies(t *testing.T) {
	honest := packed(t, packedFile{name: "a.csv", text: strings.Repeat("0", 1<<20)})
	size := []byte{0, 0, 0x10, 0} // in the directory and behind the member
	lie := strings.ReplaceAll(honest, string(size), "\x05\x00\x00\x00")
	if lie == honest {
		t.Fatal("the zip does not say how large its member is")
	}
	members, err := Unpack(strings.NewReader(lie), int64(len(lie)))
	must(t, err)
	in, err := members[0].Open()
	must(t, err)
	data, err := io.ReadAll(in)
	if err == nil || len(data) > 128<<10 {
		t.Errorf("%d bytes and %v", len(data), err)
	}
}

func TestIsPacked(t *testing.T) {
	file := func(name string) packedFile { return packedFile{name: name, text: "x"} }
	tests := []struct {
		name, in string
		want     bool
	}{
		{"a zip of a text file", packed(t, file("a.csv")), true},
		{"a zip of nothing", packed(t), true},
		{"a zip of a folder called word", packed(t, file("word/a.csv")), true},
		{"a workbook", string(rawBook(t, "", "", nil)), false},
		{"an OpenDocument sheet", string(rawODS(t, odsTable(""), nil)), false},
		{"a Word document", packed(t, file("word/document.xml")), false},
		{"a text", "PK,b\n", false},
		{"nothing", "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := IsPacked(strings.NewReader(tt.in), int64(len(tt.in))); got != tt.want {
				t.Errorf("got %v", got)
			}
		})
	}
}
