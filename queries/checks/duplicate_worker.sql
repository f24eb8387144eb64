-- check:     duplicate_worker
-- source:    ascwds_staff
-- severity:  leave out the row
-- column:    uniqueworkerid
-- gate:      form
-- waiver:    none
-- says:      a record above is of the same worker and workplace: we use that one, and leave this one out
-- fix:       Remove the record that is not right in ASC-WDS, and export the file again.
select line
from ascwds_staff
qualify row_number() over (partition by file, given, worker order by line) > 1
