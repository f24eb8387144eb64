-- One row per training record of a worker. The row is its own unit: who where, what
-- was trained, and when.
select
    line,
    md5(concat_ws(chr(10), coalesce(lower(trim(workplace)), ''), worker, lower(trim(category)),
        coalesce(completed_on::text, ''), coalesce(expires_on::text, ''))) as given,
    workplace,
    unhex(worker)                               as worker,
    nullif(main_job_role, '-')                  as main_job_role,
    category,
    lower(trim(mandatory))                      as mandatory,
    lower(trim(status))                         as status,
    lower(trim(accredited))                     as accredited,
    lower(trim(delivered_by))                   as delivered_by,
    lower(trim(delivery))                       as delivery,
    try_cast(completed_on as date)              as completed_on,
    try_cast(expires_on as date)                as expires_on
from training_report_records
