package reports

import (
	"math"

	"academy/metrics"
)

// A change is the difference between two figures as they are printed.
type change struct {
	by    float64 // percentage points for a rate, per cent for a count
	known bool    // false where either figure is missing, or a count was 0
	none  bool    // both are the same
	rises bool
}

// changed compares two printed values: rates in percentage points, counts in
// per cent of the earlier one.
func changed(m metrics.Metric, before, after float64) change {
	before, after = printed(m, before), printed(m, after)
	c := change{rises: after > before, none: after == before}
	switch {
	case rate(m):
		c.by, c.known = math.Round((after-before)*10)/10, true
	case c.none:
		c.known = true
	case before != 0:
		c.by, c.known = 100*(after-before)/before, true
		if before < 1000 { // a tenth of a per cent would be less than one of them
			c.by = math.Round(c.by)
		} else {
			c.by = math.Round(c.by*10) / 10
		}
	}
	return c
}

func (c change) decimals() int {
	if c.by != math.Trunc(c.by) {
		return 1
	}
	return 0
}

// cell is the change in a table. Where the earlier count was 0 there is
// nothing to take a per cent of.
func (d *document) change(m metrics.Metric, c change) cell {
	switch {
	case !c.known:
		return cell{Text: d.use("[z]")}
	case rate(m):
		return cell{Text: signed(c.by, 1) + " percentage points", Number: c.by, Is: true,
			Format: `+0.0" percentage points";-0.0" percentage points";0.0" percentage points"`}
	}
	return cell{Text: signed(c.by, c.decimals()) + "%", Number: c.by, Is: true, Format: percentFormat(c)}
}

// words say the change in a sentence.
func (c change) words(m metrics.Metric) string {
	switch {
	case c.none:
		return "no change"
	case !c.known:
		return ""
	}
	direction := "down "
	if c.rises {
		direction = "up "
	}
	if rate(m) {
		if math.Abs(c.by) == 1 {
			return direction + "1.0 percentage point"
		}
		return direction + number(math.Abs(c.by), 1) + " percentage points"
	}
	return direction + number(math.Abs(c.by), c.decimals()) + "%"
}

func percentFormat(c change) string {
	if c.decimals() == 1 {
		return `+#,##0.0"%";-#,##0.0"%";0.0"%"`
	}
	return `+#,##0"%";-#,##0"%";0"%"`
}
