-- One row per target of a theme.
select
    line,
    theme,
    level,
    try_cast("by" as date)                      as by_date
from maturity_targets
