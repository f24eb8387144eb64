package ingest

import (
	"bytes"
	"crypto/rc4"
	"crypto/subtle"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math/bits"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// An encryption is what FilePass says, and what encrypts the body of a record
// that starts at a byte of the stream.
type encryption struct {
	name, pass string
	encrypt    func(body []byte, at int)
}

// unhex is what is written in hexadecimal.
func unhex(s string) string {
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		panic(err)
	}
	return string(b)
}

// encryptions are those under the known password. Their keys and sums were worked
// out by another program, written from the specification alone; LibreOffice opens
// what they encrypt.
func encryptions() []encryption {
	const salt = "000102030405060708090a0b0c0d0e0f"
	return []encryption{
		{"as Excel did before 1997", unhex("0000 59b3 0a9a"), turned},
		{"as Excel does", unhex("0100 0100 0100" + salt + "25d96a21f042225ed8e09305495454bf6fd7c281401db14fd51f8cac85959ac1"),
			inBlocks("e0f0f3ab5b2c55a6fff6d99ae30691fb", "cdb235c584cc3283c74f3970baac0043", "78dcfc2c643c6a830288fc2746286301")},
		{"as Windows does", windowsPass(salt, "840086b1f53cf0fd4f0f4dede3d32525", "4a38c4054738c75e8a4ec1415ef36c006ce11deb"),
			inBlocks("ac2a7b172474c79c0b1292e558dfd9b1", "f5648bfcf2dc15ff7dd417b6af542bcb", "c8dee371891d2bd157faaac25e80a1ac")},
	}
}

// windowsPass is the body of FilePass where Windows encrypts.
func windowsPass(salt, check, sum string) string {
	header := packedValues(uint32(4), uint32(0), uint32(0x6801), uint32(0x8004), uint32(128), uint32(1), uint32(0), uint32(0), "B\x00a\x00s\x00e\x00\x00\x00")
	return string(packedValues(uint16(1), uint16(4), uint16(2), uint32(4), uint32(len(header)), header, uint32(16), unhex(salt+check), uint32(20), unhex(sum))) //nolint:gosec // it is short
}

// turned mixes with what follows from the password.
func turned(body []byte, at int) {
	pad := unhex("87 6b 9a e2 1e e3 05 62 1e 69 96 60 98 6e 94 04")
	for i, c := range body {
		body[i] = bits.RotateLeft8(c, 5) ^ pad[(at+len(body)+i)%16]
	}
}

// inBlocks encrypts by RC4, with a key for each 1,024 bytes.
func inBlocks(keys ...string) func([]byte, int) {
	const size = 1024
	pad := make([]byte, size*len(keys))
	for i, key := range keys {
		c, err := rc4.NewCipher([]byte(unhex(key)))
		if err != nil {
			panic(err)
		}
		c.XORKeyStream(pad[i*size:(i+1)*size], pad[i*size:(i+1)*size])
	}
	return func(body []byte, at int) { subtle.XORBytes(body, body, pad[at:at+len(body)]) }
}

// encrypted is a stream in which all is encrypted behind FilePass that Excel
// encrypts.
func encrypted(stream string, encrypt func([]byte, int)) string {
	data, behind := []byte(stream), false
	for at := 0; at < len(data); {
		kind, body := binary.LittleEndian.Uint16(data[at:]), data[at+4:][:binary.LittleEndian.Uint16(data[at+2:])]
		plain := bytes.Clone(body)
		if at += 4; behind && kind != recordBOF {
			encrypt(body, at)
		}
		if kind == recordSheet { // where it starts is in clear
			copy(body, plain[:4])
		}
		behind = behind || kind == recordFilePass
		at += len(body)
	}
	return string(data)
}

// longSheet is a sheet with formulas in each block of a stream, and a text
// behind them.
func longSheet() (sheet, want string) {
	var cells []string
	for row := uint16(1); row <= 60; row++ {
		sheet += today(row, float64(row))
		cells = append(cells, fmt.Sprintf("A%d number %d formula", row, row))
	}
	long := strings.Repeat("past ", 50)
	cells = append(cells, "A61 text "+strings.TrimSpace(long)+" formula")
	return sheet + today(61, ofKind(0, 0)) + textOfCell(long), strings.Join(cells, "\n")
}

