-- One row per qualification of a worker. The row is its own unit: who where, what
-- and when.
select
    line,
    md5(concat_ws(chr(10), coalesce(lower(trim(workplace)), ''), worker, lower(trim(qualification_type)),
        lower(trim(qualification)), coalesce(achieved_in::text, ''))) as given,
    workplace,
    unhex(worker)                               as worker,
    nullif(main_job_role, '-')                  as main_job_role,
    qualification_type,
    qualification,
    level,
    try_cast(achieved_in as smallint)           as achieved_in
from training_report_qualifications
