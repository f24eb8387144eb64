-- check:     course_started_on_before_referral
-- source:    tracker
-- severity:  leave out the value
-- column:    course_started_on
-- unless:    referred_on
-- says:      this date is before the person was referred
-- fix:       Put the date right, or the date of referral. "Course started" cannot come first.
select line
from tracker
where course_started_on < referred_on
