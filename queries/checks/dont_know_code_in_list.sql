-- check:     dont_know_code_in_list
-- source:    ascwds_workplace
-- severity:  leave out the value
-- column:    vacancies
-- gate:      cell
-- says:      999 is the code for "do not know", not a count of people, and stands in this list beside other numbers
-- fix:       Answer the question with a number for each job role in ASC-WDS, or with "do not know" as a whole, and export the file again.
-- status:    found (domain notes: 999 is "don't know", and stands alone); assumed (no workplace has 999 of one job role)
select line, 'starters' as field
from ascwds_workplace
where regexp_matches(starters, ';\s*999\s*(;|$)|^\s*999\s*;')
union all
select line, 'leavers' as field
from ascwds_workplace
where regexp_matches(leavers, ';\s*999\s*(;|$)|^\s*999\s*;')
union all
select line, 'vacancies' as field
from ascwds_workplace
where regexp_matches(vacancies, ';\s*999\s*(;|$)|^\s*999\s*;')
