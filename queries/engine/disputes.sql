-- The claims that are held and that nothing has settled: no file received later,
-- and no correction of the same day. What two corrections both correct says
-- nothing of which is right. The name is that of the workplace; "" if it has none.
select
    claims.file,
    claims.source,
    claims.unit,
    coalesce(trim(workplaces.name), '') as name,
    claims.period,
    claims.correction
from academy.ledger.claims
join academy.ledger.files using (file)
left join temp.main.workplaces_in_force as workplaces
    on workplaces.workplace = claims.unit
where claims.verdict = 'held'
    and not exists (
        from academy.ledger.claims as later
        join academy.ledger.files as newer on newer.file = later.file
        where later.verdict = 'accepted'
            and later.source = claims.source
            and later.unit = claims.unit
            and later.period is not distinct from claims.period
            and (
                newer.received > files.received
                or newer.received = files.received and later.correction
            )
    )
order by claims.source, claims.unit, claims.period, claims.file
