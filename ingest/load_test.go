package ingest

import (
	"archive/zip"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"academy/queries"
)

// loaderOf makes a loader over an empty workspace that knows one workplace.
func loaderOf(t testing.TB) (*Loader, string) {
	t.Helper()
	dir := t.TempDir()
	fileOf(t, filepath.Join(dir, "reference", "workplaces.csv"), ""+
		"workplace,cqc_location,cqc_provider,ascwds_id,name,employer,employer_name,area,service,in_scope_from,in_scope_until\n"+
		"W0001,,,,Nowhere House,E0001,Nobody,Nowhere,Care home,2024-04-01,\n")
	must(t, os.MkdirAll(filepath.Join(dir, "inbox"), 0o755))
	book, err := queries.OpenBook(nil)
	must(t, err)
	db, err := queries.Open(t.Context(), book, queries.Options{BuildDir: t.TempDir(), Threads: 1})
	must(t, err)
	t.Cleanup(func() { must(t, db.Close()) })
	return &Loader{
		DB: db, Archive: &Archive{Dir: filepath.Join(dir, "archive")}, Rejected: &Rejected{Dir: filepath.Join(dir, "rejected")},
		Inbox: filepath.Join(dir, "inbox"), Reference: filepath.Join(dir, "reference"), Key: key, Today: day.AddDate(0, 1, 0),
	}, dir
}

// rowsLeftOutOf loads what lies in the inbox and returns what became of the last file,
// and where its rows stand that were left out.
func rowsLeftOutOf(t *testing.T, l *Loader) (Outcome, string) {
	t.Helper()
	days, err := Inbox(l.Inbox, l.Today)
	must(t, err)
	outcomes, err := l.Load(t.Context(), days)
	must(t, err)
	o := outcomes[len(outcomes)-1]
	var left []string
	for _, f := range o.Faults {
		if f.Severity == queries.LeaveOutRow {
			left = append(left, f.Place)
		}
	}
	return o, strings.Join(left, "\n")
}

// verdicts loads what lies in the inbox and lists what became of each file.
func verdicts(t testing.TB, l *Loader) string {
	t.Helper()
	days, err := Inbox(l.Inbox, l.Today)
	must(t, err)
	outcomes, err := l.Load(t.Context(), days)
	must(t, err)
	var b strings.Builder
	for _, o := range outcomes {
		fmt.Fprintf(&b, "%s: %s", o.Name, o.Verdict)
		if o.Refusal != nil {
			fmt.Fprintf(&b, ", %s", o.Refusal.Code)
		}
		b.WriteString("\n")
	}
	return strings.ReplaceAll(b.String(), "reference/workplaces.csv: accepted\n", "")
}

