-- check:     round_not_begun
-- source:    maturity_self_assessment
-- severity:  leave out the row
-- column:    round
-- gate:      form
-- says:      the date of this round is after the day we received the file
-- fix:       Put in the day of the round, and send the export again.
-- status:    found (an impossible date)
select distinct line
from maturity_self_assessment
where period > received_on
