-- Keeps what the files of the batch speak for: one row per file, unit and period.
-- Rows whose ID nobody knows make one that is refused. A unit and period of which
-- every row is left out is refused too, so that what was sent of it before still
-- counts. A row that lacks the month it is about speaks for nothing: its faults
-- say so. No statement rests on the order in which they stand there.
insert into academy.ledger.claims by name
with

left_out as (
    select distinct faults.file, faults.line
    from academy.ledger.faults
    where faults.file in (select file from temp.main.recorded)
        and faults.severity = 'leave out the row'
        and faults.code <> 'second-row' -- the first row of its line counts
),

spoken as (
    select
        resolved.file,
        resolved.unit,
        resolved.period,
        bool_or(resolved.correction and left_out.line is null)  as correction,
        bool_and(left_out.line is not null)                     as all_left_out
    from resolved
    left join left_out
        on  left_out.file = getvariable('kept')[resolved.file + 1]
        and left_out.line = resolved.line & 4294967295
    where getvariable('kept')[resolved.file + 1] is not null
        and (resolved.unit is null or resolved.period is not null or not resolved.has_periods)
    group by resolved.file, resolved.unit, resolved.period
)

select
    recorded.file,
    recorded.source,
    coalesce(spoken.unit, '') as unit,
    spoken.period,
    spoken.correction,
    case when spoken.unit is null or spoken.all_left_out then 'refused' else 'accepted' end as verdict,
    false as replaced
from spoken
join temp.main.recorded as recorded
    on recorded.ordinal = spoken.file
