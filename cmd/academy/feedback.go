package main

import (
	"bytes"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"time"

	"academy/ingest"
	"academy/metrics"
	"academy/queries"
	"academy/reports"
)

type feedbackCmd struct {
	asOfFlag
}

// Help says what is written, and for whom.
func (feedbackCmd) Help() string {
	return `Writes for each file that was judged and not answered yet what its sender should know: their own workbook with each fault marked and a sheet "What to fix", or a list where it cannot be marked or is about people. It lies in outbox/EMPLOYER/, in a folder for each file; "academy run" does this too.`
}

// Run answers the files that were not answered yet.
func (c feedbackCmd) Run(s *session) error {
	w, err := openWorkspace(s.dir)
	if err != nil {
		return err
	}
	day, err := c.day(s)
	if err != nil {
		return err
	}
	return w.run(s, "feedback", time.Time{}, func(db *queries.DB) error {
		if err := knownBy(s, db, day); err != nil {
			return err
		}
		return w.feedback(s, db, day)
	})
}

// feedback answers every file that was judged and not answered yet, and takes back the
// answers to what became something else since.
func (w *workspace) feedback(s *session, db *queries.DB, day time.Time) error {
	files, err := db.Unanswered(s.ctx, day)
	if err != nil {
		return err
	}
	if len(files) > 0 {
		if err := w.answerAll(s, db, day, files); err != nil {
			return err
		}
	}
	return w.takeBack(s, db)
}

// answerAll answers files.
func (w *workspace) answerAll(s *session, db *queries.DB, day time.Time, files []queries.Unanswered) error {
	a, err := w.newAnswering(s, db, day)
	if err != nil {
		return err
	}
	for _, f := range files {
		if err := s.ctx.Err(); err != nil {
			return err
		}
		if err := a.answer(s, f); err != nil {
			return fmt.Errorf("answer %s: %w", f.Name, err)
		}
	}
	fmt.Fprintf(s.stdout, "wrote the answers to %s in outbox%c\n", plural(len(files), "file"), filepath.Separator)
	return nil
}

// An answering holds what every answer needs.
type answering struct {
	*workspace
	*setting
	cells    map[string]*metrics.Cells
	sources  []queries.Source                     // that arrive, with the headings of the workspace
	disputes []queries.Dispute                    // not settled yet
	disputed map[string][]queries.Dispute         // the same by unit
	stops    map[string][]queries.Stop            // by metric: why its sources give nothing
	exported map[string]map[string]queries.Export // by source of metrics and workplace
	own      map[string]ownFigures                // by employer
	files    map[int]queries.File                 // by number
	unused   map[string]bool                      // the codes of rules that ask about what is in no figure
	known    map[string]queries.Known             // by what workplaces are called
	named    map[int]naming                       // by number of a file that could not be read, as far as they were looked at
	places   places                               // of the answers that were given
}

// newAnswering gathers, once for all answers, what they need.
func (w *workspace) newAnswering(s *session, db *queries.DB, day time.Time) (*answering, error) {
	month := firstOfMonth(day).AddDate(0, -1, 0)
	a := &answering{workspace: w, stops: map[string][]queries.Stop{}, exported: map[string]map[string]queries.Export{}, own: map[string]ownFigures{}, named: map[int]naming{}}
	var err error
	if a.disputes, err = db.Disputes(s.ctx, day); err != nil {
		return nil, err
	}
	a.disputed = byUnit(a.disputes)
	if a.setting, err = w.build(s, db, queries.Now(day), month); err != nil {
		return nil, err
	}
	if a.cells, err = a.allCells(s); err != nil {
		return nil, err
	}
	if a.sources, err = db.Arriving(s.ctx, day); err != nil {
		return nil, err
	}
	if err = a.readStops(s); err != nil {
		return nil, err
	}
	if a.files, err = filesByNumber(s, db); err != nil {
		return nil, err
	}
	if a.known, err = db.KnownIDs(s.ctx); err != nil {
		return nil, err
	}
	answers, err := db.Answers(s.ctx)
	if err != nil {
		return nil, err
	}
	a.places = newPlaces(answers)
	a.unused, err = db.Unused()
	return a, err
}

func filesByNumber(s *session, db *queries.DB) (map[int]queries.File, error) {
	all, err := db.Files(s.ctx)
	files := map[int]queries.File{}
	for _, f := range all {
		files[f.File] = f
	}
	return files, err
}

