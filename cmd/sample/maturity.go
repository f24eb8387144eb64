package main

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// A theme is a row of the maturity matrix.
type theme struct{ key, title, status string }

// themes are those that the sentence about the matrix names, the last one
// split in two. Source: maturity_models.json of the domain notes; whether the
// matrix has them as rows is not known, hence provisional.
var themes = []theme{
	{"leadership", "Workforce leadership", "provisional"},
	{"recruitment", "Recruitment strategies", "provisional"},
	{"training", "Training and development arrangements", "provisional"},
	{"education", "Collaboration with schools, colleges and universities", "provisional"},
	{"forums", "Collaboration with care provider forums", "provisional"},
}

// newTheme was put on the form after the first round.
const newTheme = "forums"

// unsettled had no agreed level in the first round.
const unsettled = "training"

func (t theme) vote() string   { return "Your own view: " + t.title }
func (t theme) settle() string { return "Agreed by the group: " + t.title }

// A level of the matrix, from the lowest.
type level struct{ key, title, strapline string }

var levels = []level{
	{"first_steps", "First steps", "what is the point of this?"},
	{"compliant", "Compliant", "has to be done, so we do it"},
	{"strategic", "Strategic", "is important to our success"},
	{"integrated", "Integrated", "is part of everything we do"},
	{"disruptive", "Disruptive", "we are leading best practice"},
}

// A round is one self-assessment of the academy.
type round struct {
	on     time.Time
	first  int // ID of its first answer in the form
	voters []voter
	agreed map[string]int // rank of the agreed level by theme; 0 where there is none
}

// A voter answers with the rank of a level by theme; 0 is no answer.
type voter struct {
	id    int
	chair bool
	votes map[string]int
}

// votes counts the answers to a theme by level.
func (r round) votes(theme string) []int {
	n := make([]int, len(levels))
	for _, v := range r.voters {
		if rank := v.votes[theme]; rank > 0 {
			n[rank-1]++
		}
	}
	return n
}

// inventRounds holds a round every May and November, and one in the launch
// month where no other falls in the report months.
func (r *region) inventRounds() []round {
	var days []time.Time
	for m := r.launch; m <= r.last+1; m++ {
		if mm := m.first().Month(); mm == time.May || mm == time.November {
			days = append(days, m.day(2+int(r.Seed%5)))
		}
	}
	if len(days) == 0 || days[0].After(r.last.end()) {
		days = append([]time.Time{r.launch.day(12)}, days...)
	}
	var rounds []round
	id := 1
	for i, day := range days {
		c := chance(r.Seed, "round", i)
		now := round{on: day, first: id, agreed: map[string]int{}}
		chair := c.IntN(6)
		for v := range 6 + c.IntN(7) {
			id += 1 + c.IntN(2)*c.IntN(3) // answers that were deleted leave gaps
			votes := map[string]int{}
			for _, t := range themes {
				if (i == 0 && t.key == newTheme && !r.Clean) || oneIn(c, 14) {
					continue
				}
				votes[t.key] = min(5, max(1, 1+i/2+c.IntN(4)))
			}
			now.voters = append(now.voters, voter{id, v == chair, votes})
		}
		for _, t := range themes {
			if i > 0 || (t.key != newTheme && t.key != unsettled) {
				now.agreed[t.key] = min(5, 2+i/2+c.IntN(2))
			}
		}
		rounds = append(rounds, now)
	}
	return rounds
}

// writeForms writes the exports of the form: one after each round, with all
// rounds so far.
func (r *region) writeForms(log *faultLog) error {
	for i, now := range r.rounds {
		received := now.on.AddDate(0, 0, 3)
		name := fmt.Sprintf("inbox/%s/Maturity self-assessment(1-%d).xlsx", date(received), now.voters[len(now.voters)-1].id)
		if i == 0 && !r.Clean {
			log.at(name, "theme-not-asked", "Sheet1!F2", "a theme that the form does not ask about yet", "nothing: it has no vote in that round")
		}
		var odd [][]any
		if r.all() && i == len(r.rounds)-1 {
			odd = [][]any{r.spoiltVoter(name, log)}
		}
		err := r.workbook(name, func(w io.Writer) error { return form(w, r.rounds[:i+1], odd) })
		if err != nil {
			return err
		}
	}
	return nil
}

// formHeading prints a question as Microsoft Forms does, with spaces that do
// not break.
func formHeading(question string) string {
	return strings.Replace(question, " ", "\u00a0", 2)
}

// form writes a workbook as Microsoft Forms exports it, with odd rows at its end.
func form(w io.Writer, rounds []round, odd [][]any) error {
	head := []any{"ID", "Start time", "Completion time", "Email", "Name", "Date of the round"}
	for _, t := range themes {
		head = append(head, formHeading(t.vote()))
	}
	for _, t := range themes {
		head = append(head, formHeading(t.settle()))
	}
	s := sheet{name: "Sheet1", heading: 1, rows: [][]any{head}}
	for _, r := range rounds {
		for i, v := range r.voters {
			start := r.on.Add(time.Duration(9*60+7*i) * time.Minute)
			row := []any{v.id, moment(start), moment(start.Add(4*time.Minute + 11*time.Second)), "anonymous", nil, r.on}
			for _, t := range themes {
				row = append(row, answerTitle(v.votes[t.key]))
			}
			for _, t := range themes {
				agreed := 0
				if v.chair {
					agreed = r.agreed[t.key]
				}
				row = append(row, answerTitle(agreed))
			}
			s.rows = append(s.rows, row)
		}
	}
	s.rows = append(s.rows, odd...)
	return s.write(w)
}

func answerTitle(rank int) any {
	if rank == 0 {
		return nil
	}
	return levels[rank-1].title
}