// TestNoFileStopsTheOthers holds that whatever lies in the inbox, the files
// beside it are taken in, and that what could not be read is tried again.
func TestNoFileStopsTheOthers(t *testing.T) {
	const text = "this is no return\n"
	tests := []struct {
		name, file string
		spoil      func(t *testing.T, path string)
		want       string
		again      string
	}{
		{"a name that is not UTF-8", "b\xFFd.csv", nil, "b\uFFFDd.csv: refused, wrong-headings", ""},
		{"a name of two lines that colours the screen", "b\nd\x1b[31m.csv", nil, "b\uFFFDd\uFFFD[31m.csv: refused, wrong-headings", ""},
		{"as long a name as there can be", strings.Repeat("𝒳", 62) + ".csv", nil, strings.Repeat("𝒳", 62) + ".csv: refused, wrong-headings", ""},
		{"a file that is gone when its turn comes", "b.csv", func(t *testing.T, path string) { must(t, os.Remove(path)) }, "b.csv: refused, unreadable", ""},
		{"a file that nobody may read", "b.csv", func(t *testing.T, path string) { must(t, os.Chmod(path, 0)) }, "b.csv: refused, unreadable", "b.csv: refused, unreadable"},
		{"a folder that nobody may read", "b/b.csv", func(t *testing.T, path string) {
			must(t, os.Chmod(filepath.Dir(path), 0))
			t.Cleanup(func() { must(t, os.Chmod(filepath.Dir(path), 0o755)) })
		}, "b: refused, unreadable", "b: refused, unreadable"},
		{"a file that changes while it is read", "b.csv", nil, "b.csv: refused, unreadable", "b.csv: refused, wrong-headings"},
	}
	for _, tt := range tests {
		if strings.Contains(tt.name, "nobody may") && os.Getuid() == 0 {
			continue // root may read everything: for root there is no such file
		}
		t.Run(tt.name, func(t *testing.T) {
			if runtime.GOOS == "windows" {
				t.Skip("Windows has other names and other locks")
			}
			l, dir := loaderOf(t)
			fileOf(t, filepath.Join(dir, "inbox", "2026-09-11", "a.csv"), text+"a")
			path := fileOf(t, filepath.Join(dir, "inbox", "2026-09-11", tt.file), text)
			fileOf(t, filepath.Join(dir, "inbox", "2026-09-11", "c.csv"), text+"c")
			if strings.Contains(tt.name, "changes") {
				n := 0
				l.Archive.Steps = func(step string) {
					if step == "archive: before original" {
						if n++; n == 3 { // after that of workplaces.csv and a.csv
							fileOf(t, path, text+text)
						}
					}
				}
			}
			days, err := Inbox(l.Inbox, l.Today)
			must(t, err)
			if tt.spoil != nil {
				tt.spoil(t, path)
			}
			if strings.Contains(tt.name, "folder") {
				days, err = Inbox(l.Inbox, l.Today)
				must(t, err)
			}
			outcomes, err := l.Load(t.Context(), days)
			must(t, err)
			var got strings.Builder
			for _, o := range outcomes {
				if name, ok := strings.CutPrefix(o.Name, "2026-09-11/"); ok {
					fmt.Fprintf(&got, "%s: %s, %s\n", name, o.Verdict, o.Refusal.Code)
					if o.Refusal.Fix == "" {
						t.Errorf("%s: no way out", name)
					}
				}
			}
			// The order is that of the names.
			lines := strings.Split(strings.TrimSpace(got.String()), "\n")
			if len(lines) != 3 || !strings.Contains(got.String(), tt.want+"\n") || !strings.Contains(got.String(), "a.csv: refused, wrong-headings\n") || !strings.Contains(got.String(), "c.csv: refused, wrong-headings\n") {
				t.Errorf("got\n%s\nwant a.csv and c.csv refused, and\n%s", got.String(), tt.want)
			}
			same(t, strings.ReplaceAll(verdicts(t, l), "2026-09-11/", ""), tt.again)
		})
	}
}

// TestPackedFolder holds that the files of a packed folder are taken in like
// any other, that the folder is kept as it came, and that it is not taken in
// twice.
func TestPackedFolder(t *testing.T) {
	l, dir := loaderOf(t)
	all := packed(t,
		packedFile{name: "Homes/return.csv", text: returnCSV("W0001", "September 2026")},
		packedFile{name: "notes.txt", text: "this is no return\n"},
		packedFile{name: "__MACOSX/return.db", text: "clutter"})
	fileOf(t, filepath.Join(dir, "inbox", "all.zip"), all)
	got := strings.Split(strings.TrimSpace(verdicts(t, l)), "\n")
	slices.Sort(got)
	same(t, strings.Join(got, "\n"), `all.zip/Homes/return.csv: accepted
all.zip/notes.txt: refused, wrong-headings
all.zip: unpacked`)
	if again := verdicts(t, l); again != "" {
		t.Errorf("it was taken in again: %s", again)
	}
}

