-- The claims that are held and that no file received later has settled.
select claims.file, claims.source, claims.unit, claims.period
from academy.ledger.claims
join academy.ledger.files using (file)
where claims.verdict = 'held'
    and not exists (
        from academy.ledger.claims as later
        join academy.ledger.files as newer on newer.file = later.file
        where later.verdict = 'accepted'
            and later.source = claims.source
            and later.unit = claims.unit
            and later.period is not distinct from claims.period
            and newer.received >= files.received
    )
order by claims.source, claims.unit, claims.period, claims.file
