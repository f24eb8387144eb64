-- One row per level of the maturity matrix.
select
    line,
    level,
    try_cast("rank" as integer)                 as rank,
    title,
    strapline
from maturity_levels
