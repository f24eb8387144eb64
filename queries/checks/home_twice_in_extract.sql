-- check:     home_twice_in_extract
-- title:     homes that are in an extract twice
-- source:    capacity_tracker_care_home, capacity_tracker_home_care
-- severity:  leave out the row
-- column:    cqcid
-- gate:      form
-- waiver:    none
-- says:      another row of the file is of the same home: we use that one, and leave this one out
-- fix:       Delete the row that is not right, and send the file again.
-- status:    found (a home has one row); assumed (the row updated last is the one that holds)
select line
from file_rows
where unit is not null
qualify row_number() over (partition by file, unit order by updated_on desc nulls last, line) > 1
