-- check:     duplicate_episode
-- source:    tracker
-- severity:  leave out the row
-- column:    person
-- gate:      form
-- waiver:    none
-- says:      a row above has the same person and referral date: we use that row, and leave this one out
-- fix:       Delete this row or that one. If the person was referred again, give the second row its own referral date.
select line
from tracker
qualify row_number() over (partition by file, person, referred_on order by line) > 1
