package metrics

import (
	"strconv"
	"strings"
)

// thousand is one whole in the thousandths that sums are kept in. Sums are
// whole numbers because a parallel sum of doubles gives another answer in
// another run.
const thousand = 1000

// formatThousandths prints a sum without trailing zeros: 12000 is "12" and
// 12500 is "12.5".
func formatThousandths(n int64) string {
	sign := ""
	if n < 0 {
		sign, n = "-", -n
	}
	whole, rest := n/thousand, n%thousand
	s := sign + strconv.FormatInt(whole, 10)
	if rest == 0 {
		return s
	}
	digits := strconv.FormatInt(thousand+rest, 10)[1:] // with leading zeros
	return s + "." + strings.TrimRight(digits, "0")
}

// roundTo returns the multiple of step nearest to n, the upper one of two
// equally near. n is not below 0.
func roundTo(n, step int64) int64 { return (2*n + step) / (2 * step) * step }
