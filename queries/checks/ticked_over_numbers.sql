-- check:     ticked_over_numbers
-- title:     "nothing has changed" in place of numbers sent before
-- source:    provider_return
-- severity:  ask
-- column:    no_change
-- gate:      tables
-- needs:     provider_return_earlier
-- says:      "Nothing has changed" is ticked, but you sent this month before with other numbers
-- fix:       If nothing has changed, you need do nothing more. If the numbers were right, tick Correction in that return and send it once more.
-- status:    found (return.json: what the tick stands for, a correction is ticked)
with

-- The boxes that the tick speaks for.
blank as (
    select line, file, unit, period, field
    from (
        from provider_return
        where no_change and not correction
    )
    unpivot include nulls (n for field in (
        care_permanent, care_temporary, care_bank, care_agency, care_vacancies,
        care_joined, care_left, other_permanent, other_temporary, other_bank,
        other_agency, other_vacancies, other_joined, other_left, joined_new_to_care,
        left_to_care
    ))
    where n is null
),

sent as (
    select for_file as file, unit, period, field, n
    from (
        from provider_return_earlier as earlier
        semi join blank
            on  blank.file = earlier.for_file
            and blank.unit = earlier.unit
    )
    unpivot (n for field in (
        care_permanent, care_temporary, care_bank, care_agency, care_vacancies,
        care_joined, care_left, other_permanent, other_temporary, other_bank,
        other_agency, other_vacancies, other_joined, other_left, joined_new_to_care,
        left_to_care
    ))
),

-- What the tick says of each box that was filled in before.
said as (
    select
        blank.line,
        sent.n,
        case
            when blank.field in (
                'care_joined', 'care_left', 'other_joined', 'other_left', 'joined_new_to_care',
                'left_to_care'
            ) then 0
            else month_before.n
        end as unchanged
    from blank
    join sent using (file, unit, period, field)
    asof left join sent as month_before
        on  month_before.file = blank.file
        and month_before.unit = blank.unit
        and month_before.field = blank.field
        and month_before.period < blank.period
)

select distinct line
from said
where n <> unchanged
