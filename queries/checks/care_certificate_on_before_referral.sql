-- check:     care_certificate_on_before_referral
-- source:    tracker
-- severity:  leave out the value
-- column:    care_certificate_on
-- unless:    referred_on
-- says:      this date is before the person was referred
-- fix:       Put the date right, or the date of referral. "Care Certificate" cannot come first.
select line
from tracker
where care_certificate_on < referred_on
