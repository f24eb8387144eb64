-- Judges again the claims of the days and sources of a batch that speak for the
-- same unit and period: two that are not corrections cannot both be right, nor
-- can two corrections. One correction beside one other is no dispute. What a
-- row of reference data says is never in dispute, nor is a row that is its own
-- unit: the last one counts.
update academy.ledger.claims
set verdict = case when disputed.rivals > 1 then 'held' else 'accepted' end
from (
    select
        claims.file,
        claims.source,
        claims.unit,
        claims.period,
        count(*) over (
            partition by files.received, claims.source, claims.unit, claims.period, claims.correction
        ) as rivals
    from academy.ledger.claims
    join academy.ledger.files using (file)
    where claims.verdict in ('accepted', 'held')
        and (files.received, claims.source) in (
            select (received_on, source) from temp.main.recorded
        )
) as disputed
where claims.file = disputed.file
    and claims.source = disputed.source
    and claims.unit = disputed.unit
    and claims.period is not distinct from disputed.period
    and claims.verdict = case when disputed.rivals > 1 then 'accepted' else 'held' end
    and not list_contains(getvariable('reference_sources'), claims.source)
    and not list_contains(getvariable('row_sources'), claims.source)
