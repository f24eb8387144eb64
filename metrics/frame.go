package metrics

import "time"

// NotRecorded is the member of whatever has no member of its own.
const NotRecorded = "Not recorded"

// areaColumn is the dimension that comes from the area of a sum, and rolls up
// over the tree of areas.
const areaColumn = "area"

// The dimensions that the program makes beside those of a metric's header.
const (
	dimensionEveryone  = "everyone"
	dimensionWorkplace = "workplace" // one workplace at a time
	dimensionEmployer  = "employer"  // all workplaces of the employer whom the figures are for
	dimensionPeers     = "peers"     // the workplaces of other employers
)

// reserved are the dimensions that a header cannot break down by.
var reserved = []string{dimensionEveryone, dimensionWorkplace, dimensionEmployer, dimensionPeers}

// A Frame is what figures are laid out in, whatever the metric.
type Frame struct {
	Launch     time.Time         // any day of the first report month
	Last       time.Time         // any day of the last report month
	YearStarts time.Month        // of the window "year to date"; April if zero
	Parent     map[string]string // parent of each area; "" of one that has none
	Levels     []Level           // of ordinals, in any order
	Themes     []string          // members that an ordinal has even where nobody voted
}

// A Level is one step of an ordinal scale.
type Level struct {
	Key   string // as in figures.csv, e.g. "first_steps"
	Title string // as printed
	Rank  int    // 1 is the lowest
}

// monthOf numbers months without gaps.
func monthOf(t time.Time) int { return 12*t.Year() + int(t.Month()) - 1 }

// firstDay is the inverse of monthOf.
func firstDay(month int) time.Time {
	return time.Date(month/12, time.Month(month%12+1), 1, 0, 0, 0, 0, time.UTC)
}

// months is the number of report months; 0 or less if there are none.
func (f Frame) months() int { return max(0, monthOf(f.Last)-monthOf(f.Launch)+1) }

// period is the first day of the report month with index i, from launch.
func (f Frame) period(i int) time.Time { return firstDay(monthOf(f.Launch) + i) }

// from is the index of the first report month in the window of report month i.
func (f Frame) from(window string, i int) int {
	switch window {
	case WindowLaunch:
		return 0
	case WindowYear:
		start := int(f.YearStarts)
		if start == 0 {
			start = int(time.April)
		}
		into := (int(f.period(i).Month()) - start + 12) % 12 // months of the year before this one
		return max(0, i-into)
	default:
		return i
	}
}

// until is the index of the last report month whose window holds report month i.
func (f Frame) until(window string, i int) int {
	last := i
	for last+1 < f.months() && f.from(window, last+1) <= i {
		last++
	}
	return last
}

// A tree is the areas of a frame, as figures roll up over them.
type tree struct {
	parent map[string]string // of every area, listed or named as a parent; "" of a root
	roots  int
}

// tree returns the areas. One that is above itself has no parent.
func (f Frame) tree() tree {
	t := tree{parent: map[string]string{}}
	for area, parent := range f.Parent {
		t.parent[parent] = f.parent(parent)
		t.parent[area] = f.parent(area)
	}
	delete(t.parent, "")
	for _, parent := range t.parent {
		if parent == "" {
			t.roots++
		}
	}
	return t
}

// parent is the area above an area; "" if there is none, or if going up from
// there comes back to the area.
func (f Frame) parent(area string) string {
	above := f.Parent[area]
	for steps := 0; above != "" && steps < len(f.Parent); steps++ {
		if above == area {
			return ""
		}
		above = f.Parent[above]
	}
	return f.Parent[area]
}

// areas are the members of dimension area that hold an area: itself and every
// area above it. The only root there is is the whole, and no member; of several
// each is a member, and everyone is the whole. An area that is unknown, blank
// or the whole is Not recorded, so that the members add up to everyone.
func (t tree) areas(area string) []string {
	var members []string
	for a := area; a != ""; a = t.parent[a] {
		if parent, known := t.parent[a]; known && (parent != "" || t.roots > 1) {
			members = append(members, a)
		}
	}
	if members == nil {
		return []string{NotRecorded}
	}
	return members
}
