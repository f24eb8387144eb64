-- check:     interview_on_before_referral
-- source:    tracker
-- severity:  leave out the value
-- column:    interview_on
-- unless:    referred_on
-- says:      this date is before the person was referred
-- fix:       Put the date right, or the date of referral. "Interview" cannot come first.
select line
from tracker
where interview_on < referred_on
