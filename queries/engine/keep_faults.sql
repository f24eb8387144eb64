-- The faults found in the batch, as the ledger keeps them: each with the unit and
-- period of its row, where that was staged.
insert into academy.ledger.faults by name
with

rows as (
    select line as key, any_value(unit) as unit, any_value(period) as period
    from resolved
    where line in (select key from temp.main.found)
    group by line
)

select
    recorded.file,
    (found.key & 4294967295)::integer as line,
    rows.unit,
    found.field,
    found.place,
    found.severity,
    found.code,
    found.says,
    found.fix,
    rows.period
from temp.main.found as found
join temp.main.recorded as recorded
    on recorded.ordinal = (found.key >> 32)
left join rows
    on rows.key = found.key
order by found.place_in_order
