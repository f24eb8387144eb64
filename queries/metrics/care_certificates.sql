-- metric:           care_certificates
-- title:            Care Certificates obtained, people supported
-- noun:             Care Certificates
-- unit:             people
-- kind:             count
-- interval:         none
-- windows:          month; year to date; since launch
-- numerator counts: people
-- population:       people supported by the academy
-- numerator:        people supported who obtained the Care Certificate
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
    date_trunc('month', care_certificate_on)::date as period,
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
where care_certificate_on is not null
