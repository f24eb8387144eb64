package main

import (
	"bytes"
	"runtime"
	"sync"
)

// write writes the workspace and its truth. Employers are gone through one by
// one, on several processors: of each, only its own people are in memory, and
// what has been counted is kept as sums.
func (r *region) write() error {
	total, log, err := r.writeEmployers()
	if err != nil {
		return err
	}
	if err := r.writeReference(log); err != nil {
		return err
	}
	if err := r.writeTrackers(); err != nil {
		return err
	}
	r.countEpisodes(total)
	if err := r.writeForms(log); err != nil {
		return err
	}
	if err := r.writeStrangers(log); err != nil {
		return err
	}
	if r.all() {
		if err := r.writeLateExport(log); err != nil {
			return err
		}
	}
	if err := r.writeOthers(log); err != nil {
		return err
	}
	r.logTracker(log)
	var figures bytes.Buffer
	if err := total.writeFigures(&figures, r.rounds); err != nil {
		return err
	}
	if err := r.put("truth/figures.csv", figures.Bytes()); err != nil {
		return err
	}
	if err := r.table("truth/faults.csv", log.table()); err != nil {
		return err
	}
	return r.put("truth/as-of.txt", []byte(date(r.asOf)+"\n"))
}

// writeEmployers writes what all employers send, and counts it.
func (r *region) writeEmployers() (*tally, *faultLog, error) {
	total, log := newTally(r.launch, r.Months, r.all()), &faultLog{}
	next := make(chan *employer)
	var (
		lock  sync.Mutex
		group sync.WaitGroup
		first error
	)
	for range min(runtime.GOMAXPROCS(0), len(r.employers)) {
		group.Go(func() {
			mine, noted := newTally(r.launch, r.Months, r.all()), &faultLog{}
			var wrong error
			for e := range next {
				if wrong == nil {
					wrong = r.writeEmployer(e, mine, noted)
				}
			}
			lock.Lock()
			defer lock.Unlock()
			total.merge(mine)
			log.lines = append(log.lines, noted.lines...)
			if first == nil {
				first = wrong
			}
		})
	}
	for _, e := range r.employers {
		next <- e
	}
	close(next)
	group.Wait()
	return total, log, first
}

// writeEmployer lets the months pass at one employer, writes its exports and
// returns, and counts its workplaces.
func (r *region) writeEmployer(e *employer, t *tally, log *faultLog) error {
	staffs := make([]*staff, len(e.homes))
	histories := make([]*history, len(e.homes))
	counted := make([][]boxes, len(e.homes))
	hasAccount := false
	for i, w := range e.homes {
		staffs[i] = newStaff(r, w)
		histories[i] = &history{launch: r.launch}
		counted[i] = make([]boxes, r.Months)
		hasAccount = hasAccount || w.ascwds != ""
	}
	export := 0
	for m := r.launch - 12; m <= r.last+1; m++ {
		for hasAccount && export < len(e.exports) && monthAt(e.exports[export].on) <= m {
			if err := r.writeExport(e, export, staffs, histories, log); err != nil {
				return err
			}
			export++
		}
		for i, s := range staffs {
			b := s.pass(m)
			if k := int(m - r.launch); k >= 0 && k < r.Months {
				counted[i][k] = b
			}
		}
	}
	for i, w := range e.homes {
		e.freeze(w, counted[i])
	}
	if err := r.writeReturns(e, counted, histories, log); err != nil {
		return err
	}
	for i, w := range e.homes {
		t.workplace(w, histories[i])
	}
	return nil
}
