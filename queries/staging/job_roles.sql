-- One row per ASC-WDS job role.
select
    line,
    try_cast("code" as smallint)                as code,
    title,
    role_group
from job_roles
