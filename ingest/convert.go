package ingest

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"academy/queries"
)

// libreOffice is what a person calls the program that opens what we cannot.
const libreOffice = "LibreOffice"

// What a conversion may take. A workbook of 65,536 rows takes some ten seconds
// on a small machine.
const (
	convertTime  = time.Minute
	maxToConvert = 128 << 20 // bytes of the file that came
	maxConverted = 256 << 20 // bytes of the workbook made of it
)

// A binaryKind is a kind of workbook that LibreOffice opens and we do not.
type binaryKind struct {
	name, ext, filter string // filter is what LibreOffice calls its reader, so that it tries no other
	code, says        string // of the refusal where there is no LibreOffice
}

var (
	oldKind = binaryKind{"Excel workbook of before 2007", ".xls", "MS Excel 97",
		"old-workbook", "the file is a workbook of Excel before 2007 (.xls)"}
	xlsbKind = binaryKind{"binary Excel workbook", ".xlsb", "Calc MS Excel 2007 Binary",
		"binary-workbook", "the file is a binary workbook (.xlsb)"}
)

// refuse says what the file is, and what else is wrong with it.
func (k binaryKind) refuse(code, more string) Refusal {
	return Refusal{code, k.says + more, "open it, save it as an Excel workbook (.xlsx) and send that"}
}

// convert returns the workbook that LibreOffice makes of the file, or the
// refusal where it makes none or is not installed.
func (k binaryKind) convert(ctx context.Context, r io.ReaderAt, size int64) ([]byte, error) {
	return office.convert(ctx, k, r, size)
}

// office is the LibreOffice of this computer.
var office = &converter{limit: convertTime}

// A converter makes Excel workbooks of other files, one at a time: each costs
// hundreds of megabytes and a core. It keeps the last one, since a file is
// looked at more than once.
type converter struct {
	limit time.Duration

	one  sync.Mutex
	sum  [sha256.Size]byte // of the file of which the last was made
	book []byte            // the last; nil if there is none
	err  error             // the refusal, if it gave one
}

// convert returns the workbook that LibreOffice makes of the file. The error is
// a Refusal where it makes none, or is not there, and that of ctx if it ended
// first.
func (c *converter) convert(ctx context.Context, k binaryKind, r io.ReaderAt, size int64) ([]byte, error) {
	program := findOffice()
	if program == "" {
		return nil, k.refuse(k.code, "")
	}
	if size > maxToConvert {
		return nil, k.refuse("too-large", ", and larger than a return can be")
	}
	h := sha256.New()
	if _, err := io.Copy(h, io.NewSectionReader(r, 0, size)); err != nil {
		return nil, err
	}
	sum := [sha256.Size]byte(h.Sum(nil))
	c.one.Lock()
	defer c.one.Unlock()
	if c.sum == sum && (c.book != nil || c.err != nil) {
		return c.book, c.err
	}
	book, err := c.run(ctx, program, k, r, size)
	c.sum, c.book, c.err = [sha256.Size]byte{}, nil, nil
	if _, refused := err.(Refusal); refused || err == nil && len(book) <= maxKept { //nolint:errorlint // run does not wrap it
		c.sum, c.book, c.err = sum, book, err
	}
	return book, err
}

// forget lets go of the last workbook, or of why there is none, so that the file
// is tried again.
func (c *converter) forget() {
	c.one.Lock()
	defer c.one.Unlock()
	c.sum, c.book, c.err = [sha256.Size]byte{}, nil, nil
}

// run converts the file in a folder of its own, which is gone afterwards. When
// ctx ends, so does LibreOffice, at once.
func (c *converter) run(ctx context.Context, program string, k binaryKind, r io.ReaderAt, size int64) ([]byte, error) {
	dir, err := os.MkdirTemp("", "academy-convert-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // the system clears its folder for what is left
	in, out, profile := filepath.Join(dir, "file"+k.ext), filepath.Join(dir, "out"), filepath.Join(dir, "profile")
	made := filepath.Join(out, "file.xlsx")
	if err := writeProfile(profile); err != nil {
		return nil, err
	}
	if err := copyTo(in, io.NewSectionReader(r, 0, size)); err != nil {
		return nil, err
	}
	limited, cancel := context.WithTimeout(ctx, c.limit)
	defer cancel()
	cmd := confined(limited, program, "-env:UserInstallation="+fileURL(profile), "--headless", "--norestore", "--nolockcheck",
		"--infilter="+k.filter, "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", out, in)
	cmd.Dir, cmd.Env = dir, smallEnv(dir)
	cmd.WaitDelay = 5 * time.Second
	_ = cmd.Run() // what was made says whether it worked
	switch code := cmd.ProcessState.ExitCode(); {
	case ctx.Err() != nil:
		return nil, ctx.Err() // we were told to stop, and the file is as good as before
	case limited.Err() != nil:
		return nil, k.refuse("too-large", fmt.Sprintf("%s took more than %d seconds to open it", gaveUp, int(c.limit.Seconds())))
	case cmd.ProcessState == nil, code == 126, code == 127: // it could not be started; a shell says so by its code
		return nil, k.refuse(k.code, "")
	case code < 0, code > 127: // a signal ended it, or what it says ended like that: perhaps when all was done
		book, err := c.result(k, made)
		if _, torn := zip.NewReader(bytes.NewReader(book), int64(len(book))); err != nil || torn != nil {
			return nil, k.refuse(k.code, gaveUp+" broke off while it opened it")
		}
		return book, nil
	}
	return c.result(k, made)
}

// gaveUp begins what is said of a file that LibreOffice came to no end with.
const gaveUp = ", and " + libreOffice

// result returns what was made, which is all that says whether it worked:
// LibreOffice ends with 0 when it could not.
func (c *converter) result(k binaryKind, path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, k.refuse("torn", ", and it does not open: it is damaged or was cut short")
	}
	defer f.Close()
	book, err := io.ReadAll(io.LimitReader(f, maxConverted+1))
	if err == nil && len(book) > maxConverted {
		err = k.refuse("too-large", ", and larger than a return can be")
	}
	if err != nil {
		return nil, err
	}
	return book, nil
}