// TestDamagedPackedFolder holds that a packed folder with a file that does not
// unpack is refused, and the files beside it are taken in.
func TestDamagedPackedFolder(t *testing.T) {
	l, dir := loaderOf(t)
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.CreateRaw(&zip.FileHeader{Name: "a.csv", Method: zip.Store, CRC32: 1, CompressedSize64: 3, UncompressedSize64: 3})
	must(t, err)
	_, err = w.Write([]byte("a,b"))
	must(t, err)
	must(t, z.Close())
	fileOf(t, filepath.Join(dir, "inbox", "all.zip"), b.String())
	fileOf(t, filepath.Join(dir, "inbox", "return.csv"), returnCSV("W0001", "September 2026"))
	same(t, verdicts(t, l), "all.zip: refused, torn\nreturn.csv: accepted\n")
}

// TestPackedFolderTriedAgain holds that of a packed folder only the file that was
// refused is tried again once the reference data knows its workplace.
func TestPackedFolderTriedAgain(t *testing.T) {
	l, dir := loaderOf(t)
	all := packed(t,
		packedFile{name: "W0001.csv", text: returnCSV("W0001", "September 2026")},
		packedFile{name: "W0002.csv", text: returnCSV("W0002", "September 2026")})
	fileOf(t, filepath.Join(dir, "inbox", "all.zip"), all)
	same(t, verdicts(t, l), "all.zip/W0001.csv: accepted\nall.zip/W0002.csv: refused, unknown-workplace\nall.zip: unpacked\n")
	known := filepath.Join(dir, "reference", "workplaces.csv")
	text, err := os.ReadFile(known)
	must(t, err)
	fileOf(t, known, string(text)+"W0002,,,,Other House,E0001,Nobody,Nowhere,Care home,2024-04-01,\n")
	same(t, verdicts(t, l), "all.zip/W0002.csv: accepted\nall.zip: unpacked\n")
	same(t, verdicts(t, l), "")
	fileOf(t, known, string(text)+"W0002,,,,Another House,E0001,Nobody,Nowhere,Care home,2024-04-01,\n")
	same(t, verdicts(t, l), "")
}

// TestForgottenBoxes holds that a workplace that we know stands for a row whose
// boxes were forgotten, by whatever it is called, and any other name for a remark.
func TestForgottenBoxes(t *testing.T) {
	l, dir := loaderOf(t)
	fileOf(t, filepath.Join(l.Reference, "workplaces.csv"), ""+
		"workplace,cqc_location,cqc_provider,ascwds_id,name,employer,employer_name,area,service,in_scope_from,in_scope_until\n"+
		"W0001,,,,Nowhere House,E0001,Nobody,Nowhere,Care home,2024-04-01,\nELM,,,,Total Care,E0001,Nobody,Nowhere,Care home,2024-04-01,\n")
	fileOf(t, filepath.Join(dir, "inbox", "return.csv"), returnCSV("W0001", "June 2026")+
		"Nowhere House\nelm,\nTotal Care,,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1\nElsewhere House\nElsewhere\nTotal Homes,,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1\n")
	o, left := rowsLeftOutOf(t, l)
	same(t, left, "line 3\nline 4\nline 5, column Month")
	if r := o.Receipt; r.Rows != 1 || r.Notes.String() != "row 6, row 7" || r.Totals.String() != "row 8" {
		t.Errorf("%d rows, remarks in %s and totals in %s", r.Rows, r.Notes, r.Totals)
	}
}

// TestUnreadIsNotBlank holds that a row is not called blank whose boxes, or whose
// tick for "nothing has changed", hold what cannot be read.
func TestUnreadIsNotBlank(t *testing.T) {
	l, dir := loaderOf(t)
	headings, row, _ := strings.Cut(returnCSV("W0001", "June 2026"), "\n")
	fileOf(t, filepath.Join(dir, "inbox", "2026-07-10", "return.csv"), headings+",No change\n"+strings.TrimSpace(row)+",\n"+
		"W0001,March 2026"+strings.Repeat(",same", 16)+",\nW0001,April 2026"+strings.Repeat(",", 16)+",the same\nW0001,May 2026"+strings.Repeat(",", 17)+"\n")
	days, err := Inbox(l.Inbox, l.Today)
	must(t, err)
	outcomes, err := l.Load(t.Context(), days)
	must(t, err)
	var blank []string
	for _, f := range outcomes[len(outcomes)-1].Faults {
		if f.Code == "nothing-filled-in" {
			blank = append(blank, f.Place)
		}
	}
	same(t, strings.Join(blank, "\n"), "line 5, column Month")
}

