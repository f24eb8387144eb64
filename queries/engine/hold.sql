-- Judges again the claims of the days and sources of a batch that speak for the
-- same unit and period: two that are not corrections cannot both be right, nor
-- can two corrections. One correction beside one other is no dispute. What a
-- row of reference data says is never in dispute, nor is a row that is its own
-- unit: the last one counts. A file that is the only one of its day and source
-- has nothing to dispute with.
with

spoken as (
    select
        claims.file,
        claims.source,
        claims.unit,
        claims.period,
        claims.correction,
        claims.verdict,
        files.received
    from academy.ledger.claims
    join academy.ledger.files using (file)
    where claims.verdict in ('accepted', 'held')
        and (files.received, claims.source) in (
            select (files.received, files.source)
            from academy.ledger.files
            where (files.received, files.source) in (
                    select (received_on, source) from temp.main.recorded
                )
            group by files.received, files.source
            having count(*) > 1
        )
        and not list_contains(getvariable('reference_sources'), claims.source)
        and not list_contains(getvariable('row_sources'), claims.source)
),

disputes as (
    select received, source, unit, period, correction, count(*) as rivals
    from spoken
    group by received, source, unit, period, correction
    having count(*) > 1 or bool_or(verdict = 'held')
),

disputed as (
    select spoken.file, spoken.source, spoken.unit, spoken.period, disputes.rivals
    from spoken
    join disputes
        on  disputes.received = spoken.received
        and disputes.source = spoken.source
        and disputes.unit = spoken.unit
        and disputes.period is not distinct from spoken.period
        and disputes.correction is not distinct from spoken.correction
)

update academy.ledger.claims
set verdict = case when disputed.rivals > 1 then 'held' else 'accepted' end
from disputed
where claims.file = disputed.file
    and claims.source = disputed.source
    and claims.unit = disputed.unit
    and claims.period is not distinct from disputed.period
    and claims.verdict = case when disputed.rivals > 1 then 'accepted' else 'held' end
