-- One row per local authority district. Rank 1 is the most deprived; the share is
-- of its small areas among the most deprived tenth in England, from 0 to 1.
select
    line,
    district_code,
    district,
    try_cast(average_score as decimal(9, 3))            as average_score,
    try_cast(rank_of_average_score as integer)          as rank_of_average_score,
    try_cast(most_deprived_share as decimal(9, 6))      as most_deprived_share
from deprivation_districts
