-- check:     duplicate_return
-- source:    provider_return
-- severity:  leave out the row
-- column:    workplace
-- gate:      form
-- says:      this workplace and month are in the file twice
-- fix:       Keep the row that is right, delete the other, and send the file again.
select line
from provider_return
where unit is not null
qualify row_number() over (partition by file, unit, period order by line) > 1
