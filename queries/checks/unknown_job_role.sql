-- check:     unknown_job_role
-- source:    ascwds_staff
-- severity:  ask
-- column:    mainjobrole
-- gate:      cell
-- says:      we do not know the code of this job role, so the worker is in no role group
-- fix:       Check the job role in ASC-WDS. If it is right, tell the academy, who adds its code to reference/job_roles.csv.
select line
from ascwds_staff
where job_role not in (select code from job_roles_in_force)
