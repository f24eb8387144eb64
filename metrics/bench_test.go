package metrics

import (
	"fmt"
	"testing"

	"academy/queries"
)

// BenchmarkCompute rolls up a year of 40,000 workplaces of 8,000 employers in
// 30 areas and 8 services with two role groups each: about 960,000 sums.
func BenchmarkCompute(b *testing.B) {
	m := metric(b, ratio, head{
		"windows": "rolling12", "breakdowns": "area; service; role_group; area x service; area x role_group", "peers": "service",
	})
	f := frame("2025-11", "2026-10")
	f.Parent = map[string]string{"County": ""}
	for i := range 30 {
		f.Parent[fmt.Sprint("Area ", i)] = "County"
	}
	months := make([]string, f.months())
	for i := range months {
		months[i] = f.period(i).Format("2006-01")
	}
	var sums []queries.Sum
	for _, month := range months {
		for w := range 40_000 {
			for _, role := range []string{"Care and nursing", "Other"} {
				s := at(month, fmt.Sprint("Area ", w%30), fmt.Sprint("E", w%8000), fmt.Sprint("W", w), "", int64(w%7), 20)
				s.Members = []string{fmt.Sprint("Service ", w%8), role}
				if w%10 == 0 {
					s.LeftOut = "not answered"
				}
				sums = append(sums, s)
			}
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		c, err := Compute(m, seq(sums), f)
		if err != nil {
			b.Fatal(err)
		}
		if len(c.Figures(audience("steering"))) == 0 {
			b.Fatal("no figures")
		}
	}
}
