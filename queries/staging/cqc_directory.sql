-- One row per location of the CQC care directory. Service types are a list.
select
    line,
    location                                    as cqc_location,
    provider                                    as cqc_provider,
    name,
    provider_name,
    string_split(service_types, '|')            as service_types,
    specialisms,
    local_authority,
    region,
    try_cast(checked_on as date)                as checked_on
from cqc_directory
