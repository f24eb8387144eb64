package ingest

import (
	"path"
	"strings"
	"unicode"
	"unicode/utf8"
)

// longestName is how many characters of a name are kept, its ending not
// counted: Windows allows 260 for a whole path. Elsewhere a name has 255 bytes,
// and some of them we add.
const (
	longestName  = 80
	longestBytes = 180
)

// shownName returns the name of a file as it is kept and told: a byte that is
// no character, and a character that cannot be seen, is replaced.
func shownName(name string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsGraphic(r) {
			return utf8.RuneError
		}
		return r
	}, strings.ToValidUTF8(name, string(utf8.RuneError)))
}

// CleanName makes a name that any system can keep: without the characters and
// endings that Windows forbids. It depends on the name alone.
func CleanName(name string) string {
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
	stem := strings.TrimSuffix(name, end)
	runes := []rune(stem)
	for stem = string(runes[:min(len(runes), longestName)]); len(stem) > longestBytes; {
		_, last := utf8.DecodeLastRuneInString(stem)
		stem = stem[:len(stem)-last]
	}
	name = stem + end
	name = strings.TrimRight(name, " .")
	stem, _, _ = strings.Cut(strings.ToUpper(name), ".")
	switch stem = strings.TrimSpace(stem); {
	case name == "":
		return "file"
	case stem == "CON", stem == "PRN", stem == "AUX", stem == "NUL",
		len(stem) == 4 && (stem[:3] == "COM" || stem[:3] == "LPT") && isDigits(stem[3:]):
		return "_" + name
	}
	return name
}
