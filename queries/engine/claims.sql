-- Keeps what the files of the batch speak for: one row per file, unit and period.
-- Rows whose ID nobody knows make one that is refused. A row that lacks the month
-- it is about speaks for nothing: its faults say so.
insert into academy.ledger.claims by name
select
    getvariable('kept')[resolved.file + 1] as file,
    any_value(resolved.source)          as source,
    coalesce(resolved.unit, '')         as unit,
    resolved.period,
    bool_or(resolved.correction)        as correction,
    case when resolved.unit is null then 'refused' else 'accepted' end as verdict
from resolved
where getvariable('kept')[resolved.file + 1] is not null
    and (resolved.unit is null or resolved.period is not null or not resolved.has_periods)
group by resolved.file, resolved.unit, resolved.period
order by resolved.file, resolved.unit, resolved.period
