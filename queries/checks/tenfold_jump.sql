-- check:     tenfold_jump
-- title:     numbers ten times those of the month before
-- source:    provider_return
-- severity:  ask
-- again:     confirms
-- column:    care_permanent
-- gate:      tables
-- needs:     provider_return_earlier
-- says:      this number is very different from the last one we had
-- fix:       Look for a digit too many or too few. If the number is right, you need do nothing but tell us so. If not, put it right and send the return again with the box Correction ticked.
-- status:    found (tenfold); assumed (20 people; five times where it has a digit more and is 100 or above)
with

now as (
    select line, file, unit, period, field, n
    from provider_return
    unpivot (n for field in (
        care_permanent, care_temporary, care_bank, care_agency, care_vacancies,
        other_permanent, other_temporary, other_bank, other_agency, other_vacancies
    ))
),

before as (
    select for_file, unit, period, field, n
    from provider_return_earlier
    unpivot (n for field in (
        care_permanent, care_temporary, care_bank, care_agency, care_vacancies,
        other_permanent, other_temporary, other_bank, other_agency, other_vacancies
    ))
),

last_known as (
    select
        now.line,
        now.field,
        now.n,
        arg_max(before.n, before.period) as before
    from now
    join before
        on  before.for_file = now.file
        and before.unit = now.unit
        and before.field = now.field
        and before.period < now.period
    group by now.line, now.field, now.n
)

select line, field
from last_known
where greatest(n, before) >= 20 -- assumed: from 2 to 20 is news, from 1 to 10 is not
    and least(n, before) >= 1
    and (
        greatest(n, before) >= 10 * least(n, before)
        -- assumed: 19 people who become 190, and one more in truth
        or greatest(n, before) >= 100
            and greatest(n, before) >= 5 * least(n, before)
            and len(greatest(n, before)::text) > len(least(n, before)::text)
    )
