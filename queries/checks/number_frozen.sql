-- check:     number_frozen
-- source:    provider_return
-- severity:  ask
-- column:    care_permanent
-- gate:      tables
-- needs:     provider_return_earlier
-- says:      this number has been the same for six months
-- fix:       If it is right, you need do nothing, and we will not ask again. Tick "Nothing has changed" if nothing has.
-- status:    found (months on end; once); assumed (six months, ten people or more)
with

-- Asked about once: in the month that makes it six, and not when that month is
-- sent again. A month with "nothing has changed" ticked confirms the number and
-- begins the count anew.
now as (
    select line, file, unit, period, field, n
    from provider_return
    unpivot (n for field in (
        care_permanent, care_temporary, care_bank, care_agency, care_vacancies,
        other_permanent, other_temporary, other_bank, other_agency, other_vacancies
    ))
    where not no_change
),

before as (
    select for_file, unit, period, field, n
    from provider_return_earlier
    unpivot include nulls (n for field in (
        care_permanent, care_temporary, care_bank, care_agency, care_vacancies,
        other_permanent, other_temporary, other_bank, other_agency, other_vacancies
    ))
),

months as (
    select
        now.line,
        now.field,
        count(*) filter (
            where before.n = now.n
                and before.period >= now.period - interval 5 months
                and before.period < now.period
        )                                                                   as same,
        count(*) filter (
            where before.n = now.n and before.period = now.period - interval 6 months
        )                                                                   as sixth,
        count(*) filter (where before.n = now.n and before.period = now.period) as sent_before
    from now
    join before
        on  before.for_file = now.file
        and before.unit = now.unit
        and before.field = now.field
    where now.n > 9 -- assumed: a small number stands still by itself; never when it is 0
    group by now.line, now.field
)

select line, field
from months
where same = 5 -- assumed: six months with this one
    and sixth = 0
    and sent_before = 0
