-- check:     row_twice
-- title:     rows that are in a list twice
-- source:    course_records, events, fund_profile, fund_spend, one_stop_shop, placements, provision
-- severity:  leave out the row
-- column:    learner, happened_on, fund, month, person, offer
-- gate:      form
-- waiver:    none
-- says:      a row above says the same in every box that we use: we keep that one, and leave this one out
-- fix:       Delete this row. If both are right, put in what tells them apart. Where they hold numbers, one row with their sum will do.
-- status:    assumed (two rows that agree in every box are one, typed or pasted twice)
with

same as (
    select * exclude (line), list(line order by line) as lines
    from file_rows
    group by all
    having count(*) > 1
)

select unnest(lines[2:]) as line
from same
