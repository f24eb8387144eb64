-- check:     job_role_listed_twice
-- source:    job_roles
-- severity:  ask
-- column:    code
-- gate:      cell
-- says:      a row above has the same job role
-- fix:       Take out the row that is not right.
-- status:    found (a code is one job role)
select line
from job_roles
where code is not null
qualify row_number() over (partition by file, code order by line) > 1
