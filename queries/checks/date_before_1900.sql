-- check:     date_before_1900
-- source:    tracker
-- severity:  leave out the value
-- column:    referred_on
-- gate:      cell
-- says:      this date is before 1900
-- fix:       Put in the date with all four digits of the year.
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
where day < date '1900-01-01'
