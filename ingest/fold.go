package ingest

import (
	"strings"
	"unicode"
)

// fold returns a heading as headings are compared: letters and digits in lower
// case, without spaces, punctuation and line breaks. A per cent and a pound
// sign stay: "Vacancies" and "Vacancies %" are two things.
func fold(heading string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '%' || r == '£' {
			return unicode.ToLower(r)
		}
		return -1
	}, heading)
}

// foldAnswer returns an answer as answers are compared: without regard to
// case, to how much space there is, and to which dash or apostrophe.
// Punctuation stays: 1-2 is not 12.
func foldAnswer(answer string) string {
	answer = strings.Map(func(r rune) rune {
		switch r {
		case '‘', '’', '`', '´':
			return '\''
		case '‐', '‑', '–', '—', '−':
			return '-'
		}
		return unicode.ToLower(r)
	}, trim(answer))
	return strings.Join(strings.Fields(answer), " ")
}

// heading returns a heading as it is named to a person: in one line, with a
// space where there was a space that does not break.
func heading(s string) string { return strings.Join(strings.Fields(trim(s)), " ") }
