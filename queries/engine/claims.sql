-- One row per file, unit and period of the source being tried. The unit is null
-- for rows whose ID nobody knows.
select
    file,
    unit,
    period,
    bool_or(correction) as correction,
    count(*)            as rows,
    min(line)           as first_line
from resolved
group by file, unit, period
order by file, unit, period
