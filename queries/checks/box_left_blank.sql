-- check:     box_left_blank
-- source:    provider_return
-- severity:  ask
-- column:    workplace
-- gate:      cell
-- says:      this box is blank, so it counts as not answered
-- fix:       Put in a whole number; 0 if there were none.
-- status:    found (return.json: no box may be guessed); the boxes that may be "not known" are not asked about
with

boxes as (
    select line, no_change, field, n
    from provider_return
    unpivot include nulls (n for field in (
        care_permanent, care_temporary, care_bank, care_agency, care_vacancies,
        care_joined, care_left, other_permanent, other_temporary, other_bank,
        other_agency, other_vacancies, other_joined, other_left
    ))
)

select line, field
from boxes
where n is null and not no_change
    and line in (select line from boxes where n is not null)
