package main

import (
	"bufio"
	"fmt"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The headers of the two ASC-WDS files, as they were from a day on. Source:
// ascwds_header_history.json of the domain notes.
var (
	workplaceHeaders = []header{
		newHeader("2025-08-19", `LOCALESTID,STATUS,ESTNAME,ADDRESS1,ADDRESS2,ADDRESS3,POSTTOWN,POSTCODE,ESTTYPE,OTHERTYPE,
			PERMCQC,PERMLA,REGTYPE,PROVNUM,LOCATIONID,MAINSERVICE,ALLSERVICES,CAPACITY,UTILISATION,SERVICEDESC,
			SERVICEUSERS,OTHERUSERDESC,DHA,DHAACTIVITIES,TOTALPERMTEMP,ALLJOBROLES,STARTERS,LEAVERS,VACANCIES,
			REASONS,REASONNOS,REPEATTRAINING,ACCEPTCARECERT,CWPAWARE,CWPUSE,CWPUSEDESC,BENEFITS,SICKPAY,PENSION,HOLIDAY`),
		newHeader("2026-07-08", `LOCALESTID,STATUS,ESTNAME,ADDRESS1,ADDRESS2,ADDRESS3,POSTTOWN,POSTCODE,ESTTYPE,OTHERTYPE,
			PERMCQC,PERMLA,REGTYPE,PROVNUM,LOCATIONID,MAINSERVICE,ALLSERVICES,CAPACITY,UTILISATION,SERVICEDESC,
			SERVICEUSERS,OTHERUSERDESC,DHA,DHAACTIVITIES,TOTALPERMTEMP,ALLJOBROLES,STARTERS,LEAVERS,VACANCIES,
			REASONS,REASONNOS,REPEATTRAINING,CWPAWARE,CWPUSE,CWPUSEDESC,SICKPAY,PENSION,ACTUALCONT,OPTOUTPEN,HOLIDAY,
			SLEEPINS,SLEEPINPAY,TRAVELTIME,TTDIFFRATE`),
	}
	staffHeaders = []header{
		newHeader("2025-08-04", `LOCALESTID,UNIQUEWORKERID,STATUS,DISPLAYID,NINUMBER,POSTCODE,DOB,GENDER,ETHNICITY,NATIONALITY,
			BRITISHCITIZENSHIP,COUNTRYOFBIRTH,YEAROFENTRY,DISABLED,CARECERT,L2CARECERT,RECSOURCE,HANDCVISA,INOUTUK,
			STARTDATE,STARTINSECT,DHA,APPRENTICE,EMPLSTATUS,ZEROHRCONT,DAYSSICK,SALARYINT,SALARY,HOURLYRATE,
			MAINJOBROLE,MAINJRDESC,CONTHOURS,AVGHOURS,NMCREG,NURSESPEC,AMHP,SCQUAL,NONSCQUAL,CWPCATEGORY,
			QUALACH01,QUALACH01NOTES,QUALACH02,QUALACH02NOTES,QUALACH03,QUALACH03NOTES`),
		newHeader("2026-07-08", `LOCALESTID,UNIQUEWORKERID,STATUS,DISPLAYID,NINUMBER,POSTCODE,DOB,GENDER,ETHNICITY,NATIONALITY,
			BRITISHCITIZENSHIP,COUNTRYOFBIRTH,YEAROFENTRY,DISABLED,CARECERT,L2CARECERT,RECSOURCE,HANDCVISA,INOUTUK,
			STARTDATE,STARTINSECT,DHA,APPRENTICE,EMPLSTATUS,ZEROHRCONT,DAYSSICK,SALARYINT,SALARY,HOURLYRATE,
			MAINJOBROLE,MAINJRDESC,CONTHOURS,AVGHOURS,NMCREG,AMHP,SCQUAL,NONSCQUAL,CWPCATEGORY,
			QUALACH01,QUALACH01NOTES,QUALACH02,QUALACH02NOTES,QUALACH03,QUALACH03NOTES`),
	}
)

// A header is the columns of a file from a day on.
type header struct {
	from    time.Time
	columns []string
	at      map[string]int
}

func newHeader(from, columns string) header {
	day, err := time.Parse(time.DateOnly, from)
	if err != nil {
		panic(err) // a constant of this file
	}
	h := header{from: day, at: map[string]int{}}
	for i, c := range strings.Split(columns, ",") {
		c = strings.TrimSpace(c)
		h.columns = append(h.columns, c)
		h.at[c] = i
	}
	return h
}

// inForce is the header that an export of a day has. An export older than all
// has the first: nobody will look up what it was.
func inForce(headers []header, on time.Time) header {
	h := headers[0]
	for _, later := range headers[1:] {
		if !on.Before(later.from) {
			h = later
		}
	}
	return h
}

// A record is one row of a file.
type record struct {
	header header
	values []string
}

func (h header) record() record { return record{h, make([]string, len(h.columns))} }

// set gives a column a value; a column that the header has not is passed over.
func (r record) set(column, value string) {
	if i, ok := r.header.at[column]; ok {
		r.values[i] = value
	}
}

// unquoted are the free texts that ASC-WDS writes as they are.
var unquoted = []string{"MAINJRDESC", "SERVICEDESC", "OTHERUSERDESC", "CWPUSEDESC"}

// write writes the row as ASC-WDS does: quoted only where a comma, a quote or
// a space other than a blank stands in it, and some free texts not even then.
func (r record) write(w *bufio.Writer) error {
	line := w.AvailableBuffer()
	for i, v := range r.values {
		if i > 0 {
			line = append(line, ',')
		}
		if strings.ContainsAny(v, ",\"\t\r\n") && !slices.Contains(unquoted, r.header.columns[i]) {
			v = `"` + strings.ReplaceAll(v, `"`, `""`) + `"`
		}
		line = append(line, v...)
	}
	_, err := w.Write(append(line, "\r\n"...))
	return err
}

// An upload is the pair of files of one export while they are written.
type upload struct {
	employer  *employer
	on        time.Time
	place     int // among the employer's exports
	workplace header
	staff     header
	files     [2]*os.File
	out       [2]*bufio.Writer
	lines     [2]int // written so far, headings included
}

// The two files of an export.
const (
	workplaceFile = iota
	staffFile
)

// next names the cell of the next row of a file in a column.
func (u *upload) next(file int, column string) string { return u.later(file, 0, column) }

// later names the cell of a row further down.
func (u *upload) later(file, rows int, column string) string {
	return textCell(u.lines[file]+1+rows, column)
}

// writeRecord writes a row of a file.
func (u *upload) writeRecord(file int, r record) error {
	u.lines[file]++
	return r.write(u.out[file])
}

// exportName is the place of a file of an export in the workspace.
func exportName(e *employer, x export, received time.Time, kind string) string {
	name := fmt.Sprintf("%s %s-sfc-bulk-upload-%s.csv", e.id, date(x.on), kind)
	return path.Join("inbox", date(received), "ASC-WDS", name)
}

func (r *region) newUpload(e *employer, x export, received time.Time) (*upload, error) {
	u := &upload{employer: e, on: x.on, place: slices.Index(e.exports, x), workplace: inForce(workplaceHeaders, x.on), staff: inForce(staffHeaders, x.on)}
	for i, kind := range []string{"workplace", "staff"} {
		f, err := r.create(exportName(e, x, received, kind))
		if err != nil {
			return nil, err
		}
		u.files[i], u.out[i] = f, bufio.NewWriterSize(f, 1<<16)
	}
	if err := u.writeRecord(workplaceFile, record{u.workplace, u.workplace.columns}); err != nil {
		return nil, err
	}
	return u, u.writeRecord(staffFile, record{u.staff, u.staff.columns})
}

func (u *upload) close() error {
	for i, out := range u.out {
		if err := out.Flush(); err != nil {
			return err
		}
		if err := u.files[i].Close(); err != nil {
			return err
		}
	}
	return nil
}

// turning is a number from 0 to 40 that is another in each export of an
// employer: an export in which nothing changed would be the same file as the
// one before.
func (u *upload) turning(about int) int { return (about + 7*u.place) % 41 }

// An account is what a workplace's ASC-WDS account says on a day.
type account struct {
	service                             string // MAINSERVICE; blank for the workplace's own
	stated                              int
	roles, starters, leavers, vacancies string // the packed lists
	shifted                             int    // place of the record whose row is shifted; -1 for none
	omitted                             int    // records left out at the end
}

// writeAccount writes the workplace and its staff.
func (u *upload) writeAccount(w *workplace, s *staff, a account) error {
	row := u.workplace.record()
	row.set("LOCALESTID", w.ascwds)
	row.set("STATUS", "UNCHECKED")
	row.set("ESTNAME", w.name)
	row.set("ADDRESS1", fmt.Sprintf("%d Nowhere Street, Notreal", 1+w.index%90))
	row.set("POSTTOWN", "Figment")
	row.set("POSTCODE", "ZX1 1AA")
	row.set("ESTTYPE", []string{"6", "7"}[w.employer.index%2])
	row.set("PERMCQC", "1")
	row.set("PERMLA", "1")
	row.set("REGTYPE", "0")
	if w.location != "" {
		row.set("REGTYPE", "2")
		row.set("PROVNUM", w.provider)
		row.set("LOCATIONID", w.location)
	}
	main := a.service
	if main == "" {
		main = services[w.service].code
	}
	row.set("MAINSERVICE", main)
	row.set("ALLSERVICES", main)
	row.set("CAPACITY", "70")
	row.set("UTILISATION", strconv.Itoa(20+u.turning(w.index)))
	row.set("SERVICEUSERS", "1;3;25")
	row.set("DHA", "2")
	row.set("TOTALPERMTEMP", strconv.Itoa(a.stated))
	row.set("ALLJOBROLES", a.roles)
	row.set("STARTERS", a.starters)
	row.set("LEAVERS", a.leavers)
	row.set("VACANCIES", a.vacancies)
	row.set("CWPAWARE", "4")
	row.set("SICKPAY", "1")
	row.set("PENSION", "1")
	row.set("HOLIDAY", "28")
	if err := u.writeRecord(workplaceFile, row); err != nil {
		return err
	}
	for i, p := range s.people[:len(s.people)-min(a.omitted, len(s.people))] {
		if err := u.writePerson(w, p, s.posts[p.post].role, i == a.shifted); err != nil {
			return err
		}
	}
	return nil
}

// writePerson writes a worker record. Names, NI numbers, postcodes and dates
// of birth have the right shape and cannot be anybody's: NI numbers do not
// begin with QQ, nor postcodes with ZZ99.
func (u *upload) writePerson(w *workplace, p person, role int, shifted bool) error {
	row := u.staff.record()
	odd := 31*w.index + 17*p.number
	birth := time.Date(1958+odd%48, time.Month(1+odd%12), 1+odd%28, 0, 0, 0, 0, time.UTC)
	row.set("LOCALESTID", w.ascwds)
	row.set("UNIQUEWORKERID", fmt.Sprintf("%d-%04d", w.index+1, p.number))
	row.set("STATUS", "UNCHECKED")
	row.set("DISPLAYID", forenames[odd%len(forenames)]+" "+workerSurname)
	row.set("NINUMBER", fmt.Sprintf("QQ%06d%c", (odd*7919)%1_000_000, 'A'+rune(odd%4)))
	row.set("DOB", birth.Format("02/01/2006"))
	if w.employer.sanitised {
		row.set("NINUMBER", "Admin")
		row.set("DOB", "Admin")
	}
	row.set("POSTCODE", fmt.Sprintf("ZZ99 %dZZ", odd%10))
	row.set("GENDER", []string{"2", "2", "2", "2", "1"}[odd%5])
	row.set("ETHNICITY", []string{"31", "31", "31", "44", "39", "99"}[odd%6])
	row.set("NATIONALITY", "826")
	row.set("COUNTRYOFBIRTH", "826")
	row.set("DISABLED", "0")
	row.set("CARECERT", strconv.Itoa(1+odd%3))
	row.set("RECSOURCE", []string{"2", "10", "16", "15", "5"}[odd%5])
	row.set("STARTDATE", p.started.Format("02/01/2006"))
	row.set("STARTINSECT", strconv.Itoa(p.started.Year()))
	row.set("APPRENTICE", "2")
	row.set("EMPLSTATUS", strconv.Itoa(p.contract))
	row.set("ZEROHRCONT", "2")
	row.set("DAYSSICK", strconv.Itoa(u.turning(odd)))
	row.set("SALARYINT", "3")
	row.set("HOURLYRATE", fmt.Sprintf("12.%02d", 20+odd%60))
	row.set("MAINJOBROLE", strconv.Itoa(role))
	switch {
	case shifted:
		row.set("MAINJRDESC", "Cook, part time")
	case role == 27:
		row.set("MAINJRDESC", "Driver and handyperson")
	}
	if direct(p.contract) {
		row.set("CONTHOURS", strconv.Itoa(16+odd%22))
	} else {
		row.set("AVGHOURS", strconv.Itoa(6+odd%20))
	}
	return u.writeRecord(staffFile, row)
}
