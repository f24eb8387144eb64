-- check:     unknown_job_role
-- source:    ascwds_staff
-- severity:  ask
-- column:    mainjobrole
-- gate:      cell
-- says:      this job role is not in reference/job_roles.csv, so the worker is in no role group
-- fix:       Add the code to the list, with the role group it belongs to.
select line
from ascwds_staff
where job_role not in (select code from job_roles_in_force)