// TestLoneReference holds that a reference alone stands for a row whose boxes were
// forgotten, in a list without workplaces too, and any other text or box for a remark.
func TestLoneReference(t *testing.T) {
	l, dir := loaderOf(t)
	fileOf(t, filepath.Join(dir, "inbox", "placements.csv"), ""+
		"Person reference,Placement host,Placement start date,Placement completion date\n"+
		"MF-00001,W0001,01/04/2026,\nMF-00002,,,\nSpring of 2026,,,\nSpring,,,\n,,02/04/2026,\n,W0001,,\n")
	o, left := rowsLeftOutOf(t, l)
	same(t, left, "line 3, column Placement host")
	if r := o.Receipt; r.Rows != 1 || r.Notes.String() != "row 4, row 5, row 6, row 7" {
		t.Errorf("%d rows, and remarks in %s", r.Rows, r.Notes)
	}
}

// TestFirstRowOfALineIsJudged holds that what is wrong with the second row of a
// line, where one file was put behind another, hides nothing of the first.
func TestFirstRowOfALineIsJudged(t *testing.T) {
	l, dir := loaderOf(t)
	june := returnCSV("W0001", "June 2026") // 20 care staff, permanent
	july := strings.TrimSpace(strings.Replace(returnCSV("W0001", "July 2026"), ",20,", ",900,", 1))
	_, row, _ := strings.Cut(july, "\n")
	fileOf(t, filepath.Join(dir, "inbox", "2026-07-10", "june.csv"), june)
	fileOf(t, filepath.Join(dir, "inbox", "2026-08-10", "july.csv"), july+"\uFEFF"+row+"\n")
	days, err := Inbox(l.Inbox, l.Today)
	must(t, err)
	outcomes, err := l.Load(t.Context(), days)
	must(t, err)
	var got []string
	for _, f := range outcomes[len(outcomes)-1].Faults {
		got = append(got, f.Place+": "+f.Code)
	}
	same(t, strings.Join(got, "\n"), "row 2 of line 2: second-row\nline 2, column Care perm: tenfold-jump")
}

// TestBoxUnderAMerge holds that what a rule says of a box that a merge covers is
// that it is covered, and of another blank one that it is blank.
func TestBoxUnderAMerge(t *testing.T) {
	l, dir := loaderOf(t)
	book := bookOf(t, returnRows("W0001", "June 2026"), func(f *excelize.File) {
		must(t, f.MergeCell("Return", "D2", "E2"))
		must(t, f.SetCellValue("Return", "H2", nil))
	})
	fileOf(t, filepath.Join(dir, "inbox", "return.xlsx"), string(book))
	days, err := Inbox(l.Inbox, l.Today)
	must(t, err)
	outcomes, err := l.Load(t.Context(), days)
	must(t, err)
	o := outcomes[len(outcomes)-1]
	var got []string
	for _, f := range o.Faults {
		got = append(got, f.Place+": "+f.Says)
	}
	same(t, strings.Join(got, "\n"), "Return!E2: this box is covered by a merge, so nothing can be in it\n"+
		"Return!H2: this box is blank, so it counts as not answered")
}

// returnCSV is a return of one row.
func returnCSV(workplace, month string) string {
	return "Workplace,Month,Care perm,Care temp,Care bank,Care agency,Care vacs,Care joiners,Care gone,Other perm,Other temp,Other bank,Other agency,Other vacs,Other joiners,Other gone,New to care,Left for care\n" +
		workplace + "," + month + ",20,2,1,0,3,1,0,4,0,0,0,1,0,0,0,0\n"
}