// TestKnownPassword holds that the results of formulas are read where Excel has
// encrypted them under the password that everybody knows.
func TestKnownPassword(t *testing.T) {
	sheet, want := longSheet()
	for _, e := range encryptions() {
		t.Run(e.name, func(t *testing.T) {
			stream := encrypted(oldStream(biffRecord(recordFilePass, e.pass), sheet), e.encrypt)
			if len(stream) < 2*1024 || len(stream) > 3*1024 {
				t.Fatalf("%d bytes are not three blocks", len(stream))
			}
			saved, err := savedRecords([]byte(stream))
			must(t, err)
			same(t, saved[0].name, "Return")
			book := rawBook(t, "<sheetData/>", "", nil)
			same(t, formulaCells(t, convertedSheets(book, saved)), want)

			wrong := []byte(stream)
			wrong[len(startBook)+4+len(e.pass)-1] ^= 1 // of what shows that the password is right
			if _, err := savedRecords(wrong); err == nil {
				t.Error("it is read under another password")
			}
			pass := []byte(e.pass)
			for end := range pass {
				if knownCipher(slices.Clip(pass[:end]), true) != nil {
					t.Errorf("%d bytes of FilePass are enough", end)
				}
			}
			if knownCipher(pass, true) == nil || string(pass) != e.pass {
				t.Error("FilePass is changed where it is looked at")
			}
		})
	}
}

// TestKnownPasswordOfExcel95 holds the same of what Excel wrote before 1997, whose
// FilePass does not name the way.
func TestKnownPasswordOfExcel95(t *testing.T) {
	start := func(kind uint16) string { return biffRecord(recordBOF, uint16(0x0500), kind, uint32(0)) }
	list := func(at int) string {
		return start(5) + biffRecord(recordFilePass, unhex("59b3 0a9a")) + biffRecord(recordSheet, uint32(at), uint16(0), byte(6), "Return") + endOfPart //nolint:gosec // it is short
	}
	saved, err := savedRecords([]byte(encrypted(list(len(list(0)))+start(16)+today(1, ofKind(0, 0))+biffRecord(recordString, uint16(4), "past")+endOfPart, turned)))
	must(t, err)
	same(t, saved[0].name+" "+saved[0].results[0].text, "Return past")
}

// TestKnownPasswordOffice holds that LibreOffice opens such files, so that the
// results in them are asked for, and those that it encrypts itself.
func TestKnownPasswordOffice(t *testing.T) {
	program := needOffice(t)
	sheet, want := longSheet()
	for _, e := range encryptions() {
		t.Run(e.name, func(t *testing.T) {
			data := compoundOf(encrypted(oldStream(biffRecord(recordFilePass, e.pass), sheet), e.encrypt))
			sheets, err := Sheets(bytes.NewReader(data), int64(len(data)))
			must(t, err)
			same(t, formulaCells(t, sheets), want)
		})
	}
	dir := t.TempDir()
	must(t, os.WriteFile(filepath.Join(dir, "return.fods"), []byte(`<?xml version="1.0" encoding="UTF-8"?><office:document office:version="1.2" office:mimetype="`+odsKind+`"`+
		` xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2">`+
		`<office:body><office:spreadsheet table:structure-protected="true"><table:table table:name="Return"><table:table-row><table:table-cell table:formula="of:=1+1"/></table:table-row>`+
		`</table:table></office:spreadsheet></office:body></office:document>`), 0o600))
	officeConvert(t, program, dir, "xls", "return.fods")
	data, err := os.ReadFile(filepath.Join(dir, "return.xls"))
	must(t, err)
	if !isEncrypted(bytes.NewReader(data), int64(len(data))) {
		t.Fatal("LibreOffice has not encrypted it")
	}
	sheets, err := Sheets(bytes.NewReader(data), int64(len(data)))
	must(t, err)
	same(t, formulaCells(t, sheets), "A1 number 2 formula")
}
