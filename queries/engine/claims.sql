-- Keeps what the files of the batch speak for: one row per file, unit and period.
-- Rows whose ID nobody knows make one that is refused. A row that lacks the month
-- it is about speaks for nothing: its faults say so. No statement rests on the
-- order in which they stand there.
insert into academy.ledger.claims by name
with

spoken as (
    select file, unit, period, bool_or(correction) as correction
    from resolved
    where getvariable('kept')[file + 1] is not null
        and (unit is null or period is not null or not has_periods)
    group by file, unit, period
)

select
    recorded.file,
    recorded.source,
    coalesce(spoken.unit, '') as unit,
    spoken.period,
    spoken.correction,
    case when spoken.unit is null then 'refused' else 'accepted' end as verdict
from spoken
join temp.main.recorded as recorded
    on recorded.ordinal = spoken.file
