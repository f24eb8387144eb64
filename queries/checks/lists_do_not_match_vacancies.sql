-- check:     lists_do_not_match_vacancies
-- source:    ascwds_workplace
-- severity:  ask
-- used:      no
-- column:    vacancies
-- says:      the list of vacancies does not have one number for each job role, so we cannot read it
-- fix:       Answer the vacancies question for each job role in ASC-WDS, and export the file again.
select line
from ascwds_workplace
where vacancies is not null
    and trim(vacancies) <> '999'
    and len(string_split(vacancies, ';')) <> len(job_roles)
