-- One row per unit and period of the file being tried. The unit is null for
-- rows whose ID nobody knows.
select
    unit,
    period,
    bool_or(correction) as correction,
    count(*)            as rows,
    min(line)           as first_line
from memory.engine.resolved
group by unit, period
order by unit, period
