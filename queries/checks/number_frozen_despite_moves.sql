-- check:     number_frozen_despite_moves
-- title:     numbers that stay the same while people come and go
-- source:    provider_return
-- severity:  ask
-- again:     confirms
-- column:    care_permanent
-- gate:      tables
-- needs:     provider_return_earlier
-- says:      this number has been the same for six months, although the numbers who joined and left were not the same
-- fix:       Count again who was in post on the last day of the month. If the number is right, you need do nothing, and we will not ask again.
-- status:    found (a number frozen for months; once); assumed (six months, twenty people or more)
with

-- The staff of one group of job roles at a month's end, and how many more joined
-- than left in the month. Asked about once: in the month that makes it six. Where all
-- numbers (n) stand still, number_frozen asks.
now as (
    select
        line, file, unit, period,
        concat_ws(
            ';',
            care_permanent, care_temporary, care_bank, care_agency, care_vacancies,
            other_permanent, other_temporary, other_bank, other_agency, other_vacancies
        ) as n,
        unnest([
            {field: 'care_permanent', people: care_permanent, temporary: coalesce(care_temporary, 0), moved: care_joined - care_left},
            {field: 'other_permanent', people: other_permanent, temporary: coalesce(other_temporary, 0), moved: other_joined - other_left}
        ], recursive := true)
    from provider_return
    where not no_change
),

before as (
    select
        for_file, unit, period,
        concat_ws(
            ';',
            care_permanent, care_temporary, care_bank, care_agency, care_vacancies,
            other_permanent, other_temporary, other_bank, other_agency, other_vacancies
        ) as n,
        unnest([
            {field: 'care_permanent', people: care_permanent, temporary: coalesce(care_temporary, 0), moved: care_joined - care_left},
            {field: 'other_permanent', people: other_permanent, temporary: coalesce(other_temporary, 0), moved: other_joined - other_left}
        ], recursive := true)
    from provider_return_earlier
    where not no_change
),

-- What moved in the first of the six months was before its end.
months as (
    select
        now.line,
        now.field,
        count(*) filter (where before.period between now.period - interval 5 months and now.period - interval 1 month) as same,
        count(*) filter (where before.period between now.period - interval 5 months and now.period - interval 1 month and before.n = now.n) as all_same,
        count(*) filter (where before.period between now.period - interval 4 months and now.period - interval 1 month and before.moved <> 0)
            + count(*) filter (where before.period = now.period - interval 1 month and now.moved <> 0) as moves,
        count(*) filter (where before.period = now.period - interval 6 months)  as sixth
    from now
    join before
        on  before.for_file = now.file
        and before.unit = now.unit
        and before.field = now.field
        and before.people = now.people
        and before.temporary = now.temporary
    where now.people > 19 -- assumed: a small number stands still by itself; never when it is 0
    group by now.line, now.field
)

select line, field
from months
where same = 5 -- assumed: six months with this one
    and all_same < 5
    and moves > 0
    and sixth = 0
