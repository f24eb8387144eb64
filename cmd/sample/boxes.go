package main

// A boxes is the sixteen numbers of a return: seven for each group of job
// roles, then two for the workplace. A box without an answer is null.
type boxes [16]int

const null = -1

// The boxes of a group, in the order of the return.
const (
	permanentBox = iota
	temporaryBox
	bankBox
	agencyBox
	vacanciesBox
	joinedBox
	leftBox
	boxesPerGroup
)

// The boxes of the workplace.
const (
	joinedNewToCare = groups * boxesPerGroup
	leftToCare      = joinedNewToCare + 1
)

// box is the place of a box of a group.
func box(group, which int) int { return group*boxesPerGroup + which }

// boxName is the name of a box as the program calls its column.
func boxName(place int) string {
	switch place {
	case joinedNewToCare:
		return "joined_new_to_care"
	case leftToCare:
		return "left_to_care"
	}
	group := [groups]string{"care_", "other_"}[place/boxesPerGroup]
	return group + [boxesPerGroup]string{"permanent", "temporary", "bank", "agency", "vacancies", "joined", "left"}[place%boxesPerGroup]
}

// known reports whether the boxes named are answered in both groups.
func (b boxes) known(which ...int) bool {
	for _, w := range which {
		for g := range groups {
			if b[box(g, w)] == null {
				return false
			}
		}
	}
	return true
}

// sum adds boxes of one group. They must be known.
func (b boxes) sum(group int, which ...int) int {
	n := 0
	for _, w := range which {
		n += b[box(group, w)]
	}
	return n
}

// unanswered is a return without a number in it.
func unanswered() boxes {
	var b boxes
	for i := range b {
		b[i] = null
	}
	return b
}

// carriedOver is what a return means in which only "nothing has changed" is
// ticked: the boxes of a month end are those of the month before, and nobody
// joined or left. Without a return of the month before they are null.
func carriedOver(before boxes, there bool) boxes {
	b := unanswered()
	for g := range groups {
		for w := permanentBox; w <= vacanciesBox; w++ {
			if there {
				b[box(g, w)] = before[box(g, w)]
			}
		}
		b[box(g, joinedBox)], b[box(g, leftBox)] = 0, 0
	}
	b[joinedNewToCare], b[leftToCare] = 0, 0
	return b
}

// or is the boxes, with those of another return where they are null.
func (b boxes) or(other boxes) boxes {
	for i, n := range b {
		if n == null {
			b[i] = other[i]
		}
	}
	return b
}
