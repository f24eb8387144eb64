package metrics

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"academy/queries"
)

// keys are the header keys of a metric; true means that every metric has it.
// What else a kind needs or refuses is in checkKind.
var keys = map[string]bool{
	"metric": true, "title": true, "noun": true, "unit": true, "kind": true, "windows": true,
	"numerator counts": true, "denominator counts": false,
	"population": true, "numerator": true, "denominator": false, "definition": true,
	"source": true, "fresh": false, "owner": true, "status": true,
	"direction": true, "rises": true, "falls": true,
	"breakdowns": true, "peers": false, "absence": false, "interval": false,
	"charts": false, "links": false,
}

// countable is what a side of a metric may count.
var countable = []string{"people", "people and posts", "posts", "organisations", "money", "judgements"}

// later are the kinds and windows that the design names and nobody has built.
var later = []string{"distribution", "survival", "wave", "cohort"}

// windowsOf are the windows of each kind. A count that is cumulated is cumulated
// from its months, so the cumulative windows come with month only.
var windowsOf = map[string][]string{
	KindCount:   {WindowMonth, WindowSnapshot, WindowYear, WindowLaunch},
	KindRatio:   {WindowMonth, WindowSnapshot, WindowRolling},
	KindOrdinal: {WindowRound},
}

// cumulative reports whether a window adds up the months before.
func cumulative(window string) bool { return window == WindowYear || window == WindowLaunch }

// A header reads the keys of one query and remembers the first thing wrong.
type header struct {
	q   queries.Query
	err error
}

func (h *header) wrong(key, format string, args ...any) {
	if h.err == nil {
		h.err = fmt.Errorf("%s:%d: %w", h.q.Path, h.line(key), fmt.Errorf(format, args...))
	}
}

// line is the line of key, or 1 where the header lacks it.
func (h *header) line(key string) int {
	for _, f := range h.q.Header {
		if f.Key == key {
			return f.Line
		}
	}
	return 1
}

func (h *header) text(key string) string { return h.q.Header.Get(key) }

// list is the parts of a value between commas or semicolons.
func (h *header) list(key string) []string {
	return split(h.text(key), ",;")
}

// oneOf is the value of key, which must be among allowed.
func (h *header) oneOf(key string, allowed ...string) string {
	v := h.text(key)
	if slices.Contains(later, v) {
		h.wrong(key, "%s %q is designed and not built yet; there are %s", key, v, words(allowed))
	} else if !slices.Contains(allowed, v) {
		h.wrong(key, "%s %q is not one of %s", key, v, words(allowed))
	}
	return v
}

