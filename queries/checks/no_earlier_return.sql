-- check:     no_earlier_return
-- source:    provider_return
-- severity:  ask
-- column:    no_change
-- gate:      tables
-- only:      no_change
-- says:      "Nothing has changed" is ticked, but we have no return of the month before that counts
-- fix:       Send us the month before, or fill in every box of this row.
with

blank as (
    select line, file, unit, (period - interval 1 month)::date as month_before
    from provider_return
    where no_change
        and care_permanent + care_temporary + care_bank + care_agency + care_vacancies
            + other_permanent + other_temporary + other_bank + other_agency + other_vacancies is null
),

-- In this file, or counting at the end of the day.
there as (
    select file, unit, period
    from provider_return

    union all

    select for_file, unit, period
    from provider_return_beside
)

select line
from blank
anti join there
    on  there.file = blank.file
    and there.unit = blank.unit
    and there.period = blank.month_before
