-- check:     date_long_ago
-- title:     dates that are years ago
-- source:    course_records, placements, tracker
-- severity:  ask
-- again:     confirms
-- column:    enrolled_on, started_on, referred_on
-- gate:      cell
-- says:      this date is more than ten years before the day we received the file
-- fix:       Check the year. If it is right, you need do nothing.
-- status:    assumed (ten years: an academy supports nobody for as long)
with

days as (
    select line, received_on, field, day
    from file_rows
    unpivot (day for field in (columns(
        '^(referred|enrolled|started|planned_end|completed|left|placement_started|placement_completed|course_started|course_completed|care_certificate|interview|job_started|in_post|withdrawn)_on$'
    )))
)

select line, field
from days
where day < received_on - interval 10 years
