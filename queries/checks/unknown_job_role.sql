-- check:     unknown_job_role
-- source:    ascwds_staff
-- severity:  ask
-- column:    mainjobrole
-- gate:      cell
-- says:      we do not know the code of this job role, so we cannot tell which group of jobs the worker belongs to
-- fix:       Look at the main job role in ASC-WDS. If it is wrong, put it right and export the file again. If it is right, tell us, and we add its code to our list.
select line
from ascwds_staff
where job_role not in (select code from job_roles_in_force)