func parse(q queries.Query) (Metric, error) {
	h := &header{q: q}
	for _, f := range q.Header {
		if _, ok := keys[f.Key]; !ok {
			return Metric{}, fmt.Errorf("%s:%d: a metric has no key %q", q.Path, f.Line, f.Key)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		if keys[key] && h.text(key) == "" {
			h.wrong(key, "the header lacks %q", key)
		}
	}
	m := Metric{
		Name: h.text("metric"), Title: h.text("title"), Noun: h.text("noun"), Unit: h.text("unit"),
		Kind:            h.oneOf("kind", KindCount, KindRatio, KindOrdinal),
		NumeratorCounts: h.counts("numerator counts"), DenominatorCounts: h.counts("denominator counts"),
		Population: h.text("population"), Numerator: h.text("numerator"), Denominator: h.text("denominator"),
		Definition: h.text("definition"), Fresh: h.text("fresh"), Owner: h.text("owner"), Status: h.text("status"),
		Direction: h.oneOf("direction", "up is better", "down is better", "neutral"),
		Rises:     h.text("rises"), Falls: h.text("falls"), Interval: h.text("interval"),
		Sources: h.list("source"), Peers: h.text("peers"), Absence: h.text("absence"),
		Charts: h.list("charts"), Links: h.list("links"),
		Path: q.Path, Overridden: q.Overridden, SQL: q.SQL,
	}
	if m.Name != q.Name {
		h.wrong("metric", "the header names the metric %q, the file %q", m.Name, q.Name)
	}
	if !strings.Contains(m.Status, "found") && !strings.Contains(m.Status, "assumed") {
		h.wrong("status", "a status says what of the definition was found and what is assumed")
	}
	m.Breakdowns, m.Columns = h.breakdowns()
	m.Windows = h.windows(m)
	h.checkKind(m)
	h.checkCharts(m)
	if h.err != nil {
		return Metric{}, h.err
	}
	return m, nil
}

// counts reads "people", "people and posts", "people x 12".
func (h *header) counts(key string) Counts {
	v := h.text(key)
	if v == "" {
		return Counts{}
	}
	c := Counts{What: v, Per: 1}
	if what, per, ok := strings.Cut(v, " x "); ok {
		n, err := strconv.ParseInt(per, 10, 32)
		if err != nil || n < 2 {
			h.wrong(key, "%q: after x comes how often each is counted, a whole number from 2", v)
			return Counts{}
		}
		c = Counts{What: what, Per: n}
	}
	if !slices.Contains(countable, c.What) {
		h.wrong(key, "%q is not one of %s", c.What, words(countable))
	}
	return c
}

// breakdowns reads "area; service; area x service", or "none".
func (h *header) breakdowns() (breakdowns [][]string, columns []string) {
	v := h.text("breakdowns")
	if v == "none" {
		return nil, nil
	}
	var seen []string
	for _, b := range split(v, ";") {
		if slices.Contains(seen, b) {
			h.wrong("breakdowns", "%q is there twice", b)
		}
		seen = append(seen, b)
		dims := strings.Split(b, " x ")
		for i, d := range dims {
			switch {
			case d != strings.TrimSpace(d) || d == "":
				h.wrong("breakdowns", "%q: a crossing is columns with \" x \" between them", b)
			case slices.Contains(reserved, d):
				h.wrong("breakdowns", "%q is made by the program and is not a column of the metric", d)
			case slices.Contains(dims[:i], d):
				h.wrong("breakdowns", "%q crosses a column with itself", b)
			case d != areaColumn && !slices.Contains(columns, d):
				columns = append(columns, d)
			}
		}
		breakdowns = append(breakdowns, dims)
	}
	return breakdowns, columns
}

// windows reads "month; year to date; since launch" and holds it against kind.
func (h *header) windows(m Metric) []string {
	windows := h.list("windows")
	base := 0
	for i, w := range windows {
		switch allowed := windowsOf[m.Kind]; {
		case slices.Contains(later, w):
			h.wrong("windows", "window %q is designed and not built yet", w)
		case allowed != nil && !slices.Contains(allowed, w):
			h.wrong("windows", "a %s has no window %q; it has %s", m.Kind, w, words(allowed))
		case slices.Contains(windows[:i], w):
			h.wrong("windows", "window %q is there twice", w)
		case cumulative(w) && !slices.Contains(windows, WindowMonth):
			h.wrong("windows", "window %q adds up months, so it comes with window \"month\"", w)
		case cumulative(w) && m.Absence != "zero":
			h.wrong("windows", "window %q would read a month that nobody answered as a month in which nothing happened; it needs \"absence: zero\"", w)
		}
		if !cumulative(w) {
			base++
		}
	}
	if base > 1 {
		h.wrong("windows", "the rows of a metric have one window, beside the cumulative ones; there are %d", base)
	}
	return windows
}

// checkKind says what a kind needs and what does not fit it.
func (h *header) checkKind(m Metric) {
	ratio := m.Kind == KindRatio
	for _, key := range []string{"denominator", "denominator counts"} {
		if ratio && h.text(key) == "" {
			h.wrong(key, "the header lacks %q, which a ratio has", key)
		}
		if m.Kind == KindCount && h.text(key) != "" {
			h.wrong(key, "a count has no %q", key)
		}
	}
	if m.Kind == KindOrdinal {
		h.checkOrdinal(m)
	} else {
		h.oneOf("interval", "wilson", "byar", "none")
	}
	if m.Interval == "wilson" && !ratio {
		h.wrong("interval", "wilson is the interval of a share, and a %s is none", m.Kind)
	}
	if a := m.Absence; a != "" && (a != "zero" || m.Kind != KindCount) {
		h.wrong("absence", "absence is \"zero\", of a count only, or it is not there")
	}
	if m.Peers != "" && !slices.Contains(m.Columns, m.Peers) {
		h.wrong("peers", "peers %q is not a column of the breakdowns", m.Peers)
	}
}

func (h *header) checkOrdinal(m Metric) {
	if len(m.Breakdowns) == 0 {
		h.wrong("breakdowns", "an ordinal needs a breakdown: levels of different things are not one scale")
	}
	if m.NumeratorCounts.What != "judgements" {
		h.wrong("numerator counts", "the votes of an ordinal are judgements")
	}
	if m.Interval != "" && m.Interval != "none" {
		h.wrong("interval", "votes are judgements and not a sample, so an ordinal has no interval")
	}
	if m.Peers != "" {
		h.wrong("peers", "an ordinal has no peers")
	}
}

// checkCharts refuses what would read a series as what it is not.
// Source: domain/spc_rules.json (overlapping windows make limits far too
// narrow) and the rule that levels have an order and no distance.
func (h *header) checkCharts(m Metric) {
	for _, c := range m.Charts {
		if (c == "xmr" || c == "spc") && (m.Kind != KindCount || !slices.Contains(m.Windows, WindowMonth)) {
			h.wrong("charts", "chart %q is for counts of separate months", c)
		}
		if c == "mean" && m.Kind == KindOrdinal {
			h.wrong("charts", "levels have an order and no distance, so they have no mean")
		}
	}
}

// split cuts s at any of the separators and trims the parts; "" has none.
func split(s, separators string) []string {
	var parts []string
	for _, p := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(separators, r) }) {
		if p = strings.TrimSpace(p); p != "" {
			parts = append(parts, p)
		}
	}
	return parts
}

// words joins names for a sentence: a, b and c.
func words(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}
