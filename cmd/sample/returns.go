package main

import (
	"fmt"
	"path"
	"slices"
	"time"
)

// A row is one workplace and month of a return, as the provider filled it in.
type row struct {
	home       *workplace
	called     string // the ID in the file
	month      month
	noChange   bool
	correction bool
	boxes      boxes
	words      map[int]string // texts in boxes where a number belongs
	lost       bool           // it never comes into force
}

// A sending is one file with returns.
type sending struct {
	day    time.Time
	name   string
	layout *layout
	rows   []row
	same   string // the name of an earlier sending of the month with the same bytes
	damage func([]byte) []byte
}

// with is the sending on another day, with another ending to its name and
// only some of its rows.
func (s sending) with(day time.Time, ending string, rows ...row) sending {
	ext := path.Ext(s.name)
	s.name = path.Join("inbox", date(day), s.name[len("inbox/2006-01-02"):len(s.name)-len(ext)]+ending+ext)
	s.day, s.rows = day, rows
	return s
}

// correctionDay is the day by which corrections of a month are in.
func (r *region) correctionDay(m month) time.Time {
	if m == r.last {
		return (m + 1).day(15)
	}
	return (m + 1).day(20)
}

// rowsOf are the rows of an employer about a month, workplace by workplace.
func (r *region) rowsOf(e *employer, k int, counted [][]boxes) []row {
	m := r.launch + month(k)
	var rows []row
	for i, w := range e.homes {
		if !w.answers(m, k) {
			continue
		}
		c := chance(r.Seed, "return", w.index, k)
		now := row{home: w, called: w.called(), month: m, boxes: counted[i][k]}
		before := k > 0 && e.answers[k-1] != missed && w.answers(m-1, k-1)
		still := before && nothingChanged(counted[i][k-1], counted[i][k])
		if f := e.frozenAt(w); f != nil && k >= f.from || r.all() && e.faults[k+1].needsBefore() {
			// Every box is filled in, so that the next month can be compared with it.
		} else if e.layout.noChange && before && (e.lazy && oneIn(c, 4) || still && oneIn(c, 2)) {
			now.noChange, now.boxes = true, unanswered()
		} else {
			if oneIn(c, 40) && !r.Clean {
				now.boxes[c.IntN(joinedNewToCare)] = null
			}
			if oneIn(c, 150) && !r.Clean {
				for b := range boxesPerGroup {
					now.boxes[box(otherGroup, b)] = null
				}
			}
			for _, b := range []int{joinedNewToCare, leftToCare} {
				if oneIn(c, 9) {
					now.boxes[b], now.words = null, map[int]string{b: "not known"}
				}
			}
		}
		rows = append(rows, now)
	}
	return rows
}

// answers reports whether the workplace has a row in its employer's file.
func (w *workplace) answers(m month, k int) bool { return w.inScope(m) && k < w.stops }

// nothingChanged reports whether "nothing has changed" would be true.
func nothingChanged(before, now boxes) bool {
	for g := range groups {
		for b := range boxesPerGroup {
			if b == joinedBox || b == leftBox {
				if now[box(g, b)] != 0 {
					return false
				}
			} else if before[box(g, b)] != now[box(g, b)] {
				return false
			}
		}
	}
	return true
}

// sendings are the files of an employer about a month, with what is planted.
func (r *region) sendings(e *employer, k int, counted [][]boxes, log *faultLog) []sending {
	if e.answers[k] != sent {
		return nil
	}
	m := r.launch + month(k)
	var rows []row
	if k > 0 && e.answers[k-1] == late {
		rows = r.rowsOf(e, k-1, counted)
	}
	rows = append(rows, r.rowsOf(e, k, counted)...)
	if len(rows) == 0 {
		return nil
	}
	c := chance(r.Seed, "sending", e.index, k)
	day := (m + 1).day(pick(c, 5, 11, 14))
	plain := sending{day: day, name: e.returnName(day, m), layout: e.layout, rows: rows}
	e.logFrozen(r, k, plain, log)
	if f := e.faults[k]; f != nil {
		return f.spoilReturn(r, e, m, plain, log)
	}
	return []sending{plain}
}

// returnName is where the file of a month lies. A group sends from a folder of
// its own.
func (e *employer) returnName(day time.Time, m month) string {
	folder := path.Join("inbox", date(day))
	if len(e.homes) > 1 {
		folder = path.Join(folder, e.id+" homes")
	}
	return path.Join(folder, fmt.Sprintf(e.layout.file, e.id, m.first().Format(e.layout.dated)))
}

// writeReturns writes every return of an employer and puts what it claims into
// force in the order of receipt, as the histories of its workplaces.
func (r *region) writeReturns(e *employer, counted [][]boxes, histories []*history, log *faultLog) error {
	place := map[*workplace]int{}
	for i, w := range e.homes {
		place[w] = i
	}
	inForce := make([][]*row, len(e.homes))
	for i := range inForce {
		inForce[i] = make([]*row, r.Months)
	}
	for k := range r.Months {
		files := r.sendings(e, k, counted, log)
		slices.SortStableFunc(files, func(a, b sending) int { return a.day.Compare(b.day) })
		written := map[string][]byte{}
		for _, s := range files {
			content, err := r.pack(e, s, written)
			if err != nil {
				return fmt.Errorf("%s: %w", s.name, err)
			}
			if err := r.put(s.name, content); err != nil {
				return err
			}
			s.logBlanks(log)
			if s.same != "" {
				continue
			}
			for i := range s.rows {
				if now := &s.rows[i]; !now.lost {
					inForce[place[now.home]][now.month-r.launch] = now
				}
			}
		}
	}
	for i, h := range histories {
		h.returns = resolve(inForce[i])
	}
	return nil
}

// pack is the bytes of a sending.
func (r *region) pack(e *employer, s sending, written map[string][]byte) ([]byte, error) {
	if s.same != "" {
		return written[s.same], nil
	}
	content, err := s.layout.write(r, e, s.rows)
	if err != nil {
		return nil, err
	}
	if s.damage != nil {
		content = s.damage(content)
	}
	written[s.name] = content
	return content, nil
}

// resolve turns the rows in force into what they mean, month after month: a
// tick for "nothing has changed" takes the numbers of the month before, for the
// boxes left blank beside it.
func resolve(rows []*row) []filed {
	out := make([]filed, len(rows))
	for k, now := range rows {
		switch {
		case now == nil:
		case now.noChange && k > 0:
			out[k] = filed{true, now.boxes.or(carriedOver(out[k-1].boxes, out[k-1].there))}
		case now.noChange:
			out[k] = filed{true, now.boxes.or(carriedOver(boxes{}, false))}
		default:
			out[k] = filed{true, now.boxes}
		}
	}
	return out
}
