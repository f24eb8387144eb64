-- check:     number_frozen
-- title:     numbers that stay the same for months
-- source:    provider_return
-- severity:  ask
-- again:     confirms
-- column:    care_permanent
-- gate:      tables
-- needs:     provider_return_earlier
-- says:      all the numbers of the month's end have been the same for six months
-- fix:       If they are right, you need do nothing, and we will not ask again. Tick "Nothing has changed" if nothing has.
-- status:    found (months on end; once); assumed (six months, twenty people or more)
with

-- Asked about once: in the month that makes it six. A month with "nothing has changed" ticked confirms the numbers and
-- begins the count anew.
now as (
    select line, file, unit, period,
        coalesce(care_permanent, 0) + coalesce(other_permanent, 0) as people,
        concat_ws(
            ';',
            care_permanent, care_temporary, care_bank, care_agency, care_vacancies,
            other_permanent, other_temporary, other_bank, other_agency, other_vacancies
        ) as n
    from provider_return
    where not no_change
),

before as (
    select for_file, unit, period,
        concat_ws(
            ';',
            care_permanent, care_temporary, care_bank, care_agency, care_vacancies,
            other_permanent, other_temporary, other_bank, other_agency, other_vacancies
        ) as n
    from provider_return_earlier
    where not no_change
),

months as (
    select
        now.line,
        count(*) filter (where before.period between now.period - interval 5 months and now.period - interval 1 month) as same,
        count(*) filter (where before.period = now.period - interval 6 months)  as sixth
    from now
    join before
        on  before.for_file = now.file
        and before.unit = now.unit
        and before.n = now.n
    where now.people > 19 -- assumed: a small number stands still by itself; never when it is 0
    group by now.line
)

select line
from months
where same = 5 -- assumed: six months with this one
    and sixth = 0
