-- check:     date_in_the_future
-- source:    course_records, placements, tracker
-- severity:  leave out the value
-- column:    enrolled_on, started_on, referred_on
-- gate:      cell
-- says:      this date is after the day we received the file
-- fix:       Put in the day on which it happened. Leave it blank if it has not happened yet.
-- status:    found (the issue of judgement)
with

-- What is planned may well be to come.
days as (
    select line, received_on, field, day
    from file_rows
    unpivot (day for field in (columns(
        '^(referred|enrolled|started|completed|left|placement_started|placement_completed|course_started|course_completed|care_certificate|interview|job_started|in_post|withdrawn)_on$'
    )))
)

select line, field
from days
where day > received_on
