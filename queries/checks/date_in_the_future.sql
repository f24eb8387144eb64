-- check:     date_in_the_future
-- source:    tracker
-- severity:  leave out the value
-- column:    referred_on
-- gate:      cell
-- says:      this date is after the day we received the file
-- fix:       Put in the day on which it happened. Leave it blank if it has not happened yet.
-- status:    found (the issue of judgement)
with

days as (
    select line, received_on, field, day
    from tracker
    unpivot (day for field in (
        referred_on, placement_started_on, placement_completed_on, course_started_on,
        course_completed_on, care_certificate_on, interview_on, job_started_on,
        in_post_on, withdrawn_on
    ))
)

select line, field
from days
where day > received_on