// readStops reads what the sources of each metric are made from, and why they give
// nothing.
func (a *answering) readStops(s *session) (err error) {
	for _, m := range a.metrics {
		for _, source := range m.Sources {
			if a.exported[source] == nil {
				if a.exported[source], err = a.db.Exported(s.ctx, source); err != nil {
					return err
				}
			}
		}
		if len(m.Sources) > 1 {
			if a.stops[m.Name], err = a.db.Stops(s.ctx, a.queries[m.Name], m.Sources, m.Columns); err != nil {
				return err
			}
		}
	}
	return nil
}

// ownFigures are what came out of an employer's data.
type ownFigures struct {
	made    []reports.OwnFigure
	stopped []reports.Told

	unanswered     []string // the names of the metrics that are stopped for want of an answer
	without        map[homeFigure]bool
	yearLacks      map[string]string // by metric of twelve months: the one month that it lacks boxes of
	homes          map[string]string // the names of its workplaces
	owed, notAsked []string
	exported       map[ownBox]bool // boxes that an export answers from which its figures are made
}

// An ownBox is one box of a workplace and month.
type ownBox struct {
	workplace, column string
	month             time.Time
}

// A homeFigure names the figure of one workplace, of the first window of a metric.
type homeFigure struct {
	metric, workplace string
	period            time.Time
}

// answer writes the answer to one file, and notes that it was given.
func (a *answering) answer(s *session, f queries.Unanswered) error {
	data, err := os.ReadFile(filepath.Join(a.path(a.config.Archive), filepath.FromSlash(f.Archived)))
	if err != nil {
		return err
	}
	fb, err := a.about(s, f, data)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	report, err := mark(data, fb, &out)
	if err != nil {
		return err
	}
	if report.Slip != "" {
		fmt.Fprintf(s.stderr, "%s: marking it stopped in %s, so it is answered with a list; please tell us\n", f.Name, report.Slip)
	}
	name := "feedback.xlsx"
	if report.Macros {
		name = "feedback.xlsm"
	}
	folder, other := a.placeOf(f)
	rel := path.Join(folder, name)
	to := filepath.Join(a.path("outbox"), filepath.FromSlash(rel))
	s.step("feedback: before")
	if err := writeFile(to, out.Bytes()); err != nil {
		return err
	}
	if err := a.db.Answered(s.ctx, f.File.File, rel); err != nil {
		return err
	}
	a.places.add(f.File.File, rel)
	s.step("feedback: after")
	if other > 0 {
		fmt.Fprintf(s.stdout, "the answer to %s is in %s: %s has the same name\n", f.Name, filepath.Join("outbox", filepath.FromSlash(folder)), a.files[other].Name)
	}
	return nil
}

// mark marks the sender's own file where that can be done. A text file becomes
// a workbook of the same rows, and what cannot be marked gets a workbook of our
// own: the letters are those that a zip and an .xls start with.
func mark(data []byte, fb reports.Feedback, out *bytes.Buffer) (reports.MarkReport, error) {
	if !bytes.HasPrefix(data, []byte("PK")) && !bytes.HasPrefix(data, []byte("\xD0\xCF\x11\xE0")) && !fb.People && fb.NoCopy == "" {
		if file, ok := textRows(data); ok {
			return reports.MarkText(file, fb, out)
		}
	}
	return reports.Mark(bytes.NewReader(data), int64(len(data)), fb, out)
}

// textRows reads the rows of a text file as they stand. It reports false for
// any other.
func textRows(data []byte) (reports.TextFile, bool) {
	file := reports.TextFile{Heading: -1}
	sheets, err := ingest.Sheets(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return file, false
	}
	for sheet, err := range sheets {
		if err != nil || sheet.Name != "" {
			return file, false
		}
		for row, err := range sheet.Rows {
			if err != nil {
				return file, false
			}
			cells := make([]string, row.Cells[len(row.Cells)-1].Ref.Col)
			for _, c := range row.Cells {
				cells[c.Ref.Col-1] = c.Raw
			}
			if len(cells) > 1 && file.Heading < 0 {
				file.Heading = len(file.Rows)
			}
			file.Rows, file.Lines = append(file.Rows, cells), append(file.Lines, row.Line)
		}
	}
	return file, true
}
