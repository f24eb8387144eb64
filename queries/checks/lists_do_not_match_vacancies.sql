-- check:     lists_do_not_match_vacancies
-- source:    ascwds_workplace
-- severity:  ask
-- column:    vacancies
-- says:      there is not one number of vacancies for each job role, so they cannot be read
-- fix:       Answer the vacancies question for each job role in ASC-WDS, and export the file again.
select line
from ascwds_workplace
where vacancies is not null
    and trim(vacancies) <> '999'
    and len(string_split(vacancies, ';')) <> len(job_roles)
