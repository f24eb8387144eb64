package ingest

import (
	"bufio"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	_ "github.com/duckdb/duckdb-go/v2"
)

// BenchmarkStaffFile splits, hashes, types, judges and loads an ASC-WDS staff
// file of 44 columns, and has DuckDB's own read_csv take the same file into a
// table as text: "x-read_csv" is how many times as long ours takes. STAFF_ROWS
// sets the rows; a national file has 1,600,000.
func BenchmarkStaffFile(b *testing.B) {
	rows := 100_000
	if n, err := strconv.Atoi(os.Getenv("STAFF_ROWS")); err == nil {
		rows = n
	}
	path := filepath.Join(b.TempDir(), "2026-09-01-staff.csv")
	staffFile(b, path, rows)
	info, err := os.Stat(path)
	must(b, err)
	b.SetBytes(info.Size())
	var ours, theirs time.Duration
	for b.Loop() {
		l, _ := loaderOf(b)
		fileOf(b, filepath.Join(l.Reference, "workplaces.csv"), workplacesOf(staffHomes))
		roles, err := os.ReadFile("../testdata/region/reference/job_roles.csv")
		must(b, err)
		fileOf(b, filepath.Join(l.Reference, "job_roles.csv"), string(roles))
		_, err = l.Load(b.Context(), nil)
		must(b, err)
		start := time.Now()
		days, err := FilesAt([]string{path}, l.Today)
		must(b, err)
		outcomes, err := l.Load(b.Context(), days)
		must(b, err)
		ours += time.Since(start)
		if bad := len(outcomes[0].Faults); bad != rows/100 {
			b.Fatalf("%d rows of %d have a fault: %v", bad, rows, outcomes[0].Faults[0])
		}
		theirs += readCSV(b, path)
	}
	b.ReportMetric(float64(ours)/float64(theirs), "x-read_csv")
}

// readCSV has DuckDB read a file into a table, all of it text.
func readCSV(b *testing.B, path string) time.Duration {
	db, err := sql.Open("duckdb", filepath.Join(b.TempDir(), "plain.duckdb")+"?threads=2")
	must(b, err)
	defer db.Close()
	start := time.Now()
	_, err = db.ExecContext(b.Context(), "create table staff as from read_csv(?, all_varchar = true, header = true)", path)
	must(b, err)
	return time.Since(start)
}

const staffHomes = 2000

// workplacesOf is a table of workplaces.
func workplacesOf(homes int) string {
	text := "workplace,cqc_location,cqc_provider,ascwds_id,name,employer,employer_name,area,service,in_scope_from,in_scope_until\n"
	for i := range homes {
		text += fmt.Sprintf("W%05d,,,A%05d,Home %d,E%04d,,North,Care home,2020-01-01,\n", i, i, i, i/3)
	}
	return text
}

// staffRoles are codes of job roles as files have them, most of them care workers.
var staffRoles = [...]int{8, 8, 8, 8, 8, 7, 7, 52, 16, 25, 26, 3, 4, 27, 34, 5}

// staffFile writes a file like those that ASC-WDS hands out. In one row of two
// hundred the employment status is missing, so that the row is set aside, and in
// another the answer about the contract is none that there is.
func staffFile(b *testing.B, path string, rows int) {
	f, err := os.Create(path)
	must(b, err)
	w := bufio.NewWriter(f)
	_, _ = w.WriteString("LOCALESTID,UNIQUEWORKERID,STATUS,DISPLAYID,NINUMBER,POSTCODE,DOB,GENDER,ETHNICITY,NATIONALITY,BRITISHCITIZENSHIP,COUNTRYOFBIRTH,YEAROFENTRY,DISABLED,CARECERT,RECSOURCE,STARTDATE,STARTINSECT,APPRENTICE,EMPLSTATUS,ZEROHRCONT,DAYSSICK,SALARYINT,SALARY,HOURLYRATE,MAINJOBROLE,MAINJRDESC,CONTHOURS,AVGHOURS,NMCREG,NURSESPEC,AMHP,SCQUAL,NONSCQUAL,QUALACH01,QUALACH01NOTES,QUALACH02,QUALACH02NOTES,QUALACH03,QUALACH03NOTES,LEVEL2CARECERT,FLUVAC,CWPUSE,NOTES\n")
	c := rand.New(rand.NewPCG(1, 2))
	for i := range rows {
		status, contract := fmt.Sprint(1+c.IntN(4)), 1+c.IntN(2)
		switch i % 200 {
		case 77:
			status = ""
		case 177:
			contract = 5
		}
		fmt.Fprintf(w, "A%05d,W%07d,UNCHECKED,Worker %d,Admin,ST%d %dAB,%02d/%02d/19%02d,%d,%d,826,999,826,,0,2,%d,01/%02d/20%02d,20%02d,0,%s,%d,%d,250,,%d.%02d,%d,,%d,%d,,,,1,0,,,,,,,1,1,0,\n",
			i/(rows/staffHomes+1), i, i, c.IntN(20), c.IntN(9), 1+c.IntN(28), 1+c.IntN(12), 50+c.IntN(50), 1+c.IntN(2), 31+c.IntN(18), 1+c.IntN(16),
			1+c.IntN(12), 10+c.IntN(16), 10+c.IntN(16), status, contract, c.IntN(30), 11+c.IntN(9), c.IntN(99), staffRoles[c.IntN(len(staffRoles))], 10+c.IntN(30), 10+c.IntN(30))
	}
	must(b, w.Flush())
	must(b, f.Close())
}
