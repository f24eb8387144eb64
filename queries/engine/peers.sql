-- One row per day on which a file of the batch was received, unit of a source and
-- period: what was in force for them before that day, of the twelve months before
-- (assumed: what repeats an older one is no answer), if the newest of the unit
-- began at most three months earlier. No file speaks for a period that had not
-- begun, so none received before those months is looked at.
with

days as (
    select
        received_on,
        date_trunc('month', received_on) - interval 12 months   as from_month,
        date_trunc('month', received_on) - interval 3 months    as lately
    from temp.main.recorded
    where load
    group by received_on
),

-- What is sent counts from the day after it came, up to the day on which the next
-- for the same unit and period came.
sent as (
    select
        claims.file,
        claims.unit,
        claims.period,
        files.received,
        lead(files.received, 1, date '9999-12-31') over (
            partition by claims.unit, claims.period
            order by files.received, claims.correction, claims.replaced desc, claims.file
        ) as until
    from academy.ledger.claims as claims
    join academy.ledger.files as files using (file)
    where claims.source = getvariable('source')
        and claims.verdict = 'accepted'
        and files.received >= (select min(from_month) from days)
        and files.received < (select max(received_on) from days)
),

-- A unit that sent nothing lately is no measure, however much it sent before.
units as (
    select distinct days.received_on, sent.unit
    from days
    join sent
        on  sent.received < days.received_on
        and sent.until >= days.received_on
        and sent.period >= days.lately
)

select
    days.received_on        as for_day,
    getvariable('source')   as source,
    sent.file,
    sent.unit,
    sent.period
from days
join sent
    on  sent.received < days.received_on
    and sent.until >= days.received_on
    and sent.period >= days.from_month
semi join units
    on  units.received_on = days.received_on
    and units.unit = sent.unit
