package ingest

import (
	"fmt"
	"strings"
	"testing"

	"academy/queries"
)

func TestReferences(t *testing.T) {
	sources, err := queries.Sources()
	if err != nil {
		t.Fatal(err)
	}
	var staff queries.Source
	for _, s := range sources {
		if s.Name == "ascwds_staff" {
			staff = s
		}
	}
	file := "LOCALESTID,UNIQUEWORKERID,STATUS,DISPLAYID,EMPLSTATUS,MAINJOBROLE\n" +
		"A1,W-0042,NEW,Jo Cook,1,8\n" + // 2: asked for
		"A1,W-0043,NEW,Jo Smith,1,8\n" + // 3: not asked for
		"A1,Jo Smith 2,NEW,Jo Smith,1,8\n" + // 4: a name, for all we know
		"A1,JoSmith,NEW,Jo Smith,1,8\n" + // 5: and here
		"A1,AB123456C,NEW,Jo Smith,1,8\n" + // 6: a National Insurance number
		"A1,1980-02-03,NEW,Jo Smith,1,8\n" + // 7: a date of birth
		",W7,NEW,Jo Smith,99,\n" + // 8: a row that is left out
		"A1,SmithJ120385,NEW,Jo Smith,1,8\n" + // 9: a name and a date of birth
		"A1,js/19850312,NEW,Jo Smith,1,8\n" + // 10: initials, and the same as ISO has it
		"A1,HM-993399,NEW,Jo Smith,1,8\n" // 11: no date
	got, err := References("staff 2026-09-26.csv", strings.NewReader(file), int64(len(file)), staff, []int{2, 4, 5, 6, 7, 8, 9, 10, 11, 99})
	if err != nil {
		t.Fatal(err)
	}
	if want := "map[2:W-0042 8:W7 11:HM-993399]"; fmt.Sprint(got) != want {
		t.Errorf("the references are %v, want %s", got, want)
	}
	for i := range staff.Columns {
		if staff.Columns[i].Refers && staff.Columns[i].Keep != "hash" {
			t.Error("reading references changed the source")
		}
	}
}
