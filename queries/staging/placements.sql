-- One row per person and placement.
select
    line,
    unhex(person)                               as person,
    host,
    placement_area                              as area,
    placement_route                             as route,
    try_cast(started_on as date)                as started_on,
    try_cast(planned_end_on as date)            as planned_end_on,
    try_cast(completed_on as date)              as completed_on,
    try_cast(left_on as date)                   as left_on,
    coalesce(interview = 'true', false)         as interview
from placements