// returnRows is that return as the rows of a workbook.
func returnRows(workplace, month string) (rows [][]any) {
	for line := range strings.Lines(returnCSV(workplace, month)) {
		var row []any
		for value := range strings.SplitSeq(strings.TrimSpace(line), ",") {
			row = append(row, value)
		}
		rows = append(rows, row)
	}
	return rows
}

// TestWatch holds that a load says how far it has come: every file that there
// is, also those that are there already, and every row that is read.
func TestWatch(t *testing.T) {
	l, dir := loaderOf(t)
	csv := "Workplace,Month,Nothing has changed,Correction,Care: permanent,Care: temporary,Care: bank or pool,Care: agency,Care: vacancies,Care: joined,Care: left,Other: permanent,Other: temporary,Other: bank or pool,Other: agency,Other: vacancies,Other: joined,Other: left,Joined: new to care,Left: to another care employer\n"
	for i, month := range []string{"June 2026", "July 2026"} {
		fileOf(t, filepath.Join(dir, "inbox", fmt.Sprintf("2026-09-1%d", i), month+".csv"), csv+"W0001,"+month+",,,1,2,3,4,5,6,7,8,9,10,11,12,13,14,1,1\n")
	}
	for _, want := range []Progress{{Files: 2, Done: 2, Rows: 2}, {Files: 2, Done: 2, Rows: 0}} {
		var last Progress
		l.Watch = func(p Progress) {
			if p.Done < last.Done || p.Rows < last.Rows || p.Done > p.Files {
				t.Errorf("after %+v it says %+v", last, p)
			}
			last = p
		}
		verdicts(t, l)
		if last != want {
			t.Errorf("it ends with %+v, want %+v", last, want)
		}
	}
}

// TestHeldSaysWhatHelps holds that nobody is told to tick a box that the kind of
// file does not have, or that both have ticked.
func TestHeldSaysWhatHelps(t *testing.T) {
	loader, _ := loaderOf(t)
	const again = "send the right one once more, on another day"
	for _, tt := range []struct {
		source     string
		correction bool
		want       string
	}{
		{"provider_return", false, again + " or with the box Correction ticked"},
		{"provider_return", true, again},
		{"ascwds_workplace", false, again},
	} {
		described, ok := loader.DB.Source(tt.source)
		if !ok {
			t.Fatalf("no source %s", tt.source)
		}
		d := queries.Dispute{Source: tt.source, Unit: "W0001", Correction: tt.correction}
		if row, file := Disputed(d, described).Fix, Held(described, d).Fix; row != tt.want || file != tt.want {
			t.Errorf("%s: %q of the row and %q of the file, want %q", tt.source, row, file, tt.want)
		}
	}
}

// TestDisputedNamesThePlace holds that what is in dispute is named by the home, as
// people and as the academy call it, and by the time its source is about.
func TestDisputedNamesThePlace(t *testing.T) {
	loader, _ := loaderOf(t)
	on := time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		dispute queries.Dispute
		want    string
	}{
		{queries.Dispute{Source: "provider_return", Unit: "W0001", Name: "Rose House", Period: on}, "Rose House (W0001), October 2026"},
		{queries.Dispute{Source: "provider_return", Unit: "W0001", Period: on}, "W0001, October 2026"},
		{queries.Dispute{Source: "ascwds_workplace", Unit: "W0001", Name: "Rose House", Period: on}, "Rose House (W0001), 1 October 2026"},
		{queries.Dispute{Source: "one_stop_shop", Unit: "all", Period: on}, "October 2026"},
		{queries.Dispute{Source: "tracker", Unit: "all"}, "the whole file"},
	} {
		source, ok := loader.DB.Source(tt.dispute.Source)
		if !ok {
			t.Fatalf("no source %s", tt.dispute.Source)
		}
		if got := Disputed(tt.dispute, source).Place; got != tt.want {
			t.Errorf("%s: %q, want %q", tt.dispute.Source, got, tt.want)
		}
	}
}
