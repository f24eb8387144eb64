package main

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"time"
)

// A month is a calendar month, counted from January of year 0.
type month int

func monthOf(year int, m time.Month) month { return month(12*year + int(m) - 1) }

// monthAt is the month a day falls in.
func monthAt(day time.Time) month { return monthOf(day.Year(), day.Month()) }

// day is the nth day of the month, counted from 1.
func (m month) day(n int) time.Time {
	return time.Date(int(m)/12, time.Month(int(m)%12+1), n, 0, 0, 0, 0, time.UTC)
}

func (m month) first() time.Time { return m.day(1) }

// end is the last day of the month.
func (m month) end() time.Time { return (m + 1).day(0) }

func (m month) String() string { return m.first().Format("2006-01") }

// date prints a day as reference files have it; no day is blank.
func date(day time.Time) string {
	if day.IsZero() {
		return ""
	}
	return day.Format(time.DateOnly)
}

// daysBetween counts the days from one day to a later one.
func daysBetween(from, to time.Time) int { return int(to.Sub(from).Hours()) / 24 }

// chance is a stream of chance of its own for each thing it is asked for, so
// that what is drawn for one thing never moves another: a planted fault
// leaves the rest of the region as it was.
func chance(seed uint64, what string, about ...int) *rand.Rand {
	h := fnv.New64a()
	fmt.Fprint(h, what)
	for _, n := range about {
		fmt.Fprintf(h, "/%d", n)
	}
	return rand.New(rand.NewPCG(seed, h.Sum64()))
}

// pick draws one of several, all as likely.
func pick[T any](c *rand.Rand, of ...T) T { return of[c.IntN(len(of))] }

// oneIn is true once in n draws, on average.
func oneIn(c *rand.Rand, n int) bool { return c.IntN(n) == 0 }
