-- One row per offer of an organisation. Places are a year's.
select
    line,
    offer,
    offered_by,
    kind,
    area,
    level,
    try_cast(places as integer)                 as places,
    try_cast(from_on as date)                   as from_on,
    try_cast(until_on as date)                  as until_on
from provision
