package main

import (
	"time"
)

// A region is everything that is known before a month passes: who there is,
// where, how each sends its figures, and which faults are planted.
type region struct {
	options
	launch, last month // report months, both included
	asOf         time.Time

	employers  []*employer
	workplaces []*workplace
	rounds     []round
	episodes   []episode
}

// lastMonth is the last report month of every region.
var lastMonth = monthOf(2026, time.October)

func newRegion(o options) *region {
	r := &region{
		options: o,
		launch:  lastMonth - month(o.Months) + 1,
		last:    lastMonth,
		asOf:    time.Date(2026, time.November, 16, 0, 0, 0, 0, time.UTC),
	}
	r.invent()
	r.rounds = r.inventRounds()
	r.episodes = r.inventEpisodes()
	if !o.Clean {
		r.plant()
	}
	return r
}

// An area is a place in the tree of areas.
type area struct {
	name    string
	parent  int // -1 for the whole
	code    string
	aliases []string
}

// areas is the invented region, parents first. The first is the whole.
var areas = []area{
	{"Mockshire and Fabling", -1, "", nil},
	{"Mockshire", 0, "X10000001", []string{"County of Mockshire"}},
	{"Fabling", 0, "X06000001", []string{"City of Fabling", "Fabling City"}},
	{"Figment Heath", 1, "X07000001", []string{"Figment-Heath", "Figmentheath"}},
	{"Inventley", 1, "X07000002", []string{"Inventley District"}},
	{"Madeup Vale", 1, "X07000003", []string{"Made Up Vale", "Vale of Madeup"}},
	{"North Pretend", 1, "X07000004", []string{"N. Pretend", "Pretend North"}},
	{"Notreal Forest", 1, "X07000005", []string{"Forest of Notreal"}},
	{"Supposing-on-Sham", 1, "X07000006", []string{"Supposing on Sham", "Supposing"}},
}

// Places in areas.
const (
	county        = 1
	city          = 2
	firstDistrict = 3
)

// nowhere is the area of what has none that is known. Its figures are shown
// under Not recorded.
var nowhere = len(areas)

const notRecorded = "Not recorded"

// within lists the members of the dimension area that hold a place: itself and
// what is above it, but the whole only where it is beside another.
func within(place int, beside bool) []int {
	if place == nowhere {
		return []int{nowhere}
	}
	var members []int
	for ; areas[place].parent >= 0; place = areas[place].parent {
		members = append(members, place)
	}
	if beside {
		members = append(members, place)
	}
	return members
}

// A service is a kind of care, with the code of ASC-WDS and how many people a
// workplace of this kind wants in post.
type service struct {
	name        string
	code        string // MAINSERVICE
	share       int    // of workplaces, in per cent
	least, most int    // people wanted in post
	roles       []share
}

// A share is how many in a hundred of the staff work in a job role.
type share struct{ role, percent int }

var services = []service{
	{"Care home with nursing", "1", 18, 30, 62, []share{{8, 44}, {16, 14}, {7, 10}, {38, 4}, {37, 3}, {26, 14}, {27, 3}, {25, 3}, {43, 2}, {4, 3}}},
	{"Care home without nursing", "2", 32, 16, 36, []share{{8, 50}, {7, 15}, {26, 17}, {34, 4}, {27, 3}, {25, 3}, {43, 4}, {4, 4}}},
	{"Domiciliary care", "8", 28, 14, 48, []share{{8, 72}, {7, 8}, {40, 8}, {25, 5}, {24, 3}, {4, 4}}},
	{"Supported living", "55", 16, 8, 26, []share{{52, 74}, {45, 10}, {6, 2}, {25, 6}, {27, 3}, {4, 5}}},
	{"Extra care housing", "54", 6, 6, 16, []share{{8, 66}, {5, 10}, {40, 10}, {26, 8}, {4, 6}}},
}
