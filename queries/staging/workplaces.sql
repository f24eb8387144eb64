-- One row per workplace of the reference list.
select
    line,
    workplace,
    cqc_location,
    cqc_provider,
    ascwds_id,
    name,
    employer,
    employer_name,
    area,
    service,
    try_cast("in_scope_from" as date)           as in_scope_from,
    try_cast("in_scope_until" as date)          as in_scope_until
from workplaces
