-- One row per day on which a file of the batch was received, and unit of a
-- source: the newest period that was in force for the unit before that day, if
-- it began at most three months earlier.
with

days as (
    select distinct received_on
    from temp.main.recorded
    where load
)

select
    days.received_on as for_day,
    claims.source,
    claims.file,
    claims.unit,
    claims.period
from days
join academy.ledger.files as files
    on files.received < days.received_on
join academy.ledger.claims as claims
    on  claims.file = files.file
    and claims.source = getvariable('source')
    and claims.verdict = 'accepted'
    and claims.period >= date_trunc('month', days.received_on) - interval 3 months
qualify row_number() over (
    partition by days.received_on, claims.unit
    order by claims.period desc, files.received desc, claims.correction desc, claims.file desc
) = 1
