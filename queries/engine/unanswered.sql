-- One row per file that arrived and was judged, and whose sender was not told
-- yet what became of it: the file, the employers of the workplaces that it
-- speaks for, the one of them that more than half of these belong to, and the first
-- and the last period of them. A file of which no row could be read speaks for the
-- workplaces that these give.
with

spoken as (
    select file, unit, period
    from academy.ledger.claims

    union all

    select distinct file, unit, null::date
    from academy.ledger.faults
    where unit is not null
        and file not in (select file from academy.ledger.claims)
),

most as (
    select spoken.file, workplaces.employer
    from spoken
    join temp.main.workplaces_in_force as workplaces
        on workplaces.workplace = spoken.unit
    group by spoken.file, workplaces.employer
    qualify 2 * count(*) > sum(count(*)) over (partition by spoken.file)
)

select
    files.file,
    coalesce(list(distinct workplaces.employer order by workplaces.employer)
        filter (workplaces.employer is not null), []) as employers,
    coalesce(any_value(most.employer), '') as most,
    min(spoken.period) as first,
    max(spoken.period) as last
from academy.ledger.files
left join spoken using (file)
left join temp.main.workplaces_in_force as workplaces
    on workplaces.workplace = spoken.unit
left join most
    on most.file = files.file
where files.verdict in ('accepted', 'accepted in part', 'held', 'refused')
    and not list_contains(getvariable('reference_sources'), coalesce(files.source, ''))
    and files.file not in (select file from academy.ledger.feedback)
group by files.file
order by files.file
