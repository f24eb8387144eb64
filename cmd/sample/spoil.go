package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// spoilReturn turns the plain file of a month into what was really sent, and
// notes what that costs. The row of the workplace concerned is split in two
// where two files differ: what is right, and a slip.
func (f *fault) spoilReturn(r *region, e *employer, m month, plain sending, log *faultLog) []sending {
	s := spoiling{fault: f, region: r, employer: e, month: m, plain: plain, log: log}
	for i, now := range plain.rows {
		if now.home == f.home && now.month == m {
			s.place = i
		}
	}
	if f.kind > exportKinds {
		return f.spoilRule(r, e, m, plain, log)
	}
	switch f.kind {
	case corrected, replaced, blanked, correctedThenCarried, outdated:
		return s.corrections()
	case rivals, rivalsLater, preferred:
		return s.claims()
	case sentTwice, copied:
		return s.copies()
	case torn, tornThenWhole, wrongHeadings, renamedText, scanned:
		return s.refused()
	}
	return s.inPlace()
}

// A spoiling is one fault of a return being planted.
type spoiling struct {
	*fault
	region   *region
	employer *employer
	month    month
	plain    sending
	place    int // of the row of the workplace concerned
	log      *faultLog
}

// who names the workplace and month concerned.
func (s *spoiling) who() string { return fmt.Sprintf("%s %s", s.home.id, s.month) }

// whole names all workplaces in the file.
func (s *spoiling) whole() string {
	var ids []string
	for _, now := range s.plain.rows {
		if now.month == s.month {
			ids = append(ids, now.home.id)
		}
	}
	if len(ids) > 6 {
		ids = append(ids[:5], fmt.Sprintf("and %d more", len(ids)-5))
	}
	return strings.Join(ids, " ") + " " + s.month.String()
}

// right is the row in numbers, even where the provider ticked that nothing
// has changed.
func (s *spoiling) right() row {
	now := s.plain.rows[s.place]
	now.noChange = false
	for i, n := range now.boxes {
		if n == null && now.words[i] == "" {
			now.boxes[i] = s.chance(s.region).IntN(3)
		}
	}
	return now
}

// slip is the row with numbers that are wrong.
func (s *spoiling) slip(by int) row {
	now := s.right()
	now.boxes[box(careGroup, permanentBox)] += 3 + by
	now.boxes[box(careGroup, vacanciesBox)] += 1 + by
	now.boxes[box(careGroup, joinedBox)] += by
	now.boxes[box(careGroup, leftBox)] += 1
	return now
}

// having is the plain file with another row for the workplace.
func (s *spoiling) having(now row) sending {
	file := s.plain
	file.rows = slices.Clone(file.rows)
	file.rows[s.place] = now
	return file
}

// corrections: a first file with a slip, then one that puts it right.
func (s *spoiling) corrections() []sending {
	first := s.having(s.slip(0))
	now := s.right()
	now.correction = s.kind != replaced
	ending := " corrected"
	says, costs := "a correction, so marked", "the numbers sent before"
	switch s.kind {
	case replaced:
		ending, says = " new", "a later file without the mark of a correction: replaces just as well"
	case blanked:
		b := box(careGroup, vacanciesBox)
		now.boxes[b] = null
		says = "a correction with a blank box"
		costs += fmt.Sprintf(", and %s: it is not answered any more", boxName(b))
	case correctedThenCarried:
		says = "a correction; the month after says that nothing has changed"
		costs += ", in the month after too"
	}
	second := first.with(s.region.correctionDay(s.month), ending, now)
	code, place := "", ""
	if s.kind == replaced {
		code, place = "sent-before-and-different", s.at(0, boxColumn(box(careGroup, leftBox)))
	}
	s.log.at(second.name, code, place, says, s.who()+": "+costs)
	files := []sending{first, second}
	if s.kind == outdated {
		third := first.with((s.month + 1).day(24), " again")
		third.same = first.name
		s.log.add(third.name, "the first file again, after its correction", "nothing: noted, the correction stays in force")
		files = append(files, third)
	}
	return files
}

// claims: two files that say different things about one month.
func (s *spoiling) claims() []sending {
	right, slip := s.right(), s.slip(2)
	switch s.kind {
	case preferred:
		slip.lost, right.correction = true, true
		first := s.having(slip)
		second := first.with(first.day, " corrected", right)
		s.log.add(first.name, "two files of one day about "+s.who()+", the other marked as a correction",
			s.who()+": this file's numbers; the correction counts")
		return []sending{first, second}
	case rivals:
		slip.lost, right.lost = true, true
		first := s.having(slip)
		second := first.with(first.day, " (2)", right)
		for _, name := range []string{first.name, second.name} {
			s.log.add(name, "two claims on "+s.who()+" on one day: both held", s.who()+": no return in force")
		}
		return []sending{first, second}
	}
	other := s.slip(5)
	slip.lost, other.lost = true, true
	day := s.region.correctionDay(s.month)
	first := s.having(right)
	second, third := first.with(day, " (a)", slip), first.with(day, " (b)", other)
	for _, name := range []string{second.name, third.name} {
		s.log.add(name, "two later claims on "+s.who()+" on one day: both held", "nothing: the first return stays in force")
	}
	return []sending{first, second, third}
}

