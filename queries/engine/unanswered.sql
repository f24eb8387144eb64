-- One row per file that arrived and was judged, and whose sender was not told
-- yet what became of it: the file, the employers of the workplaces that it
-- speaks for, the one of them that more than half of these belong to, and the first
-- and the last period of them.
with

most as (
    select claims.file, workplaces.employer
    from academy.ledger.claims
    join temp.main.workplaces_in_force as workplaces
        on workplaces.workplace = claims.unit
    group by claims.file, workplaces.employer
    qualify 2 * count(*) > sum(count(*)) over (partition by claims.file)
)

select
    files.file,
    coalesce(list(distinct workplaces.employer order by workplaces.employer)
        filter (workplaces.employer is not null), []) as employers,
    coalesce(any_value(most.employer), '') as most,
    min(claims.period) as first,
    max(claims.period) as last
from academy.ledger.files
left join academy.ledger.claims using (file)
left join temp.main.workplaces_in_force as workplaces
    on workplaces.workplace = claims.unit
left join most
    on most.file = files.file
where files.verdict in ('accepted', 'accepted in part', 'held', 'refused')
    and not list_contains(getvariable('reference_sources'), coalesce(files.source, ''))
    and files.file not in (select file from academy.ledger.feedback)
group by files.file
order by files.file
