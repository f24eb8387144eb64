-- check:     month_not_begun
-- source:    provider_return
-- severity:  leave out the row
-- column:    month
-- gate:      form
-- says:      this month had not begun when the return was received
-- fix:       Put in the month that the return is about, and send it again.
select line
from provider_return
where period > received_on
