package reports

import (
	"math"

	"academy/metrics"
)

// A change is the difference between two figures as they are printed.
type change struct {
	in    string // inPoints, inPerCent or inNumbers
	by    float64
	known bool // false where a count was 0, so that there is no per cent of it
	none  bool // both are the same
	rises bool
}

// What a change is counted in.
const (
	inPoints  = "percentage points" // a rate
	inPerCent = "per cent"          // a count
	inNumbers = "number"            // a count since the launch, which only grows
)

// changeIn says what the changes of a metric are counted in.
func changeIn(m metrics.Metric, window string) string {
	switch {
	case rate(m):
		return inPoints
	case window == metrics.WindowLaunch:
		return inNumbers
	}
	return inPerCent
}

// changed compares two values as they are printed.
func changed(m metrics.Metric, window string, before, after float64) change {
	before, after = printed(m, before), printed(m, after)
	c := change{in: changeIn(m, window), rises: after > before, none: after == before, known: true}
	switch {
	case c.in != inPerCent:
		c.by = math.Round((after-before)*10) / 10
	case c.none:
	case before == 0:
		c.known = false
	case before < 1000: // a tenth of a per cent would be less than one of them
		c.by = math.Round(100 * (after - before) / before)
	default:
		c.by = math.Round(1000*(after-before)/before) / 10
	}
	return c
}

func (c change) decimals() int {
	if c.in == inPoints || c.by != math.Trunc(c.by) {
		return 1
	}
	return 0
}

// bare is the change in a column whose heading says what it is counted in.
func (d *document) bare(c change) cell {
	if !c.known {
		return cell{Text: d.use(string(metrics.NotApplicable))}
	}
	format := "+#,##0;-#,##0;0"
	if c.decimals() == 1 {
		format = "+#,##0.0;-#,##0.0;0.0"
	}
	return cell{Text: signed(c.by, c.decimals()), Number: c.by, Is: true, Format: format}
}

// change is the change in a table that holds several units.
func (d *document) change(c change) cell {
	made := d.bare(c)
	unit := map[string]string{inPoints: " percentage points", inPerCent: "%"}[c.in]
	if !made.Is || unit == "" {
		return made
	}
	made.Text += unit
	zero := "0"
	if c.decimals() == 1 {
		zero = "0.0"
	}
	made.Format = "+#,##" + zero + `"` + unit + `";-#,##` + zero + `"` + unit + `";` + zero + `"` + unit + `"`
	return made
}

// words say the change in a sentence; "" where there is nothing to say.
func (c change) words() string {
	by := number(math.Abs(c.by), c.decimals())
	switch {
	case c.none:
		return "no change"
	case !c.known:
		return ""
	case c.in == inNumbers && c.rises:
		return by + " more"
	case c.in == inNumbers:
		return by + " fewer"
	}
	if c.in == inPoints {
		by += " percentage point"
		if math.Abs(c.by) != 1 {
			by += "s"
		}
	} else {
		by += "%"
	}
	if c.rises {
		return "up " + by
	}
	return "down " + by
}