// copies: the same bytes twice.
func (s *spoiling) copies() []sending {
	day, ending, says := s.plain.day, " - Copy", "the same file twice on one day"
	if s.kind == sentTwice {
		day, ending, says = s.region.correctionDay(s.month), "", "the same file again on a later day"
	}
	second := s.plain.with(day, ending)
	second.same = s.plain.name
	s.log.add(second.name, says, "nothing: noted")
	return []sending{s.plain, second}
}

// refused: a file that cannot be read or recognised.
func (s *spoiling) refused() []sending {
	e := s.employer
	file := s.plain
	file.rows = slices.Clone(file.rows)
	for i := range file.rows {
		file.rows[i].lost = true
	}
	costs := s.whole() + ": no return in force"
	switch s.kind {
	case torn:
		file.damage = half
		s.log.add(file.name, "a workbook cut in half", costs)
	case tornThenWhole:
		file.damage = half
		whole := s.plain.with(s.region.correctionDay(s.month), " again", s.plain.rows...)
		s.log.add(file.name, "a workbook cut in half", "nothing: "+whole.name+" replaces it")
		return []sending{file, whole}
	case wrongHeadings:
		file.layout = &layout{write: writeBedList}
		s.log.add(file.name, "a workbook about something else: none of its headings is known", costs)
	case renamedText:
		file.damage = func([]byte) []byte { return []byte(letter + e.name + "\r\n") }
		s.log.add(file.name, "a letter saved under the name of a workbook", costs)
	case scanned:
		file.name = strings.TrimSuffix(strings.TrimSuffix(file.name, ".xlsx"), ".csv") + ".pdf"
		file.damage = func([]byte) []byte { return []byte(scan + "% " + e.id + "\n") }
		s.log.add(file.name, "a scan of a printed return", costs)
	}
	return []sending{file}
}

// inPlace: one file, in which something is wrong.
func (s *spoiling) inPlace() []sending {
	now := s.plain.rows[s.place]
	file := s.plain
	switch s.kind {
	case unknownHome:
		stranger := s.right()
		stranger.called, stranger.lost = "1-777777777", true
		file.rows = append(slices.Clone(file.rows), stranger)
		s.log.at(file.name, "unknown-workplace", s.at(len(file.rows)-1, 0), "a group's file with a home that nobody knows", "nothing: only that home is refused")
		return []sending{file}
	case unreadable:
		now = s.right()
		c := s.chance(s.region)
		places := []int{box(careGroup, vacanciesBox), box(otherGroup, leftBox), box(careGroup, temporaryBox)}
		words := []string{"about 5", "7.5", "-2", "see email"}
		b := pick(c, places...)
		now.words = map[int]string{b: pick(c, words...)}
		now.boxes[b] = null
		for _, unknown := range []int{joinedNewToCare, leftToCare} {
			now.boxes[unknown] = max(0, now.boxes[unknown])
		}
		s.log.at(file.name, "not-a-whole-number", s.cell(boxColumn(b)), "a box that cannot be read as a whole number", s.who()+": "+boxName(b)+" is not answered")
	case unfounded:
		now = row{home: now.home, called: now.called, month: now.month, noChange: true, boxes: unanswered()}
		s.log.at(file.name, "no-earlier-return", s.cell(2), "nothing has changed, says a return without one of the month before",
			s.who()+": its month-end boxes are not answered; nobody joined or left")
	case carried:
		now = row{home: now.home, called: now.called, month: now.month, noChange: true, boxes: unanswered()}
	}
	return []sending{s.having(now)}
}

func half(content []byte) []byte { return content[:len(content)/2] }

// letter and scan are not workbooks.
const (
	letter = "Dear academy,\r\n\r\nour numbers are the same as always. The computer would not open your form.\r\n\r\nKind regards\r\n"
	scan   = "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
)

// writeBedList writes a workbook that has nothing to do with staff.
func writeBedList(_ *region, e *employer, rows []row) ([]byte, error) {
	s := sheet{name: "Beds", heading: 3, rows: [][]any{
		{e.name + ": beds"}, {},
		{"Site", "Week beginning", "Beds", "Occupied", "Fee per week", "Remarks"},
	}}
	for i, now := range rows {
		s.rows = append(s.rows, []any{now.home.name, now.month.first(), 30 + i, 27 + i, 980, nil})
	}
	return stable(func(w io.Writer) error { return s.write(w) })
}
