package reports

import "testing"

// TestRowHeight holds that a row is as high as its longest text, 15 points a line and
// one more, and never higher than a workbook may have it: 409.
func TestRowHeight(t *testing.T) {
	tests := []struct {
		name   string
		length int
		want   float64
	}{
		{"one line", 10, 16},
		{"110 of 100 letters, which are 0.92 wide, are two lines", 110, 31},
		{"as much as a cell holds", 32767, 409},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text := make([]byte, tt.length)
			if got := rowHeight([]string{string(text), "one"}, []float64{100, 9}); got != tt.want {
				t.Errorf("got %v points, want %v", got, tt.want)
			}
		})
	}
}
