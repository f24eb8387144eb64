-- check:     lists_not_numbers
-- source:    ascwds_workplace
-- severity:  ask
-- used:      no
-- column:    vacancies
-- gate:      cell
-- says:      something in this list is not a whole number from 0 to 99,999, so we cannot read the list
-- fix:       Answer the question with a whole number for each job role in ASC-WDS, and export the file again.
-- status:    found (measures.json: one whole number for each job role)
select line, 'starters' as field
from ascwds_workplace
where not regexp_full_match(starters, '\s*[0-9]{1,5}\s*(;\s*[0-9]{1,5}\s*)*')
union all
select line, 'leavers' as field
from ascwds_workplace
where not regexp_full_match(leavers, '\s*[0-9]{1,5}\s*(;\s*[0-9]{1,5}\s*)*')
union all
select line, 'vacancies' as field
from ascwds_workplace
where not regexp_full_match(vacancies, '\s*[0-9]{1,5}\s*(;\s*[0-9]{1,5}\s*)*')
