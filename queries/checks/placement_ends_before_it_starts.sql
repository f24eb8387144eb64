-- check:     placement_ends_before_it_starts
-- title:     placements that end before they start
-- source:    placements
-- severity:  leave out the value
-- column:    completed_on
-- gate:      cell
-- after:     started_on
-- says:      by the dates in this row, the placement ends before it starts
-- fix:       Put right whichever date is wrong.
-- status:    found (an end cannot come first); assumed (where two ends come first and none after it, the start is what is wrong)
with

ends as (
    select line, started_on, field, day
    from placements
    unpivot (day for field in (planned_end_on, completed_on, left_on))
),

starts as (
    select line
    from ends
    group by line
    having count(*) >= 2 and bool_and(day < started_on)
)

select line, 'started_on' as field
from starts

union all

select line, field
from ends
anti join starts using (line)
where day < started_on
