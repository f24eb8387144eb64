-- check:     export_not_yet_made
-- source:    ascwds_staff, ascwds_workplace
-- severity:  leave out the row
-- column:    localestid
-- gate:      form
-- says:      the date in the name of the file is after the day we received it
-- fix:       Put the day of the export in the name of the file, and send it again.
select line
from file_rows
where period > received_on
