-- check:     month_long_ago
-- source:    provider_return, one_stop_shop
-- severity:  ask
-- again:     confirms
-- column:    month
-- gate:      form
-- says:      this month is more than two years before the day we received the file
-- fix:       Check the year. If it is right, you need do nothing.
-- status:    assumed (26 months: two years and the time to answer)
select line
from file_rows
where period < received_on - interval 26 months
