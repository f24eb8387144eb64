-- check:     duplicate_worker
-- source:    ascwds_staff
-- severity:  leave out the row
-- column:    uniqueworkerid
-- gate:      form
-- waiver:    none
-- says:      this worker is in the file twice for the same workplace: we use the first record, and leave this one out
-- fix:       Remove one of the two records in ASC-WDS and export the file again.
select line
from ascwds_staff
qualify row_number() over (partition by file, given, worker order by line) > 1
