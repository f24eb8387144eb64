-- check:     box_left_blank
-- source:    provider_return
-- severity:  ask
-- column:    workplace
-- gate:      cell
-- unless:    month
-- says:      this box is blank, so it counts as not answered
-- fix:       Put in a whole number; 0 if there were none.
-- status:    found (return.json: no box may be guessed); the boxes that may be "not known" are not asked about
with

-- A sum is null where one of its boxes is blank. A row in which nothing is filled in
-- is asked about as a whole: nothing_filled_in.
with_a_blank as (
    from provider_return
    where not no_change
        and care_permanent + care_temporary + care_bank + care_agency + care_vacancies
            + care_joined + care_left + other_permanent + other_temporary + other_bank
            + other_agency + other_vacancies + other_joined + other_left is null
)

select line, field
from with_a_blank
unpivot include nulls (n for field in (
    care_permanent, care_temporary, care_bank, care_agency, care_vacancies,
    care_joined, care_left, other_permanent, other_temporary, other_bank,
    other_agency, other_vacancies, other_joined, other_left
))
where n is null
