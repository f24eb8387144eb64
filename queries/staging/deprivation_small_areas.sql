-- One row per small area (LSOA). Rank and decile 1 are the most deprived.
select
    line,
    small_area,
    name,
    district_code,
    district,
    try_cast(imd_score as decimal(9, 3))        as imd_score,
    try_cast(imd_rank as integer)               as imd_rank,
    try_cast(imd_decile as tinyint)             as imd_decile
from deprivation_small_areas
