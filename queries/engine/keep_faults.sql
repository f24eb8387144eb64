-- The faults found in the batch, as the ledger keeps them: each with the unit and
-- period of its row, where that was staged, or the workplace that a row gives which
-- could not be read.
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
    coalesce(rows.unit, known.workplace) as unit,
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
left join temp.main.known_workplaces as known
    on known.given = lower(trim(translate(found.given, '‐‑–—−', '-----')))
order by found.place_in_order
