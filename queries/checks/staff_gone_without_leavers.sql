-- check:     staff_gone_without_leavers
-- title:     staff who are gone, and have not left
-- source:    provider_return
-- severity:  ask
-- column:    care_permanent
-- gate:      tables
-- needs:     provider_return_beside
-- says:      far fewer people are in post than at the end of the month before, and those who left are too few to account for it
-- fix:       Check who was in post on the last day of the month, and how many left in it. If the numbers are right, you need do nothing but tell us so. If not, put them right and send the return again with the box Correction ticked.
-- status:    assumed (at least five people, and half of those who were in that group of job roles)
with

-- Permanent and temporary staff of one group of job roles at a month's end, and who
-- left in it; and bank staff, whom some of them may have become. Who joined would
-- make more missing: a wrong number of those is another rule's.
now as (
    select
        line, file, unit, period,
        unnest([
            {field: 'care_permanent', people: care_permanent + care_temporary, gone: care_left, bank: care_bank},
            {field: 'other_permanent', people: other_permanent + other_temporary, gone: other_left, bank: other_bank}
        ], recursive := true)
    from provider_return
    where not no_change
),

before as (
    select
        for_file, unit, period,
        unnest([
            {field: 'care_permanent', people: care_permanent + care_temporary, bank: care_bank},
            {field: 'other_permanent', people: other_permanent + other_temporary, bank: other_bank}
        ], recursive := true)
    from provider_return_beside
    where not no_change
),

-- A month in which nothing changed is as the newest before it that was filled in.
months as (
    select
        for_file, unit, period,
        max(period) filter (where not no_change) over (partition by for_file, unit order by period) as filled_in
    from provider_return_beside
),

-- A group of which a box is blank in either month says nothing. Who moved from
-- one group to the other is still there. Of a digit too few or too many
-- tenfold_jump asks.
fallen as (
    select
        now.line,
        now.field,
        before.people                                               as was,
        before.people - now.gone - now.people
            - greatest(coalesce(now.bank - before.bank, 0), 0)      as missing
    from now
    join months
        on  months.for_file = now.file
        and months.unit = now.unit
        and months.period = now.period - interval 1 month
    join before
        on  before.for_file = now.file
        and before.unit = now.unit
        and before.field = now.field
        and before.period = months.filled_in
    where now.people is not null
        and now.gone is not null
        and before.people is not null
        and not (before.people >= 20 and now.people >= 1 and before.people >= 10 * now.people)
)

select line, arg_max(field, missing) as field
from fallen
group by line
having sum(missing) >= 5 -- assumed
    and 2 * sum(missing) >= sum(was) filter (missing > 0) -- assumed: of the groups that lack some
