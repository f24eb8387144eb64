-- check:     same_again
-- title:     rows of a list that are about the same
-- source:    course_records, fund_profile, one_stop_shop, placements, provision
-- severity:  ask
-- again:     confirms
-- column:    learner, fund, month, person, offer
-- gate:      tables
-- says:      a row above is about the same thing, and says something else
-- fix:       If only one of the two is right, delete the other. If both are, you need do nothing: both count, and so do the numbers in both.
-- status:    assumed (what tells one row from another)
with

-- Of each source the columns that it has of these: a person, host and start, a
-- course record, a month of the one-stop shop, a line of a profile, an offer. The unit
-- is that record, or the fund, however its name is written.
rows as (
    select
        file,
        line,
        lower(concat_ws(chr(10), *columns(
            '^(person|host|started_on|unit|period|area|channel|topic|output|from_on|until_on|offer|offered_by|level)$'
        ))) as about
    from file_rows
)

select line
from rows
qualify row_number() over (partition by file, about order by line) > 1
