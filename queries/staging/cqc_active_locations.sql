-- One row per active location. A service type that is not ticked is false.
select
    line,
    location                                        as cqc_location,
    provider                                        as cqc_provider,
    name,
    provider_name,
    brand,
    sector,
    category,
    rating,
    local_authority,
    region,
    try_cast(beds as integer)                       as beds,
    try_cast(started_on as date)                    as started_on,
    coalesce(dormant = 'true', false)               as dormant,
    coalesce(care_home = 'true', false)             as care_home,
    coalesce(home_care = 'true', false)             as home_care,
    coalesce(nursing_home = 'true', false)          as nursing_home,
    coalesce(residential_home = 'true', false)      as residential_home,
    coalesce(extra_care = 'true', false)            as extra_care,
    coalesce(shared_lives = 'true', false)          as shared_lives,
    coalesce(supported_living = 'true', false)      as supported_living
from cqc_active_locations
