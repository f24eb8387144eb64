-- check:     list_lacks_rows
-- title:     lists that lack most of the list before
-- source:    events, fund_profile, fund_spend, placements, provision, tracker
-- severity:  ask
-- column:    happened_on, fund, person, offer
-- gate:      tables
-- needs:     file_rows_earlier
-- says:      most rows of the list you sent before are not in this one, which takes its place: they count no more
-- fix:       Send the whole list each time, or all rows of a fund: those from before and the new ones. If the others are to go, you need do nothing.
-- status:    assumed (more than half of two rows or more)
with

-- Of each source the columns that it has of these: a person, an event's day, an
-- offer, a line of a fund's period. The list of a fund is one by itself, however the
-- name of it is written.
before as (
    select distinct
        for_file as file,
        unit,
        lower(concat_ws(chr(10), *columns('^(person|happened_on|offer|offered_by|output|payment_type|from_on)$'))) as about
    from file_rows_earlier
),

now as (
    select
        file,
        unit,
        line,
        lower(concat_ws(chr(10), *columns('^(person|happened_on|offer|offered_by|output|payment_type|from_on)$'))) as about
    from file_rows
),

lacking as (
    select before.file, before.unit
    from before
    left join (select distinct file, unit, about from now) as still using (file, unit, about)
    group by before.file, before.unit
    having count(*) >= 2 and 2 * count(still.about) < count(*)
)

select min(line) as line
from now
semi join lacking using (file, unit)
group by file, unit
