-- metric:           paid_employment
-- title:            People into paid employment, people supported
-- noun:             people into paid employment
-- unit:             people
-- kind:             count
-- interval:         none
-- windows:          month; year to date; since launch
-- numerator counts: people
-- population:       people supported by the academy
-- numerator:        people supported who started a paid job
-- definition:       The first time a person reaches the stage in an episode of
--                   support, in the month of its date, since the launch. A person
--                   supported twice can be counted twice.
-- source:           tracker
-- owner:            the academy
-- status:           assumed (stage names found; the counting rule is ours)
-- direction:        up is better
-- rises:            more people reach this stage
-- falls:            fewer people reach this stage
-- breakdowns:       area; route; area x route
-- absence:          zero
-- charts:           line; bar
select
    date_trunc('month', job_started_on)::date as period,
    area,
    null::text      as employer,
    null::text      as workplace,
    person          as subject,
    'tracker'       as source,
    1               as people,
    null::text      as left_out,
    route,
    1               as numerator
from people_supported
where job_started_on is not null
