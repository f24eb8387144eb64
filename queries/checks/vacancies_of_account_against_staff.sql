-- check:     vacancies_of_account_against_staff
-- source:    ascwds_workplace
-- severity:  ask
-- again:     confirms
-- column:    vacancies
-- gate:      tables
-- says:      there are more vacancies than staff
-- fix:       Count each vacant post once: posts that you want to fill now. If the number is right, you need do nothing but tell us so. If not, put it right in ASC-WDS and export the file again.
-- status:    assumed (10 vacancies, as in a return); a total of 0 is not known
with

counted as (
    select
        line,
        total_staff,
        list_sum(list_transform(string_split(vacancies, ';'), lambda n: try_cast(n as bigint))) as vacancies
    from ascwds_workplace
    where trim(vacancies) <> '999'
)

select line
from counted
where vacancies > 10 -- assumed: a small home may well be half empty
    and vacancies > total_staff
    and total_staff > 0
