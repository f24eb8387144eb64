-- check:     duplicate_workplace
-- source:    ascwds_workplace
-- severity:  leave out the row
-- column:    localestid
-- gate:      form
-- waiver:    none
-- says:      a row above is of the same workplace: we use that row, and leave this one out
-- fix:       Remove the row that is not right in ASC-WDS, and export the file again.
select line
from ascwds_workplace
where unit is not null
qualify row_number() over (partition by file, unit order by line) > 1
