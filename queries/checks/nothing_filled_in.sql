-- check:     nothing_filled_in
-- source:    provider_return
-- severity:  ask
-- column:    month
-- gate:      form
-- unless:    no_change, care_permanent, care_temporary, care_bank, care_agency, care_vacancies,
--            care_joined, care_left, other_permanent, other_temporary, other_bank, other_agency,
--            other_vacancies, other_joined, other_left, joined_new_to_care, left_to_care
-- says:      no box of this row is filled in
-- fix:       Fill in the boxes, or tick "Nothing has changed" if that is so. If you sent numbers for this month before, this row takes their place: put them in again.
-- status:    assumed
select line
from provider_return
where not no_change
    and coalesce(
        care_permanent, care_temporary, care_bank, care_agency, care_vacancies,
        care_joined, care_left, other_permanent, other_temporary, other_bank,
        other_agency, other_vacancies, other_joined, other_left, joined_new_to_care,
        left_to_care
    ) is null
