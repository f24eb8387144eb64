-- check:     vacancies_against_posts
-- source:    provider_return
-- severity:  ask
-- again:     confirms
-- column:    care_vacancies
-- gate:      cell
-- says:      there are more vacancies than people in post
-- fix:       Count each vacant post once: posts that you want to fill now. If the number is right, you need do nothing but tell us so. If not, put it right and send the return again with the box Correction ticked.
-- status:    assumed (10 vacancies)
select line, 'care_vacancies' as field
from provider_return
where care_vacancies > 10 -- assumed: a small home may well be half empty
    and care_vacancies > care_permanent + care_temporary + coalesce(care_bank, 0) + coalesce(care_agency, 0)
union all
select line, 'other_vacancies' as field
from provider_return
where other_vacancies > 10 -- assumed: a small home may well be half empty
    and other_vacancies > other_permanent + other_temporary + coalesce(other_bank, 0) + coalesce(other_agency, 0)
