package reports

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// A spreadsheet program that is not Excel opens what we write.
func TestWorkbooksOpenInLibreOffice(t *testing.T) {
	soffice, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("there is no LibreOffice on this machine")
	}
	dir := t.TempDir()
	var template bytes.Buffer
	if err := BuiltinTemplate(&template, "provider_return", nil); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"pack": tinyFiles(t, "lead")["pack.xlsx"], "template": template.Bytes()} {
		path := filepath.Join(dir, name+".xlsx")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := exec.CommandContext(t.Context(), soffice, "--headless", "-env:UserInstallation=file://"+filepath.Join(dir, "profile"),
			"--convert-to", "pdf", "--outdir", dir, path).CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v: %s", name, err, out)
		}
		if pdf, err := os.ReadFile(filepath.Join(dir, name+".pdf")); err != nil || !bytes.HasPrefix(pdf, []byte("%PDF")) {
			t.Errorf("%s: it made no PDF: %s", name, out)
		}
	}
}
