-- check:     no_earlier_return
-- source:    provider_return
-- severity:  ask
-- column:    no_change
-- gate:      tables
-- says:      "nothing has changed" is ticked, but we have no return of the month before
-- fix:       Send us the month before, or fill in every box of this row.
select provider_return.line
from provider_return
where no_change
    and care_permanent + care_temporary + care_bank + care_agency + care_vacancies
        + other_permanent + other_temporary + other_bank + other_agency + other_vacancies is null
    and not exists (
        from provider_return_earlier as before
        where before.for_file = provider_return.file
            and before.unit = provider_return.unit
            and before.period = provider_return.period - interval 1 month
    )
    and not exists (
        from provider_return as next_to_it
        where next_to_it.file = provider_return.file
            and next_to_it.unit = provider_return.unit
            and next_to_it.period = provider_return.period - interval 1 month
    )
