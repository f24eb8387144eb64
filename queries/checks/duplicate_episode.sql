-- check:     duplicate_episode
-- source:    tracker
-- severity:  leave out the row
-- column:    person
-- gate:      form
-- waiver:    none
-- says:      this person and referral date are in the tracker twice: we use the first row, and leave this one out
-- fix:       Delete one of the two rows. If the person was referred again, give the second row its own referral date.
select line
from tracker
qualify row_number() over (partition by file, person, referred_on order by line) > 1
