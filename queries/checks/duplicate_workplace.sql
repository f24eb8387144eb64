-- check:     duplicate_workplace
-- source:    ascwds_workplace
-- severity:  leave out the row
-- column:    localestid
-- gate:      form
-- waiver:    none
-- says:      this workplace is in the file twice: we use the first row, and leave this one out
-- fix:       Remove one of the two rows in ASC-WDS and export the file again.
select line
from ascwds_workplace
where unit is not null
qualify row_number() over (partition by file, unit order by line) > 1
