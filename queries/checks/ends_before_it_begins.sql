-- check:     ends_before_it_begins
-- title:     periods that end before they begin
-- source:    fund_profile, fund_spend, provision
-- severity:  leave out the value
-- column:    until_on
-- gate:      cell
-- after:     from_on
-- says:      this date is before the first day of the period
-- fix:       Put one of the two dates right.
-- status:    found (an end cannot come first)
select line
from file_rows
where until_on < from_on
