-- check:     dont_know_code
-- source:    provider_return
-- severity:  leave out the value
-- column:    workplace
-- gate:      cell
-- says:      999 is the code for "do not know", not a count of people
-- fix:       Put in the number; 0 if there were none. Only how many joined new to care or left for another care employer may be left blank.
-- status:    found (domain notes: 999 is "don't know")
with

boxes as (
    select line, field, n
    from provider_return
    unpivot (n for field in (
        care_permanent, care_temporary, care_bank, care_agency, care_vacancies,
        care_joined, care_left, other_permanent, other_temporary, other_bank,
        other_agency, other_vacancies, other_joined, other_left, joined_new_to_care,
        left_to_care
    ))
)

select line, field
from boxes
where n = 999
