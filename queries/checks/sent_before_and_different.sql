-- check:     sent_before_and_different
-- title:     a month sent before with other numbers
-- source:    provider_return
-- severity:  ask
-- column:    workplace
-- gate:      tables
-- needs:     provider_return_earlier
-- says:      you sent this month before, with another number here, and did not tick Correction
-- fix:       Look at the month first: was this return to be about another one? Then put that month in and send it again, and tick Correction in the first one and send that once more. If this return is right, you need do nothing more.
-- status:    found (return.json: a correction is ticked)
with

now as (
    select line, file, unit, period, field, n
    from provider_return
    unpivot (n for field in (
        care_permanent, care_temporary, care_bank, care_agency, care_vacancies,
        care_joined, care_left, other_permanent, other_temporary, other_bank,
        other_agency, other_vacancies, other_joined, other_left, joined_new_to_care,
        left_to_care
    ))
    where not correction
),

before as (
    select for_file, answered, unit, period, field, n
    from provider_return_earlier
    unpivot (n for field in (
        care_permanent, care_temporary, care_bank, care_agency, care_vacancies,
        care_joined, care_left, other_permanent, other_temporary, other_bank,
        other_agency, other_vacancies, other_joined, other_left, joined_new_to_care,
        left_to_care
    ))
)

select now.line, now.field
from now
join before
    on  before.for_file = now.file
    and before.unit = now.unit
    and before.period = now.period
    and before.field = now.field
where before.n <> now.n and not before.answered -- it puts right what we asked about
