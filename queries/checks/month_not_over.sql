-- check:     month_not_over
-- title:     months that are not over
-- source:    provider_return
-- severity:  leave out the row
-- column:    month
-- gate:      form
-- says:      this month was not over when we received the file, so nobody could know how it ended
-- fix:       Did you mean the month before? Put in the month that the return is about, and send it again. If you did mean this one, send it when the month is over.
-- status:    found (return.json: boxes ask for the last day of the month); assumed (but for its last three days, since offices close before a weekend or Easter)
select line
from provider_return
where period <= received_on -- what has not begun is found by month_not_begun
    and received_on + 3 < last_day(period)
