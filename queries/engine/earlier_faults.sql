-- The faults of the file that a file takes the place of: of each unit and period
-- it speaks for, the newest before it that spoke for them too.
with

before as (
    select
        own.unit,
        own.period,
        max(earlier.file) as file
    from academy.ledger.claims as own
    join academy.ledger.claims as earlier
        on  earlier.source = own.source
        and earlier.unit = own.unit
        and earlier.period is not distinct from own.period
        and earlier.file < own.file
        and earlier.verdict <> 'tried again'
    where own.file = $1
    group by all
)

select
    coalesce(faults.field, '')      as field,
    coalesce(faults.severity, '')   as severity,
    coalesce(faults.code, '')       as code,
    faults.file is not null         as found,
    before.unit,
    before.period
from before
left join academy.ledger.faults
    on  faults.file = before.file
    and faults.unit = before.unit
    and faults.period is not distinct from before.period
order by all
