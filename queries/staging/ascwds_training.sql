-- One row per training record of a worker. Who delivered it (1 in-house,
-- 2 external) and how (1 face to face, 2 e-learning) are asked since November
-- 2025 and null in older files.
select
    line,
    localestid                                  as given,
    file_date                                   as period,
    unhex(uniqueworkerid)                       as worker,
    try_cast(category as smallint)              as category,
    try_cast(accredited as smallint)            as accredited,
    try_cast(whodelivered as tinyint)           as delivered_by,
    try_cast(howdelivered as tinyint)           as delivered_how,
    try_cast(datecompleted as date)             as completed_on,
    try_cast(expirydate as date)                as expires_on
from ascwds_training
