-- The claims that are held and that nothing has settled: no file received later,
-- and no correction of the same day. What two corrections both correct says
-- nothing of which is right. One in place of which the answer to its file stands is
-- in no dispute. The name and the employer are those of the
-- workplace; next is the first period from that of the claim on of which
-- something counts.
select
    claims.file,
    claims.source,
    claims.unit,
    coalesce(trim(workplaces.name), '') as name,
    coalesce(workplaces.employer, '') as employer,
    claims.period,
    claims.correction,
    (
        select min(counts.period)
        from academy.ledger.claims as counts
        where counts.verdict = 'accepted'
            and counts.source = claims.source
            and counts.unit = claims.unit
            and counts.period >= claims.period
    ) as next
from academy.ledger.claims
join academy.ledger.files using (file)
left join temp.main.workplaces_in_force as workplaces
    on workplaces.workplace = claims.unit
where claims.verdict = 'held'
    and not claims.replaced
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
