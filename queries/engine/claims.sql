-- Keeps what the files of a source in the batch speak for: one row per file,
-- unit and period. Rows whose ID nobody knows make one that is refused. A row
-- that lacks the month it is about speaks for nothing: its faults say so.
insert into academy.ledger.claims by name
select
    recorded.file,
    recorded.source,
    coalesce(resolved.unit, '')         as unit,
    resolved.period,
    bool_or(resolved.correction)        as correction,
    case when resolved.unit is null then 'refused' else 'accepted' end as verdict
from resolved
join temp.main.recorded as recorded
    on recorded.ordinal = resolved.file
where recorded.load
    and (resolved.unit is null or resolved.period is not null or not getvariable('periods'))
group by recorded.file, recorded.source, resolved.unit, resolved.period
order by recorded.file, resolved.unit, resolved.period
