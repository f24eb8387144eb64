-- One row per event.
select
    line,
    try_cast(happened_on as date)               as happened_on,
    kind,
    what,
    who
from events
