-- check:     month_not_begun
-- source:    provider_return, one_stop_shop
-- severity:  leave out the row
-- column:    month
-- gate:      form
-- says:      this month had not begun when we received the file
-- fix:       Put in the month that the row is about, and send it again.
select line
from file_rows
where period > received_on
