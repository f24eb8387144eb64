-- One row per worker of an ASC-WDS export.
select
    line,
    localestid                                  as given,
    file_date                                   as period,
    unhex(uniqueworkerid)                       as worker,
    try_cast(emplstatus as tinyint)             as employment_status,
    try_cast(mainjobrole as smallint)           as job_role
from ascwds_staff