// wantedOffice reports whether a file was refused since there was no LibreOffice
// to open it, and there is one now.
func wantedOffice(f queries.File) bool {
	return f.Verdict == queries.Refused && wantsOffice(Refusal{Says: f.Says}) && findOffice() != ""
}

// wantsOffice reports whether a file is refused only since there is no
// LibreOffice to open it.
func wantsOffice(r Refusal) bool { return r.Says == oldKind.says || r.Says == xlsbKind.says }

// blamesOffice reports whether a file is refused for what need not be its own
// fault: there is no LibreOffice, or it took too long or broke off.
func blamesOffice(r Refusal) bool { return wantsOffice(r) || givenUp(r) }

// givenUp reports whether a file is refused since LibreOffice came to no end with it.
func givenUp(r Refusal) bool {
	return strings.HasPrefix(r.Says, oldKind.says+gaveUp) || strings.HasPrefix(r.Says, xlsbKind.says+gaveUp)
}

// findOffice returns the path of LibreOffice, or "" where it is not installed.
func findOffice() string {
	for _, name := range []string{"soffice", "libreoffice", officeBeside} {
		if name == "" {
			continue
		}
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

// smallEnv is all that LibreOffice and the calculator are told of where they run: no
// proxies, no settings of whoever runs us, and a home that is empty.
func smallEnv(dir string) []string {
	env := []string{"HOME=" + dir, "TMPDIR=" + dir, "TMP=" + dir, "TEMP=" + dir, "USERPROFILE=" + dir, "APPDATA=" + dir,
		"LANG=C.UTF-8", "LC_ALL=C.UTF-8"}
	for _, name := range []string{"PATH", "SystemRoot", "SystemDrive", "ComSpec"} {
		if v, ok := os.LookupEnv(name); ok {
			env = append(env, name+"="+v)
		}
	}
	return env
}

// fileURL returns the address of a folder.
func fileURL(path string) string {
	path = filepath.ToSlash(path)
	if path[0] != '/' {
		path = "/" + path // C:/...
	}
	return (&url.URL{Scheme: "file", Path: path}).String()
}

func copyTo(path string, r io.Reader) (err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	_, err = io.Copy(f, r)
	return err
}

// writeProfile makes the settings that LibreOffice starts with: no macro runs,
// no link is followed, no formula is worked out again where that can be helped,
// and what would still ask the network is sent to a port where nobody listens.
func writeProfile(dir string) error {
	const head = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
`
	var b bytes.Buffer
	b.WriteString(head)
	for _, s := range []struct{ path, name, value string }{
		{"Office.Common/Security/Scripting", "DisableMacrosExecution", "true"},
		{"Office.Common/Security/Scripting", "MacroSecurityLevel", "3"}, // the highest
		{"Office.Common/Security/Scripting", "DisableActiveContent", "true"},
		{"Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"},
		{"Office.Calc/Content/Update", "Link", "1"},          // never
		{"Office.Calc/Formula/Load", "OOXMLRecalcMode", "1"}, // never
		{"Office.Java/VirtualMachine", "Enable", "false"},
		{"Inet/Settings", "ooInetProxyType", "2"}, // as below
		{"Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"},
		{"Inet/Settings", "ooInetHTTPProxyPort", "9"},
		{"Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"},
		{"Inet/Settings", "ooInetHTTPSProxyPort", "9"},
	} {
		fmt.Fprintf(&b, "<item oor:path=\"/org.openoffice.%s\"><prop oor:name=%q oor:op=\"fuse\"><value>%s</value></prop></item>\n", s.path, s.name, s.value)
	}
	b.WriteString("</oor:items>\n")
	user := filepath.Join(dir, "user")
	if err := os.MkdirAll(user, 0o700); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(user, "registrymodifications.xcu"), b.Bytes(), 0o600)
}
