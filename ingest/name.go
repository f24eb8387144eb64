package ingest

import (
	"path"
	"strings"
	"unicode"
	"unicode/utf8"
)

// longestName is how many characters of a name are kept, its ending not
// counted: Windows allows 260 for a whole path.
const longestName = 80

// cleanName makes a name that any system can keep: without the characters and
// endings that Windows forbids. It depends on the name alone.
func cleanName(name string) string {
	name = strings.Map(func(r rune) rune {
		if r == utf8.RuneError || unicode.IsControl(r) || strings.ContainsRune(`<>:"/\|?*`, r) {
			return '_'
		}
		return r
	}, name)
	end := path.Ext(name)
	if utf8.RuneCountInString(end) > 10 {
		end = ""
	}
	runes := []rune(strings.TrimSuffix(name, end))
	name = string(runes[:min(len(runes), longestName)]) + end
	name = strings.TrimRight(name, " .")
	stem, _, _ := strings.Cut(strings.ToUpper(name), ".")
	switch stem = strings.TrimSpace(stem); {
	case name == "":
		return "file"
	case stem == "CON", stem == "PRN", stem == "AUX", stem == "NUL",
		len(stem) == 4 && (stem[:3] == "COM" || stem[:3] == "LPT") && isDigits(stem[3:]):
		return "_" + name
	}
	return name
}
