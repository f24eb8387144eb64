package reports

import (
	"math"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"academy/metrics"
)

// rate reports whether a metric is printed with one decimal and a per cent
// sign.
func rate(m metrics.Metric) bool { return strings.HasPrefix(m.Unit, "per cent") }

// decimals is how many a value of the metric is printed with.
func decimals(m metrics.Metric, v float64) int {
	if rate(m) || v != math.Trunc(v) {
		return 1
	}
	return 0
}

// printed is the number that is printed for a value. Changes are computed from
// it, so that a reader who subtracts gets what the pack says.
func printed(m metrics.Metric, v float64) float64 {
	scale := math.Pow10(decimals(m, v))
	return math.Round(v*scale) / scale
}

// value is a number of a metric as it stands in a table.
func value(m metrics.Metric, v float64) cell {
	n, d := printed(m, v), decimals(m, v)
	format := "#,##0"
	if d == 1 {
		format = "#,##0.0"
	}
	return cell{Text: number(n, d), Number: n, Is: true, Format: format}
}

// whole is a count in a table.
func whole(n int) cell {
	return cell{Text: number(float64(n), 0), Number: float64(n), Is: true, Format: "#,##0"}
}

// withUnit adds the per cent sign, for tables that hold several units.
func withUnit(m metrics.Metric, c cell) cell {
	if rate(m) && c.Is {
		c.Text += "%"
		c.Format += `"%"`
	}
	return c
}

// number prints with thousands separators and a true minus.
func number(v float64, decimals int) string {
	s := strconv.FormatFloat(math.Abs(v), 'f', decimals, 64)
	digits, rest, _ := strings.Cut(s, ".")
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	if rest != "" {
		digits += "." + rest
	}
	if v < 0 && strings.Trim(digits, "0.,") != "" {
		return "−" + digits
	}
	return digits
}

// signed prints a change with its sign.
func signed(v float64, decimals int) string {
	s := number(v, decimals)
	if v > 0 {
		return "+" + s
	}
	return s
}

func month(t time.Time) string { return t.Format("January 2006") }
func day(t time.Time) string   { return t.Format("2 January 2006") }
func short(t time.Time) string { return t.Format("Jan 2006") }

// when says what a period of a window is about.
func when(window string, period time.Time) string {
	switch window {
	case metrics.WindowMonth:
		return "in " + month(period)
	case metrics.WindowRolling:
		return "in the 12 months to " + month(period)
	case metrics.WindowYear:
		return "in the year to date, to " + month(period)
	case metrics.WindowLaunch:
		return "from the launch to " + month(period)
	case metrics.WindowRound:
		return "in the round of " + day(period)
	}
	return "at the end of " + month(period)
}

// over says what a line of a window shows, in the title of its chart.
func over(window string) string {
	switch window {
	case metrics.WindowMonth:
		return "in each month"
	case metrics.WindowRolling:
		return "in the 12 months to each month"
	case metrics.WindowYear:
		return "in the year to date"
	case metrics.WindowLaunch:
		return "since the launch"
	}
	return "at the end of each month"
}

// label is a column or member as it is printed: "role_group" is a name, not a
// word.
func label(name string) string {
	name = strings.ReplaceAll(name, "_", " ")
	return upper(name)
}

func upper(s string) string {
	if s == "" {
		return s
	}
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:]
}

func lower(s string) string {
	if len(s) < 2 || strings.ToUpper(s[:2]) == s[:2] {
		return s // an abbreviation
	}
	return strings.ToLower(s[:1]) + s[1:]
}

// sentence ends a text as a sentence.
func sentence(s string) string {
	s = upper(strings.TrimSpace(s))
	if s == "" || strings.ContainsAny(s[len(s)-1:], ".!?") {
		return s
	}
	return s + "."
}

// list joins words as a sentence does.
func list(words []string) string {
	switch len(words) {
	case 0:
		return ""
	case 1:
		return words[0]
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

// plural counts things.
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return number(float64(n), 0) + " " + many
}

// slug makes an ID of a text.
func slug(s string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(s) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	return strings.TrimSuffix(b.String(), "-")
}
