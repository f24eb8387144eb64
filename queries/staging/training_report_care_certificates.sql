-- One row per worker of the report. The row is its own unit: the worker
-- of a workplace.
select
    line,
    md5(concat_ws(chr(10), coalesce(lower(trim(workplace)), ''), worker)) as given,
    workplace,
    unhex(worker)                               as worker,
    nullif(main_job_role, '-')                  as main_job_role,
    lower(trim(care_certificate))               as care_certificate,
    lower(trim(level_2))                        as level_2_certificate
from training_report_care_certificates
