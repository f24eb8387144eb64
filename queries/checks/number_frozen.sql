-- check:     number_frozen
-- source:    provider_return
-- severity:  ask
-- column:    care_permanent
-- gate:      tables
-- needs:     provider_return_earlier
-- says:      the numbers of this group of staff have all been the same for six months
-- fix:       If they are right, you need do nothing, and we will not ask again. Tick "Nothing has changed" if nothing has.
-- status:    found (months on end; once); assumed (six months, ten people or more)
with

-- Asked about once: in the month that makes it six, and not when that month is
-- sent again. A month with "nothing has changed" ticked confirms the numbers and
-- begins the count anew.
now as (
    select line, file, unit, period, 'care_permanent' as field, care_permanent as people,
        concat_ws(';', care_permanent, care_temporary, care_bank, care_agency, care_vacancies) as n
    from provider_return
    where not no_change
    union all
    select line, file, unit, period, 'other_permanent', other_permanent,
        concat_ws(';', other_permanent, other_temporary, other_bank, other_agency, other_vacancies)
    from provider_return
    where not no_change
),

before as (
    select for_file, unit, period, 'care_permanent' as field,
        concat_ws(';', care_permanent, care_temporary, care_bank, care_agency, care_vacancies) as n
    from provider_return_earlier
    where not no_change
    union all
    select for_file, unit, period, 'other_permanent',
        concat_ws(';', other_permanent, other_temporary, other_bank, other_agency, other_vacancies)
    from provider_return_earlier
    where not no_change
),

months as (
    select
        now.line,
        now.field,
        count(*) filter (where before.period between now.period - interval 5 months and now.period - interval 1 month) as same,
        count(*) filter (where before.period = now.period - interval 6 months)  as sixth,
        count(*) filter (where before.period = now.period)                      as sent_before
    from now
    join before
        on  before.for_file = now.file
        and before.unit = now.unit
        and before.field = now.field
        and before.n = now.n
    where now.people > 9 -- assumed: a small number stands still by itself; never when it is 0
    group by now.line, now.field
)

select line, field
from months
where same = 5 -- assumed: six months with this one
    and sixth = 0
    and sent_before = 0
