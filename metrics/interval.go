package metrics

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// confidence is the level of every interval: 95 in 100.
const confidence = 0.95

// exactBelow is the count below which an interval is exact Poisson: Byar's
// approximation is poor for small counts. Source: phe_rate of the R package
// PHEindicatormethods, which follows Breslow and Day, Statistical Methods in
// Cancer Research II (1987).
const exactBelow = 10

// z is the normal deviate of the confidence, 1.959964.
var z = distuv.UnitNormal.Quantile((1 + confidence) / 2)

// wilson is the score interval of the share x of n, as shares from 0 to 1.
// Source: Wilson (1927); method 3 of Newcombe, Statistics in Medicine 17 (1998)
// 857-872. n is above 0 and x at most n.
func wilson(x, n float64) (low, high float64) {
	centre := 2*x + z*z
	half := z * math.Sqrt(z*z+4*x*(1-x/n))
	low, high = (centre-half)/(2*(n+z*z)), (centre+half)/(2*(n+z*z))
	return max(0, low), min(1, high)
}

// byar is the interval of a count x: exact Poisson below exactBelow, Byar's
// approximation from there. In the unit of x; it need not be whole.
func byar(x float64) (low, high float64) {
	if x < exactBelow {
		return poisson(x)
	}
	side := func(x, z float64) float64 {
		return x * math.Pow(1-1/(9*x)+z/(3*math.Sqrt(x)), 3)
	}
	return side(x, -z), side(x+1, z)
}

// poisson is the exact interval of a count x by the link of the Poisson and
// the chi-squared distribution. Source: Garwood, Biometrika 28 (1936) 437-442.
func poisson(x float64) (low, high float64) {
	tail := (1 - confidence) / 2
	if x > 0 {
		low = distuv.ChiSquared{K: 2 * x}.Quantile(tail) / 2
	}
	return low, distuv.ChiSquared{K: 2*x + 2}.Quantile(1-tail) / 2
}

// Why a figure has no interval, in words for a pack.
const (
	notePooled = "No interval: the figure pools several workplaces, and the staff of one employer are not independent of each other; an interval that allows for that is not made yet."
	noteCount  = "No interval: the figure is a full count of what happened and not a sample."
	noteRatio  = "No interval: the definition of the metric gives none."
	noteVotes  = "No interval: votes are judgements and not a sample."
)

// setInterval gives the figure its interval from the sums that it holds, which
// are those its audience may see, or the reason why there is none. single is
// whether the people counted are independent enough: they are at one
// workplace, or at none.
func (f *Figure) setInterval(m Metric, single bool) {
	if !f.hasValue {
		return
	}
	switch {
	case !single:
		f.note = notePooled
		return
	case m.Interval == "none" && m.Kind == KindCount:
		f.note = noteCount
		return
	case m.Interval == "none":
		f.note = noteRatio
		return
	}
	per := max(1, m.NumeratorCounts.Per)
	x := quotient(f.numerator, thousand*per)
	f.hasInterval = true
	switch {
	case m.Interval == "wilson":
		n := quotient(f.denominator, thousand*max(1, m.DenominatorCounts.Per))
		f.low, f.high = wilson(min(x, n), n)
		f.low, f.high = f.low*float64(m.scale()), f.high*float64(m.scale())
	case m.Kind == KindRatio:
		f.low, f.high = byar(x)
		each := quotient(m.scale()*thousand*per, f.denominator) // what one more counted adds to the rate
		f.low, f.high = f.low*each, f.high*each
	default:
		f.low, f.high = byar(x)
	}
}
