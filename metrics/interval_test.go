package metrics

import (
	"math"
	"testing"
)

func near(got, want, within float64) bool { return math.Abs(got-want) <= within }

func TestWilson(t *testing.T) {
	const newcombe = "Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3"
	tests := []struct {
		source    string
		x, n      float64
		low, high float64
	}{
		{newcombe, 81, 263, 0.2553, 0.3662},
		{newcombe, 15, 148, 0.0624, 0.1605},
		{newcombe, 0, 20, 0, 0.1611},
		{newcombe, 1, 29, 0.0061, 0.1718},
		{"by hand: the mirror of 0 of 20", 20, 20, 0.8389, 1},
		{"by hand: z2/(n+z2) = 3.8415/4.8415 above", 0, 1, 0, 0.7935},
	}
	for _, tt := range tests {
		low, high := wilson(tt.x, tt.n)
		if !near(low, tt.low, 0.00005) || !near(high, tt.high, 0.00005) {
			t.Errorf("%v of %v: %.4f to %.4f, %s has %.4f to %.4f", tt.x, tt.n, low, high, tt.source, tt.low, tt.high)
		}
	}
}

func TestByar(t *testing.T) {
	const garwood = "exact, Garwood, Biometrika 28 (1936) 437-442"
	tests := []struct {
		source       string
		x, low, high float64
	}{
		{garwood, 0, 0, 3.689},
		{garwood, 1, 0.0253, 5.572},
		{garwood, 2, 0.2422, 7.225},
		{garwood, 5, 1.6235, 11.668},
		{garwood, 9, 4.1154, 17.085},
		// 10 (1 - 1/90 - 1.959964/(3 sqrt 10))^3 = 10 x 0.782292^3 = 4.7875
		// 11 (1 - 1/99 + 1.959964/(3 sqrt 11))^3 = 11 x 1.186884^3 = 18.3915
		{"Byar by hand", 10, 4.7875, 18.391},
		{"Byar by hand; exact is 81.364 to 121.627", 100, 81.3621, 121.628},
	}
	for _, tt := range tests {
		low, high := byar(tt.x)
		if !near(low, tt.low, 0.0001) || !near(high, tt.high, 0.001) {
			t.Errorf("%v: %.4f to %.4f, %s has %.4f to %.4f", tt.x, low, high, tt.source, tt.low, tt.high)
		}
	}
}

// GraphPad's QuickCalcs prints the exact interval of a count of 25.
func TestPoisson(t *testing.T) {
	if low, high := poisson(25); !near(low, 16.18, 0.005) || !near(high, 36.90, 0.005) {
		t.Errorf("got %.2f to %.2f, want 16.18 to 36.90", low, high)
	}
}

func TestInterval(t *testing.T) {
	peers := head{"peers": "service"}
	tests := []struct {
		name      string
		metric    head
		window    string
		n, d      int64
		dimension string
		low, high float64
		why       string
	}{
		{"the share of one workplace has Wilson's", with(ratio, peers, head{"windows": "snapshot", "interval": "wilson"}), WindowSnapshot, 1, 29, "workplace", 0.61, 17.18, ""},
		{"the count of one workplace has Byar's", with(peers), WindowMonth, 10, 0, "workplace", 4.79, 18.39, ""},
		// 2 leavers in 12 months, 10 people on average: 20 per cent; 2 is 0.2422 to 7.2247.
		{"the yearly rate of one workplace counts leavers and not twelve times leavers", with(ratio, peers, head{"windows": "rolling12", "numerator counts": "people x 12", "denominator counts": "people x 12"}), WindowRolling, 24, 120, "workplace", 2.42, 72.25, ""},
		{"a provider with one workplace is one workplace", with(peers), WindowMonth, 10, 0, "employer", 4.79, 18.39, ""},
		{"a pooled figure has none yet", with(peers), WindowMonth, 10, 0, "everyone", 0, 0, notePooled},
		{"a metric that asks for none has none", with(peers, head{"interval": "none"}), WindowMonth, 10, 0, "workplace", 0, 0, noteCount},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := compute(t, metric(t, tt.metric), frame("2026-09", "2026-09"), at("2026-09", "North", "E1", "W1", "Home", tt.n, tt.d))
			id := "provider-E1"
			members := map[string]string{"workplace": "W1", "employer": "E1", "everyone": "all"}[tt.dimension]
			if tt.dimension == "everyone" {
				id = "lead"
			}
			f := find(t, c.Figures(audience(id)), tt.window, "2026-09", tt.dimension, members)
			low, high, ok := f.Interval()
			if ok != (tt.why == "") || f.IntervalNote() != tt.why || !near(low, tt.low, 0.01) || !near(high, tt.high, 0.01) {
				t.Errorf("%.2f to %.2f, %v, %q", low, high, ok, f.IntervalNote())
			}
		})
	}
}

// The share of people supported is of people who are independent of each other,
// so it has its interval however many there are.
func TestIntervalOfPeopleSupported(t *testing.T) {
	m := metric(t, ratio, head{"interval": "wilson", "breakdowns": "area; route"})
	s := people("2026-09", "North", "Jobcentre", 81)
	s.Denominator = 263 * thousand
	f := compute(t, m, frame("2026-09", "2026-09"), s).Figures(audience("lead"))[0]
	if low, high, ok := f.Interval(); !ok || !near(low, 25.53, 0.005) || !near(high, 36.62, 0.005) {
		t.Errorf("%.2f to %.2f, %v", low, high, ok)
	}
	// The steering group's comes from the rounded counts 80 and 265, or it
	// would give the exact ones away.
	f = compute(t, m, frame("2026-09", "2026-09"), s).Figures(audience("steering"))[0]
	wantLow, wantHigh := wilson(80, 265)
	if low, high, ok := f.Interval(); !ok || !near(low, 100*wantLow, 1e-9) || !near(high, 100*wantHigh, 1e-9) {
		t.Errorf("%.2f to %.2f, %v", low, high, ok)
	}
}
