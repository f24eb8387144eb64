-- One row per day on which a file of the batch was received, unit of a source and
-- period: what was in force for them before that day, of the twelve months before
-- (assumed: what repeats an older one is no answer), if the newest of the unit
-- began at most three months earlier.
with

days as (
    select distinct received_on
    from temp.main.recorded
    where load
),

in_force as (
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
        and claims.period >= date_trunc('month', days.received_on) - interval 12 months
    qualify row_number() over (
        partition by days.received_on, claims.unit, claims.period
        order by files.received desc, claims.correction desc, claims.file desc
    ) = 1
)

select for_day, source, file, unit, period
from in_force
qualify max(period) over (partition by for_day, unit) >= date_trunc('month', for_day) - interval 3 months
